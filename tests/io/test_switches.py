"""Buttons on MIDI gear: pressed, unplugged, plugged in again. The input is the test's own."""

import queue
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import mido
import pytest

from odette.core.remote import Signal
from odette.faults import Fault, Faulty
from odette.io import midi, switches
from odette.io.switches import MidiSwitches, signal_of


class Plug:
    """A MIDI input that can be pulled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = True
        self.opened: queue.Queue[Callable[[list[int], int], None]] = queue.Queue()
        self.closed = 0
        self.heard: queue.Queue[Signal] = queue.Queue()
        self.reports: queue.Queue[tuple[bool, str]] = queue.Queue()
        monkeypatch.setattr(midi, "open_input", self._open)
        monkeypatch.setattr(midi, "is_there", lambda _: self.there)
        monkeypatch.setattr(switches, "AGAIN", 0.01)
        self.switches = MidiSwitches("FS", self.heard.put, lambda up, detail: self.reports.put((up, detail)))
        self.switches.start()

    def _open(self, name: str | None, heard: Any) -> tuple[str, Any]:
        if not self.there:
            raise Faulty(Fault("MIDI input", 0, f'no input is named "{name}"', "one of: none"))
        self.opened.put(heard)
        return "FS-1 MIDI 1", SimpleNamespace(close_port=self._close)

    def _close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("message", "signal"),
    [
        (mido.Message("note_on", note=60, velocity=5, channel=1), Signal("note", 60, 2, 5)),
        (mido.Message("note_off", note=60), None),
        (mido.Message("control_change", control=64, value=127), Signal("cc", 64, 1, 127)),
        (mido.Message("program_change", program=5, channel=15), Signal("program", 5, 16)),
        (mido.Message("clock"), None),
    ],
)
def test_what_a_message_says_of_buttons(message: mido.Message, signal: Signal | None) -> None:
    assert signal_of(message) == signal


def test_buttons_are_heard_between_bytes_that_are_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    plug = Plug(monkeypatch)
    send = plug.opened.get(timeout=5)
    for data in ([0x90, 60, 80], [60, 60, 0xF7, 0xFF, 0xFD], [0xF0, 1, 2], [0xB0, 64, 127]):
        send(data, 0)
    assert [plug.heard.get(timeout=5) for _ in range(2)] == [Signal("note", 60, 1, 80), Signal("cc", 64, 1, 127)]
    plug.switches.stop()


def test_gear_that_is_unplugged_is_reported_and_heard_again_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    plug = Plug(monkeypatch)
    plug.opened.get(timeout=5)
    assert plug.reports.get(timeout=5) == (True, "")
    plug.there = False
    assert plug.reports.get(timeout=5) == (False, '"FS-1 MIDI 1" is unplugged')
    plug.there = True
    send = plug.opened.get(timeout=5)
    send([0x90, 60, 80], 0)
    assert plug.heard.get(timeout=5) == Signal("note", 60, 1, 80)
    assert plug.closed == 1
    plug.switches.stop()
    assert plug.closed == 2
