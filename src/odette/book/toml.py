"""TOML files with the line of every table and key, so that a fault can say where it stands."""

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from odette.faults import Fault, Faulty

Place = tuple[str | int, ...]
"""The way to a table or key: names, and indices into lists, from the top of the file."""


@dataclass(frozen=True, slots=True)
class Document:
    """One TOML file as read."""

    file: str
    data: dict[str, Any]
    lines: dict[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of a table or key, from 1; of what encloses it if it is not there itself; else 0."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_toml(path: Path) -> Document:
    """Read a TOML file. Faulty if it is not there, not text, or not TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
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
    return parse_toml(str(path), text)


def parse_toml(file: str, text: str) -> Document:
    """Read TOML text; ``file`` names it in faults. Faulty if it is not TOML."""
    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
        return Document(file, data, _Index(text).lines)
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


_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:\\.|[^"\\])*"' + r"|'[^']*'" + r"|[^,\]}\n#]+",
    re.DOTALL,
)


class _Index:
    """Walks text that tomllib has accepted and notes the line on which each table and key is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Place, int] = {}
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._counts: dict[Place, int] = {}
        table: Place = ()
        self._skip()
        while self.at < len(text):
            if self._take("["):
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _header(self) -> Place:
        """``[a.b]`` or ``[[a.b]]``; a name on the way that is a list of tables means its last table."""
        line = self._line()
        entry = self._take("[")
        names = self._names()
        place: Place = ()
        for i, name in enumerate(names):
            place = (*place, name)
            self.lines.setdefault(place, line)
            if entry and i == len(names) - 1:
                self._counts[place] = self._counts.get(place, 0) + 1
            if place in self._counts:
                place = (*place, self._counts[place] - 1)
        self.lines[place] = line
        self._take("]")
        if entry:
            self._take("]")
        return place

    def _pair(self, place: Place) -> None:
        """``a.b = value``"""
        line = self._line()
        for name in self._names():
            place = (*place, name)
            self.lines.setdefault(place, line)
        self._take("=")
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._take("["):
            entries = 0
            while not self._take("]"):
                self.lines[(*place, entries)] = self._line()
                self._value((*place, entries))
                entries += 1
                self._take(",")
        elif self._take("{"):
            while not self._take("}"):
                self._pair(place)
                self._take(",")
        else:
            self._match(_SCALAR)

    def _names(self) -> list[str]:
        names = [self._name()]
        while self._take("."):
            names.append(self._name())
        return names

    def _name(self) -> str:
        self._skip()
        raw = self._match(_KEY)
        if "\\" in raw and raw.startswith('"'):
            return next(iter(tomllib.loads(f"{raw} = 0")))
        return raw[1:-1] if raw[0] in "\"'" else raw

    def _line(self) -> int:
        return bisect_left(self._ends, self.at) + 1

    def _skip(self) -> None:
        self._match(_BLANK)

    def _take(self, mark: str) -> bool:
        """Step over ``mark`` and the blanks around it, if it comes next."""
        self._skip()
        if not self.text.startswith(mark, self.at):
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
