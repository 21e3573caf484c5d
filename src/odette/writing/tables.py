"""Changing keys of a table in a TOML text: what stays the same stays as it is written, to the last blank."""

from collections.abc import Mapping, Sequence
from typing import Any

from odette.book.toml import Document, Place
from odette.book.written import inline, key, pairs
from odette.writing.blocks import Block, Change, ending, line_end, line_start, sections


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: 3 is 3.0, and neither is ``true``."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


class Editing:
    """Gathers the changes of one text. ``order``: where a new key goes among those that are there."""

    def __init__(self, text: str, document: Document, order: Sequence[str] = ()) -> None:
        self.changes: list[Change] = []
        self._text = text
        self._document = document
        self._order = order
        self._sections = sections(text, document)
        self._end = ending(text)

    def put(self, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Let the table at ``place``, which says ``old``, say ``new``."""
        gone = [name for name in old if name not in new]
        if place in self._document.values and (gone or not old):
            self._replace(place, new)
            return
        for name in gone:
            self.remove((*place, name))
        for name, value in new.items():
            if name not in old:
                self._add(place, name, value)
            elif not same(old[name], value):
                self._change(place, name, old[name], value)

    def remove(self, place: Place) -> None:
        """Take out a key, or a table with all below it."""
        for section in self._sections:
            if _leads(place, section.place):
                self._take(section)
        inside = [section for section in self._sections if _leads(place, section.place)]
        for where, (start, end) in self._document.pairs.items():
            written = any(section.head <= start < section.end for section in inside)
            if _leads(place, where) and not written and not self._is_inline(where):
                self.changes.append((line_start(self._text, start), line_end(self._text, end), ""))

    def _change(self, place: Place, name: str, old: Any, value: Any) -> None:
        here = (*place, name)
        tables = isinstance(old, Mapping) and isinstance(value, Mapping)
        if tables and (here in self._document.values or self._own(here)):
            self.put(here, old, value)
        elif here in self._document.values:
            self._replace(here, value)
        else:
            self.remove(here)
            self._add(place, name, value)

    def _replace(self, place: Place, value: Any) -> None:
        self.changes.append((*self._document.values[place], inline(value)))

    def _add(self, place: Place, name: str, value: Any) -> None:
        if place in self._document.values:  # { a = 1 }: at its end
            last = max(end for where, (_, end) in self._document.pairs.items() if where[:-1] == place)
            self.changes.append((last, last, f", {key(name)} = {inline(value)}"))
        elif place[-1] == "roles" and isinstance(value, Mapping):
            self._add_below(place, {name: value})
        elif name == "roles" and isinstance(value, Mapping):
            self._add_below((*place, name), value)
        else:
            self._add_line(place, name, value)

    def _add_below(self, place: Place, tables: Mapping[str, Any]) -> None:
        """Tables of their own, at the end of the block."""
        end = max(section.end for section in self._sections if section.place[:2] == place[:2])
        self.changes.append((end, end, role_tables(tables).replace("\n", self._end)))

    def _add_line(self, place: Place, name: str, value: Any) -> None:
        """A line of its own, where the order wants it."""
        own = self._own(place)
        if not own or own[0].place != place:
            first = own[0] if own else self._sections[-1]
            header = ".".join(key(str(part)) for part in place)
            line = f"[{header}]{self._end}{key(name)} = {inline(value)}{self._end}{self._end}"
            self.changes.append((first.start, first.start, line))
            return
        written = self._written(own[0])
        later = next((start for start, where in written if self._rank(where[len(place)]) > self._rank(name)), None)
        at = self._last(own[0], written) if later is None else self._above(line_start(self._text, later))
        indent = self._text[line_start(self._text, written[0][0]) : written[0][0]] if written else ""
        missing = "" if not at or self._text[at - 1] == "\n" else self._end
        self.changes.append((at, at, f"{missing}{indent}{key(name)} = {inline(value)}{self._end}"))

    def _own(self, place: Place) -> list[Block]:
        """The sections in which a table is written that has any of its own."""
        return [section for section in self._sections if _leads(place, section.place)]

    def _written(self, section: Block) -> list[tuple[int, Place]]:
        """Where the keys of a section begin, and what they are."""
        return sorted(
            (start, where)
            for where, (start, _) in self._document.pairs.items()
            if section.head <= start < section.end and not self._is_inline(where)
        )

    def _last(self, section: Block, written: list[tuple[int, Place]]) -> int:
        if not written:
            return line_end(self._text, section.head)
        return line_end(self._text, self._document.pairs[written[-1][1]][1])

    def _above(self, at: int) -> int:
        """The start of the remarks directly above the line that begins at ``at``."""
        while at and self._text[line_start(self._text, at - 1) : at].lstrip().startswith("#"):
            at = line_start(self._text, at - 1)
        return at

    def _rank(self, name: str | int) -> int:
        return self._order.index(name) if isinstance(name, str) and name in self._order else -1

    def _is_inline(self, where: Place) -> bool:
        return any(where[:i] in self._document.values for i in range(1, len(where)))

    def _take(self, section: Block) -> None:
        """Take out a table; the remarks below it stay, for they are also the end of the block."""
        start = section.head
        above = line_start(self._text, start - 1) if start else 0
        blank = start > 0 and not self._text[above:start].strip()
        end = self._last(section, self._written(section))
        self.changes.append((above if blank else start, end, ""))


def role_tables(tables: Mapping[str, Any]) -> str:
    """The times of roles, each under a header of its own."""
    return "".join(f"[cue.roles.{key(role)}]\n{pairs(times)}" for role, times in tables.items())


def _leads(place: Place, to: Place) -> bool:
    return to[: len(place)] == place
