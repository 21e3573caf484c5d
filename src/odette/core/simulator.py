"""The show without a clock: events in order of time, woken exactly when it asks to be."""

from collections.abc import Iterable, Iterator

from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent, Ticked
from odette.core.state import State
from odette.core.step import step
from odette.core.waking import next_due

Step = tuple[AnyEvent, tuple[AnyEffect, ...], State]


def simulate(state: State, events: Iterable[AnyEvent]) -> Iterator[Step]:
    """Run ``events`` (sorted by time) through the show, with a ``Ticked`` wherever it wants to be woken.

    Yields each event applied, its effects, and the state after it.
    """
    for event in events:
        while (due := next_due(state)) is not None and due < event.at:
            tick = Ticked(max(due, state.now))
            state, effects = step(state, tick)
            yield tick, effects, state
        state, effects = step(state, event)
        yield event, effects, state
