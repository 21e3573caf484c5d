"""What people lay over the light by hand, as commands: masters, parks, flashes, a fixture highlighted."""

from odette.core.cue import Value
from odette.core.effects import Flash, Highlight, Inhibit, Master, Park
from odette.core.events import Flashed, Highlighted, Mastered, Parked
from odette.core.parameter import PARAMETERS
from odette.core.state import Turn

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
    if not event.target:
        return "name a role or a fixture to park"
    if event.value is None and event.target not in turn.state.light.hand.parked:
        return f"{event.target} is not parked"
    turn.cause(Park(event.at, event.target, None if event.value is None else _sound(event.value)))
    return ""


def flash(turn: Turn, event: Flashed) -> Refusal:
    """A flash button went down or up."""
    if not event.target:
        return "name a role or a fixture to flash"
    turn.cause(Flash(event.at, event.target, event.on))
    return ""


def highlight(turn: Turn, event: Highlighted) -> Refusal:
    """One fixture is to be focused, or none any more."""
    turn.cause(Highlight(event.at, event.fixture))
    return ""


def _sound(value: Value) -> Value:
    """The value, with nothing in it that light cannot be."""
    level = None if value.level is None else _share(value.level)
    colour = None
    if value.colour is not None:
        red, green, blue = value.colour
        colour = _share(red), _share(green), _share(blue)
    return Value(level, colour, {name: to for name, to in value.settings.items() if name in PARAMETERS})


def _share(number: float) -> float:
    return min(1.0, max(0.0, number))
