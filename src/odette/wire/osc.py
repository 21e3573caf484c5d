"""Open Sound Control 1.0 messages, bytes only."""

import struct
from collections.abc import Sequence
from math import inf

Argument = str | int | float
FLOAT32_MAX = 3.4028234663852886e38


def encode(address: str, arguments: Sequence[Argument] = ()) -> bytes:
    """One message. Types: text ``s``, whole numbers ``i``, others ``f``; ``h`` and ``d`` where 32 bits are too few."""
    tags, values = "", b""
    for argument in arguments:
        tag, value = _argument(argument)
        tags += tag
        values += value
    return _text(address) + _text("," + tags) + values


def _argument(argument: Argument) -> tuple[str, bytes]:
    match argument:
        case bool():
            return ("T" if argument else "F"), b""
        case int():
            small = -(2**31) <= argument < 2**31
            return ("i", struct.pack(">i", argument)) if small else ("h", struct.pack(">q", argument))
        case float():
            single = not FLOAT32_MAX < abs(argument) < inf
            return ("f", struct.pack(">f", argument)) if single else ("d", struct.pack(">d", argument))
        case str():
            return "s", _text(argument)


def _text(text: str) -> bytes:
    """Text closed with zeros, to a multiple of four bytes. It ends at its first zero."""
    data = text.split("\0")[0].encode()
    return data + bytes(4 - len(data) % 4)
