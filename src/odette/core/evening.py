"""The order of the evening as it stands: what is over, what comes next, and when."""

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Authority, Called, Clock, HouseCall, On, Part, PartKind, Room
from odette.core.plan import clock_due
from odette.core.state import NEVER, State


def part_named(state: State, name: str) -> Part | None:
    """The part with this id; None: there is none."""
    return next((part for part in state.book.parts if part.id == name), None)


def place_of(state: State, name: str) -> int:
    """Where in the order a part stands; -1: before the first."""
    return next((i for i, part in enumerate(state.book.parts) if part.id == name), -1)


def next_part(state: State) -> Part | None:
    """The part to come, past numbers that were played already; None: the evening is in its last."""
    after = state.book.parts[place_of(state, state.part) + 1 :]
    return next((part for part in after if part.number not in state.ended), None)


def over_at(state: State, name: str) -> ShowTime | None:
    """When a part was over, or will be: a number with its last note, an interval after its minutes; all but a number
    when the next began, at the latest. None: not yet, and it is not known when."""
    part, began = part_named(state, name), state.parts.get(name)
    if part is None:
        return None
    if part.number:
        return state.ended.get(part.number)
    if began is None:
        return None
    times = [at for at in state.parts.values() if at > began]
    if part.minutes is not None:
        times.append(later(began, part.minutes * 60))
    return min(times, default=None)


def waits_for_music(part: Part) -> bool:
    """Whether nothing begins a part but its own music."""
    return isinstance(part.trigger, On) and part.trigger.what is Room.MUSIC_BEGINS


def begins_alone(state: State, part: Part) -> bool:
    """Whether a part may begin without a person."""
    return (
        part.authority is not Authority.CALLED and not isinstance(part.trigger, Called) and part.id not in state.overdue
    )


def playing(state: State) -> bool:
    """Whether the number that is listened to has begun and is not over: nobody leaves it without a person."""
    return state.number in state.begun and state.number not in state.ended


def due_of(state: State, part: Part) -> ShowTime | None:
    """When the next part is due by its trigger; None: that has not come about, or it has none but a person or music."""
    match part.trigger:
        case Clock() as clock:
            return None if state.rehearsal else clock_due(state, clock)
        case On(after=after) as on:
            moment = _moment(state, on)
            return None if moment is None else later(moment, after)
    return None


def _moment(state: State, on: On) -> ShowTime | None:
    """When what a part waits for came about: of the room, only what came since the part before it was over."""
    match on.what:
        case Room.SHOW_OPENS:
            return state.opened_at
        case Room.PART:
            return state.parts.get(on.number)
        case Room.PART_OVER:
            return over_at(state, on.number)
        case Room.MUSIC_ENDS:
            return state.ended.get(on.number)
    part, since = part_named(state, state.part), state.parts.get(state.part, ShowTime(0))
    since = state.ended.get(part.number, since) if part is not None and part.number else since
    if on.what is Room.APPLAUSE and clapping(state):
        return max(state.applause_began, since)
    quiet = on.what is Room.APPLAUSE_OVER and not clapping(state)
    return state.applause_ended if quiet and state.applause_ended != NEVER and state.applause_ended >= since else None


def clapping(state: State) -> bool:
    """Whether the audience applauds, as last heard."""
    return state.room is not None and state.room.kind == "applause"


def expected_at(state: State, part: Part) -> ShowTime | None:
    """When the next part is to begin, as far as that is known: by its trigger, or else when the one before is over."""
    due = due_of(state, part)
    if due is not None or not isinstance(part.trigger, Called):
        return due
    if not state.part:
        return state.opened_at
    if part.kind is PartKind.HOUSE_TO_HALF and not state.begun:
        return advertised_at(state)
    return over_at(state, state.part)


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
