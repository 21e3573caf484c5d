"""Live sound from an input device, whole in time even where the device fails."""

import queue
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import Sample, ShowTime, later
from odette.io import device
from odette.io.clock import SampleClock, now
from odette.io.link import Report, ignore
from odette.io.sound import Block


class Intake:
    """Cuts what a device brings into blocks, and lays silence where it brought nothing. Pure."""

    def __init__(self, rate: int, hop: int) -> None:
        self.hop = hop
        self.clock = SampleClock(rate)
        self._first = 0  # index of the first sample not yet in a block
        self._rest = np.zeros(0, np.float32)  # from there on
        self._filled_to = 0  # index after the last sample that is silence laid in
        self._astray = False  # has silence been laid in since the device last brought anything?

    @property
    def end(self) -> int:
        """Index after the last sample taken in."""
        return self._first + len(self._rest)

    def take(self, samples: NDArray[np.float32], at: ShowTime) -> Iterator[Block]:
        """The device brought ``samples``, the last of them at show time ``at``."""
        if self._astray:
            self._astray = False
            ahead = self.clock.sample(at) - len(samples) - self.end
            self._lay(ahead)
            samples = samples[max(0, -ahead) :]
        else:
            self._lay(self.clock.hear(Sample(self.end + len(samples)), at))
        self._rest = np.concatenate([self._rest, samples])
        yield from self._cut()

    def fill(self, until: ShowTime) -> Iterator[Block]:
        """The device has brought nothing up to show time ``until``: silence instead."""
        if not self.clock.started:
            self.clock.hear(Sample(0), until)
        self._astray = True
        self._lay(self.clock.sample(until) - self.end)
        yield from self._cut()

    def _lay(self, count: int) -> None:
        if count > 0:
            self._rest = np.concatenate([self._rest, np.zeros(count, np.float32)])
            self._filled_to = self.end

    def _cut(self) -> Iterator[Block]:
        while len(self._rest) >= self.hop:
            first, samples = Sample(self._first), self._rest[: self.hop]
            self._rest = self._rest[self.hop :]
            self._first += self.hop
            yield Block(samples, first, self.clock.at(first), missing=first < self._filled_to)


class CaptureSound:
    """Sound from the input called ``name`` (or a part of its name; None: the default input), mono.

    A device that is lost, or brings nothing or only zeros for ``PATIENCE`` seconds, is reported down. One that
    brings nothing is tried again every ``RETRY`` seconds; meanwhile the blocks go on, silent and marked
    missing. Raises Faulty for a name that no device has.
    """

    PATIENCE = 0.5
    RETRY = 1.0
    BACKLOG = 1000
    """Periods waiting to be read; beyond that they are dropped, and silence is laid in."""

    def __init__(
        self, name: str | None = None, rate: int = 48_000, hop_seconds: float = 0.02, on_link: Report = ignore
    ) -> None:
        self.name = device.choose(name)
        self.rate = rate
        self.hop = round(hop_seconds * rate)
        self._intake = Intake(rate, self.hop)
        self._on_link = on_link
        self._brought: queue.SimpleQueue[tuple[bytes, ShowTime]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._device: Any = None
        self._heard_at = ShowTime(0)
        self._retry_at = ShowTime(0)
        self._problem: str | None = None  # as last reported; None: nothing reported yet
        self._zeros = 0  # samples in a row that were exactly 0

    @property
    def drift(self) -> float | None:
        """How much faster the device's clock runs than the computer's, in parts per million; None: not known yet."""
        return self._intake.clock.drift

    def blocks(self) -> Iterator[Block]:
        """Blocks as they are heard; ends only when stopped."""
        self._heard_at = now()
        self._open()
        try:
            while not self._stopped.is_set():
                try:
                    data, self._heard_at = self._brought.get(timeout=self.hop / self.rate)
                except queue.Empty:
                    yield from self._wait()
                else:
                    samples = np.frombuffer(data, np.float32)
                    self._judge(samples)
                    yield from self._intake.take(samples, self._heard_at)
        finally:
            self._close()

    def stop(self) -> None:
        self._stopped.set()

    def _wait(self) -> Iterator[Block]:
        """Nothing has come for a hop: patience, then silence instead, and the device again."""
        if now() < later(self._heard_at, self.PATIENCE):
            return
        if self._device is not None:
            self._report("gives no sound")
        if now() >= self._retry_at:
            self._open()
        yield from self._intake.fill(now())

    def _open(self) -> None:
        """Open the device, again if need be."""
        self._close()
        self._retry_at = later(now(), self.RETRY)
        try:
            self._device = device.open_capture(self.name, self.rate, self._hear)
        except device.DeviceError as error:
            self._report(str(error))

    def _close(self) -> None:
        if self._device is not None:
            self._device.close()
        self._device = None

    def _hear(self, data: bytes | bytearray) -> None:
        """In the device's thread."""
        if self._brought.qsize() < self.BACKLOG:
            self._brought.put((bytes(data), now()))

    def _judge(self, samples: NDArray[np.float32]) -> None:
        self._zeros = 0 if samples.any() else self._zeros + len(samples)
        silent = self._zeros >= self.PATIENCE * self.rate
        self._report("gives nothing but zeros: is it muted?" if silent else "")

    def _report(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            name = self.name or "default sound input"
            self._on_link(not problem, f"{name}: {problem}" if problem else name)
