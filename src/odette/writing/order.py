"""Running order: where among the cues of a prompt book a cue belongs, and a number for one that has none."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from odette.core.cue import At, Cue, Follow, Hang, On, Room
from odette.score.model import Score

Moment = tuple[int, int, float]
"""Which number, before (0), in (1) or after (2, 3, 4) its music, and quarter notes from its start."""

FIRST: Moment = (-1, 0, 0.0)
"""Before all music."""

_AROUND = {
    Room.PART: 0,
    Room.UPBEAT: 0,
    Room.MUSIC_BEGINS: 0,
    Room.MUSIC_ENDS: 2,
    Room.PART_OVER: 2,
    Room.APPLAUSE: 3,
    Room.APPLAUSE_OVER: 4,
}
_FINEST = Decimal("0.001")

Scores = Mapping[str, Score | None]


def running_order(cues: Sequence[Cue], number: str, scores: Scores, new: bool = False, after: str | None = None) -> int:
    """The index among the other cues at which the cue with this number belongs.

    A cue bound to a place, or to the beginning or end of music, stands in the order of the music; one that follows
    another, after that; any other where it is, or, if it is ``new``, in the order of numbers. A cue that stands right
    already is not moved. ``after``: the cue that it is to come right after; empty: none, it is the first.
    """
    here = next(i for i, cue in enumerate(cues) if cue.number == number)
    cue = cues[here]
    others = [*cues[:here], *cues[here + 1 :]]
    if after is not None:
        return next((i + 1 for i, other in enumerate(others) if other.number == after), 0)
    if isinstance(cue.trigger, Follow | Hang):
        leader = next((i for i, other in enumerate(others) if other.number == cue.trigger.cue), None)
        if leader is None or (here > leader and not new):
            return here
        return _after_chain(others, leader)
    moment = _moment(cue, scores)
    if moment is not None:
        return _by_moment(others, cue, moment, here, scores, new)
    return _by_number(others, cue) if new else here


def left_behind(cues: Sequence[Cue], known: Collection[str] = ()) -> str:
    """A cue that waits for one written after it, and is not ``known``; empty: there is none."""
    places = {cue.number: i for i, cue in enumerate(cues)}
    for i, cue in enumerate(cues):
        waits = isinstance(cue.trigger, Follow | Hang) and i < places.get(cue.trigger.cue, -1)
        if waits and cue.number not in known:
            return cue.number
    return ""


def free_number(before: str, after: str, taken: Collection[str]) -> str:
    """A number between two cues (empty: there is none on that side) that no cue has; empty if there is no room."""
    values = {value for number in taken if (value := _decimal(number)) is not None}
    low = _decimal(before)
    high = _decimal(after)
    if high is not None and low is not None and high <= low:
        high = None
    if high is None:
        number = (low or Decimal(0)).to_integral_value("ROUND_FLOOR") + 1
        while number in values:
            number += 1
        return str(number)
    low = low or Decimal(0)
    for step in (Decimal(1), Decimal("0.1"), Decimal("0.01"), _FINEST):
        first = (low / step).to_integral_value("ROUND_FLOOR") + 1
        free: list[Decimal] = []
        while first * step < high and len(free) < 1000:
            if first * step not in values:
                free.append(first * step)
            first += 1
        if free:
            middle = (low + high) / 2
            return f"{min(free, key=lambda one: abs(one - middle)).normalize():f}"
    return ""


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(number) if number else None
    except InvalidOperation:
        return None


def _moment(cue: Cue, scores: Scores) -> Moment | None:
    """When in the show's music a cue goes; None: the music does not say."""
    numbers = list(scores)
    match cue.trigger:
        case At(number=number, beat=beat, offset=offset) if number in numbers:
            score = scores[number]
            tempo = score.tempo_at(beat) if score else 60.0
            return numbers.index(number), 1, beat + offset * tempo / 60
        case On(what=Room.SHOW_OPENS):
            return FIRST
        case On(what=what, number=number) if number in numbers:
            return numbers.index(number), _AROUND[what], 0.0
    return None


def _moments(cues: Sequence[Cue], name: str, scores: Scores) -> list[tuple[int, Moment]]:
    """The cues of a list, by index, and when each goes: one of which the music does not say, with the one before."""
    latest = FIRST
    found = []
    for i, cue in enumerate(cues):
        if cue.list == name:
            latest = max(latest, _moment(cue, scores) or FIRST)
            found.append((i, latest))
    return found


def _by_moment(others: Sequence[Cue], cue: Cue, moment: Moment, here: int, scores: Scores, new: bool) -> int:
    said = [(i, other) for i, one in enumerate(others) if one.list == cue.list and (other := _moment(one, scores))]
    before, behind = [other for i, other in said if i < here], [other for i, other in said if i >= here]
    if not new and max(before, default=FIRST) <= moment <= min(behind, default=moment):
        return here
    moments = _moments(others, cue.list, scores)
    following = next((i for i, other in moments if other > moment), None)
    if following is not None:
        return following
    return moments[-1][0] + 1 if moments else len(others)


def _after_chain(cues: Sequence[Cue], leader: int) -> int:
    """After a cue and those that follow from it, as far as they stand together."""
    chain = {cues[leader].number}
    i = leader + 1
    while i < len(cues) and isinstance(trigger := cues[i].trigger, Follow | Hang) and trigger.cue in chain:
        chain.add(cues[i].number)
        i += 1
    return i


def _by_number(others: Sequence[Cue], cue: Cue) -> int:
    own = _decimal(cue.number)
    if own is None:
        return len(others)
    lower = [i for i, other in enumerate(others) if (value := _decimal(other.number)) is not None and value < own]
    return lower[-1] + 1 if lower else 0
