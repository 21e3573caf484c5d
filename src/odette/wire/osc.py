"""Open Sound Control 1.0 messages, bytes only."""

import struct
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

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


class Message(NamedTuple):
    """One message as it came. Arguments of types that say nothing to us (blobs, MIDI ...) are None."""

    address: str
    arguments: tuple[Argument | None, ...]


class Malformed(ValueError):
    """Bytes that are no OSC packet."""


DEEPEST = 8
"""Bundles within bundles."""
_SIZES = {"i": 4, "f": 4, "h": 8, "d": 8, "t": 8, "c": 4, "r": 4, "m": 4}
_FORMATS = {"i": ">i", "f": ">f", "h": ">q", "d": ">d"}
_WORDS: dict[str, Argument | None] = {"T": True, "F": False, "N": None, "I": None}


def decode(packet: bytes, depth: int = 0) -> list[Message]:
    """The messages of a packet, those of a bundle whatever its time tag. Raises ``Malformed``, and nothing else."""
    if packet.startswith(b"#bundle\0"):
        if depth == DEEPEST:
            raise Malformed("too many bundles within bundles")
        return [message for element in _elements(packet[16:]) for message in decode(element, depth + 1)]
    if not packet.startswith(b"/") or len(packet) % 4:
        raise Malformed("no OSC message")
    address, at = _read_text(packet, 0)
    tags, at = _read_text(packet, at) if at < len(packet) else (",", at)  # some old senders leave the type tags out
    if not tags.startswith(","):
        raise Malformed("no type tags")
    arguments: list[Argument | None] = []
    for tag in tags[1:]:
        if tag not in "[]":
            argument, at = _read(packet, at, tag)
            arguments.append(argument)
    return [Message(address, tuple(arguments))]


def _elements(data: bytes) -> Iterator[bytes]:
    while data:
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 or size % 4 or not 0 < size <= len(data) - 4:
            raise Malformed("a bundle that is cut off")
        yield data[4 : 4 + size]
        data = data[4 + size :]


def _read(packet: bytes, at: int, tag: str) -> tuple[Argument | None, int]:
    """The argument of this type, and where the next one is."""
    if tag in ("s", "S"):
        return _read_text(packet, at)
    if tag in _WORDS:
        return _WORDS[tag], at
    if tag == "b":
        size = int.from_bytes(packet[at : at + 4], "big")
        end = at + 4 + size + -size % 4
    elif tag in _SIZES:
        end = at + _SIZES[tag]
    else:
        raise Malformed("an argument of an unknown type")
    if end > len(packet):
        raise Malformed("a message that is cut off")
    value: Argument | None = struct.unpack(_FORMATS[tag], packet[at:end])[0] if tag in _FORMATS else None
    return value, end


def _read_text(packet: bytes, at: int) -> tuple[str, int]:
    end = packet.find(b"\0", at)
    if end < 0:
        raise Malformed("text that does not end")
    try:
        return packet[at:end].decode(), end + 4 - end % 4
    except UnicodeDecodeError:
        raise Malformed("text that is not UTF-8") from None
