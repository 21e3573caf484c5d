"""Makes the sound of shows/bach-andante: a real recording, re-encoded, and when each onset sounds in it.

    python bench/record_bach.py --data DIR

The recording is MinJi Kim's of BWV 1003, Andante, from the bach-violin-dataset (CC BY 3.0), with the alignment
estimated there, whose times count from the ``start`` that the data set's info.csv gives. Where that begins a note in
silence, the note is moved to where sound begins; where this is far, as in the breath before bar 12, the rest of its
bar is left out. Needs ffmpeg.
"""

import argparse
import csv
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from odette.score.read import read_score

SHOW = Path(__file__).parent.parent / "shows" / "bach-andante"
NAME = "minji-kim_bwv1003_mov3"
TICKS = 24
"""Ticks of the data set's note list in a quarter note (an eighth is 12)."""

BAR = 3
"""Quarter notes."""
SILENT, SOUNDING = -60.0, -50.0
"""Levels of 50 ms, dB below full scale."""
FAR = 0.5
"""Seconds by which a note is moved when the alignment has lost its way."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def start(data: Path) -> float:
    """Where in the file the recording's own time begins, seconds."""
    row = next(row for row in rows(data / "info.csv") if row["filename"] == NAME)
    hours, minutes, seconds = map(int, row["start"].split(":"))
    return float(3600 * hours + 60 * minutes + seconds)


def begins(sound: Path) -> Callable[[float], float]:
    """The time itself, or if it lies in silence, when sound begins after it; seconds."""
    samples, rate = soundfile.read(sound, dtype="float32")
    step = rate // 20
    power = (samples[: len(samples) // step * step].reshape(-1, step) ** 2).mean(1)
    level = 10 * np.log10(power + 1e-12)

    def after(seconds: float) -> float:
        place = int(seconds * rate) // step
        if level[place] >= SILENT:
            return seconds
        return float((place + np.argmax(level[place:] > SOUNDING)) * step / rate)

    return after


def estimated(data: Path) -> list[tuple[Fraction, float]]:
    """(beat, seconds) of every onset of the score, as the data set has it."""
    notes, times = rows(data / f"{NAME}.notes.csv"), rows(data / f"{NAME}.alignment.csv")
    heard: dict[int, list[float]] = {}
    for note, time in zip(notes, times, strict=True):
        heard.setdefault(int(note["onset"]), []).append(float(time["start"]))
    onsets = sorted({note.onset for note in read_score(SHOW / "scores" / "andante.mxl").notes})
    for beat, ticks in zip(onsets, sorted(heard), strict=True):
        if abs(beat * TICKS - ticks) > 1:
            raise ValueError(f"beat {beat} of the score is not tick {ticks} of the note list")
    return [(beat, start(data) + median(heard[ticks])) for beat, ticks in zip(onsets, sorted(heard), strict=True)]


def truth(data: Path, sound: Path) -> list[tuple[Fraction, float]]:
    """(beat, seconds) of the onsets for which the time can be believed, strictly rising."""
    after = begins(sound)
    table: list[tuple[Fraction, float]] = []
    believed = Fraction(0)
    for beat, estimate in estimated(data):
        seconds = after(estimate)
        if beat < believed or (table and seconds <= table[-1][1]):
            continue
        if seconds - estimate > FAR:
            believed = Fraction((beat // BAR + 1) * BAR)
        table.append((beat, seconds))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of data")
    data: Path = parser.parse_args().data / "violin"
    out = SHOW / "sounds" / "andante.ogg"
    out.parent.mkdir(exist_ok=True)
    encode = ["-ac", "1", "-ar", "32000", "-c:a", "libvorbis", "-q:a", "4", "-map_metadata", "-1", "-bitexact"]
    command = ["ffmpeg", "-loglevel", "error", "-y", "-i", str(data / f"{NAME}.opus"), *encode, str(out)]
    subprocess.run(command, check=True)
    table = truth(data, out)
    lines = [f"{float(beat):.4f},{seconds:.3f}" for beat, seconds in table]
    out.with_suffix(".truth.csv").write_text("\n".join(["beat,seconds", *lines]) + "\n")
    print(f"{out}: {out.stat().st_size // 1024} kB, {len(table)} onsets, {table[0][1]:.2f} to {table[-1][1]:.2f} s")


if __name__ == "__main__":
    main()
