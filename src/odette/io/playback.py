"""A recording played in real time: to the house where there is an output, and to the listener in any case."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import Sample, ShowTime, later, seconds_between
from odette.io import device
from odette.io.clock import SampleClock, now, wait_until
from odette.io.link import Report, ignore
from odette.io.sound import Block, FileSound, open_sound, read_frames


class Playback:
    """A recording in real time: each block comes when its last sample has just sounded, as from a microphone.

    With an output device the recording is heard on it, and the device's clock says when; without one (``speaker``
    is None) the monotonic clock does, and the sound is fed straight to the listener. An output lost on the way is
    reported, tried again every second, and does not stop the show: the listener goes on in time.
    """

    def __init__(self, path: Path, hop_seconds: float = 0.02, offset: float = 0.0, on_link: Report = ignore) -> None:
        self._sound = FileSound(path, hop_seconds, offset=offset, on_link=on_link)
        self.rate = self._sound.rate
        self.hop = self._sound.hop
        self.seconds = self._sound.seconds
        self._first = Sample(round(offset * self.rate))
        self._stopped = threading.Event()
        self.speaker = Speaker(path, self._first, on_link) if device.has_output() else None

    def blocks(self) -> Iterator[Block]:
        """Ends with the recording."""
        clock = self._start()
        try:
            for block in self._sound.blocks():
                if not wait_until(clock.at(Sample(block.first + self.hop)), self._stopped):
                    return
                yield replace(block, at=clock.at(block.first))
                if self.speaker:
                    self.speaker.tend()
        finally:
            if self.speaker:
                self.speaker.close()

    def stop(self) -> None:
        self._stopped.set()

    def _start(self) -> SampleClock:
        if self.speaker:
            return self.speaker.start()
        clock = SampleClock(self.rate)
        clock.hear(self._first, now())
        return clock


class Speaker:
    """Plays a recording on the default output. Its clock says when each sample of the file is heard.

    The place in the file follows from the clock: what the device leaves out is left out of the music, not put off.
    """

    AHEAD = 100
    """Chunks decoded ahead of the device, of ``CHUNK`` frames each: two seconds."""
    CHUNK = 960
    PATIENCE = 0.5
    RETRY = 1.0

    def __init__(self, path: Path, first: Sample, on_link: Report) -> None:
        self._file = open_sound(path)
        self._on_link = on_link
        self._channels: int = self._file.channels
        self.clock = SampleClock(self._file.samplerate)
        self._next: int = first  # the sample that the device gets next
        self._decoded: deque[tuple[int, NDArray[np.float32]]] = deque()  # (index of its first frame, frames)
        self._room = threading.Semaphore(self.AHEAD)
        self._ready = threading.Event()
        self._asked = threading.Event()
        self._asked_at = ShowTime(0)
        self._retry = ShowTime(0)
        self._closed = False
        self._up = True
        self._device: Any = None
        self._decoder = threading.Thread(target=self._decode, name="decoder", daemon=True)

    def start(self) -> SampleClock:
        """Begin to play; returns the clock of the playing."""
        self._decoder.start()
        self._ready.wait(self.RETRY)
        self._open()
        if not self._asked.wait(self.PATIENCE):
            self.clock.hear(Sample(self._next), now())
        return self.clock

    def tend(self) -> None:
        """Look after the device: report it down or up, and open it again if it is down."""
        alive = seconds_between(self._asked_at, now()) < self.PATIENCE
        if alive and not self._up:
            self._report(True, "sound output")
        elif not alive:
            self._report(False, "sound output: takes no sound; the listener still hears the recording")
            if now() >= self._retry:
                self._open()

    def close(self) -> None:
        self._closed = True
        self._room.release()
        if self._device is not None:
            self._device.close()
            self._device = None

    def _open(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None
        self._retry = later(now(), self.RETRY)
        if self.clock.started:
            self._next = self.clock.sample(later(now(), device.OUTPUT_LATENCY))
        try:
            self._device = device.open_playback(self.clock.rate, self._channels, self._give)
        except device.DeviceError as error:
            self._report(False, f"sound output: {error}")

    def _report(self, up: bool, detail: str) -> None:
        if up != self._up:
            self._up = up
            self._on_link(up, detail)

    def _decode(self) -> None:
        """Thread: keep some chunks ready."""
        first = self._next
        for frames in read_frames(self._file, first, self.CHUNK, ignore):
            self._room.acquire()
            if self._closed:
                return
            self._decoded.append((first, frames))
            first += len(frames)
            if len(self._decoded) == self.AHEAD // 10:
                self._ready.set()
        self._ready.set()

    def _give(self, count: int) -> bytes:
        """In the device's thread: the next ``count`` frames of the file."""
        self._asked_at = now()
        self._next += self.clock.hear(Sample(self._next), later(self._asked_at, device.OUTPUT_LATENCY))
        self._asked.set()
        frames = np.zeros((count, self._channels), np.float32)
        end = self._next + count
        while self._decoded and self._decoded[0][0] < end:
            first, chunk = self._decoded[0]
            begin, stop = max(first, self._next), min(first + len(chunk), end)
            if begin < stop:
                frames[begin - self._next : stop - self._next] = chunk[begin - first : stop - first]
            if first + len(chunk) > end:
                break
            self._decoded.popleft()
            self._room.release()
        self._next = end
        return frames.tobytes()
