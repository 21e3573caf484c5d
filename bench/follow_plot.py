"""Alignment and error as plain SVG: no plotting library."""

from pathlib import Path

import numpy as np

from follow_data import Piece
from follow_measure import b_errors
from follow_run import Reals, Run

WIDTH, HEIGHT, MARGIN = 960, 320, 40


def _path(x: Reals, y: Reals, colour: str, dots: bool = False) -> str:
    if dots:
        return "".join(
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="1.2" fill="{colour}"/>' for a, b in zip(x, y, strict=True)
        )
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.2"/>'


def _frame(top: float, title: str, low: str, high: str) -> str:
    return (
        f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{HEIGHT}" fill="none" stroke="#999"/>'
        f'<text x="{MARGIN}" y="{top - 6}">{title}</text>'
        f'<text x="4" y="{top + HEIGHT}">{low}</text><text x="4" y="{top + 10}">{high}</text>'
    )


def draw(path: Path, piece: Piece, run: Run) -> None:
    """Above: truth (grey) and report (blue), beats over time. Below: B error in seconds, clipped at one."""
    end = float(run.now[-1])
    beats = float(piece.beats[-1])

    def x(t: Reals) -> Reals:
        return MARGIN + t / end * (WIDTH - 2 * MARGIN)

    def y(b: Reals) -> Reals:
        return MARGIN + HEIGHT - b / beats * HEIGHT

    b = b_errors(run, piece)
    below = 2 * MARGIN + HEIGHT
    middle = below + HEIGHT / 2
    some = slice(None, None, 5)
    body = [
        _frame(MARGIN, f"{piece.name}, {piece.set}: beats over {end:.0f} s", "0", f"{beats:.0f}"),
        _path(x(piece.times), y(piece.beats), "#999"),
        _path(x(run.heard[some]), y(np.clip(run.beat[some], 0, beats)), "#2060c0"),
        _frame(below, "B error, seconds (negative: behind)", "−1", "+1"),
        _path(x(piece.times), middle - np.clip(b, -1, 1) * HEIGHT / 2, "#c03020", dots=True),
    ]
    size = f'width="{WIDTH}" height="{2 * HEIGHT + 3 * MARGIN}"'
    style = 'font-family="sans-serif" font-size="11"'
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(body)}</svg>\n')
