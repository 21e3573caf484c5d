"""Fixture files: one profile each, in the folder ``fixtures`` beside a venue file, read and written as TOML.

They are Odette's own copy of what a library said of a fixture, so that a show opens without the library.
"""

from collections.abc import Iterator
from pathlib import Path

from odette.book.table import Table, is_number, quote, show
from odette.book.toml import Document, read_toml
from odette.book.written import inline
from odette.core.colour import hexadecimal
from odette.core.parameter import PARAMETERS
from odette.core.profile import EMITTERS, FILTERS, GENERIC, Channel, Profile, Span
from odette.core.venue import SLOTS
from odette.faults import Fault, Faulty

KNOWN = ("intensity", *EMITTERS, *FILTERS, *PARAMETERS)
"""What a channel can carry."""
_WIDEST = 3
"""Most slots of one channel: 24 bits."""


class Shelf:
    """The profiles a venue may name: Odette's, and those in a folder, each read when it is first asked for.

    Faults in a file are added to ``faults``; its profile is then not to be used.
    """

    def __init__(self, folder: Path, faults: list[Fault]) -> None:
        self._files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        self._faults = faults
        self.read: dict[str, Profile] = {}
        """Those that were asked for and are not Odette's."""

    def names(self) -> list[str]:
        """All there are."""
        return [*GENERIC, *self._files]

    def get(self, name: str) -> Profile | None:
        """The profile of that name; None: there is none."""
        if name in GENERIC:
            return GENERIC[name]
        if name in self._files and name not in self.read:
            self.read[name] = self._read(self._files[name])
        return self.read.get(name)

    def _read(self, path: Path) -> Profile:
        try:
            return read_profile(read_toml(path), self._faults)
        except Faulty as faulty:
            self._faults.extend(faulty.faults)
            return Profile(1, ())


def read_profile(document: Document, faults: list[Fault]) -> Profile:
    """The profile in a fixture file. Faults are added to ``faults``; if there were any, it is not to be used."""
    top = Table(document, faults)
    top.only({"name", "source", "slots", "channel"}, "a fixture file")
    size = top.whole("slots", 1, SLOTS)
    owners: dict[int, int] = {}
    channels = tuple(_channel(table, size, owners) for table in top.tables("channel"))
    if not channels and "channel" not in top:
        top.fault("the fixture has no channel", "write a [[channel]] for each thing it can be told")
    return Profile(size, channels, top.text("name"), top.text("source", "", empty=True))


def write_profile(profile: Profile) -> str:
    """The text of a fixture file, which reads as ``profile``."""
    lines = [f"name = {inline(profile.name)}", f"source = {inline(profile.source)}", f"slots = {profile.size}"]
    for channel in profile.channels:
        lines += ["", "[[channel]]", f"slots = [{', '.join(str(slot + 1) for slot in channel.slots)}]"]
        if channel.parameter:
            lines.append(f"parameter = {inline(channel.parameter)}")
        if channel.default:
            lines.append(f"default = {channel.default}")
        if channel.spans:
            lines += ["spans = [", *(f"  {{ {', '.join(_span_text(span))} }}," for span in channel.spans), "]"]
    return "\n".join(lines) + "\n"


def _channel(table: Table, size: int, owners: dict[int, int]) -> Channel:
    table.only({"slots", "parameter", "default", "range", "spans"}, "a channel")
    slots = _slots(table, size, owners)
    most = 256 ** len(slots) - 1
    spans = tuple(_span(entry, most) for entry in table.tables("spans"))
    if "range" in table:
        spans = (Span(0, most, "", *_range(table)), *spans)
    channel = Channel(
        slots,
        table.choice("parameter", KNOWN) if "parameter" in table else "",
        table.whole("default", 0, most, 0),
        spans,
    )
    _check_places(table, channel)
    return channel


def _slots(table: Table, size: int, owners: dict[int, int]) -> tuple[int, ...]:
    """``[1, 2]``: counted from 1, as in manuals, coarse first."""
    written = table.elements("slots")
    good = tuple(slot - 1 for slot in written if type(slot) is int and 1 <= slot <= size)
    if not 1 <= len(written) <= _WIDEST or len(good) != len(written):
        table.fault(
            f"slots is {show(table.values.get('slots', ''))}", f"expected 1 to 3 of the slots 1 to {size}", "slots"
        )
        return (0,)
    line = table.line("slots")
    for slot in good:
        if slot in owners:
            table.fault(f"slot {slot + 1} is already on line {owners[slot]}", "give each slot to one channel", "slots")
        owners.setdefault(slot, line)
    return good


def _span(table: Table, most: int) -> Span:
    table.only({"from", "to", "parameter", "range", "name", "colour"}, "a span")
    first, last = table.whole("from", 0, most), table.whole("to", 0, most)
    if first > last == table.values.get("to"):
        table.fault(f"a span goes from {first} to {last}", "write the smaller value first", "from")
    low, high = _range(table) if "range" in table else (None, None)
    parameter = table.choice("parameter", KNOWN) if "parameter" in table else ""
    return Span(first, last, parameter, low, high, table.text("name", "", empty=True), table.colour("colour"))


def _range(table: Table) -> tuple[float, float]:
    """``[-270, 270]``"""
    written = table.elements("range")
    if len(written) == 2 and all(map(is_number, written)):
        return float(written[0]), float(written[1])
    table.fault(f"range is {show(table.values['range'])}", "expected two numbers, such as [-270, 270]", "range")
    return 0.0, 1.0


def _check_places(table: Table, channel: Channel) -> None:
    """Places of a colour wheel are found by their names."""
    names: set[str] = set()
    for i, span in enumerate(channel.spans):
        if span.colour is not None and not span.name:
            table.fault("a span has a colour and no name", "give it a name", "spans", i)
        elif span.name and span.name in names:
            table.fault(f"two spans have the name {quote(span.name)}", "give each a name of its own", "spans", i)
        names.add(span.name)


def _span_text(span: Span) -> Iterator[str]:
    yield f"from = {span.first}, to = {span.last}"
    if span.parameter:
        yield f"parameter = {inline(span.parameter)}"
    if span.low is not None and span.high is not None:
        yield f"range = [{span.low!r}, {span.high!r}]"
    if span.name:
        yield f"name = {inline(span.name)}"
    if span.colour is not None:
        yield f'colour = "{hexadecimal(span.colour)}"'
