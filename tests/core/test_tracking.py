"""The rules of cue lists, seen as the light that comes of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from evenings import Night, at, opened, playing
from odette.core.cue import (
    At,
    Authority,
    Beat,
    Called,
    Cue,
    Department,
    Follow,
    Light,
    Look,
    Number,
    Pace,
    PromptBook,
    Trigger,
    Value,
)
from odette.core.effects import Fade
from odette.core.events import Command, Following, Heard, Opened, Pressed
from odette.core.light import levels
from odette.core.parameter import Family
from odette.core.state import State, opening, standby
from odette.core.step import step
from odette.core.tracking import duration, picture

RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)

Picture = dict[str, Value]


def cue(number: str, light: Light | None = None, name: str = "", trigger: Trigger = Called()) -> Cue:  # noqa: B008
    authority = Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
    return Cue(number, Department.LIGHTS, trigger, authority, (light or Light(number, 1, 1),), list=name)


def show(looks: dict[str, Picture], *cues: Cue, **lists: int) -> PromptBook:
    number = Number("scene", "Scene", Beat(64.0), 120.0, beats=((Beat(0.0), 0.5),))
    return PromptBook("A test", (number,), cues, {name: Look(name, values) for name, values in looks.items()}, lists)


class Desk:
    """A show run by hand, one press a second and ten seconds after it."""

    def __init__(self, book: PromptBook) -> None:
        self.book = book
        self.state: State = opening(book, {})
        self.time = 0.0
        self.fades: list[Fade] = []
        self.happen(Opened(at(0)))

    def happen(self, event: Opened | Pressed | Heard) -> None:
        self.state, effects = step(self.state, event)
        self.fades = [effect for effect in effects if isinstance(effect, Fade)]

    def press(self, command: Command, number: str = "", later: float = 10.0) -> "Desk":
        self.time += later
        self.happen(Pressed(at(self.time), f"p{self.time}", "Anna", command, number))
        return self

    def go(self, number: str = "") -> "Desk":
        return self.press(Command.GO, number)

    def go_to(self, number: str) -> "Desk":
        return self.press(Command.GO_TO, number)

    def shown(self) -> Picture:
        """What is lit once all fades are over."""
        return {role: value for role, value in levels(self.state.light, at(self.time + 100)).items() if value.level}

    def lit(self) -> dict[str, float]:
        return {role: value.level or 0.0 for role, value in self.shown().items()}


# -- cue-only, assert, out of turn -----------------------------------------------------------------

PLAIN: dict[str, Picture] = {
    "1": {"front": Value(0.3, RED), "cyc": Value(0.2)},
    "2": {"front": Value(0.9, BLUE, {"pan": 20.0}), "side": Value(0.5)},
    "3": {"cyc": Value(0.4)},
}


def test_after_a_cue_only_cue_the_next_gives_back_what_was_before() -> None:
    desk = Desk(show(PLAIN, cue("1"), cue("2", Light("2", only=True)), cue("3")))
    assert desk.go().go().lit() == {"front": 0.9, "cyc": 0.2, "side": 0.5}
    assert desk.go().lit() == {"front": 0.3, "cyc": 0.4}
    assert desk.shown()["front"].colour == RED


def test_what_the_next_cue_says_itself_is_not_given_back() -> None:
    looks = PLAIN | {"3": {"front": Value(0.6)}}
    desk = Desk(show(looks, cue("1"), cue("2", Light("2", only=True)), cue("3")))
    assert desk.go().go().go().shown()["front"] == Value(0.6, RED, {"pan": 20.0})


def test_an_asserting_cue_says_again_all_that_was_tracked_in_its_own_times() -> None:
    desk = Desk(show(PLAIN, cue("1"), cue("2"), cue("3", Light("3", up=7, down=9, asserts=True))))
    desk.go().go().go()
    assert [(set(fade.values), fade.up, fade.down) for fade in desk.fades] == [({"front", "cyc", "side"}, 7, 9)]


def test_a_cue_that_follows_the_one_before_it_moves_only_what_it_names() -> None:
    desk = Desk(show(PLAIN, cue("1"), cue("2"), cue("3")))
    assert [set(fade.values) for fade in desk.go().go().go().fades] == [{"cyc"}]


@pytest.mark.parametrize("path", [("3",), ("3", "1", "3"), ("1", "3"), ("2", "3")])
def test_a_cue_out_of_its_turn_looks_as_if_the_show_had_run_through(path: tuple[str, ...]) -> None:
    book = show(PLAIN, cue("1"), cue("2"), cue("3"))
    through = Desk(book).go().go().go()
    there = Desk(book)
    for number in path:
        there.go_to(number)
    assert there.shown() == through.shown()
    assert there.state.stands == through.state.stands


def test_what_a_go_to_leaves_behind_it_waits_for_a_person_and_what_it_jumps_is_not_sent() -> None:
    book = show(PLAIN, cue("1"), cue("2"), cue("3", trigger=Follow("2", 5)))
    desk = Desk(book).go().go_to("1")
    assert standby(desk.state) == book.cues[1]
    assert desk.go_to("2").go_to("1").state.dues == {}
    assert desk.go_to("9").state.answers[f"p{desk.time}"].why == "there is no light cue 9"


def test_back_asserts_the_cue_before_and_go_goes_on_from_there() -> None:
    desk = Desk(show(PLAIN, cue("1"), cue("2"), cue("3"))).go().go().press(Command.BACK)
    assert desk.lit() == {"front": 0.3, "cyc": 0.2}
    assert desk.go().lit() == {"front": 0.9, "cyc": 0.2, "side": 0.5}


def test_stop_freezes_go_resumes_and_stop_then_back_goes_to_the_cue_before() -> None:
    book = show(PLAIN, cue("1"), cue("2", Light("2", 20, 20)), cue("3"))
    desk = Desk(book).go().go()
    desk.press(Command.STOP, later=10)
    half = levels(desk.state.light, at(desk.time + 50))["side"].level
    assert half == pytest.approx(0.25)
    assert Desk.lit(desk)["side"] == half
    assert desk.go().lit()["side"] == 0.5
    desk.press(Command.STOP, later=1).press(Command.BACK, later=1)
    assert desk.lit() == {"front": 0.3, "cyc": 0.2}


def test_a_cue_that_a_later_one_has_overtaken_undoes_nothing_of_it() -> None:
    """Cue 2 hangs a second after its note; the players reach that of cue 3 before."""
    book = show(
        PLAIN | {"3": {"front": Value(0.1)}},
        cue("1", trigger=At("scene", Beat(2.0))),
        cue("2", trigger=At("scene", Beat(8.0), 1.0)),
        cue("3", trigger=At("scene", Beat(9.0))),
    )
    night = Night(book, opened(), playing(0, 30))
    assert night.went == {"1": 2.0, "3": 5.5, "2": 6.0}
    assert levels(night.state.light, at(60))["front"].level == 0.1
    assert levels(night.state.light, at(60))["side"].level == 0.5


# -- lists -----------------------------------------------------------------------------------------

ROOMS: dict[str, Picture] = {
    "1": {"front": Value(0.3), "cyc": Value(0.2)},
    "2": {"front": Value(0.6), "cyc": Value(0.7)},
    "50": {"cyc": Value(1.0, RED)},
    "51": {"house": Value(0.5)},
}


def two_lists(priority: int) -> Desk:
    cues = (cue("1"), cue("50", name="haze"), cue("2"), cue("51", name="haze"))
    return Desk(show(ROOMS, *cues, haze=priority))


def test_go_sends_the_main_list_and_a_cue_named_that_of_its_own() -> None:
    desk = two_lists(0).go().go()
    assert desk.lit() == {"front": 0.6, "cyc": 0.7}
    assert desk.go("50").lit() == {"front": 0.6, "cyc": 1.0}
    assert desk.go("1").state.answers[f"p{desk.time}"].why == "no cue is standing by"
    assert desk.go("50").state.answers[f"p{desk.time}"].why == "50 is not standing by: 51 is"


def test_among_lists_of_one_priority_the_last_move_has_a_role() -> None:
    desk = two_lists(0).go().go("50")
    assert desk.lit() == {"front": 0.3, "cyc": 1.0}
    assert desk.go().lit() == {"front": 0.6, "cyc": 0.7}


def test_a_list_of_higher_priority_keeps_its_roles_until_it_is_released() -> None:
    desk = two_lists(5).go().go("50").go().go("51")
    assert desk.lit() == {"front": 0.6, "cyc": 1.0, "house": 0.5}
    desk.press(Command.RELEASE, "50")
    assert desk.lit() == {"front": 0.6, "cyc": 0.7}
    assert desk.go("50").lit() == {"front": 0.6, "cyc": 1.0}


def test_a_fade_beneath_a_list_of_higher_priority_is_joined_when_that_is_released() -> None:
    """Cue 2 fades for 30 s under the haze; released 10 s after it went, its role is there when the others are."""
    cues = (cue("1"), cue("50", name="haze"), cue("2", Light("2", 30, 30)))
    desk = Desk(show(ROOMS, *cues, haze=5)).go().go("50").go().press(Command.RELEASE, "50")
    assert [(set(fade.values), fade.up) for fade in desk.fades] == [({"cyc"}, 20.0)]
    early = levels(desk.state.light, at(desk.time))["cyc"].level
    assert early == 1.0
    assert desk.lit()["cyc"] == 0.7


def test_back_takes_the_time_that_the_book_says() -> None:
    book = replace(show(PLAIN, cue("1"), cue("2")), back=4.5)
    assert {fade.up for fade in Desk(book).go().go().press(Command.BACK).fades if not fade.mark} == {4.5}


def test_a_go_too_soon_after_a_stop_is_told_what_go_will_do() -> None:
    desk = Desk(show(PLAIN, cue("1"), cue("2"))).go().press(Command.STOP, later=0.1).press(Command.GO, later=0.1)
    why = desk.state.answers[f"p{desk.time}"].why
    assert why.startswith("GO came 0.2 s after the last one")
    assert why.endswith("GO once more lets it go on")
    assert not desk.press(Command.GO, later=1).state.frozen


def test_a_list_of_lower_priority_shows_only_where_no_other_has_the_role() -> None:
    desk = two_lists(-5).go().go("50").go("51")
    assert desk.lit() == {"front": 0.3, "cyc": 0.2, "house": 0.5}


def test_an_asserted_list_leaves_the_roles_of_another_alone() -> None:
    desk = two_lists(0).go().go("50").go("51").press(Command.BACK, "1")
    assert desk.go_to("1").lit() == {"front": 0.3, "cyc": 0.2, "house": 0.5}


# -- times -----------------------------------------------------------------------------------------


def test_families_and_roles_fade_in_times_of_their_own() -> None:
    light = Light("2", 4, 6, paces={Family.COLOUR: Pace(8, 8, 1), Family.FOCUS: Pace(2, 2)})
    light = Light("2", 4, 6, 0, light.paces, {"side": {Family.INTENSITY: Pace(1, 1, 5)}})
    desk = Desk(show(PLAIN, cue("1"), cue("2", light))).go().go()
    assert {(fade.up, fade.down, fade.delay): fade.values for fade in desk.fades} == {
        (4, 6, 0): {"front": Value(0.9)},
        (8, 8, 1): {"front": Value(colour=BLUE)},
        (2, 2, 0): {"front": Value(settings={"pan": 20.0})},
        (1, 1, 5): {"side": Value(0.5)},
    }
    assert duration(desk.book, desk.book.cues[1]) == 9
    assert desk.shown() == Desk(show(PLAIN, cue("1"), cue("2"))).go().go().shown()


@pytest.mark.parametrize(("tempo", "seconds"), [(60.0, 1.0), (120.0, 0.5)])
def test_a_follow_in_beats_follows_the_tempo_of_the_music_then(tempo: float, seconds: float) -> None:
    """The number counts eighth notes: two of its beats are one quarter note."""
    book = show(PLAIN, cue("1"), cue("2", trigger=Follow("1", 0.0, 2.0)))
    desk = Desk(book)
    desk.happen(Heard(at(9.9), "scene", at(9.9), Beat(5.0), tempo, 0.95, Following.PLAYING))
    assert desk.go().state.dues == {"2": at(desk.time + seconds)}


# -- laws ------------------------------------------------------------------------------------------

roles = st.sampled_from(["front", "cyc", "side"])
shares = st.integers(0, 10).map(lambda n: n / 10)
values = st.builds(
    Value,
    st.none() | shares,
    st.none() | st.sampled_from([RED, BLUE]),
    st.dictionaries(st.sampled_from(["pan", "zoom"]), st.integers(0, 90).map(float)),
)


@st.composite
def shows(draw: st.DrawFn) -> PromptBook:
    looks = draw(st.lists(st.dictionaries(roles, values, min_size=1), min_size=1, max_size=6))
    cues = tuple(
        cue(str(n), Light(str(n), 1, 2, only=draw(st.booleans()), asserts=draw(st.booleans())))
        for n in range(1, len(looks) + 1)
    )
    return show({str(n): look for n, look in enumerate(looks, start=1)}, *cues)


def naive(book: PromptBook, upto: int) -> dict[tuple[str, str], object]:
    """Tracking at its plainest: a table of (role, parameter), each cue's moves written into it."""
    kept: dict[tuple[str, str], object] = {}
    shown: dict[tuple[str, str], object] = {}
    for one in book.cues[:upto]:
        light = one.actions[0]
        assert isinstance(light, Light)
        shown = dict(kept)
        for role, value in book.looks[light.look].values.items():
            parts = {"level": value.level, "colour": value.colour, **value.settings}
            shown |= {(role, name): to for name, to in parts.items() if to is not None}
        kept = kept if light.only else shown
    return shown


def table(shown: Picture) -> dict[tuple[str, str], object]:
    parts = {
        (role, name): to
        for role, value in shown.items()
        for name, to in {"level": value.level, "colour": value.colour, **value.settings}.items()
    }
    return {key: to for key, to in parts.items() if to is not None}


@settings(deadline=None)
@given(shows())
def test_tracking_is_what_the_plainest_model_says(book: PromptBook) -> None:
    for upto in range(len(book.cues) + 1):
        assert table(picture(book, upto)) == naive(book, upto)


def seen(shown: dict[tuple[str, str], object]) -> dict[tuple[str, str], object]:
    """What of it the house sees: dark lamps may already have turned for the next cue."""
    return {key: to for key, to in shown.items() if shown.get((key[0], "level"))}


def assert_shows(desk: Desk, want: dict[tuple[str, str], object]) -> None:
    """When all fades are over, levels are just these, and lit roles have at least these colours and parameters: what
    was never given before a cue-only cue cannot be given back after it."""
    have = seen(table(levels(desk.state.light, at(desk.time + 100))))
    assert seen(want).items() <= have.items()
    assert {key for key in have if key[1] == "level"} == {key for key in seen(want) if key[1] == "level"}


@settings(deadline=None)
@given(shows())
def test_running_through_shows_each_cue_as_it_was_tracked(book: PromptBook) -> None:
    desk = Desk(book)
    for upto in range(1, len(book.cues) + 1):
        assert_shows(desk.go(), naive(book, upto))


@settings(deadline=None)
@given(shows(), st.data())
def test_going_anywhere_in_any_order_shows_what_running_through_does(book: PromptBook, data: st.DataObject) -> None:
    """GO, GO TO and BACK however pressed: the light of the cue at which the list stands is that of the model."""
    desk = Desk(book)
    numbers = [one.number for one in book.cues]
    for _ in range(data.draw(st.integers(1, 6))):
        command = data.draw(st.sampled_from([Command.GO, Command.GO_TO, Command.BACK]))
        desk.press(command, data.draw(st.sampled_from(numbers)) if command is Command.GO_TO else "")
        number = desk.state.stands.get("", "")
        if number:
            assert_shows(desk, naive(book, numbers.index(number) + 1))
