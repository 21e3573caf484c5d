"""Gear that presses: what it sends becomes the same events as a press at the desk, and is answered where it can be."""

import threading
import uuid
from collections.abc import Callable
from functools import partial

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import Answered, AnyEffect
from odette.core.events import AnyEvent, Misunderstood, Pressed
from odette.core.remote import Button, Contacts, MidiIn, NoButton, OscIn, Remotes, Signal, Switches, osc_button
from odette.io.datagrams import Datagrams, Sender
from odette.io.switches import MidiSwitches
from odette.wire import osc

ANSWER = "/odette/answer"
"""OSC: the address asked for, 1 or 0 (done or refused), and why."""
MOST_WAITING = 64
"""Presses that may wait for an answer; beyond that the oldest are forgotten."""
QUIET = SECOND
"""Time for which gear that talks nonsense is not complained of again: a flood of it must not fill the log."""
MOST_STRANGERS = 8
"""Senders that the venue file does not name of which the desk is told."""

Reply = Callable[[bool, str], None]
Link = Callable[[str, bool, str], None]


class Gear:
    """All of a venue's gear, each piece in a thread of its own. ``events`` and ``link`` are called in those threads."""

    def __init__(
        self, remotes: Remotes, events: Callable[[AnyEvent], None], link: Link, clock: Callable[[], ShowTime]
    ) -> None:
        self._events = events
        self._clock = clock
        self._lock = threading.Lock()
        self._contacts = Contacts()
        self._waiting: dict[str, Reply] = {}
        self._complained: dict[str, ShowTime] = {}
        self._strangers: set[str] = set()
        listeners = [self._osc(remotes.osc, link)] if remotes.osc else []
        self._listeners: list[Datagrams | MidiSwitches] = [
            *listeners,
            *(self._midi(one, link) for one in remotes.midi),
        ]

    def start(self) -> None:
        for listener in self._listeners:
            listener.start()

    def stop(self) -> None:
        for listener in self._listeners:
            listener.stop()

    def carry(self, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
        """Answer those who wait."""
        for effect in effects:
            if isinstance(effect, Answered):
                with self._lock:
                    reply = self._waiting.pop(effect.id, None)
                if reply is not None:
                    reply(effect.done, effect.why)

    def _osc(self, described: OscIn, link: Link) -> Datagrams:
        def heard(packet: bytes, sender: Sender) -> None:
            try:
                for message in osc.decode(packet):
                    self._osc_message(message, sender, listener)
            except osc.Malformed as error:
                self._misunderstood(f"OSC {sender[0]}", str(error))

        senders, report = described.senders, partial(link, "OSC in")
        listener = Datagrams(described.interface, described.port, senders, heard, self._stranger, report)
        return listener

    def _osc_message(self, message: osc.Message, sender: Sender, listener: Datagrams) -> None:
        def reply(done: bool, why: str) -> None:
            listener.answer(osc.encode(ANSWER, (message.address, int(done), why)), sender)

        who = f"OSC {sender[0]}"
        try:
            pressed = osc_button(message.address, message.arguments)
        except NoButton as wrong:
            reply(False, str(wrong))
            self._misunderstood(who, str(wrong))
            return
        if pressed is not None:
            self._press(who, pressed, reply)

    def _midi(self, described: MidiIn, link: Link) -> MidiSwitches:
        switches = Switches(described.switches)

        def heard(signal: Signal) -> None:
            pressed = switches.heard(signal)
            if pressed is not None:
                self._press(described.name, pressed)

        return MidiSwitches(described.input, heard, partial(link, described.name))

    def _press(self, who: str, pressed: Button, reply: Reply | None = None) -> None:
        at, press = self._clock(), uuid.uuid4().hex
        with self._lock:
            if not self._contacts.fresh(who, pressed, at):
                return
            if reply is not None:
                self._waiting[press] = reply
                if len(self._waiting) > MOST_WAITING:
                    del self._waiting[next(iter(self._waiting))]
        self._events(Pressed(at, press, who, pressed.command, pressed.cue, gear=True))

    def _misunderstood(self, who: str, why: str) -> None:
        at = self._clock()
        last = self._complained.get(who)
        if last is None or at - last >= QUIET:
            self._complained[who] = at
            self._events(Misunderstood(at, who, why))

    def _stranger(self, address: str) -> None:
        if address not in self._strangers and len(self._strangers) < MOST_STRANGERS:
            self._strangers.add(address)
            self._misunderstood(f"OSC {address}", "it is not among those who may press")
