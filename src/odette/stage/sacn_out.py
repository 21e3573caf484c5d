"""A venue's sACN on its way out: one source, as many networks as the venue names."""

from collections.abc import Mapping
from uuid import UUID

from odette.core.clocks import ShowTime
from odette.core.output import Output
from odette.stage.carrier import Carrier
from odette.stage.output import Link, Report
from odette.stage.udp import Udp
from odette.wire.e131 import DISCOVERY_UNIVERSE, PORT, multicast
from odette.wire.sacn import Addressed, Source


class SacnOut:
    """All outputs of a venue that speak sACN. A universe that two of them carry is one stream, on both."""

    def __init__(self, cid: UUID, outputs: tuple[Output, ...], refresh: int, report: Report) -> None:
        self._report = report
        self._source = Source(cid, outputs, refresh)
        self._networks = self._open()
        self._left: list[_Network] = []  # what was sent from until the outputs changed

    @property
    def links(self) -> list[Link]:
        return [network.link for network in self._networks]

    @property
    def ended(self) -> bool:
        return self._source.ended

    def take(self, outputs: tuple[Output, ...]) -> None:
        """New sockets; the streams go on, and those that have no output any more are ended where they were sent."""
        self._source.outputs = outputs
        for network in self._networks:
            network.link = Link(network.link.name, lambda _: None)  # how a farewell fares is no news
        self._left += self._networks
        self._networks = self._open()

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Send what is due."""
        packets = self._source.packets(frames, now)
        for network in self._networks:
            network.send(packets, now)
        if self._left:
            self._take_leave([packet for packet in packets if not self._carried(packet[0])], now)

    def end(self) -> None:
        """Tell the receivers, in the next frames, that the streams are over."""
        self._source.end()

    def close(self) -> None:
        for network in (*self._networks, *self._left):
            network.close()

    def _open(self) -> list["_Network"]:
        return [_Network(output, Link(output.link, self._report)) for output in self._source.outputs]

    def _carried(self, universe: int) -> bool:
        return any(output.carries(universe) for output in self._source.outputs)

    def _take_leave(self, farewells: list[Addressed], now: ShowTime) -> None:
        for network in self._left:
            network.send(farewells, now)
        if all(map(self._carried, self._source.universes)):
            for network in self._left:
                network.close()
            self._left = []


class _Network:
    """One interface, by multicast or to a list of hosts."""

    def __init__(self, output: Output, link: Link) -> None:
        self.link = link
        self._output = output
        self._socket = Udp(output.interface)
        self._carrier = Carrier(output.interface)
        self.close = self._socket.close

    def send(self, packets: list[Addressed], now: ShowTime) -> None:
        """Send each packet to each of its receivers; a failure with one keeps nothing from the others."""
        failure = ""
        for universe, packet in packets:
            if not (self._output.carries(universe) or universe in (DISCOVERY_UNIVERSE, self._output.sync)):
                continue
            for host in self._output.unicast or (multicast(universe),):
                try:
                    self._socket.send(packet, host, PORT)
                except OSError as error:
                    failure = f"{host}: {error.strerror or error}"
        if failure:
            self.close()
        self.link.note(now, failure or self._carrier.lost(now))
