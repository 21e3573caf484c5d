"""The laws of light over time."""

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Value
from odette.core.effects import Blackout, Fade, Freeze, Master, Thaw
from odette.core.light import (
    LightEffect,
    LightState,
    advance,
    apply,
    colour_at,
    level_in_house,
    levels,
)
from odette.core.motion import LINEAR, Curve

T0 = ShowTime(1000 * SECOND)
ROLES = ("front", "cyc", "side")
CURVES: tuple[Curve, ...] = ((), LINEAR, ((0.0, 0.0), (0.25, 0.75), (1.0, 1.0)))
"""None is steeper anywhere than three times its whole way in its whole time."""


def at(seconds: float) -> ShowTime:
    return later(T0, seconds)


def fade(cue: str, due: float, up: float = 3.0, down: float = 3.0, delay: float = 0.0, **to: float) -> Fade:
    return Fade(cue, at(due), {role: Value(level) for role, level in to.items()}, up, down, delay)


def go(*effects: tuple[float, LightEffect], state: LightState | None = None) -> LightState:
    state = state or LightState()
    for arrival, effect in effects:
        state = apply(state, effect, at(arrival))
    return state


def level(state: LightState, seconds: float, role: str = "front") -> float:
    return levels(state, at(seconds))[role].level


def colour(state: LightState, seconds: float, role: str = "front") -> tuple[float, float, float] | None:
    return levels(state, at(seconds))[role].colour


# -- one fade --------------------------------------------------------------------------------------


def test_a_fade_is_an_s_curve_from_where_the_role_is_to_its_target() -> None:
    state = go((0, fade("1", 0, up=4, front=0.8)))
    assert [round(level(state, t), 4) for t in (0, 1, 2, 3, 4, 9)] == [0, 0.125, 0.4, 0.675, 0.8, 0.8]


def test_rising_levels_take_up_and_falling_levels_take_down() -> None:
    state = go((0, fade("1", 0, up=0, down=0, front=1.0)), (1, fade("2", 1, up=2, down=6, front=0.0, cyc=1.0)))
    assert level(state, 3, "cyc") == 1.0
    assert level(state, 4) == pytest.approx(0.5)
    assert level(state, 7) == 0.0


def test_a_fade_without_time_is_a_cut() -> None:
    state = go((0, fade("1", 0, up=0, down=0, front=0.7)))
    assert level(state, 0) == 0.7


def test_a_fade_waits_for_its_delay() -> None:
    state = go((0, fade("1", 0, up=2, delay=5, front=1.0)))
    assert levels(state, at(4.9)) == {}
    assert level(state, 6) == 0.5
    assert level(state, 7) == 1.0


def test_while_a_fade_is_in_its_delay_what_was_running_runs_on() -> None:
    before = go((0, fade("1", 0, up=10, front=1.0)))
    both = go((2, fade("2", 2, down=4, delay=3, front=0.0)), state=before)
    assert level(both, 4) == level(before, 4)
    assert level(both, 9) == 0.0


def test_a_later_cue_takes_a_role_away_from_a_cue_still_in_its_delay() -> None:
    state = go((0, fade("1", 0, delay=5, front=1.0, cyc=1.0)), (2, fade("2", 2, up=1, front=0.3)))
    assert level(state, 20) == 0.3
    assert level(state, 20, "cyc") == 1.0


# -- retargeting and tracking ----------------------------------------------------------------------


def test_a_role_the_next_cue_does_not_name_keeps_its_fade_in_its_remaining_time() -> None:
    alone = go((0, fade("1", 0, up=10, front=1.0)))
    both = go((4, fade("2", 4, up=1, cyc=1.0)), state=alone)
    assert [level(both, t) for t in (4, 6, 8, 10)] == [level(alone, t) for t in (4, 6, 8, 10)]


def test_a_cue_takes_over_from_where_the_role_is() -> None:
    before = go((0, fade("1", 0, up=10, front=1.0)))
    after = go((5, fade("2", 5, up=4, down=4, front=0.2)), state=before)
    assert level(after, 5) == level(before, 5) == 0.5
    assert level(after, 9) == 0.2


def test_a_fade_that_goes_on_in_the_same_direction_keeps_its_speed() -> None:
    before = go((0, fade("1", 0, up=4, front=0.5)))
    after = go((2, fade("2", 2, up=4, front=1.0)), state=before)
    h = 0.001
    speed_before = (level(before, 2) - level(before, 2 - h)) / h
    speed_after = (level(after, 2 + h) - level(after, 2)) / h
    assert speed_after == pytest.approx(speed_before, rel=0.01)


def test_a_fade_that_turns_back_does_not_first_run_on() -> None:
    state = go((0, fade("1", 0, up=2, front=1.0)), (1, fade("2", 1, down=5, front=0.0)))
    assert max(level(state, 1 + t / 10) for t in range(60)) == level(state, 1)


def test_what_a_cue_does_not_colour_keeps_its_colour() -> None:
    blue = (0.0, 0.0, 1.0)
    state = go(
        (0, Fade("1", at(0), {"front": Value(1.0, blue)}, 0, 0)),
        (1, Fade("2", at(1), {"front": Value(0.5)}, 2, 2)),
    )
    assert colour(state, 2) == colour(state, 9) == blue


def test_a_lamp_that_is_lit_fades_between_colours_in_up_time() -> None:
    state = go(
        (0, Fade("1", at(0), {"front": Value(1.0, (1.0, 0.0, 0.0))}, 0, 0)),
        (1, Fade("2", at(1), {"front": Value(1.0, (0.0, 0.0, 1.0))}, 4, 9)),
    )
    assert colour(state, 3) == (0.5, 0.0, 0.5)
    assert colour(state, 5) == (0.0, 0.0, 1.0)


def test_a_lamp_that_is_dark_takes_its_colour_at_once() -> None:
    state = go((0, Fade("1", at(0), {"front": Value(1.0, (0.0, 0.0, 1.0))}, 5, 5)))
    assert colour(state, 0) == (0.0, 0.0, 1.0)
    assert level(state, 0) == 0.0


def test_lamps_that_two_roles_share_fade_from_the_colour_they_show_not_from_the_roles_own() -> None:
    red, blue = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    state = go(
        (0, Fade("1", at(0), {"all": Value(1.0, blue)}, 0, 0)),
        (1, Fade("2", at(1), {"special": Value(1.0, red)}, 2, 2)),
        state=LightState(lamps={"all": ("p1", "p2"), "special": ("p2",)}),
    )
    assert colour_at(state, "p1", at(9)) == blue
    assert [colour_at(state, "p2", at(t)) for t in (1, 2, 3)] == [blue, (0.5, 0.0, 0.5), red]


# -- further parameters ----------------------------------------------------------------------------


def test_a_parameter_fades_in_up_time_and_a_name_changes_at_once() -> None:
    state = go(
        (0, Fade("1", at(0), {"front": Value(1.0, None, {"pan": -30.0, "gobo": "open"})}, 0, 0)),
        (1, Fade("2", at(1), {"front": Value(0.5, None, {"pan": 30.0, "gobo": "leaves"})}, 4, 9)),
    )
    shown = [levels(state, at(t))["front"].settings for t in (1, 3, 5)]
    assert shown == [
        {"pan": -30.0, "gobo": "leaves"},
        {"pan": 0.0, "gobo": "leaves"},
        {"pan": 30.0, "gobo": "leaves"},
    ]


def test_a_value_without_a_level_leaves_the_level_to_what_runs() -> None:
    alone = go((0, fade("1", 0, up=10, front=1.0)))
    both = go((4, Fade("2", at(4), {"front": Value(colour=(1.0, 0.0, 0.0))}, 1, 1)), state=alone)
    assert [level(both, t) for t in (4, 6, 8, 10)] == [level(alone, t) for t in (4, 6, 8, 10)]
    assert colour(both, 5) == (1.0, 0.0, 0.0)


def test_a_cue_takes_from_one_in_its_delay_no_more_than_it_moves() -> None:
    state = go(
        (0, Fade("1", at(0), {"front": Value(1.0, (1.0, 0.0, 0.0))}, 1, 1, delay=5)),
        (1, Fade("2", at(1), {"front": Value(0.3)}, 1, 1)),
    )
    assert levels(state, at(9))["front"] == Value(0.3, (1.0, 0.0, 0.0))


@pytest.mark.parametrize("curve", [LINEAR, ((0.0, 0.0), (0.25, 0.75), (1.0, 1.0))])
def test_a_fade_follows_the_curve_it_brings(curve: Curve) -> None:
    state = go((0, Fade("1", at(0), {"front": Value(0.8)}, 8, 8, curve=curve)))
    for share, way in curve:
        assert level(state, 8 * share) == pytest.approx(0.8 * way)


# -- ahead of time, again, late --------------------------------------------------------------------


def test_a_fade_sent_ahead_begins_when_it_is_due() -> None:
    ahead = go((0, fade("1", 5, up=2, front=1.0)))
    on_time = go((5, fade("1", 5, up=2, front=1.0)))
    assert [level(ahead, t) for t in (5, 5.5, 6, 7)] == [level(on_time, t) for t in (5, 5.5, 6, 7)]


def test_a_fade_sent_ahead_may_be_moved_until_it_begins() -> None:
    state = go((0, fade("1", 5, up=2, front=1.0)), (1, fade("1", 6, up=2, front=1.0)))
    assert levels(state, at(5.9)) == {}
    assert level(state, 7) == 0.5


def test_two_fades_of_one_cue_due_together_both_go() -> None:
    state = go((0, fade("1", 5, front=1.0)), (0, fade("1", 5, cyc=0.5)))
    assert (level(state, 9), level(state, 9, "cyc")) == (1.0, 0.5)


def test_a_late_fade_begins_where_the_light_is_and_ends_when_it_should_have() -> None:
    state = go((1, fade("1", 0, up=4, front=1.0)))
    assert level(state, 1) == 0.0
    assert level(state, 4) == 1.0


def test_a_fade_that_is_very_late_still_takes_half_its_time() -> None:
    state = go((60, fade("1", 0, up=4, front=1.0)))
    assert [level(state, t) for t in (60, 61, 62)] == [0.0, 0.5, 1.0]


FALLING = {"front": Value(0.0), "cyc": Value(1.0), "side": Value(0.5)}


@pytest.mark.parametrize("delays", [(0.0, 5.0), (5.0, 0.0)])
def test_what_falls_may_wait_for_another_time_than_what_rises(delays: tuple[float, float]) -> None:
    rise, fall = delays
    lit = go((0, fade("1", 0, 0, 0, front=1.0, side=0.5)))
    state = go((10, Fade("2", at(10), FALLING, 2, 4, rise, down_delay=fall)), state=lit)
    assert [level(state, 10 + rise + t, "cyc") for t in (0, 1, 2)] == [0.0, 0.5, 1.0]
    assert [level(state, 10 + fall + t, "front") for t in (0, 2, 4)] == [1.0, 0.5, 0.0]
    assert {level(state, t, "side") for t in (10, 13, 16, 30)} == {0.5}


def test_a_level_that_crosses_its_target_while_that_waits_comes_to_it_all_the_same() -> None:
    """It was to fall, and waits; when its delay is over a fade that ran on has taken it below."""
    state = go((0, fade("1", 0, 0, 0, front=1.0)), (1, fade("2", 1, down=4, front=0.0)))
    state = go((2, Fade("3", at(2), {"front": Value(0.5)}, 2, 2, 0.0, down_delay=2.5)), state=state)
    assert level(state, 4.4) < 0.2
    assert level(state, 9) == 0.5


def test_a_later_cue_takes_over_what_an_earlier_one_would_let_fall_later() -> None:
    state = go(
        (0, fade("1", 0, 0, 0, front=1.0)), (1, Fade("2", at(1), {"front": Value(0.0)}, 1, 1, 0.0, down_delay=9))
    )
    state = go((2, fade("3", 2, 1, 1, front=0.7)), state=state)
    assert level(state, 60) == 0.7


# -- freeze, thaw, master, blackout ----------------------------------------------------------------


def test_freeze_stops_running_fades_and_thaw_lets_them_go_on_in_the_time_they_had_left() -> None:
    free = go((0, fade("1", 0, up=10, front=1.0)))
    state = go((4, Freeze(at(4))), (20, Thaw(at(20))), state=free)
    frozen = go((4, Freeze(at(4))), state=free)
    assert level(frozen, 15) == level(free, 4)
    assert [level(state, 16 + t) for t in (4, 7, 10)] == [level(free, t) for t in (4, 7, 10)]


def test_freeze_stops_what_waits_as_well() -> None:
    state = go((0, fade("1", 0, up=2, delay=5, front=1.0)), (4, Freeze(at(4))))
    assert levels(state, at(60)) == {}
    thawed = go((60, Thaw(at(60))), state=state)
    assert [level(thawed, t) for t in (61, 62, 63)] == [0.0, 0.5, 1.0]


def test_a_cue_that_goes_while_others_are_frozen_runs() -> None:
    state = go((0, fade("1", 0, up=9, front=1.0, cyc=1.0)), (3, Freeze(at(3))), (5, fade("2", 5, down=1, front=0)))
    assert level(state, 6) == 0.0
    assert level(state, 60, "cyc") == level(state, 3, "cyc")


def test_blackout_hides_intensities_while_fades_run_on_beneath() -> None:
    lit = go((0, Fade("1", at(0), {"front": Value(1.0, (0.0, 1.0, 0.0))}, 4, 4)))
    dark = go((1, Blackout(at(1), True)), state=lit)
    assert (level_in_house(dark, "front", at(3)), colour_at(dark, "front", at(3))) == (0.0, (0.0, 1.0, 0.0))
    back = go((3, Blackout(at(3), False)), state=dark)
    assert level_in_house(back, "front", at(3)) == level_in_house(lit, "front", at(3)) == 0.84375


# -- laws ------------------------------------------------------------------------------------------

shares = st.integers(0, 20).map(lambda n: n / 20)
spans = st.integers(0, 60).map(lambda n: n / 10)
tints = st.none() | st.tuples(shares, shares, shares)
parameters = st.fixed_dictionaries(
    {},
    optional={
        "pan": st.integers(-90, 90).map(float),
        "strobe": st.integers(0, 9).map(float),
        "gobo": st.sampled_from(["open", "leaves"]),
    },
)


@st.composite
def fades(draw: st.DrawFn, cue: str, now: float, cuts: bool = True) -> Fade:
    roles = draw(st.sets(st.sampled_from(ROLES), min_size=1))
    values = {role: Value(draw(st.none() | shares), draw(tints), draw(parameters)) for role in sorted(roles)}
    times = spans if cuts else st.integers(5, 60).map(lambda n: n / 10)
    due = now + draw(st.integers(-10, 10)) / 10
    delay, curve = draw(st.sampled_from([0.0, 0.0, 0.5, 2.0])), draw(st.sampled_from(CURVES))
    fall = draw(st.sampled_from([None, None, 0.0, 0.7, 2.5]))
    return Fade(cue, at(due), values, draw(times), draw(times), delay, curve, fall)


@st.composite
def evenings(draw: st.DrawFn, cuts: bool = True, stops: bool = True) -> list[tuple[float, LightEffect]]:
    """Effects with their times of arrival."""
    evening: list[tuple[float, LightEffect]] = []
    now = 0.0
    for number in range(draw(st.integers(1, 7))):
        now += draw(st.integers(0, 30)) / 10
        kinds = ["fade"] * 4 + (["freeze", "thaw"] if stops else [])
        kind = draw(st.sampled_from(kinds))
        if kind == "fade":
            evening.append((now, draw(fades(str(number), now, cuts))))
        else:
            evening.append((now, Freeze(at(now)) if kind == "freeze" else Thaw(at(now))))
    return evening


@settings(deadline=None, max_examples=50)
@given(evenings(cuts=False))
def test_no_light_ever_jumps(evening: list[tuple[float, LightEffect]]) -> None:
    """At no moment does a level move faster than three times its whole way in half its fade's time."""
    step = 0.04
    fastest = 3.0 / (0.5 / 2)
    state, time = LightState(), 0.0
    shown = dict.fromkeys(ROLES, 0.0)
    for arrival, effect in [*evening, (evening[-1][0] + 9, Master(at(0), 1.0))]:
        while time + step < arrival:
            time += step
            new = {role: value.level for role, value in levels(state, at(time)).items()}
            assert all(abs(new[role] - shown[role]) <= fastest * step + 1e-9 for role in new)
            shown |= new
        state = apply(state, effect, at(arrival))
        assert all(
            abs(value.level - shown[role]) <= fastest * 2 * step + 1e-9
            for role, value in levels(state, at(arrival)).items()
        )


@settings(deadline=None)
@given(evenings(stops=False))
def test_in_the_end_every_role_shows_what_the_last_cue_that_names_it_said(
    evening: list[tuple[float, LightEffect]],
) -> None:
    """Tracking, against the plainest model: looks laid one over the other in the order in which they begin."""

    fades_only = [
        (arrival, replace(effect, delay=0.0, down_delay=None))
        for arrival, effect in evening
        if isinstance(effect, Fade)
    ]
    begins = [max(at(arrival), effect.due) for arrival, effect in fades_only]
    assume(len(set(begins)) == len(begins))
    level: dict[str, float] = {}
    colour: dict[str, tuple[float, float, float]] = {}
    settings: dict[tuple[str, str], float | str] = {}
    for _, (_, effect) in sorted(zip(begins, fades_only, strict=True), key=lambda pair: pair[0]):
        level |= {role: value.level for role, value in effect.values.items() if value.level is not None}
        settings |= {(role, name): to for role, value in effect.values.items() for name, to in value.settings.items()}
        colour |= {role: value.colour for role, value in effect.values.items() if value.colour}
    state = go(*fades_only)
    final = levels(state, at(1000))
    assert {role: value.level for role, value in final.items() if value.level or role in level} == level
    assert {(role, name): to for role, value in final.items() for name, to in value.settings.items()} == settings
    assert {role: value.colour for role, value in final.items() if value.colour} == colour


@settings(deadline=None)
@given(evenings(), spans)
def test_light_is_a_pure_function_of_time(evening: list[tuple[float, LightEffect]], t: float) -> None:
    """Asking, or advancing to, one time changes nothing about another."""
    state = go(*evening)
    end = evening[-1][0]
    first = levels(state, at(end + t))
    levels(state, at(end + 2 * t))
    assert levels(state, at(end + t)) == first
    assert levels(advance(state, at(end + t / 2)), at(end + t)) == first


@settings(deadline=None)
@given(evenings(), spans)
def test_the_same_fade_again_changes_nothing(evening: list[tuple[float, LightEffect]], t: float) -> None:
    state = go(*evening)
    now = evening[-1][0] + t
    last = next((effect for _, effect in reversed(evening) if isinstance(effect, Fade)), None)
    if last is not None:
        again = apply(state, last, at(now))
        assert levels(again, at(now + 1)) == levels(state, at(now + 1))
        assert levels(again, at(now + 30)) == levels(state, at(now + 30))


@settings(deadline=None)
@given(evenings(stops=False), spans, spans, spans)
def test_freeze_and_thaw_are_a_shift_in_time(
    evening: list[tuple[float, LightEffect]], before: float, still: float, after: float
) -> None:
    state = go(*evening)
    stop = evening[-1][0] + before
    halted = go((stop, Freeze(at(stop))), (stop + still, Thaw(at(stop + still))), state=state)
    one, other = levels(state, at(stop + after)), levels(halted, at(stop + still + after))
    for role, value in one.items():
        assert other[role].level == pytest.approx(value.level, abs=1e-6)


@settings(deadline=None)
@given(evenings(), shares, spans)
def test_master_scales_intensities_and_never_colours(
    evening: list[tuple[float, LightEffect]], master: float, t: float
) -> None:
    state = go(*evening)
    now = evening[-1][0]
    plain = levels(state, at(now + t))
    mastered = advance(apply(state, Master(at(now), master), at(now)), at(now + t))
    for role, value in plain.items():
        assert level_in_house(mastered, role, at(now + t)) == value.level * master
        assert colour_at(mastered, role, at(now + t)) == value.colour


@settings(deadline=None)
@given(evenings(), spans)
def test_levels_stay_between_dark_and_full(evening: list[tuple[float, LightEffect]], t: float) -> None:
    for value in levels(go(*evening), at(evening[-1][0] + t)).values():
        assert -1e-9 <= value.level <= 1 + 1e-9
        assert all(-1e-9 <= part <= 1 + 1e-9 for part in value.colour or ())


@settings(deadline=None)
@given(evenings(), spans)
def test_a_state_survives_being_written_down(evening: list[tuple[float, LightEffect]], t: float) -> None:
    state = go(*evening)
    read = msgspec.json.decode(msgspec.json.encode(state), type=LightState)
    assert levels(read, at(evening[-1][0] + t)) == levels(state, at(evening[-1][0] + t))
