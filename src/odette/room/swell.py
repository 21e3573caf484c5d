"""How applause goes: it rises, carries, and dies away."""

import math
from collections import deque

from odette.core.events import Phase
from odette.room.features import HOPS

SMOOTH = 0.5
"""Seconds over which the level is taken."""
BACK = 2.0
"""Seconds over which its rise and fall are seen."""
STEP = 3.5
"""dB in that time that are a rise, or a fall."""
STEADY = 1.5
"""dB within which it stands again after a fall."""
CARRIES = 8.0
"""dB below what it has carried at from where on it is dying, however slowly."""
LETS_GO = 0.5
"""dB a second by which one loud moment is forgotten, and a whole applause once it is over."""
FADED = 12.0
"""dB below its loudest from where on applause is likely to be over."""


class Swell:
    """Phases of one applause, from its level."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=round(BACK * HOPS))
        self._peak = self._carried = -math.inf
        self._lowest = math.inf
        self._phase: Phase = "none"

    def phase(self, level: float) -> Phase:
        """After one more hop at this level, dB."""
        if self._levels:
            level = self._levels[-1] + (level - self._levels[-1]) / (SMOOTH * HOPS)
        self._levels.append(level)
        self._peak = max(self._peak, level)
        self._carried = max(level, self._carried - LETS_GO / HOPS)
        self._phase = self._next(level)
        self._lowest = min(self._lowest, level) if self._phase == "dying" else math.inf
        return self._phase

    def _next(self, level: float) -> Phase:
        fallen = max(self._levels) - level
        if self._phase == "dying":
            if level >= self._lowest + STEP:
                return "rising"
            stands = fallen < STEADY and level > self._carried - CARRIES
            return "sustained" if stands else "dying"
        if fallen >= STEP or level < self._carried - CARRIES:
            return "dying"
        rises = level - self._levels[max(0, len(self._levels) - HOPS)] >= STEP
        return "rising" if rises or len(self._levels) < HOPS else "sustained"

    def faded(self, level: float) -> float:
        """What the applause's having died down by so much says against it, and against the next one after it: a
        house that murmurs does not clap again. 0 while it is within ``FADED``."""
        return 0.1 * max(0.0, self._peak - level - FADED)

    def over(self) -> Phase:
        """No applause for a hop: the next one begins anew, and how loud the last one was is slowly forgotten."""
        self._levels.clear()
        self._peak -= LETS_GO / HOPS
        self._carried = -math.inf
        self._lowest = math.inf
        self._phase = "none"
        return self._phase
