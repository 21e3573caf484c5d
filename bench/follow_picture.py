"""Draws docs/following.svg: the filter following the opening of Beethoven's Fifth.

python bench/follow_picture.py --data DIR

The score rendered in a hall, at the times of a real recording (see follow_orchestra.py).
"""

import argparse
import base64
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import follow_orchestra
from follow_data import Piece
from follow_run import Reals
from follow_svg import INK, Panel, legend, save
from odette.core.events import Following
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel

OUT = Path(__file__).parent.parent / "docs" / "following.svg"
TAKE = "Beethoven_Op.67_1 726687"
SECONDS, QUARTERS = 16.6, 23.0
ROWS = 6
"""Rows of the picture per semiquaver."""
COLOURS = np.array([[255, 255, 255], [214, 232, 245], [107, 174, 214], [33, 113, 181], [8, 48, 107]])
REPORT, PLAYED = "#e8590c", "#111827"
NOTES = (
    (0.15, 4.0, "start", "It waits for the first note."),
    (3.1, 1.7, "start", "A fermata: it stands still, ready for the next note."),
    (8.7, 6.8, "start", "Another, longer."),
    (12.2, 18.2, "end", "Soft entries, one after another, while the hall"),
    (12.2, 17.4, "end", "still rings: several places are possible, until"),
    (12.2, 16.6, "end", "the notes that follow fit only one of them."),
)
"""Seconds, quarter, anchor, words."""


def followed(piece: Piece, model: ScoreModel) -> tuple[Reals, list[tuple[float, float]], Reals, float]:
    """(rows, frames) how probable; when and which beat was reported; the sound's loudness per frame; seconds by which
    the filter, unlike the report, runs behind."""
    sound, rate = piece.sound()
    follower = Follower(model, rate)
    hop = follower.features.hop
    edges = np.array([model.cell(b) for b in np.arange(0, QUARTERS + 0.01, 0.25 / ROWS)])
    columns, reports, loud = [], [], []
    for i in range(int(SECONDS * rate) // hop):
        block = sound[i * hop : (i + 1) * hop]
        estimate = follower.hear(block)
        f = follower._filter
        sums = np.concatenate([[0.0], np.cumsum(f.mass, dtype=np.float64)])
        columns.append(np.diff(np.interp(edges - f.low, np.arange(len(sums)), sums)))
        reports.append((estimate.heard / rate, float(estimate.beat)))
        loud.append(float(np.abs(block).max()))
        if estimate.following is Following.WAITING:
            reports[-1] = (reports[-1][0], float("nan"))
    return np.array(columns).T, reports, np.array(loud), follower._lag.seconds


def painted(probability: Reals) -> NDArray[np.uint8]:
    """(rows, frames, 3): the darker the more probable, highest place on top."""
    shade = (probability / probability.max(0)) ** 0.45 * np.clip(probability.sum(0), 0, 1)
    steps = np.arange(len(COLOURS)) / (len(COLOURS) - 1)
    paint = np.stack([np.interp(shade, steps, COLOURS[:, k]) for k in range(3)], -1)
    return np.asarray(paint[::-1].round(), np.uint8)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """An image file (PNG, ISO/IEC 15948) of (height, width, 3) bytes."""
    height, width, _ = pixels.shape
    # Filter type 1 of the standard (a pixel less the one to its left) before each row.
    left = np.concatenate([np.zeros((height, 1, 3), np.uint8), pixels[:, :-1]], axis=1)
    rows = np.concatenate([np.ones((height, 1), np.uint8), (pixels - left).reshape(height, -1)], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def fermata(x: float, y: float) -> str:
    arc = f"M{x - 9} {y}a9 9 0 0 1 18 0a9 6.5 0 0 0 -18 0z"
    return f'<path d="{arc}" fill="{INK}"/><circle cx="{x}" cy="{y - 2}" r="1.8" fill="{INK}"/>'


def drawing(piece: Piece, model: ScoreModel, bars: list[tuple[float, str]], fermatas: list[float]) -> list[str]:
    probability, reports, loud, late = followed(piece, model)
    main = Panel(78, 64, 900, 460, (0, SECONDS), (-0.7, QUARTERS))
    wave = Panel(78, 552, 900, 64, (0, SECONDS), (-1, 1))
    seconds = [(t, f"{t} s") for t in range(0, int(SECONDS) + 1, 2)]
    image = base64.b64encode(png(painted(probability))).decode()
    times, beats = np.array(reports).T
    size = f'width="{main.width}" height="{main.height}"'
    # A column is of what was known this much later.
    main.body += [
        f'<clipPath id="inside"><rect x="{main.left}" y="{main.top}" {size}/></clipPath>',
        '<g clip-path="url(#inside)" style="mix-blend-mode:multiply">',
        f'<image x="{main.across(-late):.1f}" y="{main.top}" width="{main.width}" height="{main.up(0) - main.top:.1f}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{image}"/>',
    ]
    shown = ~np.isnan(beats)
    main.line(times[shown], beats[shown], REPORT, 1.8)
    main.body.append("</g>")
    here = (piece.times < SECONDS - 0.1) & (piece.beats < QUARTERS)
    for t, b in zip(piece.times[here], piece.beats[here], strict=True):
        x, y = main.across(t), main.up(b)
        main.body.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="white" stroke="{PLAYED}" stroke-width="1.6"/>'
        )
    for t, b, anchor, words in NOTES:
        main.text(
            main.across(t),
            main.up(b),
            words,
            anchor,
            style='font-size="13" stroke="white" stroke-width="4" paint-order="stroke"',
        )
    named = [(b, n) for b, n in bars if b < QUARTERS]
    main.grid(seconds, [(b, f"bar {n}" if k == 0 else n) for k, (b, n) in enumerate(named)])
    main.body += [fermata(46, main.up(b + 0.35)) for b in fermatas if b < QUARTERS]
    outline = np.concatenate([loud, -loud[::-1]]) / loud.max()
    wave.area(np.concatenate([times, times[::-1]]), outline, "#9ca3af")
    wave.text(wave.left - 6, wave.up(0) + 4, "sound", "end")
    title = Panel(78, 34, 900, 0, (0, 1), (0, 1))
    title.text(
        78,
        26,
        "Where are they? Every place in the score, as probable as it was at each moment",
        style='font-weight="600" font-size="15"',
    )
    key = legend(
        78,
        46,
        [("#2171b5", "the darker, the more probable"), (REPORT, "reported"), (PLAYED, "when each note really began")],
    )
    return [*title.body, *key, *main.body, *wave.body]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    found = follow_orchestra.takes(data / "orchestra", data / "soundfont" / "FluidR3Mono_GM.sf3", 100)
    take = next(t for t in found if t.name == TAKE)
    piece = take.piece(wet=True)
    bars = [(float(b.start), b.number) for b in take.score.bars]
    save(OUT, 1000, 650, drawing(piece, piece.model(), bars, [float(f) for f in take.score.fermatas]))


if __name__ == "__main__":
    main()
