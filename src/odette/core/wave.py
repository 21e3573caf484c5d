"""Light that lives: chases, sines, flickers and breaths, as functions of time laid over a role's level or colour.

A wave dips from what the role shows towards dark, or towards its colour, and back. How deep it dips is a fade like any
other, so that a wave comes and goes without a jump. Its cycles are counted in seconds of show time, or in beats of the
music: the show says now and then where the beat is and how fast, and the wave catches up smoothly, never backwards.
"""

from enum import StrEnum
from math import cos, floor, pi

from msgspec import Struct

from odette.core.clocks import SECOND, ShowTime, seconds_between
from odette.core.motion import Motion, at_rest, moving, position, retarget


class Kind(StrEnum):
    """The shape of a cycle."""

    SINE = "sine"
    BREATHE = "breathe"
    """Out slowly, in faster."""
    FLICKER = "flicker"
    """As a flame does: never the same twice, but the same at every replay."""
    CHASE = "chase"
    """Lit for its share of the cycle, and dark for the rest."""


class Wave(Struct, frozen=True):
    """One wave of one role."""

    kind: Kind
    depth: float = 1.0
    """How far it dips, 0 to 1."""
    seconds: float = 1.0
    """The length of a cycle."""
    beats: float = 0.0
    """The length of a cycle in beats of the music; 0: it has one in seconds."""
    phase: float = 0.0
    """Where in its cycle it is ahead of others."""
    share: float = 0.5
    """Of a chase: the part of the cycle for which it is lit."""
    colour: tuple[float, float, float] | None = None
    """What it dips to instead of dark."""


class Running(Struct, frozen=True):
    """A wave on a role. ``depth``: how deep it dips, coming and going."""

    wave: Wave
    depth: Motion


class Beating(Struct, frozen=True):
    """The beat that waves keep to: at ``at`` it was ``beat``, and goes on at ``tempo`` beats a minute.

    Within the next beat it makes up for ``lag`` more.
    """

    at: ShowTime = ShowTime(0)
    beat: float = 0.0
    tempo: float = 60.0
    lag: float = 0.0


def dip(wave: Wave, beating: Beating, t: ShowTime) -> float:
    """How far the wave is down at ``t``, 0 to 1."""
    cycles = beat_at(beating, t) / wave.beats if wave.beats else t / (wave.seconds * SECOND)
    cycles += wave.phase
    within = cycles - floor(cycles)
    match wave.kind:
        case Kind.SINE:
            return (1 - cos(2 * pi * within)) / 2
        case Kind.BREATHE:
            return _smooth(within / 0.6) if within < 0.6 else _smooth((1 - within) / 0.4)
        case Kind.FLICKER:
            return (2 * _noise(cycles) + _noise(2.7 * cycles + 0.5)) / 3
        case Kind.CHASE:
            return _off(within, wave.share)


def depth_at(running: Running, beating: Beating, t: ShowTime) -> float:
    """How much of what the role shows the wave takes away at ``t``, 0 to 1."""
    depth = position(running.depth, t)[0]
    return depth * dip(running.wave, beating, t) if depth else 0.0


def changed(
    waves: tuple[Running, ...], wave: Wave | None, cue: str, start: ShowTime, seconds: float
) -> tuple[Running, ...]:
    """The waves of a role from ``start`` on, where ``wave`` is to be the only one left after ``seconds``."""
    kept = [each for each in waves if each.wave == wave or position(each.depth, start)[0] or moving(each.depth, start)]
    if wave is not None and all(each.wave != wave for each in kept):
        kept.append(Running(wave, at_rest((0.0,))))
    return tuple(
        Running(each.wave, retarget(each.depth, (each.wave.depth if each.wave == wave else 0.0,), cue, start, seconds))
        for each in kept
    )


def beat_at(beating: Beating, t: ShowTime) -> float:
    """Which beat it is at ``t``."""
    beats = seconds_between(beating.at, t) * beating.tempo / 60.0
    return beating.beat + beats + beating.lag * min(max(beats, 0.0), 1.0)


def strayed(beating: Beating, beat: float, t: ShowTime) -> float:
    """By how much the beat should be further at ``t`` than it is on its way to be: to the nearest whole beat."""
    off = beat - beating.beat - seconds_between(beating.at, t) * beating.tempo / 60.0 - beating.lag
    return off - round(off)


def kept_to(beating: Beating, beat: float, tempo: float, now: ShowTime) -> Beating:
    """The beat from ``now`` on where the music is at ``beat``, at ``tempo``: from where it is, it catches up."""
    here = beat_at(beating, now)
    off = beat - here
    return Beating(now, here, max(tempo, 1.0), off - round(off))


def _smooth(u: float) -> float:
    return u * u * (3 - 2 * u)


def _off(within: float, share: float) -> float:
    """0 while lit, from 0 to ``share``, 1 while dark; it comes up before and goes down at the end of its share."""
    edge = min(share, 1 - share) / 3
    if within < share - edge:
        return 0.0
    if within < share:
        return _smooth((within - share + edge) / edge)
    return 1.0 if within < 1 - edge else 1 - _smooth((within - 1 + edge) / edge)


def _noise(x: float) -> float:
    """Smooth chance: a value of its own at every whole number, and a smooth way between them."""
    whole = floor(x)
    u = _smooth(x - whole)
    return _chance(whole) * (1 - u) + _chance(whole + 1) * u


def _chance(n: int) -> float:
    """A number from 0 to 1 that is always the same for ``n``: the mixing steps of MurmurHash3 (fmix32)."""
    x = n & 0xFFFFFFFF
    x = (x ^ x >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    x = (x ^ x >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (x ^ x >> 16) / 0xFFFFFFFF
