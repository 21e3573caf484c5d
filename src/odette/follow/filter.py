"""The forward filter: how probable is each place in the score at each tempo, given all that was heard?

States are cell × pace (nominal seconds a second, log-spaced), twice: *moving* and *holding*. Only a window of cells
around the probability mass exists, so cost and memory do not depend on the length of the score. This is the bar-pointer
model of Whiteley, Cemgil & Godsill (2006) with holding states added.
"""

from collections.abc import Sequence

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Floats
from odette.follow.model import CELLS, ScoreModel

PACES = 22
SLOWEST, FASTEST = 0.2, 4.2
PACE = np.exp(np.linspace(np.log(SLOWEST), np.log(FASTEST), PACES))
LOG_PACE = np.log(PACE)
RESTLESS = 0.3
"""How far log tempo wanders: standard deviation per √s."""
TO_HOLD, TO_HOLD_FERMATA, TO_MOVE = 0.001, 0.1, 0.04
"""Chances per frame of beginning and of ending to stand still."""
RETURN = 0.004
"""Chance per frame of falling back to the usual tempo."""
SKIP = 1e-5
"""Chance per frame of being already at the next event."""
STROKE = 0.15
"""Standard deviation of the log tempo that a stroke shows."""
HALF_WINDOW = 8.0
"""Nominal seconds at pace 1 to either side of the mode."""
PRUNE = 1e-4

_STEP = LOG_PACE[1] - LOG_PACE[0]
_DIFFUSE = np.float32(min(0.3, RESTLESS**2 * FRAME / (2 * _STEP**2)))
_ADVANCE = PACE * FRAME * CELLS
_SHIFT = _ADVANCE.astype(int)
_REACH = int(_SHIFT[-1]) + 2
_GROUPS = [
    (slice(*np.searchsorted(_SHIFT, (k, k + 1))), k, (_ADVANCE - _SHIFT).astype(np.float32)[k == _SHIFT, None])
    for k in np.unique(_SHIFT).tolist()
]


class Filter:
    """Probability over cells ``low`` to ``high`` × paces."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        capacity = int(2 * HALF_WINDOW * CELLS * 2.5) + 2 * _REACH
        self._room = [np.zeros((PACES, capacity), np.float32) for _ in range(4)]
        self.low = 0
        self.mass: Floats = np.ones(1, np.float32)
        """(high − low,) probability per cell, moving and holding together."""
        self.evidence = 0.0
        """Log-likelihood of the last frame under everything held possible."""
        self.pace = 1.0
        """Expected (in log) nominal seconds a second."""
        self._frames = 0
        self.habit(0.0, 0.9, 1.0)
        self.put(0, 0, holding=1.0)

    @property
    def high(self) -> int:
        return self.low + len(self.mass)

    @property
    def reach(self) -> int:
        """End of the cells that may be reached with the next step."""
        return min(self._model.cells, self.high + _REACH)

    @property
    def moving(self) -> Floats:
        """(paces, cells)"""
        return self._room[0][:, : len(self.mass)]

    @property
    def holding(self) -> Floats:
        return self._room[1][:, : len(self.mass)]

    def habit(self, log_pace: float, spread: float, wide: float) -> None:
        """What tempo is usual: around ``log_pace``, a share ``wide`` of it anywhere; others wither."""
        near = np.exp(-0.5 * ((LOG_PACE - log_pace) / (spread + 0.05)) ** 2)
        broad = np.exp(-0.5 * (LOG_PACE / 0.8) ** 2)
        usual = (1 - wide) * near / near.sum() + wide * broad / broad.sum()
        self.usual = usual.astype(np.float32)[:, None]
        wither = np.minimum(8.0, 0.5 * ((LOG_PACE - log_pace) / spread) ** 2)
        self._wither = np.exp(-0.8 * FRAME * wither).astype(np.float32)[:, None]

    def expect(self, shown: Sequence[tuple[float, float]], share: float) -> None:
        """A tempo was shown to those who are about to begin: ``share`` of the chance is around these log paces, as
        likely as each is; the rest as it was. None shown: all as it was."""
        if not shown:
            return
        usual = self.usual * np.float32(1 - share)
        for log_pace, chance in shown:
            near = np.exp(-0.5 * ((LOG_PACE - log_pace) / STROKE) ** 2)
            usual += (share * chance * near / near.sum()).astype(np.float32)[:, None]
        self.usual = usual

    def put(self, cell: float, spread: float, holding: float = 0.3) -> None:
        """Forget everything; be around ``cell``, give or take ``spread`` cells, at the usual tempo."""
        low = int(np.clip(cell - 2.5 * spread, 0, self._model.cells - 2))
        high = int(np.clip(cell + 2.5 * spread + 1, low + 1, self._model.cells))
        bell = np.exp(-0.5 * ((np.arange(low, high) - cell) / max(spread, 0.5)) ** 2).astype(np.float32)
        self.mass = bell / bell.sum()
        self.low = low
        self.moving[:] = self.usual * self.mass * np.float32(1 - holding)
        self.holding[:] = self.usual * self.mass * np.float32(holding)

    def hear(self, evidence: Evidence, learn: bool) -> None:
        """One frame on, with what was heard in it; ``learn``: from what is heard here."""
        moving, holding = evidence.sustained(self.low, self.reach, self.pace)
        self.step(moving + evidence.onsets(self.low, self.reach, self.pace, learn), holding)

    def step(self, moving: Floats, holding: Floats) -> None:
        """One frame on. ``moving``, ``holding``: log-likelihoods of cells ``low`` to ``reach``."""
        old, n = len(self.mass), len(moving)
        a, h = self._room[2][:, :n], self._room[3][:, :n]
        self._advance(a, old)
        a *= np.float32(1 - RETURN)
        a += self.usual * (a.sum(0) * np.float32(RETURN / (1 - RETURN)))
        self._diffuse(a)
        still = self._room[1][:, :old]
        fermata = self._model.fermata[self.low : self.low + n]
        stop = np.where(fermata, np.float32(TO_HOLD_FERMATA), np.float32(TO_HOLD))
        np.multiply(a, stop * np.exp(holding), out=h)
        h[:, :old] += still * (np.float32(1 - TO_MOVE) * np.exp(holding[:old]))
        likely = np.exp(moving)
        a *= (1 - stop) * likely
        a[:, :old] += still * (np.float32(TO_MOVE) * likely[:old])
        a *= self._wither
        h *= self._wither
        mass = a.sum(0) + h.sum(0)
        total = float(mass.sum())
        self._room = [self._room[2], self._room[3], self._room[0], self._room[1]]
        self._keep(mass, total)

    def stand(self) -> None:
        """One frame on while the players are known to stand still."""
        self.holding[:] += self.moving
        self.moving[:] = 0

    def mix(self, cell: float, share: float) -> None:
        """Give ``share`` of the probability to being just now at ``cell``, moving."""
        here = int(cell) - self.low
        if 0 <= here < len(self.mass):
            self.moving[:] *= np.float32(1 - share)
            self.holding[:] *= np.float32(1 - share)
            self.moving[:, here] += self.usual[:, 0] * np.float32(share)
            self.mass = self.moving.sum(0) + self.holding.sum(0)

    def _advance(self, out: Floats, old: int) -> None:
        n = out.shape[1]
        out[:] = 0
        for rows, k, part in _GROUPS:
            here = self._room[0][rows, :old]
            width = min(old, n - k)
            out[rows, k : k + width] = here[:, :width] * (1 - part)
            width = min(old, n - k - 1)
            out[rows, k + 1 : k + 1 + width] += here[:, :width] * part

    @staticmethod
    def _diffuse(a: Floats) -> None:
        across = (a[1:] - a[:-1]) * _DIFFUSE
        a[:-1] += across
        a[1:] -= across

    def _keep(self, mass: Floats, total: float) -> None:
        """Normalise, and keep only the cells that matter."""
        self._frames += 1
        if not total > 1e-30:
            # Nothing fits at all: stand where we are.
            self.mass = mass
            self.put(self.low + len(mass) / 2, len(mass) / 5, holding=0.5)
            return
        self.evidence = float(np.log(total))
        mode = int(mass.argmax())
        sums = np.cumsum(mass, dtype=np.float64) / total
        reach = int(HALF_WINDOW * max(0.5, self.pace) * CELLS)
        first = max(int(np.searchsorted(sums, PRUNE)), mode - reach)
        last = min(int(np.searchsorted(sums, 1 - PRUNE)) + 1, mode + reach, len(mass))
        last = max(last, first + 1)
        scale = np.float32(1 / total)
        for i in (0, 1):
            kept = self._room[i][:, first:last] * scale
            self._room[i][:, : last - first] = kept
        self.mass = mass[first:last] * scale
        self.low += first
        self.pace = float(np.exp((self.paces() * LOG_PACE).sum()))
        if self._frames % 4 == 0:
            self._skip(mode - first, reach)

    def _skip(self, mode: int, reach: int) -> None:
        """A little probability that the players are already at the next event (a dropped beat, a misread run)."""
        events, of = self._model.events, self._model.event_of[self.low : self.high]
        here = np.bincount(of - of[0], self.mass)
        for j in np.flatnonzero(here > 1e-3):
            following = int(of[0] + j + 1)
            if following >= len(events) or events[following] >= self.low + mode + reach:
                continue
            cell = int(events[following]) - self.low
            if cell >= len(self.mass):
                self._grow(cell + 1)
            self.moving[:, cell] += self.usual[:, 0] * np.float32(4 * SKIP * here[j])

    def _grow(self, size: int) -> None:
        old = len(self.mass)
        self.mass = np.concatenate([self.mass, np.zeros(size - old, np.float32)])
        self.moving[:, old:] = 0
        self.holding[:, old:] = 0

    def paces(self) -> Floats:
        """(paces,) probability of each pace."""
        paces = self.moving.sum(1) + self.holding.sum(1)
        paces /= paces.sum()
        return np.asarray(paces)

    def place(self) -> tuple[float, float]:
        """Median cell of the cluster around the mode, and the cluster's half width in seconds."""
        mode = int(self.mass.argmax())
        around = int(0.4 * CELLS)
        first = max(0, mode - around)
        mass = self.mass[first : mode + around + 1]
        sums = np.cumsum(mass, dtype=np.float64)
        quartiles = np.interp([0.16, 0.5, 0.84], sums / sums[-1], np.arange(1, len(sums) + 1))
        return self.low + first + float(quartiles[1]), float(quartiles[2] - quartiles[0]) / 2 / CELLS
