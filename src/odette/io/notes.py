"""MIDI as the listener gets it: every note at once, and between them the passing of time."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from pathlib import Path

from odette.core.clocks import SECOND, Sample, ShowTime, later, seconds_between
from odette.io.clock import now, wait_until
from odette.io.midi import MidiFile, MidiPort, Played

RATE = 48_000
"""Samples a second of the sample time that moments are counted in; MIDI itself has none."""
LOOK = 960
"""Samples after which time is told to have passed if no note comes: 20 ms."""
RING_OUT = 5.0
"""Seconds after the last note of a file for which time still passes."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A key pressed or let go, or none: time has passed."""

    note: Played | None
    first: Sample
    at: ShowTime


class FileNotes:
    """A MIDI file, from ``offset`` seconds into it; in real time if ``paced``, else as fast as its reader takes it.

    Raises Faulty if the file cannot be read.
    """

    rate = RATE
    hop = 0
    """Samples a moment lasts."""

    def __init__(self, path: Path, start: ShowTime, offset: float = 0.0, paced: bool = False) -> None:
        self._file = MidiFile(path, start=start, offset=offset)
        self._start = start
        self._first = round(offset * RATE)
        self._seconds = self._file.seconds - offset + RING_OUT
        self._paced = paced
        self._stopped = threading.Event()

    def blocks(self) -> Iterator[Moment]:
        """Ends ``RING_OUT`` after the file's last note; time does not go back."""
        looks = range(int(self._seconds * RATE / LOOK) + 1)
        ticks = (Moment(None, Sample(0), later(self._start, number * LOOK / RATE)) for number in looks)
        notes = (Moment(note, Sample(0), note.at) for note in self._file.notes())
        for moment in merge(ticks, notes, key=lambda moment: moment.at):
            if self._stopped.is_set() or (self._paced and not wait_until(moment.at, self._stopped)):
                return
            yield replace(moment, first=Sample(self._first + samples_between(self._start, moment.at)))

    def stop(self) -> None:
        self._stopped.set()


class PortNotes:
    """A MIDI input, whether anything is played or not. Raises Faulty if it cannot be opened."""

    rate, hop = RATE, 0

    def __init__(self, name: str | None) -> None:
        self._port = MidiPort(name)
        self._played: queue.SimpleQueue[Played] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def blocks(self) -> Iterator[Moment]:
        """Ends only when stopped; time does not go back, though a note may reach us after its time."""
        threading.Thread(target=self._read, name="midi", daemon=True).start()
        start = told = now()
        yield Moment(None, Sample(0), start)
        while not self._stopped.is_set():
            due = later(told, LOOK / RATE)
            try:
                note = self._played.get(timeout=max(0.0, seconds_between(now(), due)))
                told = max(told, note.at)
            except queue.Empty:
                note, told = None, due
            yield Moment(note, Sample(samples_between(start, told)), told)

    def stop(self) -> None:
        self._stopped.set()
        self._port.stop()

    def _read(self) -> None:
        for note in self._port.notes():
            self._played.put(note)


def samples_between(start: ShowTime, at: ShowTime) -> int:
    """Samples from ``start`` to ``at``, to the nearest."""
    return ((at - start) * RATE + SECOND // 2) // SECOND
