"""Running a log again, without devices and as fast as it goes, and saying whether it comes out the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from odette.core.clocks import ShowTime
from odette.core.cue import Cue
from odette.core.effects import AnyEffect, Effect
from odette.core.events import AnyEvent, Resumed
from odette.core.state import Outcome, State, opening
from odette.core.step import step
from odette.takes.log import Entry, Header


@dataclass(frozen=True, slots=True)
class Going:
    """A cue that went, or was passed over."""

    cue: Cue
    outcome: Outcome
    sounding: ShowTime | None
    """When the first sample of the recording had sounded, if the music was one."""


@dataclass
class Run:
    """What came of a log: the state at its end, every going of every cue, and where it came out differently."""

    state: State
    goings: list["Going"] = field(default_factory=list)
    """In the order they went; in a rehearsal a cue may be here more than once."""
    events: int = 0
    differences: list[str] = field(default_factory=list)


def replay(header: Header, entries: Iterable[Entry], begun: Run | None = None) -> Run:
    """Run a log's events through the show, and compare its effects with those logged.

    ``begun``: the run as it stood before the first of these entries, where that is known.
    """
    run = begun or Run(opening(header.book, header.lead, header.house))
    torn = False
    for event, logged in grouped(entries):
        if torn and not isinstance(event, Resumed):
            run.differences.append(f"event {run.events}: effects are missing from the log")
        before = run.state
        run.events += 1
        try:
            run.state, effects = step(before, event)
        except Exception as error:  # as in the run itself, the event is left out and the rest goes on
            run.differences.append(f"event {run.events}, {event}: it cannot be applied ({error!r})")
            continue
        torn = len(logged) < len(effects)
        if effects[: len(logged)] != logged:
            run.differences.append(f"event {run.events}, {event}: {effects} now, {logged} then")
        note(run, before)
    return run


def grouped(entries: Iterable[Entry]) -> Iterator[tuple[AnyEvent, tuple[AnyEffect, ...]]]:
    """Each event with the effects logged after it."""
    event: AnyEvent | None = None
    effects: list[AnyEffect] = []
    for entry in entries:
        if isinstance(entry, Effect):
            effects.append(entry)
            continue
        if event is not None:
            yield event, tuple(effects)
        event, effects = entry, []
    if event is not None:
        yield event, tuple(effects)


def note(run: Run, before: State) -> None:
    """Keep the cues that this step sent or passed over."""
    if before.outcomes is not run.state.outcomes:
        run.goings += [
            Going(cue, run.state.outcomes[cue.number], run.state.sounding)
            for cue in before.book.cues
            if run.state.outcomes.get(cue.number) not in (None, before.outcomes.get(cue.number))
        ]
