"""The beat that hands have shown: when music is likely to come, and how fast the players are meant to go.

It makes sound more readily believed, never silence: where nothing sounds it says nothing. Each beat that no music
followed makes the next one say less, so that hands that only warm up, or count a bar for nobody, are not waited for.
"""

from collections.abc import Sequence
from math import exp, log

from odette.score.model import Bar

TRUST = 0.6
"""Chance that music comes with the first beat shown."""
BEHIND = 0.05
"""Seconds by which players sound after the beat they are shown."""
BLURRED, LOOSE = 0.04, 0.06
"""How far music comes from its beat (scale of a logistic distribution): seconds, and share of the beat."""
FORGOTTEN = 10.0
"""Seconds over which a beat that no music followed is forgotten."""
BELIEVED = 0.6
"""Chance that the tempo is that of a single stroke."""
PRINTED, IMPLAUSIBLE = 0.4, 0.3
"""Standard deviation of the log tempo about the printed one; how likely by it a stroke must be to tell any tempo."""


class Upbeat:
    """What the last beat shown says of the music's coming. Times in seconds of the follower's sound."""

    def __init__(self) -> None:
        self._due: float | None = None
        self._anchor = float("-inf")
        self._scale = 1.0
        self._trust = TRUST
        self._unanswered = 0.0

    def show(self, due: float, beat: float) -> None:
        """Music is likely around ``due``, ``beat`` seconds a beat (0: not known). Foretold, and then seen: one beat."""
        if abs(due - self._anchor) > max(beat, 0.2) / 2:
            if self._due is not None:
                self._unanswered = 1 + self._unanswered * exp(-max(0.0, due - self._anchor) / FORGOTTEN)
            self._anchor = due
            self._trust = TRUST / (1 + self._unanswered)
        self._due, self._scale = due + BEHIND, BLURRED + LOOSE * (beat or 2.0)

    def withdraw(self) -> None:
        """It was no beat."""
        self._due = None

    def rate(self, now: float) -> float:
        """Chance a second that the music comes ``now``, if it has not come yet."""
        if self._due is None:
            return 0.0
        come = 1 / (1 + exp(min(50.0, (self._due - now) / self._scale)))
        density = come * (1 - come) / self._scale
        return self._trust * density / (1 - self._trust * come)


def strokes(bar: Bar) -> tuple[float, ...]:
    """Quarter notes for which one stroke may stand in a bar: a beat, its half or third, two beats, or all of it."""
    beat = bar.unit
    doubled = (2 * beat,) if bar.strokes % 2 == 0 else ()
    compound = bar.strokes < bar.beats
    return tuple(sorted({beat / (3 if compound else 2), beat, *doubled, bar.strokes * beat}))


def paces(beat: float, strokes: Sequence[float], quarters: float) -> list[tuple[float, float]]:
    """Logarithms of the paces that strokes of ``beat`` seconds may mean, and how likely each is; none if none is.

    ``strokes``: quarter notes for which one may stand; ``quarters``: nominal quarter notes a minute.
    """
    if beat <= 0:
        return []
    shown = [log(60 * stroke / quarters / beat) for stroke in strokes]
    likely = [exp(-0.5 * (pace / PRINTED) ** 2) for pace in shown]
    if max(likely) < IMPLAUSIBLE:
        return []
    return [(pace, chance / sum(likely)) for pace, chance in zip(shown, likely, strict=True)]
