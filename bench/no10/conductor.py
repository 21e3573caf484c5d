"""When each beat of No. 10 sounds: a real conductor's ebb and flow, and what the end of a scene asks for.

The tempo is Moderato; its deviations are those of a real performance of Beethoven's Seventh Symphony, second
movement, bars 46 to 169 (two of its 2/4 bars to one of ours), column ``723377_tstamp`` of
Beethoven_Op.92_2_alignment.csv in OpenScore Orchestra's tables (MarkGotham/Hauptstimme), smoothed over nine bars
of it. It moves on when the strings have the tune, as that does in its major section, and calms down after it.
Ours are the broadening into E, the ritardando of the last six bars and the length of the fermata.
"""

import csv
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from no10.instruments import BARS

TABLE = Path("orchestra/Beethoven_Op.92_2_alignment.csv")
COLUMN = "723377_tstamp"
FIRST = 46
"""The bar of the symphony that our first beat borrows its pace from."""
GRID = 12
"""Steps in a quarter note."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beat:
    """The conductor's beat: seconds after the first note, for quarter notes from the start."""

    beats: Floats
    seconds: Floats

    def __call__(self, beat: Fraction | float) -> float:
        return float(np.interp(float(beat), self.beats, self.seconds))


def conduct(data: Path, quarters: float) -> Beat:
    """Lay the performance out in time, at ``quarters`` a minute on the whole."""
    beats = np.arange(4 * BARS * GRID + 1) / GRID
    stretch = np.interp(beats, 2 * np.arange(2 * BARS), borrowed(data)) * shaped(beats)
    steps = 60 / quarters / GRID * (stretch[1:] + stretch[:-1]) / 2
    return Beat(beats, np.concatenate([[0.0], np.cumsum(steps)]))


def borrowed(data: Path) -> Floats:
    """How much longer than usual each half bar takes: 124 numbers about 1."""
    starts: dict[int, float] = {}
    with (data / TABLE).open(newline="") as file:
        for row in csv.DictReader(file):
            if float(row["beat"]) == 1:
                starts.setdefault(int(row["measure"]), float(row[COLUMN]))
    bars = range(FIRST - 4, FIRST + 2 * BARS + 5)
    known = sorted(starts)
    times = np.interp(bars, known, [starts[bar] for bar in known])
    lengths = np.diff(times)
    window = np.hanning(11)[1:-1]
    smooth = np.convolve(lengths, window / window.sum(), "valid")
    return np.asarray(smooth / np.median(smooth), np.float64)


def shaped(beats: Floats) -> Floats:
    """Ours: broaden over bars 47 and 48, slow down from bar 57, stay on the last bar."""
    broad = np.interp(beats, [184, 191, 192, 193], [1, 1.2, 1.2, 1])
    slow = np.interp(beats, [224, 244], [1, 1.35])
    return np.where(beats > 244, 2.0, broad * slow)
