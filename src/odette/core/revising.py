"""A prompt book that was edited while the show runs.

What has happened stays: outcomes, where the lists stand, what is planned, the light. What the edits put behind the
players is passed over, and said; nothing goes by itself because it was edited. The next light cue of a list whose
picture has changed asserts all of it.
"""

from collections.abc import Collection
from typing import TypeVar

from odette.core.alerts import alert
from odette.core.clocks import ShowTime, later
from odette.core.cue import At, Called, Clock, Cue, Follow, Hang, On, PromptBook
from odette.core.effects import Inhibit
from odette.core.events import Revised
from odette.core.going import automatic_before, pass_over
from odette.core.hearing import happened
from odette.core.lists import ELSEWHERE
from odette.core.plan import clock_due, seconds_of, seconds_until
from odette.core.state import State, Turn, goes_alone, may_go_alone, number_named, waiting
from odette.core.tracking import light_of, picture_at


def revise(turn: Turn, event: Revised) -> None:
    """The show goes on with another book. One of other music, or one that comes while the show is locked, is left."""
    before = turn.state
    if before.locked:
        return
    if event.book.numbers != before.book.numbers:
        turn.cause(alert("other music"))
        return
    if before.part and before.part not in [part.id for part in event.book.parts]:
        turn.cause(alert("other evening"))
        return
    turn.change(book=event.book)
    keep_what_is_left(turn, before)
    keep_submasters(turn, before.book)
    known = {cue.number: cue for cue in before.book.cues}
    passed = []
    for cue in event.book.cues:
        if cue.number not in turn.state.outcomes and left_behind(turn.state, cue, before, known.get(cue.number)):
            passed.append(cue.number)
            pass_over(turn, cue)
    plan_anew(turn, before, known)
    if passed:
        turn.cause(alert("revised behind", cues=", ".join(passed)))


def keep_what_is_left(turn: Turn, before: State) -> None:
    """Forget the cues that are no more, and where a list stands whose picture there has changed."""
    state = turn.state
    cues = {cue.number: cue for cue in state.book.cues}
    old = {cue.number: cue for cue in before.book.cues}
    stands = {name: number for name, number in state.stands.items() if name in ("", *state.book.lists)}
    for name, number in stands.items():
        if number in old and not same_picture(state.book, cues.get(number), before.book, old[number]):
            stands[name] = ELSEWHERE
    turn.change(
        outcomes=of(state.outcomes, cues),
        sent=of(state.sent, cues),
        dues={number: due for number, due in state.dues.items() if number in cues and same(cues[number], old[number])},
        expected=of(state.expected, cues),
        recalled=state.recalled & cues.keys(),
        bowing=frozenset(last for last in state.bowing & cues.keys() if cues[last].again == old[last].again),
        held_cues=state.held_cues & cues.keys(),
        acknowledged=of(state.acknowledged, cues),
        stands=stands,
    )


T = TypeVar("T")


def of(told: dict[str, T], cues: Collection[str]) -> dict[str, T]:
    """What is told of these cues."""
    return {number: value for number, value in told.items() if number in cues}


def same(cue: Cue, old: Cue) -> bool:
    """Whether nothing has changed of when a cue goes and who sends it."""
    return (cue.trigger, cue.authority, cue.department, cue.list) == (
        old.trigger,
        old.authority,
        old.department,
        old.list,
    )


def same_picture(book: PromptBook, cue: Cue | None, old_book: PromptBook, old: Cue) -> bool:
    """Whether a list that stands at this cue should show what it did."""
    if cue is None or light_of(cue) is None or cue.list != old.list:
        return False
    return picture_at(book, cue) == picture_at(old_book, old)


def keep_submasters(turn: Turn, old: PromptBook) -> None:
    """Submasters hold down the roles that they now have; one that is no more lets go."""
    for name, submaster in turn.state.light.hand.submasters.items():
        roles = turn.state.book.submasters.get(name)
        if roles is None and submaster.level < 1.0:
            turn.cause(Inhibit(turn.state.now, name, submaster.roles, 1.0))
        elif roles is not None and roles != old.submasters.get(name):
            turn.cause(Inhibit(turn.state.now, name, roles, submaster.level))


def left_behind(state: State, cue: Cue, before: State, old: Cue | None) -> bool:
    """Whether the edits put a waiting cue behind what the show has come to: it was not there, and is now."""
    if old is not None and same(cue, old):
        freed = isinstance(cue.trigger, On) and automatic_before(before, old) and not automatic_before(state, cue)
        if not freed:
            return overtaken(state, cue) and not overtaken(before, old)
    return overtaken(state, cue) or over(state, cue)


def overtaken(state: State, cue: Cue) -> bool:
    """Whether a cue that is not bound to a place stands before one of its list that has gone."""
    if isinstance(cue.trigger, At):
        return False
    after = state.book.cues[state.book.cues.index(cue) + 1 :]
    gone = (state.outcomes.get(other.number) for other in after if other.list == cue.list)
    return any(outcome is not None and not outcome.passed for outcome in gone)


def over(state: State, cue: Cue) -> bool:
    """Whether what sets a cue off has come about already."""
    match cue.trigger:
        case At() as at:
            return behind(state, at)
        case On() as on:
            moment = happened(state, cue, on)
            return moment is not None and later(moment, on.after) <= state.now
        case Follow(cue=leader) | Hang(cue=leader):
            due = due_after(state, cue.trigger)
            outcome = state.outcomes.get(leader)
            return outcome is not None and (due is None or due <= state.now)
        case Clock() | Called():
            return False


def behind(state: State, at: At) -> bool:
    """Whether the players have come past a place."""
    numbers = [number.id for number in state.book.numbers]
    if at.number in state.ended or at.number not in numbers or state.number not in numbers:
        return at.number in state.ended
    if at.number != state.number:
        return numbers.index(at.number) < numbers.index(state.number)
    if state.number not in state.begun:
        return False
    if state.heard is None:
        return at.beat <= state.place
    seconds = seconds_until(number_named(state, at.number), state.heard, at.beat) + at.offset
    return later(state.heard.heard_at, seconds) <= state.now


def due_after(state: State, trigger: Follow | Hang) -> ShowTime | None:
    """When a cue is due that follows one that has gone; None: that was passed over, or waits itself."""
    outcome = state.outcomes.get(trigger.cue)
    if outcome is None or outcome.passed:
        return None
    start = outcome.at if isinstance(trigger, Follow) else outcome.until
    return max(outcome.at, later(start, trigger.after + seconds_of(state, trigger.beats)))


def plan_anew(turn: Turn, before: State, known: dict[str, Cue]) -> None:
    """Times for cues that were added or changed, where those are to come."""
    state, dues = turn.state, dict(turn.state.dues)
    for cue in waiting(state):
        old = known.get(cue.number)
        if not may_go_alone(state, cue):
            if not goes_alone(state, cue):
                dues.pop(cue.number, None)
        elif old is None or not same(cue, old):
            due = None
            if isinstance(cue.trigger, Follow | Hang):
                due = due_after(state, cue.trigger)
            elif isinstance(cue.trigger, Clock) and state.opened_at is not None:
                due = clock_due(state, cue.trigger)
            if due is not None and due > state.now:
                dues[cue.number] = due
    turn.change(dues=dues)
