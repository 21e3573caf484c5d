"""Going on after a person has stopped the show: as it was, or from a place that they tell (ADR 19)."""

from odette.core.alerts import alert
from odette.core.clocks import ShowTime
from odette.core.cue import At, Called, Cue, Follow, Hang, On, PromptBook, Room, Title
from odette.core.effects import Listen, ShowTitle, Thaw
from odette.core.events import Told
from odette.core.going import REBUILD, pass_over
from odette.core.hearing import well_before
from odette.core.lists import MAIN, assert_picture
from odette.core.ordering import enter
from odette.core.state import NEVER, State, Turn, may_go_alone, number_named, waiting

BEGINNINGS = (Room.PART, Room.UPBEAT, Room.MUSIC_BEGINS)
ENDINGS = (Room.PART_OVER, Room.MUSIC_ENDS, Room.APPLAUSE, Room.APPLAUSE_OVER)


def thaw(turn: Turn) -> None:
    """Go on after STOP: fades in the time they had left, follow-ons as much later as the stop lasted."""
    state = turn.state
    stopped = state.now - state.frozen_at
    dues = {number: ShowTime(due + stopped) for number, due in state.dues.items()}
    turn.change(frozen_at=NEVER, dues=dues)
    turn.cause(Thaw(state.now))


def is_stopped(state: State, told: Told) -> bool:
    """Whether a person who tells a place has stopped the show before: by STOP, or by HOLD and a place well behind the
    one last relied on. Under HOLD a place near that one only puts Odette right."""
    if state.stopped:
        return True
    order = [number.id for number in state.book.numbers]
    if not state.held or not state.number or order.index(told.number) > order.index(state.number):
        return False
    tempo = state.heard.tempo if state.heard else number_named(state, told.number).tempo
    return told.number != state.number or well_before(told.beat, state.place, tempo)


def take_up(turn: Turn, told: Told) -> None:
    """The players will begin again at a place: its light is brought back, and what lies from there on waits again,
    though it went. Nothing bound to the music goes until they are heard from there."""
    if turn.state.frozen:
        thaw(turn)
    book = turn.state.book
    first = next((i for i in range(len(book.cues)) if lies_ahead(book, i, told)), len(book.cues))
    leave_behind(turn, book.cues[:first])
    again = {
        cue.number for cue in book.cues[first:] if cue.number in turn.state.outcomes and comes_again(book, cue, first)
    }
    forget(turn, again, told)
    part = next((part for part in book.parts if part.number == told.number), None)
    if part is not None:
        enter(turn, part, told.at)
    if first:
        for name in {MAIN, *(cue.list for cue in book.cues if cue.number in again)}:
            assert_picture(turn, book.cues[first - 1], REBUILD, name)
    turn.cause(Listen(told.number, told.beat, waiting=True))
    if first < len(book.cues):
        turn.cause(alert("taken up", who=told.who, cue=book.cues[first].number))


def lies_ahead(book: PromptBook, index: int, told: Told) -> bool:
    """Whether what the cue at ``index`` waits for lies at or after the place that is told."""
    order = [part.id for part in book.parts]
    match book.cues[index].trigger:
        case At(number=number, beat=beat):
            return (order.index(number), beat) >= (order.index(told.number), told.beat)
        case On(what=what, number=named):
            name = named or number_around(book, index, what)
            here = what in ENDINGS or (what in BEGINNINGS and told.beat <= 0)
            return name in order and order.index(name) + here > order.index(told.number)
    return False


def number_around(book: PromptBook, index: int, what: Room) -> str:
    """The number at whose beginning or end a cue stands that names none; empty: it stands within one."""
    names = [cue.trigger.number if isinstance(cue.trigger, At | On) else "" for cue in book.cues]
    before = next((name for name in reversed(names[:index]) if name), "")
    after = next((name for name in names[index + 1 :] if name), "")
    if before == after:
        return ""
    return after if what in BEGINNINGS else before


def comes_again(book: PromptBook, cue: Cue, first: int) -> bool:
    """Whether a cue at or after the ``first`` comes when all is played again from there: not if it follows from one
    before, or went by the clock or the opening."""
    match cue.trigger:
        case Follow(cue=leader) | Hang(cue=leader):
            return any(other.number == leader for other in book.cues[first:])
        case On(what=what):
            return what is not Room.SHOW_OPENS
        case At() | Called():
            return True
    return False


def leave_behind(turn: Turn, before: tuple[Cue, ...]) -> None:
    """Pass over what waits before the place to go by itself with the music or after another cue: its light is brought,
    the rest is told."""
    left = [
        cue
        for cue in before
        if cue in waiting(turn.state)
        and may_go_alone(turn.state, cue)
        and isinstance(cue.trigger, At | On | Follow | Hang)
    ]
    for cue in left:
        if cue.number not in turn.state.outcomes:
            pass_over(turn, cue)
    if left:
        turn.cause(alert("passed over", cues=", ".join(cue.number for cue in left)))


def forget(turn: Turn, again: set[str], told: Told) -> None:
    """Let these cues wait again, and what was heard from the place on be unheard."""
    state = turn.state
    order = [number.id for number in state.book.numbers]
    later = set(order[order.index(told.number) + 1 :])
    anew = later | ({told.number} if told.beat <= 0 else set())
    bound = {cue.number for cue in state.book.cues if isinstance(cue.trigger, At | On | Follow | Hang)}
    if any(cue.number in again and shows(cue, state.title) for cue in state.book.cues):
        turn.cause(ShowTitle("", state.now, ""))
        turn.change(title="")
    turn.change(
        outcomes={number: outcome for number, outcome in state.outcomes.items() if number not in again},
        dues={number: due for number, due in state.dues.items() if number not in bound},
        expected={},
        recalled=state.recalled - again,
        acknowledged={},
        number=told.number,
        heard=None,
        trail=(),
        place=told.beat,
        settled_at=told.at,
        upbeats={number: at for number, at in state.upbeats.items() if number not in anew},
        begun={number: at for number, at in state.begun.items() if number not in anew},
        ended={number: at for number, at in state.ended.items() if number not in later | {told.number}},
        applause_began=NEVER,
        applause_ended=NEVER,
        bowing=state.bowing - again,
        rounds={last: rounds for last, rounds in state.rounds.items() if last not in again},
        recognised=None,
    )


def shows(cue: Cue, title: str) -> bool:
    """Whether this title is the cue's."""
    return bool(title) and any(isinstance(action, Title) and action.text == title for action in cue.actions)
