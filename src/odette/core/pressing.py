"""What people press. One guard for every source; a person outranks everything; every press is answered once."""

from collections.abc import Callable

from odette.core.alerts import alert
from odette.core.clocks import MILLISECOND, ShowTime, seconds_between
from odette.core.conducting import upbeat_by_hand
from odette.core.cue import At, Cue, Follow, Hang
from odette.core.effects import Answered, Blackout, Freeze, ShowTitle
from odette.core.evening import next_part, part_named
from odette.core.events import (
    Acknowledged,
    Command,
    Flashed,
    Highlighted,
    LockSet,
    Mastered,
    Parked,
    Pressed,
    Previewed,
    Told,
)
from odette.core.going import go, pass_over
from odette.core.hearing import LATE, told
from odette.core.laying import Refusal, end_preview, flash, highlight, master, park, preview
from odette.core.lists import MAIN, assert_picture, release
from odette.core.ordering import go_on
from odette.core.plan import due_at
from odette.core.recognising import confirm, deny
from odette.core.state import NEVER, State, Turn, goes_alone, may_go_alone, standby, waiting
from odette.core.taking_up import is_stopped, take_up, thaw
from odette.core.tracking import light_cues, light_of

GUARD = 300 * MILLISECOND
"""Least time between two GOs, from whatever source."""

REMEMBERED = 64
"""How many answers are kept, so that a press sent twice is answered twice and done once."""


def press(turn: Turn, event: Pressed) -> None:
    """Carry a command out or refuse it, and say which."""
    known = turn.state.answers.get(event.id)
    if known is not None:
        turn.cause(known)
        return
    refusal = COMMANDS[event.command](turn, event)
    answer(turn, event.id, refusal)
    if refusal and event.gear:
        turn.cause(alert("gear refused", who=event.who, command=event.command.upper(), why=refusal))


def answer(turn: Turn, press_id: str, refusal: Refusal = "") -> None:
    """Answer a press, and remember the answer."""
    said = Answered(press_id, not refusal, refusal)
    kept = list(turn.state.answers.items())[-REMEMBERED + 1 :]
    turn.change(answers={**dict(kept), press_id: said})
    turn.cause(said)


def press_go(turn: Turn, event: Pressed) -> Refusal:
    """GO: thaw what STOP froze, else send the cue standing by."""
    state = turn.state
    if state.last_go != NEVER and event.at - state.last_go < GUARD:
        after = f"{seconds_between(state.last_go, event.at):.1f}"
        if state.frozen:
            return f"GO came {after} s after the last one; all is stopped, and GO once more lets it go on"
        return f"GO came {after} s after the last one"
    if state.frozen:
        thaw(turn)
        turn.change(last_go=event.at)
        return ""
    cue = standby(state, list_of(state, event.cue))
    if cue is None:
        return "no cue is standing by"
    if event.cue and event.cue != cue.number:
        return f"{event.cue} is not standing by: {cue.number} is"
    auto, when = state.last_auto
    if not event.cue and auto and event.at - when < GUARD:
        return f"{auto} has just gone by itself"
    go(turn, cue, event.at, event.who)
    turn.change(last_go=event.at)
    return ""


def press_upbeat(turn: Turn, event: Pressed) -> Refusal:
    """UPBEAT: the conductor gives it, as a person sees."""
    return upbeat_by_hand(turn, event.at)


def press_stop(turn: Turn, event: Pressed) -> Refusal:
    """STOP: freeze running fades, and let nothing go by itself until GO."""
    if turn.state.frozen:
        return "already stopped: GO lets it go on, BACK goes to the cue before"
    turn.change(frozen_at=event.at, taken_at=event.at, stopped=True)
    turn.cause(Freeze(event.at))
    return ""


def press_go_to(turn: Turn, event: Pressed) -> Refusal:
    """GO TO: a light cue out of its turn. What lies between stays unsent; what lies after it waits for a person."""
    state = turn.state
    if state.last_go != NEVER and event.at - state.last_go < GUARD:
        return f"GO came {seconds_between(state.last_go, event.at):.1f} s after the last one"
    cue = next((cue for cue in state.book.cues if cue.number == event.cue), None)
    if cue is None or light_of(cue) is None:
        return f"there is no light cue {event.cue}"
    if state.frozen:
        thaw(turn)
    take_back(turn, [other for other, _ in light_cues(state.book, cue.list) if at_or_after(state, other, cue)])
    go(turn, cue, event.at, event.who)
    turn.change(last_go=event.at)
    return ""


def at_or_after(state: State, cue: Cue, other: Cue) -> bool:
    """Whether ``cue`` stands at or after ``other`` in the book."""
    return state.book.cues.index(cue) >= state.book.cues.index(other)


def press_back(turn: Turn, event: Pressed) -> Refusal:
    """BACK: freeze a running fade first; pressed again (or with nothing running), return to the look before.

    Of the list of the cue that is named, or of the main one.
    """
    state = turn.state
    if not state.frozen and any(event.at < outcome.until for outcome in state.outcomes.values()):
        return press_stop(turn, event)
    name = list_of(state, event.cue)
    gone = [
        cue
        for cue, _ in light_cues(state.book, name)
        if cue.number in state.outcomes and not state.outcomes[cue.number].passed
    ]
    if not gone:
        return "no light cue has gone yet"
    if state.frozen:
        thaw(turn)
    take_back(turn, gone[-1:])
    if len(gone) > 1:
        assert_picture(turn, gone[-2], state.book.back, name)
    return ""


def take_back(turn: Turn, cues: list[Cue]) -> None:
    """Let cues that have gone wait again, for a person; and what was to follow from them wait with them."""
    gone = {cue.number for cue in cues if cue.number in turn.state.outcomes}
    left = {
        cue.number for cue in waiting(turn.state) if isinstance(cue.trigger, Follow | Hang) and cue.trigger.cue in gone
    }
    turn.change(
        outcomes={number: outcome for number, outcome in turn.state.outcomes.items() if number not in gone},
        recalled=turn.state.recalled | gone,
        dues={number: due for number, due in turn.state.dues.items() if number not in left},
    )


def list_of(state: State, number: str) -> str:
    """The list in which a cue stands; the main one for a number that is none."""
    return next((cue.list for cue in state.book.cues if cue.number == number), MAIN)


def press_release(turn: Turn, event: Pressed) -> Refusal:
    """RELEASE: let a cue list go. The main list is never let go."""
    name = list_of(turn.state, event.cue)
    if name == MAIN:
        return "the main list stays"
    if name not in turn.state.stands:
        return f"nothing of list {name} is up"
    take_back(turn, [cue for cue, _ in light_cues(turn.state.book, name)])
    release(turn, name)
    return ""


def press_hold(turn: Turn, event: Pressed) -> Refusal:
    """HOLD: the person has the show."""
    if turn.state.held:
        return "you have the show already"
    turn.change(held=True, taken_at=event.at)
    return ""


def press_follow(turn: Turn, event: Pressed) -> Refusal:
    """FOLLOW: give the show back. What its time passed meanwhile stays unsent; the next cue brings its look."""
    state = turn.state
    if not state.held:
        return "the show runs by itself already"
    turn.change(held=False)
    passed = [cue for cue in waiting(state) if may_go_alone(state, cue) and overdue(state, cue, event.at)]
    for cue in passed:
        pass_over(turn, cue)
    if passed:
        names = ", ".join(cue.number for cue in passed)
        turn.cause(alert("given back", cues=names))
    return ""


def overdue(state: State, cue: Cue, now: ShowTime) -> bool:
    """Whether the time of an automatic cue has passed by more than a cue may be late."""
    due, heard = state.dues.get(cue.number), state.heard
    if isinstance(cue.trigger, At) and heard is not None and cue.trigger.number == heard.number:
        due = due_at(state, cue, cue.trigger, heard)
    return due is not None and seconds_between(due, now) > LATE


def press_hold_cue(turn: Turn, event: Pressed) -> Refusal:
    """HOLD CUE: this one waits for a person; the others go on by themselves."""
    state = turn.state
    cue, refusal = waiting_cue(state, event.cue)
    if cue is None:
        return refusal
    if not goes_alone(state, cue):
        return f"{cue.number} goes on GO alone"
    if cue.number in state.held_cues:
        return f"{cue.number} is held already"
    turn.change(held_cues=state.held_cues | {cue.number})
    return ""


def press_follow_cue(turn: Turn, event: Pressed) -> Refusal:
    """FOLLOW CUE: this one goes by itself again, unless its time has passed: then it stays a person's."""
    state = turn.state
    cue, refusal = waiting_cue(state, event.cue)
    if cue is None:
        return refusal
    if cue.number not in state.held_cues:
        return f"{cue.number} is not held"
    if overdue(state, cue, event.at):
        return f"the time of {cue.number} has passed: it goes on GO alone"
    turn.change(held_cues=state.held_cues - {cue.number})
    return ""


def waiting_cue(state: State, number: str) -> tuple[Cue | None, Refusal]:
    """The waiting cue with this number; None where there is none, and why."""
    cue = next((cue for cue in state.book.cues if cue.number == number), None)
    if cue is None:
        return None, f"there is no cue {number}"
    outcome = state.outcomes.get(number)
    if outcome is not None:
        return None, f"{number} was passed over" if outcome.passed else f"{number} has gone already"
    return cue, ""


def press_part(turn: Turn, event: Pressed) -> Refusal:
    """PART: go on to the part of the evening that is named, or to the next. It may be an earlier one."""
    state = turn.state
    if state.last_go != NEVER and event.at - state.last_go < GUARD:
        return f"PART came {seconds_between(state.last_go, event.at):.1f} s after GO or PART"
    part = part_named(state, event.cue) if event.cue else next_part(state)
    if part is None:
        return f"there is no part {event.cue}" if event.cue else "there is no part after this one"
    if part.id == state.part:
        return "the evening is there already"
    began = state.parts.get(state.part)
    if not event.cue and began is not None and event.at - began < GUARD:
        return f"{state.part} has only just begun"
    if state.frozen:
        thaw(turn)
    go_on(turn, part, event.at)
    turn.change(last_go=event.at)
    return ""


def press_panic(turn: Turn, event: Pressed) -> Refusal:
    """PANIC: titles off, light as it is, and the person has the show. Machinery is not touched."""
    turn.change(held=True, title="", taken_at=event.at)
    turn.cause(ShowTitle("", event.at, ""))
    turn.cause(alert("panic"))
    return ""


def press_blackout(turn: Turn, event: Pressed) -> Refusal:
    """BLACKOUT: every lamp dark, or back as it was."""
    turn.change(blackout=not turn.state.blackout)
    turn.cause(Blackout(event.at, turn.state.blackout))
    return ""


COMMANDS: dict[Command, Callable[[Turn, Pressed], Refusal]] = {
    Command.GO: press_go,
    Command.GO_TO: press_go_to,
    Command.HOLD: press_hold,
    Command.FOLLOW: press_follow,
    Command.HOLD_CUE: press_hold_cue,
    Command.FOLLOW_CUE: press_follow_cue,
    Command.BACK: press_back,
    Command.STOP: press_stop,
    Command.UPBEAT: press_upbeat,
    Command.RELEASE: press_release,
    Command.CONFIRM: confirm,
    Command.DENY: deny,
    Command.PART: press_part,
    Command.PANIC: press_panic,
    Command.BLACKOUT: press_blackout,
}


def lay(turn: Turn, event: Mastered | Parked | Flashed | Highlighted | Previewed) -> None:
    """Something is laid over the light by hand."""
    match event:
        case Mastered():
            refusal = master(turn, event)
        case Parked():
            refusal = park(turn, event)
        case Flashed():
            refusal = flash(turn, event)
        case Highlighted():
            refusal = highlight(turn, event)
        case Previewed():
            refusal = preview(turn, event)
    answer(turn, event.id, refusal)


def lock(turn: Turn, event: LockSet) -> None:
    """A person locks the running show against edits, or opens it; either is seen by everybody."""
    if event.id in turn.state.answers:
        turn.cause(turn.state.answers[event.id])
        return
    before = turn.state.locked
    turn.change(unlocked=not event.on)
    if turn.state.locked:
        end_preview(turn)
    if turn.state.locked != before:
        turn.cause(alert("locked" if event.on else "unlocked", who=event.who))
    answer(turn, event.id)


def acknowledge(turn: Turn, event: Acknowledged) -> None:
    """A person stands by for a cue: seen at the cue until it goes."""
    state = turn.state
    if event.id in state.answers:
        turn.cause(state.answers[event.id])
        return
    cue, refusal = waiting_cue(state, event.cue)
    standing = state.acknowledged.get(event.cue, ())
    if cue is not None and event.department not in ("", cue.department):
        refusal = f"{cue.number} is a cue of {cue.department}, not of {event.department}"
    elif cue is not None and event.who not in standing:
        turn.change(acknowledged={**state.acknowledged, event.cue: (*standing, event.who)})
    answer(turn, event.id, refusal)


def tell(turn: Turn, event: Told) -> None:
    """A person says where the players are or, if they have stopped the show, will begin again."""
    if event.id in turn.state.answers:
        turn.cause(turn.state.answers[event.id])
        return
    numbers = {number.id: number for number in turn.state.book.numbers}
    if event.number not in numbers:
        answer(turn, event.id, f"there is no number {event.number}")
    elif not 0 <= event.beat <= numbers[event.number].end:
        answer(turn, event.id, f"{event.number} has no beat {event.beat:g}")
    else:
        (take_up if is_stopped(turn.state, event) else told)(turn, event)
        answer(turn, event.id)
