"""Which number is played? What sounds is held against every number of the show at once, in broad strokes.

Each stretch of each number's outline keeps how well the way that leads to it has matched of late: dynamic time warping
(Sakoe & Chiba 1978) run forward, in which a step may stand still, go one stretch on or two, and what was heard long ago
is forgotten. A number is as like what sounds as the best of its ways.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from odette.core.clocks import Beat
from odette.follow.features import FRAME, Floats, Frame
from odette.follow.model import CENTRE, STRIDE, ScoreModel

POOL = 8
"""Frames pooled into one step: 0.16 s, about what a stretch of the outline lasts at the printed tempo."""
MEMORY = 10.0
"""Seconds of sound after which what was heard counts 1/e."""
STANDING, SKIPPING = np.float32(0.15), np.float32(0.1)
"""What a step costs that stands still or goes two stretches on, as a match."""
OWN_MEAN = np.float32(0.4)
"""How much of a number's own mean sound is taken off what is heard: all of it hides in which key the music is, none
likens everything to everything."""
TIE = 0.03
"""Likeness within which places of one number are alike: the earliest is meant, as numbers begin at their beginning."""
LEVEL = 0.02
"""How fast the loudness of what is heard is learned, a step."""


class Likeness(NamedTuple):
    """How like a number what sounds has been, −1 to 1, and the beat at which it would be."""

    of: float
    beat: Beat


class Recognition:
    """Feeds on the same frames as a follower. Each frame bears its share of the work: a number or some."""

    def __init__(self, models: Mapping[str, ScoreModel]) -> None:
        self._numbers = {name: _Number(model) for name, model in models.items()}
        self._waiting: list[_Number] = []
        self._share = -(-sum(number.size for number in self._numbers.values()) // POOL)
        self._sum = np.zeros_like(next(iter(models.values())).mean)
        self._pooled = 0
        self._heard = self._sum
        self._level = 0.0
        self._steps = 0
        self.compared = 0
        """Numbers that the newest frame was compared with."""

    @property
    def seconds(self) -> float:
        """Of sound that was taken in; silence does not count."""
        return self._steps * POOL * FRAME

    def hear(self, frame: Frame) -> bool:
        """Take in a frame; whether with it every number has been compared anew."""
        if not frame.silent:
            self._sum = self._sum + frame.pitch
            self._pooled += 1
        if self._pooled >= POOL and not self._waiting:
            self._heard = self._sum / np.float32(self._pooled)
            level = float(np.sqrt((self._heard * self._heard).sum())) + 1e-6
            self._level += (LEVEL if self._steps else 1.0) * (level - self._level)
            self._sum, self._pooled = np.zeros_like(self._sum), 0
            self._waiting = list(self._numbers.values())
            self._steps += 1
        done = self.compared = 0
        waited = bool(self._waiting)
        while self._waiting and done < self._share:
            number = self._waiting.pop()
            number.step(self._heard, self._level)
            done += number.size
            self.compared += 1
        return waited and not self._waiting

    def likeness(self) -> dict[str, Likeness]:
        """Of every number, from what was heard since this began."""
        whole = (1 - FORGET) / (1 - FORGET ** max(1, self._steps))
        return {name: number.likeness(float(whole)) for name, number in self._numbers.items()}


FORGET = 1 - POOL * FRAME / MEMORY


class _Number:
    """The ways that end at each stretch of one number's outline."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._outline = model.outline
        self._norm = float(np.sqrt((model.mean * model.mean).sum())) + 1e-6
        self.size = len(model.outline.inverse_norm)
        self._ways = np.zeros(self.size, np.float32)

    def step(self, heard: Floats, level: float) -> None:
        """``heard``: (88,) pitch bands; ``level``: their usual norm."""
        mean = self._model.mean
        out = heard - OWN_MEAN * np.float32(level / self._norm) * mean
        out = np.asarray(out / (np.sqrt((out * out).sum()) + 1e-6), np.float32)
        match = self._outline.sound.dot(0, self.size, out) - CENTRE * np.float32((mean * out).sum())
        match *= self._outline.inverse_norm
        best = self._ways - STANDING
        np.maximum(best[1:], self._ways[:-1], out=best[1:])
        np.maximum(best[2:], self._ways[:-2] - SKIPPING, out=best[2:])
        self._ways = match + np.float32(FORGET) * best

    def likeness(self, whole: float) -> Likeness:
        """``whole``: what makes a sum of matches their mean."""
        top = float(self._ways.max())
        place = int(np.argmax(self._ways >= top - TIE / whole))
        cell = (place + 0.5) * self._outline.rows * STRIDE
        return Likeness(top * whole, Beat(min(self._model.beat(cell), self._model.end)))
