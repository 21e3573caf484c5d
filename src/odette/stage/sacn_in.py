"""sACN that comes in on one interface, for the universes a venue takes from visiting desks."""

import socket
import sys

from odette.core.clocks import SECOND, ShowTime
from odette.core.output import Input
from odette.stage.carrier import Carrier
from odette.stage.output import Link, Report
from odette.stage.udp import MOST, numeric, udp
from odette.wire.e131 import PORT, decode, multicast
from odette.wire.visitors import Visitors

AGAIN = SECOND
"""Nanoseconds between two attempts to open the ears."""
IP_MULTICAST_ALL = 49
"""Linux: 0 keeps out what comes in by interfaces that others of this machine listen on. The socket module lacks it."""


class SacnIn:
    """One ear for each universe's group and one for what is sent to the interface itself."""

    def __init__(self, given: Input, visitors: Visitors, report: Report) -> None:
        self._input = given
        self._visitors = visitors
        self._carrier = Carrier(given.interface)
        self.link = Link(given.link, report)
        self._ears: list[socket.socket] = []
        self._failure = ""
        self._tried: ShowTime | None = None

    def listen(self, now: ShowTime) -> None:
        """Hand the visitors what has come."""
        lost = self._carrier.lost(now)
        if lost:
            self.close()
        elif not self._ears and (self._tried is None or now - self._tried >= AGAIN):
            self._tried = now
            self._open()
        self.link.note(now, lost or self._failure)
        for ear in self._ears:
            for _ in range(MOST):
                try:
                    data = ear.recv(2048)
                except OSError:  # nothing more
                    break
                self._visitors.hear_sacn(decode(data), now)

    def close(self) -> None:
        for ear in self._ears:
            ear.close()
        self._ears = []

    def _open(self) -> None:
        try:
            self._failure = ""
            self._ear(self._input.interface, "")
            for universe in self._input.universes:
                self._ear("" if sys.platform == "win32" else multicast(universe), multicast(universe))
        except OSError as error:
            self.close()
            self._failure = f"{self._input.interface}: {error.strerror or error}"

    def _ear(self, address: str, group: str) -> None:
        """An ear on an address, in a group if one is named. Raises OSError."""
        ear = udp()
        self._ears.append(ear)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if sys.platform == "darwin":
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if sys.platform == "linux":
            ear.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
        ear.bind((address, PORT))
        if group:
            interface = numeric(self._input.interface)
            member = socket.inet_aton(group) + socket.inet_aton(interface)
            ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
