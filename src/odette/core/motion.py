"""One fade of one thing: where it is at ``t``, how it is frozen, and how a later fade takes over from it."""

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime, later

Point = tuple[float, ...]
"""A level (one number), a colour (red, green, blue), each 0 to 1, or a parameter in its own unit (one number)."""

Curve = tuple[tuple[float, float], ...]
"""How a fade goes: (share of its time, of its way), both from 0 to 1 and rising, straight between. () is the S."""

S: Curve = ()
LINEAR: Curve = ((0.0, 0.0), (1.0, 1.0))

DARK: Point = (0.0,)
WHITE: Point = (1.0, 1.0, 1.0)


class Motion(Struct, frozen=True):
    """One fade, and the rest that follows it."""

    cue: str
    start: ShowTime
    end: ShowTime
    origin: Point
    bend: Point
    """Speed at the start, in change per whole fade; only the S has one."""
    target: Point
    held: ShowTime | None = None
    """When it was frozen."""
    curve: Curve = S


def at_rest(point: Point) -> Motion:
    """A motion that has always been where it is."""
    return Motion("", ShowTime(0), ShowTime(0), point, tuple(0.0 for _ in point), point)


def position(motion: Motion, t: ShowTime) -> Point:
    """Where a motion is at ``t``. The S is the cubic Hermite curve from origin to target that ends at rest."""
    if motion.held is not None and motion.held < t:
        t = motion.held
    if t >= motion.end:
        return motion.target
    if t <= motion.start:
        return motion.origin
    u = (t - motion.start) / (motion.end - motion.start)
    if motion.curve:
        way, _ = _along(motion.curve, u)
        return tuple([a + (b - a) * way for a, b in zip(motion.origin, motion.target, strict=True)])
    rise, swing = u * u * (3 - 2 * u), u * (1 - u) * (1 - u)
    if len(motion.target) == 1:  # a level, and so most of what moves
        (a,), (b,), (m,) = motion.origin, motion.target, motion.bend
        return (a + (b - a) * rise + m * swing,)
    points = zip(motion.origin, motion.target, motion.bend, strict=True)
    return tuple([a + (b - a) * rise + m * swing for a, b, m in points])  # a list is built faster than it is generated


def retarget(motion: Motion, target: Point, cue: str, start: ShowTime, seconds: float, curve: Curve = S) -> Motion:
    """The motion that leaves ``motion`` at ``start`` for ``target``, without a jump and without overshooting.

    On an S it keeps what speed it has in that direction, as far as a cubic Hermite curve stays monotone: a start
    slope from 0 to 3 times the chord (Fritsch and Carlson, 1980).
    """
    origin = position(motion, start)
    span = seconds if target != origin else 0.0
    bend = tuple(
        min(max(speed * span / (b - a), 0.0), 3.0) * (b - a) if a != b else 0.0
        for a, b, speed in zip(origin, target, _speed(motion, start), strict=True)
    )
    return Motion(cue, start, later(start, span), origin, bend, target, curve=curve)


def frozen(motion: Motion, now: ShowTime) -> Motion:
    """The motion, standing still from ``now`` on if it runs."""
    return replace(motion, held=now) if moving(motion, now) else motion


def thawed(motion: Motion, now: ShowTime) -> Motion:
    """A frozen motion, going on at ``now`` from where it is, in the time it had left."""
    if motion.held is None:
        return motion
    still = now - motion.held
    return replace(motion, start=ShowTime(motion.start + still), end=ShowTime(motion.end + still), held=None)


def moving(motion: Motion, t: ShowTime) -> bool:
    """Whether it runs at ``t``."""
    return motion.held is None and motion.end > t


def _speed(motion: Motion, t: ShowTime) -> Point:
    """Change per second at ``t``."""
    if motion.held is not None or not motion.start <= t < motion.end:
        return tuple(0.0 for _ in motion.target)
    span = motion.end - motion.start
    u = (t - motion.start) / span
    if motion.curve:
        _, slope = _along(motion.curve, u)
        return tuple((b - a) * slope * SECOND / span for a, b in zip(motion.origin, motion.target, strict=True))
    return tuple(
        ((b - a) * 6 * u * (1 - u) + m * (1 - u) * (1 - 3 * u)) * SECOND / span
        for a, b, m in zip(motion.origin, motion.target, motion.bend, strict=True)
    )


def _along(curve: Curve, u: float) -> tuple[float, float]:
    """The way gone at the share ``u`` of the time, and how steeply it goes there."""
    (t0, w0), (t1, w1) = next(((a, b) for a, b in pairwise(curve) if u < b[0]), curve[-2:])
    slope = (w1 - w0) / (t1 - t0)
    return w0 + (u - t0) * slope, slope
