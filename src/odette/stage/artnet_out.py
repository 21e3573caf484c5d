"""A venue's Art-Net on one interface: what goes out, and what nodes and other controllers say."""

from collections.abc import Iterable, Mapping

from odette.core.clocks import ShowTime
from odette.core.output import Output
from odette.stage.carrier import Carrier
from odette.stage.output import Link, Report
from odette.stage.udp import Udp
from odette.wire.artnet import PORT, decode
from odette.wire.controller import EVERYBODY, Addressed, Controller


class ArtnetOut:
    """All Art-Net outputs of a venue that share an interface, since they share its port."""

    def __init__(self, outputs: tuple[Output, ...], refresh: int, report: Report) -> None:
        interface = outputs[0].interface
        everybody = "127.255.255.255" if interface.startswith("127.") else EVERYBODY
        self._controller = Controller(interface, outputs, refresh=refresh, everybody=everybody)
        self._socket = Udp(interface, PORT)
        self._carrier = Carrier(interface)
        self._link = Link(outputs[0].link, report)
        self._nodes = Link(f"artnet nodes on {interface}", report)
        self.close = self._socket.close
        self.ended = False

    @property
    def links(self) -> list[Link]:
        return [self._link, self._nodes]

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Hear what has come, answer it, and send what is due."""
        for data, host in self._socket.receive():
            self._send(self._controller.hear(decode(data), host, now))
        failure = self._send(self._controller.packets(frames, now))
        if failure:
            self.close()
        failure = failure or self._carrier.lost(now)
        self._link.note(now, failure)
        self._nodes.note(now, "" if failure else self._controller.complaints(now))

    def end(self) -> None:
        """Fall silent: Art-Net has no farewell."""
        self.ended = True

    def _send(self, packets: Iterable[Addressed]) -> str:
        """Send each packet; a failure with one host keeps nothing from the others, and is returned."""
        failure = ""
        for host, packet in packets:
            try:
                self._socket.send(packet, host, PORT)
            except OSError as error:
                failure = f"{host}: {error.strerror or error}"
        return failure
