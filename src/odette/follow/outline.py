"""The score in broad strokes: the mean sound of every stretch of rows, for the tracker that watches all of it."""

import numpy as np
from numpy.typing import NDArray

from odette.follow.features import Floats
from odette.follow.quantised import Quantised

SHORTEST = 6
"""Rows of a stretch."""
MOST = 20_000
"""Stretches at most: beyond an hour of music they grow longer instead of more."""
_CHUNK = 1024


class Outline:
    """``sound``: a template per stretch of ``rows`` rows of ``sustain``; ``inverse_norm``: of it less ``centre``."""

    def __init__(self, sustain: Quantised, rest: NDArray[np.bool_], centre: Floats) -> None:
        self.rows = max(SHORTEST, -(-len(rest) // MOST))
        count = -(-len(rest) // self.rows)
        self.sound = Quantised(count)
        self.inverse_norm = np.empty(count, np.float32)
        for low in range(0, count, _CHUNK):
            first, last = low * self.rows, min((low + _CHUNK) * self.rows, len(rest))
            self._fill(low, sustain.rows(first, last), rest[first:last], centre)

    def _fill(self, low: int, rows: Floats, rest: NDArray[np.bool_], centre: Floats) -> None:
        edges = np.arange(0, len(rows), self.rows)
        sizes = np.diff(np.append(edges, len(rows)))[:, None]
        means = np.add.reduceat(rows, edges, axis=0) / sizes.astype(np.float32)
        self.sound.put(low, means.astype(np.float32))
        centred = means - centre
        here = slice(low, low + len(edges))
        self.inverse_norm[here] = 1 / (np.sqrt((centred * centred).sum(1)) + 1e-6)
        # A rest is no place to be found in: it would match whatever is not music.
        self.inverse_norm[here][np.add.reduceat(rest.astype(np.float32), edges) > sizes[:, 0] / 2] = 0
