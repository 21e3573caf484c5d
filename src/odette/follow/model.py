"""What the score should sound like, cell by cell: templates from the note list, without synthesis.

The grid is uniform in *nominal seconds*, the time the score would take at its printed tempi, so a change of tempo
in the score needs no thought anywhere else: players at the printed tempo advance one nominal second a second.
"""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from odette.core.clocks import Beat
from odette.follow.features import BANDS, LOWEST, Floats, contrast
from odette.follow.outline import Outline
from odette.follow.quantised import Quantised
from odette.score.model import Score

Indices = NDArray[np.intp]
Reals = NDArray[np.float64]

CELLS = 80
"""Cells of position per nominal second."""
STRIDE = 2
"""Cells per template row."""
CENTRE = np.float32(0.9)
"""How much of the mean sound is taken off templates and of the running mean off what is heard."""
REST_MATCH = np.float32(0.3)
"""What a rest is taken to match when something sounds (the hall, a cough)."""

_TAIL = 3.0
_DECAY, _FLOOR, _RELEASE = 4.0, 0.25, 0.4
_CHUNK = 2048


def comb(partials: int = 8, rolloff: float = 0.6) -> Floats:
    """(128, 88): what one note of each MIDI pitch puts into the bands: harmonics, each weaker by ``rolloff``."""
    table = np.zeros((128, BANDS), np.float32)
    for pitch in range(128):
        for k in range(1, partials + 1):
            place = pitch + 12 * np.log2(k) - LOWEST
            near = round(place)
            beside = near + (1 if place > near else -1)
            if 0 <= near < BANDS:
                table[pitch, near] += rolloff ** (k - 1)
                if 0 <= beside < BANDS:
                    table[pitch, beside] += rolloff ** (k - 1) * min(0.5, abs(place - near))
    return table


class ScoreModel:
    """The expected sound of a number.

    ``onset``, ``duration``: (notes,) quarter notes from the start; ``pitch``: (notes,) MIDI, −1 for unpitched;
    ``grace``: (notes,) flags; ``tempi``: (beat, quarter notes a minute), the first at 0; ``fermatas``: beats;
    ``bars``: beats where bars start; ``end``: beats (default: where the last note ends).
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
        bars: Iterable[float] = (),
        end: float | None = None,
    ) -> None:
        on, length = np.asarray(onset, float), np.asarray(duration, float)
        pitches = np.asarray(pitch, int)
        graces = np.zeros(len(on), bool) if grace is None else np.asarray(grace, bool)
        order = np.argsort(on, kind="stable")
        on, length, pitches, graces = on[order], length[order], pitches[order], graces[order]
        self.end = Beat(float(max((on + length).max(), end or 0.0)))
        self._tempi(tempi)
        start = self._nominal(on) * CELLS
        stop = np.maximum(self._nominal(on + length) * CELLS, start + 1)
        self.cells = int((self.seconds(self.end) + _TAIL) * CELLS)
        self._onsets(on, start, pitches, graces)
        self._sustain(start, stop, pitches)
        self.centre()
        self.weigh_onsets()
        self.fermata = self._around(fermatas)
        self.bars: Indices = np.unique(np.rint(self._nominal(np.array(list(bars), float)) * CELLS)).astype(np.intp)

    @classmethod
    def from_score(cls, score: Score) -> Self:
        """From a score as read and unfolded."""
        notes = [n for n in score.notes if n.pitch is None or 0 <= n.pitch < 128]
        return cls(
            np.fromiter((float(n.onset) for n in notes), float, len(notes)),
            np.fromiter((float(n.duration) for n in notes), float, len(notes)),
            np.fromiter((-1 if n.pitch is None else n.pitch for n in notes), int, len(notes)),
            [(float(t.start), t.quarters) for t in score.tempi],
            grace=np.fromiter((n.grace for n in notes), bool, len(notes)),
            fermatas=map(float, score.fermatas),
            bars=(float(b.start) for b in score.bars),
            end=float(score.end),
        )

    def seconds(self, beat: float) -> float:
        """Nominal seconds from the start to ``beat``."""
        return float(self._nominal(np.array([beat]))[0])

    def cell(self, beat: float) -> float:
        return self.seconds(beat) * CELLS

    def beat(self, cell: float) -> Beat:
        """The beat at a cell; event cells give exactly their event's beat."""
        return Beat(float(self.beats(np.array([cell]))[0]))

    def beats(self, cells: Reals) -> Reals:
        """The beat at each of ``cells``."""
        beyond = np.maximum(0, cells - self._knot_cells[-1]) / CELLS * self._slopes[-1]
        return np.asarray(np.interp(cells, self._knot_cells, self._knot_beats) + beyond)

    def quarters(self, cell: float) -> float:
        """Nominal tempo at a cell, quarter notes a minute."""
        i = int(np.searchsorted(self._starts_seconds, cell / CELLS, side="right")) - 1
        return float(self._slopes[max(0, i)] * 60)

    def cosine(self, start: int, stop: int, heard: Floats) -> Floats:
        """(stop − start,) how well template rows match ``heard`` (centred, unit norm); rests neither well nor badly."""
        dots = self.sustain.dot(start, stop, heard) - CENTRE * float((self.mean * heard).sum())
        return np.where(self.rest[start:stop], REST_MATCH, dots * self._inverse_norm[start:stop])

    def cosine_at(self, rows: Indices, heard: Floats) -> Floats:
        """(rows,) the same of these rows."""
        dots = (self.sustain.at(rows) * heard).sum(1) - CENTRE * float((self.mean * heard).sum())
        return np.where(self.rest[rows], REST_MATCH, dots * self._inverse_norm[rows])

    def _tempi(self, tempi: Sequence[tuple[float, float]]) -> None:
        changes = [t for i, t in enumerate(tempi) if i == 0 or t[1] != tempi[i - 1][1]] or [(0.0, 100.0)]
        self._starts = np.array([0.0, *(beat for beat, _ in changes[1:])])
        self._slopes = np.array([quarters / 60 for _, quarters in changes])
        spans = np.diff(self._starts) / self._slopes[:-1]
        self._starts_seconds = np.concatenate([[0.0], np.cumsum(spans)])

    def _nominal(self, beats: Reals) -> Reals:
        i = np.maximum(0, np.searchsorted(self._starts, beats, side="right") - 1)
        return np.asarray(self._starts_seconds[i] + (beats - self._starts[i]) / self._slopes[i])

    def _onsets(self, on: Reals, start: Reals, pitches: NDArray[np.int_], graces: NDArray[np.bool_]) -> None:
        """Events: cells where something begins, with a template of what begins."""
        cell = np.rint(start).astype(np.intp)
        self.events, of = np.unique(cell, return_inverse=True)
        table = comb(8, 0.75)
        self.onset = Quantised(len(self.events))
        for low in range(0, len(self.events), _CHUNK):
            sound = np.zeros((min(_CHUNK, len(self.events) - low), BANDS), np.float32)
            near = slice(*np.searchsorted(of, [low, low + _CHUNK]))
            for loud, kind in ((np.float32(0.5), graces[near]), (np.float32(1.0), ~graces[near])):
                for pitch in np.unique(pitches[near][kind & (pitches[near] >= 0)]):
                    here = of[near][kind & (pitches[near] == pitch)] - low
                    sound[here] = np.maximum(sound[here], table[pitch] * loud)
            sound = contrast(np.log1p(3 * sound))
            self.onset.put(low, sound / (np.sqrt((sound * sound).sum(1))[:, None] + np.float32(1e-9)))
        first = np.zeros(len(self.events))
        first[of[::-1]] = on[::-1]
        later = self._starts[1:]
        knots = np.concatenate([self.events, self._starts_seconds[1:] * CELLS, [self.seconds(self.end) * CELLS]])
        beats = np.concatenate([first, later, [self.end]])
        order = np.argsort(knots, kind="stable")
        self._knot_cells, self._knot_beats = knots[order], np.maximum.accumulate(beats[order])
        if self._knot_cells[0] > 0:
            self._knot_cells = np.concatenate([[0.0], self._knot_cells])
            self._knot_beats = np.concatenate([[0.0], self._knot_beats])
        lengths = np.diff(np.concatenate([[0], self.events, [self.cells]]))
        self.event_of = np.repeat(np.arange(-1, len(self.events), dtype=np.int32), lengths)

    def _sustain(self, start: Reals, stop: Reals, pitches: NDArray[np.int_]) -> None:
        """Templates of the sustained sound: each note a decaying comb, energies added, log, contrast."""
        rows = self.cells // STRIDE + 1
        step = STRIDE / CELLS
        pitched = pitches >= 0
        a = np.rint(start[pitched] / STRIDE).astype(int)
        z = np.maximum(a + 1, np.rint(stop[pitched] / STRIDE).astype(int))
        longest = int((z - a).max(initial=1)) + 1
        fade = (np.exp(-np.arange(longest) * step / _DECAY) * (1 - _FLOOR) + _FLOOR) ** 2
        release = np.exp(-2 * step / _RELEASE * np.arange(int(3 * _RELEASE / step) + 1))
        energy = (comb() ** 2).astype(np.float32)
        total = np.cumsum(fade)[z - a - 1] + fade[z - a] * release.sum()
        level = np.sqrt((total * energy[pitches[pitched]].sum(1)).sum() / (rows * BANDS)) + 1e-9
        self.sustain = Quantised(rows)
        self.rest = np.zeros(rows, bool)
        mean = np.zeros(BANDS)
        loud = np.zeros(rows, np.float32)
        for low in range(0, rows, _CHUNK):
            high = min(rows, low + _CHUNK)
            near = slice(*np.searchsorted(a, [low - longest - len(release), high]))
            notes = zip(a[near].tolist(), z[near].tolist(), pitches[pitched][near].tolist(), strict=True)
            power = _power(notes, low, high, fade, release, energy)
            loud[low:high] = power.mean(1)
            sound = contrast(np.log1p(np.sqrt(power) * np.float32(1.2 / level)))
            mean += sound.sum(0, dtype=float)
            self.sustain.put(low, sound)
        self.rest = loud < 0.02 * np.median(loud)
        self.mean = (mean / rows).astype(np.float32)

    def centre(self) -> None:
        """What follows from ``sustain`` and ``mean``: the norms of what stands out of the mean, and the outline."""
        rows = len(self.rest)
        self._inverse_norm = np.empty(rows, np.float32)
        for low in range(0, rows, _CHUNK):
            centred = self.sustain.rows(low, min(rows, low + _CHUNK)) - CENTRE * self.mean
            self._inverse_norm[low : low + _CHUNK] = 1 / (np.sqrt((centred * centred).sum(1)) + 1e-6)
        self.outline = Outline(self.sustain, self.rest, CENTRE * self.mean)

    def weigh_onsets(self) -> None:
        """(events,) what an event's template says: little where the same pitches sound already, or in a fast run."""
        before = np.maximum(0, (self.events - 1) // STRIDE)
        alike = np.empty(len(self.events), np.float32)
        for low in range(0, len(alike), _CHUNK):
            rows = before[low : low + _CHUNK]
            sound = self.sustain.at(rows)
            new = self.onset.rows(low, low + len(rows))
            alike[low : low + len(rows)] = (sound * new).sum(1) / (np.sqrt((sound * sound).sum(1)) + 1e-6)
        alike[0] = 0
        gap = np.diff(np.append(self.events, self.events[-1] + CELLS)) / CELLS
        weight = (1 - 0.7 * np.clip(alike, 0, 1) ** 2) * np.clip(gap / 0.15, 0.35, 1)
        weight[self.onset.scale <= 1e-8] = 0
        self.weight = weight.astype(np.float32)

    def _around(self, beats: Iterable[float]) -> NDArray[np.bool_]:
        """(cells,) true from a fermata's onset to the next event."""
        held = np.zeros(self.cells, bool)
        for cell in np.rint(self._nominal(np.array(list(beats), float)) * CELLS).astype(int):
            following = int(np.searchsorted(self.events, cell + 1))
            stop = self.events[following] if following < len(self.events) else self.cells
            held[cell : max(stop, cell + 1)] = True
        return held


def _power(
    notes: Iterable[tuple[int, int, int]], low: int, high: int, fade: Reals, release: Reals, energy: Floats
) -> Floats:
    """(high − low, 88) energy of the notes (first row, end row, pitch) within rows ``low`` to ``high``."""
    ring = len(release)
    by_pitch: dict[int, Reals] = {}
    for start, stop, pitch in notes:
        if stop + ring <= low:
            continue
        if pitch not in by_pitch:
            by_pitch[pitch] = np.zeros(high - low)
        envelope = by_pitch[pitch]
        a, z = max(start, low), min(stop, high)
        if z > a:
            envelope[a - low : z - low] += fade[a - start : z - start]
        a, z = max(stop, low), min(stop + ring, high)
        if z > a:
            envelope[a - low : z - low] += fade[stop - start] * release[a - stop : z - stop]
    power = np.zeros((BANDS, high - low), np.float32)
    for pitch, envelope in by_pitch.items():
        here = envelope.astype(np.float32)
        for band in np.flatnonzero(energy[pitch]):
            power[band] += here * energy[pitch, band]
    return np.ascontiguousarray(power.T)
