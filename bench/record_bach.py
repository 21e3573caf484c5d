"""Makes the sound of shows/bach-andante: a real recording, re-encoded, and when each onset sounds in it.

    python bench/record_bach.py --data DIR

The recording is MinJi Kim's of BWV 1003, Andante, from the bach-violin-dataset (CC BY 3.0), with the alignment
estimated there, whose times count from the ``start`` that the data set's info.csv gives. Needs ffmpeg.
"""

import argparse
import csv
import subprocess
from fractions import Fraction
from pathlib import Path
from statistics import median

from odette.score.read import read_score

SHOW = Path(__file__).parent.parent / "shows" / "bach-andante"
NAME = "minji-kim_bwv1003_mov3"
TICKS = 24
"""Ticks of the data set's note list in a quarter note (an eighth is 12)."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def start(data: Path) -> float:
    """Where in the file the recording's own time begins, seconds."""
    row = next(row for row in rows(data / "info.csv") if row["filename"] == NAME)
    hours, minutes, seconds = map(int, row["start"].split(":"))
    return float(3600 * hours + 60 * minutes + seconds)


def truth(data: Path) -> list[tuple[Fraction, float]]:
    """(beat, seconds) of every onset of the score, strictly rising."""
    notes, times = rows(data / f"{NAME}.notes.csv"), rows(data / f"{NAME}.alignment.csv")
    heard: dict[int, list[float]] = {}
    for note, time in zip(notes, times, strict=True):
        heard.setdefault(int(note["onset"]), []).append(float(time["start"]))
    onsets = sorted({note.onset for note in read_score(SHOW / "scores" / "andante.mxl").notes})
    table: list[tuple[Fraction, float]] = []
    for beat, ticks in zip(onsets, sorted(heard), strict=True):
        if abs(beat * TICKS - ticks) > 1:
            raise ValueError(f"beat {beat} of the score is not tick {ticks} of the note list")
        seconds = start(data) + median(heard[ticks])
        if not table or seconds > table[-1][1]:
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
    table = truth(data)
    lines = [f"{float(beat):.4f},{seconds:.3f}" for beat, seconds in table]
    out.with_suffix(".truth.csv").write_text("\n".join(["beat,seconds", *lines]) + "\n")
    print(f"{out}: {out.stat().st_size // 1024} kB, {len(table)} onsets, {table[0][1]:.2f} to {table[-1][1]:.2f} s")


if __name__ == "__main__":
    main()
