"""Players who go elsewhere: a cut, a repeat nobody printed, a stop and a start from another bar."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from zlib import crc32

import numpy as np

from follow_data import Piece, Sound
from follow_orchestra import Take
from odette.score.model import Score
from render import Floats

BEFORE, AFTER = 35.0, 30.0
"""Seconds played before and after a jump."""
TALK = 4.0
"""Seconds of silence before a restart."""
ALIKE = 4
"""Bars by which a place must differ from every other to be jumped to: where the same comes twice, nobody can hear
which is meant."""
EACH = 8
"""Jumps of each kind in each performance, where it has so many."""
KINDS = {"cut": (0.04, 0.3), "repeat": (-0.2, -0.03), "restart": (-1.0, 1.0)}
"""How far ahead they go, as a share of the piece."""
_LEAD = 0.04
"""Seconds from where a stretch is cut to its first beat."""


def jumps(take: Take, each: int = EACH) -> Iterator[Piece]:
    """``each`` jumps of each kind, in a hall, and the cuts once more with a person who tells of them. The same ones
    every time."""
    piece, score = take.piece(wet=True), take.score
    rng = np.random.default_rng(crc32(take.path.stem.encode()))
    starts = np.array([float(b.start) for b in score.bars])
    clock = take.clock()
    times = np.array([clock.begins(b) for b in starts])
    played = (starts >= piece.beats[0]) & (times < piece.times[-1] - AFTER)
    alone = played & _unlike(score)
    for kind, (least, most) in KINDS.items():
        for k in range(each):
            leave = rng.choice(np.flatnonzero(played & (times > piece.times[0] + BEFORE)))
            far = (starts - starts[leave]) / piece.beats[-1]
            there = np.flatnonzero(alone & (far >= least) & (far <= most) & (np.abs(times - times[leave]) > 5))
            if len(there):
                enter = rng.choice(there)
                first = int(np.searchsorted(times, times[leave] - BEFORE))
                silence = TALK if kind == "restart" else 0.0
                splice = Splice(float(starts[first]), float(starts[leave]), float(starts[enter]), silence)
                jump = replace(_spliced(piece, splice), name=f"{take.name} {k + 1}", set=f"jump: {kind}")
                yield jump
                if kind == "cut":
                    yield replace(jump, set="jump: cut, told", told=((jump.jumps[0], splice.enter),))


def _unlike(score: Score) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """(bars,) where the next ``ALIKE`` bars come nowhere else."""
    content: list[set[tuple[float, int | None]]] = [set() for _ in score.bars]
    index = {bar.start: i for i, bar in enumerate(score.bars)}
    for note in score.notes:
        start = score.bar_at(note.onset).start
        content[index[start]].add((float(note.onset - start), note.pitch))
    runs = [tuple(frozenset(bar) for bar in content[i : i + ALIKE]) for i in range(len(content))]
    count = Counter(runs)
    return np.array([count[run] == 1 and bool(run[0]) for run in runs])


@dataclass(frozen=True)
class Splice:
    """Played from ``first`` to ``leave``, then, after ``silence`` seconds, from ``enter`` on; beats."""

    first: float
    leave: float
    enter: float
    silence: float


def _spliced(piece: Piece, s: Splice) -> Piece:
    a, z, there = np.interp([s.first, s.leave, s.enter], piece.beats, piece.times)
    jump = z - a + 1 + s.silence
    before = (piece.beats >= s.first) & (piece.beats < s.leave)
    after = (piece.beats >= s.enter) & (piece.times < there + AFTER - 1)
    return replace(
        piece,
        beats=np.concatenate([piece.beats[before], piece.beats[after]]),
        times=np.concatenate([piece.times[before] - a + 1, piece.times[after] - there + jump]),
        sound=partial(_joined, piece, (a, z, there), s.silence),
        start=s.first,
        jumps=(jump,),
        quiet=((jump - s.silence, jump),) if s.silence else (),
    )


def _joined(piece: Piece, times: tuple[float, float, float], silence: float) -> Sound:
    sound, rate = piece.sound()
    a, z, there = times
    first = _faded(sound[max(0, round((a - _LEAD) * rate)) : round(z * rate)], rate)
    second = _faded(sound[round((there - _LEAD) * rate) : round((there + AFTER) * rate)], rate)
    start = 1 - min(_LEAD, a)
    jump = round((z - a + 1 + silence - _LEAD) * rate)
    out = np.zeros(jump + len(second), np.float32)
    out[round(start * rate) : round(start * rate) + len(first)] = first
    out[jump:] += second
    return out, rate


def _faded(sound: Floats, rate: int) -> Floats:
    """In and out within ``_LEAD``."""
    n = round(_LEAD * rate)
    ramp = np.linspace(0, 1, n, dtype=np.float32)
    sound = sound.copy()
    sound[:n] *= ramp
    sound[-n:] *= ramp[::-1]
    return sound
