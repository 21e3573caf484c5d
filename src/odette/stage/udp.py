"""A UDP socket that opens itself, never blocks, and is opened anew after a failure."""

import contextlib
import errno
import socket
from collections.abc import Iterator
from functools import lru_cache

MOST = 512
"""Packets taken at once; more wait for the next frame."""


class Udp:
    """One socket on one interface. ``port``: where it listens; 0: it only sends.

    A port that another program holds for itself is done without: light goes out before it is listened for.
    """

    def __init__(self, interface: str, port: int = 0) -> None:
        self._interface = interface
        self._port = port
        self._socket: socket.socket | None = None
        self._ears: list[socket.socket] = []

    def send(self, data: bytes, host: str, port: int) -> None:
        """Raises OSError."""
        self._open().sendto(data, (numeric(host), port))

    def receive(self) -> Iterator[tuple[bytes, str]]:
        """What has come, with who sent it."""
        with contextlib.suppress(OSError):
            self._open()
        for ear in self._ears:
            for _ in range(MOST):
                try:
                    data, (host, _) = ear.recvfrom(2048)
                except OSError:  # nothing more, or a host that refused what it was sent
                    break
                yield data, host

    def close(self) -> None:
        """Let go; the next send opens anew."""
        for each in {*self._ears, *([self._socket] if self._socket else [])}:
            each.close()
        self._socket, self._ears = None, []

    def _open(self) -> socket.socket:
        if self._socket is None:
            interface = numeric(self._interface)
            new = udp()
            try:
                if self._port:
                    self._listen(new, interface)
                else:
                    new.bind((interface, 0))
                new.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
                new.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            except OSError:
                new.close()
                self.close()
                raise
            self._socket = new
        return self._socket

    def _listen(self, new: socket.socket, interface: str) -> None:
        """Two ears: one hears what is sent to the interface, the other what is broadcast."""
        ear = udp()
        self._ears = [new, ear]
        if not _bound(new, interface, self._port):
            new.bind((interface, 0))
        _bound(ear, "", self._port)


def _bound(each: socket.socket, address: str, port: int) -> bool:
    """Whether the port could be had. Raises OSError where the address could not."""
    each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        each.bind((address, port))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        return False
    return True


def udp() -> socket.socket:
    """A socket that does not block."""
    new = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    new.setblocking(False)
    return new


@lru_cache(maxsize=1024)
def numeric(host: str) -> str:
    """The host, which must be an address: looking a name up could keep the light waiting. Raises OSError."""
    try:
        socket.inet_aton(host)
    except OSError:
        raise OSError(f"no address is known for {host}") from None
    return host
