"""From the light a stage shows to the light a show says there should be, without a jump."""

from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime
from odette.core.light import LightState, advance, scale
from odette.core.motion import DARK, Motion, at_rest, frozen, position, retarget, thawed
from odette.core.wave import Running, beat_at, kept_to

GLIDE = 2.0
"""Seconds, at least, in which a difference is faded away."""


def take_over(have: LightState, want: LightState, now: ShowTime) -> LightState:
    """The state that starts with what ``have`` shows at ``now`` and comes to be ``want``.

    Both are keyed by the same lamps. Where the two already make for the same target, what runs is left to run. Roles
    that ``want`` does not know go dark. Only a change into blackout, or to a master at zero, is a cut.
    """
    have, want = advance(have, now), advance(want, now)
    nothing = at_rest(DARK)
    levels = {
        role: _glide(
            _scaled(have.levels.get(role, nothing), _change(have, want, role), now),
            want.levels.get(role, nothing),
            now,
        )
        for role in {**want.levels, **have.levels}
    }
    lamps = {**have.settings, **want.settings}
    return replace(
        want,
        levels=levels,
        colours=_all(have.colours, want.colours, now),
        settings={lamp: _all(have.settings.get(lamp, {}), want.settings.get(lamp, {}), now) for lamp in lamps},
        waves=_all_waves(have.waves, want.waves, now),
        tints=_all_waves(have.tints, want.tints, now),
        beating=kept_to(have.beating, beat_at(want.beating, now), want.beating.tempo, now),
        names={lamp: {**have.names.get(lamp, {}), **names} for lamp, names in {**have.names, **want.names}.items()},
    )


def _all(have: dict[str, Motion], want: dict[str, Motion], now: ShowTime) -> dict[str, Motion]:
    glides = {key: _glide(have[key], motion, now) if key in have else motion for key, motion in want.items()}
    return {**have, **glides}


def _all_waves(
    have: dict[str, tuple[Running, ...]], want: dict[str, tuple[Running, ...]], now: ShowTime
) -> dict[str, tuple[Running, ...]]:
    return {key: _waves(have.get(key, ()), want.get(key, ()), now) for key in {**want, **have}}


def _waves(have: tuple[Running, ...], want: tuple[Running, ...], now: ShowTime) -> tuple[Running, ...]:
    """All waves of both, each on its way to be as deep as it should be."""
    nothing = at_rest(DARK)
    shown = {each.wave: each.depth for each in have}
    wanted = {each.wave: each.depth for each in want}
    return tuple(
        Running(wave, _glide(shown.get(wave, nothing), wanted.get(wave, nothing), now)) for wave in {**shown, **wanted}
    )


def _glide(have: Motion, want: Motion, now: ShowTime) -> Motion:
    if have.target != want.target:
        left = (want.end - (now if want.held is None else want.held)) / SECOND
        have = retarget(have, want.target, want.cue, now, max(left, GLIDE))
    if want.held is None:
        return thawed(have, now)
    return frozen(have, now)


def _change(have: LightState, want: LightState, role: str) -> float:
    """What the level of a role is to be multiplied with so that it shows the same under another master."""
    return scale(have, role) / scale(want, role) if scale(want, role) > 0 else 1.0


def _scaled(motion: Motion, scale: float, now: ShowTime) -> Motion:
    """The same light under another master: at rest where it is, so that it is faded to what it should be."""
    if scale == 1.0:
        return motion
    return at_rest((position(motion, now)[0] * scale,))
