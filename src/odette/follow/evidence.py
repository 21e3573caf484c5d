"""How well a frame fits each place of the score: log-likelihoods per cell, for players who move and who stand still."""

import numpy as np

from odette.follow.features import FRAME, Floats, Frame
from odette.follow.model import CELLS, CENTRE, STRIDE, ScoreModel

KAPPA, NEUTRAL = np.float32(1.8), np.float32(0.3)
"""Log-likelihood per frame of the sustained sound: KAPPA × (cosine − NEUTRAL), at least FLOOR."""
FLOOR = np.float32(-0.15)
HOLD_SHARE, HOLD_COST = np.float32(0.8), np.float32(0.02)
SUSTAIN_LAG = 0.05
"""Seconds the pitch window looks back."""
ONSET_AGES = np.arange(6) * FRAME
ONSET_WEIGHTS = np.array([0.35, 1.0, 0.8, 0.3, 0.1, 0.0])
"""How much an onset's evidence counts so many seconds after it."""
ONSET_GAIN, ONSET_TOP, ONSET_FLOOR = 1.1, 4.0, -1.2
MEMORY = 6.0
"""Seconds over which onset evidence is compared with itself."""
RELIABLE = 2.2
"""Standard deviations by which a quite clear onset stands out."""


class Evidence:
    """Keeps what must be learned within a run to compare sound with score: the mean sound, how clear onsets are."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._mean: Floats | None = None
        self._q_mean, self._q_square, self._q_gain = 0.25, 0.5, 1.5
        self._reliability = 0.6
        self._frames = 0
        self.heard = np.zeros_like(model.mean)
        """(88,) the pitch bands just heard, centred, unit norm."""
        self._frame: Frame | None = None
        self._learning = True

    def hear(self, frame: Frame, learn: bool = True) -> None:
        """Take in the newest frame; ``learn`` from it, too, unless it is not music."""
        self._frame = frame
        self._learning = learn
        self._frames += learn
        if self._mean is None:
            self._mean = self._model.mean * np.float32(_norm(frame.pitch) / _norm(self._model.mean))
        if learn and not frame.silent:
            self._mean = self._mean + (frame.pitch - self._mean) * np.float32(0.001)
        self.heard = self.centred(frame.pitch)

    def centred(self, pitch: Floats) -> Floats:
        """Less the running mean (this cancels hall and timbre), unit norm."""
        assert self._mean is not None
        out = pitch - CENTRE * self._mean
        return np.asarray(out / np.float32(_norm(out)), np.float32)

    def match(self, low: int, high: int, pace: float) -> Floats:
        """(high − low,) cosine of what is heard with the score at each cell, at ``pace`` nominal seconds a second."""
        lag = SUSTAIN_LAG * pace * CELLS
        cells = np.maximum(np.arange(low, high) - lag, 0)
        first, last = int(cells[0]) // STRIDE, int(cells[-1]) // STRIDE + 2
        last = min(last, len(self._model.rest))
        rows = self._model.cosine(first, last, self.heard)
        return np.asarray(np.interp(cells, np.arange(first, last) * STRIDE, rows), np.float32)

    def sustained(self, low: int, high: int, pace: float) -> tuple[Floats, Floats]:
        """(high − low,) twice: log-likelihood of this frame when moving and when standing still."""
        assert self._frame is not None
        if self._frame.silent:
            rest = self._model.rest[np.arange(low, high) // STRIDE]
            return np.where(rest, np.float32(0.02), np.float32(-0.12)), np.zeros(high - low, np.float32)
        g = KAPPA * (self.match(low, high, pace) - NEUTRAL)
        holding = np.maximum(HOLD_SHARE * g, np.float32(0)) - HOLD_COST
        # Under a fermata standing still explains the sound no worse than moving.
        holding = np.where(self._model.fermata[low:high], np.maximum(g, holding), holding)
        return np.maximum(g, FLOOR), holding

    def onsets(self, low: int, high: int, pace: float, learn: bool) -> Floats:
        """(high − low,) log-likelihood of what has just begun, near the cells where the score has something begin.

        Scored against its own running mean and variance, so that it says as much in a dry room as in a wet one.
        """
        assert self._frame is not None
        model = self._model
        events = np.maximum(0, model.event_of[low:high])
        first, last = int(events[0]), int(events[-1]) + 1
        if self._frame.silent:
            score = np.full(last - first, -0.6)
        else:
            q = model.onset.dot(first, last, self._frame.onset)
            z = np.minimum((q - self._q_mean) / (np.sqrt(self._q_square) + 1e-3), ONSET_TOP)
            if learn and self._learning:
                self._learn(q, z)
            score = np.maximum(ONSET_FLOOR, ONSET_GAIN * z - np.log(self._q_gain))
        score = score * self._reliability * model.weight[first:last]
        past = np.arange(low, high) - model.events[events]
        age = past / (max(pace, 0.1) * CELLS)
        weight = np.interp(age, ONSET_AGES, ONSET_WEIGHTS, left=0.0)
        return np.asarray(weight * score[events - first], np.float32)

    def clear_onset(self, z: float) -> None:
        """The players passed an event whose evidence stood out by ``z``: learn how far onsets can be relied on."""
        self._reliability += 0.04 * (min(1.0, max(0.08, z / RELIABLE)) - self._reliability)

    def standing_out(self, products: Floats) -> Floats:
        """Inner products with an onset template as standard deviations above what is usual in this run."""
        return (products - np.float32(self._q_mean)) / np.float32(self._q_square**0.5 + 1e-3)

    def _learn(self, q: Floats, z: Floats) -> None:
        rate = FRAME / MEMORY if self._frames > 150 else 1 / (20 + self._frames)
        self._q_mean += rate * (float(q.mean()) - self._q_mean)
        self._q_square += rate * (float(((q - self._q_mean) ** 2).mean()) - self._q_square)
        self._q_gain += rate * (float(np.exp(ONSET_GAIN * z).mean()) - self._q_gain)


def _norm(x: Floats) -> float:
    return float(np.sqrt((x * x).sum())) + 1e-6
