"""Cue sheets, called scripts and patch lists as PDF (ReportLab): A4, tables that go on from page to page."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from odette.core.cue import Authority, Department
from odette.exchange.calling import Line, Word
from odette.exchange.sheet import LETTERS, WHO, CueLine, PatchLine

_INK, _GREY, _RULE, _BAND = HexColor("#111111"), HexColor("#666666"), HexColor("#bbbbbb"), HexColor("#ececec")
_SIDE, _TOP, _BOTTOM = 14 * mm, 24 * mm, 16 * mm
_FONTS = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"),
    ("/Library/Fonts/Arial Unicode.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),
    ("/System/Library/Fonts/Supplemental/Arial.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),
    ("C:/Windows/Fonts/arial.ttf", "C:/Windows/Fonts/arialbd.ttf"),
)
"""Fonts for letters that the PDF's own Helvetica lacks, where systems keep them: plain and bold."""


class Fonts(NamedTuple):
    """Names of a plain and a bold font."""

    plain: str
    bold: str


def cue_sheet(title: str, lines: Sequence[CueLine], printed: str) -> bytes:
    """The stage manager's sheet. ``printed``: a date, for the foot of each page."""
    fonts = fonts_for(
        " ".join([title, *(f"{line.number}{line.name}{line.what}{line.notes}{line.list}" for line in lines)])
    )
    page = _Page(title, "Cue sheet", printed, fonts)
    rows: list[list[Any]] = [page.heads("Cue", "", "Where", "What", "Time", "Notes")]
    bands: list[int] = []
    piece = None
    for line in lines:
        if line.number and line.number != piece:
            piece = line.number
            bands.append(len(rows))
            rows.append([page.text(piece, bold=True), "", "", "", "", ""])
        rows.append(_cue_row(page, line))
    widths = [15 * mm, 13 * mm, 38 * mm, 54 * mm, 26 * mm, 36 * mm]
    return page.table(rows, widths, bands, above=2)


def _cue_row(page: "_Page", line: CueLine) -> list[Any]:
    place = f"<b>bar {escape(line.bar)}</b> beat {line.beat}" if line.bar else f"<b>{escape(line.trigger)}</b>"
    if line.passing:
        place += f", time {line.passing}"
    under = [] if not line.bar or line.trigger in (line.bar, f"{line.bar}.{line.beat}") else [line.trigger]
    under += [WHO[Authority(line.authority)]] if line.trigger != "GO" else []
    what = [f"<b>{escape(line.name)}</b>"] if line.name else []
    what += [escape(line.what)] if line.what and line.what != line.name else []
    return [
        page.text(line.cue, bold=True, size=12),
        page.text(LETTERS[Department(line.department)], grey=True, size=8),
        page.marked(page.small(place, ", ".join(under))),
        page.marked("<br/>".join(what)),
        page.text(line.times),
        page.marked(page.small(escape(line.notes), f"list {line.list}" if line.list else "")),
    ]


def patch_list(title: str, lines: Sequence[PatchLine], printed: str) -> bytes:
    """The electrician's list, by universe and address."""
    fonts = fonts_for(" ".join([title, *(f"{line.name}{line.roles}{line.fixture}" for line in lines)]))
    page = _Page(title, "Patch list", printed, fonts)
    rows: list[list[Any]] = [page.heads("Slots", "Fixture", "Name", "Profile", "Roles", "Colour")]
    bands: list[int] = []
    universe = None
    for line in lines:
        if line.universe != universe:
            universe = line.universe
            bands.append(len(rows))
            rows.append([page.text(f"Universe {universe}", bold=True), "", "", "", "", ""])
        slots = f"{line.first}" if line.first == line.last else f"{line.first} – {line.last}"
        rows.append(
            [
                page.text(slots, bold=True),
                page.text(line.fixture),
                page.text(line.name),
                page.text(line.profile),
                page.text(line.roles),
                page.text(line.colour, grey=True),
            ]
        )
    widths = [20 * mm, 22 * mm, 40 * mm, 28 * mm, 56 * mm, 16 * mm]
    return page.table(rows, widths, bands)


def called_script(title: str, lines: Sequence[Line], printed: str) -> bytes:
    """What a caller says, from the first word to the last, under headings of numbers and pages of the score."""
    said = "".join(f"{line.place}{line.cues}{line.name}{line.what}{line.note}{line.heading}" for line in lines)
    page = _Page(title, "Called script", printed, fonts_for(title + said))
    rows: list[list[Any]] = [page.heads("Bar", "Say", "Cue", "What happens", "Notes")]
    bands: list[int] = []
    heading = ""
    for line in lines:
        if line.heading != heading:
            heading = line.heading
            bands.append(len(rows))
            rows.append([page.text(heading, bold=True, size=11), "", "", "", ""])
        rows.append(_said_row(page, line))
    return page.table(rows, [30 * mm, 26 * mm, 32 * mm, 58 * mm, 36 * mm], bands)


def _said_row(page: "_Page", line: Line) -> list[Any]:
    if line.word is not Word.GO:
        words = page.text(line.word, grey=line.word is Word.WARN, size=11)
        return [page.text(line.place, size=10), words, page.text(line.cues, size=11), "", ""]
    what = [f"<b>{escape(line.name)}</b>"] if line.name else []
    what += [escape(line.what)] if line.what.lower() != line.name.lower() else []
    return [
        page.text(line.place, bold=True, size=12),
        page.marked(page.small("<b>GO</b>" if line.spoken else "then", line.who), size=14 if line.spoken else 11),
        page.text(line.cues, bold=True, size=14),
        page.marked("<br/>".join(what), size=10),
        page.text(line.note),
    ]


class _Page:
    """The look of every page: head, foot, and the table between them."""

    def __init__(self, title: str, kind: str, printed: str, fonts: Fonts) -> None:
        self.title, self.kind, self.printed, self.fonts = title, kind, printed, fonts

    def heads(self, *words: str) -> list[Any]:
        return [self.text(word, grey=True, size=8) for word in words]

    def text(self, words: str, bold: bool = False, grey: bool = False, size: float = 9) -> Any:
        return self.marked(escape(words), bold, grey, size)

    def marked(self, words: str, bold: bool = False, grey: bool = False, size: float = 9) -> Any:
        """A paragraph of text with marks (``<b>``)."""
        style = ParagraphStyle(
            "cell",
            fontName=self.fonts.bold if bold else self.fonts.plain,
            fontSize=size,
            leading=size * 1.25,
            textColor=_GREY if grey else _INK,
            splitLongWords=True,
        )
        return Paragraph(words, style)

    def small(self, first: str, second: str) -> str:
        """A line, and a smaller one below it."""
        below = f'<font size="7.5" color="#666666">{escape(second)}</font>'
        return "<br/>".join(filter(None, [first, below if second else ""]))

    def table(self, rows: list[list[Any]], widths: list[float], bands: list[int], above: float = 4) -> bytes:
        """The PDF. ``bands``: rows that head what follows; they span the table and stay with the row below.
        ``above``: points over the first column, less where its letters are larger."""
        style: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 1, _INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, _RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 1), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 1), (-1, -1), 5),
            ("TOPPADDING", (0, 1), (0, -1), above),
        ]
        for row in bands:
            style += [("SPAN", (0, row), (-1, row)), ("BACKGROUND", (0, row), (-1, row), _BAND)]
            style += [("NOSPLIT", (0, row), (-1, min(row + 1, len(rows) - 1)))]
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=_SIDE,
            rightMargin=_SIDE,
            topMargin=_TOP,
            bottomMargin=_BOTTOM,
            title=f"{self.title}: {self.kind.lower()}",
            author="Odette",
        )
        table = LongTable(rows, colWidths=widths, repeatRows=1, style=style, splitInRow=1)
        document.build([table], canvasmaker=numbered(self._frame))
        return out.getvalue()

    def _frame(self, canvas: Canvas, number: int, of: int) -> None:
        width, height = A4
        canvas.setFillColor(_INK)
        canvas.setFont(self.fonts.bold, 14)
        canvas.drawString(_SIDE, height - 16 * mm, self.title[:60])
        canvas.setFont(self.fonts.plain, 9)
        canvas.setFillColor(_GREY)
        canvas.drawRightString(width - _SIDE, height - 16 * mm, self.kind)
        canvas.drawString(_SIDE, 9 * mm, f"Printed {self.printed}")
        canvas.drawRightString(width - _SIDE, 9 * mm, f"Page {number} of {of}")


def numbered(frame: Callable[[Canvas, int, int], None]) -> type[Canvas]:
    """A canvas that draws head and foot last, when it is known how many pages there are."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.pages, start=1):
                self.__dict__.update(page)
                frame(self, number, len(self.pages))
                super().showPage()
            super().save()

    return Numbered


def fonts_for(text: str) -> Fonts:
    """Helvetica, which every reader of PDF has, if it has all the letters; else a font of this system's."""
    usual = Fonts("Helvetica", "Helvetica-Bold")
    try:
        text.encode("cp1252")
        return usual
    except UnicodeEncodeError:
        pass
    for plain, bold in _FONTS:
        if Path(plain).is_file() and Path(bold).is_file():
            try:
                pdfmetrics.registerFont(TTFont("sheet", plain))
                pdfmetrics.registerFont(TTFont("sheet-bold", bold))
            except (TTFError, OSError):
                continue
            pdfmetrics.registerFontFamily("sheet", "sheet", "sheet-bold", "sheet", "sheet-bold")
            return Fonts("sheet", "sheet-bold")
    return usual
