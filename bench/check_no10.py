"""Checks the engraving of No. 10, Scène, note by note against the piano reduction, and prints the figures.

    python bench/check_no10.py --data DIR

Three questions. Is every note of the reduction in the score, at its time and pitch? Does the score anywhere
sound a pitch class that the reduction does not have there? Is every note of the melody (oboe, then horns, then
violins) the reduction's? "There" is the bar up to that moment, which is what the reduction's pedal holds, and
the half bar around it, since an arpeggio stands for its chord. Exits with 1 if a note is missing.
"""

import argparse
import sys
from fractions import Fraction
from pathlib import Path

from engrave_no10 import MUSIC
from no10.instruments import BARS, ORCHESTRA
from no10.notation import BAR, Sounding, read, sounding
from no10.reduction import REDUCTION, Struck, read_reduction

NAMES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"]
MELODY = (("ob", 2, 17), ("hn12", 19, 26), ("vn1", 27, 33), ("vn1", 47, 54), ("fg", 55, 58))


def place(onset: Fraction) -> str:
    return f"bar {int(onset // BAR) + 1} beat {float(onset % BAR) + 1:.4g}"


def name(pitch: int) -> str:
    return f"{NAMES[pitch % 12]}{pitch // 12 - 1}"


def missing(struck: list[Struck], score: list[Sounding]) -> list[Struck]:
    """Notes of the reduction that nobody strikes, or holds, at that time and pitch."""

    def there(note: Struck) -> bool:
        return any(n.pitch == note.pitch and n.onset <= note.onset < n.onset + n.duration for n in score)

    return [note for note in struck if not there(note)]


def harmony(struck: list[Struck], onset: Fraction) -> set[int]:
    """Pitch classes the reduction has around a moment: struck in its bar before it, or sounding in its half bar."""
    bar, half = onset // BAR * BAR, onset // 2 * 2
    return {
        n.pitch % 12 for n in struck if bar <= n.onset <= onset or (n.onset < half + 2 and n.onset + n.duration > half)
    }


def foreign(struck: list[Struck], score: list[Sounding], end: Fraction) -> list[Sounding]:
    """Notes of the score whose pitch class the reduction does not have while they begin."""
    return [n for n in score if n.onset < end and n.pitch % 12 not in harmony(struck, n.onset)]


def between(struck: list[Struck], score: list[Sounding], end: Fraction) -> int:
    """How many notes of the score begin while no finger of the reduction holds their pitch class (the pedal may)."""

    def held(note: Sounding) -> bool:
        return any(n.pitch % 12 == note.pitch % 12 and n.onset <= note.onset < n.onset + n.duration for n in struck)

    return sum(not held(note) for note in score if note.onset < end)


def astray(struck: list[Struck], score: list[Sounding]) -> tuple[int, list[Sounding]]:
    """How many melody notes there are, and those not struck in the reduction, in some octave, at the same time."""
    onsets = {(n.onset, n.pitch % 12) for n in struck}
    melody = [n for n in score for part, a, b in MELODY if n.part == part and a <= n.onset // BAR + 1 <= b]
    return len(melody), [n for n in melody if (n.onset, n.pitch % 12) not in onsets]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of data")
    struck, length = read_reduction(parser.parse_args().data / REDUCTION)
    music = read(MUSIC)
    score = [note for i in ORCHESTRA for note in sounding(music, i.key, BARS)]
    end = max(note.onset + note.duration for note in struck)
    lost, strange = missing(struck, score), foreign(struck, score, end)
    melody, wrong = astray(struck, score)
    print(f"bars: score {BARS}, reduction {length / BAR!s} (its notes end at {place(end)})")
    onsets = {(n.onset, n.pitch) for n in score}
    again = sum((n.onset, n.pitch) in onsets for n in struck)
    print(f"reduction: {len(struck)} notes; struck in the score: {again}; missing: {len(lost)}")
    print(*(f"  {place(n.onset)} {name(n.pitch)}" for n in lost), sep="\n", end="\n" if lost else "")
    print(f"score: {len(score)} notes; with a pitch class the reduction does not have there: {len(strange)}")
    print(f"  (on pedal, or the rest of an arpeggio's chord, alone: {between(struck, score, end)})")
    for n in strange:
        print(f"  {place(n.onset)} {n.part} {name(n.pitch)}")
    print(f"melody: {melody} notes; not the reduction's: {len(wrong)}")
    for n in wrong:
        print(f"  {place(n.onset)} {n.part} {name(n.pitch)}")
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
