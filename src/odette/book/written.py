"""TOML as people would write it: keys and values on one line each; and venue files in it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from odette.core.colour import hexadecimal
from odette.core.venue import Fixture

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def pairs(table: Mapping[str, Any]) -> str:
    """``key = value`` lines."""
    return "".join(f"{key(name)} = {inline(value)}\n" for name, value in table.items())


def key(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else inline(name)


def inline(value: Any) -> str:
    """Text, a number, a list or a table on one line. Whole numbers are written without a point."""
    if isinstance(value, str):
        return (
            '"'
            + "".join(_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in value)
            + '"'
        )
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {inline(entry)}" for name, entry in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return "true" if value is True else "false" if value is False else str(value)


def venue_file(
    title: str,
    fixtures: Iterable[Fixture],
    roles: Mapping[str, Mapping[str, float]],
    colours: Mapping[str, str] | None = None,
) -> str:
    """The text of a venue file. ``colours``: gels by fixture id, as written, instead of the fixtures' own."""
    written = "".join(f"[[fixture]]\n{pairs(_fixture(one, colours or {}))}\n" for one in fixtures)
    lamps = {role: list(weights) if set(weights.values()) <= {1.0} else weights for role, weights in roles.items()}
    return f"title = {inline(title)}\n\n{written}[roles]\n{pairs(lamps)}"


def _fixture(one: Fixture, colours: Mapping[str, str]) -> dict[str, Any]:
    usual = Fixture("", "", 1, 1)
    colour = colours.get(one.id) or (hexadecimal(one.colour) if one.colour != usual.colour else "")
    table = {"id": one.id, "name": one.name, "profile": one.profile, "universe": one.universe, "address": one.address}
    table |= {"x": round(one.x, 3), "y": round(one.y, 3)} if (one.x, one.y) != (usual.x, usual.y) else {}
    return {name: value for name, value in (table | {"colour": colour}).items() if value != ""}
