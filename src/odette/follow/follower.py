"""The follower: sound in, where the players are out."""

from math import exp, log

import numpy as np

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.coarse import Coarse
from odette.follow.estimate import Estimate
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Features, Floats, Frame
from odette.follow.filter import Filter
from odette.follow.model import CELLS, ScoreModel

HABIT = 15.0
"""Seconds over which the players' usual pace is learned."""


class Follower:
    """Follows one number from the score alone. Deterministic: the same frames give the same estimates, bit for bit."""

    def __init__(self, model: ScoreModel, rate: int, start: Beat | None = None) -> None:
        self._model = model
        self.features = Features(rate)
        self._evidence = Evidence(model)
        self._filter = Filter(model)
        self._coarse = Coarse(model)
        self._heard = 0
        self._held = False
        self._log_pace, self._played = 0.0, 0.0
        self._cell = 0.0
        self._following = Following.WAITING
        self._place(model.cell(start) if start else 0.0)

    def hear(self, block: Floats) -> Estimate:
        """``block``: (features.hop,) mono samples."""
        return self.step(self.features(block))

    def step(self, frame: Frame) -> Estimate:
        self._heard += self.features.hop
        self._evidence.hear(frame)
        if self._held:
            self._filter.stand()
        else:
            self._follow(frame)
        return self._estimate(frame)

    def tell(self, beat: Beat) -> None:
        """A person says the players are at ``beat`` now."""
        self._place(self._model.cell(beat))
        if self._following is not Following.WAITING:
            self._following = Following.PLAYING

    def hold(self, on: bool) -> None:
        """The room says the players stand still (applause), or may move again."""
        self._held = on

    def _place(self, cell: float) -> None:
        self._filter.put(cell, 0.1 * CELLS)
        self._coarse.put(cell)
        self._cell = cell

    def _follow(self, frame: Frame) -> None:
        f, pace = self._filter, self._filter.pace
        low, high = f.low, f.reach
        moving, holding = self._evidence.sustained(low, high, pace)
        f.step(moving + self._evidence.onsets(low, high, pace), holding)
        elsewhere = self._coarse.hear(frame, self._evidence, self._cell, exp(self._log_pace))
        if elsewhere is not None:
            f.put(elsewhere, 0.5 * exp(self._log_pace) * CELLS, holding=0.0)
        self._learn_habit(frame)

    def _learn_habit(self, frame: Frame) -> None:
        if frame.silent or self._cell < 0.3 * CELLS:
            return
        self._played += FRAME / HABIT
        known = min(1.0, self._played)
        self._log_pace += FRAME / (4 + known * (HABIT - 4)) * (log(self._filter.pace) - self._log_pace)
        if self._heard // self.features.hop % 10 == 0:
            self._filter.habit(self._log_pace, 0.6 - 0.3 * known, 0.3)

    def _estimate(self, frame: Frame) -> Estimate:
        cell, share = self._report()
        self._cell = cell
        return Estimate(
            Sample(self._heard),
            self._model.beat(cell),
            self._model.quarters(cell) * self._filter.pace,
            share,
            Following.PLAYING,
        )

    def _report(self) -> tuple[float, float]:
        """Median of the cluster around the mode, and the cluster's share of the probability."""
        mass = self._filter.mass
        mode = int(mass.argmax())
        around = int(0.4 * CELLS)
        first = max(0, mode - around)
        sums = np.cumsum(mass[first : mode + around + 1], dtype=np.float64)
        half = 0.5 * sums[-1]
        i = int(np.searchsorted(sums, half))
        before = sums[i - 1] if i else 0.0
        part = float((half - before) / (sums[i] - before + 1e-12))
        return self._filter.low + first + i + part, float(sums[-1])
