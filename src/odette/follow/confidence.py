"""How sure to be: the filter's own probability, less what it cannot know."""

from math import exp

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Frame

POOR, GOOD = 0.05, 0.4
"""Match of the sound with the reported place over the last second, from nothing to as it should be."""
WARY = 2.0
"""Seconds after a jump in which trust comes back."""
RIVAL, SLOPE = 6.0, 2.5
"""Lead of another place at which it is as likely as the reported one."""


class Confidence:
    """The filter knows only its window and believes its own model; this lowers its share where that often misled."""

    def __init__(self) -> None:
        self._fit = GOOD
        self._since = 60.0

    def jumped(self) -> None:
        self._since = 0.0

    @property
    def settled(self) -> bool:
        """Whether the last jump is some time ago: the end is not believed right after one."""
        return self._since > 2 * WARY

    def __call__(self, share: float, frame: Frame, evidence: Evidence, cell: float, lead: float | None) -> float:
        """``share``: of the filter's probability within a quarter note; ``lead``: of a place being auditioned."""
        self._since += FRAME
        if not frame.silent:
            match = float(evidence.match(int(cell), int(cell) + 2, 1.0).max())
            self._fit += FRAME * (match - self._fit)
        fit = min(1.0, max(0.0, (self._fit - POOR) / (GOOD - POOR)))
        new = 1 - 0.5 * exp(-self._since / WARY)
        other = 1.0 if lead is None else 1 / (1 + exp((lead - RIVAL) / SLOPE))
        return share * (0.3 + 0.7 * fit) * new * other
