"""What people lay over the light by hand, as commands: masters, parks, flashes, a fixture highlighted."""

from difflib import get_close_matches

from odette.core.cue import Value
from odette.core.effects import Flash, Highlight, Inhibit, Master, Park, Preview
from odette.core.events import Flashed, Highlighted, Mastered, Parked, Previewed
from odette.core.parameter import PARAMETERS, Unit
from odette.core.state import Turn

LISTED = 8
"""How many names a refusal lists at most."""

Refusal = str
"""Why not; empty: done."""


def master(turn: Turn, event: Mastered) -> Refusal:
    """The grand master or a submaster was moved."""
    level = _share(event.level)
    if not event.name:
        turn.change(master=level)
        turn.cause(Master(event.at, level))
        return ""
    roles = turn.state.book.submasters.get(event.name)
    if roles is None:
        return f"there is no submaster {event.name}"
    turn.cause(Inhibit(event.at, event.name, roles, level))
    return ""


def park(turn: Turn, event: Parked) -> Refusal:
    """Park a role or a fixture, or let it go."""
    if event.value is None and event.target not in turn.state.light.hand.parked:
        return f"{event.target} is not parked"
    if event.value is not None and (refusal := _unknown(turn, event.target)):
        return refusal
    turn.cause(Park(event.at, event.target, None if event.value is None else _sound(event.value)))
    return ""


def flash(turn: Turn, event: Flashed) -> Refusal:
    """A flash button went down or up."""
    if event.on and (refusal := _unknown(turn, event.target)):
        return refusal
    turn.cause(Flash(event.at, event.target, event.on))
    return ""


def highlight(turn: Turn, event: Highlighted) -> Refusal:
    """One fixture is to be focused, or none any more."""
    house = turn.state.house
    if event.fixture and house is not None and event.fixture not in house.fixtures:
        return _none("fixture", event.fixture, house.fixtures)
    turn.cause(Highlight(event.at, event.fixture))
    return ""


def preview(turn: Turn, event: Previewed) -> Refusal:
    """A look is tried out, or no longer. In a locked show none is."""
    if event.values is not None and turn.state.locked:
        return "the show is locked while it runs: unlock it first"
    values = {role: _sound(value) for role, value in (event.values or {}).items()}
    turn.cause(Preview(event.at, values))
    return ""


def end_preview(turn: Turn) -> None:
    """The stage is the cues' again."""
    if turn.state.light.hand.preview:
        turn.cause(Preview(turn.state.now, {}))


def _unknown(turn: Turn, target: str) -> Refusal:
    """Why nothing can be done with a role or a fixture of this name; empty: something can."""
    if not target:
        return "name a role or a fixture"
    house = turn.state.house
    if house is None or target in house.roles or target in house.fixtures:
        return ""
    return _none("role or fixture", target, (*house.roles, *house.fixtures))


def _none(kind: str, name: str, known: tuple[str, ...]) -> Refusal:
    likely = get_close_matches(name, known, LISTED) or known[:LISTED]
    return f"there is no {kind} {name}; there is {', '.join(likely)}{' ...' if len(known) > len(likely) else ''}"


def _sound(value: Value) -> Value:
    """The value, with nothing in it that light cannot be."""
    level = None if value.level is None else _share(value.level)
    colour = None
    if value.colour is not None:
        red, green, blue = value.colour
        colour = _share(red), _share(green), _share(blue)
    settings = {name: _within(name, to) for name, to in value.settings.items() if _fits(name, to)}
    return Value(level, colour, settings)


def _fits(name: str, to: float | str) -> bool:
    """Whether there is such a parameter, and it takes names or numbers as this one is."""
    return name in PARAMETERS and isinstance(to, str) == (PARAMETERS[name].unit is Unit.NAME)


def _within(name: str, to: float | str) -> float | str:
    return to if isinstance(to, str) else min(max(to, PARAMETERS[name].low), PARAMETERS[name].high)


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))
