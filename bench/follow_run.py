"""Odette listening to a performance: every estimate, and what each cost."""

import time
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import Beat
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.features import FRAME, Floats
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.symbolic import MIDI_DELAY, SymbolicFeatures

Reals = NDArray[np.float64]


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
    ready: float = 0.0
    """Seconds from the score's file, or its notes, to a follower that listens."""

    def moving(self) -> Reals:
        """Quarter notes a second, 0 while nobody plays on."""
        return np.where(self.following == Following.PLAYING, self.tempo / 60, 0.0)


def run(model: ScoreModel, sound: Floats, rate: int, start: float | None = None) -> Run:
    """``start``: the beat at which the players begin, if not at the first note."""
    follower = Follower(model, rate, None if start is None else Beat(start))
    hop = follower.features.hop
    estimates, took = [], []
    for i in range(len(sound) // hop):
        begin = time.thread_time()
        estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
        took.append(time.thread_time() - begin)
    return collect(estimates, hop / rate, rate, took)


def run_midi(model: ScoreModel, midi: Path) -> Run:
    """A MIDI performance through the symbolic front end."""
    follower, symbolic = Follower(model, 50 * 960, delay=MIDI_DELAY), SymbolicFeatures()
    now, events = 0.0, []
    for message in mido.MidiFile(midi):
        now += message.time
        if message.type in ("note_on", "note_off"):
            events.append((now, message.note, message.velocity if message.type == "note_on" else 0))
    estimates, took, k = [], [], 0
    for i in range(int((now + 2) / FRAME)):
        begin = time.thread_time()
        while k < len(events) and events[k][0] <= (i + 1) * FRAME:
            symbolic.note_on(events[k][1], events[k][2])
            k += 1
        estimates.append(follower.step(symbolic.frame()))
        took.append(time.thread_time() - begin)
    return collect(estimates, FRAME, 48_000, took)


def collect(estimates: list[Estimate], step: float, rate: int, took: list[float]) -> Run:
    """``step``: seconds from one estimate to the next."""
    rows = [(e.heard / rate, e.beat, e.tempo, e.confidence) for e in estimates]
    heard, beat, tempo, confidence = np.array(rows, np.float64).T
    now = np.arange(1, len(rows) + 1, dtype=np.float64) * step
    following = np.array([e.following.value for e in estimates])
    return Run(now, heard, beat, tempo, confidence, following, np.array(took))
