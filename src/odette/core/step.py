"""The show: ``step(state, event) -> state, effects``. The only way a show's state ever changes."""

from msgspec import structs

from odette.core.alerts import alert, link_back, link_down
from odette.core.bows import keep_bows
from odette.core.clocks import Beat, later, seconds_between
from odette.core.conducting import conduct, miss_music
from odette.core.cue import Clock, Light
from odette.core.effects import AnyEffect, Listen
from odette.core.events import (
    Acknowledged,
    AnyEvent,
    Checked,
    Closed,
    Conducted,
    Flashed,
    Following,
    Heard,
    Highlighted,
    LinkChanged,
    LockSet,
    Mastered,
    Misunderstood,
    Opened,
    Parked,
    Pressed,
    Previewed,
    Recognised,
    Resumed,
    Revised,
    RoomHeard,
    Sent,
    Sounding,
    Ticked,
    Told,
)
from odette.core.going import AUTO, go
from odette.core.hearing import SETTLE, await_moments, hear, hear_room
from odette.core.lists import MAIN, mark
from odette.core.ordering import keep_order
from odette.core.plan import COMMIT, clock_due, sendable
from odette.core.pressing import acknowledge, lay, lock, press, tell
from odette.core.recognising import recognise
from odette.core.revising import revise
from odette.core.state import State, Turn, may_go_alone, number_named, waiting
from odette.core.timed import keep_time
from odette.core.watching import watch_machine, watch_signal


def step(state: State, event: AnyEvent) -> tuple[State, tuple[AnyEffect, ...]]:
    """Apply one event. Events come in order of time; one that is older than ``state.now`` counts as now."""
    turn = Turn(structs.replace(state, now=max(state.now, event.at)))
    match event:
        case Heard():
            hear(turn, event)
        case RoomHeard():
            hear_room(turn, event)
            watch_signal(turn, event)
        case Recognised():
            recognise(turn, event)
        case Checked():
            watch_machine(turn, event)
        case Conducted():
            conduct(turn, event)
        case Pressed():
            press(turn, event)
        case Told():
            tell(turn, event)
        case Acknowledged():
            acknowledge(turn, event)
        case Mastered() | Parked() | Flashed() | Highlighted() | Previewed():
            lay(turn, event)
        case LockSet():
            lock(turn, event)
        case Revised():
            revise(turn, event)
        case Misunderstood(who=who, why=why):
            turn.cause(alert("gear misunderstood", who=who, why=why))
        case LinkChanged():
            link(turn, event)
        case Opened():
            begin(turn, event)
        case Resumed():
            resume(turn, event)
        case Closed():
            turn.change(closed=True)
        case Sounding():
            turn.change(sounding=event.zero)
        case Sent():
            turn.change(sent={**turn.state.sent, event.cue: event.went_at})
        case Ticked():
            pass
    keep_time(turn)
    keep_order(turn)
    if turn.state.heard is None:  # what has begun just now is at its beginning
        keep_time(turn)
    miss_music(turn)
    await_moments(turn)
    send_due(turn)
    while keep_bows(turn):
        await_moments(turn)
        send_due(turn)
    return turn.state, tuple(turn.effects)


def begin(turn: Turn, event: Opened) -> None:
    """The run opens: clock cues get their times, lamps are set for the first cue."""
    turn.change(opened_at=event.at, rehearsal=event.rehearsal, midnight=event.clock_midnight)
    dues = dict(turn.state.dues)
    for cue in waiting(turn.state):
        if isinstance(cue.trigger, Clock) and may_go_alone(turn.state, cue):
            due = clock_due(turn.state, cue.trigger)
            if due >= event.at:
                dues[cue.number] = due
    turn.change(dues=dues)
    for name in (MAIN, *turn.state.book.lists):
        mark(turn, name, event.at, Light("", 0, 0))


def resume(turn: Turn, event: Resumed) -> None:
    """Back after a crash: the players went on meanwhile, so listen from where they should be by now.

    Where a person had told that they will begin again, and they had not, that is still waited for. Whether another
    number is played, the ears say anew.
    """
    state = turn.state
    turn.cause(alert("restarted"))
    heard = state.heard
    waits = heard is None or heard.following is Following.WAITING
    beat = state.place if waits and state.number in state.begun else None
    if heard is not None and not waits and state.number in state.begun:
        played = seconds_between(heard.heard_at, event.at) * heard.tempo / 60.0
        beat = Beat(min(heard.beat + played, number_named(state, state.number).end))
    turn.change(heard=None, recognised=None, settled_at=later(event.at, SETTLE))
    if state.number and state.number not in state.ended:
        turn.cause(Listen(state.number, beat, waits and beat is not None))


def link(turn: Turn, event: LinkChanged) -> None:
    """A link went down or came back; the first sign of life is no news."""
    known = turn.state.links.get(event.link)
    why = "" if event.up else event.detail or "no reason given"
    turn.change(links={**turn.state.links, event.link: why})
    if why:
        turn.cause(link_down(event.link, why))
    elif known:
        turn.cause(link_back(event.link))


def send_due(turn: Turn) -> None:
    """Send every cue whose time is near, earliest first; what those arm may be due as well."""
    while (ready := sendable(turn.state)) and ready[0][0] - COMMIT <= turn.state.now:
        planned, _, cue = ready[0]
        turn.change(last_auto=(cue.number, turn.state.now))
        go(turn, cue, max(planned, turn.state.now), AUTO, planned)
        await_moments(turn)
