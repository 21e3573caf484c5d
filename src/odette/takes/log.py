"""A run's log: a header, then every event with the effects it had, one JSON object a line, in order."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from odette.core.cue import Department, PromptBook
from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent
from odette.core.venue import Names
from odette.faults import Fault, Faulty

FORMAT = 1


class Header(Struct, frozen=True):
    """What a run was: enough to run it again without the show's folder."""

    format: int
    version: str
    wall: str
    """Wall time at which the run opened, ISO 8601 with zone, for people."""
    book: PromptBook
    venue: str
    lead: dict[Department, float]
    sound: str = ""
    """Where the music came from."""
    truth: dict[str, tuple[tuple[float, float], ...]] = {}
    """Number → (beat, seconds from the recording's start), where the truth is known."""
    house: Names | None = None
    """What could be named in the venue; logs of before do not say."""


Entry = AnyEvent | AnyEffect

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

_encoder = msgspec.json.Encoder()
_events = msgspec.json.Decoder(AnyEvent)
_effects = msgspec.json.Decoder(AnyEffect)
_header = msgspec.json.Decoder(Header)


def encode(entry: Header | Entry) -> bytes:
    """One line of a log, without its line break."""
    return _encoder.encode(entry)


def decode(file: str, lines: Iterable[bytes]) -> tuple[Header, list[Entry]]:
    """Read a log back. Raises ``Faulty`` naming ``file`` and the line that is not what it should be."""
    numbered = enumerate(lines, start=1)
    _, first = next(numbered, (1, b""))
    try:
        header = _header.decode(first)
    except _UNREADABLE as error:
        raise Faulty(Fault(file, 1, f"the header cannot be read ({error})", "expected a log of a run")) from error
    if header.format != FORMAT:
        raise Faulty(Fault(file, 1, f"log format {header.format}", f"this version reads format {FORMAT}"))
    entries: list[Entry] = []
    for number, line in numbered:
        try:
            entries.append((_events if line.startswith(b'{"event"') else _effects).decode(line))
        except _UNREADABLE as error:
            raise Faulty(Fault(file, number, str(error), "expected an event or an effect")) from error
    return header, entries
