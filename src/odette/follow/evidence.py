"""How well a frame fits each place of the score: log-likelihoods per cell, for players who move and who stand still."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from odette.follow.change import Change
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
STEEPNESS, NOISE, FLATTEST, STEEPEST = 0.8, 1.3, 0.3, 5.0
"""Log-likelihood ratio of an onset per standard deviation by which it stands out: so much for each standard deviation
by which onsets usually stand out in this run beyond what noise alone would reach; at least, at most."""
ABSENCE = 0.7
"""How much against an onset it says that nothing stands out, in squares of that steepness. One half would be exact for
normal deviations."""
MISSED = 0.2
"""Chance in a frame that an onset that was played is not to be heard at all."""
SILENT_REST, SILENT = np.float32(0.02), np.float32(-0.12)
"""Log-likelihood of silence where the score rests, and where it does not."""
SILENCE = -0.6
"""Log-likelihood of an onset in silence."""
PLAIN, WEIGHTY = 3.5, 0.4
"""Standard deviations by which onsets stand out in this run, and weight of one, for it to be plain."""
LEARN = 0.04
"""Share that an onset adds to what is known of how plain they are."""
TOP = 6.0
"""Standard deviations beyond which an onset stands out no more clearly."""
MEMORY = 6.0
"""Seconds over which onset evidence is compared with itself."""


class Evidence:
    """Keeps what must be learned within a run to compare sound with score: the mean sound, how clear onsets are."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._mean: Floats | None = None
        self._q_mean, self._q_square = 0.25, 0.5
        self.plainness = 2.5
        """Standard deviations by which onsets stand out in this run."""
        self.sharpness = NOISE
        """Standard deviations by which their attacks do."""
        self._attack_mean, self._attack_square = 0.0, 1.0
        self._frames = 0
        self.heard = np.zeros_like(model.mean)
        """(88,) the pitch bands just heard, centred, unit norm."""
        self._frame: Frame | None = None
        self._learning = True
        self.change = Change(model)

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
        self.change.hear(frame)
        if learn and not frame.silent:
            off = frame.attack - self._attack_mean
            self._attack_mean += FRAME / MEMORY * off
            self._attack_square += FRAME / MEMORY * (off * off - self._attack_square)

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
            return np.where(rest, SILENT_REST, SILENT), np.zeros(high - low, np.float32)
        g = KAPPA * (self.match(low, high, pace) - NEUTRAL)
        holding = np.maximum(HOLD_SHARE * g, np.float32(0)) - HOLD_COST
        # Under a fermata standing still explains the sound no worse than moving.
        holding = np.where(self._model.fermata[low:high], np.maximum(g, holding), holding)
        return np.maximum(g, FLOOR), holding

    def moving(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """(cells,) log-likelihood of this frame if what sounds is what the score has there, players moving."""
        assert self._frame is not None
        rows = np.minimum(np.maximum(cells / STRIDE, 0), len(self._model.rest) - 1).astype(np.intp)
        if self._frame.silent:
            return np.where(self._model.rest[rows], SILENT_REST, SILENT)
        match = self._model.cosine_at(rows, self.heard)
        return np.asarray(np.maximum(KAPPA * (match - NEUTRAL), FLOOR), np.float64)

    def onsets(self, low: int, high: int, pace: float, learn: bool) -> Floats:
        """(high − low,) log-likelihood of what has just begun, near the cells where the score has something begin."""
        model = self._model
        events = np.maximum(0, model.event_of[low:high])
        first, last = int(events[0]), int(events[-1]) + 1
        score = self.began(first, last, learn)
        past = np.arange(low, high) - model.events[events]
        age = past / (max(pace, 0.1) * CELLS)
        weight = np.interp(age, ONSET_AGES, ONSET_WEIGHTS, left=0.0)
        return np.asarray(weight * score[events - first], np.float32)

    def began(self, first: int, last: int, learn: bool = False) -> Floats:
        """(last − first,) log-likelihood ratio of these events having just begun.

        Scored against its own running mean and variance, and the more plainly onsets stand out in this run the more
        it says that one is there, and that one is not.
        """
        assert self._frame is not None
        weight = self._model.weight[first:last]
        if self._frame.silent:
            return np.asarray(SILENCE * weight, np.float32)
        q = self._model.onset.dot(first, last, self._frame.onset)
        if learn and self._learning:
            self._learn(q)
        steep = min(STEEPEST, max(FLATTEST, STEEPNESS * (self.plainness - NOISE)))
        return _ratio(self.standing_out(q), np.float32(steep) * weight)

    def struck(self) -> float:
        """Log-likelihood ratio of a note having been struck in this frame, by the attack alone."""
        assert self._frame is not None
        if self._frame.silent:
            return 0.0
        steep = min(STEEPEST, STEEPNESS * max(0.0, self.sharpness - NOISE))
        return float(_ratio(np.float32(self.attack(self._frame)), np.float32(steep)))

    def attack(self, frame: Frame) -> float:
        """Standard deviations by which the attack of ``frame`` stands out of what is usual in this run."""
        return (frame.attack - self._attack_mean) / (sqrt(self._attack_square) + 1e-3)

    def plain(self, event: int) -> bool:
        """Whether the onset of ``event`` will stand out so plainly that it can be waited for."""
        return self.plainness > PLAIN and bool(self._model.weight[event] > WEIGHTY)

    def clear_onset(self, z: float, attack: float) -> None:
        """The players passed an event whose evidence stood out by ``z``, its attack by ``attack``: learn how plain they
        are."""
        self.plainness += LEARN * (min(TOP, max(0.0, z)) - self.plainness)
        self.sharpness += LEARN * (min(TOP, max(0.0, attack)) - self.sharpness)

    def standing_out(self, products: Floats) -> Floats:
        """Inner products with an onset template as standard deviations above what is usual in this run."""
        return (products - np.float32(self._q_mean)) / np.float32(self._q_square**0.5 + 1e-3)

    def _learn(self, q: Floats) -> None:
        rate = FRAME / MEMORY if self._frames > 150 else 1 / (20 + self._frames)
        self._q_mean += rate * (float(q.sum()) / len(q) - self._q_mean)
        off = q - np.float32(self._q_mean)
        self._q_square += rate * (float((off * off).sum()) / len(q) - self._q_square)


def _ratio(z: Floats | np.float32, steep: Floats | np.float32) -> Floats:
    """Log-likelihood ratio of an onset to none, from how far it stands out and how far onsets do."""
    ratio = np.exp(steep * np.minimum(z, np.float32(TOP)) - np.float32(ABSENCE) * steep * steep)
    return np.asarray(np.log(MISSED + (1 - MISSED) * ratio), np.float32)


def _norm(x: Floats) -> float:
    return float(np.sqrt((x * x).sum())) + 1e-6
