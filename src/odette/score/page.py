"""Where things stand on an engraved page: bars and noteheads in the SVG that Verovio draws."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from odette.score.model import Bar, Score

_FINE = 10
"""Verovio draws in tenths of the page's units."""
_CLEAR = 25.0
"""From the left edge of the last sign of a clef, key or time to where the music may begin, in page units."""
_STAFF_LINE = re.compile(r"M\s*(-?[\d.]+)[ ,]+(-?[\d.]+)\s*L\s*(-?[\d.]+)[ ,]+(-?[\d.]+)")
_TRANSLATE = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")
_SIGNATURES = {"clef", "keySig", "meterSig"}


@dataclass(slots=True)
class Box:
    """A printed bar: page from 1, the rest in page units; ``top`` and ``bottom`` of its whole system."""

    page: int
    left: float
    right: float
    music: float
    """Where its first note may stand: after clef, key and time signature."""
    top: float
    bottom: float


@dataclass(slots=True)
class Places:
    """Everything found on the pages so far, by id."""

    bars: dict[str, Box] = field(default_factory=dict)
    """In the order of print."""
    heads: dict[str, float] = field(default_factory=dict)
    """Left edge of each note's head."""

    def add_page(self, svg: str, page: int) -> None:
        """Take in the SVG of a page."""
        root = ElementTree.fromstring(svg)
        dx, dy = 0.0, 0.0
        for element in root.iter():
            kind = element.get("class")
            if kind == "page-margin":
                dx, dy = _translation(element) or (0.0, 0.0)
            elif kind == "system":
                self._system(element, page, dx, dy)

    def _system(self, system: Element, page: int, dx: float, dy: float) -> None:
        boxes = []
        for measure in system.iter():
            if measure.get("class") == "measure":
                box = self._measure(measure, page, dx, dy)
                if box:
                    self.bars[measure.get("id", "")] = box
                    boxes.append(box)
        for box in boxes:
            box.top = min(other.top for other in boxes)
            box.bottom = max(other.bottom for other in boxes)

    def _measure(self, measure: Element, page: int, dx: float, dy: float) -> Box | None:
        lines = list(_staff_lines(measure))
        if not lines:
            return None
        left = (min(line[0] for line in lines) + dx) / _FINE
        right = (max(line[2] for line in lines) + dx) / _FINE
        top = (min(line[1] for line in lines) + dy) / _FINE
        bottom = (max(line[1] for line in lines) + dy) / _FINE
        signs, first = [left], right
        for element in measure.iter():
            kind = element.get("class")
            if kind in ("note", "rest"):
                x = _first_x(element, "notehead" if kind == "note" else "rest")
                if x is not None:
                    self.heads[element.get("id", "")] = (x + dx) / _FINE
                    first = min(first, (x + dx) / _FINE)
            elif kind in _SIGNATURES:
                signs += [(t[0] + dx) / _FINE + _CLEAR for t in map(_translation, element.iter("*")) if t]
        return Box(page, left, right, max(x for x in signs if x <= max(left, first)), top, bottom)


def make_map(score: Score, places: Places, pages: int, size: tuple[int, int]) -> dict[str, object]:
    """What the desk needs to follow on the page; all of it JSON.

    ``anchors``: [beat, page, x, top, bottom] by beat, at every bar's start and every onset; ``bars``: [start beat,
    end beat, number, pass, page, left, right, top, bottom] as played. Played again, a bar points to the same place.
    A bar that is not on any page has page 0.
    """
    onsets: dict[int, dict[float, float]] = {}
    for note in score.notes:
        if note.id in places.heads and not note.grace:
            bar = score.bar_at(note.onset)
            here = onsets.setdefault(id(bar), {})
            x = places.heads[note.id]
            here[float(note.onset)] = min(x, here.get(float(note.onset), x))
    anchors: list[list[float]] = []
    bars: list[list[float | str]] = []
    in_print = list(places.bars.values())
    for bar in score.bars:
        box = _box(places, in_print, bar)
        start, end = float(bar.start), float(bar.start + bar.length)
        if box is None:
            bars.append([start, end, bar.number, bar.passing, 0, 0, 0, 0, 0])
            continue
        edges = [round(v, 1) for v in (box.left, box.right, box.top, box.bottom)]
        bars.append([start, end, bar.number, bar.passing, box.page, *edges])
        heads = {start: box.music, **onsets.get(id(bar), {})}
        anchors += [[beat, box.page, round(heads[beat], 1), *edges[2:]] for beat in sorted(heads)]
    return {"pages": pages, "size": list(size), "anchors": anchors, "bars": bars}


def _box(places: Places, in_print: list[Box], bar: Bar) -> Box | None:
    """The printed bar, by its id, or in formats that have their own ids, by its place."""
    named = places.bars.get(f"m{bar.index}")
    if named or "m0" in places.bars:
        return named
    return in_print[bar.index] if bar.index < len(in_print) else None


def _staff_lines(measure: Element) -> Iterator[tuple[float, float, float]]:
    """Left, height and right of every staff line."""
    for staff in measure:
        if staff.get("class") == "staff":
            for path in staff:
                match = _STAFF_LINE.fullmatch(path.get("d", ""))
                if match and match[2] == match[4]:
                    yield float(match[1]), float(match[2]), float(match[3])


def _first_x(element: Element, kind: str) -> float | None:
    """Left edge of the first glyph in the part of ``element`` that has the class ``kind``."""
    for part in element.iter():
        if part.get("class") == kind:
            for glyph in part.iter():
                place = _translation(glyph)
                if place:
                    return place[0]
    return None


def _translation(element: Element) -> tuple[float, float] | None:
    match = _TRANSLATE.search(element.get("transform", ""))
    return (float(match[1]), float(match[2])) if match else None
