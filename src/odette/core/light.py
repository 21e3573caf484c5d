"""Light as a function of time: what every role shows at ``t``, given the effects that have arrived.

A state holds one motion per role for its level, one for its colour and one for each further parameter: a running
fade, or rest at its target. Nothing here ticks: ``levels`` may be asked for any time from the last arrival on, in any
order.

The rules, after the practice of theatre desks:

* A fade runs on a cubic whose speed is zero at the target (smoothstep when it starts from rest), or on the curve it
  brings. A new cue takes over from where the light is, at the speed it has so far as that leads to the new target; it
  never overshoots.
* Levels that rise take ``up``, levels that fall ``down``, all else ``up``. All wait for ``delay``, or levels that fall
  for ``down_delay``, while what was running runs on. Which way a level goes is seen when the shorter delay is over.
  Names, and what else does not fade, change when the fade begins.
* A wave (chase, flicker ...) is laid over the level or the colour; it comes and goes with the fade that brings or
  ends it.
* What the new cue does not name keeps its fade in the time it had left, then its value (tracking).
* A lamp that is dark takes a new colour at once: nobody sees it, and it does not come up in the old one.
* A fade that marks moves only lamps that are dark when it begins. Any cue but the one after which it was to be
  takes it over.
* A fade may arrive ahead of its due time, and waits. Sent again for the same cue with another due time before
  it has begun, it is moved. Sent again as it was, it changes nothing.
* A fade that arrives late begins on arrival, from what is shown then, and makes the lost time good, at no
  more than twice its own speed.
* All but fades are a person's and take hold on arrival. Freeze stops what runs and what waits; a fade that
  arrives later runs all the same. What else people do by hand is laid over the light; fades run on beneath.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import NOTHING, Value, ended
from odette.core.effects import Blackout, Fade, Freeze, Master, OnLight, Pulse, Thaw
from odette.core.hand import Hand, inhibited, parks, take
from odette.core.motion import DARK, WHITE, Motion, Point, at_rest, frozen, moving, position, retarget, thawed
from odette.core.parameter import PARAMETERS
from odette.core.wave import Beating, Running, Wave, changed, depth_at, kept_to

LightEffect = OnLight


class Named(Struct, frozen=True):
    """The name a parameter has been set to, and since when."""

    name: str
    since: ShowTime


class Way(StrEnum):
    """Which way a level goes; all that is no level rises."""

    RISE = "rise"
    FALL = "fall"


class Waiting(Struct, frozen=True):
    """A fade that has not begun: sent ahead of its time, or in its delay."""

    fade: Fade
    values: dict[str, Value]
    """What of the fade's values no later cue has taken over."""
    begins: ShowTime
    late: float = 0.0
    """Seconds by which it begins later than it should have."""
    held: ShowTime | None = None
    only: Way | None = None
    """Only levels that go this way; the others wait longer. None: all."""


class LightState(Struct, frozen=True):
    """All light there is. Keyed by role; all but ``levels`` by lamp where ``lamps`` says which lamps a role has."""

    levels: dict[str, Motion] = {}
    colours: dict[str, Motion] = {}
    settings: dict[str, dict[str, Motion]] = {}
    """Then by parameter."""
    names: dict[str, dict[str, Named]] = {}
    """The same for parameters whose values are names."""
    waves: dict[str, tuple[Running, ...]] = {}
    """By role: the wave of its level, and those that are on their way out."""
    tints: dict[str, tuple[Running, ...]] = {}
    """By lamp: the same of its colour."""
    beating: Beating = Beating()
    waiting: tuple[Waiting, ...] = ()
    begun: dict[str, tuple[Fade, ...]] = {}
    """Cue → its fades that have begun, of its latest due time."""
    master: float = 1.0
    blackout: bool = False
    hand: Hand = Hand()
    lamps: dict[str, tuple[str, ...]] = {}
    """Role → its lamps. A role without an entry is a lamp by itself: a show knows no building."""


def apply(state: LightState, effect: LightEffect, now: ShowTime) -> LightState:
    """The state after ``effect`` has arrived at ``now``. Times of arrival must not go backwards."""
    state = advance(state, now)
    match effect:
        case Fade():
            return _fade(state, effect, now)
        case Freeze():
            return _freeze(state, now)
        case Thaw():
            return advance(_thaw(state, now), now)
        case Master():
            return replace(state, master=min(max(effect.level, 0.0), 1.0))
        case Blackout():
            return replace(state, blackout=effect.on)
        case Pulse(due=due, beat=beat, tempo=tempo):
            played = (now - due) / SECOND * tempo / 60.0
            return replace(state, beating=kept_to(state.beating, beat + played, tempo, now))
        case _:
            return replace(state, hand=take(state.hand, effect))


def advance(state: LightState, t: ShowTime) -> LightState:
    """The same light with every fade begun that waited for a time up to ``t``."""
    while ready := [w for w in state.waiting if w.held is None and w.begins <= t]:
        state = _begin(state, min(ready, key=lambda w: (w.begins, w.fade.due)))
    return state


def levels(state: LightState, t: ShowTime) -> dict[str, Value]:
    """Role → what it shows at ``t``, before master and blackout. Every role has a level; colour None, or a parameter
    that is not there: none was ever given."""
    state = advance(state, t)
    roles = state.levels if state.lamps else {**state.levels, **state.colours, **state.settings, **state.names}
    return {
        role: Value(level_at(state, role, t), colour_at(state, role, t), settings_at(state, role, t)) for role in roles
    }


def levels_in_house(state: LightState, roles: Iterable[str], t: ShowTime) -> dict[str, float]:
    """Role → its level at ``t`` with all that people have laid over it."""
    hand = state.hand
    if hand.parked or hand.flashed or hand.submasters or hand.preview:
        return {role: level_in_house(state, role, t) for role in roles}
    factor = scale(state, "")
    return {role: level_at(state, role, t) * factor for role in roles}


def level_in_house(state: LightState, role: str, t: ShowTime) -> float:
    """The same of one role."""
    parked = state.hand.parked.get(role)
    if parked is not None and parked.level is not None:
        return 0.0 if state.blackout else parked.level
    tried = state.hand.preview.get(role, NOTHING).level
    level = 1.0 if role in state.hand.flashed else level_at(state, role, t) if tried is None else tried
    return level * scale(state, role)


def by_hand(
    state: LightState, roles: Mapping[str, Mapping[str, float]], levels: Mapping[str, float]
) -> dict[str, float]:
    """The levels of those lamps that people have laid something over, for themselves or by their role.

    ``roles``: the lamps of each role and their weights. ``levels``: what all lamps show otherwise.
    """
    hand = state.hand
    laid: dict[str, float] = {}
    for target in hand.flashed - roles.keys():
        if target in levels:
            laid[target] = max(levels[target], scale(state, ""))
    for target in sorted(hand.parked, key=lambda target: target not in roles):
        level = hand.parked[target].level
        for lamp, weight in roles.get(target, {target: 1.0}).items():
            if lamp in levels and level is not None:
                laid[lamp] = level * weight
    if hand.highlighted in levels:
        laid[hand.highlighted] = 1.0
    return dict.fromkeys(laid, 0.0) if state.blackout else laid


def scale(state: LightState, role: str) -> float:
    """The factor that blackout, master and submasters lay over the intensity of a role."""
    return 0.0 if state.blackout else state.master * inhibited(state.hand, role)


def level_at(state: LightState, role: str, t: ShowTime) -> float:
    """Level of one role at ``t``; 0 where nothing was ever said of it."""
    motion = state.levels.get(role)
    level = position(motion, t)[0] if motion else 0.0
    if role in state.waves:
        for each in state.waves[role]:
            level *= 1 - depth_at(each, state.beating, t)
    return level


def _still_level(state: LightState, role: str, t: ShowTime) -> float:
    """The level without its waves."""
    motion = state.levels.get(role)
    return position(motion, t)[0] if motion else 0.0


def colour_at(state: LightState, lamp: str, t: ShowTime) -> tuple[float, float, float] | None:
    """Colour of one lamp at ``t``; None: none was ever given."""
    if lamp == state.hand.highlighted:
        return 1.0, 1.0, 1.0
    if state.hand.parked or state.hand.preview:
        for value in parks(state.hand, lamp, state.lamps or {lamp: (lamp,)}):
            if value.colour is not None:
                return value.colour
    motion = state.colours.get(lamp)
    point = None if motion is None else position(motion, t)
    if lamp in state.tints:
        for each in state.tints[lamp]:
            share = depth_at(each, state.beating, t)
            point = tuple(a + (b - a) * share for a, b in zip(point or WHITE, each.wave.colour or WHITE, strict=True))
    if point is None:
        return None
    red, green, blue = point
    return red, green, blue


def settings_at(state: LightState, lamp: str, t: ShowTime) -> dict[str, float | str]:
    """The further parameters of one lamp at ``t``, those that were ever given."""
    numbers = {name: position(motion, t)[0] for name, motion in state.settings.get(lamp, {}).items()}
    settings = numbers | {name: named.name for name, named in state.names.get(lamp, {}).items()}
    for value in reversed([*parks(state.hand, lamp, state.lamps or {lamp: (lamp,)})]):
        settings |= value.settings
    return settings


def motions(state: LightState) -> Iterator[Motion]:
    """All that moves, or has moved."""
    yield from state.levels.values()
    yield from state.colours.values()
    for settings in state.settings.values():
        yield from settings.values()
    yield from (each.depth for each in running(state))


def running(state: LightState) -> Iterator[Running]:
    """All waves there are."""
    for waves in (*state.waves.values(), *state.tints.values()):
        yield from waves


def still(state: LightState, t: ShowTime) -> bool:
    """Whether nothing will change from ``t`` on unless a new effect arrives."""
    waiting = any(waiting.held is None for waiting in state.waiting)
    waving = any(position(each.depth, t)[0] for each in running(state))
    return not waiting and not waving and not any(moving(motion, t) for motion in motions(state))


def knows(state: LightState, fade: Fade) -> bool:
    """Whether this very fade has arrived before: it waits, or was the latest plan of its cue to begin."""
    return fade in state.begun.get(fade.cue, ()) or any(w.fade == fade for w in state.waiting)


def _fade(state: LightState, fade: Fade, now: ShowTime) -> LightState:
    """Let a fade wait for its time, in place of an earlier plan for the same cue; begin it if it has come."""
    if knows(state, fade):
        return state
    kept = (w for w in state.waiting if w.fade.cue != fade.cue or w.fade.due == fade.due)
    return advance(replace(state, waiting=(*kept, *_plans(fade, now))), now)


def _plans(fade: Fade, now: ShowTime) -> Iterator[Waiting]:
    """When a fade begins; where rise and fall have delays of their own, the later of the two takes what is left."""
    delays = {Way.RISE: fade.delay, Way.FALL: fade.delay if fade.down_delay is None else fade.down_delay}
    first, last = sorted(delays, key=lambda way: delays[way])
    for way in (first, last) if delays[first] != delays[last] else (last,):
        planned = later(fade.due, delays[way])
        begins = max(planned, now)
        yield Waiting(fade, fade.values, begins, (begins - planned) / SECOND, only=way if way is not last else None)


def _begin(state: LightState, this: Waiting) -> LightState:
    """Start what a fade moves, and take it away from earlier cues that are still in their delay."""
    change = _Change(state, this)
    values = {role: value for role, value in this.values.items() if change.is_for(role, value)}
    for role, value in values.items():
        change.role(role, value)
        for lamp in state.lamps.get(role, (role,)):
            if not this.fade.mark or _dark(state, lamp, this.begins):
                change.lamp(lamp, value)
    others = [_without(w, this.fade, values) for w in state.waiting if w is not this]
    begun = _remembered(state.begun, this.fade)
    for other in others:
        if not other.values:  # all taken over: it is as good as begun, and sent again it must not come back
            begun = _remembered(begun, other.fade)
    return replace(change.state(), waiting=tuple(w for w in others if w.values), begun=begun)


class _Change:
    """The motions of a state, as a fade that begins turns them."""

    def __init__(self, state: LightState, this: Waiting) -> None:
        self._state, self._this, self._fade, self._start = state, this, this.fade, this.begins
        self._up, self._down = (_catching_up(seconds, this.late) for seconds in (this.fade.up, this.fade.down))
        self._levels, self._colours, self._settings = dict(state.levels), dict(state.colours), dict(state.settings)
        self._names, self._waves, self._tints = dict(state.names), dict(state.waves), dict(state.tints)

    def is_for(self, role: str, value: Value) -> bool:
        """Whether the fade begins now for a role, and not only with those that go the other way."""
        if self._this.only is None:
            return True
        rises = value.level is None or value.level >= _still_level(self._state, role, self._start)
        return rises is (self._this.only is Way.RISE)

    def role(self, role: str, value: Value) -> None:
        """Move the level of a role, and give it its wave."""
        if value.level is not None:
            motion = self._levels.get(role, at_rest(DARK))
            span = self._up if value.level > position(motion, self._start)[0] else self._down
            self._levels[role] = self._retarget(motion, (value.level,), span)
        wave = None if value.wave and value.wave.colour else value.wave
        self._waves[role] = self._waved(self._waves.get(role, ()), wave, value)

    def lamp(self, lamp: str, value: Value) -> None:
        """Move all else of a lamp. One that is dark takes a colour at once, and a value that it never had."""
        wave = value.wave if value.wave and value.wave.colour else None
        self._tints[lamp] = self._waved(self._tints.get(lamp, ()), wave, value)
        if value.colour is not None:
            span = 0.0 if _dark(self._state, lamp, self._start) else self._up
            self._colours[lamp] = self._retarget(self._colours.get(lamp, at_rest(WHITE)), value.colour, span)
        for name, to in value.settings.items():
            if isinstance(to, str):
                self._names[lamp] = {**self._names.get(lamp, {}), name: Named(to, self._start)}
            else:
                motion = self._settings.get(lamp, {}).get(name)
                span = self._up if motion is not None and PARAMETERS[name].fades else 0.0
                moved = self._retarget(motion or at_rest((to,)), (to,), span)
                self._settings[lamp] = {**self._settings.get(lamp, {}), name: moved}

    def state(self) -> LightState:
        """What has come of it."""
        return replace(
            self._state,
            levels=self._levels,
            colours=self._colours,
            settings=self._settings,
            names=self._names,
            waves={role: each for role, each in self._waves.items() if each},
            tints={lamp: each for lamp, each in self._tints.items() if each},
        )

    def _retarget(self, motion: Motion, target: Point, seconds: float) -> Motion:
        return retarget(motion, target, self._fade.cue, self._start, seconds, self._fade.curve)

    def _waved(self, waves: tuple[Running, ...], wave: Wave | None, value: Value) -> tuple[Running, ...]:
        """The waves of a role, or of a lamp, that is given ``value``, and with it ``wave``."""
        over = tuple(each for each in waves if ended(each.wave, value))
        left = tuple(each for each in waves if each not in over)
        return (*left, *changed(over, wave, self._fade.cue, self._start, self._up))


def _remembered(begun: dict[str, tuple[Fade, ...]], fade: Fade) -> dict[str, tuple[Fade, ...]]:
    """``begun`` with one more fade; of a cue's fades only those of its latest due time are kept."""
    before = tuple(f for f in begun.get(fade.cue, ()) if f.due == fade.due)
    return {**begun, fade.cue: (*before, fade)}


def _freeze(state: LightState, now: ShowTime) -> LightState:
    waiting = tuple(replace(w, held=now) if w.held is None else w for w in state.waiting)
    return replace(_each(state, lambda motion: frozen(motion, now)), waiting=waiting)


def _thaw(state: LightState, now: ShowTime) -> LightState:
    """Move what was frozen to now by the time it stood still."""
    waiting = tuple(
        replace(w, begins=ShowTime(w.begins + now - w.held), held=None) if w.held is not None else w
        for w in state.waiting
    )
    return replace(_each(state, lambda motion: thawed(motion, now)), waiting=waiting)


def _each(state: LightState, change: Callable[[Motion], Motion]) -> LightState:
    """The state with every motion changed."""

    def all_of(motions: dict[str, Motion]) -> dict[str, Motion]:
        return {key: change(motion) for key, motion in motions.items()}

    return replace(
        state,
        levels=all_of(state.levels),
        colours=all_of(state.colours),
        settings={lamp: all_of(motions) for lamp, motions in state.settings.items()},
        waves={role: _deep(waves, change) for role, waves in state.waves.items()},
        tints={lamp: _deep(waves, change) for lamp, waves in state.tints.items()},
    )


def _deep(waves: tuple[Running, ...], change: Callable[[Motion], Motion]) -> tuple[Running, ...]:
    return tuple(replace(each, depth=change(each.depth)) for each in waves)


def _catching_up(seconds: float, late: float) -> float:
    return max(seconds - late, seconds / 2)


def _without(other: Waiting, fade: Fade, taken: dict[str, Value]) -> Waiting:
    """What waits, without what a fade has taken that begins: from earlier cues, and from its own later part."""
    superseded = other.fade.mark not in ("", fade.cue)
    if other.fade != fade and other.fade.due >= fade.due and not superseded:
        return other
    left = {role: _less(value, taken.get(role, NOTHING)) for role, value in other.values.items()}
    return replace(other, values={role: value for role, value in left.items() if value != NOTHING})


def _less(value: Value, taken: Value) -> Value:
    """What of ``value`` is not in ``taken``."""
    level = value.level if taken.level is None else None
    colour = value.colour if taken.colour is None else None
    settings = {name: to for name, to in value.settings.items() if name not in taken.settings}
    return Value(level, colour, settings, None if ended(value.wave, taken) else value.wave)


def _dark(state: LightState, lamp: str, t: ShowTime) -> bool:
    roles = [role for role, lamps in state.lamps.items() if lamp in lamps] or [lamp]
    return all(_still_level(state, role, t) == 0.0 for role in roles)
