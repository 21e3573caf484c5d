"""A model as bytes, so that it is made once: arrays behind a table of contents, to be used where they lie.

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

from odette.follow.model import ScoreModel
from odette.follow.outline import Outline
from odette.follow.quantised import Quantised
from odette.follow.take import TakeModel

Arrays = Mapping[str, NDArray[Any]]
Whole = ScoreModel | TakeModel

MAGIC = b"odette arrays 1\n"
ALIGNED = 64
HEAD = struct.Struct("<16sII")
"""What comes before the table: ``MAGIC``, checksum, length of the table."""
CHECKED_FROM = 20
"""The checksum is of every byte from here on."""

_MODEL: dict[str, type] = {"sustain": Quantised, "onset": Quantised, "outline": Outline, "outline.sound": Quantised}
_TAKE: dict[str, type] = {"sound": Quantised, "struck": Quantised}
"""What each holds that is neither an array nor a number, by name: such holds arrays and numbers in its turn."""


def pack(arrays: Arrays) -> list[bytes | memoryview]:
    """The pieces of a file that holds ``arrays``, by name; no array is copied. TypeError: something but numbers."""
    table: list[tuple[str, str, tuple[int, ...], int]] = []
    pieces: list[bytes | memoryview] = []
    offset = 0
    for name, array in sorted(arrays.items()):
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


def arrays_of(whole: Whole) -> dict[str, NDArray[Any]]:
    """Everything a model holds, by name: ``sustain.bytes`` is what its ``sustain`` holds as ``bytes``."""
    return _taken_apart(whole, _MODEL if isinstance(whole, ScoreModel) else _TAKE, "")


def model_of(arrays: Arrays) -> ScoreModel:
    """The model that ``arrays_of`` took apart. It uses the arrays it is given."""
    model = ScoreModel.__new__(ScoreModel)
    _put_together(model, _MODEL, arrays)
    return model


def take_of(arrays: Arrays) -> TakeModel:
    """The same of what was learned from takes."""
    take = TakeModel.__new__(TakeModel)
    _put_together(take, _TAKE, arrays)
    return take


def _taken_apart(whole: object, parts: Mapping[str, type], name: str) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    for part, value in vars(whole).items():
        full = name + part
        arrays |= _taken_apart(value, parts, f"{full}.") if full in parts else {full: np.asarray(value)}
    return arrays


def _put_together(whole: object, parts: Mapping[str, type], arrays: Arrays) -> None:
    wholes = {"": whole}
    for name, kind in parts.items():
        owner, _, part = name.rpartition(".")
        wholes[name] = vars(wholes[owner])[part] = object.__new__(kind)
    for name, array in arrays.items():
        owner, _, part = name.rpartition(".")
        vars(wholes[owner])[part] = array if array.ndim else array.item()
