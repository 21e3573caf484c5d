"""Keeping the desk right: whole states when something changed, light updates all the time."""

from typing import Any

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.core.effects import Answered, AnyEffect
from odette.core.events import AnyEvent
from odette.core.state import State
from odette.desk.server import Desk
from odette.performance.view import View

NOW_EVERY = 70 * MILLISECOND
STATE_EVERY = SECOND


class Publisher:
    """Carries answers to the desk at once, and publishes the state no oftener than pages can use it."""

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk = desk
        self._view = view
        self._shown: tuple[Any, ...] = ()
        self._changed = True
        self._state_at = ShowTime(-SECOND)
        self._now_at = ShowTime(-SECOND)

    def carry(self, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
        """Answer presses, and keep what the next state is to tell."""
        self._view.note(event, effects)
        self._changed = self._changed or bool(effects)
        for effect in effects:
            if isinstance(effect, Answered):
                self._desk.answer(effect.id, effect.done, effect.why)

    def publish(self, state: State, now: ShowTime) -> None:
        """Show the state as it is at ``now``, if it is time to."""
        if now - self._now_at < NOW_EVERY:
            return
        self._now_at = now
        shown = (state.book, state.outcomes, state.dues.keys(), state.links, state.held, state.number)
        if self._changed or shown != self._shown or now - self._state_at >= STATE_EVERY:
            self._changed, self._shown, self._state_at = False, shown, now
            self._desk.publish(self._view.state(state, now))
        self._desk.publish_now(self._view.now(state, now))
