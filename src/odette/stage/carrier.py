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
from pathlib import Path

from odette.core.clocks import SECOND, ShowTime

if sys.platform == "linux":
    import fcntl

CHECK = SECOND // 4
"""Nanoseconds between two looks."""
SIOCGIFCONF = 0x8912
INTERFACES = Path("/sys/class/net")
"""Where the kernel says what a driver says; the flags of an interface follow only within a second."""
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
    name = next((name for name, its_address in addresses() if its_address == address), "")
    if not name:
        return "" if address.startswith(("127.", "0.")) else f"no interface has the address {address}"
    try:
        there = (INTERFACES / name / "carrier").read_text().strip() == "1"
    except FileNotFoundError:
        return ""
    except OSError:
        return f"{name} is switched off"
    return "" if there else f"{name} has no link"


def addresses() -> Iterator[tuple[str, str]]:
    """Interface and address, for every address this machine has. Raises OSError."""
    assert sys.platform == "linux"
    entries = array("B", bytes(_ENTRY * _MOST))
    where, size = entries.buffer_info()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        size = struct.unpack("iP", fcntl.ioctl(asking, SIOCGIFCONF, struct.pack("iP", size, where)))[0]
    for at in range(0, size, _ENTRY):
        entry = entries[at : at + _ENTRY].tobytes()
        yield entry[:16].split(b"\0")[0].decode().split(":")[0], socket.inet_ntoa(entry[20:24])
