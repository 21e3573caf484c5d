"""Which lamps answer, and where they sit: an audit over RDM that asks and changes nothing.

Through Art-Net: nodes are found by polling, tell which devices are on each of their ports (ArtTodRequest), and carry
our questions to them (ArtRdm). Not for a running show: a node interrupts its DMX line for every question.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from odette.core.output import Output
from odette.core.venue import Fixture, Venue
from odette.stage.udp import Udp
from odette.wire import rdm
from odette.wire.artnet import PORT, Packet, Poll, PollReply, Rdm, TodData, TodRequest, decode, encode, port_address
from odette.wire.controller import everybody

POLLING, TABLE, ANSWER = 3.0, 4.0, 0.7
"""Seconds within which nodes answer a poll, send a table, and a device answers a question."""
TRIES = 2
NO_ADDRESS = 0xFFFF
"""What a device without slots of its own gives as its first (ANSI E1.20, DMX_START_ADDRESS)."""

T = TypeVar("T")


class Device(Struct, frozen=True):
    """One RDM device that answered, or at least was listed."""

    universe: int
    uid: str
    node: str
    model: str = ""
    footprint: int = 0
    address: int = 0
    """First slot; 0: it did not say."""


def audit(venue: Venue) -> list[Device]:
    """Every device on the universes that the venue sends by Art-Net. Takes seconds. Raises OSError."""
    used = sorted({fixture.universe for fixture in venue.fixtures})
    found: list[Device] = []
    for output in venue.outputs:
        if output.protocol == "artnet":
            asking = _Asking(output)
            try:
                for universe in filter(output.carries, used):
                    found += asking.devices(universe)
            finally:
                asking.close()
    return found


def compare(venue: Venue, found: Iterable[Device]) -> tuple[list[str], int]:
    """A line for each device and each fixture that none answers for, and how many do not agree with the venue."""
    devices = sorted(found, key=lambda device: (device.universe, device.address, device.uid))
    lines, wrong = [], 0
    for device in devices:
        fault = _fault(venue, device)
        wrong += bool(fault)
        where = {0: "?", NO_ADDRESS: "-"}.get(device.address, device.address)
        lines.append(
            f"{f'{device.universe}/{where}':>9}  {device.uid}  {device.model or 'unnamed'}, "
            f"{_slots(device.footprint)}: {fault or ('as in the venue' if device.footprint else 'needs no address')}"
        )
    answered = {(device.universe, device.address) for device in devices}
    for fixture in sorted(venue.fixtures, key=lambda fixture: (fixture.universe, fixture.address)):
        if (fixture.universe, fixture.address) not in answered:
            lines.append(f"{fixture.universe}/{fixture.address:<4}".rjust(11) + f"nothing answers for {fixture.id}")
    return lines, wrong


def _fault(venue: Venue, device: Device) -> str:
    """What of a device the venue does not know; empty: they agree."""
    if not device.address:
        return "it does not say where it sits"
    if device.address == NO_ADDRESS or not device.footprint:
        return ""
    for fixture in venue.fixtures:
        size = venue.profile(fixture).size
        if fixture.universe != device.universe:
            continue
        if fixture.address == device.address:
            return "" if size == device.footprint else f"{fixture.id} has {_slots(size)} there ({fixture.profile})"
        if _overlap(fixture, size, device):
            return f"it overlaps {fixture.id}, which is on {fixture.universe}/{fixture.address}"
    return "the venue has nothing there"


def _slots(count: int) -> str:
    return {0: "no slots", 1: "1 slot"}.get(count, f"{count} slots")


def _overlap(fixture: Fixture, size: int, device: Device) -> bool:
    first, last = fixture.address, fixture.address + size
    return first < device.address + device.footprint and device.address < last


class _Asking:
    """One interface, and the nodes on it."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._socket = Udp(output.interface, PORT)
        self.close = self._socket.close
        self._nodes = self._poll()
        self._transaction = 0

    def devices(self, universe: int) -> Iterator[Device]:
        """Every device on one universe."""
        port = port_address(universe)
        for host, replies in self._nodes.items():
            if any(port in reply.outputs for reply in replies):
                for uid in self._table(host, port):
                    yield self._device(host, replies[0].name or host, universe, uid)

    def _device(self, host: str, node: str, universe: int, uid: bytes) -> Device:
        port = port_address(universe)
        info = rdm.device_info(self._get(host, port, uid, rdm.DEVICE_INFO) or b"")
        address = self._get(host, port, uid, rdm.DMX_START_ADDRESS)
        model = self._get(host, port, uid, rdm.DEVICE_MODEL_DESCRIPTION) or b""
        return Device(
            universe,
            rdm.spelt(uid),
            node,
            model.rstrip(b"\0").decode("ascii", "replace"),
            info.footprint if info else 0,
            int.from_bytes(address, "big") if address else info.address if info else 0,
        )

    def _poll(self) -> dict[str, list[PollReply]]:
        nodes: dict[str, list[PollReply]] = {}

        def take(packet: Packet | None, host: str) -> None:
            if isinstance(packet, PollReply) and host != self._output.interface:
                nodes.setdefault(host, []).append(packet)

        for host in (everybody(self._output.interface), *self._output.unicast):
            self._socket.send(encode(Poll()), host, PORT)
        self._hear(take, POLLING)
        return nodes

    def _table(self, host: str, port: int) -> list[bytes]:
        """The devices of one port; none where the node sends no table."""
        uids: dict[bytes, None] = {}

        def take(packet: Packet | None, its_host: str) -> bool | None:
            if not isinstance(packet, TodData) or packet.port_address != port or its_host != host:
                return None
            uids.update(dict.fromkeys(packet.uids))
            return len(uids) >= packet.total or None

        self._socket.send(encode(TodRequest((port,))), host, PORT)
        self._hear(take, TABLE)
        return list(uids)

    def _get(self, host: str, port: int, uid: bytes, parameter: int) -> bytes | None:
        """What a device answers to one question; None where it refuses or says nothing."""

        def take(packet: Packet | None, its_host: str) -> rdm.Message | None:
            answer = rdm.decode(packet.message) if isinstance(packet, Rdm) and its_host == host else None
            right = answer is not None and (answer.by, answer.command, answer.parameter) == (
                uid,
                rdm.GET_RESPONSE,
                parameter,
            )
            return answer if right else None

        for _ in range(TRIES):
            self._transaction = (self._transaction + 1) % 256
            question = rdm.Message(uid, rdm.ODETTE, self._transaction, rdm.GET, parameter)
            self._socket.send(encode(Rdm(port, rdm.encode(question))), host, PORT)
            answer = self._hear(take, ANSWER)
            if answer is not None:
                return answer.data if answer.response == rdm.ACK else None
        return None

    def _hear(self, take: Callable[[Packet | None, str], T | None], seconds: float) -> T | None:
        """Hand over what comes until something is taken or the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for data, host in self._socket.receive():
                taken = take(decode(data), host)
                if taken is not None:
                    return taken
            time.sleep(0.005)
        return None
