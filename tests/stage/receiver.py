"""A receiver of sACN for tests: a socket on this machine that keeps every packet with the time it came."""

import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from odette.wire.e131 import PORT, Data, decode

TIMESTAMP = 35
"""SO_TIMESTAMPNS of Linux, which the socket module does not name."""


class Receiver:
    """Listens on an address of the loopback interface that is its own where the system has many."""

    def __init__(self) -> None:
        if not hasattr(socket.socket, "recvmsg"):
            pytest.skip("this system does not say when packets came")
        many = sys.platform == "linux"
        self.host = f"127.{random.randint(1, 250)}.{random.randint(0, 250)}.{random.randint(1, 250)}"
        self.host = self.host if many else "127.0.0.1"
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((self.host, PORT))
        except OSError as error:
            pytest.skip(f"no sACN can be received here: {error}")
        if many:
            self._socket.setsockopt(socket.SOL_SOCKET, TIMESTAMP, 1)
        self._socket.settimeout(0.2)
        self.packets: list[tuple[float, Data]] = []
        """Seconds of the monotonic clock, packet."""
        self._open = True
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def level(self, universe: int = 1, slot: int = 1) -> int | None:
        """What one slot shows now; None: nothing came yet."""
        for _, packet in reversed(self.packets):
            if packet.universe == universe and packet.slots:
                return packet.slots[slot - 1]
        return None

    def levels(self, since: float = 0.0, slot: int = 1) -> list[tuple[float, int]]:
        """Time and level of one slot of universe 1 in every packet since then."""
        return [(at, p.slots[slot - 1]) for at, p in self.packets if p.universe == 1 and at >= since]

    def longest_gap(self, since: float, until: float) -> float:
        """Seconds between two packets of universe 1, at most, in that time."""
        times = [since, *(at for at, p in self.packets if p.universe == 1 and since <= at <= until), until]
        return max(late - early for early, late in pairwise(times))

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while self._open:
            try:
                data, notes, _, _ = self._socket.recvmsg(2048, 64)
            except TimeoutError:
                continue
            packet = decode(data)
            if isinstance(packet, Data):
                self.packets.append((arrival(notes), packet))


def arrival(notes: list[tuple[int, int, bytes]]) -> float:
    """When the system received a packet, which the test's own threads cannot delay; else now."""
    now = time.monotonic()
    for _, kind, stamp in notes:
        if kind == TIMESTAMP:
            seconds, nanoseconds = struct.unpack("qq", stamp)
            return now - (time.time() - seconds - nanoseconds / 1e9)
    return now


def until(condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    """Wait for something that another process does. Fails, saying what did not happen."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, f"{what}: not within {seconds} s"
        time.sleep(0.01)
