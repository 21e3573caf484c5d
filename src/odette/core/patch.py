"""From roles to fixtures to DMX slots: how one building shows the light of a show.

Intensity is merged highest takes precedence (HTP): a lamp that hangs in several roles burns as the brightest of
them, each times its weight. All else is latest takes precedence (LTP): a lamp has the colour that was given last.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import ShowTime
from odette.core.light import LightState, advance, colour_at, level_at, master_scale, settings_at
from odette.core.motion import Motion
from odette.core.venue import PROFILES, Fixture, Venue

T = TypeVar("T")
Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
SLOTS = 512


class Lamp(Struct, frozen=True):
    """What one fixture shows."""

    level: float
    """Intensity, 0 to 1."""
    colour: Colour
    """Red, green, blue, 0 to 1: its own colour if it mixes, its gel if not."""
    settings: dict[str, float | str] = {}
    """Further parameters as in ``cue.Value``, those that were ever given."""


def lamps_of(venue: Venue) -> dict[str, tuple[str, ...]]:
    """Role → the fixtures it lights."""
    return {role: tuple(weights) for role, weights in venue.roles.items()}


def in_venue(state: LightState, venue: Venue) -> LightState:
    """A show's light by lamp: each lamp takes colour and settings of the role where they moved last."""
    lamps = lamps_of(venue)
    if state.lamps:
        return state if state.lamps == lamps else replace(state, lamps=lamps)
    colours: dict[str, Motion] = {}
    for role, motion in sorted(state.colours.items(), key=lambda item: item[1].start):
        colours |= dict.fromkeys(lamps.get(role, ()), motion)
    settings = _by_lamp(state.settings, lamps, lambda motion: motion.start)
    names = _by_lamp(state.names, lamps, lambda named: named.since)
    return replace(state, colours=colours, settings=settings, names=names, lamps=lamps)


def picture(venue: Venue, state: LightState, t: ShowTime) -> dict[str, Lamp]:
    """Fixture id → what it shows at ``t``, master and blackout included. Fixtures in no role are dark.

    ``state`` is the show's or, better where roles share lamps and their colours run, one kept ``in_venue``.
    """
    state = in_venue(advance(state, t), venue)
    scale = master_scale(state)
    highest = dict.fromkeys((fixture.id for fixture in venue.fixtures), 0.0)
    for role, weights in venue.roles.items():
        level = level_at(state, role, t) * scale
        for lamp, weight in weights.items():
            highest[lamp] = max(highest[lamp], level * weight)
    return {f.id: Lamp(highest[f.id], _colour(f, state, t), settings_at(state, f.id, t)) for f in venue.fixtures}


def frames(venue: Venue, lamps: dict[str, Lamp]) -> dict[int, bytes]:
    """Universe → its 512 slots; every universe the venue uses, slots of no fixture at 0."""
    universes = {fixture.universe: bytearray(SLOTS) for fixture in venue.fixtures}
    for fixture in venue.fixtures:
        values = slots(fixture, lamps[fixture.id])
        start = fixture.address - 1
        universes[fixture.universe][start : start + len(values)] = values
    return {universe: bytes(data) for universe, data in sorted(universes.items())}


def slots(fixture: Fixture, lamp: Lamp) -> bytes:
    """One fixture's slots. Without a dimmer of its own the intensity goes into the colours.

    Where there is a white lamp it takes the part that red, green and blue have in common.
    """
    parts = PROFILES[fixture.profile]
    red, green, blue = lamp.colour
    white = min(lamp.colour) if "white" in parts else 0.0
    scale = 1.0 if "intensity" in parts else lamp.level
    values = {
        "intensity": lamp.level,
        "red": (red - white) * scale,
        "green": (green - white) * scale,
        "blue": (blue - white) * scale,
        "white": white * scale,
    }
    return bytes(_byte(values[part]) for part in parts)


def _colour(fixture: Fixture, state: LightState, t: ShowTime) -> Colour:
    if "red" not in PROFILES[fixture.profile]:
        return fixture.colour
    return colour_at(state, fixture.id, t) or WHITE


def _by_lamp(
    roles: dict[str, dict[str, T]], lamps: dict[str, tuple[str, ...]], since: Callable[[T], ShowTime]
) -> dict[str, dict[str, T]]:
    """Each parameter by lamp instead of by role, of a lamp's roles that which moved it last."""
    latest: dict[str, dict[str, T]] = {}
    for role, settings in roles.items():
        for lamp in lamps.get(role, ()):
            for name, one in settings.items():
                other = latest.setdefault(lamp, {}).setdefault(name, one)
                if since(one) >= since(other):
                    latest[lamp][name] = one
    return latest


def _byte(value: float) -> int:
    return round(255 * min(max(value, 0.0), 1.0))
