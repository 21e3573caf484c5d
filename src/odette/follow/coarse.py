"""A second, coarse tracker over the whole score, which may jump anywhere: it finds the players after a cut."""

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Floats, Frame
from odette.follow.model import CELLS, CENTRE, STRIDE, ScoreModel

POOL = 8
"""Frames pooled into one coarse frame."""
KAPPA, NEUTRAL, FLOOR = np.float32(3.0), np.float32(0.36), np.float32(-0.8)
JUMP = 1e-4
LIKELY = 0.4
"""Probability elsewhere from which a place is worth an audition."""
NEAR = 1.5
"""Nominal seconds (at the players' pace) that count as one place."""

_PACES = np.concatenate([[0.0], np.exp(np.linspace(np.log(0.55), np.log(1.8), 7))])


class Coarse:
    """Feeds on the same frames as the filter, an eighth of the work in each."""

    def __init__(self, model: ScoreModel) -> None:
        self._outline = model.outline
        self.cell = model.outline.rows * STRIDE
        """Fine cells per coarse cell."""
        self.count = len(model.outline.inverse_norm)
        self._mean = model.mean
        self._mass = np.zeros((len(_PACES), self.count), np.float32)
        self.put(0)
        self._sum = np.zeros_like(model.mean)
        self._pooled = 0

    def put(self, cell: float) -> None:
        """Start again from fine cell ``cell``."""
        self._mass[:] = 0
        self._mass[:, min(self.count - 1, int(cell / self.cell))] = 1 / len(_PACES)

    def share(self, cell: float, pace: float) -> float:
        """Probability of being near fine cell ``cell``."""
        width = max(1, round(NEAR * pace * CELLS / self.cell))
        here = int(cell / self.cell)
        return float(self._mass[:, max(0, here - width) : here + width + 1].sum())

    def hear(self, frame: Frame, evidence: Evidence, cell: float, pace: float) -> float | None:
        """Take in a frame; ``cell``, ``pace``: where the filter thinks the players are.

        Returns the fine cell where they may well be instead, or None.
        """
        if frame.silent:
            return None
        self._sum += frame.pitch
        self._pooled += 1
        if self._pooled < POOL:
            return None
        heard = evidence.centred(self._sum / np.float32(POOL))
        self._sum[:] = 0
        self._pooled = 0
        match = self._outline.sound.dot(0, self.count, heard) - CENTRE * float((self._mean * heard).sum())
        match *= self._outline.inverse_norm
        self._step(match, pace)
        return self._judge(cell, pace)

    def _step(self, match: Floats, pace: float) -> None:
        advance = _PACES * pace * POOL * FRAME * CELLS / self.cell
        out = np.empty_like(self._mass)
        for v, x in enumerate(advance):
            k = int(x)
            part = np.float32(x - k)
            out[v, :k] = 0
            out[v, k:] = self._mass[v, : self.count - k] * (1 - part)
            out[v, k + 1 :] += self._mass[v, : self.count - k - 1] * part
        together = out.sum(0) * np.float32(0.04 / len(_PACES))
        mixed = np.float32(0.8) * out
        mixed[1:] += np.float32(0.08) * out[:-1]
        mixed[:-1] += np.float32(0.08) * out[1:]
        mixed[0] += np.float32(0.08) * out[0]
        mixed[-1] += np.float32(0.08) * out[-1]
        mixed += together
        mixed *= np.float32(1 - JUMP)
        mixed += np.float32(JUMP / mixed.size)
        mixed *= np.exp(np.maximum(KAPPA * (match - NEUTRAL), FLOOR))
        self._mass = mixed / mixed.sum()

    def _judge(self, cell: float, pace: float) -> float | None:
        mode = (int(self._mass.sum(0).argmax()) + 0.5) * self.cell
        if abs(mode - cell) < 1.7 * NEAR * pace * CELLS or self.share(mode, pace) < LIKELY:
            return None
        return mode
