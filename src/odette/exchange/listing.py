"""A cue sheet with a line for each cue. Such a sheet has no levels, so its cues are calls."""

import re
from itertools import count

from odette.book.table import quote
from odette.book.times import HOUR
from odette.core.cue import Authority, Call, Called, Cue, Department, Follow, Trigger
from odette.exchange.draft import Draft
from odette.exchange.sheet_lines import HEADINGS, NUMBER, Lines, column_of
from odette.faults import Fault


class Listing:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def read(self) -> Draft:
        """Every cue a call, in the order of the sheet; a timecode makes it follow the cue before."""
        head = self.lines.head
        if head is None:
            timed = (i for i, (_, row) in enumerate(self.lines.rows) if column_of(row, "timecode") is not None)
            head = next(timed, 0 if self.lines.rows and self.lines.rows[0][1][:1] == [""] else None)
        if head is None:
            return self.lines.done()
        columns = {kind: column_of(self.lines.rows[head][1], kind) for kind in HEADINGS}
        if columns["number"] is None and columns["timecode"] is None:
            columns["number"] = 0  # a first column without a heading
        known = {column for column in columns.values() if column is not None}
        for column, heading in enumerate(self.lines.rows[head][1]):
            used = any(column < len(row) and row[column] for _, row in self.lines.rows[head + 1 :])
            if column not in known and used:
                self.lines.draft.losses.add(self.lines.rows[head][0], f"the column {heading or column + 1}")
        self.lines.draft.losses.add(self.lines.rows[head][0], "the sheet has no levels: its cues are calls")
        taken: dict[str, tuple[str, int]] = {}
        before: tuple[str, float | None] = ("", None)
        for line, row in self.lines.rows[head + 1 :]:
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
        return self.lines.done()

    def _numbered(self, written: str, line: int, taken: dict[str, tuple[str, int]]) -> str:
        """The number in ``LX 12.5``; empty where there is none. ``taken``: number → as written, and its line.

        ``SQ 12`` beside ``LX 12`` moves up by a thousand; ``LX 12`` twice is a fault.
        """
        found = re.fullmatch(rf"\D*?({NUMBER})", written)
        if not found:
            self.lines.draft.losses.add(line, "a line without a cue number")
            return ""
        number = found[1]
        before, there = taken.get(number, ("", 0))
        if before == written:
            twice = f"cue {written} is already on line {there}"
            self.lines.faults.append(Fault(self.lines.file, line, twice, "expected each cue once"))
        elif before:
            whole, point, rest = number.partition(".")
            number = next(n for k in count(1) if (n := f"{int(whole) + 1000 * k}{point}{rest}") not in taken)
            self.lines.draft.losses.add(line, f"the number of {written}: it is cue {number}")
        return number

    def _call(self, number: str, line: int, cells: dict[str, str], trigger: Trigger) -> None:
        department = cells["department"] or "Cue"
        words = " ".join(filter(None, (f"{department} {number}", cells["name"])))
        authority = Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
        cue = Cue(number, Department.CALLS, trigger, authority, (Call(words),), cells["name"], cells["note"], line)
        self.lines.draft.cues.append(cue)

    def _follows(self, head: int, column: int | None) -> None:
        """A follow time stands in the line of the cue that is followed."""
        if column is None:
            return
        written = {line: row[column] for line, row in self.lines.rows[head + 1 :] if column < len(row) and row[column]}
        cues = self.lines.draft.cues
        for i in range(len(cues) - 1):
            seconds = self.lines.seconds(written.get(cues[i].line, ""), cues[i].line)
            if seconds is not None and isinstance(cues[i + 1].trigger, Called):
                old = cues[i + 1]
                trigger = Follow(cues[i].number, seconds[0])
                cues[i + 1] = Cue(
                    old.number, old.department, trigger, Authority.AUTO, old.actions, old.name, old.note, old.line
                )

    def _clock(self, cell: str, line: int) -> float | None:
        """Seconds of ``01:23.4`` or ``00:01:23``."""
        if not re.fullmatch(r"([0-9]+:){0,2}[0-9]+(\.[0-9]+)?", cell):
            self.lines.draft.losses.add(line, f"a timecode: {quote(cell)}")
            return None
        seconds = 0.0
        for part in cell.split(":"):
            seconds = 60 * seconds + float(part)
        return seconds


def _after(before: tuple[str, float | None], seconds: float | None) -> Trigger:
    """A cue with a timecode follows the one before it by what lies between."""
    number, earlier = before
    if seconds is None or earlier is None or not 0 <= seconds - earlier <= HOUR:
        return Called()
    return Follow(number, round(seconds - earlier, 3))
