"""TOML as people would write it: keys and values on one line each."""

import re
from collections.abc import Mapping
from typing import Any

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
