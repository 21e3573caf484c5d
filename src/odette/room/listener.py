"""The audience detector: silence, murmur, music or applause, from 20 ms of sound at a time."""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from odette.core.events import Kind, Phase
from odette.room.features import HOPS, Features, Listening

QUIET = -60.0
"""dBFS: below this nothing is told apart."""
CERTAIN = 2.0
"""Most that a second of sound can say for or against applause is ``CERTAIN`` times ``HOPS``."""
BEGINS = 0.4
"""Seconds of certain evidence after which it is applause."""
KEEPS = 0.8
"""Seconds of certain evidence that are remembered, and so have to be outweighed for it to be over."""
MUSIC_BEGINS = 0.4
MUSIC_ENDS = 2.0
"""Seconds of likeness, and of unlikeness, after which it is music, and no longer is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the room sounds like now."""

    kind: Kind
    level: float
    """dB relative to full scale, over the last 0.3 s."""
    phase: Phase
    """Of applause; "none" without it."""
    sure: float
    """0 to 1: how firmly applause is believed in."""


class RoomListener:
    """Streaming detector. Its evidence is summed up as in Page's CUSUM test, between two bounds."""

    def __init__(self, rate: int) -> None:
        self._listening = Listening(rate)
        self._bias = 0.0
        self._applause = Belief(BEGINS * CERTAIN, KEEPS * CERTAIN)
        self._music = Belief(MUSIC_BEGINS, MUSIC_ENDS)
        self._swell = Swell()

    def expect(self, applause: bool | None) -> None:
        """What the score makes likely: applause (a number has ended), none (in the middle of one), or no idea (None).

        It shifts the balance of what is heard, and decides nothing by itself.
        """
        self._bias = 0.0 if applause is None else 0.5 if applause else -1.0

    def hear(self, samples: NDArray[np.float32]) -> Verdict:
        """One hop of sound: rate / 50 samples, full scale 1."""
        heard = self._listening.hear(samples)
        audible = heard.level > QUIET
        evidence = _clapping(heard) + self._bias - self._swell.faded(heard.level)
        clapping = self._applause.weigh(evidence if audible else -CERTAIN, CERTAIN)
        music = self._music.weigh(_musical(heard) if audible else -1.0, 1.0)
        phase = self._swell.phase(heard.level) if clapping else self._swell.over()
        kind: Kind = "applause" if clapping else "music" if music else "murmur" if audible else "silence"
        return Verdict(kind, heard.level, phase, self._applause.sure)


class Belief:
    """Evidence summed between 0 and ``most``: believed once it reaches ``enough``, until it is back at 0."""

    def __init__(self, enough: float, most: float) -> None:
        self._enough, self._most = enough, most
        self._sum = 0.0
        self._held = False

    @property
    def sure(self) -> float:
        return self._sum / self._most

    def weigh(self, evidence: float, bound: float) -> bool:
        """One hop's evidence per second, at most ``bound`` either way; is it believed now?"""
        step = max(-bound, min(bound, evidence)) / HOPS
        self._sum = max(0.0, min(self._most, self._sum + step))
        self._held = self._sum > 0 if self._held else self._sum >= self._enough
        return self._held


class Swell:
    """How applause goes, by its level over half a second: it rises, stays, and dies away."""

    SMOOTH = 0.5
    FADED = 12.0
    """dB below its loudest from where on applause is likely to be over."""

    BACK = 1.0
    """Seconds over which the level's rise or fall is seen."""
    SLOPE = 3.0
    """dB in that time that are a rise or a fall."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=round(self.BACK * HOPS))
        self._peak = -math.inf

    def phase(self, level: float) -> Phase:
        if self._levels:
            level = self._levels[-1] + (level - self._levels[-1]) / (self.SMOOTH * HOPS)
        self._levels.append(level)
        self._peak = max(self._peak, level)
        rise = level - self._levels[0]
        if rise <= -self.SLOPE or (rise < self.SLOPE and level < self._peak - 3 * self.SLOPE):
            return "dying"
        if rise >= self.SLOPE or len(self._levels) < HOPS * self.BACK:
            return "rising"
        return "sustained"

    def faded(self, level: float) -> float:
        """What the applause's having died down by so much says against it; 0 while it is within ``FADED``."""
        return 0.1 * max(0.0, self._peak - level - self.FADED)

    def over(self) -> Phase:
        self._levels.clear()
        self._peak = -math.inf
        return "none"


def _clapping(heard: Features) -> float:
    """Log odds of clapping against everything else.

    A logistic fit in round figures (bench/room.py says on which sounds), each term bounded so that no single one
    carries the verdict.
    """
    return (
        -0.8 * min(heard.lines, 4.0) ** 2
        + 0.5 * max(-16.0, min(10.0, heard.tilt))
        + 20.0 * min(heard.restless, 0.7)
        - 0.7 * max(0.0, heard.fall + 5.0)
        - 9.0
    )


def _musical(heard: Features) -> float:
    """Positive for sound with lines that come and go."""
    return min(heard.lines - 2.2, heard.change - 2.0)
