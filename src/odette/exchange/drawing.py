"""An engraved page on paper: the shapes and words that Verovio writes into an SVG, drawn on a PDF's page.

Only what Verovio writes is understood: paths of M, L, H, V, C, S, Q and Z in both cases, ``use`` of its glyphs,
lines, polygons, ellipses, rectangles, and text (SVG 1.1, chapters 8 to 10). Everything is black.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from reportlab.pdfgen.canvas import Canvas

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_TOKEN = re.compile(rf"([MLHVCSQZmlhvcsqz])|({_NUMBER.pattern})")
_WIDTH = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "Z": 0}
"""How many numbers each command of a path takes."""
_NOTES = {"\ueca2": ("half", ""), "\ueca3": ("half", "|"), "\ueca5": ("full", "|"), "\ueca7": ("full", "|)")}
"""Metronome notes of SMuFL 1.4 (whole, half, quarter, eighth): head and stem."""
_FACES = {
    (False, False): "Times-Roman",
    (True, False): "Times-Bold",
    (False, True): "Times-Italic",
    (True, True): "Times-BoldItalic",
}
_STYLED = {"tempo": (True, False), "reh": (True, False), "ending": (True, False), "fing": (True, False)}
_STYLED |= {"dir": (False, True), "dynam": (False, True), "mNum": (False, True)}
"""Bold and italic, as the style sheet in Verovio's pages gives them to kinds of signs."""

Segment = tuple[str, tuple[float, ...]]
"""``M``, ``L``, ``C`` with absolute coordinates, or ``Z``."""


def draw_page(canvas: Canvas, svg: str, width: float) -> None:
    """Draw a page with its upper left corner at the origin, ``width`` points wide, downwards."""
    root = ElementTree.fromstring(svg)
    glyphs = {element.get("id", ""): _glyph(element) for element in root.iterfind(f"{_SVG}defs/{_SVG}g")}
    inner = next((child for child in root if child.tag == f"{_SVG}svg"), root)
    _, _, units, _ = map(float, inner.get("viewBox", "0 0 1 1").split())
    canvas.saveState()
    canvas.scale(width / units, -width / units)
    canvas.setLineJoin(1)
    _Page(canvas, glyphs).draw(inner, (False, False))
    canvas.restoreState()


def segments(path: str) -> Iterator[Segment]:
    """The path in absolute lines and cubic curves."""
    tokens = [match.group() for match in _TOKEN.finditer(path)]
    x = y = start_x = start_y = 0.0
    control: tuple[float, float] | None = None
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        kind, size = command.upper(), _WIDTH[command.upper()]
        values = [float(token) for token in tokens[at : at + size]]
        at += size
        if kind == "Z":
            x, y, control = start_x, start_y, None
            yield "Z", ()
            continue
        if kind == "H":
            kind, values = "L", [*values, 0.0 if command == "h" else y]
        elif kind == "V":
            kind, values = "L", [0.0 if command == "v" else x, *values]
        if command.islower():
            values = [value + (x, y)[i % 2] for i, value in enumerate(values)]
        if kind in "ML":
            control = None
        else:
            values, control = _cubic(kind, values, (x, y), control)
            kind = "C"
        x, y = values[-2:]
        yield kind, tuple(values)
        if kind == "M":
            start_x, start_y = x, y
            command = "l" if command == "m" else "L"


def _cubic(
    kind: str, values: list[float], at: tuple[float, float], control: tuple[float, float] | None
) -> tuple[list[float], tuple[float, float]]:
    """The curve as a cubic one, and its second control point. A smooth one mirrors the control point before it."""
    x, y = at
    if kind == "S":
        cx, cy = control or at
        values = [2 * x - cx, 2 * y - cy, *values]
    elif kind == "Q":
        qx, qy, end_x, end_y = values
        values = [
            x + (qx - x) * 2 / 3,
            y + (qy - y) * 2 / 3,
            end_x + (qx - end_x) * 2 / 3,
            end_y + (qy - end_y) * 2 / 3,
        ]
        values += [end_x, end_y]
    return values, (values[2], values[3])


def _glyph(element: Element) -> list[Segment]:
    """The outline of a glyph, y downwards; its own transformation is always a flip."""
    return [
        (kind, tuple(value * (1, -1)[i % 2] for i, value in enumerate(values)))
        for path in element.iter(f"{_SVG}path")
        for kind, values in segments(path.get("d", ""))
    ]


class _Page:
    """Draws the elements of one page, those within others after them."""

    def __init__(self, canvas: Canvas, glyphs: dict[str, list[Segment]]) -> None:
        self.canvas = canvas
        self.glyphs = glyphs

    def draw(self, element: Element, face: tuple[bool, bool]) -> None:
        kind = element.get("class", "")
        if "placeholder" in kind:
            return
        face = _STYLED.get(kind, face)
        tag = element.tag.removeprefix(_SVG)
        if tag == "text":
            self.text(element, face)
            return
        shape = getattr(self, f"shape_{tag}", None)
        if shape:
            shape(element)
            return
        moved = _moved(element)
        if moved:
            self.canvas.saveState()
            self.canvas.translate(*moved)
        for child in element:
            self.draw(child, face)
        if moved:
            self.canvas.restoreState()

    def shape_use(self, element: Element) -> None:
        x, y = _moved(element) or (0.0, 0.0)
        sizes = re.search(r"scale\(([^)]*)\)", element.get("transform", ""))
        wide, high = (_numbers(sizes[1]) * 2)[:2] if sizes else (1.0, 1.0)
        outline = self.glyphs.get(element.get(_LINK, "").removeprefix("#"), [])
        placed = [
            (kind, tuple(value * (wide, high)[i % 2] + (x, y)[i % 2] for i, value in enumerate(values)))
            for kind, values in outline
        ]
        self.trace(placed, 0, fill=True)

    def shape_path(self, element: Element) -> None:
        line = float(element.get("stroke-width", 0))
        self.trace(list(segments(element.get("d", ""))), line, fill=element.get("fill") != "none")

    def shape_polygon(self, element: Element) -> None:
        self.trace([*_joined(element), ("Z", ())], 0, fill=True)

    def shape_polyline(self, element: Element) -> None:
        self.trace(_joined(element), float(element.get("stroke-width", 1)), fill=False)

    def shape_ellipse(self, element: Element) -> None:
        x, y, rx, ry = (float(element.get(name, 0)) for name in ("cx", "cy", "rx", "ry"))
        self.canvas.ellipse(x - rx, y - ry, x + rx, y + ry, stroke=0, fill=1)

    def shape_rect(self, element: Element) -> None:
        x, y, width, height = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        hollow = element.get("fill-opacity") == "0" or element.get("fill") in ("none", "transparent")
        self.canvas.setLineWidth(float(element.get("stroke-width", 1)))
        self.canvas.rect(x, y, width, height, stroke=int(hollow), fill=int(not hollow))

    def trace(self, outline: list[Segment], line: float, fill: bool) -> None:
        path = self.canvas.beginPath()
        for kind, values in outline:
            if kind == "M":
                path.moveTo(*values)
            elif kind == "L":
                path.lineTo(*values)
            elif kind == "C":
                path.curveTo(*values)
            else:
                path.close()
        self.canvas.setLineWidth(line)
        straight = len(outline) == 2
        self.canvas.drawPath(path, stroke=int(line > 0), fill=int(fill and not straight), fillMode=1)

    def text(self, element: Element, face: tuple[bool, bool]) -> None:
        """Runs of one size and face; a run with a place of its own begins a new line there."""
        lines: list[tuple[float, float, list[tuple[str, str, float]]]] = []
        for child, text, bold, italic, size in _runs(element, *face, 0.0):
            if not lines or child.get("x") is not None:
                place = child if child.get("x") is not None else element
                lines.append((float(place.get("x", 0)), float(place.get("y", element.get("y", 0))), []))
            if text.strip() and size:
                lines[-1][2].append((text, _FACES[bold, italic], size))
        for x, y, runs in lines:
            wide = sum(self.wide(*run) for run in runs)
            x -= wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
            for run in runs:
                self.run(x, y, *run)
                x += self.wide(*run)

    def wide(self, text: str, face: str, size: float) -> float:
        if text in _NOTES:
            return 0.45 * size
        return float(self.canvas.stringWidth(_letters(text), face, size))

    def run(self, x: float, y: float, text: str, face: str, size: float) -> None:
        if text in _NOTES:
            self.note(x, y, size, *_NOTES[text])
            return
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.scale(1, -1)
        self.canvas.setFont(face, size)
        self.canvas.drawString(0, 0, _letters(text))
        self.canvas.restoreState()

    def note(self, x: float, y: float, size: float, head: str, stem: str) -> None:
        """A note of a metronome mark: its font is not one that a PDF has."""
        high, wide = 0.14 * size, 0.22 * size
        self.canvas.setLineWidth(0.035 * size)
        self.canvas.ellipse(x, y - high, x + wide, y, stroke=1, fill=int(head == "full"))
        if stem:
            self.canvas.line(x + wide, y - high / 2, x + wide, y - 0.6 * size)
        if stem.endswith(")"):
            self.canvas.line(x + wide, y - 0.6 * size, x + 1.6 * wide, y - 0.35 * size)


def _runs(element: Element, bold: bool, italic: bool, size: float) -> Iterator[tuple[Element, str, bool, bool, float]]:
    """Every piece of text within, with what it inherits."""
    bold = element.get("font-weight", "bold" if bold else "") == "bold"
    italic = element.get("font-style", "italic" if italic else "") == "italic"
    size = float(element.get("font-size", f"{size}px").removesuffix("px"))
    if element.text and (element.text.strip() or not len(element)):
        yield element, element.text, bold, italic, size
    for child in element:
        yield from _runs(child, bold, italic, size)


def _letters(text: str) -> str:
    """What the PDF's own fonts have: private letters of music fonts are left out, unknown ones are question marks."""
    plain = re.sub(r"[\ue000-\uf8ff]", "", text).replace("♯", "#").replace("♭", "b")
    return plain.encode("cp1252", "replace").decode("cp1252")


def _moved(element: Element) -> tuple[float, float] | None:
    match = re.search(r"translate\(([^)]*)\)", element.get("transform", ""))
    if match is None:
        return None
    x, y = [*_numbers(match[1]), 0.0][:2]
    return x, y


def _joined(element: Element) -> list[Segment]:
    values = _numbers(element.get("points", ""))
    corners = list(zip(values[::2], values[1::2], strict=False))
    return [("M" if i == 0 else "L", corner) for i, corner in enumerate(corners)]


def _numbers(text: str) -> list[float]:
    return [float(match) for match in _NUMBER.findall(text)]
