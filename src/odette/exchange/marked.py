"""The score with its cues: each engraved page on a sheet of paper, cues drawn at their notes as on the desk."""

import io
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odette.book.open import Show
from odette.core.cue import At, Cue, Department
from odette.exchange.drawing import draw_page
from odette.exchange.paper import Fonts, fonts_for, numbered
from odette.exchange.sheet import LETTERS, cue_lines

_WIDE, _HIGH = landscape(A4)
_SIDE, _TOP, _BOTTOM = 9 * mm, 23 * mm, 11 * mm
_FLAG, _LIFT = 10.0, 13.0
"""Height of a cue's flag, and its distance from the staff, in points."""
_LONGEST = 30
"""Letters of a cue's name that a flag bears."""
_COLOURS = {
    Department.LIGHTS: HexColor("#9a4d00"),
    Department.TITLES: HexColor("#00558c"),
    Department.MESSAGES: HexColor("#6a2fa0"),
    Department.CALLS: HexColor("#2f6b00"),
    Department.MACHINERY: HexColor("#b00020"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a beat stands, in the units of the engraving."""

    page: int
    x: float
    top: float
    bottom: float


class Pages:
    """An engraved number: its pages, and where its beats stand on them (``score.page.make_map``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        known: dict[str, Any] = json.loads((folder / "map.json").read_text(encoding="utf-8"))
        self.count: int = known["pages"]
        self.size: tuple[float, float] = (known["size"][0], known["size"][1])
        self._anchors: list[list[float]] = known["anchors"]

    def place(self, beat: float) -> Place | None:
        """At the last note up to the beat, carried on towards the next one in its line; None: on no page."""
        at = max(0, bisect_right(self._anchors, beat, key=lambda anchor: anchor[0]) - 1)
        if not self.count or at >= len(self._anchors):
            return None
        start, page, x, top, bottom = self._anchors[at]
        if at + 1 < len(self._anchors):
            end, next_page, next_x, next_top, _ = self._anchors[at + 1]
            if (next_page, next_top) == (page, top) and next_x >= x and end > start:
                x += (next_x - x) * min(max((beat - start) / (end - start), 0.0), 1.0)
        return Place(int(page), x, top, bottom)

    def svg(self, page: int) -> str:
        return (self._folder / f"page-{page}.svg").read_text(encoding="utf-8")


def marked_score(show: Show, pages: Mapping[str, Pages], printed: str) -> bytes:
    """The PDF. Numbers without engraved pages are left out; a show with none of them has a page that says so."""
    fonts = fonts_for(show.book.title + "".join(cue.name for cue in show.book.cues))
    sheets = [
        (number.id, number.title, page)
        for number in show.book.numbers
        for page in range(1, pages[number.id].count + 1 if number.id in pages else 1)
    ]

    def frame(canvas: Canvas, page: int, of: int) -> None:
        canvas.setFillColor(HexColor("#111111"))
        canvas.setFont(fonts.bold, 12)
        canvas.drawString(_SIDE, _HIGH - 9 * mm, show.book.title[:60])
        canvas.setFont(fonts.plain, 9)
        canvas.setFillColor(HexColor("#555555"))
        if sheets:
            _, title, its = sheets[page - 1]
            canvas.drawCentredString(_WIDE / 2, _HIGH - 9 * mm, f"{title[:80]}, page {its}")
        canvas.drawRightString(_WIDE - _SIDE, _HIGH - 9 * mm, "Score with cues")
        canvas.drawString(_SIDE, 6 * mm, f"Printed {printed}")
        canvas.drawRightString(_WIDE - _SIDE, 6 * mm, f"Page {page} of {of}")

    out = io.BytesIO()
    canvas = numbered(frame)(out, pagesize=(_WIDE, _HIGH), pageCompression=1)
    canvas.setTitle(f"{show.book.title}: score with cues")
    canvas.setAuthor("Odette")
    what = {line.cue: line.name or line.what for line in cue_lines(show)}
    for number, _, page in sheets:
        _draw(canvas, pages[number], page, [cue for cue in show.book.cues if _in(cue, number)], what, fonts)
        canvas.showPage()
    if not sheets:
        canvas.setFont(fonts.plain, 12)
        canvas.drawString(_SIDE, _HIGH / 2, "No number of this show has an engraved score.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _in(cue: Cue, number: str) -> bool:
    return isinstance(cue.trigger, At) and cue.trigger.number == number


def _draw(canvas: Canvas, pages: Pages, page: int, cues: Sequence[Cue], what: Mapping[str, str], fonts: Fonts) -> None:
    wide, high = pages.size
    scale = min((_WIDE - 2 * _SIDE) / wide, (_HIGH - _TOP - _BOTTOM) / high)
    left, top = (_WIDE - wide * scale) / 2, _HIGH - _TOP
    canvas.saveState()
    canvas.translate(left, top)
    draw_page(canvas, pages.svg(page), wide * scale)
    canvas.restoreState()
    ends: dict[float, list[float]] = {}
    placed = [(place, cue) for cue in cues if isinstance(cue.trigger, At) and (place := pages.place(cue.trigger.beat))]
    for place, cue in sorted(placed, key=lambda entry: (entry[0].top, entry[0].x)):
        if place.page == page:
            x = left + place.x * scale
            words = what[cue.number].replace("\n", " / ")
            words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
            number = f"{LETTERS[cue.department]} {cue.number}"
            width = canvas.stringWidth(number, fonts.bold, 8.5) + canvas.stringWidth(words, fonts.plain, 7.5) + 7
            start = min(x, _WIDE - 4 * mm - width)
            lane = _lane(ends.setdefault(place.top, []), start, start + width + 2)
            _flag(canvas, (x, start, width), top - place.top * scale, top - place.bottom * scale, lane, cue, fonts)
            base = top - place.top * scale + _LIFT + lane * (_FLAG + 1)
            canvas.setFont(fonts.bold, 8.5)
            canvas.drawString(start + 2, base + 2.5, number)
            canvas.setFont(fonts.plain, 7.5)
            canvas.drawRightString(start + width - 2, base + 2.5, words)


def _lane(ends: list[float], start: float, end: float) -> int:
    """The lowest row over the staves in which a flag has room."""
    free = next((lane for lane, taken in enumerate(ends) if taken <= start), len(ends))
    ends[free : free + 1] = [end]
    return free


def _flag(
    canvas: Canvas, across: tuple[float, float, float], top: float, bottom: float, lane: int, cue: Cue, fonts: Fonts
) -> None:
    """The line through the staves and the box over them; leaves the colour of its words set."""
    x, start, width = across
    base = top + _LIFT + lane * (_FLAG + 1)
    colour = _COLOURS[cue.department]
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(1.1)
    canvas.line(x, bottom - 2, x, base)
    canvas.setLineWidth(0.7)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.rect(start, base, width, _FLAG, stroke=1, fill=1)
    canvas.setFillColor(colour)
