"""Odette listening to a performance: every estimate, and what each cost."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import mido
import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.features import FRAME, Floats
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.notes import NoteFollower
from odette.follow.notes_score import NoteScore

Reals = NDArray[np.float64]
Key = tuple[float, int, int]
"""Seconds, pitch, velocity (0: let go)."""
MIDI_RATE = 48_000
RING_OUT = 8.0


@dataclass
class Run:
    """All estimates of one run."""

    now: Reals
    """When each was given, seconds."""
    heard: Reals
    """The moment of which each tells, seconds."""
    beat: Reals
    tempo: Reals
    confidence: Reals
    following: NDArray[np.str_]
    took: Reals
    """Seconds of processor time, per frame."""
    awaited: Reals
    """Beat of the onset that is about to sound and will be heard plainly; inf: none."""
    ready: float = 0.0
    """Seconds from the score's file, or its notes, to a follower that listens."""

    def moving(self) -> Reals:
        """Quarter notes a second, 0 while nobody plays on."""
        return np.where(self.following == Following.PLAYING, self.tempo / 60, 0.0)


def run(
    model: ScoreModel,
    sound: Floats,
    rate: int,
    start: float | None = None,
    told: Sequence[tuple[float, float]] = (),
) -> Run:
    """``start``: the beat at which the players begin, if not at the first note; ``told``: seconds and beat of being
    told where they are."""
    follower = Follower(model, rate, None if start is None else Beat(start))
    hop = follower.features.hop
    estimates, took = [], []
    telling = {round(seconds * rate / hop): Beat(beat) for seconds, beat in told}
    for i in range(len(sound) // hop):
        if i in telling:
            follower.tell(telling[i])
        begin = time.thread_time()
        estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
        took.append(time.thread_time() - begin)
    return collect(estimates, hop / rate, rate, took)


def keys_of(midi: Path) -> list[Key]:
    """The keys of a MIDI file, in the order of time."""
    now, keys = 0.0, []
    for message in mido.MidiFile(midi):
        now += message.time
        if message.type in ("note_on", "note_off"):
            keys.append((now, message.note, message.velocity if message.type == "note_on" else 0))
    return keys


def run_notes(score: NoteScore, keys: list[Key]) -> Run:
    """Keys followed one by one, with a look every 20 ms between them, to some seconds after the last."""
    follower = NoteFollower(score, MIDI_RATE)
    looks = [(float(t), -1, 0) for t in np.arange(FRAME, keys[-1][0] + RING_OUT, FRAME)]
    estimates, took = [], []
    for seconds, pitch, velocity in sorted(keys + looks, key=lambda key: (round(key[0] * MIDI_RATE), key[1])):
        at = Sample(round(seconds * MIDI_RATE))
        begin = time.thread_time()
        estimates.append(follower.wait(at) if pitch < 0 else follower.note_on(pitch, velocity, at))
        took.append(time.thread_time() - begin)
    result = collect(estimates, FRAME, MIDI_RATE, took)
    return replace(result, now=result.heard)


def collect(estimates: list[Estimate], step: float, rate: int, took: list[float]) -> Run:
    """``step``: seconds from one estimate to the next."""
    rows = [(e.heard / rate, e.beat, e.tempo, e.confidence) for e in estimates]
    heard, beat, tempo, confidence = np.array(rows, np.float64).T
    now = np.arange(1, len(rows) + 1, dtype=np.float64) * step
    following = np.array([e.following.value for e in estimates])
    awaited = np.array([np.inf if e.awaited is None else e.awaited for e in estimates], np.float64)
    return Run(now, heard, beat, tempo, confidence, following, np.array(took), awaited)
