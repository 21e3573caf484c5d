"""A performance drawn: where the players were and where Odette took them to be, the error, how sure it was."""

from itertools import pairwise
from pathlib import Path

import numpy as np

from follow_data import Piece
from follow_measure import b_errors
from follow_run import Reals, Run
from follow_svg import INK, Panel, clock, legend, save, ticks
from odette.core.events import Following

WIDTH, LEFT, RIGHT = 1000.0, 56.0, 20.0
WIDEST = 0.4
"""Seconds of error shown; what is further off is drawn at the edge."""
STATES = {
    Following.WAITING: ("#9aa1ad", "waiting"),
    Following.PLAYING: ("#2c7fb8", "playing"),
    Following.HOLDING: ("#e0a030", "holding"),
    Following.LOST: ("#c0392b", "lost"),
    Following.ENDED: ("#6b4c9a", "ended"),
}
GOOD, FAR = "#2c7fb8", "#c0392b"


def draw(path: Path, piece: Piece, run: Run) -> None:
    end = float(run.now[-1])
    times = [(t, clock(t)) for t in ticks(0, end, 12)]
    inside = WIDTH - LEFT - RIGHT
    low, high = float(piece.beats.min()), float(piece.beats.max())
    place = Panel(LEFT, 56, inside, 330, (0, end), (low, high))
    off = Panel(LEFT, 436, inside, 190, (0, end), (-WIDEST, WIDEST))
    sure = Panel(LEFT, 676, inside, 70, (0, end), (0, 1))
    _places(place, piece, run)
    _errors(off, piece, run)
    _confidence(sure, run)
    place.grid(times, [(b, f"{b:g}") for b in ticks(low, high, 8, (1, 2, 5, 10, 20, 50, 100, 200, 500))])
    off.grid(times, [(v / 1000, f"{v:+d}" if v else "0") for v in range(-400, 401, 100)])
    sure.grid(times, [(0, "0"), (0.5, "½"), (1, "1")])
    place.title(f"{piece.name}, {piece.set}: quarter notes of the score over time")
    off.title("Error where each onset sounds, ms (below: behind)")
    sure.title("Confidence, and what it said it was doing")
    head = legend(LEFT, 24, [(INK, "played"), ("#7fc4f0", "reported")])
    foot = legend(LEFT, 784, STATES.values())
    save(path, WIDTH, 800, [*place.body, *off.body, *sure.body, *head, *foot])


def _places(panel: Panel, piece: Piece, run: Run) -> None:
    for a, z in piece.quiet:
        panel.bar((a, z), panel.y, "#f4f0e4")
    panel.line(piece.times, piece.beats, INK, 4)
    some = slice(None, None, max(1, len(run.now) // 3000))
    panel.line(run.heard[some], np.clip(run.beat[some], *panel.y), "#7fc4f0", 1.6)


def _errors(panel: Panel, piece: Piece, run: Run) -> None:
    panel.bar(panel.x, (-0.1, 0.1), "#eaf3fa")
    panel.bar(panel.x, (-0.05, 0.05), "#d3e7f5")
    b = b_errors(run, piece)
    far = np.abs(b) > WIDEST
    panel.dots(piece.times[~far], b[~far], GOOD, 1.4 if len(b) > 400 else 2.2)
    panel.dots(piece.times[far], np.clip(b[far], -WIDEST, WIDEST), FAR, 2.6)


def _confidence(panel: Panel, run: Run) -> None:
    """A bar for each stretch in one state, as high as its mean confidence, no longer than a pixel or two."""
    step = max(1, len(run.now) // 900)
    changes = np.flatnonzero(run.following[1:] != run.following[:-1]) + 1
    edges: Reals = np.unique(np.concatenate([np.arange(0, len(run.now), step), changes, [len(run.now)]]))
    for a, z in pairwise(edges):
        colour = STATES[Following(run.following[a])][0]
        start = run.now[a - 1] if a else 0.0
        panel.bar((start, run.now[z - 1]), (0, float(run.confidence[a:z].mean())), colour)
