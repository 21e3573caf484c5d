"""Where a run's music comes from: a recording, a sound device, or MIDI."""

import csv
from dataclasses import dataclass
from pathlib import Path

from odette.book.open import Show
from odette.faults import Fault, Faulty

Truth = tuple[tuple[float, float], ...]
"""(beat, seconds from the recording's start), both rising."""


@dataclass(frozen=True, slots=True)
class Music:
    """What the command line asked to listen to."""

    recording: Path | None = None
    device: str | None = None
    """A sound device's name; None: the default one."""
    midi: str | None = None
    """A MIDI file or port."""

    def __str__(self) -> str:
        if self.recording:
            return self.recording.name
        if self.midi:
            return f"MIDI {self.midi}"
        return self.device or "the default microphone"


def chosen(audio: str, midi: str | None) -> Music:
    """The music that ``--audio`` and ``--midi`` name. A name that looks like a file and is none is a fault."""
    if midi:
        return Music(midi=midi)
    path = Path(audio)
    if path.is_file():
        return Music(recording=path)
    if len(path.parts) > 1 or path.suffix.lower() in (".wav", ".flac", ".ogg", ".opus", ".mp3"):
        raise Faulty(Fault(audio, 0, "no such file", "expected a recording or the name of a sound device"))
    return Music(device=None if audio == "default" else audio)


def truths(show: Show, music: Music) -> dict[str, Truth]:
    """What is known of when each beat sounds in the recording: ``NAME.truth.csv`` beside ``NAME.ogg``."""
    if music.recording is None:
        return {}
    table = music.recording.with_suffix(".truth.csv")
    if not table.is_file():
        return {}
    numbers = [name for name, audio in show.audio.items() if audio.resolve() == music.recording.resolve()]
    return {(numbers or list(show.scores))[0]: read_truth(table)}


def read_truth(path: Path) -> Truth:
    """Read a table with the columns ``beat`` and ``seconds``."""
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        try:
            return tuple((float(row["beat"]), float(row["seconds"])) for row in rows)
        except (KeyError, TypeError, ValueError):
            fault = Fault(str(path), rows.line_num, "not a row of numbers", "expected the columns beat, seconds")
            raise Faulty(fault) from None
