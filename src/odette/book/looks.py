"""looks.toml: stage pictures by role."""

from odette.book.table import Table, is_number, quote, show
from odette.book.toml import Document
from odette.core.cue import Look, Value
from odette.faults import Fault

_FULL = 100


def read_looks(document: Document, faults: list[Fault]) -> dict[str, Look]:
    """Looks by name, in the order written. Faults are added to ``faults``."""
    top = Table(document, faults)
    top.only({"look"}, "looks.toml")
    looks = top.table("look")
    return {name: Look(name, _values(looks, name)) for name in looks.values}


def _values(looks: Table, name: str) -> dict[str, Value]:
    if not isinstance(looks.values[name], dict):
        looks.fault(f"look {quote(name)} is {show(looks.values[name])}", f"expected [look.{quote(name)}]", name)
        return {}
    look = looks.table(name)
    if not look.values:
        look.fault(f"look {quote(name)} is empty", 'name a role and its level, such as "front wash" = 30')
    return {role: _value(look, role) for role in look.values}


def _value(look: Table, role: str) -> Value:
    """``30`` or ``{ level = 80, colour = "#2040a0" }``; levels in per cent."""
    written = look.values[role]
    if isinstance(written, dict):
        value = look.table(role)
        value.only({"level", "colour"}, f"role {quote(role)}")
        return Value(value.number("level", 0, _FULL) / _FULL, value.colour("colour"))
    if is_number(written) and 0 <= written <= _FULL:
        return Value(written / _FULL)
    wanted = 'expected a level from 0 to 100, or { level = 80, colour = "#2040a0" }'
    look.fault(f"role {quote(role)} is {show(written)}", wanted, role)
    return Value(0.0)
