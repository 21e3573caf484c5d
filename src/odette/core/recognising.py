"""What is played is another number than the show listens for: it asks, and a person says whether that is so."""

from collections.abc import Iterable

from odette.core.alerts import alert
from odette.core.clocks import MILLISECOND, later, seconds_between
from odette.core.cue import At, Cue, Department, On, PromptBook
from odette.core.effects import Listen
from odette.core.events import Pressed, Recognised
from odette.core.going import pass_and_rebuild
from odette.core.hearing import SETTLE, without_places
from odette.core.plan import beat_at
from odette.core.state import State, Turn, number_named, waiting

GUARD = 300 * MILLISECOND
"""A press that names no number counts only for a question that has stood so long: who pressed had seen it."""


def recognise(turn: Turn, event: Recognised) -> None:
    """The ears are sure of another number, or no longer. Asked once; a place heard later replaces the first."""
    state = turn.state
    if not event.number:
        if state.recognised is not None:
            close(turn, "recognised over", state.recognised.number)
        return
    known = event.number in {number.id for number in state.book.numbers}
    running = event.number == state.number and event.number not in state.ended
    if not known or running or (state.number, event.number) in state.denied:
        return
    if state.recognised is None or state.recognised.number != event.number:
        turn.change(asked_at=event.at)
        turn.cause(alert("recognised", number=titled(state, event.number), other=titled(state, state.number)))
    turn.change(recognised=event, dues=without_places(state), expected={})


def confirm(turn: Turn, event: Pressed) -> str:
    """CONFIRM: it is that number. It is listened to from where the players should be by now."""
    asked = asked_for(turn.state, event)
    if isinstance(asked, str):
        return asked
    before = turn.state
    close(turn, "recognised confirmed", asked.number)
    turn.change(
        number=asked.number,
        heard=None,
        trail=(),
        place=asked.beat,
        settled_at=later(event.at, SETTLE),
        ended={number: when for number, when in before.ended.items() if number != asked.number},
    )
    ids = [each.id for each in before.book.numbers]
    here, there = ids.index(before.number) if before.number else 0, ids.index(asked.number)
    bring_back(turn, {asked.number})
    leave_out(turn, [each for each in ids[here:there] if each not in before.ended])
    elapsed = seconds_between(asked.heard_at, event.at)
    now = beat_at(number_named(before, asked.number), asked.beat, asked.tempo, elapsed)
    turn.cause(Listen(asked.number, now))
    return ""


def deny(turn: Turn, event: Pressed) -> str:
    """DENY: it is not. The same is not asked again while this number is listened for."""
    asked = asked_for(turn.state, event)
    if isinstance(asked, str):
        return asked
    turn.change(denied=turn.state.denied | {(turn.state.number, asked.number)})
    close(turn, "recognised denied", asked.number)
    return ""


def asked_for(state: State, event: Pressed) -> Recognised | str:
    """The question that a press answers; or why it answers none."""
    asked = state.recognised
    if asked is None:
        return "no number was recognised: there is nothing to confirm or deny"
    if event.cue and event.cue != asked.number:
        return f"{event.cue} is not what was recognised: {asked.number} is"
    if not event.cue and event.at - state.asked_at < GUARD:
        return f"{asked.number} was recognised only just now: look, then press again"
    return asked


def close(turn: Turn, key: str, number: str) -> None:
    """The question is over; cues bound to places go again."""
    turn.change(recognised=None)
    turn.cause(alert(key, number=titled(turn.state, number)))


def leave_out(turn: Turn, parts: Iterable[str]) -> None:
    """Cues of these parts are passed over; machinery stays: only a person knows whether it has to move all the same."""
    still = {cue.number for cue in waiting(turn.state)}
    cues = [cue for cue in cues_of(turn.state.book, parts) if cue.number in still]
    missed = [cue for cue in cues if cue.department is not Department.MACHINERY]
    if missed:
        pass_and_rebuild(turn, missed)


def bring_back(turn: Turn, parts: Iterable[str]) -> None:
    """These parts are to come, again perhaps: their cues that were passed over wait; in a rehearsal, all."""
    state = turn.state
    again = {cue.number for cue in cues_of(state.book, parts) if comes_back(state, cue)}
    turn.change(
        outcomes={number: outcome for number, outcome in state.outcomes.items() if number not in again},
        recalled=state.recalled - again,
    )


def comes_back(state: State, cue: Cue) -> bool:
    """Whether a cue waits again when its part comes: it was passed over, or this is a rehearsal. In a performance no
    cue goes twice."""
    outcome = state.outcomes.get(cue.number)
    return outcome is not None and (outcome.passed or state.rehearsal)


def cues_of(book: PromptBook, parts: Iterable[str]) -> list[Cue]:
    """The cues that belong to these parts of the evening, numbers among them, in running order.

    One that names none belongs to that of the cue before it.
    """
    wanted, current = set(parts), ""
    found: list[Cue] = []
    for cue in book.cues:
        if isinstance(cue.trigger, At | On) and cue.trigger.number:
            current = cue.trigger.number
        if current in wanted:
            found.append(cue)
    return found


def titled(state: State, number: str) -> str:
    """A number by its title, for people."""
    return next((each.title or each.id for each in state.book.numbers if each.id == number), number)
