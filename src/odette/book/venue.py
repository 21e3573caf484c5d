"""Venue files: one building's fixtures, roles, destinations and lead times."""

import re
from pathlib import Path

from odette.book.fixture import Shelf
from odette.book.output import read_inputs, read_outputs
from odette.book.palettes import POINTING
from odette.book.remote import read_remotes
from odette.book.table import Table, check_unique, is_number, quote, show, suggest
from odette.book.toml import Document
from odette.core.cue import Department
from odette.core.venue import SLOTS, Destination, Fixture, Venue
from odette.faults import Fault

FIXTURES = "fixtures"
"""The folder of fixture files beside a venue file."""
"""Slots in a DMX universe."""
_FAR = 1000
"""Metres; no lamp hangs further from the centre of the curtain line."""
_LEAD = 5
"""Seconds; the longest lead time."""


def read_venue(document: Document, faults: list[Fault]) -> Venue:
    """The venue, with the profiles from the fixture files beside it.

    Faults are added to ``faults``; if there were any, the result is not to be used.
    """
    shelf = Shelf(Path(document.file).parent / FIXTURES, faults)
    top = Table(document, faults)
    top.only({"title", "output", "input", "fixture", "roles", "messages", "lead", "remote"}, "a venue file")
    title = top.text("title")
    tables = top.tables("fixture")
    fixtures = tuple(_fixture(table, shelf) for table in tables)
    check_unique(tables, "id", [fixture.id for fixture in fixtures], "fixture")
    _check_addresses(tables, fixtures, shelf)
    ids = {fixture.id for fixture in fixtures}
    roles = top.table("roles")
    return Venue(
        title=title,
        fixtures=fixtures,
        roles={role: _weights(roles, role, ids) for role in roles.values},
        outputs=read_outputs(top, {fixture.universe for fixture in fixtures}),
        inputs=read_inputs(top),
        messages=_messages(top.table("messages")),
        lead=_lead(top.table("lead")),
        remotes=read_remotes(top.table("remote")),
        profiles=shelf.read,
    )


def _size(profile: str, shelf: Shelf) -> int:
    """How many slots it takes; of a profile that is not there, none."""
    known = shelf.get(profile)
    return known.size if known else 0


def _fixture(table: Table, shelf: Shelf) -> Fixture:
    table.only(Fixture.__struct_fields__, "a fixture")
    usual = Fixture("", "dimmer", 1, 1)
    profile = table.choice("profile", shelf.names())
    address = table.whole("address", 1, SLOTS)
    last = address + _size(profile, shelf) - 1
    if last > SLOTS:
        found = f"a fixture of profile {profile} at address {address} ends on slot {last}"
        wanted = f"a universe ends at {SLOTS}: the highest address is {SLOTS - last + address}"
        table.fault(found, wanted, "address")
    return Fixture(
        id=table.text("id"),
        profile=profile,
        universe=table.whole("universe", 1, 63999),
        address=address,
        name=table.text("name", usual.name, empty=True),
        x=table.number("x", -_FAR, _FAR, usual.x),
        y=table.number("y", -_FAR, _FAR, usual.y),
        colour=table.colour("colour") or usual.colour,
        invert=_inverted(table),
        swap=table.flag("swap"),
    )


def _inverted(table: Table) -> tuple[str, ...]:
    """``invert = ["pan", "tilt"]``."""
    written = table.elements("invert")
    for i, name in enumerate(written):
        if name not in POINTING:
            table.fault(f"invert names {show(name)}", suggest(name, POINTING), "invert", i)
    return tuple(name for name in POINTING if name in written)


def _check_addresses(tables: list[Table], fixtures: tuple[Fixture, ...], shelf: Shelf) -> None:
    """No two fixtures on one slot; each pair that overlaps is told once."""
    owners: dict[tuple[int, int], tuple[Fixture, int]] = {}
    for table, fixture in zip(tables, fixtures, strict=True):
        if (fixture.universe, fixture.address) != (table.values.get("universe"), table.values.get("address")):
            continue  # faulty, and told already
        line = table.line("address")
        slots = range(fixture.address, fixture.address + _size(fixture.profile, shelf))
        told: set[int] = set()
        for slot in slots:
            other, other_line = owners.setdefault((fixture.universe, slot), (fixture, line))
            if other is not fixture and other_line not in told:
                told.add(other_line)
                found = (
                    f"fixture {quote(fixture.id)} and fixture {quote(other.id)} (line {other_line}) "
                    f"are both on universe {fixture.universe}, slot {slot}"
                )
                table.fault(found, "move one of them to free slots", "address")


def _weights(roles: Table, role: str, ids: set[str]) -> dict[str, float]:
    """``["d1", "d2"]`` or ``{ d1 = 1.0, d2 = 0.8 }``."""
    written = roles.values[role]
    if not isinstance(written, list | dict):
        wanted = 'expected a list of fixtures, such as ["d1", "d2"], or weights { d1 = 1.0, d2 = 0.8 }'
        roles.fault(f"role {quote(role)} is {show(written)}", wanted, role)
        return {}
    weights: dict[str, float] = {}
    for i, fixture in enumerate(written):
        place: str | int = i if isinstance(written, list) else fixture
        weight = written[fixture] if isinstance(written, dict) else 1
        if not isinstance(fixture, str) or fixture not in ids:
            roles.fault(f"role {quote(role)} names fixture {show(fixture)}", suggest(fixture, ids), role, place)
        elif fixture in weights:
            roles.fault(f"role {quote(role)} names fixture {show(fixture)} twice", "name it once", role, place)
        elif not is_number(weight) or not 0 <= weight <= 1:
            found = f"role {quote(role)} gives fixture {quote(fixture)} the weight {show(weight)}"
            roles.fault(found, "expected a number from 0 to 1", role, place)
        else:
            weights[fixture] = float(weight)
    return weights


def _messages(table: Table) -> dict[str, Destination]:
    destinations = {}
    for name, written in table.values.items():
        if not isinstance(written, dict):
            wanted = f'expected [messages.{name}] with host = "127.0.0.1" and port = 53000'
            table.fault(f"destination {quote(name)} is {show(written)}", wanted, name)
            continue
        entry = table.table(name)
        entry.only(Destination.__struct_fields__, "a destination")
        host = entry.text("host")
        if host and not re.fullmatch(r"[\w.:-]+", host):
            entry.fault(f"host is {quote(host)}", "expected a name or an address such as 127.0.0.1", "host")
        destinations[name] = Destination(host, entry.whole("port", 1, 65535))
    return destinations


def _lead(table: Table) -> dict[Department, float]:
    table.only(list(Department), "[lead]")
    return {department: table.number(department, 0, _LEAD) for department in Department if department in table}
