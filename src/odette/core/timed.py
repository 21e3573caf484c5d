"""Numbers that nobody hears: one goes by the clock from when it began, another waits for people."""

from odette.core.clocks import Beat, ShowTime, later, seconds_between
from odette.core.cue import Number, NumberKind
from odette.core.events import Following, Heard
from odette.core.hearing import hear
from odette.core.state import NEVER, State, Turn, number_named

TEMPO = 60.0
"""Beats a minute of what has no score: a beat is a second."""
OFTEN = 0.25
"""Seconds after which the position of a timed number is told anew."""


def keep_time(turn: Turn) -> None:
    """After every event: a timed number is where the clock says, and ends when its time is over."""
    state, number = turn.state, unheard(turn.state)
    if number is None:
        return
    if number.kind is NumberKind.FREE:
        turn.change(begun={number.id: state.zero, **state.begun})
        return
    beat = seconds_between(state.zero, state.now)
    following = Following.PLAYING if beat < number.end else Following.ENDED
    hear(turn, Heard(state.now, number.id, state.now, Beat(min(beat, number.end)), TEMPO, 1.0, following))


def unheard(state: State) -> Number | None:
    """The number that the show is in, if it is not followed by ear; None: it is, or is over, or there is none."""
    if not state.number or state.number in state.ended or state.zero == NEVER:
        return None
    number = number_named(state, state.number)
    return None if number.kind.heard else number


def wakes(state: State) -> list[ShowTime]:
    """When a timed number wants to be looked at again."""
    number = unheard(state)
    if number is None or number.kind is not NumberKind.TIMED:
        return []
    return [min(later(state.now, OFTEN), max(later(state.zero, number.end), ShowTime(state.now + 1)))]
