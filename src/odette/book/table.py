"""Taking values out of a TOML table: each getter checks, notes a fault with its line, and goes on."""

import math
from collections.abc import Collection, Hashable, Iterable
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from odette.book.toml import Document, Place
from odette.core.colour import WRITTEN, Colour, read
from odette.faults import Fault


class Table:
    """One table of a document. Faults go to the list given; a getter that faults returns its default."""

    def __init__(self, document: Document, faults: list[Fault], values: Any = None, place: Place = ()) -> None:
        self.document = document
        self.faults = faults
        self.place = place
        self.values: dict[str, Any] = document.data if values is None else values

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def line(self, *below: str | int) -> int:
        return self.document.line(*self.place, *below)

    def fault(self, found: str, wanted: str, *below: str | int) -> None:
        """Note a fault on the line of this table, or of what ``below`` leads to in it."""
        self.faults.append(Fault(self.document.file, self.line(*below), found, wanted))

    def only(self, keys: Collection[str], what: str) -> None:
        """Every key that is not one of ``keys`` is a fault; ``what`` names the table: ``a fixture``."""
        for key in self.values:
            if key not in keys:
                self.fault(f"{what} has no key {quote(key)}", suggest(key, keys), key)

    def text(self, key: str, default: str | None = None, empty: bool = False) -> str:
        """Text. No default: it must be there. ``empty``: it may be empty."""
        value = self._get(key, default)
        if isinstance(value, str) and (value.strip() or empty or key not in self):
            return value
        if value is not None:
            found = f"{key} is {show(value)}"
            quoted = f', in quotes: {key} = "{plain(value)}"' if plain(value) else ""
            self.fault(found, f"expected text{quoted}", key)
        return default or ""

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number from ``low`` to ``high``. No default: it must be there."""
        value = self._get(key, default)
        if is_number(value) and low <= value <= high:
            return float(value)
        if value is not None:
            self.fault(f"{key} is {show(value)}", f"expected a number from {low:g} to {high:g}", key)
        return low if default is None else default

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from ``low`` to ``high``. No default: it must be there."""
        value = self._get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        if value is not None:
            self.fault(f"{key} is {show(value)}", f"expected a whole number from {low} to {high}", key)
        return low if default is None else default

    def flag(self, key: str) -> bool:
        """``true`` or ``false``; false if it is not there."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.fault(f"{key} is {show(value)}", "expected true or false", key)
        return value is True

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """One of ``choices``; empty if it is none of them. No default: it must be there."""
        value = self._get(key, default)
        known = list(choices)
        if isinstance(value, str) and value in known:
            return value
        if value is not None:
            self.fault(f"{key} is {show(value)}", suggest(value, known), key)
        return ""

    def colour(self, key: str) -> Colour | None:
        """A colour: ``"#2040a0"``, a filter's number or a temperature; None if it is not there."""
        value = self.values.get(key)
        colour = read(value) if isinstance(value, str) else None
        if colour is None and key in self:
            self.fault(f"{key} is {show(value)}", f"expected {WRITTEN}", key)
        return colour

    def elements(self, key: str) -> list[Any]:
        """A list; empty if it is not there."""
        value = self.values.get(key, [])
        if isinstance(value, list):
            return value
        self.fault(f"{key} is {show(value)}", "expected a list in square brackets", key)
        return []

    def table(self, key: str) -> "Table":
        """The table ``[key]``; an empty one if it is not there."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.fault(f"{key} is {show(value)}", f"expected a table, headed [{key}]", key)
            value = {}
        return Table(self.document, self.faults, value, (*self.place, key))

    def tables(self, key: str) -> "list[Table]":
        """The tables ``[[key]]``, as many as there are."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(f"{key} is {show(value)}", f"expected tables, each headed [[{key}]]", key)
            return []
        return [Table(self.document, self.faults, value[i], (*self.place, key, i)) for i in range(len(value))]

    def _get(self, key: str, default: Any) -> Any:
        """The value; or the default; or, if there is none, None and a fault."""
        if key not in self and default is None:
            self.fault(f"{key} is missing", f"write {key} = ...")
        return self.values.get(key, default)


def check_unique(tables: list[Table], key: str, names: Iterable[Hashable], what: str) -> None:
    """No two ``tables`` with one name under ``key``; empty names do not count. ``what``: ``fixture``."""
    lines: dict[Hashable, int] = {}
    for table, name in zip(tables, names, strict=True):
        if name in lines:
            found = f"{what} {quote(str(table.values[key]))} is already on line {lines[name]}"
            table.fault(found, f"give each {what} {'an' if key == 'id' else 'a'} {key} of its own", key)
        elif name not in ("", None):
            lines[name] = table.line(key)


def is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def suggest(word: Any, known: Iterable[str]) -> str:
    """What a mistaken word may have meant; or all it could have been."""
    words = sorted(known)
    close = get_close_matches(word[:80], words, n=1) if isinstance(word, str) else []
    if close:
        return f"did you mean {quote(close[0])}?"
    if not words:
        return "there are none"
    listed = ", ".join(map(quote, words[:12])) + (", ..." if len(words) > 12 else "")
    return f"expected one of {listed}"


def quote(text: str) -> str:
    """Text in quotes on one line, cut if it is long."""
    flat = "".join(letter if letter.isprintable() else " " for letter in text[:80])
    return f'"{flat[:57]}..."' if len(flat) > 60 else f'"{flat}"'


def plain(value: Any) -> str:
    """A number, date or time as it would be written; empty for anything else."""
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, date) or (is_number(value) and abs(value) < 1e12):
        return str(value)
    return ""


def show(value: Any) -> str:
    """A value as people would name it."""
    if isinstance(value, str):
        return quote(value) if value.strip() else "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return plain(value) or "a number of more than 12 digits"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, date | time):
        return f"{value} without quotes"
    return "a list" if isinstance(value, list) else "a table"
