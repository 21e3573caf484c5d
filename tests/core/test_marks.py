"""Lamps turn in the dark for the cue that brings them up, never in the light; and the book knows where they cannot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenings import at
from odette.core.clocks import Beat
from odette.core.cue import At, Authority, Called, Cue, Department, Follow, Hang, Light, Look, Number, PromptBook, Value
from odette.core.effects import Fade, OnLight
from odette.core.events import Command, Opened, Pressed
from odette.core.light import LightState, apply, levels, settings_at
from odette.core.marks import TURN, Broken, broken
from odette.core.patch import in_venue
from odette.core.state import State, opening
from odette.core.step import step
from odette.core.venue import Fixture, Venue

Picture = dict[str, Value]


def cue(number: str, trigger: At | Follow | Hang | Called = Called(), light: Light | None = None) -> Cue:  # noqa: B008
    return Cue(number, Department.LIGHTS, trigger, Authority.CALLED, (light or Light(number, 2, 2),))


def show(looks: dict[str, Picture], *cues: Cue) -> PromptBook:
    number = Number("scene", "Scene", Beat(64.0), 120.0)
    return PromptBook("A test", (number,), cues, {name: Look(name, values) for name, values in looks.items()})


def spot(level: float | None, pan: float | None = None, **more: float | str) -> Picture:
    return {"spot": Value(level, settings=({} if pan is None else {"pan": pan}) | more)}


THREE = {"1": spot(1.0, 10.0), "2": spot(0.0), "3": spot(0.8, 50.0, gobo="leaves")}


def run(book: PromptBook, presses: int, apart: float = 30.0) -> tuple[State, list[Fade]]:
    """The show run by hand: the marks that were sent, and how it stands after the last press."""
    state, _ = step(opening(book, {}), Opened(at(0)))
    sent: list[Fade] = []
    for n in range(1, presses + 1):
        state, effects = step(state, Pressed(at(n * apart), f"p{n}", "Anna", Command.GO))
        sent += [effect for effect in effects if isinstance(effect, Fade) and effect.mark]
    return state, sent


def test_after_a_cue_lamps_that_it_took_down_are_set_for_the_next_once_they_are_dark() -> None:
    book = show(THREE, cue("1"), cue("2"), cue("3"))
    state, sent = run(book, 2)
    assert [(fade.due, fade.mark) for fade in sent] == [(at(62), "2")]
    assert levels(state.light, at(61.9))["spot"].settings == {"pan": 10.0}
    assert levels(state.light, at(62 + TURN / 2))["spot"].settings == {"pan": 30.0, "gobo": "leaves"}
    assert levels(state.light, at(62 + TURN))["spot"].settings == {"pan": 50.0, "gobo": "leaves"}


def test_when_the_show_opens_lamps_are_set_for_the_first_cue() -> None:
    state, _ = run(show(THREE, cue("1")), 0)
    assert levels(state.light, at(1))["spot"].settings == {"pan": 10.0}


def test_a_mark_is_left_where_another_cue_than_the_next_takes_the_lamp() -> None:
    """BACK before the lamp is dark: it comes up as it was and does not turn."""
    state, _ = run(show(THREE, cue("1"), cue("2"), cue("3")), 2)
    state, _ = step(state, Pressed(at(61), "b1", "Anna", Command.BACK))
    state, _ = step(state, Pressed(at(61.5), "b2", "Anna", Command.BACK))
    assert [levels(state.light, at(t))["spot"].settings["pan"] for t in (62, 65, 90)] == [10.0] * 3


def test_a_lamp_that_another_role_holds_lit_is_not_turned() -> None:
    hall = Venue("hall", (Fixture("m", "dimmer", 1, 1),), {"spot": {"m": 1.0}, "wash": {"m": 1.0}})
    effects: list[OnLight] = [
        Fade("1", at(0), {"wash": Value(0.5), "spot": Value(0.0, settings={"pan": 1.0})}, 0, 0),
        Fade("mark 2", at(1), spot(None, 50.0), TURN, TURN, mark="1"),
    ]
    light = in_venue(LightState(), hall)
    for effect in effects:
        light = apply(light, effect, effect.due)
    assert settings_at(light, "m", at(9)) == {"pan": 1.0}


@pytest.mark.parametrize(
    ("second", "third", "dark"),
    [
        (cue("2"), cue("3"), "kept"),
        (cue("2"), cue("3", Follow("2", 6.0)), "kept"),
        (cue("2"), cue("3", Follow("2", 4.0)), 2.0),
        (cue("2"), cue("3", Hang("2", 1.0)), 1.0),
        (cue("2", At("scene", Beat(8.0))), cue("3", At("scene", Beat(20.0))), "kept"),
        (cue("2", At("scene", Beat(8.0))), cue("3", At("scene", Beat(14.0))), 1.0),
        (cue("2", light=Light("2", 2, 2, 3)), cue("3", Follow("2", 6.0)), 1.0),
    ],
)
def test_a_mark_is_broken_where_it_is_dark_for_too_short_a_time(second: Cue, third: Cue, dark: float | str) -> None:
    found = list(broken(show(THREE, cue("1"), second, third)))
    assert found == ([] if dark == "kept" else [Broken(third, "spot", ("pan", "gobo"), dark)])


def test_a_mark_is_broken_where_the_lamp_is_lit_until_it_turns_unless_that_is_meant() -> None:
    looks = {"1": spot(1.0, 10.0, zoom=20.0), "2": spot(0.8, 50.0, zoom=30.0)}
    assert list(broken(show(looks, cue("1"), cue("2")))) == [Broken(cue("2"), "spot", ("pan",), None)]
    assert list(broken(show(looks, cue("1"), cue("2", light=Light("2", live=True))))) == []


def test_what_is_not_seen_to_move_is_no_broken_mark() -> None:
    assert not list(broken(show({"1": spot(1.0, zoom=20.0), "2": spot(0.8, zoom=30.0)}, cue("1"), cue("2"))))


shares = st.sampled_from([None, 0.0, 0.0, 0.5, 1.0])
values = st.builds(
    Value,
    shares,
    st.none(),
    st.fixed_dictionaries(
        {}, optional={"pan": st.sampled_from([-20.0, 0.0, 40.0]), "gobo": st.sampled_from(["open", "leaves"])}
    ),
)


@st.composite
def shows(draw: st.DrawFn) -> PromptBook:
    looks = draw(
        st.lists(st.dictionaries(st.sampled_from(["spot", "mover"]), values, min_size=1), min_size=1, max_size=6)
    )
    named = {str(n): look for n, look in enumerate(looks, start=1)}
    return show(named, *(cue(number) for number in named))


@settings(deadline=None)
@given(shows())
def test_run_through_slowly_no_lamp_is_seen_to_move_but_where_the_book_says_so(book: PromptBook) -> None:
    state, _ = step(opening(book, {}), Opened(at(0)))
    told = {(each.cue.number, each.role) for each in broken(book)}
    for n, one in enumerate(book.cues, start=1):
        before = levels(state.light, at(n * 30))
        state, _ = step(state, Pressed(at(n * 30), f"p{n}", "Anna", Command.GO))
        for role, value in levels(state.light, at(n * 30 + 2.001)).items():
            was = before.get(role, Value(0.0))
            if value.level and value.settings != was.settings and was.settings:
                assert (one.number, role) in told
