"""Sockets that never raise: a send that fails is a link that is down, tried again with the next."""

from collections.abc import Callable

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import SendMessage
from odette.core.events import LinkChanged
from odette.core.venue import Destination
from odette.stage.udp import numeric, udp
from odette.wire.osc import encode

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
            self.leave(now)

    def leave(self, now: ShowTime) -> None:
        """The venue file names it no more, or anew: what was wrong with it is wrong no longer."""
        if self.down is not None:
            self.down = None
            self._report(LinkChanged(now, self.name, True))


class OscOutput:
    """Sends OSC messages to a venue's destinations. A message that fails is not sent late: it is told."""

    def __init__(self, destinations: dict[str, Destination], report: Report) -> None:
        self.links = {name: Link(f"osc {name}", report) for name in destinations}
        self._destinations = destinations
        self._socket = udp()

    def send(self, effect: SendMessage, now: ShowTime) -> bool:
        """Whether it went out. A destination the venue does not name gets nothing."""
        message = effect.message
        if message.to not in self._destinations:
            return False
        host, port = self._destinations[message.to].host, self._destinations[message.to].port
        failure = ""
        try:
            self._socket.sendto(encode(message.address, message.arguments), (numeric(host), port))
        except OSError as error:
            failure = f"{message.address} of cue {effect.cue} was not sent: {error.strerror or error}"
        self.links[message.to].note(now, failure)
        return not failure

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()
