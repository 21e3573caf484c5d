"""How the receivers of a house take two desks at once: a probe by eye, one lamp and one question at a time.

Nodes differ, and some ignore priorities altogether; a backup desk that counts on them must be tried in the house. Two
sources of sACN send from here, ours and a second desk's; a person says what the lamp does.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime
from odette.core.output import Output
from odette.stage.output import Report
from odette.stage.sacn_out import SacnOut
from odette.stage.sending import REFRESH
from odette.wire.pacing import FRAME


class Step(Struct, frozen=True):
    """What two desks do, and what a lamp does then in a house that keeps the rules."""

    does: str
    asks: str
    wrong: str
    """What a no means for the show."""
    second: int | None = None
    """Priority, above or below ours, at which the second desk sends darkness; None: it does not send."""
    ours: bool = True
    says_so: bool = True
    """Who stops in this step says that it ends; else it just falls silent."""


STEPS = (
    Step("We send the lamp at full.", "Is it lit?", "Nothing arrives: check interface, universe and patch."),
    Step(
        "A second desk sends darkness at a higher priority.",
        "Is it dark?",
        "Priorities are ignored here: only one desk may send at a time.",
        second=50,
    ),
    Step(
        "The second desk says that it ends.",
        "Was it lit again at once?",
        "The end of a stream is not understood: a handover takes as long as a loss.",
    ),
    Step(
        "A second desk sends darkness at a lower priority.",
        "Is it still lit?",
        "A backup at a lower priority disturbs the show: keep it silent until it is needed.",
        second=-50,
    ),
    Step(
        "We fall silent without a word, as in a crash; the backup goes on.",
        "Did it go dark, after about two and a half seconds?",
        "A backup does not take over by itself here: it needs a person or a switch.",
        second=-50,
        ours=False,
        says_so=False,
    ),
    Step("We are back.", "Is it lit?", "What was lost is not taken up again: end the backup first.", second=-50),
    Step(
        "Both say darkness and full at the same priority.",
        "Is it lit?",
        "Equal priorities are not merged highest takes precedence: never give two desks the same.",
        second=0,
    ),
    Step(
        "Both fall silent without a word.",
        "Four seconds later, is it still lit?",
        "The house goes dark when the stream is lost: mind this when you restart anything.",
        ours=False,
        says_so=False,
    ),
)

FAREWELL = (replace(STEPS[0], second=0, ours=False), replace(STEPS[0], ours=False))
"""How a probe ends, wherever it ends: our stream ends, the lamp is sent dark, then that stream ends too."""


class Probe:
    """Two desks on the same outputs. ``lit``: universe → slots with the lamp at full."""

    def __init__(self, outputs: tuple[Output, ...], lit: Mapping[int, bytes], report: Report) -> None:
        self._outputs = tuple(output for output in outputs if output.protocol == "sacn")
        self._lit = lit
        self._dark = {universe: bytes(len(slots)) for universe, slots in lit.items()}
        self._report = report
        self._lock = threading.Lock()
        self._ours: SacnOut | None = None
        self._second: SacnOut | None = None
        self._leaving: list[SacnOut] = []

    def take(self, step: Step) -> None:
        """Go into a step: from here on both desks do what it says."""
        with self._lock:
            self._ours = self._desk(self._ours, 0 if step.ours else None, "Odette", step.says_so)
            self._second = self._desk(self._second, step.second, "Odette, second desk", step.says_so)

    def send(self, now: ShowTime) -> None:
        """What both desks send at ``now``, once in every frame."""
        with self._lock:
            self._leaving = [desk for desk in self._leaving if not desk.ended]
            for desk in self._leaving:
                desk.send({}, now)
            if self._ours is not None:
                self._ours.send(self._lit, now)
            if self._second is not None:
                self._second.send(self._dark, now)

    def _desk(self, have: SacnOut | None, priority: int | None, name: str, says_so: bool) -> SacnOut | None:
        if priority is None:
            if have is not None and says_so:
                have.end()
                self._leaving.append(have)
            elif have is not None:
                have.close()
            return None
        outputs = tuple(
            replace(output, source=name, priority=min(max(output.priority + priority, 0), 200))
            for output in self._outputs
        )
        if have is None:
            return SacnOut(uuid4(), outputs, REFRESH, self._report)
        have.take(outputs)
        return have


def questions(probe: Probe, ask: Callable[[str], bool], pause: Callable[[float], None]) -> Iterator[tuple[Step, bool]]:
    """Every step with what a person saw. Ends where the lamp is not lit at first."""
    for step in STEPS:
        probe.take(step)
        pause(1.0 if step.says_so else 4.0)
        seen = ask(f"{step.does} {step.asks}")
        yield step, seen
        if step is STEPS[0] and not seen:
            break


def farewell(probe: Probe, pause: Callable[[float], None]) -> None:
    """Leave the lamp dark, and no stream that receivers would have to miss."""
    for step in FAREWELL:
        probe.take(step)
        pause(0.2)


@contextmanager
def sending(probe: Probe) -> Iterator[None]:
    """Both desks send for as long as this lasts, and say farewell, whatever ended it."""
    closing = threading.Event()

    def run() -> None:
        while not closing.wait(FRAME / SECOND):
            probe.send(ShowTime(time.monotonic_ns()))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        farewell(probe, time.sleep)
        closing.set()
        thread.join()
