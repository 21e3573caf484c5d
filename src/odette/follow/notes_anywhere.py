"""Where in the whole score could these notes be? Order only, no timing: what finds the players after a jump.

A hidden Markov model over the events of the score with a small chance of jumping from anywhere to anywhere, whose
forward step costs no more than shifting an array (the outer-product transitions of Nakamura, Nakamura & Sagayama,
"Real-time audio-to-score alignment of music performances containing errors and arbitrary repeats and skips", 2016).
"""

import numpy as np
from numpy.typing import NDArray

from odette.follow.notes_score import Indices, NoteScore

JUMP = 1e-3
"""Chance per note of going on anywhere else."""
PASS_OVER = 0.12
"""Chance that the next event is left out; and so on."""
ONE_CHORD = 0.05
"""Seconds between notes of one chord, about."""
FOREIGN = 0.006
"""Chance of a particular pitch that the score does not have there."""

LIKELY = 0.05
"""How probable an event must be to be told of."""


class Anywhere:
    """Probability of each event to be the last one played."""

    def __init__(self, score: NoteScore) -> None:
        self._score = score
        self._hit = (0.9 / np.sqrt(score.size)).astype(np.float32)
        self._mass: NDArray[np.float32] = np.full(len(score.size), 1 / len(score.size), np.float32)

    def put(self, event: int) -> None:
        """The players are there."""
        self._mass[:] = 0.5 / len(self._mass)
        self._mass[event] += np.float32(0.5)

    def hear(self, pitch: int, since: float) -> tuple[Indices, NDArray[np.float32]]:
        """A note ``since`` seconds after the one before it. Returns the events that are likely now: where the same
        bars come more than once, there are several; and how probable each is."""
        stay = np.float32(0.1 + 0.8 / (1 + (since / ONE_CHORD) ** 2))
        onward = self._mass * (1 - stay)
        moved = self._mass * stay
        moved[1:] += onward[:-1] * np.float32(1 - PASS_OVER)
        over = np.float32((1 - PASS_OVER) * PASS_OVER)
        for k in range(2, 5):
            moved[k:] += onward[:-k] * over
            over *= np.float32(PASS_OVER)
        moved += np.float32(JUMP / len(moved))
        here = self._score.having[pitch]
        played = moved[here] * self._hit[here]
        moved *= np.float32(FOREIGN)
        moved[here] += played
        moved /= moved.sum()
        self._mass = moved
        likely = np.flatnonzero(moved > LIKELY)
        return likely, moved[likely]
