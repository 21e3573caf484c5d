"""The order of the evening: which part it is in, what comes next, and when."""

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Clock, HouseCall, Part
from odette.core.plan import clock_due
from odette.core.state import State


def part_named(state: State, name: str) -> Part | None:
    """The part with this id; None: there is none."""
    return next((part for part in state.book.parts if part.id == name), None)


def over_at(state: State, name: str) -> ShowTime | None:
    """When a part was over, or will be: a number with its last note, an interval after its minutes, any other when the
    next began. None: not yet, and it is not known when."""
    part, began = part_named(state, name), state.parts.get(name)
    if part is None:
        return None
    if part.number:
        return state.ended.get(part.number)
    if began is None:
        return None
    if part.minutes is not None:
        return later(began, part.minutes * 60)
    return min((at for at in state.parts.values() if at > began), default=None)


def advertised_at(state: State) -> ShowTime | None:
    """When the evening is to begin; None: not known."""
    if not state.book.advertised or state.opened_at is None:
        return None
    return clock_due(state, Clock(state.book.advertised))


def calls_due(state: State) -> dict[str, tuple[ShowTime, HouseCall]]:
    """The calls of the house and when they are due, by key: before the evening, and before the end of its part now."""
    start = advertised_at(state)
    calls = {} if start is None else {call.name: (_before(start, call), call) for call in state.book.calls}
    part, began = part_named(state, state.part), state.parts.get(state.part)
    if part is not None and part.minutes is not None and began is not None:
        end = later(began, part.minutes * 60)
        calls |= {f"{part.id}/{call.name}": (_before(end, call), call) for call in part.calls}
    return calls


def _before(time: ShowTime, call: HouseCall) -> ShowTime:
    return ShowTime(time - round(call.minutes * 60 * SECOND))
