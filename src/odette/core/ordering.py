"""The evening goes from part to part: by itself where its order says so and all is sure, else when a person says so.

A part that is a number follows the music: it has begun when its first note has sounded, however that came about. No
number is left by itself before it is over.
"""

from odette.core.alerts import alert
from odette.core.clocks import Beat, ShowTime, later, seconds_between
from odette.core.cue import Cue, HouseCall, On, Part, PartKind, Room
from odette.core.effects import Listen, PartBegins, SayCall
from odette.core.evening import (
    begins_alone,
    calls_due,
    clapping,
    due_of,
    expected_at,
    next_part,
    over_at,
    part_named,
    place_of,
    playing,
    waits_for_music,
)
from odette.core.going import pass_and_rebuild
from odette.core.hearing import LATE, without_places
from odette.core.recognising import bring_back, leave_out
from odette.core.state import NEVER, State, Turn, may_go_alone, number_named, placed

OVERDUE = 2.0
"""Seconds by which a part may be late and still begin by itself; later it is a person's."""


def keep_order(turn: Turn) -> None:
    """After every event: what begins, what is listened for next, what everybody backstage and the caller are told."""
    if turn.state.opened_at is not None and not turn.state.closed:
        follow_music(turn)
        begin_due(turn)
        give_calls(turn)
        tell_caller(turn)
    listen_ahead(turn)


def follow_music(turn: Turn) -> None:
    """A number that is played is the part of the evening."""
    state = turn.state
    part = next((part for part in state.book.parts if part.number == state.number), None)
    if part is not None and part.id != state.part and playing(state):
        again = part.id in state.parts or place_of(state, part.id) < place_of(state, state.part)
        enter(turn, part, state.now if again else state.begun[part.number])


def begin_due(turn: Turn) -> None:
    """Begin the next part if its time has come; and the one after it, if that begins with it."""
    for _ in turn.state.book.parts:
        state, part = turn.state, next_part(turn.state)
        if part is None or not free(state) or not begins_alone(state, part):
            return
        due = due_of(state, part)
        if due is None or due > state.now or (part.kind is PartKind.HOUSE_OUT and clapping(state)):
            return
        if seconds_between(due, state.now) > OVERDUE:
            turn.change(overdue=state.overdue | {part.id})
            return
        enter(turn, part, state.now)


def free(state: State) -> bool:
    """Whether the evening may go on by itself: nobody holds it, nothing is stopped, in doubt, or being played, and the
    number it is in is over."""
    part = part_named(state, state.part)
    waits = part is not None and part.number and part.number not in state.ended
    return not (state.held or state.frozen or state.recognised or playing(state) or waits)


def enter(turn: Turn, part: Part, at: ShowTime, person: bool = False) -> None:
    """The evening is in ``part`` from ``at`` on. What it leaves out is passed over, and told.

    ``person``: somebody says so; else it comes of itself, or the music is there.
    """
    state = turn.state
    here, there = place_of(state, state.part), place_of(state, part.id)
    before, after = state.book.parts[:there], state.book.parts[there + 1 :]
    past = {each.id for each in before}
    bound = {cue.number for cue in state.book.cues if is_of_parts(cue)}
    turn.change(
        part=part.id,
        parts={name: began for name, began in state.parts.items() if name in past} | {part.id: at},
        house_calls={key: given for key, given in state.house_calls.items() if is_past(key, past)},
        dues={number: due for number, due in state.dues.items() if number not in bound},
        overdue=frozenset(),
        told=frozenset(),
    )
    if state.book.evening:
        turn.cause(PartBegins(part.id, part.kind))
    if state.book.evening or person:
        leave_out(turn, [each.id for each in before[here + 1 :] if each.id not in state.parts])
    if there < here and person:
        again = [each.id for each in (part, *after)]
        turn.change(ended={number: at for number, at in turn.state.ended.items() if number not in again})
        bring_back(turn, again)
    if part.number and not (part.number == turn.state.number and part.number not in turn.state.ended):
        attend(turn, part.number)


def is_of_parts(cue: Cue) -> bool:
    """Whether a cue waits for a part of the evening; when it is due depends on when that is left."""
    return isinstance(cue.trigger, On) and cue.trigger.what in (Room.PART, Room.PART_OVER)


def is_past(key: str, past: set[str]) -> bool:
    """Whether a call of the house was before the evening, or in a part that has been: no other stays given."""
    part, of_part, _ = key.partition("/")
    return not of_part or part in past


def attend(turn: Turn, number: str) -> None:
    """Listen for the first note of a number, as if it had not been played yet."""
    state = turn.state
    turn.change(
        number=number,
        heard=None,
        trail=(),
        place=Beat(0.0),
        recognised=None,
        denied=frozenset((here, other) for here, other in state.denied if here != number),
        begun={each: at for each, at in state.begun.items() if each != number},
        upbeats={each: at for each, at in state.upbeats.items() if each != number},
        ended={each: at for each, at in state.ended.items() if each != number},
    )
    turn.cause(Listen(number))


def listen_ahead(turn: Turn) -> None:
    """Listen for the next number, unless one is listened to, or something stands between."""
    state = turn.state
    if (state.opened_at is None and not state.number) or (state.number and state.number not in state.ended):
        return
    part = next_number(state) if state.rehearsal else next_part(state)
    if (
        part is not None
        and part.number
        and number_named(state, part.number).kind.heard
        and (state.rehearsal or (waits_for_music(part) and ready(state)))
    ):
        attend(turn, part.number)


def next_number(state: State) -> Part | None:
    """The next part that is a number to be heard: in a rehearsal nothing stands between."""
    after = state.book.parts[place_of(state, state.part) + 1 :]
    heard = {number.id for number in state.book.numbers if number.kind.heard}
    return next((part for part in after if part.number in heard and part.number not in state.ended), None)


def ready(state: State) -> bool:
    """Whether music may begin now: an interval is over only after its minutes, and not while a person holds it."""
    part, over = part_named(state, state.part), over_at(state, state.part)
    if part is None or part.kind is not PartKind.INTERVAL:
        return True
    return over is not None and over <= state.now and not state.held and not state.frozen


def go_on(turn: Turn, part: Part, at: ShowTime) -> None:
    """A person goes on to ``part``. A number that is being played is over with that."""
    state = turn.state
    number = state.number
    if number and number != part.number and number not in state.ended:
        turn.change(dues=without_places(state), expected={}, recognised=None)
        if playing(state):
            turn.change(ended={**state.ended, number: at})
            left = [cue for cue, _ in placed(turn.state, number) if may_go_alone(turn.state, cue)]
            if left:
                pass_and_rebuild(turn, left)
        else:
            turn.change(number="", heard=None, trail=())
    turn.change(taken_at=at)
    enter(turn, part, at, person=True)


def give_calls(turn: Turn) -> None:
    """Give the calls of the house whose time has come; those whose time has passed are left, and told.

    A house that opens late says none of the earlier ones: that is no news.
    """
    state = turn.state
    if state.rehearsal or state.held or state.frozen:
        return
    missed: list[str] = []
    for key, (due, call) in calls_wanted(state).items():
        if due > state.now:
            continue
        late = seconds_between(due, state.now) > LATE
        turn.change(house_calls={**turn.state.house_calls, key: NEVER if late else state.now})
        if late:
            missed.append(call.name)
        else:
            text = f"{call.name[:1].upper()}{call.name[1:]}, please"
            turn.cause(SayCall("", state.now, text))
            turn.change(call=text)
    if missed and state.now != state.opened_at:
        turn.cause(alert("calls missed", calls=", ".join(missed)))


def calls_wanted(state: State) -> dict[str, tuple[ShowTime, HouseCall]]:
    """The calls that are still to be given: those before the evening, until its first music; those of an interval."""
    return {
        key: each
        for key, each in calls_due(state).items()
        if key not in state.house_calls and ("/" in key or not state.begun)
    }


def tell_caller(turn: Turn) -> None:
    """Warn a person of the part that waits for them, and say when its time has come."""
    state, part = turn.state, next_part(turn.state)
    if part is None or state.rehearsal or begins_alone(state, part):
        return
    expected = expected_at(state, part)
    if expected is None or playing(state):
        return
    if expected <= state.now:
        tell(turn, "part waits", part)
    elif later(expected, -state.book.calling.warn) <= state.now:
        tell(turn, "part soon", part)


def tell(turn: Turn, key: str, part: Part) -> None:
    """Say it once."""
    if key not in turn.state.told:
        turn.change(told=turn.state.told | {key})
        turn.cause(alert(key, part=part.title))


def wakes(state: State) -> list[ShowTime]:
    """When the order of the evening wants to be looked at again, by what is known now."""
    if state.opened_at is None or state.closed or state.held or state.frozen:
        return []
    times = [due for due, _ in calls_wanted(state).values()] if not state.rehearsal else []
    part, over = next_part(state), over_at(state, state.part)
    expected = expected_at(state, part) if part is not None else None
    if expected is not None:
        times += [expected, later(expected, -state.book.calling.warn)]
    if over is not None:
        times.append(over)
    return times
