"""Where a run's music comes from: a recording, a sound device, or MIDI."""

import csv
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path

from odette.book.open import Show
from odette.faults import Fault, Faulty
from odette.room.upbeat import Motion

Truth = tuple[tuple[float, float], ...]
"""(beat, seconds from the recording's start), both rising."""

Track = tuple[Motion, ...]
"""What a camera on the podium saw while the recording was made: in seconds from its start."""


@dataclass(frozen=True, slots=True)
class Music:
    """What the command line asked to listen to: one of these, or the default sound device."""

    recording: Path | None = None
    device: str | None = None
    midi_file: Path | None = None
    midi_port: str | None = None

    @property
    def by_notes(self) -> bool:
        """Whether it is MIDI."""
        return self.midi_file is not None or self.midi_port is not None

    @property
    def file(self) -> str:
        """The recording's or the MIDI file's name; empty where people play."""
        path = self.recording or self.midi_file
        return path.name if path else ""

    def __str__(self) -> str:
        if self.midi_port:
            return f"MIDI input {self.midi_port}"
        return self.file or self.device or "the default microphone"


def chosen(audio: str, midi: str | None) -> Music:
    """The music that ``--audio`` and ``--midi`` name. A name that looks like a file and is none is a fault."""
    if midi is not None:
        return Music(midi_file=Path(midi)) if _is_file(midi, (".mid", ".midi")) else Music(midi_port=midi)
    if _is_file(audio, (".wav", ".flac", ".ogg", ".opus", ".mp3")):
        return Music(recording=Path(audio))
    return Music(device=None if audio == "default" else audio)


def _is_file(name: str, endings: tuple[str, ...]) -> bool:
    path = Path(name)
    if path.is_file():
        return True
    if len(path.parts) > 1 or path.suffix.lower() in endings:
        raise Faulty(Fault(name, 0, "no such file", "expected a recording, or the name of an input"))
    return False


def truths(show: Show, music: Music) -> dict[str, Truth]:
    """What is known of when each beat sounds in the recording: ``NAME.truth.csv`` beside ``NAME.ogg``."""
    if music.recording is None:
        return {}
    table = music.recording.with_suffix(".truth.csv")
    if not show.heard or not table.is_file():
        return {}
    numbers = [name for name, audio in show.audio.items() if audio.resolve() == music.recording.resolve()]
    return {(numbers or list(show.heard))[0]: read_truth(table)}


def read_truth(path: Path) -> Truth:
    """Read a table with the columns ``beat`` and ``seconds``, both rising. Raises Faulty."""
    table = [(beat, seconds) for beat, seconds in _read_table(path, ("beat", "seconds"), "both rising")]
    for line, (before, after) in enumerate(pairwise(table), start=3):
        if not (before[0] < after[0] and before[1] < after[1]):
            raise _no_table(path, line, "does not rise", ("beat", "seconds"), "both rising")
    return tuple(table)


def watched(music: Music) -> Track:
    """The conductor's hands as seen beside the recording: ``NAME.hands.csv`` beside ``NAME.ogg``. Raises Faulty."""
    table = music.recording.with_suffix(".hands.csv") if music.recording else None
    return read_hands(table) if table and table.is_file() else ()


def read_hands(path: Path) -> Track:
    """Read a table with the columns ``seconds``, which rises, ``height`` and ``moving``. Raises Faulty."""
    columns, meant = ("seconds", "height", "moving"), "seconds rising"
    track = [Motion(*row) for row in _read_table(path, columns, meant)]
    for line, (before, after) in enumerate(pairwise(track), start=3):
        if not before.at < after.at:
            raise _no_table(path, line, "does not rise", columns, meant)
    return tuple(track)


def _read_table(path: Path, columns: tuple[str, ...], meant: str) -> list[tuple[float, ...]]:
    """The numbers of these columns, row by row; at least one row."""
    table: list[tuple[float, ...]] = []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            for row in rows:
                table.append(tuple(float(row[column]) for column in columns))
    except OSError as error:
        raise _no_table(path, 0, (error.strerror or str(error)).lower(), columns, meant) from None
    except (csv.Error, KeyError, TypeError, ValueError):
        raise _no_table(path, len(table) + 2, "not a row of numbers", columns, meant) from None
    if not table or not all(isfinite(value) for row in table for value in row):
        raise _no_table(path, 0, "holds no times, or times without end", columns, meant)
    return table


def _no_table(path: Path, line: int, found: str, columns: tuple[str, ...], meant: str) -> Faulty:
    return Faulty(Fault(str(path), line, found, f"expected the columns {', '.join(columns)}, {meant}"))
