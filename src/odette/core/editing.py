"""What an edit of a light cue comes to later in its list: changes track until a cue says otherwise, or is blocked.

A cue-only cue blocks nothing: the next one gives back what it covered.
"""

from msgspec import Struct
from msgspec.structs import replace

from odette.core.cue import NOTHING, Cue, Light, Look, PromptBook, Value
from odette.core.tracking import Picture, pictures


class Reached(Struct, frozen=True):
    """A cue in which an edit is seen. ``roles``: what each role that differs showed, and what it will show."""

    number: str
    roles: dict[str, tuple[Value, Value]]


class Reach(Struct, frozen=True):
    """How far an edit reaches."""

    cues: tuple[Reached, ...]
    """The edited cue and those after it that look otherwise, in running order."""
    block: str = ""
    """The blocked cue at which it ends; empty: it ends by itself, or with the list."""
    keeps: Picture = {}
    """What that cue must say of its own from now on, so that it and all after it stay as they are."""


def reach(book: PromptBook, number: str, values: Picture) -> Reach:
    """What changes where the light cue ``number`` says ``values`` instead of what its look says.

    Other cues that bring the same look are taken to keep it. Looks at its own list alone.
    """
    (name,) = (cue.list for cue in book.cues if cue.number == number)
    edited = _with_look(book, number, values)
    seen: list[Reached] = []
    after = False
    for (cue, light, was), (_, _, becomes) in zip(pictures(book, name), pictures(edited, name), strict=True):
        roles = {role: (_of(was, role), _of(becomes, role)) for role in {**was, **becomes}}
        roles = {role: pair for role, pair in roles.items() if pair[0] != pair[1]}
        if after and light.block and not light.only:
            return Reach(tuple(seen), cue.number if roles else "", {role: pair[0] for role, pair in roles.items()})
        after = after or cue.number == number
        if roles:
            seen.append(Reached(cue.number, roles))
    return Reach(tuple(seen))


def _of(picture: Picture, role: str) -> Value:
    """What a role shows; one that was never given a level is dark."""
    value = picture.get(role, NOTHING)
    return replace(value, level=value.level or 0.0)


def _with_look(book: PromptBook, number: str, values: Picture) -> PromptBook:
    """The book in which one cue brings a look of its own."""
    look = Look(f"edit of {number}", values)
    cues = tuple(_bringing(cue, look.name) if cue.number == number else cue for cue in book.cues)
    return replace(book, cues=cues, looks={**book.looks, look.name: look})


def _bringing(cue: Cue, look: str) -> Cue:
    return replace(cue, actions=tuple(replace(a, look=look) if isinstance(a, Light) else a for a in cue.actions))
