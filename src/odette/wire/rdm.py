"""RDM (ANSI E1.20), bytes only: questions that change nothing, and their answers. Section numbers are the standard's.

Messages are without their start code 0xCC, as Art-Net carries them.
"""

import struct

from msgspec import Struct

START_CODE = 0xCC
SUB_START_CODE = 0x01
GET, GET_RESPONSE = 0x20, 0x21
"""Command classes (table A-1)."""
ACK = 0x00
"""Response type (table A-2)."""
DEVICE_INFO, DEVICE_MODEL_DESCRIPTION, DMX_START_ADDRESS = 0x0060, 0x0080, 0x00F0
"""Parameters (table A-3)."""
ODETTE = bytes.fromhex("7ff0 00000001")
"""The identity we ask as; 7FF0 is the manufacturer code that ESTA keeps for those who have none."""

_HEAD = struct.Struct(">BB6s6sBBBHBHB")
_INFO = struct.Struct(">HHHIHBBHHB")


class Message(Struct, frozen=True):
    """A question (``GET``) or an answer (6.2)."""

    to: bytes
    """UID: manufacturer (2 bytes) and device (4)."""
    by: bytes
    transaction: int
    command: int
    parameter: int
    data: bytes = b""
    response: int = 1
    """In a question the port, from 1; in an answer its type."""


class DeviceInfo(Struct, frozen=True):
    """What DEVICE_INFO says (10.5.1)."""

    model: int
    footprint: int
    """Slots it takes."""
    address: int
    """Its first slot; 0xFFFF where it takes none."""


def encode(message: Message) -> bytes:
    """A message's bytes, without the start code."""
    head = _HEAD.pack(
        SUB_START_CODE,
        _HEAD.size + 1 + len(message.data),
        message.to,
        message.by,
        message.transaction,
        message.response,
        0,  # messages queued
        0,  # the root of the device
        message.command,
        message.parameter,
        len(message.data),
    )
    return head + message.data + _checksum(head + message.data)


def decode(packet: bytes) -> Message | None:
    """What the bytes say; None where they are no whole message or its checksum is wrong."""
    if len(packet) < _HEAD.size + 2:
        return None
    start, length, to, by, transaction, response, _, _, command, parameter, size = _HEAD.unpack_from(packet)
    body = packet[: length - 1]
    whole = start == SUB_START_CODE and length == _HEAD.size + 1 + size and len(packet) >= length + 1
    if not whole or packet[length - 1 : length + 1] != _checksum(body):
        return None
    return Message(to, by, transaction, command, parameter, body[_HEAD.size :], response)


def device_info(data: bytes) -> DeviceInfo | None:
    """The answer's data; None where there is not enough of it."""
    if len(data) < _INFO.size:
        return None
    _, model, _, _, footprint, _, _, address, _, _ = _INFO.unpack_from(data)
    return DeviceInfo(model, footprint, address)


def spelt(uid: bytes) -> str:
    """A UID as people write it."""
    return f"{uid[:2].hex()}:{uid[2:].hex()}"


def _checksum(body: bytes) -> bytes:
    """Of everything before it, the start code included (6.2.11)."""
    return ((START_CODE + sum(body)) & 0xFFFF).to_bytes(2, "big")
