"""The pieces: what the score says, what was played when, and the sound of it."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from odette.follow.model import ScoreModel
from odette.score.model import Score
from render import Floats, Struck, hall, load, midi_of, sound_of

Reals = NDArray[np.float64]
CHOSEN_ON = ("Beethoven_Op.67_2 726696", "Brahms_Op.98_3 246968", "Beethoven_Op.60_2")
"""Orchestral performances (or, without a take, whole scores) that were looked at while parameters were chosen."""


@dataclass(frozen=True)
class Piece:
    """One performance."""

    set: str
    name: str
    model: Callable[[], ScoreModel]
    beats: Reals
    """Score onsets, quarter notes."""
    times: Reals
    """When each was played, seconds."""
    sound: Callable[[], tuple[Floats, int]]
    midi: Path | None = None
    chosen_on: bool = False
    """Parameters were chosen with this piece."""
    repeats: bool = False
    """The unfolded score plays some bars more than once."""


_SNOTE = re.compile(r"snote\([^,]+,\[(\w),(\S+?)\],(-?\d+),(\d+):\d+,[^,]+,([^,]+),([^,]+),([^,]+),\[(.*?)\]\)-(.*)")
_NOTE = re.compile(r"note\([^,]+,(\d+),(\d+),(\d+)")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ALTER = {"n": 0, "#": 1, "##": 2, "x": 2, "b": -1, "bb": -2}


def _fraction(text: str) -> float:
    return float(sum(Fraction(part) for part in text.split("+")))


def vienna(folder: Path, font: Path) -> Iterator[Piece]:
    """Performances on a computer-controlled grand, matched note by note; rendered to sound from their MIDI."""
    for match in sorted(folder.glob("*.match")):
        lines = match.read_text().splitlines()
        unit = next(int(m[1]) for s in lines if (m := re.search(r"timeSignature,\d+/(\d+)", s)))
        quarter = 4 / unit
        onset, duration, pitch, grace = [], [], [], []
        played: dict[float, list[float]] = {}
        for line in lines:
            if not (m := _SNOTE.match(line)):
                continue
            step, alter, octave, _, length, start, _, attributes, performed = m.groups()
            beat = float(start) * quarter
            onset.append(beat)
            duration.append(_fraction(length) * 4)
            pitch.append(12 * (int(octave) + 1) + _STEPS[step] + _ALTER[alter])
            grace.append("grace" in attributes)
            if (p := _NOTE.search(performed)) and not grace[-1]:
                played.setdefault(beat, []).append(int(p[2]) / 960)
        first = min(onset)
        tempo = 60.0 if "Mozart" in match.name else 50.0
        notes = (np.array(onset) - first, np.array(duration), np.array(pitch), np.array(grace))
        beats = np.array(sorted(played))
        times = np.maximum.accumulate([float(np.median(played[b])) for b in sorted(played)])
        midi = match.with_suffix(".mid")
        pianist = int(match.stem[-2:])
        yield Piece(
            "piano",
            match.stem,
            lambda notes=notes, tempo=tempo: ScoreModel(*notes[:3], [(0.0, tempo)], grace=notes[3]),  # type: ignore[misc]
            beats - first,
            times,
            lambda midi=midi: load(sound_of(midi, font)),  # type: ignore[misc]
            midi,
            pianist in (3, 11, 19),
        )


def violin(folder: Path) -> Iterator[Piece]:
    """Two recordings in real rooms, both heard while parameters were chosen; truth estimated, to 0.1 s."""
    for row in csv.DictReader((folder / "info.csv").open()):
        name = row["filename"]
        notes = np.loadtxt(folder / f"{name}.notes.csv", delimiter=",", skiprows=1, ndmin=2)
        truth = np.loadtxt(folder / f"{name}.alignment.csv", delimiter=",", skiprows=1, ndmin=2)
        hours, minutes, seconds = map(float, row["start"].split(":"))
        onset = notes[:, 0] / 24
        beats, first = np.unique(onset, return_index=True)
        score = folder / f"{row['score_filename']}.mxl"

        def model(score: Path = score) -> ScoreModel:
            return ScoreModel.from_score(_read(score))

        yield Piece(
            "violin",
            name,
            model,
            beats,
            truth[first, 0] + hours * 3600 + minutes * 60 + seconds,
            lambda path=folder / row["source_filename"]: load(path),  # type: ignore[misc]
            chosen_on=True,
        )


def orchestra(folder: Path, font: Path, conductors: int = 3) -> Iterator[Piece]:
    """Full scores rendered at the times at which real orchestras played them, dry and in a hall."""
    for score_path in sorted(folder.glob("*.mxl")):
        rows = list(csv.DictReader((folder / f"{score_path.stem}_alignment.csv").open()))
        columns = [c for c in rows[0] if c.endswith("_tstamp")]
        lengths = {c: _span(rows, c) for c in columns}
        kept = [c for c in columns if lengths[c] >= 0.75 * max(lengths.values())]
        for column in kept[:conductors]:
            yield from _conducted(score_path, rows, column, font)


def _span(rows: list[dict[str, str]], column: str) -> float:
    times = [float(r[column]) for r in rows if r[column]]
    return times[-1] - times[0]


def _conducted(score_path: Path, rows: list[dict[str, str]], column: str, font: Path) -> Iterator[Piece]:
    take = column.removesuffix("_tstamp")
    name = f"{score_path.stem} {take}"
    chosen_on = name.startswith(CHOSEN_ON)

    @cache
    def truth() -> tuple[Score, Reals, Reals]:
        score = _read(score_path)
        beats, times = _placed(score, [(r["measure"], float(r["beat"]), float(r[column])) for r in rows if r[column]])
        return score, beats, times - times[0] + 1.5

    def sound(wet: bool) -> tuple[Floats, int]:
        score, beats, times = truth()
        dry, rate = load(sound_of(midi_of(_struck(score, beats, times), name), font))
        return (hall(dry, rate) if wet else dry), rate

    try:
        score, beats, times = truth()
    except LookupError as why:
        print(f"left out: {name}: {why}")
        return
    onsets = np.unique([float(n.onset) for n in score.notes if not n.grace])
    onsets = onsets[(onsets >= beats[0]) & (onsets <= beats[-1])]
    played = np.interp(onsets, beats, times)
    repeats = any(bar.passing > 1 for bar in score.bars)
    for group, wet in (("orchestra, dry", False), ("orchestra, hall", True)):
        yield Piece(
            group,
            name,
            lambda: ScoreModel.from_score(truth()[0]),
            onsets,
            played,
            partial(sound, wet),
            None,
            chosen_on,
            repeats,
        )


@cache
def _read(path: Path) -> Score:
    from odette.score.read import read_score

    return read_score(path)


def _placed(score: Score, rows: list[tuple[str, float, float]]) -> tuple[Reals, Reals]:
    """Beats of the unfolded score for a table's (measure, beat, time) in the order played.

    LookupError where the table plays other bars than the unfolded score does.
    """
    beats: list[float] = []
    times: list[float] = []
    pickup = score.bars[0].number == "0"
    bar = -1
    for measure, run_rows in groupby(rows, key=lambda r: r[0]):
        ahead = range(bar + 1, min(bar + 4, len(score.bars)))
        # The tables count a pickup as bar 1.
        number = str(int(measure) - pickup)
        bar = next((i for i in ahead if score.bars[i].number == number), -2)
        if bar == -2:
            raise LookupError(f"bar {measure} is not what comes next in the unfolded score")
        here = score.bars[bar]
        # And their beats are dotted quarters in compound time.
        beat_length = 1.5 if here.beat_type == 8 and here.beats % 3 == 0 else 4 / here.beat_type
        for _, beat, time in run_rows:
            start = float(here.start) + (beat - 1) * beat_length - float(here.offset)
            if not beats or (start > beats[-1] and time > times[-1]):
                beats.append(start)
                times.append(time)
    return np.array(beats), np.array(times)


def _struck(score: Score, beats: Reals, times: Reals) -> list[Struck]:
    """The score's notes at the players' times, a part a channel, each player up to 15 ms off."""
    rng = np.random.default_rng(11)
    channels = [c for c in range(16) if c != 9]
    slope = (times[-1] - times[0]) / (beats[-1] - beats[0])

    def when(beat: float) -> float:
        if beat < beats[0]:
            return float(max(0.0, times[0] + (beat - beats[0]) * slope))
        if beat > beats[-1]:
            return float(times[-1] + (beat - beats[-1]) * slope)
        return float(np.interp(beat, beats, times))

    out = []
    for n in score.notes:
        part = score.parts[n.part]
        if n.pitch is None:
            continue
        start = when(float(n.onset)) + float(rng.uniform(-0.015, 0.015))
        end = when(float(n.onset + n.duration)) if not n.grace else start + 0.08
        start = max(0.0, start - 0.08 if n.grace else start)
        out.append((start, end, channels[n.part % 15], part.program, n.pitch, n.velocity))
    return out
