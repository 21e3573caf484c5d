"""Has the sound changed as the score does? The surest sign that a note has begun where notes only swell.

What is heard now less what was heard a little before should be what the score has now less what it had then: new notes
stand out, those that ended are gone, and hall, noise and the instruments' colour, which were there before, cancel.
"""

from collections import deque

import numpy as np

from odette.follow.features import FRAME, Floats, Frame
from odette.follow.model import STRIDE, Indices, Reals, ScoreModel

BACK = 6
"""Frames over which changes are looked at: the pitch window looks back as long, and a slow attack lasts as long."""
SHARE = 0.15
"""How much of what each band says in each frame is its own: neighbours tell much the same."""
MEMORY = 20.0
"""Seconds of music over which it is learned how much changes."""
SETTLES, STILL = 5.0, 0.01
"""Seconds over which it is learned how much the bands change, and their variance if nothing does."""
LEAST, MOST = 0.1, 1.5
"""Of the expected change, what is heard of it, at least and at most."""
FIRMEST = 3.0
"""Most that one frame may say, either way."""


class Change:
    """Log-likelihoods of what has changed in the last ``BACK`` frames.

    Normal deviations about a share of the expected change, of which share and variance are learned within the run,
    against the same deviations about no change.
    """

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._before: deque[Floats] = deque(maxlen=BACK + 1)
        self._change = np.zeros_like(model.mean)
        self._silent = True
        self._variance = 0.05
        self._heard, self._expected = 3.0, 6.0

    def hear(self, frame: Frame) -> None:
        """Take in the newest frame."""
        self._before.append(frame.pitch)
        self._change = frame.pitch - self._before[0]
        self._silent = frame.silent
        if not frame.silent:
            square = float((self._change * self._change).sum()) / len(self._change)
            self._variance += FRAME / SETTLES * (max(square, STILL) - self._variance)

    def __call__(self, was: Reals, now: Reals, probability: Reals) -> Reals:
        """(hypotheses,) ``was``, ``now``: cells where the players were ``BACK`` frames ago and are."""
        sound = self._model.sustain
        expected = sound.at(self._rows(now)) - sound.at(self._rows(was))
        product = (expected * self._change).sum(1)
        square = (expected * expected).sum(1)
        if not self._silent:
            keep = 1 - FRAME / MEMORY
            self._heard = keep * self._heard + float((probability * product).sum())
            self._expected = keep * self._expected + float((probability * square).sum())
        share = min(MOST, max(LEAST, self._heard / self._expected))
        score = SHARE / self._variance * share * (product - share / 2 * square)
        return np.asarray(np.minimum(np.maximum(score, -FIRMEST), FIRMEST), np.float64)

    def _rows(self, cells: Reals) -> Indices:
        return np.minimum(np.maximum(cells / STRIDE, 0), len(self._model.rest) - 1).astype(np.intp)
