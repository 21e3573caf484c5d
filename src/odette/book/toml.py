"""TOML files with the place of every table, key and value in the text, so that a fault can say where it stands and an
edit touches nothing else."""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from odette.faults import Fault, Faulty

Place = tuple[str | int, ...]
"""The way to a table or key: names, and indices into lists, from the top of the file."""

Span = tuple[int, int]
"""From this character of the text to before that one."""


@dataclass(frozen=True, slots=True)
class Document:
    """One TOML file as read."""

    file: str
    data: dict[str, Any]
    lines: dict[Place, int]
    headers: tuple[tuple[Place, Span], ...] = field(default=(), repr=False)
    """``[table]`` and ``[[table]]``, in the order written."""
    pairs: dict[Place, Span] = field(default_factory=dict, repr=False)
    """``key = value``, from the key to the end of the value; in inline tables too."""
    values: dict[Place, Span] = field(default_factory=dict, repr=False)
    """The value of each pair, and each entry of a list."""
    names: tuple[tuple[Place, Span], ...] = field(default=(), repr=False)
    """Every name as often as it is written, in headers and as key, and what it leads to."""

    def line(self, *place: str | int) -> int:
        """The line of a table or key, from 1; of what encloses it if it is not there itself; else 0."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_toml(path: Path) -> Document:
    """Read a TOML file. Faulty if it is not there, not text, or not TOML."""
    return parse_toml(str(path), read_text(path))


def read_text(path: Path) -> str:
    """The text of a file, without a byte order mark. Faulty if it is not there, or not text."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Faulty(Fault(str(path), 0, "no such file", "expected a text file here")) from None
    except IsADirectoryError:
        raise Faulty(Fault(str(path), 0, "this is a folder", "expected a text file here")) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"byte {error.object[error.start]:#04x} is not UTF-8 text"
        raise Faulty(Fault(str(path), line, found, "save the file as UTF-8")) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Faulty(Fault(str(path), 0, f"cannot be read ({why})", "expected a text file here")) from None


def parse_toml(file: str, text: str) -> Document:
    """Read TOML text; ``file`` names it in faults. Faulty if it is not TOML."""
    try:
        data = tomllib.loads(text)
        index = _Index(text)
        return Document(file, data, index.lines, tuple(index.headers), index.pairs, index.values, tuple(index.names))
    except tomllib.TOMLDecodeError as error:
        found, line = _syntax(str(error), text)
        raise Faulty(Fault(file, line, found, "expected TOML (https://toml.io)")) from None
    except ValueError:
        raise Faulty(Fault(file, 0, "a number with thousands of digits", "expected TOML of sane size")) from None
    except RecursionError:
        raise Faulty(Fault(file, 0, "lists or tables nested too deeply", "expected TOML of sane size")) from None


def _syntax(message: str, text: str) -> tuple[str, int]:
    """What tomllib says, and the line it means."""
    said = re.fullmatch(r"(.*) \((?:at line (\d+), column \d+|at end of document)\)", message, re.DOTALL)
    if said is None:
        return message, 0
    line = int(said[2]) if said[2] else text.rstrip("\n").count("\n") + 1
    return f"not TOML: {said[1]}", line


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    + r"|'''.*?'{3,5}"
    + r'|"(?:\\.|[^"\\])*"'
    + r"|'[^']*'"
    + r"|[^,\]}\s#]+(?: [0-9][^,\]}\s#]*)?",
    re.DOTALL,
)


class _Index:
    """Walks text that tomllib has accepted and notes where each table, key and value is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {}
        self.headers: list[tuple[Place, Span]] = []
        self.pairs: dict[Place, Span] = {}
        self.values: dict[Place, Span] = {}
        self.names: list[tuple[Place, Span]] = []
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._counts: dict[Place, int] = {}
        table: Place = ()
        self._skip()
        while self.at < len(text):
            if self._is("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _header(self) -> Place:
        """``[a.b]`` or ``[[a.b]]``; a name on the way that is a list of tables means its last table."""
        start, line = self.at, self._line()
        self._take("[")
        entry = self._take("[")
        names = self._names()
        place: Place = ()
        for i, (name, span) in enumerate(names):
            place = (*place, name)
            self.names.append((place, span))
            self.lines.setdefault(place, line)
            if entry and i == len(names) - 1:
                self._counts[place] = self._counts.get(place, 0) + 1
            if place in self._counts:
                place = (*place, self._counts[place] - 1)
        self.lines[place] = line
        self._skip()
        self.at += 2 if entry else 1
        self.headers.append((place, (start, self.at)))
        return place

    def _pair(self, place: Place) -> None:
        """``a.b = value``"""
        start, line = self.at, self._line()
        for name, span in self._names():
            place = (*place, name)
            self.names.append((place, span))
            self.lines.setdefault(place, line)
        self._take("=")
        self._value(place)
        self.pairs[place] = start, self.at

    def _value(self, place: Place) -> None:
        start = self.at
        if self._is("["):
            self._take("[")
            entries = 0
            while not self._is("]"):
                self.lines[(*place, entries)] = self._line()
                self._value((*place, entries))
                entries += 1
                self._take(",")
            self.at += 1
        elif self._is("{"):
            self._take("{")
            while not self._is("}"):
                self._pair(place)
                self._take(",")
            self.at += 1
        else:
            self._match(_SCALAR)
        self.values[place] = start, self.at

    def _names(self) -> list[tuple[str, Span]]:
        names = [self._name()]
        while self._take("."):
            names.append(self._name())
        return names

    def _name(self) -> tuple[str, Span]:
        self._skip()
        start = self.at
        raw = self._match(_KEY)
        if "\\" in raw and raw.startswith('"'):
            name = next(iter(tomllib.loads(f"{raw} = 0")))
        else:
            name = raw[1:-1] if raw[0] in "\"'" else raw
        return name, (start, self.at)

    def _line(self) -> int:
        return bisect_left(self._ends, self.at) + 1

    def _skip(self) -> None:
        self._match(_BLANK)

    def _is(self, mark: str) -> bool:
        """Whether ``mark`` comes next, after blanks, which are stepped over."""
        self._skip()
        return self.text.startswith(mark, self.at)

    def _take(self, mark: str) -> bool:
        """Step over ``mark`` and the blanks around it, if it comes next. What comes next else is not stepped to."""
        here = self.at
        if not self._is(mark):
            self.at = here
            return False
        self.at += len(mark)
        self._skip()
        return True

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise AssertionError(f"text that tomllib accepted makes no sense at character {self.at}")
        self.at = found.end()
        return found[0]
