"""Numbers kept small."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from odette.follow.features import BANDS, Floats

Places = NDArray[np.intp]

_CHUNK = 2048


class Quantised:
    """Rows of non-negative numbers kept as bytes with one scale each: a quarter of the memory, one hundredth off."""

    def __init__(self, rows: int) -> None:
        self.bytes = np.zeros((rows, BANDS), np.uint8)
        self.scale = np.zeros(rows, np.float32)

    def put(self, start: int, rows: Floats) -> None:
        """Set the rows from ``start`` on; (rows, 88)."""
        self.set(slice(start, start + len(rows)), rows)

    def set(self, places: slice | Places, rows: Floats) -> None:
        """Set these rows; (rows, 88), none below 0."""
        top = np.maximum(rows.max(1), 1e-9)
        self.bytes[places] = np.rint(rows * (255 / top)[:, None])
        self.scale[places] = top / 255

    def rows(self, start: int, stop: int) -> Floats:
        """(stop − start, 88) rows ``start`` to ``stop``."""
        return self.bytes[start:stop] * self.scale[start:stop, None]

    def at(self, places: Places) -> Floats:
        """(places, 88) these rows."""
        return self.bytes[places] * self.scale[places, None]

    def copy(self) -> Self:
        """The same rows, to be changed."""
        out = type(self)(0)
        out.bytes, out.scale = self.bytes.copy(), self.scale.copy()
        return out

    def dot(self, start: int, stop: int, vector: Floats) -> Floats:
        """Inner products of rows ``start`` to ``stop`` with ``vector``; no BLAS, so equal on every machine."""
        products = np.empty(stop - start, np.float32)
        for low in range(start, stop, _CHUNK):
            rows = self.bytes[low : min(stop, low + _CHUNK)].astype(np.float32)
            np.einsum("ij,j->i", rows, vector, out=products[low - start : low - start + _CHUNK])
        products *= self.scale[start:stop]
        return products
