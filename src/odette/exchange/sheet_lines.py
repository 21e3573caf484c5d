"""The lines of a cue sheet, whichever way it is written, and what its headings and times mean."""

import re
from collections.abc import Sequence

from odette.book.rows import Row
from odette.book.table import quote
from odette.exchange.draft import Draft
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
NUMBER = r"[0-9]+(\.[0-9]{1,3})?"
OUT = ("out", "-", "x")


class Lines:
    """A sheet that is being read, and the show that comes of it."""

    def __init__(self, file: str, rows: list[Row], title: str) -> None:
        self.file = file
        self.rows = rows
        self.draft = Draft(title)
        self.faults: list[Fault] = []
        self.head = next((i for i, (_, row) in enumerate(rows) if column_of(row, "number") is not None), None)
        """The line of the headings; None: no heading says that it has the numbers."""

    @property
    def tracks(self) -> bool:
        """Whether the line that says "cue number" goes on with the numbers themselves."""
        if self.head is None:
            return False
        row = self.rows[self.head][1]
        first = column_of(row, "number")
        numbers = [cell for cell in row[(first or 0) + 1 :] if cell]
        return len(numbers) > 1 and all(re.fullmatch(NUMBER, cell) for cell in numbers)

    def done(self) -> Draft:
        """The show. Raises Faulty with every fault that was found."""
        if not self.draft.cues and not self.faults:
            self.faults.append(Fault(self.file, 0, "the sheet has no cue", "expected a column Cue, or Timecode"))
        if self.faults:
            raise Faulty(*self.faults)
        return self.draft

    def seconds(self, cell: str, line: int) -> tuple[float, float] | None:
        """Up and down: ``5``, ``11sec``, ``6/8``, ``u5, d10``; None: no time."""
        numbers = [float(word) for word in re.findall(r"[0-9]*\.?[0-9]+", cell)]
        if 1 <= len(numbers) <= 2 and re.fullmatch(r"[0-9., /usecdown]*", cell.lower()):
            return numbers[0], numbers[-1]
        if cell and cell not in OUT:
            self.draft.losses.add(line, f"a time: {quote(cell)}")
        return None


def column_of(row: Sequence[str], kind: str) -> int | None:
    """The first column with one of the headings of this kind, in the order of those."""
    lowered = [re.sub(r"\s+", " ", cell.lower()) for cell in row]
    return next((lowered.index(heading) for heading in HEADINGS[kind] if heading in lowered), None)
