"""After the last note: has it sounded and died away?"""

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Frame
from odette.follow.model import CELLS, ScoreModel

GONE = 0.6
"""Seconds without the last chord after which it is over."""
STUCK = 3.0
"""Seconds of nothing that fits, shortly before the last note, after which it is over all the same."""
NEARLY = 4.0
"""Nominal seconds before the last note that count as shortly before it."""
DECAYED = 0.03
"""Share of its greatest level at which the last chord has died away (30 dB down)."""
UNLIKE = 0.2
"""Match with the score below which the sound is not the last chord any more."""


class Ending:
    """Watches the last notes."""

    def __init__(self, model: ScoreModel) -> None:
        self._last = int(model.events[-1])
        self._peak = 0.0
        self._gone = 0.0
        self._there = 0.0
        self._fit = 0.5

    def hear(self, frame: Frame, evidence: Evidence, cell: float) -> bool:
        """Whether the music has ended with this frame; ``cell``: the reported place."""
        if cell < self._last - NEARLY * CELLS:
            self._peak = self._gone = self._there = 0.0
            return False
        here = min(int(cell), self._last)
        match = float(evidence.match(here, here + 2, 0.0).max())
        self._fit += 0.1 * (match - self._fit)
        self._peak = max(self._peak, frame.energy)
        self._there += FRAME if cell >= self._last else 0.0
        nothing = frame.silent or frame.energy < DECAYED * self._peak or self._fit < UNLIKE
        self._gone = self._gone + FRAME if nothing else max(0.0, self._gone - FRAME)
        return self._gone > (GONE if self._there > 0.3 else STUCK)
