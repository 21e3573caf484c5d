"""Gear that presses, from the packet to the event and back to the answer. The clock is the test's own."""

import queue
import socket
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import Answered
from odette.core.events import AnyEvent, Command, Misunderstood, Opened, Pressed
from odette.core.remote import Button, MidiIn, OscIn, Remotes, Switch
from odette.io import midi
from odette.performance.remotes import Gear
from odette.wire import osc

OWN = "127.0.0.1"
NEVER = Opened(ShowTime(0))


class Night:
    """Gear, and the show it presses in."""

    def __init__(self, remotes: Remotes) -> None:
        self.events: queue.Queue[AnyEvent] = queue.Queue()
        self.now = ShowTime(0)
        self.gear = Gear(remotes, self.events.put, lambda *_: None, lambda: self.now)
        self.gear.start()

    def event(self) -> AnyEvent:
        return self.events.get(timeout=5)


@pytest.fixture
def port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((OWN, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def night(port: int) -> Iterator[Night]:
    night = Night(Remotes(OscIn(port, (OWN,), OWN)))
    yield night
    night.gear.stop()


class Sender:
    def __init__(self, port: int) -> None:
        self._to = (OWN, port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((OWN, 0))
        self._socket.settimeout(0.1)

    def once(self, packet: bytes) -> None:
        self._socket.sendto(packet, self._to)

    def send(self, packet: bytes, night: Night) -> AnyEvent:
        """Send until the listener, which may be starting, has heard it; the event it makes."""
        for _ in range(100):
            self.once(packet)
            try:
                return night.events.get(timeout=0.1)
            except queue.Empty:
                continue
        pytest.fail("nothing was heard")

    def answered(self) -> osc.Message:
        self._socket.settimeout(5)
        return osc.decode(self._socket.recv(1000))[0]

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def sender(port: int) -> Iterator[Sender]:
    sender = Sender(port)
    yield sender
    sender.close()


def test_an_osc_message_is_a_press_with_an_id_of_its_own_and_its_answer_goes_back(night: Night, sender: Sender) -> None:
    event = sender.send(osc.encode("/odette/go", ("12",)), night)
    assert isinstance(event, Pressed)
    assert (event.who, event.command, event.cue, event.gear) == (f"OSC {OWN}", Command.GO, "12", True)
    night.gear.carry(NEVER, (Answered(event.id, False, "3 is standing by"),))
    assert sender.answered() == osc.Message("/odette/answer", ("/odette/go", 0, "3 is standing by"))


def test_a_packet_that_comes_twice_is_one_press_and_one_that_comes_later_another(night: Night, sender: Sender) -> None:
    packet = osc.encode("/odette/go")
    first = sender.send(packet, night)
    assert isinstance(first, Pressed)
    sender.once(packet)
    with pytest.raises(queue.Empty):
        night.events.get(timeout=0.3)
    night.now = ShowTime(SECOND)
    second = sender.send(packet, night)
    assert isinstance(second, Pressed)
    assert second.id != first.id


def test_what_is_no_command_is_answered_and_told_once_a_second_at_most(night: Night, sender: Sender) -> None:
    event = sender.send(osc.encode("/odette/jump"), night)
    assert isinstance(event, Misunderstood)
    assert (event.who, "/odette/jump" in event.why) == (f"OSC {OWN}", True)
    assert sender.answered().arguments[1] == 0
    for _ in range(10):
        sender.once(b"\xff\xff")
    with pytest.raises(queue.Empty):
        night.events.get(timeout=0.3)
    night.now = ShowTime(SECOND)
    event = sender.send(b"\xff\xff", night)
    assert isinstance(event, Misunderstood)
    assert event.why == "no OSC message"


def test_a_stranger_presses_nothing_and_is_told_of_once(port: int, sender: Sender) -> None:
    night = Night(Remotes(OscIn(port, ("192.0.2.1",), OWN)))
    event = sender.send(osc.encode("/odette/go"), night)
    assert isinstance(event, Misunderstood)
    assert "not among those who may press" in event.why
    night.now = ShowTime(9 * SECOND)
    sender.once(osc.encode("/odette/go"))
    with pytest.raises(queue.Empty):
        night.events.get(timeout=0.3)
    night.gear.stop()


def test_a_button_on_midi_gear_is_a_press_by_the_gears_name(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: queue.Queue[object] = queue.Queue()

    def open_input(name: str | None, heard: object) -> tuple[str, object]:
        opened.put(heard)
        return "FS-1", SimpleNamespace(close_port=lambda: None)

    monkeypatch.setattr(midi, "open_input", open_input)
    monkeypatch.setattr(midi, "is_there", lambda _: True)
    switch = Switch("cc", 64, Button(Command.HOLD))
    night = Night(Remotes(midi=(MidiIn("FS-1", (switch,), "foot switch"),)))
    heard = opened.get(timeout=5)
    assert callable(heard)
    for value in (127, 0, 127):  # it bounces
        heard([0xB0, 64, value], 0)
    event = night.event()
    assert isinstance(event, Pressed)
    assert (event.who, event.command, event.gear) == ("foot switch", Command.HOLD, True)
    with pytest.raises(queue.Empty):
        night.events.get(timeout=0.2)
    night.gear.carry(NEVER, (Answered(event.id, True),))
    night.gear.stop()
