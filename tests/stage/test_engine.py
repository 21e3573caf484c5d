"""What the stage does with effects that come early, late, twice, or from a show that was away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Message, Value
from odette.core.effects import Blackout, Fade, Freeze, Master, SendMessage, Thaw
from odette.core.light import LightEffect, LightState, apply, levels
from odette.core.patch import frames, in_venue, picture
from odette.core.venue import Fixture, Venue
from odette.stage.engine import FAREWELL, Engine
from odette.stage.takeover import GLIDE, take_over

T0 = ShowTime(500 * SECOND)
RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
HALL = Venue(
    "hall",
    (Fixture("d1", "dimmer", 1, 1), Fixture("p1", "rgb", 1, 2), Fixture("p2", "rgb", 1, 5)),
    {"front": {"d1": 1}, "pars": {"p1": 1, "p2": 1}, "special": {"p2": 1}},
)


def at(seconds: float) -> ShowTime:
    return later(T0, seconds)


def fade(cue: str, due: float, seconds: float = 0.0, **to: float) -> Fade:
    return Fade(cue, at(due), {role: Value(level) for role, level in to.items()}, seconds, seconds)


def message(cue: str, due: float, address: str = "/go") -> SendMessage:
    return SendMessage(cue, at(due), Message("qlab", address))


def slots(engine: Engine, seconds: float) -> list[int]:
    return list(engine.frames(at(seconds))[1][:7])


def test_frames_follow_a_fade_and_then_stand_still() -> None:
    engine = Engine(HALL)
    engine.take([fade("1", 0, 2, front=1.0)], at(0))
    assert [slots(engine, t)[0] for t in (0, 1, 2, 3)] == [0, 128, 255, 255]
    assert engine.frames(at(4)) is engine.frames(at(5))


def test_an_effect_sent_ahead_moves_light_that_stood_still() -> None:
    engine = Engine(HALL)
    engine.frames(at(0))
    engine.take([fade("1", 5, front=1.0)], at(1))
    assert [slots(engine, t)[0] for t in (2, 4.9, 5)] == [0, 0, 255]


def test_a_cue_is_reported_once_when_it_goes() -> None:
    engine = Engine(HALL)
    engine.take([fade("1", 5, front=1.0)], at(1))
    engine.take([fade("1", 5, front=1.0)], at(1.5))
    assert [[sent.cue for sent in engine.gone(at(t))] for t in (4.9, 5.01, 6)] == [[], ["1"], []]
    engine.take([fade("1", 5, front=1.0)], at(7))
    assert engine.gone(at(7)) == []


def test_a_cue_whose_time_was_changed_is_reported_at_the_new_time() -> None:
    engine = Engine(HALL)
    engine.take([fade("1", 5, front=1.0)], at(1))
    engine.take([fade("1", 6, front=1.0)], at(2))
    assert [[sent.cue for sent in engine.gone(at(t))] for t in (5.5, 6)] == [[], ["1"]]


def test_messages_are_given_out_in_order_when_due_and_never_twice() -> None:
    engine = Engine(HALL)
    engine.take([message("2", 6, "/b"), message("1", 5, "/a")], at(1))
    assert engine.next_message() == at(5)
    assert [m.message.address for m in engine.messages(at(9))] == ["/a", "/b"]
    engine.take([message("2", 6, "/b"), message("1", 5, "/a")], at(9))
    assert engine.messages(at(99)) == []
    assert engine.next_message() is None


def test_a_message_may_be_moved_until_it_goes() -> None:
    engine = Engine(HALL)
    engine.take([message("1", 5)], at(1))
    engine.take([message("1", 7)], at(2))
    assert [len(engine.messages(at(t))) for t in (6, 7, 8)] == [0, 1, 0]


def test_a_new_engine_takes_the_light_as_it_stands_running_fades_included() -> None:
    show = apply(LightState(), fade("1", 0, 10, front=1.0), at(0))
    engine = Engine(HALL)
    engine.assert_state(show, at(5))
    assert [slots(engine, t)[0] for t in (5, 10)] == [128, 255]


def test_a_show_that_comes_back_with_the_same_light_disturbs_nothing() -> None:
    show = apply(LightState(), fade("1", 0, 10, front=1.0), at(0))
    engine, other = Engine(HALL), Engine(HALL)
    for one in (engine, other):
        one.take([fade("1", 0.001, 10, front=1.0)], at(0.001))
    engine.assert_state(show, at(4))
    assert [slots(engine, t) for t in (4, 5, 9, 11)] == [slots(other, t) for t in (4, 5, 9, 11)]


def test_a_show_that_comes_back_with_other_light_is_faded_to() -> None:
    engine = Engine(HALL)
    engine.take([fade("1", 0, front=1.0, pars=1.0)], at(0))
    engine.assert_state(apply(LightState(), fade("2", 0, front=0.2), at(0)), at(5))
    assert slots(engine, 5)[0] == 255
    assert slots(engine, 5 + GLIDE) == [51, 0, 0, 0, 0, 0, 0]


def test_a_changed_venue_keeps_the_light_and_lets_old_slots_go_dark() -> None:
    engine = Engine(HALL)
    engine.take([Fade("1", at(0), {"pars": Value(1.0, BLUE)}, 0, 0)], at(0))
    moved = Venue("hall", (Fixture("p1", "rgb", 1, 101),), {"pars": {"p1": 1}})
    engine.repatch(moved)
    assert engine.frames(at(1))[1] == bytes(102) + b"\xff" + bytes(409)


def test_colours_of_shared_lamps_are_asserted_by_who_moved_last() -> None:
    state = apply(LightState(), Fade("1", at(0), {"special": Value(1.0, RED)}, 0, 0), at(0))
    state = apply(state, Fade("2", at(1), {"pars": Value(1.0, BLUE)}, 0, 0), at(1))
    engine = Engine(HALL)
    engine.assert_state(state, at(2))
    assert slots(engine, 3)[1:] == [0, 0, 255, 0, 0, 255]


def test_a_freeze_the_stage_missed_is_made_up_for_when_the_show_is_back() -> None:
    lit = apply(LightState(), fade("1", 0, 10, front=1.0), at(0))
    have, want = in_venue(lit, HALL), in_venue(apply(lit, Freeze(at(4)), at(4)), HALL)
    taken = take_over(have, want, at(5))
    assert levels(taken, at(60))["front"] == levels(lit, at(5))["front"]
    thawed = apply(taken, Thaw(at(60)), at(60))
    assert levels(thawed, at(60 + 5))["front"].level == 1.0


def test_a_thaw_the_stage_missed_is_made_up_for_too() -> None:
    lit = apply(LightState(), fade("1", 0, 10, front=1.0), at(0))
    have = in_venue(apply(lit, Freeze(at(4)), at(4)), HALL)
    taken = take_over(have, in_venue(lit, HALL), at(5))
    assert levels(taken, at(5))["front"] == levels(have, at(5))["front"]
    assert levels(taken, at(5 + 6))["front"].level == 1.0


shares = st.integers(0, 20).map(lambda n: n / 20)
roles = st.sampled_from(["front", "pars", "special"])
values = st.dictionaries(roles, st.builds(Value, shares, st.none() | st.tuples(shares, shares, shares)), min_size=1)


@st.composite
def evenings(draw: st.DrawFn) -> list[tuple[float, LightEffect]]:
    now, evening = 0.0, list[tuple[float, LightEffect]]()
    for number in range(draw(st.integers(0, 4))):
        now += draw(st.integers(0, 20)) / 10
        effect: LightEffect = Fade(str(number), at(now), draw(values), draw(st.integers(0, 40)) / 10, 2.0)
        effect = draw(st.sampled_from([effect, effect, Freeze(at(now)), Thaw(at(now)), Master(at(now), 0.5)]))
        evening.append((now, effect))
    return evening


def light(evening: list[tuple[float, LightEffect]]) -> LightState:
    state = LightState()
    for when, effect in evening:
        state = apply(state, effect, at(when))
    return state


@settings(deadline=None)
@given(evenings(), evenings(), st.integers(0, 60))
def test_a_takeover_never_jumps_and_ends_at_what_the_show_says(
    one: list[tuple[float, LightEffect]], other: list[tuple[float, LightEffect]], more: int
) -> None:
    have, want = in_venue(light(one), HALL), in_venue(light(other), HALL)
    now = at(8 + more / 10)
    taken = take_over(have, want, now)
    before, after = picture(HALL, have, now), picture(HALL, taken, now)
    for lamp in before:
        assert after[lamp].level == pytest.approx(before[lamp].level)
        if lamp in have.colours and before[lamp].level:
            assert after[lamp].colour == pytest.approx(before[lamp].colour)
    thaw = Thaw(later(now, 30))
    end, goal = apply(taken, thaw, later(now, 30)), apply(want, thaw, later(now, 30))
    shown, wanted = picture(HALL, end, later(now, 90)), picture(HALL, goal, later(now, 90))
    for lamp in wanted:
        assert shown[lamp].level == pytest.approx(wanted[lamp].level)
        if lamp in want.colours:
            assert shown[lamp].colour == pytest.approx(wanted[lamp].colour)


def test_blackout_asserted_is_dark_at_once() -> None:
    lit = in_venue(light([(0.0, fade("1", 0, front=1.0))]), HALL)
    dark = apply(lit, Blackout(at(1), True), at(1))
    assert frames(HALL, picture(HALL, take_over(lit, dark, at(2)), at(2)))[1] == bytes(512)


def test_moving_and_exchanging_fixtures_leaves_no_old_address_lit() -> None:
    """Slots that were lit go to 0; so does a universe that is not used any more, for some frames before it leaves."""
    engine = Engine(HALL)
    engine.take([fade("1", 0, front=1, pars=1)], at(0))
    assert engine.frames(at(1))[1].rstrip(b"\0") == b"\xff" * 7
    moved = Venue("hall", (Fixture("d1", "dimmer-16", 2, 511), Fixture("p1", "rgbw", 2, 1)), {"front": {"d1": 1}})
    engine.repatch(moved)
    for frame in range(FAREWELL):
        shown = engine.frames(at(1 + frame / 44))
        assert shown[1] == bytes(512)
        assert shown[2] == bytes(4) + bytes(506) + b"\xff\xff"
    assert set(engine.frames(at(2))) == {2}
    assert set(engine.frames(at(3))) == {2}
