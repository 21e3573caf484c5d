"""The pieces: what the score says, what was played when, and the sound of it. Here: one player."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from odette.follow.model import ScoreModel
from odette.follow.notes_score import NoteScore
from odette.score.model import Score
from odette.score.read import read_score
from render import Floats, load, sound_of

Reals = NDArray[np.float64]
Sound = tuple[Floats, int]
PIANISTS_HEARD = (3, 11, 19)
"""Pianists whose performances were listened to while parameters were chosen."""


@dataclass(frozen=True)
class Piece:
    """One performance. Can be sent to another process."""

    set: str
    name: str
    model: Callable[[], ScoreModel]
    beats: Reals
    """Score onsets, quarter notes, in the order played."""
    times: Reals
    """When each was played, seconds."""
    sound: Callable[[], Sound]
    midi: Path | None = None
    """Where it is to be followed from MIDI."""
    chosen_on: bool = False
    """Parameters were chosen with this piece."""
    score: Path | None = None
    """The score's file, for followers that read it themselves."""
    start: float | None = None
    """Beat at which the players begin, where not at the first note."""
    jumps: tuple[float, ...] = ()
    """When the players went elsewhere in the score, seconds."""
    told: tuple[tuple[float, float], ...] = ()
    """When a person tells Odette where they are, and where: seconds, beat."""
    quiet: tuple[tuple[float, float], ...] = ()
    """From when to when nobody plays on: there is no right place between two notes then."""
    notes: Callable[[], NoteScore] | None = None
    """The score, for the follower of notes."""


def shortened(piece: Piece, seconds: float) -> Piece:
    """The beginning of a performance, for a quick look."""
    here = piece.times < seconds - 1
    sound = partial(_beginning, piece.sound, seconds)
    return replace(piece, beats=piece.beats[here], times=piece.times[here], sound=sound)


def _beginning(whole: Callable[[], Sound], seconds: float) -> Sound:
    sound, rate = whole()
    return sound[: int(seconds * rate)], rate


@cache
def score_of(path: Path) -> Score:
    return read_score(path)


def model_of(path: Path) -> ScoreModel:
    return ScoreModel.from_score(score_of(path))


def rendered(midi: Path, font: Path) -> Sound:
    return load(sound_of(midi, font))


_SNOTE = re.compile(r"snote\([^,]+,\[(\w),(\S+?)\],(-?\d+),(\d+):\d+,[^,]+,([^,]+),([^,]+),([^,]+),\[(.*?)\]\)-(.*)")
_NOTE = re.compile(r"note\([^,]+,(\d+),(\d+),(\d+)")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ALTER = {"n": 0, "#": 1, "##": 2, "x": 2, "b": -1, "bb": -2}


def _fraction(text: str) -> float:
    return float(sum(Fraction(part) for part in text.split("+")))


def vienna(folder: Path, font: Path, as_midi: bool = False) -> Iterator[Piece]:
    """Performances on a computer-controlled grand, matched note by note; rendered to sound from their MIDI."""
    for match in sorted(folder.glob("*.match")):
        notes, graces, beats, times = _matched(match.read_text().splitlines())
        midi = match.with_suffix(".mid")
        tempo = 60.0 if "Mozart" in match.name else 50.0
        yield Piece(
            "piano, MIDI" if as_midi else "piano",
            match.stem,
            partial(ScoreModel, *notes, [(0.0, tempo)], grace=graces),
            beats,
            times,
            partial(rendered, midi, font),
            midi if as_midi else None,
            int(match.stem[-2:]) in PIANISTS_HEARD,
            match.with_name(match.stem[:-4] + ".musicxml"),
            notes=partial(NoteScore, *notes, [(0.0, tempo)], grace=graces),
        )


def _matched(lines: list[str]) -> tuple[tuple[Reals, Reals, NDArray[np.int_]], NDArray[np.bool_], Reals, Reals]:
    """From a match file: the score's notes (onset, duration, pitch) and which are graces; onsets and when they were
    played (a chord: the median of its notes)."""
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
    times = np.maximum.accumulate([float(np.median(played[b])) for b in sorted(played)])
    notes = (np.array(onset) - first, np.array(duration), np.array(pitch))
    return notes, np.array(grace), np.array(sorted(played)) - first, times


def violin(folder: Path) -> Iterator[Piece]:
    """Two recordings in real rooms, both heard while parameters were chosen; truth estimated, to 0.1 s."""
    for row in csv.DictReader((folder / "info.csv").open()):
        name = row["filename"]
        notes = np.loadtxt(folder / f"{name}.notes.csv", delimiter=",", skiprows=1, ndmin=2)
        truth = np.loadtxt(folder / f"{name}.alignment.csv", delimiter=",", skiprows=1, ndmin=2)
        hours, minutes, seconds = map(float, row["start"].split(":"))
        beats, first = np.unique(notes[:, 0] / 24, return_index=True)
        score = folder / f"{row['score_filename']}.mxl"
        yield Piece(
            "violin",
            name,
            partial(model_of, score),
            beats,
            truth[first, 0] + hours * 3600 + minutes * 60 + seconds,
            partial(load, folder / row["source_filename"]),
            chosen_on=True,
            score=score,
        )
