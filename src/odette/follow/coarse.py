"""A second, coarse tracker over the whole score, which may jump anywhere: it finds the players after a cut."""

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Floats, Frame
from odette.follow.model import CELLS, CENTRE, STRIDE, ScoreModel

POOL = 8
"""Frames pooled into one coarse frame."""
KAPPA, NEUTRAL, FLOOR = np.float32(5.0), np.float32(0.36), np.float32(-1.2)
"""Log-likelihood per coarse frame: KAPPA × (cosine − NEUTRAL), at least FLOOR."""
USUAL, TAKEN_OFF = 10.0, np.float32(0.5)
"""Seconds over which it is learned how well each place matches whatever sounds, and the share of that which is taken
off: a low murky chord fits a murmuring house, and clapping, and would be believed for as long as they last."""
JUMP = 1e-3
"""Chance per coarse frame of a jump."""
HERE, NEARBY, TO_BARS = 0.2, 0.3, 0.3
"""Shares of the jumps that go to the reported place (what was heard in between was not the score), to the beginning of
a bar nearby, and to that of any bar; the others go anywhere."""
AROUND = 40.0
"""Nominal seconds that count as nearby."""
HOLD_SHARE, HOLD_COST = np.float32(0.6), np.float32(0.1)
"""How much of the log-likelihood counts for standing still, and what that costs."""
LIKELY = 0.2
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
        self._bars = np.bincount(np.minimum(model.bars // self.cell, self.count - 1), minlength=self.count)
        self._bars = self._bars.astype(np.float32)
        """(count,) how many bars begin in each coarse cell."""
        self._mass = np.zeros((len(_PACES), self.count), np.float32)
        self.put(0)
        self._usual = np.zeros(self.count, np.float32)
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

    def hear(self, frame: Frame, evidence: Evidence, cell: float, pace: float) -> bool:
        """Take in a frame; whether that made it think anew, as every ``POOL``th does.

        ``cell``: the reported place; ``pace``: the players' usual one.
        """
        if frame.silent:
            return False
        self._sum += frame.pitch
        self._pooled += 1
        if self._pooled < POOL:
            return False
        heard = evidence.centred(self._sum / np.float32(POOL))
        self._sum[:] = 0
        self._pooled = 0
        match = self._outline.sound.dot(0, self.count, heard) - CENTRE * float((self._mean * heard).sum())
        match *= self._outline.inverse_norm
        self._usual += np.float32(POOL * FRAME / USUAL) * (match - self._usual)
        self._step(match - TAKEN_OFF * (self._usual - self._usual.mean()), cell, pace)
        return True

    def _step(self, match: Floats, cell: float, pace: float) -> None:
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
        mixed[1:] += self._landing(cell) * np.float32(JUMP / (len(_PACES) - 1))
        moving = np.maximum(KAPPA * (match - NEUTRAL), FLOOR)
        mixed[1:] *= np.exp(moving)
        mixed[0] *= np.exp(HOLD_SHARE * moving - HOLD_COST)
        self._mass = mixed / mixed.sum()

    def _landing(self, cell: float) -> Floats:
        """(count,) where players land who jump: the score and common sense know more than nothing."""
        here, around = min(self.count - 1, int(cell / self.cell)), int(AROUND * CELLS / self.cell)
        nearby = slice(max(0, here - around), here + around + 1)
        share = 1 - HERE - NEARBY - TO_BARS
        landing = np.full(self.count, share / self.count, np.float32)
        for where, part in ((slice(None), TO_BARS), (nearby, NEARBY)):
            bars = self._bars[where]
            total = float(bars.sum())
            landing[where] += bars * np.float32(part / total) if total else np.float32(part / len(bars))
        landing[here] += np.float32(HERE)
        return landing

    def elsewhere(self, cell: float, pace: float, most: int) -> list[float]:
        """The likeliest fine cells not near ``cell``, at ``most`` so many, the likeliest first."""
        mass = self._mass.sum(0)
        width = max(1, round(NEAR * pace * CELLS / self.cell))
        places: list[float] = []
        here = int(cell / self.cell)
        while True:
            mass[max(0, here - 2 * width) : here + 2 * width + 1] = 0
            if len(places) == most:
                return places
            here = int(mass.argmax())
            if mass[max(0, here - width) : here + width + 1].sum() < LIKELY:
                return places
            places.append((here + 0.5) * self.cell)
