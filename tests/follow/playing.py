"""A tiny additive synthesiser and a small score, for the tests of the follower."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import Beat
from odette.follow.estimate import Estimate
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel

RATE = 22_050
Floats = NDArray[np.float32]
Note = tuple[float, float, int]
"""Onset and duration in quarter notes, MIDI pitch."""
Times = Callable[[float], float]
"""Beat to seconds."""


def tune(quarters: int = 48, seed: int = 3) -> list[Note]:
    """A melody in eighths over a bass in halves; no two bars alike."""
    rng = np.random.default_rng(seed)
    scale = [0, 2, 4, 5, 7, 9, 11]
    notes: list[Note] = []
    degree = 14
    for k in range(2 * quarters):
        degree = int(np.clip(degree + rng.integers(-3, 4), 7, 21))
        notes.append((k / 2, 0.5, 48 + 12 * (degree // 7) + scale[degree % 7]))
        if k % 4 == 0:
            low = int(rng.integers(0, 7))
            notes.append((k / 2, 2.0, 36 + scale[low]))
    return notes


def model(notes: Sequence[Note], tempo: float = 100, fermatas: Sequence[float] = ()) -> ScoreModel:
    onset, duration, pitch = zip(*notes, strict=True)
    return ScoreModel(onset, duration, pitch, [(0.0, tempo)], fermatas=fermatas)


def steady(tempo: float, start: float = 0.5) -> Times:
    return lambda beat: start + beat * 60 / tempo


def sound(notes: Sequence[Note], when: Times, length: float | None = None) -> Floats:
    """Additive tones, decaying, with a soft release."""
    end = length or max(when(o + d) for o, d, _ in notes) + 1.0
    out = np.zeros(int(end * RATE), np.float32)
    for onset, duration, pitch in notes:
        a, z = when(onset), when(onset + duration)
        t = np.arange(int((z - a + 0.08) * RATE)) / RATE
        tone = sum(0.6**k * np.sin(2 * np.pi * 440 * 2 ** ((pitch - 69) / 12) * (k + 1) * t) for k in range(5))
        shape = np.minimum(t / 0.005, 1) * np.exp(-2 * t) * np.clip((z - a + 0.08 - t) / 0.08, 0, 1)
        first = min(len(out), int(a * RATE))
        stop = min(len(out), first + len(t))
        out[first:stop] += (0.08 * tone * shape).astype(np.float32)[: stop - first]
    return out


def follow(follower: Follower, samples: Floats) -> list[Estimate]:
    hop = follower.features.hop
    return [follower.hear(samples[i : i + hop]) for i in range(0, len(samples) - hop + 1, hop)]


def at(estimates: Sequence[Estimate], seconds: float) -> Estimate:
    """The last estimate given at ``seconds``."""
    return estimates[min(len(estimates), int(seconds / 0.02)) - 1]


def beat_heard(estimate: Estimate, seconds: float) -> Beat:
    """Where an estimate says the players are at ``seconds``: carried on at its tempo."""
    return Beat(estimate.beat + (seconds - estimate.heard / RATE) * estimate.tempo / 60)
