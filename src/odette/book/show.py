"""show.toml: the show's title and its numbers, with their scores and sounds."""

import re
from dataclasses import dataclass
from pathlib import Path

from odette.book.table import Table, check_unique, quote
from odette.book.times import HOUR
from odette.book.toml import Document
from odette.core.cue import BACK, Calling, NumberKind
from odette.faults import Fault

_TEMPO = (10, 400)
"""Slowest and fastest believable tempo, quarter notes a minute."""

_KINDS = {"score": NumberKind.SCORE, "recording": NumberKind.RECORDING, "lasts": NumberKind.TIMED}
"""The keys that say how a number is followed."""

_LONGEST = 600
"""Seconds before a cue that its caller may speak."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[number]]`` as written; its files exist, but are not read yet."""

    id: str
    title: str
    kind: NumberKind
    score: Path | None
    """None: it has none, or it is faulty."""
    lasts: float
    """Seconds, of a timed number and of a recording; 0: not known."""
    recording: Path | None
    """Which is followed in the score's stead."""
    audio: Path | None
    tempo: float | None
    """Quarter notes a minute, if the show overrides the score's."""


def read_show(document: Document, folder: Path, faults: list[Fault]) -> tuple[str, tuple[Entry, ...]]:
    """Title and numbers, in order; a show without music has none. Faults are added to ``faults``."""
    top = Table(document, faults)
    top.only({"title", "number", "calling", "defaults", "evening", "part"}, "show.toml")
    title = top.text("title")
    tables = top.tables("number")
    entries = tuple(_entry(table, folder) for table in tables)
    check_unique(tables, "id", [entry.id for entry in entries], "number")
    return title, entries


def read_calling(document: Document, faults: list[Fault]) -> Calling:
    """How long before a cue its caller speaks. Faults are added to ``faults``."""
    table = Table(document, faults).table("calling")
    table.only({"warn", "standby"}, "calling")
    usual = Calling()
    standby = table.number("standby", 0, _LONGEST, usual.standby)
    written = table.values.get("warn")
    if isinstance(written, str):
        bars = re.fullmatch(r"([1-9][0-9]{0,2}) bars?", written)
        if bars is None:
            table.fault(f"warn is {quote(written)}", 'expected seconds, or bars such as "8 bars"', "warn")
        return Calling(bars=int(bars[1]) if bars else 0, standby=standby)
    return Calling(warn=table.number("warn", 0, _LONGEST, usual.warn), standby=standby)


def read_back(document: Document, faults: list[Fault]) -> float:
    """Seconds in which BACK brings the cue before. Faults are added to ``faults``."""
    table = Table(document, faults).table("defaults")
    table.only({"back"}, "defaults")
    return table.number("back", 0, HOUR, BACK)


def _entry(table: Table, folder: Path) -> Entry:
    table.only({"id", "title", *_KINDS, "audio", "tempo"}, "a number")
    name = table.text("id")
    if name and not re.fullmatch(r"[\w-]+", name):
        table.fault(f"id is {quote(name)}", "expected letters, digits, - and _ only", "id")
    kind = _kind(table)
    recording = _sound(table, "recording", folder) if kind is NumberKind.RECORDING else None
    return Entry(
        id=name,
        title=table.text("title"),
        kind=kind,
        score=_file(table, "score", folder) if kind is NumberKind.SCORE and table.text("score") else None,
        lasts=_lasts(table) if kind is NumberKind.TIMED else _seconds(recording) if recording else 0.0,
        recording=recording,
        audio=_sound(table, "audio", folder) if "audio" in table else None,
        tempo=table.number("tempo", *_TEMPO) if "tempo" in table else None,
    )


def _kind(table: Table) -> NumberKind:
    """How the number is followed: by the one key that says so; by none, people give its cues."""
    written = [key for key in _KINDS if key in table]
    if len(written) > 1:
        wanted = "a number has a score, or a recording that is followed, or a time that it lasts"
        table.fault(f"the number has {' and '.join(written)}", wanted, written[1])
    kind = _KINDS[written[0]] if written else NumberKind.FREE
    if "tempo" in table and kind is not NumberKind.SCORE:
        table.fault("tempo stands in a number without score", "leave it out", "tempo")
    return kind


def _lasts(table: Table) -> float:
    """``"3:20"`` or ``"3:20.5"`` in seconds."""
    written = table.text("lasts")
    time = re.fullmatch(r"([0-9]{1,3}):([0-5][0-9](?:\.[0-9]{1,3})?)", written)
    seconds = 60 * int(time[1]) + float(time[2]) if time else 0.0
    if written and not seconds:
        table.fault(f"lasts is {quote(written)}", 'expected minutes and seconds, such as "3:20"', "lasts")
    return seconds


def _seconds(recording: Path) -> float:
    """How long a sound file is."""
    import soundfile  # as in ``_sound``

    return float(soundfile.info(str(recording)).duration)


def _file(table: Table, key: str, folder: Path) -> Path | None:
    """The file that ``key`` names, from the show's folder."""
    written = str(table.values[key])
    if Path(written).is_absolute():
        table.fault(f"{key} is {quote(written)}", "expected a path from the show's folder", key)
        return None
    try:
        if (folder / written).is_file():
            return folder / written
    except (OSError, ValueError):
        pass
    table.fault(f"{key} names {quote(written)}, and there is no such file", "put the file there, or name it anew", key)
    return None


def _sound(table: Table, key: str, folder: Path) -> Path | None:
    """The sound file that ``key`` names, if it is one."""
    import soundfile  # here, because it is slow to load and few shows need it

    path = _file(table, key, folder) if table.text(key) else None
    if path is None:
        return None
    try:
        soundfile.info(str(path))
    except (OSError, soundfile.SoundFileError):
        found = f"{key} names {quote(path.name)}, which is no sound file"
        table.fault(found, "expected WAV, FLAC, Ogg or MP3", key)
        return None
    return path
