"""A model of a recording, made from its own sound: to follow it where it is played and no score tells what sounds.

A beat is a second. Events are where the recording's own onsets stand out; what sounds between them is its own sound.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from odette.follow.features import FRAME, Frame
from odette.follow.model import CELLS, STRIDE, ScoreModel
from odette.follow.take import learn
from odette.score.unscored import TEMPO

APART = 0.1
"""Seconds between two events at least."""
PLAIN = 1.0
"""Standard deviations by which an onset stands out of the recording's usual ones to be an event."""
LONGEST = 2.0
"""Seconds without an onset after which an event is set all the same, so that a drone has places, too."""


def from_recording(frames: Sequence[Frame]) -> ScoreModel:
    """``frames``: of the whole recording."""
    seconds = len(frames) * FRAME
    onsets = _onsets(frames, seconds)
    lengths = np.diff(np.append(onsets, seconds))
    page = ScoreModel(onsets, lengths, np.full(len(onsets), -1), [(0.0, TEMPO)], bars=onsets, end=seconds)
    heard = learn(page, [(frame, (k + 1) * FRAME) for k, frame in enumerate(frames)])
    page.sustain, page.onset = heard.sound, heard.struck
    mean = page.sustain.rows(0, len(page.rest)).mean(0)
    page.mean = np.maximum(mean, np.float32(1e-6))  # silence has a mean, too
    page.rest = _silent(frames, len(page.rest))
    page.centre()
    page.weigh_onsets()
    return page


def _onsets(frames: Sequence[Frame], seconds: float) -> NDArray[np.float64]:
    """When something plainly begins, seconds; and now and then where nothing does."""
    grown = np.array([float(frame.onset.sum()) for frame in frames])
    least = float(grown.mean() + PLAIN * grown.std())
    found = [0.0]
    for k in range(1, len(grown) - 1):
        peak = grown[k] >= least and grown[k] > grown[k - 1] and grown[k] >= grown[k + 1]
        now = k * FRAME
        if (peak and now - found[-1] >= APART) or now - found[-1] >= LONGEST:
            found.append(now)
    sounding = next((k * FRAME for k, frame in enumerate(frames) if not frame.silent), 0.0)
    return np.array([at for at in found if at >= sounding and at < seconds] or [0.0])


def _silent(frames: Sequence[Frame], rows: int) -> NDArray[np.bool_]:
    """(rows,) where the recording is silent; after its end it is."""
    silent = np.array([frame.silent for frame in frames])
    at = (np.arange(rows) * STRIDE / CELLS / FRAME).astype(int)
    return np.asarray(np.where(at < len(silent), silent[np.minimum(at, len(silent) - 1)], True))
