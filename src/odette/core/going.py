"""Making a cue go, exactly once: its effects, its outcome, and the cues that follow from it."""

from itertools import takewhile

from odette.core.alerts import alert
from odette.core.clocks import ShowTime, later
from odette.core.cue import At, Call, Cue, Follow, Hang, Light, Message, On, Title
from odette.core.effects import SayCall, SendMessage, ShowTitle
from odette.core.laying import end_preview
from odette.core.lists import assert_picture, bring_up
from odette.core.plan import seconds_of
from odette.core.state import Outcome, State, Turn, goes_alone, may_go_alone, waiting
from odette.core.tracking import duration, light_of

AUTO = "auto"
PASSED = "passed"

REBUILD = 2.0
"""Seconds at most for a look that is asserted after a jump."""


def go(turn: Turn, cue: Cue, due: ShowTime, by: str, planned: ShowTime | None = None) -> None:
    """Send ``cue`` at ``due``. Does nothing if it has gone already."""
    if cue.number in turn.state.outcomes:
        return
    for action in cue.actions:
        match action:
            case Light():
                end_preview(turn)
                bring_up(turn, cue, action, due)
            case Title(text):
                turn.cause(ShowTitle(cue.number, due, text))
                turn.change(title=text)
            case Message():
                turn.cause(SendMessage(cue.number, due, action))
            case Call(text):
                turn.cause(SayCall(cue.number, due, text))
                turn.change(call=text)
    until = later(due, duration(turn.state.book, cue))
    settle(turn, cue, Outcome(due, by, due if planned is None else planned, until))
    if cue.again:
        turn.change(bowing=turn.state.bowing | {cue.number})
    overtake(turn, cue)
    arm_followers(turn, cue, due, until)


def settle(turn: Turn, cue: Cue, outcome: Outcome) -> None:
    """Take a cue off the waiting list, and with it what people said of it while it waited."""
    state = turn.state
    turn.change(
        outcomes={**state.outcomes, cue.number: outcome},
        dues={number: due for number, due in state.dues.items() if number != cue.number},
        held_cues=state.held_cues - {cue.number},
        acknowledged={number: who for number, who in state.acknowledged.items() if number != cue.number},
    )


def overtake(turn: Turn, gone: Cue) -> None:
    """Pass over the earlier cues of the same department and list that this one makes stale.

    A cue bound to a place is never stale: it goes late, or is passed over by the position itself.
    """
    for cue in takewhile(lambda cue: cue.number != gone.number, turn.state.book.cues):
        waits = cue.number not in turn.state.outcomes
        bound = isinstance(cue.trigger, At) and may_go_alone(turn.state, cue)
        if waits and (cue.department, cue.list) == (gone.department, gone.list) and not bound:
            pass_over(turn, cue)


def pass_over(turn: Turn, cue: Cue) -> None:
    """Leave a cue behind unsent, and with it the cues that were to follow from it."""
    now = turn.state.now
    settle(turn, cue, Outcome(now, PASSED, turn.state.dues.get(cue.number, now), now))
    for other in waiting(turn.state):
        if isinstance(other.trigger, Follow | Hang) and other.trigger.cue == cue.number:
            pass_over(turn, other)


def arm_followers(turn: Turn, cue: Cue, start: ShowTime, end: ShowTime) -> None:
    """Give a time to the cues that follow from this one's start or hang on its completion."""
    dues = dict(turn.state.dues)
    for other in waiting(turn.state):
        if not goes_alone(turn.state, other):
            continue
        match other.trigger:
            case Follow(number, after, beats) if number == cue.number:
                dues[other.number] = later(start, after + seconds_of(turn.state, beats))
            case Hang(number, after, beats) if number == cue.number:
                dues[other.number] = max(start, later(end, after + seconds_of(turn.state, beats)))
    turn.change(dues=dues)


def pass_and_rebuild(turn: Turn, missed: list[Cue]) -> None:
    """After a jump over ``missed``: looks asserted as they should be here, the rest unsent and told."""
    for cue in missed:
        pass_over(turn, cue)
    last = {cue.list: cue for cue in missed if light_of(cue)}
    for name, cue in last.items():
        assert_picture(turn, cue, min(duration(turn.state.book, cue), REBUILD), name)
    names = ", ".join(cue.number for cue in missed)
    turn.cause(alert("passed over", cues=names))


def automatic_before(state: State, cue: Cue) -> bool:
    """Whether a cue bound to a place or a room event stands before ``cue`` and still waits to go by itself."""
    for other in waiting(state):
        if other.number == cue.number:
            return False
        if other.list == cue.list and isinstance(other.trigger, At | On) and may_go_alone(state, other):
            return True
    return False
