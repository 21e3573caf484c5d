"""Full scores rendered at the times at which real orchestras played them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby, islice
from pathlib import Path

import numpy as np

from follow_clock import Clock
from follow_data import Piece, Reals, Sound, model_of, score_of
from odette.score.model import Score
from render import Struck, in_hall, load, midi_of, sound_of

CHOSEN_ON = ("Beethoven_Op.67_2 726696", "Brahms_Op.98_3 246968", "Beethoven_Op.60_2", "Beethoven_Op.21_1 589444")
"""Performances (or, without a take, whole scores) that were looked at while parameters were chosen."""
SHORTEST = 0.75
"""Share of the longest recording of a score below which another must have left out a repeat."""
LONGEST = 10.0
"""Seconds between two rows of a table of times from which the table is taken to be wrong."""


@dataclass(frozen=True)
class Take:
    """One orchestra's recording of one score: its timing, not its sound."""

    path: Path
    """Of the score."""
    column: str
    """Of the table of times beside it."""
    font: Path

    @property
    def name(self) -> str:
        return f"{self.path.stem} {self.column.removesuffix('_tstamp')}"

    @property
    def chosen_on(self) -> bool:
        return self.name.startswith(CHOSEN_ON)

    @property
    def score(self) -> Score:
        return score_of(self.path)

    def clock(self) -> Clock:
        """LookupError where they play other bars than the unfolded score does."""
        return _truth(self.path, self.column)

    def onsets(self) -> Reals:
        """Where something begins, quarter notes, as far as the table goes."""
        clock = self.clock()
        onsets = np.unique([float(n.onset) for n in self.score.notes if not n.grace])
        return np.asarray(onsets[(onsets >= clock.beats[0]) & (onsets <= clock.beats[-1])])

    def piece(self, wet: bool) -> Piece:
        clock, onsets = self.clock(), self.onsets()
        return Piece(
            "orchestra, hall" if wet else "orchestra, dry",
            self.name,
            partial(model_of, self.path),
            onsets,
            np.array([clock.begins(b) for b in onsets]),
            partial(self._sound, wet),
            chosen_on=self.chosen_on,
            score=self.path,
        )

    def _sound(self, wet: bool) -> Sound:
        return rendered(struck(self.score, self.clock()), self.name, self.font, wet)


def takes(folder: Path, font: Path, conductors: int) -> Iterator[Take]:
    """Of each score the first recordings that nothing speaks against."""
    for _, group in groupby(recordings(folder, font), key=lambda take: take.path):
        yield from islice((take for take in group if not unfit(take)), conductors)


def recordings(folder: Path, font: Path) -> Iterator[Take]:
    """Of every score every recording of which there is a table of times."""
    for score in sorted(folder.glob("*.mxl")):
        yield from (Take(score, column, font) for column in _columns(_table(score)))


def unfit(take: Take) -> str:
    """What speaks against a recording's table of times; empty: nothing."""
    rows = _table(take.path)
    share = _span(rows, take.column) / max(_span(rows, c) for c in _columns(rows))
    if share < SHORTEST:
        return f"only {share:.0%} as long as the longest recording"
    try:
        clock = take.clock()
    except LookupError as why:
        return str(why)
    gaps = np.diff(clock.times)
    if gaps.max() > LONGEST:
        beat = clock.beats[gaps.argmax()]
        bar = next(bar.number for bar in reversed(take.score.bars) if float(bar.start) <= beat)
        return f"{gaps.max():.0f} s from one row to the next, in bar {bar}"
    return ""


def orchestra(folder: Path, font: Path, conductors: int = 3) -> Iterator[Piece]:
    """Full scores at real conductors' tempi, dry and in a hall."""
    for take in takes(folder, font, conductors):
        yield take.piece(wet=False)
        yield take.piece(wet=True)


@cache
def _table(score: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(score.with_name(f"{score.stem}_alignment.csv").open()))


def _columns(rows: list[dict[str, str]]) -> list[str]:
    return [c for c in rows[0] if c.endswith("_tstamp")]


def _span(rows: list[dict[str, str]], column: str) -> float:
    times = [float(r[column]) for r in rows if r[column]]
    return times[-1] - times[0]


@cache
def _truth(path: Path, column: str) -> Clock:
    """The first beat at 1.5 s."""
    played = [(r["measure"], float(r["beat"]), float(r[column])) for r in _table(path) if r[column]]
    beats, times = _placed(score_of(path), played)
    return Clock(beats, times - times[0] + 1.5)


def rendered(notes: list[Struck], name: str, font: Path, wet: bool) -> Sound:
    dry = sound_of(midi_of(notes, name), font)
    return load(in_hall(dry) if wet else dry)


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


def struck(score: Score, clock: Clock) -> list[Struck]:
    """The score's notes at the players' times, a part a channel, each player up to 15 ms off."""
    rng = np.random.default_rng(11)
    channels = [c for c in range(16) if c != 9]
    out = []
    for n in score.notes:
        part = score.parts[n.part]
        if n.pitch is None:
            continue
        start = clock.begins(float(n.onset)) + float(rng.uniform(-0.015, 0.015))
        end = clock.ends(float(n.onset + n.duration)) if not n.grace else start + 0.08
        start = max(0.0, start - 0.08 if n.grace else start)
        out.append((start, end, channels[n.part % 15], part.program, n.pitch, n.velocity))
    return out
