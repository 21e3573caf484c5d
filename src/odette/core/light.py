"""Light as a function of time: what every role shows at ``t``, given the effects that have arrived.

A state holds one motion per role for its level and one for its colour: a running fade, or rest at its
target. Nothing here ticks: ``levels`` may be asked for any time from the last arrival on, in any order.

The rules, after the practice of theatre desks:

* A fade runs on a cubic whose speed is zero at the target (smoothstep when it starts from rest). A new cue
  takes a role over from where it is, at the speed it has so far as that leads to the new target; it never
  overshoots.
* Levels that rise take ``up``, levels that fall ``down``, colours ``up``. All wait for ``delay``, while what
  was running runs on.
* A role that the new cue does not name keeps its fade in the time it had left, then its value (tracking).
* A lamp that is dark takes a new colour at once: nobody sees it, and it does not come up in the old one.
* A fade may arrive ahead of its due time, and waits. Sent again for the same cue with another due time before
  it has begun, it is moved. Sent again as it was, it changes nothing.
* A fade that arrives late begins on arrival, from what is shown then, and makes the lost time good, at no
  more than twice its own speed.
* Freeze, Thaw, Master and Blackout are a person's and take hold on arrival. Freeze stops what runs and what
  waits; a fade that arrives later runs all the same. Master and blackout are laid over intensities only;
  fades run on beneath.
"""

from msgspec import Struct
from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Value
from odette.core.effects import Blackout, Fade, Freeze, Master, Thaw

LightEffect = Fade | Freeze | Thaw | Master | Blackout
Point = tuple[float, ...]
"""A level (one number) or a colour (red, green, blue), each 0 to 1."""

DARK: Point = (0.0,)
WHITE: Point = (1.0, 1.0, 1.0)


class Motion(Struct, frozen=True):
    """One fade of one level or colour, and the rest that follows it."""

    cue: str
    start: ShowTime
    end: ShowTime
    origin: Point
    bend: Point
    """Speed at the start, in change per whole fade."""
    target: Point
    held: ShowTime | None = None
    """When it was frozen."""


class Waiting(Struct, frozen=True):
    """A fade that has not begun: sent ahead of its time, or in its delay."""

    fade: Fade
    values: dict[str, Value]
    """What of the fade's values no later cue has taken over."""
    begins: ShowTime
    late: float = 0.0
    """Seconds by which it begins later than it should have."""
    held: ShowTime | None = None


class LightState(Struct, frozen=True):
    """All light there is. Keyed by role; ``colours`` by lamp where ``lamps`` says which lamps a role has."""

    levels: dict[str, Motion] = {}
    colours: dict[str, Motion] = {}
    waiting: tuple[Waiting, ...] = ()
    begun: dict[str, tuple[Fade, ...]] = {}
    """Cue → its fades that have begun, of its latest due time."""
    master: float = 1.0
    blackout: bool = False
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


def advance(state: LightState, t: ShowTime) -> LightState:
    """The same light with every fade begun that waited for a time up to ``t``."""
    while ready := [w for w in state.waiting if w.held is None and w.begins <= t]:
        state = _begin(state, min(ready, key=lambda w: (w.begins, w.fade.due)))
    return state


def levels(state: LightState, t: ShowTime) -> dict[str, Value]:
    """Role → level and colour at ``t``, before master and blackout. Colour None: none was ever given."""
    state = advance(state, t)
    return {role: Value(level_at(state, role, t), colour_at(state, role, t)) for role in state.levels}


def output_levels(state: LightState, t: ShowTime) -> dict[str, Value]:
    """Role → level and colour at ``t`` as the house sees them: master and blackout laid over the levels."""
    scale = master_scale(state)
    return {role: replace(value, level=value.level * scale) for role, value in levels(state, t).items()}


def master_scale(state: LightState) -> float:
    """The factor that master and blackout lay over every intensity."""
    return 0.0 if state.blackout else state.master


def level_at(state: LightState, role: str, t: ShowTime) -> float:
    """Level of one role at ``t``; 0 where nothing was ever said of it."""
    motion = state.levels.get(role)
    return position(motion, t)[0] if motion else 0.0


def colour_at(state: LightState, lamp: str, t: ShowTime) -> tuple[float, float, float] | None:
    """Colour of one lamp at ``t``; None: none was ever given."""
    motion = state.colours.get(lamp)
    if motion is None:
        return None
    red, green, blue = position(motion, t)
    return red, green, blue


def position(motion: Motion, t: ShowTime) -> Point:
    """Where a motion is at ``t``: the cubic Hermite curve from origin to target that ends at rest."""
    if motion.held is not None:
        t = min(t, motion.held)
    if t >= motion.end:
        return motion.target
    if t <= motion.start:
        return motion.origin
    u = (t - motion.start) / (motion.end - motion.start)
    rise, swing = u * u * (3 - 2 * u), u * (1 - u) ** 2
    return tuple(
        a + (b - a) * rise + m * swing for a, b, m in zip(motion.origin, motion.target, motion.bend, strict=True)
    )


def retarget(motion: Motion, target: Point, cue: str, start: ShowTime, seconds: float) -> Motion:
    """The motion that leaves ``motion`` at ``start`` for ``target``, without a jump and without overshooting.

    It keeps what speed it has in that direction, as far as a cubic Hermite curve stays monotone: a start
    slope from 0 to 3 times the chord (Fritsch and Carlson, 1980).
    """
    origin = position(motion, start)
    span = seconds if target != origin else 0.0
    bend = tuple(
        min(max(speed * span / (b - a), 0.0), 3.0) * (b - a) if a != b else 0.0
        for a, b, speed in zip(origin, target, _speed(motion, start), strict=True)
    )
    return Motion(cue, start, later(start, span), origin, bend, target)


def thawed(motion: Motion, now: ShowTime) -> Motion:
    """A frozen motion, going on at ``now`` from where it is, in the time it had left."""
    if motion.held is None:
        return motion
    still = now - motion.held
    return replace(motion, start=ShowTime(motion.start + still), end=ShowTime(motion.end + still), held=None)


def at_rest(point: Point) -> Motion:
    """A motion that has always been where it is."""
    return Motion("", ShowTime(0), ShowTime(0), point, tuple(0.0 for _ in point), point)


def _speed(motion: Motion, t: ShowTime) -> Point:
    """Change per second at ``t``."""
    if motion.held is not None or not motion.start <= t < motion.end:
        return tuple(0.0 for _ in motion.target)
    span = motion.end - motion.start
    u = (t - motion.start) / span
    return tuple(
        ((b - a) * 6 * u * (1 - u) + m * (1 - u) * (1 - 3 * u)) * SECOND / span
        for a, b, m in zip(motion.origin, motion.target, motion.bend, strict=True)
    )


def _fade(state: LightState, fade: Fade, now: ShowTime) -> LightState:
    """Let a fade wait for its time, in place of an earlier plan for the same cue; begin it if it has come."""
    if fade in state.begun.get(fade.cue, ()) or any(w.fade == fade for w in state.waiting):
        return state
    planned = later(fade.due, fade.delay)
    begins = max(planned, now)
    kept = (w for w in state.waiting if w.fade.cue != fade.cue or w.fade.due == fade.due)
    new = Waiting(fade, fade.values, begins, (begins - planned) / SECOND)
    return advance(replace(state, waiting=(*kept, new)), now)


def _begin(state: LightState, this: Waiting) -> LightState:
    """Start what a fade moves, and take its roles away from earlier cues that are still in their delay."""
    fade, start = this.fade, this.begins
    levels, colours = dict(state.levels), dict(state.colours)
    for role, value in this.values.items():
        motion = levels.get(role, at_rest(DARK))
        seconds = fade.up if value.level > position(motion, start)[0] else fade.down
        levels[role] = retarget(motion, (value.level,), fade.cue, start, _catching_up(seconds, this.late))
        if value.colour is not None:
            for lamp in state.lamps.get(role, (role,)):
                seconds = 0.0 if _dark(state, lamp, start) else _catching_up(fade.up, this.late)
                motion = colours.get(lamp, at_rest(WHITE))
                colours[lamp] = retarget(motion, value.colour, fade.cue, start, seconds)
    others = [_without(w, this) for w in state.waiting if w is not this]
    begun = _remembered(state.begun, fade)
    for other in others:
        if not other.values:  # all taken over: it is as good as begun, and sent again it must not come back
            begun = _remembered(begun, other.fade)
    waiting = tuple(w for w in others if w.values)
    return replace(state, levels=levels, colours=colours, waiting=waiting, begun=begun)


def _remembered(begun: dict[str, tuple[Fade, ...]], fade: Fade) -> dict[str, tuple[Fade, ...]]:
    """``begun`` with one more fade; of a cue's fades only those of its latest due time are kept."""
    before = tuple(f for f in begun.get(fade.cue, ()) if f.due == fade.due)
    return {**begun, fade.cue: (*before, fade)}


def _freeze(state: LightState, now: ShowTime) -> LightState:
    def stop(motions: dict[str, Motion]) -> dict[str, Motion]:
        return {key: replace(m, held=now) if m.held is None and m.end > now else m for key, m in motions.items()}

    waiting = tuple(replace(w, held=now) if w.held is None else w for w in state.waiting)
    return replace(state, levels=stop(state.levels), colours=stop(state.colours), waiting=waiting)


def _thaw(state: LightState, now: ShowTime) -> LightState:
    """Move what was frozen to now by the time it stood still."""

    def go_on(motions: dict[str, Motion]) -> dict[str, Motion]:
        return {key: thawed(m, now) for key, m in motions.items()}

    waiting = tuple(
        replace(w, begins=ShowTime(w.begins + now - w.held), held=None) if w.held is not None else w
        for w in state.waiting
    )
    return replace(state, levels=go_on(state.levels), colours=go_on(state.colours), waiting=waiting)


def _catching_up(seconds: float, late: float) -> float:
    return max(seconds - late, seconds / 2)


def _without(other: Waiting, this: Waiting) -> Waiting:
    if other.fade.due >= this.fade.due:
        return other
    return replace(other, values={r: v for r, v in other.values.items() if r not in this.values})


def _dark(state: LightState, lamp: str, t: ShowTime) -> bool:
    roles = [role for role, lamps in state.lamps.items() if lamp in lamps] or [lamp]
    return all(level_at(state, role, t) == 0.0 for role in roles)
