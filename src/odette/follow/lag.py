"""How far the reports run behind the sound, learned from the onsets that were passed.

Once the onset of a clear event is past, it is known when it sounded: at the peak of its evidence. Where the follower
then thought the players were, before it had heard that onset, tells how late it is.
"""

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import BANDS, FRAME, Floats, Frame
from odette.follow.model import CELLS, ScoreModel

SOUND_DELAY = 0.05
"""Seconds from the start of a tone to the end of the frame in which its onset evidence is greatest, in sound."""
BEFORE, AFTER = 10, 12
"""Frames around the passing of an onset in which its evidence is sought."""
CLEAR = 1.5
"""Standard deviations by which evidence must stand out to be learned from."""
ALONE = 0.12
"""Nominal seconds to the next events on either side for an onset to be told apart."""
RATE = 0.08
FIRST_GUESS = 0.04

_RING = 32


class Lag:
    """Seconds between an onset in the sound and the report that it is being played."""

    def __init__(self, model: ScoreModel, delay: float = SOUND_DELAY) -> None:
        self._model = model
        self._delay = delay
        self.seconds = FIRST_GUESS
        self._onsets = np.zeros((_RING, BANDS), np.float32)
        self._cells = np.zeros(_RING)
        self._frames = 0
        self._passed: list[tuple[int, int]] = []
        gaps = np.diff(model.events) > ALONE * CELLS
        alone = np.concatenate([[False], gaps]) & np.concatenate([gaps, [True]])
        self._useful = alone & (model.weight > 0.4)

    def hear(self, frame: Frame, evidence: Evidence, cell: float, pace: float) -> None:
        """``cell``, ``pace``: as reported with this frame."""
        before = float(self._cells[(self._frames - 1) % _RING])
        self._onsets[self._frames % _RING] = frame.onset
        self._cells[self._frames % _RING] = cell
        self._frames += 1
        event = int(np.searchsorted(self._model.events, before, side="right"))
        if event < len(self._useful) and self._useful[event] and self._model.events[event] <= cell:
            self._passed.append((event, self._frames))
        while self._passed and self._frames - self._passed[0][1] >= AFTER:
            self._learn(*self._passed.pop(0), pace, evidence)

    def forget(self) -> None:
        """The position was moved by something other than playing."""
        self._passed.clear()

    def _learn(self, event: int, passed: int, pace: float, evidence: Evidence) -> None:
        frames = np.arange(max(0, passed - BEFORE), self._frames)
        template = self._model.onset.rows(event, event + 1)[0]
        shape: Floats = evidence.standing_out((self._onsets[frames % _RING] * template).sum(1))
        when_passed = slice(max(0, passed - 3 - int(frames[0])), passed + 3 - int(frames[0]))
        evidence.clear_onset(float(shape[when_passed].max()))
        best = int(shape.argmax())
        if shape[best] < CLEAR or not 0 < best < len(shape) - 1:
            return
        a, b, c = (float(x) for x in shape[best - 1 : best + 2])
        sounded = frames[best] + 0.5 * (a - c) / (a - 2 * b + c - 1e-9) - self._delay / FRAME
        recent = np.arange(self._frames - _RING, self._frames)
        cell = np.interp(sounded, recent, self._cells[recent % _RING])
        late = (self._model.events[event] - cell) / (pace * CELLS)
        self.seconds += RATE * float(np.clip(late - self.seconds, -0.05, 0.05))
