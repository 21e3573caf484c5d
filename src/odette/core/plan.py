"""When will beat b be, and which cues may go by themselves?

``due = heard_at + (cue beat - beat) / tempo - lead``, planned anew on every estimate.
"""

from bisect import bisect_right

from odette.core.clocks import MILLISECOND, SECOND, Beat, ShowTime, later, seconds_between
from odette.core.cue import At, Clock, Cue, Number
from odette.core.events import Following, Heard
from odette.core.state import State, may_go_alone, number_named

COMMIT = ShowTime(40 * MILLISECOND)
"""How long before its due time a cue is sent on its way; until then its time may still change."""

CONFIDENT = 0.8
"""Below this confidence nothing bound to a place goes by itself."""

STALE = ShowTime(500 * MILLISECOND)
"""An estimate older than this is not relied on: the ears may be gone."""

HESITATION = 0.2
"""Seconds over which players who move at less than ``MOVING`` of their tempo hesitate."""

MOVING = 0.6

HORIZON = 60.0
"""Seconds ahead to which cues are planned."""


def seconds_until(number: Number, heard: Heard, beat: Beat) -> float:
    """Seconds from ``heard.beat`` to ``beat`` at the tempo heard, carried through the score's tempo changes.

    Negative if ``beat`` lies behind.
    """
    quarters = max(heard.tempo, 1.0)
    if beat <= heard.beat or not number.tempi:
        return (beat - heard.beat) * 60.0 / quarters
    starts = [start for start, _ in number.tempi]
    index = max(0, bisect_right(starts, heard.beat) - 1)
    ratio = quarters / number.tempi[index][1]
    seconds, here = 0.0, heard.beat
    while here < beat:
        following = starts[index + 1] if index + 1 < len(starts) else beat
        there = min(beat, max(following, here))
        seconds += (there - here) * 60.0 / (ratio * number.tempi[index][1])
        here, index = Beat(there), min(index + 1, len(starts) - 1)
    return seconds


def beat_at(number: Number, beat: Beat, tempo: float, seconds: float) -> Beat:
    """Where players at ``beat``, at ``tempo``, are ``seconds`` later, carried through the score's tempo changes."""
    starts = [start for start, _ in number.tempi] or [Beat(0.0)]
    printed = [quarters for _, quarters in number.tempi] or [tempo]
    index = max(0, bisect_right(starts, beat) - 1)
    ratio, here = tempo / printed[index], beat
    while index + 1 < len(starts):
        until = (starts[index + 1] - here) * 60.0 / max(ratio * printed[index], 1.0)
        if until >= seconds:
            break
        seconds, here, index = seconds - until, starts[index + 1], index + 1
    return Beat(min(number.end, here + seconds * ratio * printed[index] / 60.0))


def seconds_of(state: State, beats: float) -> float:
    """How long so many beats last now: at the tempo heard, or else at that of the number's score."""
    if not beats or not state.number:
        return 0.0
    number = number_named(state, state.number)
    here = state.heard.beat if state.heard else Beat(0.0)
    tempo = state.heard.tempo if state.heard else number.tempo
    return beats * beat_length(number, here) * 60.0 / max(tempo, 1.0)


def beat_length(number: Number, here: Beat) -> float:
    """How many quarter notes the time signature counts as a beat."""
    return next((quarters for start, quarters in reversed(number.beats) if start <= here), 1.0)


def due_at(state: State, cue: Cue, at: At, heard: Heard) -> ShowTime:
    """When a cue bound to a place should be sent, from one estimate."""
    seconds = seconds_until(number_named(state, at.number), heard, at.beat)
    return later(heard.heard_at, seconds + at.offset - lead_of(state, cue))


def lead_of(state: State, cue: Cue) -> float:
    """Seconds this cue's gear needs."""
    return state.lead.get(cue.department, 0.0)


def clock_due(state: State, clock: Clock) -> ShowTime:
    """When a time of day comes, on the day the run was opened."""
    hours, minutes, seconds = (*map(int, clock.time.split(":")), 0)[:3]
    return ShowTime(state.midnight + ((hours * 60 + minutes) * 60 + seconds) * SECOND)


def relied_on(state: State) -> bool:
    """Whether cues may go on the position last heard: sure, settled after a jump, fresh, and of the number played."""
    heard = state.heard
    return (
        heard is not None
        and state.recognised is None
        and heard.confidence >= CONFIDENT
        and heard.following in (Following.PLAYING, Following.HOLDING)
        and heard.at >= state.settled_at
        and state.now - heard.at <= STALE
    )


def followed(trail: tuple[tuple[ShowTime, Beat], ...], heard: Heard) -> tuple[tuple[ShowTime, Beat], ...]:
    """The trail with one more estimate, no longer than it need be."""
    since = later(heard.heard_at, -HESITATION)
    recent = sum(1 for at, _ in trail if at > since)
    return (*trail[-recent - 1 :], (heard.heard_at, heard.beat))


def hesitating(state: State) -> bool:
    """Whether the position has lately advanced so much slower than the tempo that it may be about to stop.

    In a breath or at a hold that no score foretells, the position creeps up to the next note and waits there: a
    cue on that note is not to go before it sounds.
    """
    if state.heard is None or len(state.trail) < 2:
        return False
    (start, first), (end, last) = state.trail[0], state.trail[-1]
    seconds = seconds_between(start, end)
    return seconds >= HESITATION / 2 and (last - first) * 60.0 < MOVING * state.heard.tempo * seconds


def sendable(state: State) -> list[tuple[ShowTime, int, Cue]]:
    """What may go by itself as things stand: due time, place in running order, cue; earliest first."""
    if state.held or state.frozen or state.closed or not state.dues:
        return []
    sure = relied_on(state)
    return sorted(
        (state.dues[cue.number], index, cue)
        for index, cue in enumerate(state.book.cues)
        if cue.number in state.dues
        and may_go_alone(state, cue)
        and (sure or not isinstance(cue.trigger, At) or cue.trigger.number in state.ended)
    )
