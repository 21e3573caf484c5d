"""The conductor's hands in No. 10, as a camera on the podium would see them."""

from itertools import pairwise

import numpy as np

RATE = 25
"""Frames a second."""
REST, COMES, GOES = 0.30, 9.0, 6.0
"""Height at which the hands rest; when they come up, seconds in the file; seconds after the end for which they stay."""
DOWNBEAT, BEAT = 0.22, 0.14
"""How far the hands rise before the first beat of a bar, and before the others."""
RISE = 0.5
"""Share of a beat for which they rise."""
SEEN, NOISE = 0.03, 0.002
"""Share of the picture that changes at a speed of one picture height a second; the camera's noise, in heights."""

Points = list[tuple[float, float]]
"""(seconds, height): where the hands turn, or rest."""


def turns(beats: list[float]) -> Points:
    """The hands come up and rest; a beat before the first note they rise; they beat; at the end they hold, and go down.

    ``beats``: when each quarter sounds, of which the last is the end.
    """
    first, end = beats[0], beats[-1]
    points = [(COMES, 0.05), (COMES + 1.2, REST), (first - (beats[1] - first), REST)]
    for number, (before, beat) in enumerate(pairwise([2 * first - beats[1], *beats])):
        lift = DOWNBEAT if number % 4 == 0 else BEAT
        points += [(before + RISE * (beat - before), REST + lift), (beat, REST)]
    return [*points, (end + GOES - 1.5, REST), (end + GOES, 0.05)]


def frames(beats: list[float]) -> list[tuple[float, float, float]]:
    """Frames as (seconds in the file, height from 0 to 1, share of the picture that moved)."""
    rng = np.random.default_rng(1877)
    points = turns(beats)
    times = np.arange(points[0][0], points[-1][0] + 1.0, 1 / RATE)
    heights = np.array([height(points, time) for time in times])
    moving = np.minimum(1.0, SEEN * np.abs(np.gradient(heights, times)))
    seen = np.clip(heights + rng.normal(0, NOISE, len(times)), 0, 1)
    return list(zip(times.tolist(), seen.tolist(), moving.tolist(), strict=True))


def height(points: Points, time: float) -> float:
    """Where the hands are: between two turns on the way of least jerk (Flash and Hogan, J. Neuroscience 5, 1985)."""
    for (began, low), (ended, high) in pairwise(points):
        if time < ended:
            x = max(0.0, time - began) / (ended - began)
            return low + (high - low) * x**3 * (10 - 15 * x + 6 * x**2)
    return points[-1][1]
