"""How far the reports run behind the sound, learned from the onsets that were passed.

One onset's evidence may peak anywhere; averaged over many passings it peaks when they sounded. Where the follower
thought the players were at that moment, or a moment later, tells how late it is.
"""

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import BANDS, FRAME, Floats, Frame
from odette.follow.model import CELLS, ScoreModel

SOUND_DELAY = 0.05
"""Seconds from the start of a tone to the end of the frame in which its onset evidence is greatest, in sound."""
BEFORE, AFTER = 10, 12
"""Frames around the passing of an onset in which its evidence is sought."""
CLEAR = 0.2
"""Standard deviations by which the average onset must stand out to be learned from."""
ALONE = 0.12
"""Nominal seconds to the next events on either side for an onset to be told apart."""
RATE, FOLLOW = 0.03, 0.1
"""Share that an onset adds to the averages; by how much the lag follows what they say."""
FIRST, FAR = 8, 0.5
"""Onsets before anything is said; seconds beyond which the follower was elsewhere."""
JUST_AFTER = slice(11, 16)
"""Of the frames around a passing, those just after it."""
SOFT, PLAIN = 2.5, 4.0
"""Standard deviations by which onsets stand out that only swell, and that are plain."""
FIRST_GUESS, MOST = 0.04, 0.2

_RING = 32
_AROUND = np.arange(BEFORE + AFTER)


class Lag:
    """Seconds between an onset in the sound and the report that it is being played."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self.seconds = FIRST_GUESS
        self._onsets = np.zeros((_RING, BANDS), np.float32)
        self._cells = np.zeros(_RING)
        self._attacks = np.zeros(_RING)
        self._shape, self._behind = np.zeros(BEFORE + AFTER), np.zeros(BEFORE + AFTER)
        self._passings = 0
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
        self._attacks[self._frames % _RING] = evidence.attack(frame)
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
        frames = np.arange(passed - BEFORE, passed + AFTER)
        if frames[0] < 0:
            return
        template = self._model.onset.rows(event, event + 1)[0]
        shape: Floats = evidence.standing_out((self._onsets[frames % _RING] * template).sum(1))
        attack = self._attacks[frames % _RING][BEFORE - 4 : BEFORE + 2].max()
        evidence.clear_onset(float(shape[BEFORE - 3 : BEFORE + 3].max()), float(attack))
        behind = (self._model.events[event] - self._cells[frames % _RING]) / (pace * CELLS)
        self._passings += 1
        rate = max(RATE, 1 / self._passings)
        self._shape += rate * (np.minimum(shape, 4) - self._shape)
        self._behind += rate * (np.clip(behind, -FAR, FAR) - self._behind)
        best = 1 + int(self._shape[1:-1].argmax())
        if self._passings >= FIRST and self._shape[best] > self._shape.mean() + CLEAR:
            late = self._late(best, evidence.plainness)
            self.seconds += FOLLOW * (min(max(late, -MOST / 2), MOST) - self.seconds)

    def _late(self, best: int, plainness: float) -> float:
        """From the averages, whose onset evidence is greatest in frame ``best``.

        Where onsets are plain the filter is right as soon as it has heard one, so its place just after the passing
        tells. Where they only swell it comes late to that, too, and its place when the onset sounded tells better.
        """
        a, b, c = (float(x) for x in self._shape[best - 1 : best + 2])
        sounded = best + 0.5 * (a - c) / (a - 2 * b + c - 1e-9) - SOUND_DELAY / FRAME
        after = float((self._behind + (_AROUND - sounded) * FRAME)[JUST_AFTER].mean())
        before = float(np.interp(sounded, _AROUND, self._behind))
        plain = min(1.0, max(0.0, (plainness - SOFT) / (PLAIN - SOFT)))
        return plain * after + (1 - plain) * before
