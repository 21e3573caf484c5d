"""Notes from a MIDI file or a MIDI input, each with the show time at which it was played."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mido

from odette.core.clocks import ShowTime, later
from odette.faults import Fault, Faulty
from odette.io.clock import now, wait_until


@dataclass(frozen=True, slots=True)
class Played:
    """A key pressed or let go."""

    at: ShowTime
    pitch: int
    """MIDI pitch, 0 to 127."""
    velocity: int
    """1 to 127; 0: let go."""
    channel: int = 0
    """From 0."""


class MidiFile:
    """The notes of a MIDI file in the file's own tempo, from ``offset`` seconds into it, which is at ``start``.

    Paced, each note comes when its time has come; else as fast as its reader takes it. Raises Faulty if the file
    cannot be read.
    """

    def __init__(self, path: Path, start: ShowTime | None = None, offset: float = 0.0, paced: bool = False) -> None:
        self._timed = _read(path)
        self._start = start
        self._offset = offset
        self._paced = paced
        self._stopped = threading.Event()
        self.seconds = self._timed[-1][0]

    def notes(self) -> Iterator[Played]:
        """In the order of time."""
        start = now() if self._start is None else self._start
        for seconds, message in self._timed:
            note = _note(message, later(start, seconds - self._offset))
            if note is None or seconds < self._offset:
                continue
            if self._paced:
                wait_until(note.at, self._stopped)
            if self._stopped.is_set():
                return
            yield note

    def stop(self) -> None:
        self._stopped.set()


class MidiPort:
    """The notes of the MIDI input called ``name`` (or a part of its name; None: the first), as they are played.

    Raises Faulty if there is no such input, or it cannot be opened.
    """

    def __init__(self, name: str | None = None) -> None:
        self._heard: queue.SimpleQueue[tuple[list[int], ShowTime]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self.name, self._input = open_input(name, lambda data, _: self._heard.put((data, now())))

    def notes(self) -> Iterator[Played]:
        """Ends only when stopped."""
        parser = mido.Parser()
        while not self._stopped.is_set():
            try:
                data, at = self._heard.get(timeout=0.1)
            except queue.Empty:
                continue
            parser.feed(data)
            yield from (note for message in parser if (note := _note(message, at)))
        self._input.close_port()

    def stop(self) -> None:
        self._stopped.set()


def _note(message: Any, at: ShowTime) -> Played | None:
    if message.type == "note_on":
        return Played(at, message.note, message.velocity, message.channel)
    if message.type == "note_off":
        return Played(at, message.note, 0, message.channel)
    return None


def _read(path: Path) -> list[tuple[float, Any]]:
    """Messages with their times in seconds."""
    wanted = "a standard MIDI file (.mid)"
    if not path.is_file():
        raise Faulty(Fault(str(path), 0, "no such file", wanted))
    try:
        seconds, timed = 0.0, []
        for message in mido.MidiFile(path):
            seconds += message.time
            timed.append((seconds, message))
    except Exception as error:  # mido raises what its parser meets, down to IndexError
        reason = str(error) or type(error).__name__
        raise Faulty(Fault(str(path), 0, f"cannot be read as MIDI ({reason})", wanted)) from None
    if not any(message.type == "note_on" for _, message in timed):
        raise Faulty(Fault(str(path), 0, "holds no notes", wanted))
    return timed


def _ports() -> list[Any]:
    try:
        import pylibremidi  # only when MIDI is asked for

        ports: list[Any] = pylibremidi.Observer().get_input_ports()
    except (ImportError, RuntimeError, OSError) as error:
        wanted = "a machine with MIDI inputs, or a MIDI file"
        raise Faulty(Fault("MIDI input", 0, f"cannot be used here ({error})", wanted)) from None
    return ports


def is_there(name: str) -> bool:
    """Whether an input of just this name is on this machine; where that cannot be told, it is."""
    try:
        return any(port.display_name == name for port in _ports())
    except Faulty:
        return True


def open_input(name: str | None, heard: Any) -> tuple[str, Any]:
    """Open the input of this name or a part of it; None: the first. ``heard(bytes, time)`` gets its raw messages.

    Returns its whole name, and what ``close_port`` closes. Raises Faulty.
    """
    import pylibremidi

    port = _choose(name)
    configuration = pylibremidi.InputConfiguration()
    configuration.on_raw_data = heard
    opened = pylibremidi.MidiIn(configuration)
    problem = opened.open_port(port)
    if problem:
        raise Faulty(Fault("MIDI input", 0, f'"{port.display_name}": {problem}', "an input that is free"))
    return port.display_name, opened


def _choose(name: str | None) -> Any:
    ports = _ports()
    if not ports:
        raise Faulty(Fault("MIDI input", 0, "there is none on this machine", "connect one, or give a MIDI file"))
    for port in ports:
        if name is None or name.lower() in port.display_name.lower():
            return port
    names = ", ".join(f'"{port.display_name}"' for port in ports)
    raise Faulty(Fault("MIDI input", 0, f'no input is named "{name}"', f"one of: {names}"))
