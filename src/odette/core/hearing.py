"""What the ears bring: positions, and what the room does. Plans cues, and goes past those a jump left behind."""

from collections.abc import Callable
from itertools import dropwhile

from msgspec import structs

from odette.core.alerts import alert
from odette.core.bows import round_before
from odette.core.clocks import Beat, ShowTime, later, seconds_between
from odette.core.cue import At, Cue, On, Room
from odette.core.effects import Listen, Pulse
from odette.core.evening import clapping, over_at
from odette.core.events import Following, Heard, RoomHeard, Told
from odette.core.going import REBUILD, automatic_before, pass_and_rebuild
from odette.core.light import running
from odette.core.lists import ELSEWHERE, assert_picture
from odette.core.plan import (
    CONFIDENT,
    HORIZON,
    beat_length,
    due_at,
    followed,
    hesitating,
    lead_of,
    relied_on,
    seconds_until,
)
from odette.core.state import NEVER, State, Turn, goes_alone, may_go_alone, number_named, placed, waiting
from odette.core.wave import strayed

NEAR_END = 15.0
"""Seconds of music before a number's end: an end is believed where the players were surely heard later than that."""

LATE = 1.0
"""Seconds by which a cue may be late and still go; older ones are passed over and their looks asserted."""

SETTLE = 0.6
"""Seconds for which a position must hold after a jump before it is relied on."""

STRAY = 0.04
"""Beats, and share of the tempo, by which waves may stray from the music before they are told."""

NEAR = 0.01
"""Beats by which a cue may be bound before an onset and still be meant for it."""

JUMP = 1.0
"""Seconds of music between where the players should be and where they are heard: more is a jump."""


def hear(turn: Turn, heard: Heard) -> None:
    """A new estimate: notice beginnings, ends and jumps, then plan every cue ahead from it."""
    state = turn.state
    if heard.number != state.number or heard.number in state.ended:
        return
    still_ended = state.heard is not None and state.heard.following is Following.ENDED
    notice(turn, heard)
    turn.change(heard=heard, trail=followed(turn.state.trail, heard))
    if heard.following is Following.ENDED:
        end_number(turn, heard, again=still_ended)
        return
    if heard.following is Following.WAITING:
        return
    if not relied_on(turn.state):
        turn.change(dues=without_places(turn.state), expected={})
        return
    stopped = turn.state.stopped and (turn.state.frozen or heard.following is not Following.PLAYING)
    turn.change(begun={heard.number: heard.heard_at, **turn.state.begun}, stopped=stopped)
    rearm(turn, heard)
    plan(turn, heard)
    keep_beat(turn, heard)
    turn.change(place=heard.beat)


def keep_beat(turn: Turn, heard: Heard) -> None:
    """Tell the waves that run on the music's beat where it is, if they have strayed from it."""
    state = turn.state
    if heard.following is not Following.PLAYING or not any(each.wave.beats for each in running(state.light)):
        return
    length = beat_length(number_named(state, heard.number), heard.beat)
    beat, tempo = heard.beat / length, heard.tempo / length
    now = beat + seconds_between(heard.heard_at, state.now) * tempo / 60.0
    beating = state.light.beating
    off = strayed(beating, now, state.now)
    if abs(off) > STRAY or abs(tempo / beating.tempo - 1) > STRAY:
        turn.cause(Pulse(heard.heard_at, beat, tempo))


def notice(turn: Turn, heard: Heard) -> None:
    """Tell of being lost and found, and start settling after a jump."""
    before = turn.state.heard
    if before is None or before.number != heard.number:
        return
    if heard.following is Following.LOST and before.following is not Following.LOST:
        turn.cause(alert("lost"))
    elif before.following is Following.LOST and heard.following is Following.PLAYING:
        turn.cause(alert("found"))
    if jumped(before, heard):
        turn.change(settled_at=later(heard.at, SETTLE), trail=())


def jumped(before: Heard, heard: Heard) -> bool:
    """Whether the position moved more than playing on explains."""
    elapsed = seconds_between(before.heard_at, heard.heard_at)
    moving = before.following is Following.PLAYING
    expected = before.beat + (elapsed * before.tempo / 60.0 if moving else 0.0)
    return abs(heard.beat - expected) > max(1.0, JUMP * heard.tempo / 60.0)


def plan(turn: Turn, heard: Heard) -> None:
    """Give every cue ahead its time; pass over those a jump or a silence of ours left behind.

    One that waits for a person, or for its note to be heard, has a time at which it is expected: people stand by for
    it all the same.
    """
    dues = without_places(turn.state)
    ahead = heard.following is Following.PLAYING and not hesitating(turn.state)
    expected: dict[str, ShowTime] = {}
    missed: list[Cue] = []
    for cue, at in placed(turn.state, heard.number):
        due = due_at(turn.state, cue, at, heard)
        wait = seconds_between(turn.state.now, due)
        if wait > HORIZON:
            break
        alone = may_go_alone(turn.state, cue)
        if alone and wait < -LATE and at.beat < heard.beat:
            missed.append(cue)
        elif alone and (at.beat <= heard.beat or (ahead and not waits_to_hear(turn.state, cue, at, heard))):
            dues[cue.number] = due
        else:
            expected[cue.number] = due
    turn.change(dues=dues, expected=expected)
    if missed and not turn.state.held:
        pass_and_rebuild(turn, missed)


def waits_to_hear(state: State, cue: Cue, at: At, heard: Heard) -> bool:
    """Whether a cue's note is about to sound and will be heard plainly: then it goes on the note, not on a forecast.

    What must be sent before its note goes by the forecast all the same.
    """
    return heard.awaited is not None and at.beat >= heard.awaited - NEAR and at.offset >= lead_of(state, cue)


def without_places(state: State) -> dict[str, ShowTime]:
    """The planned times that do not hang on a position in the score."""
    places = {cue.number for cue in state.book.cues if isinstance(cue.trigger, At)}
    return {number: due for number, due in state.dues.items() if number not in places}


def rearm(turn: Turn, heard: Heard) -> None:
    """After a jump backwards, cues ahead that never went wait again; in rehearsal, also those that did.

    The look of that place is brought back, and whoever stood by is asked anew. In a performance no cue goes twice.
    """
    state = turn.state
    if not well_before(heard.beat, state.place, heard.tempo):
        return
    turn.change(acknowledged={})
    ahead = dropwhile(lambda cue: not is_ahead(cue, heard), state.book.cues)
    again = {
        cue.number
        for cue in ahead
        if cue.number in state.outcomes and (state.rehearsal or state.outcomes[cue.number].passed)
    }
    if not again:
        return
    turn.change(
        outcomes={number: outcome for number, outcome in state.outcomes.items() if number not in again},
        dues={number: due for number, due in state.dues.items() if number not in again},
        recalled=state.recalled - again,
        stands=state.stands | {cue.list: ELSEWHERE for cue in state.book.cues if cue.number in again},
    )
    first = next(index for index, cue in enumerate(state.book.cues) if cue.number in again)
    if first:
        assert_picture(turn, state.book.cues[first - 1], REBUILD)
    turn.cause(alert("back in the score", cue=state.book.cues[first].number))


def well_before(beat: Beat, place: Beat, tempo: float) -> bool:
    """Whether a beat lies so long before a place that it is a jump back."""
    return beat <= place - max(1.0, JUMP * tempo / 60.0)


def is_ahead(cue: Cue, heard: Heard) -> bool:
    """Whether a cue is bound to a place at or after the one heard, in the same number."""
    trigger = cue.trigger
    return isinstance(trigger, At) and trigger.number == heard.number and trigger.beat >= heard.beat


def told(turn: Turn, event: Told) -> None:
    """A person says where the players are: believed at once."""
    turn.change(number=event.number, heard=None, trail=(), settled_at=event.at, recognised=None)
    turn.change(ended={number: when for number, when in turn.state.ended.items() if number != event.number})
    turn.cause(Listen(event.number, event.beat))


def end_number(turn: Turn, heard: Heard, again: bool) -> None:
    """The last note has died away: what was bound to its end goes.

    ``again``: this was heard before, and it was not sure.
    """
    if not near_end(turn.state, heard):
        if not again:
            turn.cause(alert("unsure end"))
        return
    state = turn.state
    turn.change(begun={heard.number: heard.heard_at, **state.begun})
    turn.change(ended={**state.ended, heard.number: heard.heard_at})
    plan(turn, structs.replace(heard, following=Following.PLAYING))
    left = [
        cue
        for cue, _ in placed(turn.state, heard.number)
        if may_go_alone(turn.state, cue) and cue.number not in turn.state.dues
    ]
    if left and not turn.state.held:
        pass_and_rebuild(turn, left)


def near_end(state: State, heard: Heard) -> bool:
    """Whether the last position relied on, or this one if it is sure, lies shortly before the number's end."""
    number = number_named(state, heard.number)
    place = heard.beat if heard.confidence >= CONFIDENT else state.place
    return seconds_until(number, structs.replace(heard, beat=place), number.end) <= NEAR_END


def hear_room(turn: Turn, event: RoomHeard) -> None:
    """A new verdict on the room; applause that begins or ends is a moment that cues wait for.

    What was to go because it was over waits again when it swells anew.
    """
    was = clapping(turn.state)
    turn.change(room=event)
    if clapping(turn.state) and not was:
        after = {cue.number for cue in turn.state.book.cues if after_applause(cue)}
        dues = {number: due for number, due in turn.state.dues.items() if number not in after}
        turn.change(applause_began=event.heard_at, dues=dues)
    elif was and not clapping(turn.state):
        turn.change(applause_ended=event.heard_at)


def after_applause(cue: Cue) -> bool:
    """Whether a cue waits for the end of applause."""
    return isinstance(cue.trigger, On) and cue.trigger.what is Room.APPLAUSE_OVER


def await_moments(turn: Turn) -> None:
    """Arm every cue whose moment in the room has come and before which nothing automatic waits any more."""
    dues = dict(turn.state.dues)
    for cue in waiting(turn.state):
        if not isinstance(cue.trigger, On) or cue.number in dues:
            continue
        if not goes_alone(turn.state, cue) or automatic_before(turn.state, cue) or round_before(turn.state, cue):
            continue
        moment = happened(turn.state, cue, cue.trigger)
        if moment is not None:
            dues[cue.number] = later(moment, cue.trigger.after)
    if dues != turn.state.dues:
        turn.change(dues=dues)


TIMES: dict[Room, Callable[[State], dict[str, ShowTime]]] = {
    Room.UPBEAT: lambda state: state.begun | state.upbeats,  # the first note tells of an upbeat that nobody saw
    Room.MUSIC_BEGINS: lambda state: state.begun,
    Room.MUSIC_ENDS: lambda state: state.ended,
}
"""When what happens to a number happened, by number."""


def happened(state: State, cue: Cue, on: On) -> ShowTime | None:
    """When what ``cue`` waits for came about; None: not yet."""
    since = last_moment(state, cue)
    match on.what:
        case Room.SHOW_OPENS:
            return state.opened_at
        case Room.UPBEAT | Room.MUSIC_BEGINS | Room.MUSIC_ENDS:
            times = TIMES[on.what](state)
            heard = [when for number, when in times.items() if on.number in ("", number)]
            return next((when for when in heard if on.number or when >= since), None)
        case Room.APPLAUSE:
            here = not on.number or on.number in state.begun
            return max(state.applause_began, since) if here and clapping(state) else None
        case Room.PART:
            return state.parts.get(on.number)
        case Room.PART_OVER:
            return over_at(state, on.number)
        case Room.APPLAUSE_OVER:
            over = state.applause_ended != NEVER and state.applause_ended >= since and not clapping(state)
            return state.applause_ended if over else None


def last_moment(state: State, cue: Cue) -> ShowTime:
    """When the last cue before ``cue`` that the music brought went: only what came later counts for it."""
    index = state.book.cues.index(cue)
    times = [
        state.outcomes[other.number].at
        for other in state.book.cues[:index]
        if other.number in state.outcomes and brought_by_music(other)
    ]
    return ShowTime(max(times, default=ShowTime(0)))


def brought_by_music(cue: Cue) -> bool:
    """Whether a cue is bound to the score or to the beginning or end of its music."""
    trigger = cue.trigger
    return isinstance(trigger, At) or (isinstance(trigger, On) and trigger.what in (Room.MUSIC_BEGINS, Room.MUSIC_ENDS))
