"""Hands in front of a camera, drawn: what a conductor does, and what only looks like it."""

from itertools import pairwise

import numpy as np

from odette.room.upbeat import Gesture, Motion, Podium

Points = list[tuple[float, float]]
"""(seconds, height): where the hands turn, or rest."""

SEEN_MOVING = 0.03
"""Share of the picture that changes at a speed of one picture height a second."""


def beating(bottom: float, height: float, beat: float, beats: int, ready: float = 1.0) -> Points:
    """Hands that rest, give an upbeat whose ictus is one ``beat`` after ``ready``, and then ``beats`` more beats."""
    points = [(0.0, bottom), (ready, bottom)]
    for n in range(beats + 1):
        began = ready + n * beat
        points += [(began + 0.5 * beat, bottom + height), (began + beat, bottom)]
    return points


def hands(
    points: Points, rate: float = 30.0, noise: float = 0.002, seed: int = 0, dropped: float = 0.0
) -> list[Motion]:
    """The frames of a camera: smoothest way between the points (minimum jerk), uneven times, a little noise; a share of
    them ``dropped``."""
    random = np.random.default_rng(seed)
    times = np.arange(points[0][0], points[-1][0] + 1.0, 1 / rate)
    times = times + random.uniform(0, 0.2 / rate, len(times))
    heights = np.array([_height(points, t) for t in times])
    speeds = np.abs(np.gradient(heights, times))
    seen = heights + random.normal(0, noise, len(times))
    return [
        Motion(float(t), float(y), min(1.0, SEEN_MOVING * float(v)))
        for t, y, v, kept in zip(times, seen, speeds, random.random(len(times)) >= dropped, strict=True)
        if kept
    ]


def _height(points: Points, at: float) -> float:
    for (began, low), (ended, high) in pairwise(points):
        if at < ended:
            x = max(0.0, at - began) / (ended - began)
            return low + (high - low) * x**3 * (10 - 15 * x + 6 * x**2)
    return points[-1][1]


def seen(frames: list[Motion]) -> list[Gesture]:
    """Every sign the podium gives for these frames."""
    podium = Podium()
    return [gesture for frame in frames for gesture in podium.see(frame)]
