"""palettes.toml: colours, positions and beams with names, said once and used by many looks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from odette.book.table import Table, quote, show, suggest
from odette.book.toml import Document
from odette.core.colour import Colour
from odette.core.parameter import PARAMETERS, Family, Parameter, Unit
from odette.faults import Fault

Settings = dict[str, float | str]
"""Parameters as in ``cue.Value``."""

FULL = 100

POINTING = tuple(name for name, parameter in PARAMETERS.items() if parameter.family is Family.FOCUS)
SHAPING = tuple(name for name in PARAMETERS if name not in POINTING)


@dataclass(frozen=True, slots=True)
class Palettes:
    """What palettes.toml says."""

    colours: dict[str, Colour] = field(default_factory=dict)
    positions: dict[str, dict[str, Settings]] = field(default_factory=dict)
    """By name, then by role: one place on the stage is another pan and tilt for each."""
    beams: dict[str, Settings] = field(default_factory=dict)


def read_palettes(document: Document, faults: list[Fault]) -> Palettes:
    """The palettes of a show. Faults are added to ``faults``."""
    top = Table(document, faults)
    top.only({"colour", "position", "beam"}, "palettes.toml")
    colours, positions, beams = top.table("colour"), top.table("position"), top.table("beam")
    return Palettes(
        {name: colour for name in colours.values if (colour := colours.colour(name))},
        {name: _by_role(positions.table(name), f"position {quote(name)}") for name in positions.values},
        {name: _all_of(beams.table(name), SHAPING, f"beam {quote(name)}") for name in beams.values},
    )


def _by_role(position: Table, what: str) -> dict[str, Settings]:
    return {role: _all_of(position.table(role), POINTING, what) for role in position.values}


def _all_of(table: Table, names: tuple[str, ...], what: str) -> Settings:
    table.only(names, what)
    return read_settings(table, names)


def read_settings(table: Table, names: Iterable[str] = PARAMETERS) -> Settings:
    """Those of the parameters that the table gives."""
    return {name: _setting(table, PARAMETERS[name]) for name in names if name in table}


def _setting(table: Table, parameter: Parameter) -> float | str:
    if parameter.unit is Unit.NAME:
        return table.text(parameter.name)
    if parameter.unit is Unit.SHARE:
        return table.number(parameter.name, 0, FULL) / FULL
    return table.number(parameter.name, parameter.low, parameter.high)


def read_colour(table: Table, palettes: Palettes) -> Colour | None:
    """A colour under ``colour``: one of the palette, or said outright."""
    written = table.values.get("colour")
    if isinstance(written, str):
        if written in palettes.colours:
            return palettes.colours[written]
        if "did you mean" in (meant := suggest(written, palettes.colours)):
            table.fault(f"there is no colour {quote(written)}", meant, "colour")
            return None
    return table.colour("colour")


def read_references(table: Table, role: str, palettes: Palettes) -> Settings:
    """What the ``position`` and the ``beam`` that the table names mean for this role."""
    settings: Settings = {}
    if place := _named(table, "position", palettes.positions):
        roles = palettes.positions[place]
        if role not in roles:
            found = f"position {quote(place)} says nothing of role {quote(role)}"
            table.fault(found, f"give it there: {quote(role)} = {{ pan = 0, tilt = 0 }}", "position")
        settings |= roles.get(role, {})
    if beam := _named(table, "beam", palettes.beams):
        settings |= palettes.beams[beam]
    return settings


def _named(table: Table, key: str, known: Iterable[str]) -> str:
    """The name under ``key``, if it is one of palettes.toml."""
    if key not in table:
        return ""
    name = table.values[key]
    if isinstance(name, str) and name in known:
        return name
    table.fault(f"{key} is {show(name)}", f"{suggest(name, known)} (palettes.toml)", key)
    return ""
