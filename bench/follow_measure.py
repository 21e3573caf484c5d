"""How right was the follower? Errors at every onset of the score."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.features import Floats
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel

Reals = NDArray[np.float64]
TOLERANCES = (0.05, 0.1, 0.3, 1.0)
LEAD = 0.05
"""Seconds before its due time that a cue must have been decided."""


@dataclass
class Run:
    """All estimates of one run."""

    now: Reals
    """When each was given, seconds."""
    heard: Reals
    beat: Reals
    tempo: Reals
    confidence: Reals
    following: NDArray[np.str_]
    took: Reals
    """Seconds of processor time, per frame."""

    def moving(self) -> Reals:
        """Quarter notes a second, 0 while nobody plays on."""
        return np.where(self.following == Following.PLAYING, self.tempo / 60, 0.0)


def run(model: ScoreModel, sound: Floats, rate: int) -> Run:
    follower = Follower(model, rate)
    hop = follower.features.hop
    estimates, took = [], []
    for i in range(len(sound) // hop):
        start = time.thread_time()
        estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
        took.append(time.thread_time() - start)
    return collect(estimates, hop / rate, rate, took)


def collect(estimates: list[Estimate], step: float, rate: int, took: list[float]) -> Run:
    """``step``: seconds from one estimate to the next."""
    rows = [(e.heard / rate, e.beat, e.tempo, e.confidence) for e in estimates]
    heard, beat, tempo, confidence = np.array(rows, np.float64).T
    now = np.arange(1, len(rows) + 1, dtype=np.float64) * step
    following = np.array([e.following.value for e in estimates])
    return Run(now, heard, beat, tempo, confidence, following, np.array(took))


def time_of(beats: Reals, truth_beats: Reals, truth_times: Reals) -> Reals:
    """When a beat was really played; beyond both ends at the mean tempo."""
    slope = (truth_times[-1] - truth_times[0]) / (truth_beats[-1] - truth_beats[0])
    t = np.interp(beats, truth_beats, truth_times)
    t = np.where(beats < truth_beats[0], truth_times[0] + (beats - truth_beats[0]) * slope, t)
    return np.where(beats > truth_beats[-1], truth_times[-1] + (beats - truth_beats[-1]) * slope, t)


def errors(r: Run, beats: Reals, times: Reals) -> tuple[Reals, Reals, Reals]:
    """B, C and planned-cue error per onset, seconds.

    B: at the onset, the performance time of where the follower says the players are now (its last estimate carried
    on at its tempo), less the time. C: when it first reports the onset or later, less the time. Cue: when a cue
    planned anew on every estimate would go off, less the time; positive is late.
    """
    k = np.maximum(np.searchsorted(r.now, times, side="right") - 1, 0)
    where = r.beat[k] + r.moving()[k] * (times - r.heard[k])
    b = time_of(where, beats, times) - times
    furthest = np.maximum.accumulate(r.beat)
    j = np.minimum(np.searchsorted(furthest, beats - 1e-4), len(r.now) - 1)
    c = r.now[j] - times
    return b, c, _cues(r, beats) - times


def _cues(r: Run, beats: Reals) -> Reals:
    """When cues at ``beats`` go off: the first time a plan falls due before the next estimate could change it."""
    speed = np.maximum(r.moving(), 1e-9)
    step = float(np.median(np.diff(r.now)))
    out = np.full(len(beats), r.now[-1])
    for i, beat in enumerate(beats):
        due = np.where((r.moving() > 0) | (r.beat >= beat), r.heard + (beat - r.beat) / speed, np.inf)
        ready = np.flatnonzero((due - LEAD <= r.now + step) & (r.following != Following.WAITING))
        if len(ready):
            out[i] = max(due[ready[0]], r.now[ready[0]] + LEAD)
    return out


def lost(b: Reals) -> bool:
    last = max(1, len(b) // 10)
    return bool(np.median(np.abs(b[-last:])) > 2)


@dataclass
class Row:
    """One performance's figures."""

    set: str
    name: str
    chosen_on: bool
    onsets: int
    b: tuple[float, ...]
    median: float
    bias: float
    worst: float
    cue_median: float
    cue_p95: float
    lost: bool
    cpu: float
    p50: float
    p99: float


def row(group: str, name: str, chosen_on: bool, r: Run, beats: Reals, times: Reals) -> Row:
    b, _, cue = errors(r, beats, times)
    size = np.abs(b)
    return Row(
        group,
        name,
        chosen_on,
        len(b),
        tuple(float((size <= t).mean()) for t in TOLERANCES),
        float(np.median(size)),
        float(np.median(b)),
        float(size.max()),
        float(np.median(np.abs(cue))),
        float(np.quantile(np.abs(cue), 0.95)),
        lost(b),
        float(r.took.sum() / r.now[-1]),
        float(np.median(r.took)),
        float(np.quantile(r.took, 0.99)),
    )
