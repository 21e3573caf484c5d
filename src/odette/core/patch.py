"""From roles to fixtures to DMX slots: how one building shows the light of a show.

Intensity is merged highest takes precedence (HTP): a lamp that hangs in several roles burns as the brightest of
them, each times its weight. All else is latest takes precedence (LTP): a lamp has the colour that was given last.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import ShowTime
from odette.core.colour import WHITE, Colour
from odette.core.light import LightState, advance, by_hand, colour_at, level_in_house, settings_at
from odette.core.motion import Motion
from odette.core.profile import Profile, coloured, parameters
from odette.core.slots import Lamp, Plan, at_level, plan, shown
from odette.core.venue import Fixture, Venue

T = TypeVar("T")
SLOTS = 512
REMEMBERED = 4096
"""Plans for fixtures in one colour and setting are kept, so many of them."""


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
    """What each fixture shows at ``t``; see ``Patch.picture``."""
    return Patch(venue).picture(state, t)


def frames(venue: Venue, lamps: dict[str, Lamp]) -> dict[int, bytes]:
    """What each universe carries for ``lamps``; see ``Patch.frames``."""
    return Patch(venue).frames(lamps)


class _Group(Struct, frozen=True):
    """Fixtures of one kind that hang in the same roles with the same weights: they have one level."""

    profile: Profile
    weights: tuple[tuple[str, float], ...]
    gel: Colour | None
    """None: they change their colour."""
    alike: bool
    """Whether they can do nothing but burn, so that all show the same."""
    fixtures: tuple[str, ...]


class Patch:
    """One venue's patch, worked out beforehand, because the stage asks for it in every frame."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self._groups = _groups(venue)
        self._places = [(f.id, f.universe, f.address - 1, f.profile, venue.profile(f)) for f in venue.fixtures]
        self._plans: dict[tuple[object, ...], Plan] = {}

    def picture(self, state: LightState, t: ShowTime) -> dict[str, Lamp]:
        """Fixture id → what it shows at ``t``, with all that people have laid over it. Fixtures in no role are dark.

        ``state`` is the show's or, better where roles share lamps and their colours run, one kept ``in_venue``.
        """
        state = in_venue(advance(state, t), self._venue)
        levels = {role: level_in_house(state, role, t) for role in self._venue.roles}
        lamps: dict[str, Lamp] = {}
        for group in self._groups:
            level = max((levels[role] * weight for role, weight in group.weights), default=0.0)
            if group.alike:
                lamps |= dict.fromkeys(group.fixtures, Lamp(level, group.gel or WHITE))
                continue
            for fixture in group.fixtures:
                colour = group.gel or shown(group.profile, colour_at(state, fixture, t) or WHITE)
                lamps[fixture] = Lamp(level, colour, settings_at(state, fixture, t))
        laid = by_hand(state, self._venue.roles, {name: lamp.level for name, lamp in lamps.items()})
        return lamps | {name: replace(lamps[name], level=level) for name, level in laid.items()}

    def frames(self, lamps: dict[str, Lamp]) -> dict[int, bytes]:
        """Universe → its 512 slots; every universe the venue uses, slots of no fixture at 0."""
        universes = {place[1]: bytearray(SLOTS) for place in self._places}
        same: dict[tuple[str, int], bytes] = {}  # by profile, and by the very lamp: many fixtures share one
        for fixture, universe, start, name, profile in self._places:
            lamp = lamps[fixture]
            data = same.get((name, id(lamp)))
            if data is None:
                data = same[name, id(lamp)] = at_level(self._plan(name, profile, lamp), lamp.level)
            universes[universe][start : start + profile.size] = data
        return {universe: bytes(data) for universe, data in sorted(universes.items())}

    def _plan(self, name: str, profile: Profile, lamp: Lamp) -> Plan:
        key = (name, lamp.colour, lamp.level == 0, *lamp.settings.items())
        known = self._plans.get(key)
        if known is None:
            if len(self._plans) >= REMEMBERED:
                self._plans.clear()
            known = self._plans[key] = plan(profile, lamp)
        return known


def _groups(venue: Venue) -> list[_Group]:
    weights: dict[str, list[tuple[str, float]]] = {fixture.id: [] for fixture in venue.fixtures}
    for role, lamps in venue.roles.items():
        for lamp, weight in lamps.items():
            weights[lamp].append((role, weight))
    groups: dict[tuple[object, ...], list[Fixture]] = {}
    for fixture in venue.fixtures:
        groups.setdefault((fixture.profile, fixture.colour, *weights[fixture.id]), []).append(fixture)
    return [_group(venue.profile(group[0]), group, weights[group[0].id]) for group in groups.values()]


def _group(profile: Profile, fixtures: list[Fixture], weights: list[tuple[str, float]]) -> _Group:
    gel = None if coloured(profile) else fixtures[0].colour
    alike = set(parameters(profile)) <= {"intensity"}
    return _Group(profile, tuple(weights), gel, alike, tuple(fixture.id for fixture in fixtures))


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
