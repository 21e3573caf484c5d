"""Buttons on MIDI gear, as they are pressed. Gear that is unplugged is looked for until it is back."""

import queue
import threading
from collections.abc import Callable

import mido

from odette.core.remote import Signal
from odette.faults import Faulty
from odette.io import midi
from odette.io.link import Report

AGAIN = 1.0
"""Seconds after which an input that is missing is looked for again, and one that is open is looked after."""


class MidiSwitches:
    """A thread that hears one MIDI input, by name or a part of it. Nothing here raises: what is amiss is reported."""

    def __init__(self, name: str, heard: Callable[[Signal], None], report: Report) -> None:
        self._name = name
        self._heard = heard
        self._report = report
        self._came: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="switches", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(2 * AGAIN)

    def _keep(self) -> None:
        while not self._stopped.is_set():
            try:
                name, opened = midi.open_input(self._name, lambda data, _: self._came.put(data))
                self._report(True, "")
                try:
                    self._hear(name)
                finally:
                    opened.close_port()
                if not self._stopped.is_set():
                    self._report(False, f'"{name}" is unplugged')
            except Faulty as faulty:
                self._report(False, str(faulty.faults[0].found))
            self._stopped.wait(AGAIN)

    def _hear(self, name: str) -> None:
        """Until stopped, or until the input is gone."""
        parser = mido.Parser()
        while not self._stopped.is_set():
            try:
                parser.feed(self._came.get(timeout=AGAIN))
            except queue.Empty:
                if not midi.is_there(name):
                    return
                continue
            for message in parser:
                if signal := signal_of(message):
                    self._heard(signal)


def signal_of(message: mido.Message) -> Signal | None:
    """What a message says of buttons; None: nothing."""
    match message.type:
        case "note_on":
            return Signal("note", message.note, message.channel + 1, message.velocity)
        case "control_change":
            return Signal("cc", message.control, message.channel + 1, message.value)
        case "program_change":
            return Signal("program", message.program, message.channel + 1)
    return None
