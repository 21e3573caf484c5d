"""A show on its way in from another program, and what had to be left behind."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from odette.core.cue import Cue, Look
from odette.core.venue import Fixture

_BYTE = 255
FADE = 3.0
"""Seconds a fade takes where the file gives no time."""


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """Something an import cannot carry, in words, and the lines on which it stands in the file."""

    lines: tuple[int, ...]
    words: str

    def told(self, file: str) -> str:
        """``show.asc:12, 40: submasters`` (at most eight lines are named)."""
        named = ", ".join(map(str, self.lines[:8])) + (", ..." if len(self.lines) > 8 else "")
        times = f" ({len(self.lines)} times)" if len(self.lines) > 1 else ""
        return f"{file}{':' if named else ''}{named}: {self.words}{times}"


class Losses:
    """Collects what is left behind; the same words on several lines are told once."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}

    def add(self, line: int, words: str) -> None:
        """``line`` from 1; 0: the file as a whole."""
        lines = self._lines.setdefault(words, [])
        if line and line not in lines:
            lines.append(line)

    def told(self) -> tuple[Left, ...]:
        """Everything left behind, in the order of the file."""
        return tuple(sorted(Left(tuple(sorted(lines)), words) for words, lines in self._lines.items()))


@dataclass(slots=True)
class Draft:
    """A show and its rig as read from another program's file. Cues come in running order."""

    title: str
    cues: list[Cue] = field(default_factory=list)
    looks: dict[str, Look] = field(default_factory=dict)
    fixtures: list[Fixture] = field(default_factory=list)
    roles: dict[str, dict[str, float]] = field(default_factory=dict)
    """Role → fixture id → weight."""
    lists: dict[str, int] = field(default_factory=dict)
    """Cue lists beside the main one, and their priorities."""
    losses: Losses = field(default_factory=Losses)


def per_cent(byte: int) -> float:
    """The shortest per cent that is this byte again at the lamp: 204 → 80, 77 → 30.2."""
    exact = 100 * byte / _BYTE
    return next(p for p in (round(exact), round(exact, 1)) if round(_BYTE * p / 100) == byte)


def free_name(name: str, taken: Iterable[str]) -> str:
    """``name``, or ``name 2`` and so on where that is taken."""
    known = set(taken)
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, len(known) + 3))) if n not in known)


def in_rows(index: int, row: int = 16) -> tuple[float, float]:
    """A place on the plan for the fixture with this index, where the file says none: rows of ``row``, metres."""
    return float(index % row) - (row - 1) / 2, -1.0 + index // row
