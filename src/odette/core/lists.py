"""Cue lists on one stage: what goes up when a light cue goes, and whose a role is.

A cue that goes after the one before it in its list moves what its look names. Any other going, after a jump or past a
cue that was left behind, asserts all that the list should show then, as does a cue that says so.

A role belongs to the list that moved it last, unless one of higher priority has it: that keeps it until it is
released, and what the other lists meanwhile say of the role is shown then.
"""

from msgspec.structs import replace

from odette.core.clocks import ShowTime, later, seconds_between
from odette.core.cue import NOTHING, Cue, Light, PromptBook, Value
from odette.core.effects import Fade
from odette.core.laying import end_preview
from odette.core.marks import TURN, ahead
from odette.core.parameter import Family
from odette.core.state import State, Turn
from odette.core.tracking import Picture, before, fades, laid, light_of, moves, picture, picture_at

MAIN = ""
"""The list that GO sends."""

ELSEWHERE = "elsewhere"
"""Where a list stands when the show has gone back in the score: at no cue, so that the next asserts all."""

RELEASE = 3.0
"""Seconds in which a list that is released gives its roles back."""


def bring_up(turn: Turn, cue: Cue, light: Light, due: ShowTime) -> None:
    """A light cue goes at ``due``; from here on its list stands there.

    Where a later cue of the list has gone before it, that has brought its light up already.
    """
    book = turn.state.book
    if overtaken(turn.state, cue):
        return
    last = before(book, cue)
    if turn.state.stands.get(cue.list, "") != (last[0].number if last else ""):
        values = whole(turn.state, cue.list, picture_at(book, cue))
    elif light.asserts:
        values = laid(moves(book, cue, light), picture_at(book, cue))
    else:
        values = moves(book, cue, light)
    for fade in fades(cue, light, _owned(turn, cue.list, cue.number, values), due):
        turn.cause(fade)
    mark(turn, cue.list, due, light)


def overtaken(state: State, cue: Cue) -> bool:
    """Whether the list of a cue stands at a later one, which has gone."""
    here = state.stands.get(cue.list, "")
    later_ones = state.book.cues[state.book.cues.index(cue) + 1 :]
    return here in state.outcomes and any(other.number == here for other in later_ones)


def assert_picture(turn: Turn, cue: Cue, seconds: float, name: str = MAIN) -> None:
    """Bring up all that a list should show once ``cue``, of whatever list, has gone."""
    book = turn.state.book
    upto = book.cues.index(cue) + 1
    here = next((other.number for other in reversed(book.cues[:upto]) if light_of(other) and other.list == name), "")
    end_preview(turn)
    values = _owned(turn, name, here, whole(turn.state, name, picture(book, upto, name)))
    turn.cause(Fade(cue.number, turn.state.now, values, seconds, seconds))
    mark(turn, name, turn.state.now, Light("", seconds, seconds))


def mark(turn: Turn, name: str, start: ShowTime, light: Light) -> None:
    """Set lamps in the dark for the next cue of a list, once what goes down from ``start`` in ``light`` is dark."""
    state = turn.state
    here = state.stands.get(name, "")
    number, values = ahead(state.book, name, here)
    free = _free(state, name, values)
    if free:
        paces = [light.pace(role, Family.INTENSITY) for role in free]
        ends = [state.light.levels[role].end for role in free if role in state.light.levels]
        begins = max([*(later(start, pace.rest) for pace in paces), *ends])
        turn.cause(Fade(f"mark {number}", begins, free, TURN, TURN, mark=here or "opening"))


def whole(state: State, name: str, shown: Picture) -> Picture:
    """A list's picture, and darkness for the roles that are its own but not in it."""
    dark = {role: Value(0.0) for role in state.book.roles if state.owners.get(role, MAIN) == name and role not in shown}
    return {**dark, **{role: _lit(value) for role, value in shown.items()}}


def release(turn: Turn, name: str) -> None:
    """Let a list go: its roles come to show what the list next in rank says of them, or nothing.

    A fade of that list which runs beneath, unseen, is joined: the role is there when that ends.
    """
    state = turn.state
    own = [role for role, owner in state.owners.items() if owner == name]
    turn.change(
        owners={role: owner for role, owner in state.owners.items() if owner != name},
        stands={other: cue for other, cue in state.stands.items() if other != name},
    )
    paced: dict[float, Picture] = {}
    heirs = _heirs(turn.state)
    for role in own:
        heir, value = next(((heir, shown[role]) for heir, shown in heirs if role in shown), (MAIN, NOTHING))
        paced.setdefault(max(RELEASE, _left(state, heir, role)), {})[role] = _lit(value)
        turn.change(owners={**turn.state.owners, role: heir})
    for seconds, values in paced.items():
        turn.cause(Fade(f"release {name}", state.now, values, seconds, seconds))


def _left(state: State, name: str, role: str) -> float:
    """Seconds for which the fade that a list's cue gave a role still runs, beneath what owns the role."""
    cue = next((cue for cue in state.book.cues if cue.number == state.stands.get(name)), None)
    light, gone = light_of(cue) if cue else None, state.outcomes.get(state.stands.get(name, ""))
    if light is None or gone is None or role not in state.book.looks[light.look].values:
        return 0.0
    pace = light.pace(role, Family.INTENSITY)
    return pace.length - seconds_between(gone.at, state.now)


def _lit(value: Value) -> Value:
    """The value with a level: a role that was never given one is dark."""
    return replace(value, level=value.level or 0.0)


def priority(book: PromptBook, name: str) -> int:
    """A list's priority."""
    return book.lists.get(name, 0)


def _owned(turn: Turn, name: str, number: str, values: Picture) -> Picture:
    """Of ``values`` what the list may move; from here on that is its own, and it stands at cue ``number``."""
    state = turn.state
    free = _free(state, name, values)
    turn.change(stands={**state.stands, name: number}, owners={**state.owners, **dict.fromkeys(free, name)})
    return free


def _free(state: State, name: str, values: Picture) -> Picture:
    """Of ``values`` those of roles that no list of higher priority has."""
    rank = priority(state.book, name)
    return {
        role: value
        for role, value in values.items()
        if (owner := state.owners.get(role)) is None or priority(state.book, owner) <= rank
    }


def _heirs(state: State) -> list[tuple[str, Picture]]:
    """The lists that have something up, and what: the highest priority first, then the latest cue."""
    cues = {cue.number: cue for cue in state.book.cues}
    up = [(name, cues[number]) for name, number in state.stands.items() if number in cues]

    def rank(each: tuple[str, Cue]) -> tuple[int, int]:
        gone = state.outcomes.get(each[1].number)
        return priority(state.book, each[0]), gone.at if gone else 0

    return [(name, picture_at(state.book, cue)) for name, cue in sorted(up, key=rank, reverse=True)]
