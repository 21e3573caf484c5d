"""Sockets that never raise: a send that fails is a link that is down, tried again with the next."""

import socket
from collections.abc import Callable, Iterable

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import SendMessage
from odette.core.events import LinkChanged
from odette.core.venue import Destination, Output
from odette.wire.e131 import PORT, multicast
from odette.wire.osc import encode
from odette.wire.sacn import Addressed

STEADY = SECOND // 2
"""Nanoseconds without a failure after which a link counts as up again."""

Report = Callable[[LinkChanged], None]


class Link:
    """Whether one link is up, told when it changes."""

    def __init__(self, name: str, report: Report) -> None:
        self.name = name
        self.down: LinkChanged | None = None
        self._report = report
        self._failed = ShowTime(0)

    def note(self, now: ShowTime, failure: str) -> None:
        """What came of a send at ``now``; an empty failure is success."""
        if failure:
            self._failed = now
            if self.down is None:
                self.down = LinkChanged(now, self.name, False, failure)
                self._report(self.down)
        elif self.down is not None and now - self._failed >= STEADY:
            self.down = None
            self._report(LinkChanged(now, self.name, True))


class SacnOutput:
    """Sends sACN packets from one interface, by multicast or to a list of hosts."""

    def __init__(self, output: Output, link: Link) -> None:
        self.link = link
        self._output = output
        self._socket: socket.socket | None = None

    def send(self, packets: Iterable[Addressed], now: ShowTime) -> None:
        """Send each packet to each of its receivers; a failure with one keeps nothing from the others."""
        failure = ""
        for universe, packet in packets:
            for host in self._output.unicast or (multicast(universe),):
                try:
                    self._open().sendto(packet, (_numeric(host), PORT))
                except OSError as error:
                    failure = f"{host}: {error.strerror or error}"
        if failure:
            self.close()
        self.link.note(now, failure)

    def close(self) -> None:
        """Let go of the socket; the next send opens a new one."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _open(self) -> socket.socket:
        if self._socket is None:
            new = _udp()
            try:
                interface = _numeric(self._output.interface)
                new.bind((interface, 0))
                new.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
            except OSError:
                new.close()
                raise
            self._socket = new
        return self._socket


class OscOutput:
    """Sends OSC messages to a venue's destinations. A message that fails is not sent late: it is told."""

    def __init__(self, destinations: dict[str, Destination], report: Report) -> None:
        self.links = {name: Link(f"osc {name}", report) for name in destinations}
        self._destinations = destinations
        self._socket = _udp()

    def send(self, effect: SendMessage, now: ShowTime) -> bool:
        """Whether it went out. A destination the venue does not name gets nothing."""
        message = effect.message
        if message.to not in self._destinations:
            return False
        host, port = self._destinations[message.to].host, self._destinations[message.to].port
        failure = ""
        try:
            self._socket.sendto(encode(message.address, message.arguments), (_numeric(host), port))
        except OSError as error:
            failure = f"{message.address} of cue {effect.cue} was not sent: {error.strerror or error}"
        self.links[message.to].note(now, failure)
        return not failure

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()


def _udp() -> socket.socket:
    new = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    new.setblocking(False)
    return new


def _numeric(host: str) -> str:
    """The host, which must be an address: looking a name up could keep the light waiting. Raises OSError."""
    try:
        socket.inet_aton(host)
    except OSError:
        raise OSError(f"no address is known for {host}") from None
    return host
