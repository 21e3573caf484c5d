"""A cue sheet with a column for each cue and a line for each channel or group: levels track through it."""

import re
from collections.abc import Sequence

from odette.book.table import quote
from odette.book.times import HOUR
from odette.core.colour import read as read_colour
from odette.core.cue import Authority, Called, Cue, Department, Follow, Light, Look, Value
from odette.core.venue import SLOTS, Fixture
from odette.exchange.draft import FADE, Draft, free_name, in_rows
from odette.exchange.sheet_lines import OUT, Lines, column_of

_COLOURS = {
    "red": "#ff0000",
    "green": "#00ff00",
    "blue": "#0000ff",
    "amber": "#ff9900",
    "white": "#ffffff",
    "yellow": "#ffff00",
    "orange": "#ff8000",
    "magenta": "#ff00ff",
    "cyan": "#00ffff",
    "purple": "#8000ff",
    "violet": "#8000ff",
}
_FULL = ("fl", "full", "f")


class TrackingSheet:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def read(self) -> Draft:
        """Looks of what each column writes; a cell that is empty leaves its channel as it is."""
        assert self.lines.head is not None
        line, row = self.lines.rows[self.lines.head]
        label = column_of(row, "number") or 0
        columns = {column: cell for column, cell in enumerate(row) if column > label and cell}
        first = min(columns)
        values: dict[int, dict[str, Value]] = {column: {} for column in columns}
        times: dict[int, tuple[float, float]] = {}
        follows: dict[int, float] = {}
        notes: dict[int, str] = {}
        role = kind = ""
        for line, row in self.lines.rows[self.lines.head + 1 :]:
            words = [cell for cell in row[:first] if cell]
            cells = {column: row[column] for column in columns if column < len(row) and row[column]}
            what = " ".join(words).lower()
            if what.startswith(("group", "channel")):
                kind = words[0].lower()
            elif "follow" in what:
                follows |= {c: s[0] for c, cell in cells.items() if (s := self.lines.seconds(cell, line))}
            elif "fade time" in what:
                times |= {c: s for c, cell in cells.items() if (s := self.lines.seconds(cell, line))}
            elif "track time" in what:
                notes |= {column: f"track time {cell}" for column, cell in cells.items()}
            elif words and words[0].lower() in ("colour", "color"):
                self._colours(role, cells, values, line)
            elif words and words[0].isdecimal() and kind:
                role = self._role(kind, words)
                self._levels(role, cells, values, line)
            elif cells:
                self.lines.draft.losses.add(line, f"the line {quote(' '.join(words))}")
        self._looks(columns, values, times, follows, notes)
        return self.lines.done()

    def _role(self, kind: str, words: Sequence[str]) -> str:
        """A channel is on the dimmer of its number, as nothing else is said; a group is a role of its own."""
        if kind.startswith("group"):
            role = words[1] if len(words) > 1 else f"group {words[0]}"
            self.lines.draft.roles.setdefault(role, {})
            return role
        role, lamp = f"channel {words[0]}", f"d{words[0]}"
        if role not in self.lines.draft.roles:
            x, y = in_rows(len(self.lines.draft.fixtures))
            universe, slot = divmod(int(words[0]) - 1, SLOTS)
            self.lines.draft.fixtures.append(
                Fixture(lamp, "dimmer", universe + 1, slot + 1, ", ".join(words[1:]), x, y)
            )
            self.lines.draft.roles[role] = {lamp: 1.0}
        return role

    def _levels(self, role: str, cells: dict[int, str], values: dict[int, dict[str, Value]], line: int) -> None:
        for column, cell in cells.items():
            level = _level(cell)
            if level is None:
                self.lines.draft.losses.add(line, f"{role}: {quote(cell)} is no level")
            else:
                values[column][role] = Value(level / 100)

    def _colours(self, role: str, cells: dict[int, str], values: dict[int, dict[str, Value]], line: int) -> None:
        """Colours of the role in the line above."""
        for column, cell in cells.items():
            word = cell.lower()
            colour = read_colour(_COLOURS.get(word, re.sub("(?<=[LR])0+", "", cell.upper())))
            if colour is None or not role:
                self.lines.draft.losses.add(line, f"a colour: {quote(cell)}")
            else:
                before = values[column].get(role, Value())
                values[column][role] = Value(before.level, colour)

    def _looks(
        self,
        columns: dict[int, str],
        values: dict[int, dict[str, Value]],
        times: dict[int, tuple[float, float]],
        follows: dict[int, float],
        notes: dict[int, str],
    ) -> None:
        """A cue for each column that says something."""
        draft = self.lines.draft
        before: tuple[str, float | None] = ("", None)
        for column, number in columns.items():
            if not values[column]:
                if column in times:
                    draft.losses.add(0, f"cue {number} has a time, and moves nothing")
                continue
            look = free_name(f"cue {number}", draft.looks)
            draft.looks[look] = Look(look, values[column])
            if column not in times:
                draft.losses.add(0, f"cue {number} has no time: the fade takes {FADE:g} s")
            up, down = times.get(column, (FADE, FADE))
            trigger = Follow(before[0], before[1]) if before[1] is not None else Called()
            authority = Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
            light = Light(look, min(up, HOUR), min(down, HOUR))
            note = notes.get(column, "")
            draft.cues.append(Cue(number, Department.LIGHTS, trigger, authority, (light,), note=note))
            before = (number, follows.get(column))
        draft.losses.add(0, "the sheet has no patch: channel n is on dimmer n, groups are roles without lamps")
        spoken = {role for look in draft.looks.values() for role in look.values}
        draft.roles = {role: lamps for role, lamps in draft.roles.items() if lamps or role in spoken}


def _level(cell: str) -> float | None:
    """Per cent: ``70``, ``70%``, ``FL``, ``out``."""
    word = cell.lower().rstrip("% ")
    if word in _FULL or word in OUT:
        return 100.0 if word in _FULL else 0.0
    return float(word) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", word) and float(word) <= 100 else None
