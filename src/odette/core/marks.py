"""Marks: lamps that turn in the dark, before the cue that brings them up, so that nobody sees them move.

Once a light cue has gone, and what it takes down is dark, the lamps that the next cue of its list brings up are set as
that cue wants them. Where a lamp is lit up to the very cue that turns it, or dark for too short a time, the mark is
broken: it will be seen to move.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from msgspec import Struct

from odette.core.cue import NOTHING, At, Cue, Follow, Hang, PromptBook, Value
from odette.core.parameter import PARAMETERS, Family, Unit
from odette.core.tracking import Picture, duration, following, light_of, moves, picture_at, pictures, tracked

TURN = 3.0
"""Seconds in which lamps are set in the dark."""


class Broken(Struct, frozen=True):
    """A mark that cannot be kept."""

    cue: Cue
    role: str
    moves: tuple[str, ...]
    """The parameters that will be seen to change."""
    dark: float | None
    """Seconds for which the role is dark before the cue; None: it is lit."""


def ahead(book: PromptBook, name: str, after: str) -> tuple[str, Picture]:
    """The light cue of a list that comes next ``after`` a cue (empty: its first), and what it wants set in the dark."""
    here = next((cue for cue in book.cues if cue.number == after), None)
    coming = following(book, here, name)
    if coming is None:
        return "", {}
    cue, light = coming
    turned = {role: value for role, value in moves(book, cue, light).items() if value.settings}
    shown = picture_at(book, here, turned) if turned and here is not None else {}
    marks: Picture = {}
    for role, value in turned.items():
        was = shown.get(role, NOTHING)
        changes = _changes(was, value)
        if changes and tracked(was, value).level and not was.level:
            marks[role] = Value(settings=changes)
    return cue.number, marks


def broken(book: PromptBook) -> Iterator[Broken]:
    """Every mark that cannot be kept when the show is run through, in the order of the book."""
    for name in ("", *book.lists):
        for (before, _, shown), (cue, light, picture) in pairwise(pictures(book, name)):
            for role, value in picture.items():
                was = shown.get(role, NOTHING)
                moved = tuple(name for name in _changes(was, value) if _visible(name)) if was.settings else ()
                if light.live or not value.level or not moved:
                    continue
                dark = None if was.level else _dark(book, before, cue, role)
                if dark is None or dark < TURN:
                    yield Broken(cue, role, moved, dark)


def _dark(book: PromptBook, before: Cue, cue: Cue, role: str) -> float:
    """Seconds from when a role has gone dark in ``before`` until ``cue``, as far as the book can tell."""
    light = light_of(before)
    if light is None or role not in book.looks[light.look].values:
        return _between(book, before, cue)
    pace = light.pace(role, Family.INTENSITY)
    return max(0.0, _between(book, before, cue) - pace.rest)


def _between(book: PromptBook, before: Cue, cue: Cue) -> float:
    """Seconds from one cue to the next, at the score's tempo; infinite where a person or the room decides."""
    match before.trigger, cue.trigger:
        case _, Follow(cue=leader, after=after, beats=0.0) if leader == before.number:
            return after
        case _, Hang(cue=leader, after=after, beats=0.0) if leader == before.number:
            return duration(book, before) + after
        case At(number=one, beat=start, offset=early), At(number=other, beat=end, offset=late) if one == other:
            number = next(number for number in book.numbers if number.id == one)
            tempo = next((tempo for beat, tempo in reversed(number.tempi) if beat <= start), number.tempo)
            return (end - start) * 60.0 / tempo + late - early
    return inf


def _changes(was: Value, value: Value) -> dict[str, float | str]:
    return {name: to for name, to in value.settings.items() if was.settings.get(name) != to}


def _visible(name: str) -> bool:
    """Whether a lamp that is lit is not to be seen changing this, unless it is meant."""
    parameter = PARAMETERS[name]
    return parameter.family is Family.FOCUS or parameter.unit is Unit.NAME
