"""When each beat is played: a tempo curve, and the stops on the way."""

from dataclasses import dataclass

import numpy as np

from follow_run import Reals


@dataclass(frozen=True)
class Stop:
    """Players standing still at a beat."""

    beat: float
    seconds: float
    held: bool
    """What begins on the beat is held (a fermata); else nobody plays until it (a general pause)."""


@dataclass(frozen=True)
class Clock:
    """``times`` (seconds) of ``beats``, in between even, beyond both ends at the mean tempo; then the ``stops``."""

    beats: Reals
    times: Reals
    stops: tuple[Stop, ...] = ()

    def begins(self, beat: float) -> float:
        """When a note on this beat begins."""
        return self._even(beat) + sum(s.seconds for s in self.stops if s.beat + s.held * 1e-6 <= beat)

    def ends(self, beat: float) -> float:
        """When a note that lasts until this beat ends."""
        return self._even(beat) + sum(s.seconds for s in self.stops if s.beat + 1e-6 < beat)

    def quiet(self) -> tuple[tuple[float, float], ...]:
        """From when to when nobody plays on."""
        return tuple((self.ends(s.beat), self.ends(s.beat) + s.seconds + 0.5) for s in self.stops)

    def _even(self, beat: float) -> float:
        slope = (self.times[-1] - self.times[0]) / (self.beats[-1] - self.beats[0])
        if beat < self.beats[0]:
            return float(max(0.0, self.times[0] + (beat - self.beats[0]) * slope))
        if beat > self.beats[-1]:
            return float(self.times[-1] + (beat - self.beats[-1]) * slope)
        return float(np.interp(beat, self.beats, self.times))
