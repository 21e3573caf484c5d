"""What goes wrong in a theatre: a cut, a repeat nobody printed, a restart, applause, noise, another tuning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from follow_data import Piece, Reals
from render import Floats


@dataclass(frozen=True)
class Scene:
    """A changed performance of a piece."""

    name: str
    sound: Floats
    rate: int
    beats: Reals
    times: Reals
    """Truth, in the order played: beats may jump."""
    jump: float | None = None
    """When the players went elsewhere in the score, seconds."""


def _spliced(piece: Piece, pieces: list[tuple[float, float]]) -> tuple[Floats, int, Reals, Reals, list[float]]:
    """The performance's stretches (from, to in beats) one after another, cross-faded for 20 ms."""
    sound, rate = piece.sound()
    fade = int(0.02 * rate)
    out = np.zeros(0, np.float32)
    beats: list[Reals] = []
    times: list[Reals] = []
    joins: list[float] = []
    for low, high in pieces:
        a, z = np.interp([low, high], piece.beats, piece.times)
        part = sound[int(max(0.0, a - 0.02 if joins or len(out) else 0.0) * rate) : int(z * rate)].copy()
        offset = len(out) / rate - (a - 0.02 if len(out) else 0.0)
        if len(out):
            joins.append(len(out) / rate)
            part[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
            out[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
        here = (piece.beats >= low) & (piece.beats < high)
        beats.append(piece.beats[here])
        times.append(piece.times[here] + offset)
        out = np.concatenate([out, part])
    return out, rate, np.concatenate(beats), np.concatenate(times), joins


def jumps(piece: Piece, parts: int = 3) -> Iterator[Scene]:
    """Cuts, repeats and restarts at ``parts`` places of a piece."""
    last = float(piece.beats[-1])
    for k in range(1, parts + 1):
        x = last * k / (parts + 2)
        for name, there in (("cut", x + 0.15 * last), ("repeat", x - 0.12 * last), ("restart", 0.0)):
            until = min(last, there + 0.12 * last)
            sound, rate, beats, times, joins = _spliced(piece, [(max(0.0, x - 0.15 * last), x), (there, until)])
            yield Scene(name, sound, rate, beats, times, joins[0])


def spoilt(piece: Piece, audience: Path, length: float = 90.0) -> Iterator[Scene]:
    """The first ``length`` seconds with noise under them, or with applause in the middle."""
    sound, rate = piece.sound()
    sound = sound[: int(length * rate)]
    here = piece.times < length - 2
    loud = float(np.sqrt((sound**2).mean()))

    def noisy(file: str, below: float) -> Floats:
        noise = _noise(audience / file, rate, len(sound))
        return sound + noise * (loud / float(np.sqrt((noise**2).mean())) * 10 ** (-below / 20))

    for below in (20, 10, 0):
        yield Scene(f"murmur −{below} dB", noisy("ambience-pub.wav", below), rate, piece.beats[here], piece.times[here])
    middle = piece.beats[here][len(piece.beats[here]) // 2]
    at = float(np.interp(middle, piece.beats, piece.times))
    clapping = _noise(audience / "woven_applause.wav", rate, int(10 * rate)) * 2
    first = int(at * rate)
    clapped = np.concatenate([sound[:first], clapping, sound[first:]])
    times = piece.times[here] + np.where(piece.times[here] >= at, 10.0, 0.0)
    yield Scene("applause 10 s", clapped, rate, piece.beats[here], times)
    for hertz in (430, 446):
        step = hertz / 440
        n = int(len(sound) / step)
        bent = np.interp(np.arange(n) * step, np.arange(len(sound)), sound).astype(np.float32)
        yield Scene(f"A = {hertz}", bent, rate, piece.beats[here], piece.times[here] / step)


def _noise(path: Path, rate: int, length: int) -> Floats:
    noise, own = soundfile.read(path, dtype="float32", always_2d=True)
    mono = noise.mean(1)
    n = int(len(mono) * rate / own)
    mono = np.interp(np.arange(n) * own / rate, np.arange(len(mono)), mono).astype(np.float32)
    return np.resize(mono, length)


def recovery(now: Reals, beat: Reals, scene: Scene, pace: Callable[[float], float]) -> float:
    """Seconds after the jump from which the follower stays within half a second for two seconds; ∞ if never."""
    assert scene.jump is not None
    after = scene.times >= scene.jump - 0.05
    b, t = scene.beats[after], scene.times[after]
    late = now >= scene.jump
    truth = np.interp(now[late], t, b)
    near = np.abs(beat[late] - truth) < 0.5 * pace(float(b[0]))
    run = 0
    for i, ok in enumerate(near):
        run = run + 1 if ok else 0
        if run == 100:
            return float((i - 99) * 0.02)
    return float("inf")
