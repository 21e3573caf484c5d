"""Rounds of bows: while the applause carries, the cues of a round go again; when it dies, the evening goes on.

A round is the cues from the one that is named to the one that says ``again``. Whoever takes the evening into their
hands in a round, by HOLD, STOP or PART, makes it the last; so does a GO of a later cue.
"""

from odette.core.alerts import alert
from odette.core.clocks import ShowTime, later, seconds_between
from odette.core.cue import Cue
from odette.core.going import AUTO, go
from odette.core.state import State, Turn, may_go_alone

SHORTEST = 2.0
"""Seconds that a round lasts at least."""

UNHEARD = 3.0
"""Seconds after which what was last heard of the room carries no bows: nobody knows whether they still clap."""


def keep_bows(turn: Turn) -> bool:
    """Decide a round that has come to its end; whether there was one. While applause is dying, nothing is decided."""
    state = turn.state
    for last in state.book.cues if state.bowing else ():
        end = round_end(state, last)
        if end is None or end > state.now or (dying(state) and untaken(state, last)):
            continue
        turn.change(bowing=state.bowing - {last.number})
        if carries(state) and untaken(state, last):
            begin_again(turn, last)
        return True
    return False


def round_before(state: State, cue: Cue) -> bool:
    """Whether a round that stands before ``cue`` in its list has begun, and is not over: ``cue`` is for after it."""
    before = state.book.cues[: state.book.cues.index(cue)]
    return any(last.again and last.list == cue.list and running(state, last) for last in before)


def running(state: State, last: Cue) -> bool:
    """Whether the round that ends with ``last`` has begun, is not decided, and was not left for another part."""
    began = state.outcomes.get(last.again)
    if began is None or began.passed:
        return False
    ended = last.number in state.outcomes and last.number not in state.bowing
    left = state.taken_at > began.at and state.taken_at == state.parts.get(state.part)
    return not (ended or left)


def round_of(state: State, last: Cue) -> tuple[Cue, ...]:
    """The cues of a round, in running order."""
    cues = state.book.cues
    first = next(i for i, cue in enumerate(cues) if cue.number == last.again)
    return tuple(cue for cue in cues[first : cues.index(last) + 1] if cue.list == last.list)


def round_end(state: State, last: Cue) -> ShowTime | None:
    """When a round is decided: once its last cue has gone and its fades have ended. None: it has not, or is."""
    gone, began = state.outcomes.get(last.number), state.outcomes.get(last.again)
    if last.number not in state.bowing or gone is None or began is None:
        return None
    return max(gone.until, later(began.at, SHORTEST))


def untaken(state: State, last: Cue) -> bool:
    """Whether since the round began nobody has gone on or taken the evening over."""
    cues = state.book.cues
    later_ones = [cue for cue in cues[cues.index(last) + 1 :] if cue.list == last.list]
    gone_on = any(cue.number in state.outcomes and not state.outcomes[cue.number].passed for cue in later_ones)
    return not (gone_on or state.held or state.frozen or state.taken_at > state.outcomes[last.again].at)


def carries(state: State) -> bool:
    """Whether there is applause that is not dying, heard just now."""
    return applauded(state) and not dying(state)


def dying(state: State) -> bool:
    """Whether there is applause that is dying, heard just now."""
    return applauded(state) and state.room is not None and state.room.phase == "dying"


def applauded(state: State) -> bool:
    """Whether there is applause, heard just now."""
    room = state.room
    return room is not None and room.kind == "applause" and seconds_between(room.at, state.now) <= UNHEARD


def begin_again(turn: Turn, last: Cue) -> None:
    """The cues of a round wait again, and the first of them goes, if it may without a person."""
    state, cues = turn.state, round_of(turn.state, last)
    again = {cue.number for cue in cues}
    turn.change(
        outcomes={number: outcome for number, outcome in state.outcomes.items() if number not in again},
        dues={number: due for number, due in state.dues.items() if number not in again},
        rounds={**state.rounds, last.number: state.rounds.get(last.number, 1) + 1},
    )
    if may_go_alone(turn.state, cues[0]):
        go(turn, cues[0], state.now, AUTO)
    else:
        turn.cause(alert("bows wait", cue=cues[0].number))
