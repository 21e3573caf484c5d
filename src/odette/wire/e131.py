"""E1.31-2018 (sACN) packets, bytes only: layout, encoding, decoding. Section numbers are the standard's.

All numbers are big-endian. A packet is three nested layers, each with its length from its own first byte on.
"""

import struct
from uuid import UUID

from msgspec import Struct

PORT = 5568  # 9.3.1
PREAMBLE = struct.pack(">HH12s", 0x0010, 0, b"ASC-E1.17")  # 5.1 to 5.3
VECTOR_ROOT_DATA = 0x00000004  # 5.5
VECTOR_ROOT_EXTENDED = 0x00000008  # 5.5
VECTOR_DATA_PACKET = 0x00000002  # 6.2.1
VECTOR_EXTENDED_SYNCHRONIZATION = 0x00000001  # 6.3.1
VECTOR_EXTENDED_DISCOVERY = 0x00000002  # 6.4.1
VECTOR_DMP_SET_PROPERTY = 0x02  # 7.2
VECTOR_UNIVERSE_LIST = 0x00000001  # 8.2
ADDRESS_AND_DATA_TYPE = 0xA1  # 7.3
MAX_PRIORITY = 200  # 6.2.3
PREVIEW, TERMINATED, FORCE_SYNC = 0x80, 0x40, 0x20  # 6.2.6
FIRST_UNIVERSE, LAST_UNIVERSE = 1, 63999  # 9.1.1
DISCOVERY_UNIVERSE = 64214  # 9.1.1
PAGE = 512
"""Universes on one discovery page (8.5)."""
NAME_BYTES = 64  # 6.2.2, with the closing zero

_ROOT = struct.Struct(">16sHI16s")
_FRAMING = struct.Struct(">HI64sBHBBH")
_SEQUENCE = 111
"""Where a data packet has its sequence number (table 4-1)."""
_DMP = struct.Struct(">HBBHHH")
_EXTENDED = struct.Struct(">HI64s4x")
_LIST = struct.Struct(">HIBB")
_SYNC = struct.Struct(">HIBHxx")


class Data(Struct, frozen=True):
    """One frame of one universe."""

    cid: UUID
    source: str
    universe: int
    sequence: int
    slots: bytes
    """Up to 512 levels, without the start code."""
    priority: int = 100
    preview: bool = False
    terminated: bool = False
    force_sync: bool = False
    sync: int = 0
    """Universe of synchronisation packets; 0: act at once."""
    start_code: int = 0


class Discovery(Struct, frozen=True):
    """One page of the list of universes a source sends."""

    cid: UUID
    source: str
    universes: tuple[int, ...]
    page: int = 0
    last_page: int = 0


class Sync(Struct, frozen=True):
    """Receivers that hold frames with this synchronisation universe show them now."""

    cid: UUID
    universe: int
    sequence: int


Packet = Data | Discovery | Sync


def multicast(universe: int) -> str:
    """The address a universe is sent to (9.3.1)."""
    return f"239.255.{universe >> 8}.{universe & 0xFF}"


def encode(packet: Packet) -> bytes:
    """A packet's bytes. A source name longer than the field is cut between characters."""
    if isinstance(packet, Sync):
        body = _SYNC.pack(_flags(_SYNC.size), VECTOR_EXTENDED_SYNCHRONIZATION, packet.sequence, packet.universe)
        return _root(VECTOR_ROOT_EXTENDED, packet.cid, body)
    if isinstance(packet, Discovery):
        return _root(VECTOR_ROOT_EXTENDED, packet.cid, _discovery(packet))
    before, after = around(packet)
    return b"".join((before, bytes((packet.sequence,)), after, packet.slots))


def around(packet: Data) -> tuple[bytes, bytes]:
    """What stands before and after the sequence number of a data packet, up to its slots: the same in every frame."""
    options = PREVIEW * packet.preview | TERMINATED * packet.terminated | FORCE_SYNC * packet.force_sync
    count = 1 + len(packet.slots)
    dmp = _DMP.pack(_flags(_DMP.size + count), VECTOR_DMP_SET_PROPERTY, ADDRESS_AND_DATA_TYPE, 0x0000, 0x0001, count)
    length = _flags(_FRAMING.size + len(dmp) + count)
    name = _name(packet.source)
    framing = _FRAMING.pack(length, VECTOR_DATA_PACKET, name, packet.priority, packet.sync, 0, options, packet.universe)
    whole = _root(VECTOR_ROOT_DATA, packet.cid, framing + dmp + bytes([packet.start_code]) + packet.slots)
    return whole[:_SEQUENCE], whole[_SEQUENCE + 1 : len(whole) - len(packet.slots)]


def decode(packet: bytes) -> Packet | None:
    """What the bytes say; None where they are no packet of this standard."""
    try:
        preamble, length, vector, cid = _ROOT.unpack_from(packet)
        whole = packet[: 16 + (length & 0x0FFF)]
        if preamble != PREAMBLE or 16 + (length & 0x0FFF) > len(packet):
            return None
        if vector == VECTOR_ROOT_DATA:
            return _read_data(UUID(bytes=cid), whole)
        if vector == VECTOR_ROOT_EXTENDED:
            return _read_sync(UUID(bytes=cid), whole) or _read_discovery(UUID(bytes=cid), whole)
    except (struct.error, UnicodeDecodeError):
        pass
    return None


def _flags(length: int) -> int:
    return 0x7000 | length


def _root(vector: int, cid: UUID, body: bytes) -> bytes:
    return _ROOT.pack(PREAMBLE, _flags(22 + len(body)), vector, cid.bytes) + body


def _discovery(packet: Discovery) -> bytes:
    universes = struct.pack(f">{len(packet.universes)}H", *packet.universes)
    length = _LIST.size + len(universes)
    listed = _LIST.pack(_flags(length), VECTOR_UNIVERSE_LIST, packet.page, packet.last_page)
    framing = _EXTENDED.pack(_flags(_EXTENDED.size + length), VECTOR_EXTENDED_DISCOVERY, _name(packet.source))
    return framing + listed + universes


def _name(text: str) -> bytes:
    return text.encode()[: NAME_BYTES - 1].decode(errors="ignore").encode()


def _read_name(field: bytes) -> str:
    return field.split(b"\0")[0].decode()


def _read_data(cid: UUID, packet: bytes) -> Data | None:
    _, vector, name, priority, sync, sequence, options, universe = _FRAMING.unpack_from(packet, _ROOT.size)
    at = _ROOT.size + _FRAMING.size
    _, dmp_vector, kind, first, step, count = _DMP.unpack_from(packet, at)
    values = packet[at + _DMP.size :]
    right = (vector, dmp_vector, kind, first, step) == (
        VECTOR_DATA_PACKET,
        VECTOR_DMP_SET_PROPERTY,
        ADDRESS_AND_DATA_TYPE,
        0,
        1,
    )
    if not right or not 1 <= count <= 513 or count != len(values):
        return None
    if priority > MAX_PRIORITY or not FIRST_UNIVERSE <= universe <= LAST_UNIVERSE:
        return None
    return Data(
        cid,
        _read_name(name),
        universe,
        sequence,
        values[1:],
        priority,
        bool(options & PREVIEW),
        bool(options & TERMINATED),
        bool(options & FORCE_SYNC),
        sync,
        values[0],
    )


def _read_sync(cid: UUID, packet: bytes) -> Sync | None:
    if len(packet) != _ROOT.size + _SYNC.size:
        return None
    _, vector, sequence, universe = _SYNC.unpack_from(packet, _ROOT.size)
    right = vector == VECTOR_EXTENDED_SYNCHRONIZATION and FIRST_UNIVERSE <= universe <= LAST_UNIVERSE
    return Sync(cid, universe, sequence) if right else None


def _read_discovery(cid: UUID, packet: bytes) -> Discovery | None:
    _, vector, name = _EXTENDED.unpack_from(packet, _ROOT.size)
    at = _ROOT.size + _EXTENDED.size
    _, list_vector, page, last_page = _LIST.unpack_from(packet, at)
    listed = packet[at + _LIST.size :]
    if vector != VECTOR_EXTENDED_DISCOVERY or list_vector != VECTOR_UNIVERSE_LIST or len(listed) % 2:
        return None
    universes = struct.unpack(f">{len(listed) // 2}H", listed)
    return Discovery(cid, _read_name(name), universes, page, last_page)
