"""The one writer: every event is applied, logged with its effects, and the effects handed to who carries them out."""

from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Protocol

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent, Ticked
from odette.core.state import State
from odette.core.step import step
from odette.core.waking import next_due
from odette.io.terminal import warn
from odette.performance.contain import Troubles
from odette.takes.log import encode
from odette.takes.replay import Going, Run, note

BREATH = 0.04
"""Seconds at most between two looks at the clock and at what the desk should show."""
BLINK = 0.001
"""Seconds at least between them, so that a step which fails again and again leaves time for everything else."""


class Log(Protocol):
    """Where a run is written down."""

    def append(self, *lines: bytes) -> None: ...


Carrier = Callable[[AnyEvent, tuple[AnyEffect, ...]], None]
"""Who carries effects out; is given the event that caused them as well."""


class Evening:
    """A running show. All of it is used from one thread; other threads put events into an ``Inbox``.

    A step that fails leaves its event out: the state stays as it was, nothing is logged, and the show goes on. A
    carrier that fails keeps no other from its work. Either is told to ``trouble``, once.
    """

    def __init__(
        self,
        state: State,
        log: Log,
        *carriers: Carrier,
        gone: Iterable[Going] = (),
        trouble: Callable[[str], None] = warn,
    ) -> None:
        self.run = Run(state, list(gone))
        self._log = log
        self._carriers = carriers
        self._troubles = Troubles(trouble)
        self.logged = 0
        """How many lines went to the log."""
        self.last = b""
        """The last of them."""

    @property
    def state(self) -> State:
        """The show as it stands."""
        return self.run.state

    def take(self, event: AnyEvent) -> bool:
        """Apply one event: logged before anything of it reaches the world. Whether it could be applied."""
        before = self.state
        try:
            self.run.state, effects = step(before, event)
        except Exception as error:
            self._troubles.meet(f"{type(event).__name__} was left out", error)
            return False
        note(self.run, before)
        lines = [encode(event), *map(encode, effects)]
        self._log.append(*lines)
        self.logged, self.last = self.logged + len(lines), lines[-1]
        for carry in self._carriers:
            with self._troubles.contained(f"after {type(event).__name__} not everything was carried out"):
                carry(event, effects)
        return True

    def catch_up(self, now: ShowTime) -> None:
        """Wake the show for everything it wanted to be woken for up to ``now``."""
        while (due := next_due(self.state)) is not None and due <= now:
            if not self.take(Ticked(max(due, self.state.now))):
                return


Inbox = SimpleQueue[AnyEvent]


def perform(evening: Evening, inbox: Inbox, clock: Callable[[], ShowTime], each: Callable[[], None]) -> None:
    """Run a show in real time until it is closed; ``each`` is called after every event and every breath."""
    while not evening.state.closed:
        due = next_due(evening.state)
        wait = BREATH if due is None else min(BREATH, max(BLINK, (due - clock()) / SECOND))
        try:
            evening.take(inbox.get(timeout=wait))
        except Empty:
            evening.catch_up(clock())
        each()
