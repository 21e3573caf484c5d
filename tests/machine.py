"""How evenly this machine runs a program that only wants to tick: what may be asked of other programs on it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TICK = 0.02
STALL = 0.04
"""Seconds by which a tick may come late on a machine that is calm."""


class Machine:
    """Ticks for as long as it is watched."""

    def __init__(self) -> None:
        self.late = 0.0
        """Seconds by which the latest tick came late."""
        self._over = threading.Event()
        self._ticking = threading.Thread(target=self._tick, daemon=True)

    @property
    def calm(self) -> bool:
        """Whether every tick came in time: only then does a late packet tell of its sender, and not of the machine."""
        return self.late < STALL

    def _tick(self) -> None:
        before = time.monotonic()
        while not self._over.is_set():
            time.sleep(TICK)
            now = time.monotonic()
            self.late, before = max(self.late, now - before - TICK), now


@contextmanager
def watched() -> Iterator[Machine]:
    """A machine that is watched in this block."""
    machine = Machine()
    machine._ticking.start()
    try:
        yield machine
    finally:
        machine._over.set()
        machine._ticking.join()
