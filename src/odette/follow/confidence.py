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


class Confidence:
    """The filter knows only its window and believes its own model; this says how often that was right."""

    def __init__(self) -> None:
        self._since = 60.0
        self.signs: tuple[float, ...] = (0.0,) * len(WEIGHTS)
        """What the last answer was made from, in the order of ``WEIGHTS``."""
        self.here = 1.0
        """What it would have been if the filter had no doubt between places near each other: the probability that the
        players are not somewhere else altogether. Who is spread over a long chord is not lost in it."""

    def jumped(self) -> None:
        self._since = 0.0

    @property
    def settled(self) -> bool:
        """Whether the last jump is some time ago."""
        return self._since > SETTLED

    def step(self) -> None:
        """One frame on."""
        self._since += FRAME

    def __call__(self, share: float, coarse: float, width: float, standing: float, slow: float) -> float:
        """Probability that the reported place is right to within a quarter note.

        ``share``: of the filter's probability within a quarter note; ``coarse``: the coarse tracker's probability of
        the place; ``width``: spread of the place, seconds; ``standing``: probability that the players stand still where
        no fermata says so; ``slow``: log tempo below the players' usual one. Who is taken to creep through the score
        is often somewhere else in it.
        """
        share = min(CERTAIN, max(1 - CERTAIN, share))
        self.signs = (
            1.0,
            log(share / (1 - share)),
            1 - coarse,
            exp(-self._since / WARY),
            min(WIDEST, width),
            standing,
            min(SLOWEST, max(0.0, slow)),
        )
        odds = sum(w * sign for w, sign in zip(WEIGHTS.values(), self.signs, strict=True))
        most = log(CERTAIN / (1 - CERTAIN))
        self.here = _probability(odds + WEIGHTS["share"] * (most - self.signs[1]) - WEIGHTS["width"] * self.signs[4])
        return min(1.0 if self._since > PROVED else UNPROVED, _probability(odds))


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))
