"""How roles land on lamps and lamps on slots, told in strings of levels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Value
from odette.core.effects import Blackout, Fade, Flash, Freeze, Highlight, Master, Park, Pulse, Thaw
from odette.core.light import LightState, advance, apply, levels
from odette.core.patch import Patch, frames, in_venue, picture
from odette.core.profile import GENERIC, Channel, Profile, Span
from odette.core.slots import Lamp, slots
from odette.core.venue import Fixture, Venue
from odette.core.wave import Kind, Wave

T0 = ShowTime(50 * SECOND)
RED, GREEN, BLUE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def dimmers(count: int, **roles: dict[str, float]) -> Venue:
    fixtures = tuple(Fixture(f"d{n}", "dimmer", 1, n) for n in range(1, count + 1))
    return Venue("hall", fixtures, roles)


def look(*cues: dict[str, Value], state: LightState | None = None) -> LightState:
    """Cues, one second after another, as cuts."""
    state = state or LightState()
    for number, values in enumerate(cues):
        due = later(T0, number)
        state = apply(state, Fade(str(number), due, values, 0, 0), due)
    return state


def shown(venue: Venue, state: LightState, universe: int = 1) -> str:
    """The slots up to the last one that is lit: ``"255,128"``."""
    data = frames(venue, picture(venue, state, later(T0, 100)))[universe]
    return ",".join(str(slot) for slot in data.rstrip(b"\0"))


@pytest.mark.parametrize(
    ("front", "side", "merged"),
    [(0.0, 0.0, ""), (0.2, 0.0, "51,51"), (0.2, 0.4, "51,102,102"), (0.6, 0.4, "153,153,102"), (1, 1, "255,255,255")],
)
def test_the_brightest_role_wins_a_lamp(front: float, side: float, merged: str) -> None:
    venue = dimmers(3, front={"d1": 1, "d2": 1}, side={"d2": 1, "d3": 1})
    assert shown(venue, look({"front": Value(front), "side": Value(side)})) == merged


def test_weights_balance_a_role_before_roles_are_merged() -> None:
    venue = dimmers(2, front={"d1": 1.0, "d2": 0.5}, side={"d2": 0.8})
    assert shown(venue, look({"front": Value(1.0)})) == "255,128"
    assert shown(venue, look({"front": Value(1.0), "side": Value(1.0)})) == "255,204"


def test_every_universe_has_a_full_frame_and_lamps_in_no_role_are_dark() -> None:
    venue = Venue("hall", (Fixture("a", "dimmer", 1, 512), Fixture("b", "rgb", 7, 10)), {"all": {"a": 1}})
    data = frames(venue, picture(venue, look({"all": Value(1.0)}), T0))
    assert data == {1: bytes(511) + b"\xff", 7: bytes(512)}


@pytest.mark.parametrize(
    ("profile", "level", "colour", "expected"),
    [
        ("dimmer", 0.5, RED, [128]),
        ("rgb", 0.5, (1.0, 0.5, 0.0), [128, 64, 0]),
        ("rgbw", 1.0, (1.0, 0.5, 0.25), [191, 64, 0, 64]),
        ("rgbw", 0.5, (1.0, 1.0, 1.0), [0, 0, 0, 128]),
        ("rgbw", 1.0, RED, [255, 0, 0, 0]),
        ("dimmer-rgb", 0.5, (1.0, 0.5, 0.0), [128, 255, 128, 0]),
        ("dimmer-rgbw", 0.5, (1.0, 1.0, 0.0), [128, 255, 255, 0, 0]),
        ("dimmer-rgbw", 0.0, (1.0, 1.0, 1.0), [0, 0, 0, 0, 255]),
    ],
)
def test_a_fixture_gets_the_slots_of_its_profile(
    profile: str, level: float, colour: tuple[float, float, float], expected: list[int]
) -> None:
    assert list(slots(GENERIC[profile], Lamp(level, colour))) == expected


def test_an_led_that_no_look_gave_a_colour_shows_white_and_a_dimmer_its_gel() -> None:
    amber = (1.0, 0.7, 0.2)
    venue = Venue(
        "hall",
        (Fixture("led", "rgb", 1, 1), Fixture("par", "dimmer", 1, 4, colour=amber)),
        {"all": {"led": 1, "par": 1}},
    )
    state = look({"all": Value(1.0)})
    assert shown(venue, state) == "255,255,255,255"
    assert picture(venue, state, later(T0, 9)) == {"led": Lamp(1.0, (1, 1, 1)), "par": Lamp(1.0, amber)}
    tinted = picture(venue, look({"all": Value(1.0, BLUE)}), later(T0, 9))
    assert tinted == {"led": Lamp(1.0, BLUE), "par": Lamp(1.0, amber)}


PARS = Venue(
    "hall",
    (Fixture("p1", "rgb", 1, 1), Fixture("p2", "rgb", 1, 4)),
    {"pars": {"p1": 1, "p2": 1}, "special": {"p2": 1}},
)


@pytest.mark.parametrize("kept", [LightState(), in_venue(LightState(), PARS)])
def test_the_colour_given_last_wins_a_lamp(kept: LightState) -> None:
    """Whether the state is a show's, by role, or a venue's, by lamp."""
    blue, red, green = {"pars": Value(1, BLUE)}, {"special": Value(1, RED)}, {"pars": Value(1, GREEN)}
    assert shown(PARS, look(blue, state=kept)) == "0,0,255,0,0,255"
    assert shown(PARS, look(blue, red, state=kept)) == "0,0,255,255"
    assert shown(PARS, look(blue, red, green, state=kept)) == "0,255,0,0,255"


def test_roles_that_a_venue_does_not_have_light_nothing_in_it() -> None:
    assert shown(PARS, look({"chandelier": Value(1, RED), "pars": Value(1, BLUE)})) == "0,0,255,0,0,255"


shares = st.floats(0, 1)


@settings(deadline=None)
@given(st.fixed_dictionaries({"pars": shares, "special": shares}), shares)
def test_master_scales_every_intensity_and_no_colour(at: dict[str, float], master: float) -> None:
    state = look({role: Value(level, BLUE) for role, level in at.items()})
    full = picture(PARS, state, later(T0, 9))
    scaled = picture(PARS, apply(state, Master(later(T0, 9), master), later(T0, 9)), later(T0, 9))
    for lamp in full:
        assert scaled[lamp].level == pytest.approx(full[lamp].level * master)
        assert scaled[lamp].colour == full[lamp].colour


@settings(deadline=None)
@given(st.fixed_dictionaries({"pars": shares, "special": shares}))
def test_blackout_is_dark_on_every_slot_that_makes_light_and_gives_the_look_back(at: dict[str, float]) -> None:
    state = look({role: Value(level, RED) for role, level in at.items()})
    dark = apply(state, Blackout(later(T0, 9), True), later(T0, 9))
    assert shown(PARS, dark) == ""
    back = apply(dark, Blackout(later(T0, 10), False), later(T0, 10))
    assert shown(PARS, back) == shown(PARS, state)
    assert levels(dark, later(T0, 9)) == levels(state, later(T0, 9))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["front", "side"]), shares), st.dictionaries(st.sampled_from("ab"), shares))
def test_a_lamp_is_never_brighter_than_its_brightest_role_nor_darker_than_any(
    at: dict[str, float], weights: dict[str, float]
) -> None:
    lamps = (Fixture("a", "dimmer", 1, 1), Fixture("b", "dimmer", 1, 2))
    venue = Venue("hall", lamps, {"front": weights, "side": {"a": 1.0}})
    lit = picture(venue, look({role: Value(level) for role, level in at.items()}), later(T0, 9))
    for lamp in ("a", "b"):
        parts = [at.get(role, 0.0) * w[lamp] for role, w in venue.roles.items() if lamp in w]
        assert lit[lamp].level == pytest.approx(max(parts, default=0.0))


CARRIED = ("intensity", "red", "green", "blue", "zoom", "gobo")
HEAD = Profile(6, tuple(Channel((slot,), parameter) for slot, parameter in enumerate(CARRIED)))
HEADS = Venue(
    "hall",
    tuple(Fixture(name, "head", 1, 1 + 6 * i) for i, name in enumerate("abc")),
    {"front": {"a": 1.0, "b": 0.5}, "side": {"b": 0.8, "c": 1.0}, "all": {"a": 0.3, "b": 0.3, "c": 0.3}},
    profiles={"head": HEAD},
)
values = st.builds(
    Value,
    st.none() | shares,
    st.none() | st.tuples(shares, shares, shares),
    st.fixed_dictionaries({}, optional={"zoom": st.floats(5, 50), "gobo": st.sampled_from(["open", "leaves"])}),
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(list(HEADS.roles)), values, min_size=1, max_size=1), max_size=8))
@pytest.mark.parametrize("kept", [LightState(), in_venue(LightState(), HEADS)], ids=["by role", "by lamp"])
def test_intensity_is_the_highest_and_all_else_the_latest(kept: LightState, cues: list[dict[str, Value]]) -> None:
    """Against the rule told plainly: roles keep levels, lamps keep what was said last of any role they hang in."""
    levels_by_role = dict.fromkeys(HEADS.roles, 0.0)
    colours: dict[str, tuple[float, float, float]] = {}
    said: dict[str, dict[str, float | str]] = {}
    for cue in cues:
        for role, value in cue.items():
            levels_by_role[role] = levels_by_role[role] if value.level is None else value.level
            for lamp in HEADS.roles[role]:
                colours |= {} if value.colour is None else {lamp: value.colour}
                said[lamp] = said.get(lamp, {}) | value.settings
    lit = picture(HEADS, look(*cues, state=kept), later(T0, 100))
    for name, lamp in lit.items():
        heard = [levels_by_role[role] * weights[name] for role, weights in HEADS.roles.items() if name in weights]
        assert lamp.level == pytest.approx(max(heard))
        assert lamp.colour == pytest.approx(colours.get(name, (1.0, 1.0, 1.0)))
        assert lamp.settings == said.get(name, {})


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(list(HEADS.roles)), values), max_size=4))
def test_a_patch_that_is_kept_shows_what_a_new_one_shows(cues: list[dict[str, Value]]) -> None:
    """Nothing that it remembers from earlier frames shows in a later one."""
    patch, state = Patch(HEADS), LightState()
    for number, cue in enumerate(cues):
        state = apply(state, Fade(str(number), later(T0, number), cue, 3, 3), later(T0, number))
        for moment in (0.0, 0.4, 0.9):
            t = later(T0, number + moment)
            assert patch.frames(patch.picture(state, t)) == frames(HEADS, picture(HEADS, state, t))


@pytest.mark.parametrize(
    ("hung", "told"),
    [
        ({}, (30.0, -40.0)),
        ({"invert": ("pan",)}, (-30.0, -40.0)),
        ({"swap": True}, (-40.0, 30.0)),
        ({"swap": True, "invert": ("pan", "tilt")}, (40.0, -30.0)),
    ],
)
def test_a_head_that_hangs_another_way_is_told_so_that_it_points_where_the_look_says(
    hung: dict[str, bool | tuple[str, ...]], told: tuple[float, float]
) -> None:
    ways = (
        Channel((0,), "pan", 0, (Span(0, 255, "", -270, 270),)),
        Channel((1,), "tilt", 0, (Span(0, 255, "", -99, 99),)),
    )
    hall = Venue("hall", (Fixture("m", "h", 1, 1, **hung),), {"m": {"m": 1}}, profiles={"h": Profile(2, ways)})  # type: ignore[arg-type]
    lamp = picture(hall, look({"m": Value(1.0, settings={"pan": 30.0, "tilt": -40.0})}), later(T0, 9))["m"]
    assert (lamp.settings["pan"], lamp.settings["tilt"]) == told


ROLES = ("front", "cyc", "movers")
HALL = Venue(
    "hall",
    (
        *(Fixture(f"d{n}", "dimmer", 1, n) for n in range(1, 4)),
        *(Fixture(f"c{n}", "rgbw", 1, 4 * n) for n in range(2, 5)),
        Fixture("m", "head", 2, 1),
    ),
    {
        "front": {"d1": 1, "d2": 0.5, "c2": 1},
        "cyc": {"d2": 1, "c2": 0.7, "c3": 1, "c4": 1},
        "movers": {"m": 1, "d3": 1},
    },
    profiles={
        "head": Profile(2, (Channel((0,), "intensity"), Channel((1,), "pan", 0, (Span(0, 255, "", -270, 270),))))
    },
)
WAVES = st.none() | st.builds(Wave, st.sampled_from(Kind), st.just(0.5), colour=st.none() | st.just(RED))
VALUES = st.builds(
    Value,
    st.none() | st.floats(0, 1),
    st.none() | st.sampled_from([RED, GREEN]),
    st.just({}) | st.builds(lambda pan: {"pan": pan}, st.floats(-200, 200)),
    WAVES,
)
EFFECTS = st.one_of(
    st.builds(
        lambda cue, values, up, delay: Fade(str(cue), T0, values, up, up, delay),
        st.integers(1, 9),
        st.dictionaries(st.sampled_from(ROLES), VALUES, min_size=1),
        st.floats(0, 3),
        st.floats(0, 1),
    ),
    st.builds(Master, st.just(T0), st.floats(0, 1)),
    st.builds(Blackout, st.just(T0), st.booleans()),
    st.builds(Flash, st.just(T0), st.sampled_from(["front", "c3"]), st.booleans()),
    st.builds(Park, st.just(T0), st.sampled_from(["cyc", "m"]), st.none() | VALUES),
    st.builds(Highlight, st.just(T0), st.sampled_from(["", "c2", "m"])),
    st.sampled_from([Freeze(T0), Thaw(T0), Pulse(T0, 3.0, 90.0)]),
)


@given(st.lists(st.tuples(st.floats(0, 2), st.none() | EFFECTS), max_size=12), st.lists(st.integers(0, 11), max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_patch_that_remembers_shows_what_one_without_a_past_would(
    evening: list[tuple[float, object]], again: list[int]
) -> None:
    """Frame after frame, and for times that are asked for once more."""
    state, now, patch, asked = in_venue(LightState(), HALL), T0, Patch(HALL), []
    for wait, effect in evening:
        now = later(now, wait)
        state = apply(state, effect, now) if effect is not None else advance(state, now)  # type: ignore[arg-type]
        asked.append((state, now))
    for state, t in [*asked, *(asked[i] for i in again if i < len(asked))]:
        fresh = Patch(HALL)
        assert patch.picture(state, t) == fresh.picture(state, t)
        assert patch.frames(patch.picture(state, t)) == fresh.frames(fresh.picture(state, t))
