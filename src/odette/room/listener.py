"""What the room sounds like, from 20 ms of sound at a time: silence, murmur, speech, laughter, music or applause."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from odette.core.events import Kind, Phase
from odette.room.features import HOPS, Features, Listening
from odette.room.swell import Swell

QUIET = -60.0
"""dBFS: below this nothing is told apart."""
FALLING = 8.0
"""dB in 0.4 s: what falls so quickly was a bang or the end of something, and says nothing for clapping."""
CERTAIN = 2.0
"""Most that a second of sound can say for or against applause is ``CERTAIN`` times ``HOPS``."""
BEGINS = 0.2
"""Seconds of certain evidence after which it is applause."""
KEEPS = 0.6
"""Seconds of certain evidence that are remembered, and so have to be outweighed for it to be over."""
MUSIC_BEGINS, MUSIC_ENDS = 0.4, 2.0
SPEECH_BEGINS, SPEECH_ENDS = 0.8, 2.0
LAUGHTER_BEGINS, LAUGHTER_ENDS = 0.4, 0.8
"""Seconds of likeness, and of unlikeness, after which it is that, and no longer is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the room sounds like now."""

    kind: Kind
    level: float
    """dB relative to full scale, over the last 0.3 s."""
    phase: Phase
    """Of applause; "none" without it."""


class RoomListener:
    """Streaming detector. Its evidence is summed up as in Page's CUSUM test, between two bounds."""

    def __init__(self, rate: int) -> None:
        self._listening = Listening(rate)
        self._bias = 0.0
        self._applause = Belief(BEGINS * CERTAIN, KEEPS * CERTAIN)
        self._music = Belief(MUSIC_BEGINS, MUSIC_ENDS)
        self._speech = Belief(SPEECH_BEGINS, SPEECH_ENDS)
        self._laughter = Belief(LAUGHTER_BEGINS, LAUGHTER_ENDS)
        self._swell = Swell()

    def doubt(self, applause: bool) -> None:
        """Whether the score makes applause unlikely now, as in the middle of a number.

        It shifts the balance of what is heard, and decides nothing by itself. Only its sound speaks for applause:
        with a hint, a murmuring house after the end would be taken for applause that never stops.
        """
        self._bias = -1.0 if applause else 0.0

    def hear(self, samples: NDArray[np.float32]) -> Verdict:
        """One hop of sound: rate / 50 samples, full scale 1."""
        heard = self._listening.hear(samples)
        audible = heard.level > QUIET
        laughing = _laughing(heard)
        evidence = _clapping(heard) - 2.0 * max(0.0, laughing) + self._bias - self._swell.faded(heard.level)
        if heard.fallen > FALLING:
            evidence = min(0.0, evidence)
        clapping = self._applause.weigh(evidence if audible else -CERTAIN, CERTAIN)
        others: dict[Kind, bool] = {
            "laughter": self._laughter.weigh(laughing if audible else -1.0, 1.0),
            "music": self._music.weigh(_musical(heard) if audible else -1.0, 1.0),
            "speech": self._speech.weigh(_speaking(heard) if audible else -1.0, 1.0),
        }
        phase = self._swell.phase(heard.level) if clapping else self._swell.over()
        quiet: Kind = "murmur" if audible else "silence"
        kind = "applause" if clapping else next((kind for kind, likely in others.items() if likely), quiet)
        return Verdict(kind, heard.level, phase)


class Belief:
    """Evidence summed between 0 and ``most``: believed once it reaches ``enough``, until it is back at 0."""

    def __init__(self, enough: float, most: float) -> None:
        self._enough, self._most = enough, most
        self._sum = 0.0
        self._held = False

    def weigh(self, evidence: float, bound: float) -> bool:
        """One hop's evidence per second, at most ``bound`` either way; is it believed now?"""
        step = max(-bound, min(bound, evidence)) / HOPS
        self._sum = max(0.0, min(self._most, self._sum + step))
        self._held = self._sum > 0 if self._held else self._sum >= self._enough
        return self._held


def _clapping(heard: Features) -> float:
    """Log odds of clapping against everything else.

    A logistic fit in round figures (bench/room.py says on which sounds), terms bounded so that no single one carries
    the verdict.
    """
    return (
        -0.5 * (max(1.0, min(4.0, heard.lines)) - 1.0) ** 2
        - 2.0 * max(0.0, min(6.2, heard.lines) - 2.2)
        + 0.4 * max(-16.0, min(14.0, heard.tilt))
        - 1.0 * max(0.0, heard.tilt - 18.0)
        - 0.6 * max(0.0, heard.fall + 6.0)
        - 0.9 * max(0.0, min(20.0, -22.0 - heard.fall))
        + 8.0 * max(0.25, min(0.65, heard.restless))
        - 0.5 * max(0.0, min(8.0, heard.strokes - 3.0))
        - 0.35 * max(0.0, min(12.0, heard.ripple - 3.0))
        + 0.5 * min(4.0, heard.change)
        - 5.0
    )


def _musical(heard: Features) -> float:
    """Positive for sound with lines that come and go."""
    return min(heard.lines - 2.2, heard.change - 2.0)


def _speaking(heard: Features) -> float:
    """Positive for a dark sound with a pitch whose colour changes quickly: one voice, where murmur is many."""
    return min(heard.voiced - 2.4, heard.change - 2.9, -2.0 - heard.tilt)


def _laughing(heard: Features) -> float:
    """Positive for many voices at once that are bright and open, as no talk is, and weaken steeply towards the top."""
    bright, dull = (heard.tilt + 1.0) / 2, (-22.0 - heard.fall) / 2
    return min(bright, dull, heard.change - 1.6, 2.2 - heard.lines, 2 * (heard.voiced - 1.2))
