"""How sure to be: the filter's own probability, weighed with other signs of being right."""

from math import exp, log

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Frame

WEIGHTS = {
    "always": 1.78,
    "share": 0.42,
    "fit": 1.74,
    "elsewhere": -2.34,
    "jumped": -3.43,
    "width": -6.42,
    "standing": -5.71,
}
"""Of the signs, in log-odds: a regression as in bench/follow_confidence.py, over 60 performances and scenes picked by
hand from those parameters may be chosen on. On another choice the program finds another weight for the fit (ADR 9)."""
CERTAIN = 0.99
"""Share of the filter's probability beyond which more says no more."""
RECENT = 1.0
"""Seconds over which the fit is taken."""
WARY, SETTLED = 10.0, 4.0
"""Seconds after a jump in which trust comes back; after which the end of the score is believed."""
UNPROVED, PROVED = 0.75, 1.5
"""The most that is claimed of a place just jumped to; seconds of playing after which it has proved itself."""
WIDEST = 0.5
"""Seconds of spread beyond which more says no more."""


class Confidence:
    """The filter knows only its window and believes its own model; this says how often that was right."""

    def __init__(self) -> None:
        self._fit = 0.4
        self._since = 60.0
        self.signs: tuple[float, ...] = (0.0,) * len(WEIGHTS)
        """What the last answer was made from, in the order of ``WEIGHTS``."""

    def jumped(self) -> None:
        self._since = 0.0

    @property
    def settled(self) -> bool:
        """Whether the last jump is some time ago."""
        return self._since > SETTLED

    def hear(self, frame: Frame, evidence: Evidence, cell: float) -> None:
        """``cell``: reported with this frame."""
        self._since += FRAME
        if not frame.silent:
            match = float(evidence.match(int(cell), int(cell) + 2, 1.0).max())
            self._fit += FRAME / RECENT * (match - self._fit)

    def __call__(self, share: float, coarse: float, width: float, standing: float) -> float:
        """Probability that the reported place is right to within a quarter note.

        ``share``: of the filter's probability within a quarter note; ``coarse``: the coarse tracker's probability of
        the place; ``width``: spread of the place, seconds; ``standing``: probability that the players stand still where
        no fermata says so.
        """
        share = min(CERTAIN, max(1 - CERTAIN, share))
        self.signs = (
            1.0,
            log(share / (1 - share)),
            self._fit,
            1 - coarse,
            exp(-self._since / WARY),
            min(WIDEST, width),
            standing,
        )
        odds = sum(w * sign for w, sign in zip(WEIGHTS.values(), self.signs, strict=True))
        return min(1.0 if self._since > PROVED else UNPROVED, 1 / (1 + exp(-odds)))
