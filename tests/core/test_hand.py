"""What people lay over the light: who outweighs whom, and that cues run on beneath."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenings import at
from odette.core.clocks import Beat, ShowTime
from odette.core.cue import Department, Look, Number, PromptBook, Value
from odette.core.effects import Blackout, Fade, Flash, Highlight, Inhibit, Master, OnLight, Park, Preview
from odette.core.events import Asked, Flashed, Highlighted, Mastered, Parked
from odette.core.light import LightState, apply, level_in_house, levels, settings_at
from odette.core.patch import frames, in_venue, picture
from odette.core.state import State, opening
from odette.core.step import step
from odette.core.venue import Fixture, Venue

NOW = at(10)
RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
HALL = Venue(
    "hall",
    (Fixture("d1", "dimmer", 1, 1), Fixture("p1", "rgb", 1, 2), Fixture("p2", "rgb", 1, 5)),
    {"front": {"d1": 1.0}, "pars": {"p1": 1.0, "p2": 0.5}},
)
LIT: list[OnLight] = [Fade("1", at(0), {"front": Value(0.4), "pars": Value(0.6, BLUE)}, 0, 0)]


def light(*effects: OnLight) -> LightState:
    state = LightState()
    for effect in [*LIT, *effects]:
        state = apply(state, effect, NOW)
    return state


def lamps(*effects: OnLight) -> dict[str, float]:
    return {name: round(lamp.level, 6) for name, lamp in picture(HALL, light(*effects), NOW).items()}


def test_a_submaster_holds_down_its_own_roles_and_no_others() -> None:
    assert lamps(Inhibit(NOW, "sides", ("pars",), 0.5)) == {"d1": 0.4, "p1": 0.3, "p2": 0.15}


def test_masters_multiply() -> None:
    sides, all_of = Inhibit(NOW, "sides", ("pars",), 0.5), Inhibit(NOW, "all", ("pars", "front"), 0.5)
    assert lamps(sides, all_of, Master(NOW, 0.5)) == {"d1": 0.1, "p1": 0.075, "p2": 0.0375}


def test_a_parked_role_or_fixture_stays_whatever_cues_and_masters_do() -> None:
    later: list[OnLight] = [Fade("2", NOW, {"front": Value(1.0), "pars": Value(0.0, RED)}, 0, 0), Master(NOW, 0.1)]
    parked: list[OnLight] = [Park(NOW, "pars", Value(0.8, BLUE)), Park(NOW, "d1", Value(0.3))]
    assert lamps(*parked, *later) == {"d1": 0.3, "p1": 0.8, "p2": 0.4}
    assert picture(HALL, light(*parked, *later), NOW)["p1"].colour == BLUE
    assert lamps(*parked, *later, *(Park(NOW, name, None) for name in ("pars", "d1"))) == lamps(*later)


def test_a_look_tried_out_is_on_the_lamps_below_parks_and_under_the_masters() -> None:
    tried: OnLight = Preview(NOW, {"pars": Value(1.0, RED), "front": Value(None, BLUE)})
    assert lamps(tried) == {"d1": 0.4, "p1": 1.0, "p2": 0.5}
    assert picture(HALL, light(tried), NOW)["p1"].colour == RED
    assert picture(HALL, in_venue(light(tried), HALL), NOW)["p2"].colour == RED
    assert lamps(tried, Master(NOW, 0.5))["p1"] == 0.5
    assert lamps(tried, Park(NOW, "pars", Value(0.2, BLUE)))["p1"] == 0.2
    assert picture(HALL, light(tried, Park(NOW, "pars", Value(0.2, BLUE))), NOW)["p1"].colour == BLUE
    assert lamps(tried, Blackout(NOW, True)) == {"d1": 0.0, "p1": 0.0, "p2": 0.0}
    assert lamps(tried, Preview(NOW, {})) == lamps()


def test_a_parked_fixture_outweighs_its_parked_role() -> None:
    assert lamps(Park(NOW, "p1", Value(0.1)), Park(NOW, "pars", Value(0.8)))["p1"] == 0.1


def test_a_park_may_leave_the_level_to_the_cues() -> None:
    state = light(Park(NOW, "pars", Value(colour=RED, settings={"zoom": 20.0})))
    lamp = picture(HALL, state, NOW)["p1"]
    assert (lamp.level, lamp.colour) == (pytest.approx(0.6), RED)
    assert settings_at(in_venue(state, HALL), "p1", NOW) == {"zoom": 20.0}


def test_flash_is_full_while_it_is_pressed_under_the_masters() -> None:
    assert lamps(Flash(NOW, "pars", True)) == {"d1": 0.4, "p1": 1.0, "p2": 0.5}
    assert lamps(Flash(NOW, "d1", True), Master(NOW, 0.5))["d1"] == 0.5
    assert lamps(Flash(NOW, "pars", True), Flash(NOW, "pars", False)) == lamps()


def test_highlight_is_one_fixture_at_full_and_white_whatever_is_over_it() -> None:
    state = light(Highlight(NOW, "p1"), Master(NOW, 0.0))
    assert frames(HALL, picture(HALL, state, NOW))[1][:7] == bytes([0, 255, 255, 255, 0, 0, 0])
    assert lamps(Highlight(NOW, "p1"), Highlight(NOW, "p2")) == lamps(Highlight(NOW, "p2"))
    assert lamps(Highlight(NOW, "p1"), Highlight(NOW, "")) == lamps()


names = st.sampled_from(["front", "pars", "d1", "p1", "p2", "nothing"])
shares = st.integers(0, 10).map(lambda n: n / 10)
laid = st.one_of(
    st.builds(Inhibit, st.just(NOW), st.just("s"), st.just(("pars", "front")), shares),
    st.builds(Park, st.just(NOW), names, st.none() | st.builds(Value, st.none() | shares)),
    st.builds(Flash, st.just(NOW), names, st.booleans()),
    st.builds(Highlight, st.just(NOW), names),
    st.builds(Master, st.just(NOW), shares),
)


@settings(deadline=None)
@given(st.lists(laid, max_size=6))
def test_blackout_outweighs_all_and_nothing_of_it_touches_what_the_cues_say(effects: list[OnLight]) -> None:
    dark = light(*effects, Blackout(NOW, True))
    assert set(lamps(*effects, Blackout(NOW, True)).values()) == {0.0}
    assert [level_in_house(dark, role, NOW) for role in ("front", "pars")] == [0.0, 0.0]
    assert {role: value.level for role, value in levels(light(*effects), NOW).items()} == {"front": 0.4, "pars": 0.6}


@settings(deadline=None)
@given(st.lists(laid, max_size=6))
def test_all_that_is_laid_over_the_light_survives_being_written_down(effects: list[OnLight]) -> None:
    state = light(*effects)
    assert msgspec.json.decode(msgspec.json.encode(state), type=LightState) == state


@settings(deadline=None)
@given(st.lists(laid, max_size=6), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_master_never_makes_anything_darker(effects: list[OnLight], one: float, other: float) -> None:
    low, high = (lamps(*effects, Master(NOW, level)) for level in sorted((one, other)))
    assert all(low[name] <= high[name] for name in low)


# -- as commands -----------------------------------------------------------------------------------


def asked(event: Asked, state: State | None = None) -> tuple[State, list[Any]]:
    book = PromptBook(
        "A test",
        (Number("scene", "Scene", Beat(64.0)),),
        (),
        {"1": Look("1", {"front": Value(1.0)})},
        submasters={"sides": ("front",)},
    )
    after, effects = step(state or opening(book, {Department.LIGHTS: 0.0}, HALL.names), event)
    return after, list(effects)


def said(kind: type[Any], *rest: object, press: str = "a") -> Any:
    return kind(ShowTime(NOW), press, "Anna", *rest)


def test_what_is_asked_by_hand_is_done_and_kept_in_the_state() -> None:
    state, effects = asked(said(Mastered, 0.5, "sides"))
    assert effects[0] == Inhibit(NOW, "sides", ("front",), 0.5)
    state, effects = asked(said(Parked, "front", Value(1.5)), state)
    assert effects[0] == Park(NOW, "front", Value(1.0))
    assert asked(said(Flashed, "front", True), state)[1][0] == Flash(NOW, "front", True)
    assert asked(said(Highlighted, "d1"), state)[1][0] == Highlight(NOW, "d1")
    assert state.light.hand.parked == {"front": Value(1.0)}


def test_what_a_parameter_cannot_be_is_left_out_or_brought_within_its_bounds() -> None:
    asked_for = {"pan": 1e6, "gobo": 5.0, "tilt": "up", "zoom": 20.0, "smell": 1.0}
    state, _ = asked(said(Parked, "front", Value(None, None, asked_for)))
    assert state.light.hand.parked["front"].settings == {"pan": 360.0, "zoom": 20.0}


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (said(Mastered, 0.5, "cyc"), "there is no submaster cyc"),
        (said(Parked, "", Value(1.0)), "name a role or a fixture"),
        (said(Parked, "frond", Value(1.0)), "there is no role or fixture frond; there is front ..."),
        (said(Flashed, "x", True), "there is no role or fixture x; there is front, pars, d1, p1, p2"),
        (said(Highlighted, "front"), "there is no fixture front; there is d1, p1, p2"),
        (said(Parked, "front", None), "front is not parked"),
        (said(Flashed, "", True), "name a role or a fixture"),
    ],
)
def test_what_cannot_be_is_refused_and_why(event: Asked, why: str) -> None:
    _, effects = asked(event)
    assert [(answer.done, answer.why) for answer in effects] == [(False, why)]
