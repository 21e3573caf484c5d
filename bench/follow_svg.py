"""Drawing by hand: panels with axes as plain SVG, no plotting library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from follow_run import Reals

INK, PALE = "#30343c", "#d8dbe2"


@dataclass
class Panel:
    """A rectangle of paper, in pixels, and what it shows."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    body: list[str] = field(default_factory=list)

    def across(self, value: float) -> float:
        return self.left + (value - self.x[0]) / (self.x[1] - self.x[0]) * self.width

    def up(self, value: float) -> float:
        return self.top + self.height - (value - self.y[0]) / (self.y[1] - self.y[0]) * self.height

    def line(self, x: Reals, y: Reals, colour: str, width: float = 1.5) -> None:
        points = " ".join(f"{self.across(a):.1f},{self.up(b):.1f}" for a, b in zip(x, y, strict=True))
        stroke = f'stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"'
        self.body.append(f'<polyline points="{points}" fill="none" {stroke}/>')

    def area(self, x: Reals, y: Reals, colour: str) -> None:
        points = " ".join(f"{self.across(a):.1f},{self.up(b):.1f}" for a, b in zip(x, y, strict=True))
        self.body.append(f'<polygon points="{points}" fill="{colour}"/>')

    def dots(self, x: Reals, y: Reals, colour: str, radius: float = 1.4) -> None:
        self.body += [
            f'<circle cx="{self.across(a):.1f}" cy="{self.up(b):.1f}" r="{radius}" fill="{colour}"/>'
            for a, b in zip(x, y, strict=True)
        ]

    def bar(self, x: tuple[float, float], y: tuple[float, float], colour: str) -> None:
        left, top = self.across(x[0]), self.up(y[1])
        self.body.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{self.across(x[1]) - left:.1f}" '
            f'height="{self.up(y[0]) - top:.1f}" fill="{colour}" shape-rendering="crispEdges"/>'
        )

    def text(self, x: float, y: float, words: str, anchor: str = "start", colour: str = INK, style: str = "") -> None:
        """At pixels, not at values."""
        self.body.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" {style}>{escape(words)}</text>'
        )

    def grid(self, x: Iterable[tuple[float, str]], y: Iterable[tuple[float, str]]) -> None:
        """Hair lines at values, with what to write beside them; behind everything."""
        lines = []
        for value, words in y:
            lines.append(_hair(self.left, self.up(value), self.left + self.width, self.up(value)))
            self.text(self.left - 6, self.up(value) + 4, words, "end")
        for value, words in x:
            lines.append(_hair(self.across(value), self.top, self.across(value), self.top + self.height))
            self.text(self.across(value), self.top + self.height + 15, words, "middle")
        self.body[:0] = lines

    def title(self, words: str) -> None:
        self.text(self.left, self.top - 8, words, style='font-weight="600"')


def _hair(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{PALE}" stroke-width="1"/>'


def ticks(low: float, high: float, most: int, steps: Sequence[float] = (1, 2, 5, 10, 15, 30, 60, 120)) -> list[float]:
    """Round values between two, ``most`` at most."""
    step = next((s for s in steps if (high - low) / s <= most), steps[-1] * 10)
    first = -int(-low // step)
    return [k * step for k in range(first, int(high // step) + 1)]


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def legend(left: float, top: float, entries: Iterable[tuple[str, str]]) -> list[str]:
    """Colour and words, one beside the other."""
    out = []
    for colour, words in entries:
        out.append(f'<rect x="{left}" y="{top - 8}" width="10" height="10" rx="2" fill="{colour}"/>')
        out.append(f'<text x="{left + 15}" y="{top + 1}" fill="{INK}">{escape(words)}</text>')
        left += 32 + 6.2 * len(words)
    return out


def save(path: Path, width: float, height: float, parts: Iterable[str]) -> None:
    """One drawing on white."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    style = 'font-family="Helvetica, Arial, sans-serif" font-size="12">'
    paper = f'<rect width="{width}" height="{height}" fill="white"/>'
    path.write_text("\n".join([head + style, paper, *parts, "</svg>\n"]))
