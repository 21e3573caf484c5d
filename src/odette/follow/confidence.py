"""How sure to be: the filter's own probability, weighed with other signs of being right."""

from math import exp, log

from odette.follow.features import FRAME

WEIGHTS = {
    "always": 1.47,
    "share": 0.82,
    "elsewhere": -2.52,
    "jumped": -2.36,
    "width": -7.36,
    "standing": -7.74,
    "slow": -2.93,
}
"""Of the signs, in log-odds: the regression of bench/follow_confidence.py over 87 performances, scenes and jumps of
those parameters may be chosen on, drawn by lot."""
HERE = {
    "always": 4.88,
    "elsewhere": -3.51,
    "jumped": -3.63,
    "standing": -6.86,
    "slow": -3.72,
    "faint": -0.89,
}
"""Of the signs that the players are not somewhere else altogether, in log-odds: a regression as in
bench/follow_confidence.py --lost, over the first 90 to 200 s of 35 of those performances, drawn by lot."""
CERTAIN = 0.99
"""Share of the filter's probability beyond which more says no more."""
WARY, SETTLED = 10.0, 4.0
"""Seconds after a jump in which trust comes back; after which the end of the score is believed."""
UNPROVED, PROVED = 0.75, 1.5
"""The most that is claimed of a place just jumped to; seconds of playing after which it has proved itself."""
WIDEST = 0.5
"""Seconds of spread beyond which more says no more."""
SLOWEST = 1.5
"""Log tempo below the usual one, beyond which less says no more."""
FAINTEST = 2.0
"""Standard deviations by which onsets stand out less than usual, beyond which less says no more."""


class Confidence:
    """The filter knows only its window and believes its own model; this says how often that was right."""

    def __init__(self) -> None:
        self._since = 60.0
        self.signs: dict[str, float] = dict.fromkeys(WEIGHTS | HERE, 0.0)
        """What the last answer was made from."""
        self.here = 1.0
        """Probability that the players are within a second of the reported place. Who spreads over a long chord is not
        lost in it."""

    def jumped(self) -> None:
        self._since = 0.0

    @property
    def settled(self) -> bool:
        """Whether the last jump is some time ago."""
        return self._since > SETTLED

    def step(self) -> None:
        """One frame on."""
        self._since += FRAME

    def __call__(self, share: float, coarse: float, width: float, standing: float, slow: float, faint: float) -> float:
        """Probability that the reported place is right to within a quarter note.

        ``share``: of the filter's probability within a quarter note; ``coarse``: the coarse tracker's probability of
        the place; ``width``: spread of the place, seconds; ``standing``: probability that the players stand still where
        no fermata says so; ``slow``: log tempo below the players' usual one: who is taken to creep through the score
        is often somewhere else in it; ``faint``: standard deviations by which the onsets just passed stand out less
        than usual: where nothing begins, none is missed.
        """
        share = min(CERTAIN, max(1 - CERTAIN, share))
        self.signs = {
            "always": 1.0,
            "share": log(share / (1 - share)),
            "elsewhere": 1 - coarse,
            "jumped": exp(-self._since / WARY),
            "width": min(WIDEST, width),
            "standing": standing,
            "slow": min(SLOWEST, max(0.0, slow)),
            "faint": min(FAINTEST, max(-FAINTEST, faint)),
        }
        self.here = self._probability(HERE)
        most = 1.0 if self._since > PROVED else UNPROVED
        return min(most, self.here, self._probability(WEIGHTS))

    def _probability(self, weights: dict[str, float]) -> float:
        return 1 / (1 + exp(-sum(w * self.signs[name] for name, w in weights.items())))
