"""UDP packets from a few known senders."""

import socket
import threading
from collections.abc import Callable, Collection
from contextlib import suppress

from odette.io.link import Report

AGAIN = 1.0
"""Seconds after which a port that could not be had is tried again."""
LOOK = 0.5
"""Seconds after which a listener notices that it is to end."""
LONGEST = 65536
"""Bytes; no packet is longer."""

Sender = tuple[str, int]


class Datagrams:
    """A thread that hears packets. Nothing here raises: a port that is taken or lost is reported and tried again.

    ``heard`` gets each packet of a known sender, ``stranger`` the address of any other; both in the thread.
    """

    def __init__(
        self,
        host: str,
        port: int,
        senders: Collection[str],
        heard: Callable[[bytes, Sender], None],
        stranger: Callable[[str], None],
        report: Report,
    ) -> None:
        self._address = (host, port)
        self._senders = frozenset(senders)
        self._heard = heard
        self._stranger = stranger
        self._report = report
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="datagrams", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def answer(self, data: bytes, to: Sender) -> None:
        """Send this to a sender; one that is gone misses it."""
        with suppress(OSError):
            if self._socket is not None:
                self._socket.sendto(data, to)

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(2 * LOOK)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
                    opened.bind(self._address)
                    opened.settimeout(LOOK)
                    self._socket = opened
                    self._report(True, "")
                    self._receive(opened)
            except OSError as error:
                self._report(False, f"port {self._address[1]}: {error.strerror or error}")
            self._socket = None
            self._stopped.wait(AGAIN)

    def _receive(self, opened: socket.socket) -> None:
        while not self._stopped.is_set():
            try:
                packet, sender = opened.recvfrom(LONGEST)
            except TimeoutError:
                continue
            except ConnectionResetError:
                continue  # Windows: somebody whom we answered was gone
            if sender[0] in self._senders:
                self._heard(packet, sender)
            else:
                self._stranger(sender[0])
