"""A score model as bytes, so that it is made once: arrays behind a table of contents, to be used where they lie.

The layout, little-endian: ``MAGIC``; CRC-32 of all that follows and length of the table, four bytes each; the table,
a JSON list of [name, dtype, shape, offset]; then the arrays, each from a multiple of ``ALIGNED`` bytes on.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from odette.follow.model import Quantised, ScoreModel

Arrays = Mapping[str, NDArray[Any]]

MAGIC = b"odette arrays 1\n"
ALIGNED = 64
HEAD = struct.Struct("<16sII")
"""What comes before the table: ``MAGIC``, checksum, length of the table."""
CHECKED_FROM = 20
"""The checksum is of every byte from here on."""


def pack(arrays: Arrays) -> list[bytes | memoryview]:
    """The pieces of a file that holds ``arrays``; the arrays themselves are not copied. TypeError: not numbers."""
    table: list[tuple[str, str, tuple[int, ...], int]] = []
    pieces: list[bytes | memoryview] = []
    offset = 0
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise TypeError(f"{name} holds something else than numbers")
        table.append((name, array.dtype.str, array.shape, offset))
        padding = bytes(-array.nbytes % ALIGNED)
        pieces += [np.ascontiguousarray(array).reshape(-1).view(np.uint8).data, padding]
        offset += array.nbytes + len(padding)
    contents = json.dumps(table).encode()
    contents += b" " * (-(HEAD.size + len(contents)) % ALIGNED)
    length = struct.pack("<I", len(contents))
    checksum = 0
    for piece in (length, contents, *pieces):
        checksum = crc32(piece, checksum)
    return [HEAD.pack(MAGIC, checksum, len(contents)), contents, *pieces]


def intact(chunks: Iterable[bytes]) -> bool:
    """Whether a file, given in chunks of at least ``HEAD.size`` bytes, is as ``pack`` made it."""
    checksum, wanted = 0, None
    for chunk in chunks:
        if wanted is None:
            if len(chunk) < HEAD.size or not chunk.startswith(MAGIC):
                return False
            wanted = HEAD.unpack_from(chunk)[1]
            chunk = chunk[CHECKED_FROM:]
        checksum = crc32(chunk, checksum)
    return checksum == wanted


def unpack(data: bytes | memoryview) -> dict[str, NDArray[Any]]:
    """The arrays of an intact file, read-only, as views of ``data``."""
    _, _, length = HEAD.unpack_from(data)
    start = HEAD.size + length
    table = json.loads(bytes(data[HEAD.size : start]))
    return {
        name: np.ndarray(tuple(shape), np.dtype(dtype), data, start + offset) for name, dtype, shape, offset in table
    }


def arrays_of(model: ScoreModel) -> dict[str, NDArray[Any]]:
    """Everything a model holds, by name; what is quantised as two arrays, a number as an array without axes."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, value in vars(model).items():
        if isinstance(value, Quantised):
            arrays |= {f"{name}.bytes": value.bytes, f"{name}.scale": value.scale}
        else:
            arrays[name] = np.asarray(value)
    return arrays


def model_of(arrays: Arrays) -> ScoreModel:
    """The model that ``arrays_of`` took apart. It uses the arrays it is given."""
    model = ScoreModel.__new__(ScoreModel)
    held = vars(model)
    for name, array in arrays.items():
        owner, _, part = name.partition(".")
        if part:
            setattr(held.setdefault(owner, Quantised(0)), part, array)
        else:
            held[name] = array if array.ndim else array.item()
    return model
