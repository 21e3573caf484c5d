"""Whether a network interface has a cable with something at its other end.

A cable that is pulled can leave the address in place, and packets are then lost without a word; so the system is
asked. Linux only: macOS and Windows take the address away, which makes sends fail.
"""

import contextlib
import socket
import struct
import sys
from array import array
from collections.abc import Iterator

from odette.core.clocks import SECOND, ShowTime

if sys.platform == "linux":
    import fcntl

CHECK = SECOND // 4
"""Nanoseconds between two looks."""
SIOCGIFCONF, SIOCGIFFLAGS = 0x8912, 0x8913
IFF_UP, IFF_RUNNING = 0x1, 0x40
_ENTRY = 40 if struct.calcsize("P") == 8 else 32
"""Bytes of one ``struct ifreq``."""
_MOST = 256
"""Addresses of this machine that are looked through."""


class Carrier:
    """One interface, known by its address."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._looked: ShowTime | None = None
        self._lost = ""

    def lost(self, now: ShowTime) -> str:
        """Why nothing can be heard at the other end; empty: nothing speaks against it. Looks four times a second."""
        if self._looked is None or now - self._looked >= CHECK:
            self._looked = now
            with contextlib.suppress(OSError):
                self._lost = _look(self._address)
        return self._lost


def _look(address: str) -> str:
    if sys.platform != "linux":
        return ""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for name, its_address in _addresses(asking):
            if its_address == address:
                answer = fcntl.ioctl(asking, SIOCGIFFLAGS, name.ljust(_ENTRY, b"\0"))
                flags = struct.unpack_from("H", answer, 16)[0]
                if not flags & IFF_UP:
                    return f"{name.decode()} is switched off"
                return "" if flags & IFF_RUNNING else f"{name.decode()} has no link: is its cable in?"
    return ""


def _addresses(asking: socket.socket) -> Iterator[tuple[bytes, str]]:
    """Interface name and address, of every address this machine has."""
    assert sys.platform == "linux"
    entries = array("B", bytes(_ENTRY * _MOST))
    where, size = entries.buffer_info()
    size = struct.unpack("iP", fcntl.ioctl(asking, SIOCGIFCONF, struct.pack("iP", size, where)))[0]
    for at in range(0, size, _ENTRY):
        entry = entries[at : at + _ENTRY].tobytes()
        yield entry[:16].split(b"\0")[0].split(b":")[0], socket.inet_ntoa(entry[20:24])
