"""looks.toml: stage pictures by role."""

from collections.abc import Mapping

from odette.book.palettes import FULL, Palettes, read_colour, read_references, read_settings
from odette.book.table import Table, is_number, quote, show, suggest
from odette.book.toml import Document
from odette.book.waves import Waves, read_waves, spread
from odette.core.cue import NOTHING, Look, Value
from odette.core.parameter import PARAMETERS
from odette.faults import Fault

_KEYS = ("level", "colour", "position", "beam", "effect", *PARAMETERS)


def read_looks(document: Document, faults: list[Fault], palettes: Palettes | None = None) -> dict[str, Look]:
    """Looks by name, in the order written. Faults are added to ``faults``."""
    top = Table(document, faults)
    top.only({"look", "submaster", "effect"}, "looks.toml")
    palettes = palettes or Palettes()
    waves = read_waves(top, palettes)
    looks = top.table("look")
    return {name: Look(name, spread(_values(looks, name, palettes, waves))) for name in looks.values}


def read_submasters(document: Document, looks: Mapping[str, Look], faults: list[Fault]) -> dict[str, tuple[str, ...]]:
    """Submasters by name: the roles that each holds down. Faults are added to ``faults``."""
    submasters = Table(document, faults).table("submaster")
    known = {role for look in looks.values() for role in look.values}
    read: dict[str, tuple[str, ...]] = {}
    for name in submasters.values:
        submaster = submasters.table(name)
        submaster.only({"roles"}, f"submaster {quote(name)}")
        roles = submaster.elements("roles")
        if not roles:
            submaster.fault(f"submaster {quote(name)} holds no roles", 'write roles = ["cyc", ...]')
        for i, role in enumerate(roles):
            if not isinstance(role, str) or role not in known:
                submaster.fault(f"no look names a role {show(role)}", suggest(role, known), "roles", i)
        read[name] = tuple(role for role in roles if isinstance(role, str) and role in known)
    return read


def _values(looks: Table, name: str, palettes: Palettes, waves: Waves) -> dict[str, Value]:
    if not isinstance(looks.values[name], dict):
        looks.fault(f"look {quote(name)} is {show(looks.values[name])}", f"expected [look.{quote(name)}]", name)
        return {}
    look = looks.table(name)
    if not look.values:
        look.fault(f"look {quote(name)} is empty", 'name a role and its level, such as "front wash" = 30')
    return {role: _value(look, role, palettes, waves) for role in look.values}


def _value(look: Table, role: str, palettes: Palettes, waves: Waves) -> Value:
    """``30`` or ``{ level = 80, colour = "#2040a0", zoom = 20 }``; levels in per cent."""
    written = look.values[role]
    if isinstance(written, dict):
        return _parts(look.table(role), role, palettes, waves)
    if is_number(written) and 0 <= written <= FULL:
        return Value(written / FULL)
    wanted = 'expected a level from 0 to 100, or { level = 80, colour = "#2040a0" }'
    look.fault(f"role {quote(role)} is {show(written)}", wanted, role)
    return Value(0.0)


def _parts(value: Table, role: str, palettes: Palettes, waves: Waves) -> Value:
    """What is not written is left as it is on the stage."""
    value.only(_KEYS, f"role {quote(role)}")
    if not value.values:
        value.fault(f"role {quote(role)} says nothing", "give it a level, or take it out")
        return NOTHING
    return Value(
        value.number("level", 0, FULL) / FULL if "level" in value else None,
        read_colour(value, palettes),
        read_references(value, role, palettes) | read_settings(value),
        waves.get(value.choice("effect", waves)) if "effect" in value else None,
    )
