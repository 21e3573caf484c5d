"""The score as a follower of notes reads it: what begins when, without any sound."""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from odette.core.clocks import Beat
from odette.score.model import Score

Reals = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

STRANGE, KIN, WRITTEN = 0, 1, 2
"""How a pitch stands to an event: foreign; a neighbour (ornament, slip) or octave of one of its notes; one of them."""
_KINSHIP = (-12, -2, -1, 1, 2, 12)
BEFORE_THE_BEAT = 0.12
"""Seconds before its main note at which a grace note is expected."""


class NoteScore:
    """The events of a score: all notes that begin at the same beat; grace notes are an event of their own before it.

    ``onset``, ``duration``: (notes,) quarter notes from the start; ``pitch``: (notes,) MIDI, −1 for unpitched, which
    is left out; ``grace``: (notes,) flags; ``tempi``: (beat, quarter notes a minute), the first at 0; ``fermatas``:
    beats; ``end``: beats (default: where the last note ends). Its time line is nominal seconds: the time the score
    takes at its printed tempi. ValueError if no pitch is written.
    """

    def __init__(
        self,
        onset: ArrayLike,
        duration: ArrayLike,
        pitch: ArrayLike,
        tempi: Sequence[tuple[float, float]],
        *,
        grace: ArrayLike | None = None,
        fermatas: Iterable[float] = (),
        end: float | None = None,
    ) -> None:
        on, length, pitches = np.asarray(onset, float), np.asarray(duration, float), np.asarray(pitch, int)
        graces = np.zeros(len(on), bool) if grace is None else np.asarray(grace, bool)
        self._tempi(tempi)
        self.end = Beat(float(max((on + length).max(initial=0.0), end or 0.0)))
        pitched = pitches >= 0
        if not pitched.any():
            raise ValueError("a score without a pitch cannot be followed by its notes")
        self._events(on[pitched], pitches[pitched], graces[pitched])
        self.fermata: Flags = np.isin(self._written, np.round(np.array(list(fermatas), float), 6))

    @classmethod
    def from_score(cls, score: Score) -> Self:
        """From a score as read and unfolded."""
        notes = [n for n in score.notes if n.pitch is not None and 0 <= n.pitch < 128]
        return cls(
            [float(n.onset) for n in notes],
            [float(n.duration) for n in notes],
            [n.pitch for n in notes if n.pitch is not None],
            [(float(t.start), t.quarters) for t in score.tempi],
            grace=[n.grace for n in notes],
            fermatas=map(float, score.fermatas),
            end=float(score.end),
        )

    def nominal(self, beat: float) -> float:
        """Nominal seconds from the start to ``beat``."""
        return float(self._nominal(np.array([beat]))[0])

    def beat(self, seconds: float) -> Beat:
        """The beat at ``seconds`` of nominal time."""
        i = self._tempo_at(seconds)
        return Beat(float(self._starts[i] + (seconds - self._starts_seconds[i]) * self._slopes[i]))

    def event_at(self, beat: float) -> int:
        """The last event at or before ``beat``."""
        return max(0, int(np.searchsorted(self.beats, beat + 1e-6, side="right")) - 1)

    def quarters(self, seconds: float) -> float:
        """The printed tempo there, quarter notes a minute."""
        return float(self._slopes[self._tempo_at(seconds)] * 60)

    def _tempo_at(self, seconds: float) -> int:
        return max(0, int(np.searchsorted(self._starts_seconds, seconds + 1e-9, side="right")) - 1)

    def _tempi(self, tempi: Sequence[tuple[float, float]]) -> None:
        changes = [t for i, t in enumerate(tempi) if i == 0 or t[1] != tempi[i - 1][1]] or [(0.0, 100.0)]
        self._starts = np.array([0.0, *(beat for beat, _ in changes[1:])])
        self._slopes = np.array([quarters / 60 for _, quarters in changes])
        self._starts_seconds = np.concatenate([[0.0], np.cumsum(np.diff(self._starts) / self._slopes[:-1])])

    def _nominal(self, beats: Reals) -> Reals:
        i = np.maximum(0, np.searchsorted(self._starts, beats + 1e-9, side="right") - 1)
        return np.asarray(self._starts_seconds[i] + (beats - self._starts[i]) / self._slopes[i])

    def _events(self, on: Reals, pitches: NDArray[np.int_], graces: Flags) -> None:
        order = np.lexsort((~graces, np.round(on, 6)))  # grace notes come just before what they adorn
        on, pitches, graces = np.round(on, 6)[order], pitches[order], graces[order]
        first = np.concatenate([[True], (np.diff(on) > 0) | (graces[1:] != graces[:-1])])
        of = np.cumsum(first) - 1
        self._written, self.grace = on[first], graces[first]
        self.stands: NDArray[np.uint8] = np.zeros((len(self._written), 128), np.uint8)
        """(events, 128): STRANGE, KIN or WRITTEN."""
        for kin in _KINSHIP:
            there = (pitches + kin >= 0) & (pitches + kin < 128)
            self.stands[of[there], pitches[there] + kin] = KIN
        self.stands[of, pitches] = WRITTEN
        self.size: Reals = (self.stands == WRITTEN).sum(1).astype(float)
        """(events,) how many different pitches begin."""
        seconds = self._nominal(self._written)
        gap = np.diff(seconds, prepend=seconds[0] - 1.0)
        self.seconds: Reals = seconds - self.grace * np.minimum(BEFORE_THE_BEAT, gap / 2)
        """(events,) nominal seconds at which each begins."""
        self.beats: Reals = self._written.copy()
        self.beats[self.grace] = [self.beat(s) for s in self.seconds[self.grace]]
        self.having: list[Indices] = [np.flatnonzero(self.stands[:, p] == WRITTEN) for p in range(128)]
        """Of each pitch the events in which it begins."""
