"""What takes taught: the sound and the tempo that were heard at each place of a number, to stand in for the note list.

Everything is kept by beat, so that a take outlives a change of the follower's grid or of a printed tempo.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from odette.follow.evidence import SUSTAIN_LAG
from odette.follow.features import BANDS, FRAME, Floats, Frame
from odette.follow.model import CELLS, CENTRE, STRIDE, ScoreModel
from odette.follow.quantised import Quantised
from odette.score.model import Score, Tempo

Reals = NDArray[np.float64]
Heard = Sequence[tuple[Frame, float]]
"""One take: frame after frame, and the beat that sounded as each ended. Beats rise; NaN where it is not known."""

SOUND_DOUBT, STROKE_DOUBT, TEMPO_DOUBT = 1.0, 0.5, 1.0
"""How often a place must be heard (rows in frames, the others in takes) for the take to count as much as the page."""
PLACE = 1.0
"""Nominal seconds over which a tempo is taken."""
STROKE = slice(2, 5)
"""Which frames after an onset show it: the first ends within 20 ms of it. Their middle is ``lag.SOUND_DELAY`` after."""
_BLUR = np.array([1, 2, 3, 2, 1], np.float32) / 9
_SAME = 1e-6
"""Quarter notes apart at which two beats are one."""
_CHUNK = 2048


@dataclass(frozen=True)
class TakeModel:
    """What was heard of a number. ``row``, ``stroke``, ``stretch``: beats at which such begin, rising."""

    row: Reals
    sound: Quantised
    """(rows, 88) mean of ``Frame.pitch``."""
    heard: Floats
    """(rows,) how many frames of it."""
    stroke: Reals
    struck: Quantised
    """(strokes, 88) mean of ``Frame.onset`` just after something began, unit norm."""
    times: Floats
    """(strokes,) how many takes of it."""
    stretch: Reals
    """(stretches + 1,) the last is where the last stretch ends."""
    tempo: Reals
    """(stretches,) mean over takes of the logarithm of the tempo, quarter notes a minute."""
    spread: Reals
    """(stretches,) its standard deviation from take to take; 0 if there was only one."""
    played: Floats
    """(stretches,) how many takes of it."""


def learn(model: ScoreModel, *takes: Heard) -> TakeModel:
    """What the ``takes`` of a number say. ``model``: of its score; only lends its grid."""
    rows, events = len(model.rest), len(model.events)
    sound, heard = np.zeros((rows, BANDS), np.float32), np.zeros(rows, np.float32)
    struck, times = np.zeros((events, BANDS), np.float32), np.zeros(events, np.float32)
    stretch = _stretches(model)
    paces: list[Reals] = []
    for take in takes:
        cells = np.array([model.cell(beat) if beat == beat else np.nan for _, beat in take])
        _add_sound(sound, heard, cells, take)
        _add_strokes(struck, times, cells, model.events, take)
        paces.append(_tempo(stretch, cells, model))
    kept, strokes = Quantised(rows), Quantised(events)
    kept.put(0, np.asarray(sound / np.maximum(heard, 1e-9)[:, None], np.float32))
    strokes.put(0, _unit(struck))
    every = np.array(paces).reshape(len(paces), len(stretch) - 1)
    played = np.isfinite(every).sum(0)
    tempo = np.nansum(every, 0) / np.maximum(played, 1)
    spread = np.sqrt(np.nansum((every - tempo) ** 2, 0) / np.maximum(played - 1, 1))
    tempi = (stretch, tempo, spread, played.astype(np.float32))
    return TakeModel(_rows_at(model), kept, heard, _events_at(model), strokes, times, *tempi)


def from_take(score: Score, take: TakeModel) -> ScoreModel:
    """A score as those who played the take play it: at their tempi, with their sound where it was heard."""
    tempi = tuple(Tempo(Fraction(beat), quarters) for beat, quarters in tempi_of(score.tempi, take))
    return blended(ScoreModel.from_score(replace(score, tempi=tempi)), take)


def tempi_of(printed: Iterable[Tempo], take: TakeModel) -> list[tuple[float, float]]:
    """Tempi (beat, quarter notes a minute) between the printed ones and the take's; where none was heard, the
    printed ones as much faster or slower as the rest was."""
    if not take.played.any():
        return [(float(t.start), t.quarters) for t in printed]
    starts, quarters = np.array([(float(t.start), t.quarters) for t in printed]).T
    at = np.unique(np.concatenate([starts, take.stretch]))
    page = np.log(quarters[np.searchsorted(starts, at, side="right") - 1])
    place = np.searchsorted(take.stretch, at, side="right") - 1
    inside = (place >= 0) & (place < len(take.tempo))
    place = np.clip(place, 0, len(take.tempo) - 1)
    played = np.where(inside, take.played[place], 0)
    page = page + np.median((take.tempo[place] - page)[played > 0])
    share = played / (played + TEMPO_DOUBT)
    mixed = np.exp(page + share * (take.tempo[place] - page))
    return list(zip(at.tolist(), mixed.tolist(), strict=True))


def blended(model: ScoreModel, take: TakeModel) -> ScoreModel:
    """The model with the sound of the take where it was heard, the more the oftener; elsewhere as it was."""
    out = copy(model)
    out.sustain = _blended_sound(model, take)
    out.onset = _blended_strokes(model, take)
    out.centre()
    return out


def _blended_sound(model: ScoreModel, take: TakeModel) -> Quantised:
    """What stands out of the take's own mean, as strong as on the page, on top of the page's mean."""
    place = _place(take.row, _rows_at(model))
    times = np.where(place < 0, np.float32(0), take.heard[place])
    share = times / (times + np.float32(SOUND_DOUBT))
    out = model.sustain.copy()
    known = np.flatnonzero(share)
    page, played = CENTRE * model.mean, CENTRE * _mean(take)
    chunks = [known[low : low + _CHUNK] for low in range(0, len(known), _CHUNK)]
    energy = np.zeros(2)
    for rows in chunks:
        energy += ((model.sustain.at(rows) - page) ** 2).sum(), ((take.sound.at(place[rows]) - played) ** 2).sum()
    louder = np.float32(np.sqrt(energy[0] / max(energy[1], 1e-9)))
    for rows in chunks:
        written = model.sustain.at(rows) - page
        mixed = written + share[rows, None] * (louder * (take.sound.at(place[rows]) - played) - written)
        out.set(rows, np.maximum(np.float32(0), mixed + page))
    return out


def _blended_strokes(model: ScoreModel, take: TakeModel) -> Quantised:
    at = _events_at(model)
    place = _place(take.stroke, at)
    times = np.where((place < 0) | (np.abs(take.stroke[place] - at) > _SAME), np.float32(0), take.times[place])
    share = times / (times + np.float32(STROKE_DOUBT))
    out = model.onset.copy()
    known = np.flatnonzero(share)
    for low in range(0, len(known), _CHUNK):
        events = known[low : low + _CHUNK]
        written = model.onset.at(events)
        out.set(events, _unit(written + share[events, None] * (take.struck.at(place[events]) - written)))
    return out


def _add_sound(sound: Floats, heard: Floats, cells: Reals, take: Heard) -> None:
    """Add a take's frames to the rows that sounded in them, the middle of the window before their end."""
    frames = np.arange(len(cells))
    sounded = np.interp(frames - SUSTAIN_LAG / FRAME, frames, cells)
    rows = np.floor(sounded / STRIDE)
    for k in np.flatnonzero((rows >= 0) & (rows < len(heard))).tolist():
        low = int(rows[k]) - len(_BLUR) // 2
        first, last = max(0, low), min(len(heard), low + len(_BLUR))
        share = _BLUR[first - low : last - low]
        sound[first:last] += share[:, None] * take[k][0].pitch
        heard[first:last] += share


def _add_strokes(struck: Floats, times: Floats, cells: Reals, events: NDArray[np.intp], take: Heard) -> None:
    """Add to each event that a take passed what began in the frames after it."""
    for k in np.flatnonzero(cells[1:] > cells[:-1]).tolist():
        for event in range(*np.searchsorted(events, (cells[k], cells[k + 1]))):
            after = [frame.onset for frame, _ in take[k + STROKE.start : k + STROKE.stop]]
            began = sum(after, np.zeros(BANDS, np.float32))
            if began.any():
                struck[event] += _unit(began[None])[0]
                times[event] += 1


def _rows_at(model: ScoreModel) -> Reals:
    """(rows,) the beat at which each row of a model begins."""
    return model.beats(np.arange(len(model.rest), dtype=float) * STRIDE)


def _events_at(model: ScoreModel) -> Reals:
    """(events,) the beat of each event of a model."""
    return model.beats(model.events.astype(float))


def _stretches(model: ScoreModel) -> Reals:
    """Where stretches of about ``PLACE`` begin, to a sixteenth note, and where the last ends."""
    beats = model.beats(np.arange(0, model.cell(model.end), PLACE * CELLS))
    return np.unique(np.append(np.floor(beats * 4) / 4, model.end))


def _tempo(stretch: Reals, cells: Reals, model: ScoreModel) -> Reals:
    """(stretches,) logarithm of the tempo at which a take played each; NaN where it did not play all of it."""
    at = np.array([model.cell(beat) for beat in stretch])
    known = np.flatnonzero(np.isfinite(cells))
    if len(known) < 2:
        return np.full(len(stretch) - 1, np.nan)
    when = np.interp(at, cells[known], known * FRAME, left=np.nan, right=np.nan)
    minutes = np.diff(when) / 60
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(minutes > 0, np.log(np.diff(stretch) / minutes), np.nan))


def _place(starts: Reals, beats: Reals) -> NDArray[np.intp]:
    """Which of ``starts`` each beat belongs to; −1 before the first."""
    return np.searchsorted(starts, beats + _SAME, side="right") - 1


def _mean(take: TakeModel) -> Floats:
    """(88,) mean sound of a take."""
    total = np.zeros(BANDS)
    for low in range(0, len(take.row), _CHUNK):
        rows = take.sound.rows(low, min(len(take.row), low + _CHUNK))
        total += (rows * take.heard[low : low + len(rows), None]).sum(0)
    return np.asarray(total / max(1e-9, float(take.heard.sum())), np.float32)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / (np.sqrt((rows * rows).sum(1))[:, None] + 1e-9), np.float32)
