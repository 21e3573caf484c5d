"""Art-Net 4 packets, bytes only. Named as in "Specification for the Art-Net 4 Ethernet Communication Protocol".

Numbers are big-endian but for the operation code and the port in a reply. A port-address has 15 bits: net (7),
sub-net (4), universe (4). Universe 1 of a venue is port-address 0, as on lighting desks and on nodes as delivered.
"""

import struct
from ipaddress import IPv4Address

from msgspec import Struct

PORT = 0x1936  # 6454
IDENTIFIER = b"Art-Net\0"
VERSION = 14
POLL, POLL_REPLY, DMX, SYNC = 0x2000, 0x2100, 0x5000, 0x5200
TOD_REQUEST, TOD_DATA, RDM = 0x8000, 0x8100, 0x8300
HIGHEST_PORT_ADDRESS = 0x7FFF
LAST_UNIVERSE = HIGHEST_PORT_ADDRESS + 1

REPLY_ON_CHANGE, TARGETED = 0x02, 0x20
"""Flags of ArtPoll."""
OUTPUT, INPUT = 0x80, 0x40
"""Flags of a port type: it puts data from the network out; it takes data in for the network."""
OEM_UNKNOWN = 0x00FF
ESTA_PROTOTYPE = 0x7FF0
"""The manufacturer code that ESTA keeps for those who have none."""
NODE, CONTROLLER = 0x00, 0x01
"""Styles."""
_NORMAL = 0xC0
"""Status 1: indicators normal, nothing known of how it was set up."""
_FIFTEEN_BITS = 0x08
"""Status 2: port-addresses have 15 bits."""
_TRANSMITS = 0x80
"""Good output: data is being sent."""

_HEAD = struct.Struct("<8sH")
_DMX = struct.Struct(">HBBBBH")
_REPLY = struct.Struct("<4sH2xBB2sBB2s18s64s64sxB4s4s4s4s4s6xB6s4sBB")
_REPLY_LENGTH = 239
_TOD_REQUEST = struct.Struct(">H9xBBB")
_TOD_DATA = struct.Struct(">HB8xBBBHBB")
_RDM = struct.Struct(">HB8xBBB")
_RDM_VERSION = 1


class Poll(Struct, frozen=True):
    """Who is there? Nodes answer within three seconds."""

    flags: int = REPLY_ON_CHANGE
    priority: int = 0
    """Of the diagnostics that are asked for; the flags ask for none."""
    targets: tuple[int, int] = (0, HIGHEST_PORT_ADDRESS)
    """With ``TARGETED``: only who has a port-address from the first to the second answers."""


class PollReply(Struct, frozen=True):
    """I am here, and these are my ports: up to four of one net and sub-net. More ports: more replies."""

    ip: str
    name: str = ""
    long_name: str = ""
    report: str = ""
    outputs: tuple[int, ...] = ()
    """Port-addresses whose data the sender puts out: it wants them sent to it."""
    inputs: tuple[int, ...] = ()
    """Port-addresses whose data the sender feeds into the network."""
    style: int = NODE
    bind_index: int = 1
    """Which of the sender's replies this is, from 1."""
    mac: bytes = bytes(6)


class Dmx(Struct, frozen=True):
    """One frame of one port-address."""

    port_address: int
    sequence: int
    """1 to 255; 0: the receiver is not to look for packets out of order."""
    slots: bytes
    """Up to 512 levels."""
    physical: int = 0


class Sync(Struct, frozen=True):
    """Show now what was sent since the last of these."""


class TodRequest(Struct, frozen=True):
    """Which RDM devices are there? Nodes answer with their tables of devices."""

    port_addresses: tuple[int, ...]
    """Of one net; up to 32."""


class TodData(Struct, frozen=True):
    """A table of devices, or a block of one."""

    port_address: int
    uids: tuple[bytes, ...]
    total: int
    """Devices in all blocks together."""
    block: int = 0


class Rdm(Struct, frozen=True):
    """An RDM message for a port, or from one."""

    port_address: int
    message: bytes
    """Without its start code."""


Packet = Poll | PollReply | Dmx | Sync | TodRequest | TodData | Rdm


def port_address(universe: int) -> int:
    """The port-address of a venue's universe, 1 to 32768."""
    return universe - 1


def universe_of(port_address: int) -> int:
    """The venue's universe of a port-address."""
    return port_address + 1


def encode(packet: Packet) -> bytes:
    """A packet's bytes. Slots of an odd number get one more, as the length must be even."""
    match packet:
        case Dmx():
            slots = packet.slots + b"\0" * (len(packet.slots) % 2)
            net, low = divmod(packet.port_address, 256)
            return _head(DMX) + _DMX.pack(VERSION, packet.sequence, packet.physical, low, net, len(slots)) + slots
        case Sync():
            return _head(SYNC) + struct.pack(">Hxx", VERSION)
        case Poll():
            bottom, top = packet.targets
            words = struct.pack(">HBBHH", VERSION, packet.flags, packet.priority, top, bottom)
            return _head(POLL) + (words if packet.flags & TARGETED else words[:4])
        case TodRequest(ports):
            net = ports[0] >> 8 if ports else 0
            listed = bytes(port & 0xFF for port in ports)
            return _head(TOD_REQUEST) + _TOD_REQUEST.pack(VERSION, net, 0, len(ports)) + listed.ljust(32, b"\0")
        case TodData(port, uids, total, block):
            words = _TOD_DATA.pack(VERSION, _RDM_VERSION, port >> 8, 0, port & 0xFF, total, block, len(uids))
            return _head(TOD_DATA) + words + b"".join(uids)
        case Rdm(port, message):
            return _head(RDM) + _RDM.pack(VERSION, _RDM_VERSION, port >> 8, 0, port & 0xFF) + message
        case PollReply():
            return _head(POLL_REPLY) + _poll_reply(packet).ljust(_REPLY_LENGTH - _HEAD.size, b"\0")


def decode(packet: bytes) -> Packet | None:
    """What the bytes say; None where they are none of these packets."""
    try:
        identifier, operation = _HEAD.unpack_from(packet)
        if identifier != IDENTIFIER:
            return None
        body = packet[_HEAD.size :]
        if operation == POLL_REPLY:
            return _read_poll_reply(body)
        if struct.unpack_from(">H", body)[0] < VERSION:
            return None
        if operation == DMX:
            return _read_dmx(body)
        if operation == POLL:
            return _read_poll(body)
        if operation == SYNC:
            return Sync()
        if operation == TOD_REQUEST:
            _, net, _, count = _TOD_REQUEST.unpack_from(body)
            return TodRequest(tuple((net & 0x7F) << 8 | low for low in body[_TOD_REQUEST.size :][: min(count, 32)]))
        if operation == TOD_DATA:
            return _read_tod(body)
        if operation == RDM:
            _, _, net, _, low = _RDM.unpack_from(body)
            return Rdm((net & 0x7F) << 8 | low, body[_RDM.size :])
    except struct.error:
        pass
    return None


def _head(operation: int) -> bytes:
    return _HEAD.pack(IDENTIFIER, operation)


def _read_dmx(body: bytes) -> Dmx | None:
    _, sequence, physical, low, net, length = _DMX.unpack_from(body)
    slots = body[_DMX.size : _DMX.size + length]
    if not 1 <= length <= 512 or len(slots) != length or net > 127:
        return None
    return Dmx(net << 8 | low, sequence, slots, physical)


def _read_tod(body: bytes) -> TodData | None:
    _, _, net, _, low, total, block, count = _TOD_DATA.unpack_from(body)
    uids = body[_TOD_DATA.size : _TOD_DATA.size + 6 * count]
    if len(uids) != 6 * count:
        return None
    return TodData((net & 0x7F) << 8 | low, tuple(uids[n : n + 6] for n in range(0, len(uids), 6)), total, block)


def _read_poll(body: bytes) -> Poll:
    _, flags, priority = struct.unpack_from(">HBB", body)
    if not flags & TARGETED or len(body) < 8:
        return Poll(flags & ~TARGETED, priority)
    top, bottom = struct.unpack_from(">HH", body, 4)
    return Poll(flags, priority, (bottom, top))


def _poll_reply(packet: PollReply) -> bytes:
    types, good, inputs, outputs = bytearray(4), bytearray(4), bytearray(4), bytearray(4)
    for n, address in enumerate(packet.outputs):
        types[n] |= OUTPUT
        good[n], outputs[n] = _TRANSMITS, address & 0x0F
    for n, address in enumerate(packet.inputs):
        types[n] |= INPUT
        inputs[n] = address & 0x0F
    ports = (*packet.outputs, *packet.inputs, 0)
    return _REPLY.pack(
        IPv4Address(packet.ip).packed,
        PORT,
        ports[0] >> 8,
        ports[0] >> 4 & 0x0F,
        struct.pack(">H", OEM_UNKNOWN),
        0,
        _NORMAL,
        struct.pack("<H", ESTA_PROTOTYPE),
        _name(packet.name, 18),
        _name(packet.long_name, 64),
        _name(packet.report, 64),
        max(len(packet.outputs), len(packet.inputs)),
        bytes(types),
        bytes(4),
        bytes(good),
        bytes(inputs),
        bytes(outputs),
        packet.style,
        packet.mac,
        IPv4Address(packet.ip).packed,
        packet.bind_index,
        _FIFTEEN_BITS,
    )


def _read_poll_reply(body: bytes) -> PollReply:
    """Nodes of older revisions end earlier; what they leave out is zero."""
    if len(body) < 184:  # up to the last of the ports
        raise struct.error
    fields = _REPLY.unpack_from(body.ljust(_REPLY.size, b"\0"))
    (
        ip,
        _,
        net,
        sub,
        _,
        _,
        _,
        _,
        name,
        long_name,
        report,
        count,
        types,
        _,
        _,
        inputs,
        outputs,
        style,
        mac,
        _,
        bind,
        _,
    ) = fields
    base = (net & 0x7F) << 8 | (sub & 0x0F) << 4
    ports = range(min(count, 4))
    return PollReply(
        str(IPv4Address(ip)),
        _read_name(name),
        _read_name(long_name),
        _read_name(report),
        tuple(base | outputs[n] & 0x0F for n in ports if types[n] & OUTPUT),
        tuple(base | inputs[n] & 0x0F for n in ports if types[n] & INPUT),
        style,
        bind or 1,
        mac,
    )


def _name(text: str, length: int) -> bytes:
    """ASCII, cut to leave room for the closing zero."""
    return text.encode("ascii", "replace")[: length - 1]


def _read_name(field: bytes) -> str:
    return field.split(b"\0")[0].decode("ascii", "replace")
