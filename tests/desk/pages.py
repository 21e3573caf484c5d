"""Engraved pages drawn by hand: staves with noteheads, four bars of four quarters a line, two lines a page."""

import json
from pathlib import Path

WIDTH, HEIGHT = 2400, 1100
BARS_A_LINE, LINES = 4, 2
LEFT, BAR, TOP, LINE, STAFF = 150, 530, 250, 450, 160


def draw(folder: Path, pages: int) -> Path:
    """Write ``map.json`` and ``page-1.svg`` ... for as many pages as asked."""
    anchors: list[list[float]] = []
    bars: list[list[float | str]] = []
    for page in range(1, pages + 1):
        shapes: list[str] = []
        for line in range(LINES):
            top = TOP + line * LINE
            shapes += [rule(LEFT, top + 40 * n, BARS_A_LINE * BAR) for n in range(5)]
            for place in range(BARS_A_LINE):
                number = ((page - 1) * LINES + line) * BARS_A_LINE + place + 1
                x = LEFT + place * BAR
                bars.append([4.0 * (number - 1), 4.0 * number, str(number), 1, page, x, x + BAR, top, top + STAFF])
                shapes.append(f'<path d="M{x + BAR} {top}v{STAFF}" stroke="#000" stroke-width="6"/>')
                for quarter in range(4):
                    note_x = x + 70 + quarter * 120
                    note_y = top + 120 - 20 * ((3 * number + 2 * quarter) % 7)
                    anchors.append([4.0 * (number - 1) + quarter, page, note_x, top, top + STAFF])
                    shapes.append(note(note_x, note_y))
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        (folder / f"page-{page}.svg").write_text(head + "".join(shapes) + "</svg>")
    page_map = {"pages": pages, "size": [WIDTH, HEIGHT], "anchors": anchors, "bars": bars}
    (folder / "map.json").write_text(json.dumps(page_map))
    return folder


def rule(x: int, y: int, width: int) -> str:
    return f'<path d="M{x} {y}h{width}" stroke="#000" stroke-width="4"/>'


def note(x: int, y: int) -> str:
    return f'<ellipse cx="{x}" cy="{y}" rx="24" ry="18"/><path d="M{x + 22} {y}v-130" stroke="#000" stroke-width="5"/>'
