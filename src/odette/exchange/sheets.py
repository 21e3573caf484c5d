"""Cue sheets as tables (.csv), whichever way they are written.

With a line for each cue, its columns known by their headings; such a sheet has no levels, so its cues are calls. Or
with a column for each cue (a tracking sheet), and a line for each channel or group: levels track through it.
"""

import csv
import io
import re
from collections.abc import Sequence
from itertools import count

from odette.book.table import quote
from odette.book.times import HOUR
from odette.core.colour import read as read_colour
from odette.core.cue import Authority, Call, Called, Cue, Department, Follow, Light, Look, Trigger, Value
from odette.core.venue import SLOTS, Fixture
from odette.exchange.draft import FADE, Draft, free_name, in_rows
from odette.faults import Fault, Faulty

HEADINGS = {
    "number": ("cue", "cue number", "cue no", "cue #", "q", "lq", "no", "number", "#"),
    "name": ("name", "label", "title", "function 1 name", "description", "what"),
    "note": ("notes", "note", "comment", "comments"),
    "follow": ("follow", "follow time", "autofollow", "auto follow", "followon"),
    "timecode": ("timecode", "time code", "tc", "track time"),
    "department": ("department", "dept", "type"),
}
"""What a column is, by its heading in small letters."""
_NUMBER = r"[0-9]+(\.[0-9]{1,3})?"
_WANTED = "expected a table with commas (.csv)"
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
_OUT = ("out", "-", "x")


def read_sheet(file: str, data: bytes, title: str) -> Draft:
    """The cues of a sheet. Raises Faulty with every fault in it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise Faulty(Fault(file, 0, "this is not text", _WANTED))
    reader = csv.reader(io.StringIO(text))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise Faulty(Fault(file, reader.line_num, f"no table: {error}", _WANTED)) from None
    sheet = _Sheet(file, rows, title)
    return sheet.tracking() if sheet.tracks else sheet.listed()


class _Sheet:
    def __init__(self, file: str, rows: list[tuple[int, list[str]]], title: str) -> None:
        self.file = file
        self.rows = rows
        self.draft = Draft(title)
        self.faults: list[Fault] = []
        self.head = next((i for i, (_, row) in enumerate(rows) if _column(row, "number") is not None), None)

    @property
    def tracks(self) -> bool:
        """Whether the line that says "cue number" goes on with the numbers themselves."""
        if self.head is None:
            return False
        row = self.rows[self.head][1]
        first = _column(row, "number")
        numbers = [cell for cell in row[(first or 0) + 1 :] if cell]
        return len(numbers) > 1 and all(re.fullmatch(_NUMBER, cell) for cell in numbers)

    def _done(self) -> Draft:
        if not self.draft.cues and not self.faults:
            self.faults.append(Fault(self.file, 0, "the sheet has no cue", "expected a column Cue, or Timecode"))
        if self.faults:
            raise Faulty(*self.faults)
        return self.draft

    # a line for each cue

    def listed(self) -> Draft:
        """Every cue a call, in the order of the sheet; a timecode makes it follow the cue before."""
        head = self.head
        if head is None:
            timed = (i for i, (_, row) in enumerate(self.rows) if _column(row, "timecode") is not None)
            head = next(timed, 0 if self.rows and self.rows[0][1][:1] == [""] else None)
        if head is None:
            return self._done()
        columns = {kind: _column(self.rows[head][1], kind) for kind in HEADINGS}
        if columns["number"] is None and columns["timecode"] is None:
            columns["number"] = 0  # a first column without a heading
        known = {column for column in columns.values() if column is not None}
        for column, heading in enumerate(self.rows[head][1]):
            used = any(column < len(row) and row[column] for _, row in self.rows[head + 1 :])
            if column not in known and used:
                self.draft.losses.add(self.rows[head][0], f"the column {heading or column + 1}")
        self.draft.losses.add(self.rows[head][0], "the sheet has no levels: its cues are calls")
        taken: dict[str, tuple[str, int]] = {}
        before: tuple[str, float | None] = ("", None)
        for line, row in self.rows[head + 1 :]:
            cells = {kind: row[c] if c is not None and c < len(row) else "" for kind, c in columns.items()}
            if not any(cells.values()):
                continue
            number = str(len(taken) + 1)
            if columns["number"] is not None:
                number = self._numbered(cells["number"], line, taken)
            if not number:
                continue
            taken[number] = (cells["number"], line)
            seconds = self._clock(cells["timecode"], line) if cells["timecode"] else None
            trigger = _after(before, seconds)
            self._call(number, line, cells, trigger)
            before = (number, seconds)
        self._follows(head, columns["follow"])
        return self._done()

    def _numbered(self, written: str, line: int, taken: dict[str, tuple[str, int]]) -> str:
        """The number in ``LX 12.5``; empty where there is none. ``taken``: number → as written, and its line.

        ``SQ 12`` beside ``LX 12`` moves up by a thousand; ``LX 12`` twice is a fault.
        """
        found = re.fullmatch(rf"\D*?({_NUMBER})", written)
        if not found:
            self.draft.losses.add(line, "a line without a cue number")
            return ""
        number = found[1]
        before, there = taken.get(number, ("", 0))
        if before == written:
            twice = f"cue {written} is already on line {there}"
            self.faults.append(Fault(self.file, line, twice, "expected each cue once"))
        elif before:
            whole, point, rest = number.partition(".")
            number = next(n for k in count(1) if (n := f"{int(whole) + 1000 * k}{point}{rest}") not in taken)
            self.draft.losses.add(line, f"the number of {written}: it is cue {number}")
        return number

    def _call(self, number: str, line: int, cells: dict[str, str], trigger: Trigger) -> None:
        department = cells["department"] or "Cue"
        words = " ".join(filter(None, (f"{department} {number}", cells["name"])))
        authority = Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
        cue = Cue(number, Department.CALLS, trigger, authority, (Call(words),), cells["name"], cells["note"], line)
        self.draft.cues.append(cue)

    def _follows(self, head: int, column: int | None) -> None:
        """A follow time stands in the line of the cue that is followed."""
        if column is None:
            return
        written = {line: row[column] for line, row in self.rows[head + 1 :] if column < len(row) and row[column]}
        cues = self.draft.cues
        for i in range(len(cues) - 1):
            seconds = self._seconds(written.get(cues[i].line, ""), cues[i].line)
            if seconds is not None and isinstance(cues[i + 1].trigger, Called):
                old = cues[i + 1]
                trigger = Follow(cues[i].number, seconds[0])
                cues[i + 1] = Cue(
                    old.number, old.department, trigger, Authority.AUTO, old.actions, old.name, old.note, old.line
                )

    # a column for each cue

    def tracking(self) -> Draft:
        """Looks of what each column writes; a cell that is empty leaves its channel as it is."""
        assert self.head is not None
        line, row = self.rows[self.head]
        label = _column(row, "number") or 0
        columns = {column: cell for column, cell in enumerate(row) if column > label and cell}
        first = min(columns)
        values: dict[int, dict[str, Value]] = {column: {} for column in columns}
        times: dict[int, tuple[float, float]] = {}
        follows: dict[int, float] = {}
        notes: dict[int, str] = {}
        role = kind = ""
        for line, row in self.rows[self.head + 1 :]:
            words = [cell for cell in row[:first] if cell]
            cells = {column: row[column] for column in columns if column < len(row) and row[column]}
            what = " ".join(words).lower()
            if what.startswith(("group", "channel")):
                kind = words[0].lower()
            elif "follow" in what:
                follows |= {c: s[0] for c, cell in cells.items() if (s := self._seconds(cell, line))}
            elif "fade time" in what:
                times |= {c: s for c, cell in cells.items() if (s := self._seconds(cell, line))}
            elif "track time" in what:
                notes |= {column: f"track time {cell}" for column, cell in cells.items()}
            elif words and words[0].lower() in ("colour", "color"):
                self._colours(role, cells, values, line)
            elif words and words[0].isdecimal() and kind:
                role = self._role(kind, words)
                self._levels(role, cells, values, line)
            elif cells:
                self.draft.losses.add(line, f"the line {quote(' '.join(words))}")
        self._looks(columns, values, times, follows, notes)
        return self._done()

    def _role(self, kind: str, words: Sequence[str]) -> str:
        """A channel is on the dimmer of its number, as nothing else is said; a group is a role of its own."""
        if kind.startswith("group"):
            role = words[1] if len(words) > 1 else f"group {words[0]}"
            self.draft.roles.setdefault(role, {})
            return role
        role, lamp = f"channel {words[0]}", f"d{words[0]}"
        if role not in self.draft.roles:
            x, y = in_rows(len(self.draft.fixtures))
            universe, slot = divmod(int(words[0]) - 1, SLOTS)
            self.draft.fixtures.append(Fixture(lamp, "dimmer", universe + 1, slot + 1, ", ".join(words[1:]), x, y))
            self.draft.roles[role] = {lamp: 1.0}
        return role

    def _levels(self, role: str, cells: dict[int, str], values: dict[int, dict[str, Value]], line: int) -> None:
        for column, cell in cells.items():
            level = _level(cell)
            if level is None:
                self.draft.losses.add(line, f"{role}: {quote(cell)} is no level")
            else:
                values[column][role] = Value(level / 100)

    def _colours(self, role: str, cells: dict[int, str], values: dict[int, dict[str, Value]], line: int) -> None:
        """Colours of the role in the line above."""
        for column, cell in cells.items():
            word = cell.lower()
            colour = read_colour(_COLOURS.get(word, re.sub("(?<=[LR])0+", "", cell.upper())))
            if colour is None or not role:
                self.draft.losses.add(line, f"a colour: {quote(cell)}")
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
        draft = self.draft
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

    def _seconds(self, cell: str, line: int) -> tuple[float, float] | None:
        """Up and down: ``5``, ``11sec``, ``6/8``, ``u5, d10``; None: no time."""
        numbers = [float(word) for word in re.findall(r"[0-9]*\.?[0-9]+", cell)]
        if 1 <= len(numbers) <= 2 and re.fullmatch(r"[0-9., /usecdown]*", cell.lower()):
            return numbers[0], numbers[-1]
        if cell and cell not in _OUT:
            self.draft.losses.add(line, f"a time: {quote(cell)}")
        return None

    def _clock(self, cell: str, line: int) -> float | None:
        """Seconds of ``01:23.4`` or ``00:01:23``."""
        if not re.fullmatch(r"([0-9]+:){0,2}[0-9]+(\.[0-9]+)?", cell):
            self.draft.losses.add(line, f"a timecode: {quote(cell)}")
            return None
        seconds = 0.0
        for part in cell.split(":"):
            seconds = 60 * seconds + float(part)
        return seconds


def _column(row: Sequence[str], kind: str) -> int | None:
    """The first column with one of the headings of this kind, in the order of those."""
    lowered = [re.sub(r"\s+", " ", cell.lower()) for cell in row]
    return next((lowered.index(heading) for heading in HEADINGS[kind] if heading in lowered), None)


def _after(before: tuple[str, float | None], seconds: float | None) -> Trigger:
    """A cue with a timecode follows the one before it by what lies between."""
    number, earlier = before
    if seconds is None or earlier is None or not 0 <= seconds - earlier <= HOUR:
        return Called()
    return Follow(number, round(seconds - earlier, 3))


def _level(cell: str) -> float | None:
    """Per cent: ``70``, ``70%``, ``FL``, ``out``."""
    word = cell.lower().rstrip("% ")
    if word in _FULL or word in _OUT:
        return 100.0 if word in _FULL else 0.0
    return float(word) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", word) and float(word) <= 100 else None
