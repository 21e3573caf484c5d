"""Where a run's music comes from: a recording, a sound device, or MIDI."""

import csv
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path

from odette.book.open import Show
from odette.faults import Fault, Faulty

Truth = tuple[tuple[float, float], ...]
"""(beat, seconds from the recording's start), both rising."""


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
    table: list[tuple[float, float]] = []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            for row in rows:
                table.append((float(row["beat"]), float(row["seconds"])))
    except OSError as error:
        raise _no_truth(path, 0, (error.strerror or str(error)).lower()) from None
    except (csv.Error, KeyError, TypeError, ValueError):
        raise _no_truth(path, len(table) + 2, "not a row of numbers") from None
    for line, (before, after) in enumerate(pairwise(table), start=3):
        if not (before[0] < after[0] and before[1] < after[1]):
            raise _no_truth(path, line, "does not rise")
    if not table or not all(isfinite(value) for row in table for value in row):
        raise _no_truth(path, 0, "holds no times, or times without end")
    return tuple(table)


def _no_truth(path: Path, line: int, found: str) -> Faulty:
    return Faulty(Fault(str(path), line, found, "expected the columns beat, seconds, both rising"))
