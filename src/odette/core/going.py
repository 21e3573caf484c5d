"""Making a cue go, exactly once: its effects, its outcome, and the cues that follow from it."""

from itertools import takewhile

from odette.core.clocks import ShowTime, later
from odette.core.cue import NOTHING, At, Call, Cue, Follow, Hang, Light, Message, On, Title, Value
from odette.core.effects import Alert, Fade, SayCall, SendMessage, ShowTitle
from odette.core.state import Outcome, State, Turn, may_go_alone, waiting

AUTO = "auto"
PASSED = "passed"

REBUILD = 2.0
"""Seconds at most for a look that is asserted after a jump."""


def duration(cue: Cue) -> float:
    """Seconds from a cue's start until its last fade has ended."""
    lights = [action for action in cue.actions if isinstance(action, Light)]
    return max((light.delay + max(light.up, light.down) for light in lights), default=0.0)


def go(turn: Turn, cue: Cue, due: ShowTime, by: str, planned: ShowTime | None = None) -> None:
    """Send ``cue`` at ``due``. Does nothing if it has gone already."""
    if cue.number in turn.state.outcomes:
        return
    for action in cue.actions:
        match action:
            case Light(look, up, down, delay):
                values = turn.state.book.looks[look].values
                turn.cause(Fade(cue.number, due, dict(values), up, down, delay))
            case Title(text):
                turn.cause(ShowTitle(cue.number, due, text))
                turn.change(title=text)
            case Message():
                turn.cause(SendMessage(cue.number, due, action))
            case Call(text):
                turn.cause(SayCall(cue.number, due, text))
                turn.change(call=text)
    until = later(due, duration(cue))
    settle(turn, cue, Outcome(due, by, due if planned is None else planned, until))
    overtake(turn, cue)
    arm_followers(turn, cue, due, until)


def settle(turn: Turn, cue: Cue, outcome: Outcome) -> None:
    """Take a cue off the waiting list."""
    dues = {number: due for number, due in turn.state.dues.items() if number != cue.number}
    turn.change(outcomes={**turn.state.outcomes, cue.number: outcome}, dues=dues)


def overtake(turn: Turn, gone: Cue) -> None:
    """Pass over the earlier cues of the same department that this one makes stale.

    A cue bound to a place is never stale: it goes late, or is passed over by the position itself.
    """
    for cue in takewhile(lambda cue: cue.number != gone.number, turn.state.book.cues):
        waits = cue.number not in turn.state.outcomes
        bound = isinstance(cue.trigger, At) and may_go_alone(turn.state, cue)
        if waits and cue.department is gone.department and not bound:
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
        if not may_go_alone(turn.state, other):
            continue
        match other.trigger:
            case Follow(number, after) if number == cue.number:
                dues[other.number] = later(start, after)
            case Hang(number, after) if number == cue.number:
                dues[other.number] = max(start, later(end, after))
    turn.change(dues=dues)


def picture(state: State, upto: int) -> dict[str, Value]:
    """The stage picture after the first ``upto`` cues of the book have gone, by tracking."""
    values: dict[str, Value] = {}
    for cue in state.book.cues[:upto]:
        for action in cue.actions:
            if isinstance(action, Light):
                for role, value in state.book.looks[action.look].values.items():
                    values[role] = tracked(values.get(role, NOTHING), value)
    return values


def tracked(before: Value, move: Value) -> Value:
    """What a role shows after ``move``: what that leaves stays as it was ``before``."""
    level = before.level if move.level is None else move.level
    return Value(level, move.colour or before.colour, before.settings | move.settings)


def assert_picture(turn: Turn, cue: Cue, seconds: float) -> None:
    """Bring up the whole state as it should be once ``cue`` has gone; roles not yet used go dark."""
    values = picture(turn.state, turn.state.book.cues.index(cue) + 1)
    dark = {role: Value(0.0) for role in turn.state.book.roles if role not in values}
    turn.cause(Fade(cue.number, turn.state.now, {**dark, **values}, seconds, seconds))


def pass_and_rebuild(turn: Turn, missed: list[Cue]) -> None:
    """After a jump over ``missed``: looks asserted as they should be here, the rest unsent and told."""
    for cue in missed:
        pass_over(turn, cue)
    lights = [cue for cue in missed if any(isinstance(action, Light) for action in cue.actions)]
    if lights:
        last = lights[-1]
        assert_picture(turn, last, min(duration(last), REBUILD))
    names = ", ".join(cue.number for cue in missed)
    turn.cause(Alert(f"passed over {names}: looks are as they should be, the rest was not sent"))


def automatic_before(state: State, cue: Cue) -> bool:
    """Whether a cue bound to a place or a room event stands before ``cue`` and still waits to go by itself."""
    for other in waiting(state):
        if other.number == cue.number:
            return False
        if isinstance(other.trigger, At | On) and may_go_alone(state, other):
            return True
    return False
