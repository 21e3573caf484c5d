"""From roles to fixtures to DMX slots: how one building shows the light of a show.

Intensity is merged highest takes precedence (HTP): a lamp that hangs in several roles burns as the brightest of
them, each times its weight. All else is latest takes precedence (LTP): a lamp has the colour that was given last.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from operator import is_
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import ShowTime
from odette.core.colour import WHITE, Colour
from odette.core.light import LightState, advance, by_hand, colour_at, levels_in_house, settings_at
from odette.core.motion import Motion
from odette.core.profile import coloured
from odette.core.slots import Encoder, Lamp, Plan, at_level
from odette.core.venue import SLOTS, Fixture, Venue

T = TypeVar("T")
Settings = dict[str, float | str]
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
    tints = {lamp: waves for role, waves in state.tints.items() for lamp in lamps.get(role, ())}
    return replace(state, colours=colours, settings=settings, names=names, tints=tints, lamps=lamps)


def picture(venue: Venue, state: LightState, t: ShowTime) -> dict[str, Lamp]:
    """What each fixture shows at ``t``; see ``Patch.picture``."""
    return Patch(venue).picture(state, t)


def frames(venue: Venue, lamps: dict[str, Lamp]) -> dict[int, bytes]:
    """What each universe carries for ``lamps``; see ``Patch.frames``."""
    return Patch(venue).frames(lamps)


class _Group(Struct, frozen=True):
    """Fixtures of one kind that hang in the same roles with the same weights: they have one level."""

    encoder: Encoder
    weights: tuple[tuple[str, float], ...]
    gel: Colour | None
    """None: they change their colour."""
    fixtures: tuple[str, ...]
    turned: tuple[tuple[str, ...], bool] | None = None
    """What is inverted, and whether pan and tilt are swapped; None: they hang as looks have it."""

    def lamps(self, level: float, state: LightState, t: ShowTime) -> Iterator[tuple[str, Lamp]]:
        """Each fixture with what it shows; those that show the same have one lamp between them."""
        same: dict[tuple[object, ...], Lamp] = {}
        for fixture in self.fixtures:
            colour = self.gel or colour_at(state, fixture, t) or WHITE
            settings = settings_at(state, fixture, t) if self.encoder.settable else {}
            if self.turned and settings:
                settings = _as_hung(settings, *self.turned)
            key = (colour, *settings.items()) if settings else colour
            lamp = same.get(key)
            if lamp is None:
                lamp = same[key] = Lamp(level, self.gel or self.encoder.shown(colour), settings)
            yield fixture, lamp


START = ShowTime(0)


@dataclass
class _Shown:
    """What was shown last, and what of it still moves."""

    light: tuple[object, ...] = ()
    """The parts of the state that say what the lamps show: while none is replaced, what has come to rest stays."""
    moving: list[tuple[float, _Group]] = field(default_factory=list)
    """When each group comes to rest."""
    at: ShowTime = START
    lamps: dict[str, Lamp] = field(default_factory=dict)


class Patch:
    """One venue's patch, worked out beforehand, because the stage asks for it in every frame."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self._encoders = {f.profile: Encoder(venue.profile(f)) for f in venue.fixtures}
        self._groups = _groups(venue, self._encoders)
        self._places = [
            (f.id, f.universe, f.address - 1, f.address - 1 + venue.profile(f).size, f.profile) for f in venue.fixtures
        ]
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._roles = lamps_of(venue)
        self._shown = _Shown()
        self._written: dict[str, Lamp] = {}
        self._universes = {fixture.universe: bytearray(SLOTS) for fixture in venue.fixtures}

    def picture(self, state: LightState, t: ShowTime) -> dict[str, Lamp]:
        """Fixture id → what it shows at ``t``, with all that people have laid over it. Fixtures in no role are dark.

        ``state`` is the show's or, better where roles share lamps and their colours run, one kept ``in_venue``.
        """
        state = advance(state, t)
        if state.lamps is not self._roles:
            state = replace(in_venue(state, self._venue), lamps=self._roles)
        lamps = dict(self._at_rest(state, t))
        hand = state.hand
        if hand.flashed or hand.parked or hand.highlighted:
            shown = {name: lamp.level for name, lamp in lamps.items()}
            for name, level in by_hand(state, self._venue.roles, shown).items():
                lamps[name] = replace(lamps[name], level=level)
        return lamps

    def _at_rest(self, state: LightState, t: ShowTime) -> dict[str, Lamp]:
        """What each fixture shows before single lamps are taken by hand. While the same light goes on, only what moves
        is worked out anew."""
        light = (state.levels, state.colours, state.settings, state.names, state.waves, state.tints, state.hand)
        known = (*light, state.master, state.blackout)
        shown = self._shown
        if t < shown.at or not shown.light or not all(map(is_, known, shown.light)):
            ends = [(_end(state, group), group) for group in self._groups]
            shown = self._shown = _Shown(known, ends)
        shown.moving = [(end, group) for end, group in shown.moving if end >= shown.at]
        shown.at = t
        levels = levels_in_house(state, {role for _, group in shown.moving for role, _ in group.weights}, t)
        for _, group in shown.moving:
            level = max([levels[role] * weight for role, weight in group.weights], default=0.0)
            if group.gel and not group.encoder.settable:
                shown.lamps |= dict.fromkeys(group.fixtures, Lamp(level, group.gel))
            else:
                shown.lamps.update(group.lamps(level, state, t))
        return shown.lamps

    def frames(self, lamps: dict[str, Lamp]) -> dict[int, bytes]:
        """Universe → its 512 slots; every universe the venue uses, slots of no fixture at 0. What shows the very lamp
        that it showed before is not worked out again."""
        before, self._written = self._written, lamps
        same: dict[tuple[str, int], bytes] = {}  # by profile, and by the very lamp: many fixtures share one
        for fixture, universe, start, end, profile in self._places:
            lamp = lamps[fixture]
            if lamp is before.get(fixture):
                continue
            key = profile, id(lamp)
            if key not in same:
                same[key] = at_level(self._plan(profile, lamp), lamp.level)
            self._universes[universe][start:end] = same[key]
        return {universe: bytes(data) for universe, data in sorted(self._universes.items())}

    def _plan(self, profile: str, lamp: Lamp) -> Plan:
        key = (profile, lamp.colour, lamp.level == 0, *lamp.settings.items())
        known = self._plans.get(key)
        if known is None:
            if len(self._plans) >= REMEMBERED:
                self._plans.clear()
            known = self._plans[key] = self._encoders[profile].plan(lamp)
        return known


def _end(state: LightState, group: _Group) -> float:
    """When all that a group of fixtures shows comes to rest, if nothing new arrives; never while a wave is on it."""
    if any(role in state.waves for role, _ in group.weights) or any(lamp in state.tints for lamp in group.fixtures):
        return inf
    motions = [state.levels[role] for role, _ in group.weights if role in state.levels]
    for lamp in group.fixtures:
        motions += [state.colours[lamp]] if lamp in state.colours else []
        motions += state.settings.get(lamp, {}).values()
    return max([motion.end for motion in motions], default=0)


def _as_hung(settings: Settings, invert: tuple[str, ...], swap: bool) -> Settings:
    """What a fixture is to be told so that it points where the look says: axes are swapped, then turned round."""
    other = {"pan": "tilt", "tilt": "pan"} if swap else {}
    turned = {other.get(name, name): to for name, to in settings.items()}
    return turned | {name: -to for name in invert if isinstance(to := turned.get(name), float | int)}


def _groups(venue: Venue, encoders: dict[str, Encoder]) -> list[_Group]:
    weights: dict[str, list[tuple[str, float]]] = {fixture.id: [] for fixture in venue.fixtures}
    for role, lamps in venue.roles.items():
        for lamp, weight in lamps.items():
            weights[lamp].append((role, weight))
    groups: dict[tuple[object, ...], list[Fixture]] = {}
    for fixture in venue.fixtures:
        key = (fixture.profile, fixture.colour, fixture.invert, fixture.swap, *weights[fixture.id])
        groups.setdefault(key, []).append(fixture)
    return [
        _Group(
            encoders[first.profile],
            tuple(weights[first.id]),
            None if coloured(venue.profile(first)) else first.colour,
            tuple(fixture.id for fixture in group),
            (first.invert, first.swap) if first.invert or first.swap else None,
        )
        for group in groups.values()
        for first in group[:1]
    ]


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
