"""The one writer: every event is applied, logged with its effects, and the effects handed to who carries them out."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent, Ticked
from odette.core.plan import next_due
from odette.core.state import State
from odette.core.step import step
from odette.takes.log import encode

BREATH = 0.04
"""Seconds at most between two looks at the clock and at what the desk should show."""


class Log(Protocol):
    """Where a run is written down."""

    def append(self, *lines: bytes) -> None: ...


Carrier = Callable[[AnyEvent, tuple[AnyEffect, ...]], None]
"""Who carries effects out; is given the event that caused them as well."""


class Evening:
    """A running show. All of it is used from one thread; other threads put events into an ``Inbox``."""

    def __init__(self, state: State, log: Log, *carriers: Carrier) -> None:
        self.state = state
        self._log = log
        self._carriers = carriers

    def take(self, event: AnyEvent) -> None:
        """Apply one event: logged before anything of it reaches the world."""
        self.state, effects = step(self.state, event)
        self._log.append(encode(event), *map(encode, effects))
        for carry in self._carriers:
            carry(event, effects)

    def catch_up(self, now: ShowTime) -> None:
        """Wake the show for everything it wanted to be woken for up to ``now``."""
        while (due := next_due(self.state)) is not None and due <= now:
            self.take(Ticked(max(due, self.state.now)))


Inbox = SimpleQueue[AnyEvent]


def perform(evening: Evening, inbox: Inbox, clock: Callable[[], ShowTime], each: Callable[[], None]) -> None:
    """Run a show in real time until it is closed; ``each`` is called after every event and every breath."""
    while not evening.state.closed:
        due = next_due(evening.state)
        wait = BREATH if due is None else min(BREATH, max(0.0, (due - clock()) / SECOND))
        try:
            evening.take(inbox.get(timeout=wait))
        except Empty:
            evening.catch_up(clock())
        each()
