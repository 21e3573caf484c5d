"""A venue's Art-Net on one interface: what goes out, and what nodes and visiting desks say."""

from collections.abc import Iterable, Mapping

from odette.core.clocks import ShowTime
from odette.core.output import Output
from odette.stage.carrier import Carrier
from odette.stage.output import Link, Report
from odette.stage.udp import Udp
from odette.wire.artnet import PORT, Dmx, decode
from odette.wire.controller import Addressed, Controller
from odette.wire.visitors import Visitors


class Artnet:
    """All Art-Net outputs and inputs of a venue that share an interface, since they share its port.

    ``outputs`` and the inputs of ``visitors`` are all that the venue has.
    """

    def __init__(
        self, interface: str, outputs: tuple[Output, ...], visitors: Visitors, refresh: int, report: Report
    ) -> None:
        here = [each for each in visitors.inputs if (each.protocol, each.interface) == ("artnet", interface)]
        wanted = sorted(universe for each in here for universe in each.universes)
        outputs = tuple(each for each in outputs if (each.protocol, each.interface) == ("artnet", interface))
        self._visitors = visitors
        self._controller = Controller(interface, outputs, tuple(wanted), refresh)
        self._socket = Udp(interface, PORT)
        self._carrier = Carrier(interface)
        self._link = Link(f"artnet {interface}", report)
        self._nodes = Link(f"artnet nodes on {interface}", report)
        self.close = self._socket.close
        self.ended = False

    @property
    def links(self) -> list[Link]:
        return [self._link, self._nodes]

    def listen(self, now: ShowTime) -> None:
        """Hear what has come, and answer it."""
        for data, host in self._socket.receive():
            packet = decode(data)
            if isinstance(packet, Dmx) and host != self._controller.ip:
                self._visitors.hear_artnet(packet, host, now)
            self._send(self._controller.hear(packet, host, now))

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Send what is due."""
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
