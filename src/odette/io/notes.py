"""MIDI as the listener gets it: the notes of one hop at a time, each hop with its place in sample and show time."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from odette.core.clocks import SECOND, Sample, ShowTime, later
from odette.io.clock import now, wait_until
from odette.io.midi import MidiFile, MidiPort, Played

RATE = 48_000
"""Samples a second of the sample time that hops are counted in; MIDI itself has none."""
HOP = 960
"""Samples a hop: 20 ms."""
RING_OUT = 5.0
"""Seconds after the last note of a file for which hops still come."""


@dataclass(frozen=True, slots=True)
class Struck:
    """The notes of one hop."""

    notes: tuple[Played, ...]
    first: Sample
    at: ShowTime
    """When the hop began."""


class FileNotes:
    """A MIDI file, from ``offset`` seconds into it; in real time if ``paced``, else as fast as its reader takes it.

    Raises Faulty if the file cannot be read.
    """

    rate, hop = RATE, HOP

    def __init__(self, path: Path, start: ShowTime, offset: float = 0.0, paced: bool = False) -> None:
        self._file = MidiFile(path, start=start, offset=offset)
        self._start = start
        self._first = round(offset * RATE)
        self._seconds = self._file.seconds - offset + RING_OUT
        self._paced = paced
        self._stopped = threading.Event()

    def blocks(self) -> Iterator[Struck]:
        """Ends ``RING_OUT`` after the file's last note."""
        notes = deque(self._file.notes())
        for number in range(round(self._seconds * RATE / HOP)):
            at = later(self._start, number * HOP / RATE)
            end = later(at, HOP / RATE)
            if self._stopped.is_set() or (self._paced and not wait_until(end, self._stopped)):
                return
            struck = []
            while notes and notes[0].at < end:
                struck.append(notes.popleft())
            yield Struck(tuple(struck), Sample(self._first + number * HOP), at)

    def stop(self) -> None:
        self._stopped.set()


class PortNotes:
    """A MIDI input, hop by hop, whether anything is played or not. Raises Faulty if it cannot be opened."""

    rate, hop = RATE, HOP

    def __init__(self, name: str | None) -> None:
        self._port = MidiPort(name)
        self._played: deque[Played] = deque()
        self._stopped = threading.Event()

    def blocks(self) -> Iterator[Struck]:
        """Ends only when stopped."""
        threading.Thread(target=self._read, name="midi", daemon=True).start()
        start, number = now(), 0
        while wait_until(ShowTime(start + (number + 1) * HOP * SECOND // RATE), self._stopped):
            struck = tuple(self._played.popleft() for _ in range(len(self._played)))
            yield Struck(struck, Sample(number * HOP), ShowTime(start + number * HOP * SECOND // RATE))
            number += 1

    def stop(self) -> None:
        self._stopped.set()
        self._port.stop()

    def _read(self) -> None:
        for note in self._port.notes():
            self._played.append(note)
