"""MIDI in place of sound: notes in, the same frames out."""

import numpy as np

from odette.follow.features import BANDS, FRAME, Floats, Frame, Gain, contrast
from odette.follow.model import comb

_DECAY, _FLOOR, _RELEASE = 1.2, 0.25, 0.05
_LATER = (1.0, 0.8, 0.3)
"""An onset as its own frame and the two after it show it."""
MIDI_DELAY = 0.01
"""Seconds from a note to the end of the frame that shows it best: ``Follower``'s ``delay`` for MIDI."""
_WINDOW = 5
"""Frames averaged, as the pitch window of sound would."""
_QUIET = 1e-4


class SymbolicFeatures:
    """Call ``note_on`` and ``note_off`` as notes come, ``frame`` once every 20 ms. Deterministic."""

    def __init__(self) -> None:
        self._tones = comb()
        self._strokes = contrast(np.log1p(3 * comb(8, 0.75)))
        self._level = np.zeros(128, np.float32)
        self._down = np.zeros(128, bool)
        self._struck = np.zeros(BANDS, np.float32)
        self._recent_struck = [self._struck] * len(_LATER)
        self._recent_power = [np.zeros(BANDS, np.float32)] * _WINDOW
        self._gain = Gain()

    def note_on(self, pitch: int, velocity: int) -> None:
        """Velocity 0 is note off."""
        if velocity == 0:
            self.note_off(pitch)
            return
        loud = np.float32(velocity / 64)
        self._down[pitch] = True
        self._level[pitch] = loud
        self._struck = np.maximum(self._struck, self._strokes[pitch] * loud)

    def note_off(self, pitch: int) -> None:
        self._down[pitch] = False

    def frame(self) -> Frame:
        """The frame that ends now."""
        power: Floats = ((self._level[:, None] * self._tones) ** 2).sum(0)
        self._recent_power = [*self._recent_power[1:], power]
        self._recent_struck = [self._struck, *self._recent_struck[:-1]]
        self._struck = np.zeros(BANDS, np.float32)
        floor = np.where(self._down, np.float32(_FLOOR), np.float32(0))
        fall = np.where(self._down, np.float32(FRAME / _DECAY), np.float32(FRAME / _RELEASE))
        self._level -= np.maximum(self._level - floor, 0) * fall
        sound = np.sqrt(sum(self._recent_power, np.zeros(BANDS, np.float32)) / np.float32(_WINDOW))
        energy = float(np.sqrt((sound * sound).mean()))
        onset = np.zeros(BANDS, np.float32)
        for part, struck in zip(_LATER, self._recent_struck, strict=True):
            onset = np.maximum(onset, struck * np.float32(part))
        return Frame(
            pitch=contrast(np.log1p(np.float32(1.5) * self._gain(energy + 1e-9) * sound)),
            onset=onset,
            strength=float(np.sqrt((onset * onset).sum())),
            energy=energy,
            silent=energy < _QUIET,
        )
