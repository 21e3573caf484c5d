"""The piano reduction of No. 10 (a MIDI file, not ours and not shipped): which notes, when."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import mido

REDUCTION = Path("swan-lake/no10_scene_piano_MidiSheetMusic.mid")


@dataclass(frozen=True, order=True)
class Struck:
    """One note of the reduction; quarter notes from its start."""

    onset: Fraction
    pitch: int
    duration: Fraction
    hand: int


def read_reduction(path: Path) -> tuple[list[Struck], Fraction]:
    """Every note, sorted, and the length of the file in quarter notes."""
    midi = mido.MidiFile(path)
    struck: list[Struck] = []
    length = 0
    for hand, track in enumerate(midi.tracks):
        now = 0
        down: dict[int, list[int]] = defaultdict(list)
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                down[message.note].append(now)
            elif message.type in ("note_on", "note_off") and down[message.note]:
                onset = down[message.note].pop(0)
                struck.append(_on_grid(onset, now, message.note, hand, midi.ticks_per_beat))
        length = max(length, now)
    return sorted(struck), Fraction(length, midi.ticks_per_beat)


def _on_grid(onset: int, end: int, pitch: int, hand: int, ticks: int) -> Struck:
    def grid(time: int) -> Fraction:
        """Twelfths of a quarter hold everything this piece has."""
        return Fraction(round(Fraction(12 * time, ticks)), 12)

    return Struck(grid(onset), pitch, grid(end) - grid(onset), hand)
