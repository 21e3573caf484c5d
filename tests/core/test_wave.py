"""Waves: chases, sines, flickers and breaths are continuous whatever cues, tempo and phase do."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenings import at
from odette.core.clocks import SECOND, ShowTime
from odette.core.cue import Authority, Beat, Called, Cue, Department, Light, Look, Number, PromptBook, Value
from odette.core.effects import Fade, OnLight, Pulse
from odette.core.events import Command, Event, Following, Heard, Opened, Pressed
from odette.core.light import LightState, apply, colour_at, level_at, still
from odette.core.motion import position
from odette.core.patch import in_venue, picture
from odette.core.state import opening
from odette.core.step import step
from odette.core.venue import Fixture, Venue
from odette.core.wave import Beating, Kind, Wave, beat_at, dip, kept_to, strayed
from odette.stage.takeover import take_over

SINE = Wave(Kind.SINE, 0.5, seconds=2.0)
BEAT = Wave(Kind.SINE, 1.0, beats=1.0)
RED, BLUE = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)

STEEP = 36.0
"""The edge of a chase of eight takes a 24th of its cycle, and is half as steep again in its middle."""


def light(*effects: tuple[float, OnLight], state: LightState | None = None) -> LightState:
    state = state or LightState()
    for when, effect in effects:
        state = apply(state, effect, at(when))
    return state


def waved(wave: Wave | None, level: float = 1.0, due: float = 0.0, seconds: float = 0.0, cue: str = "1") -> Fade:
    return Fade(cue, at(due), {"cyc": Value(level, wave=wave)}, seconds, seconds)


def level(state: LightState, seconds: float) -> float:
    return level_at(state, "cyc", at(seconds))


def test_a_sine_swings_between_the_level_and_its_depth_below() -> None:
    state = light((0, waved(SINE, 0.8)))
    assert [round(level(state, t), 6) for t in (2, 2.5, 3, 3.5, 4)] == [0.8, 0.6, 0.4, 0.6, 0.8]


def test_a_wave_comes_with_its_fade_and_goes_with_that_of_the_next_level() -> None:
    state = light((0, waved(SINE, 0.8, seconds=4)))
    lowest = [level(state, t) / 0.8 for t in (1, 3, 5, 7)]
    assert lowest[2:] == pytest.approx([0.5, 0.5])
    assert light((9, waved(None, 0.8, 9, 4, "2")), state=state).waves
    over = light((9, waved(None, 0.8, 9, 4, "2")), state=state)
    assert [round(level(over, t), 6) for t in (13, 13.7, 19)] == [0.8, 0.8, 0.8]
    assert still(over, at(13))
    assert not still(over, at(12))


def test_a_colour_or_a_parameter_leaves_the_wave_of_the_level_alone() -> None:
    state = light((0, waved(SINE)), (3, Fade("2", at(3), {"cyc": Value(colour=RED, settings={"zoom": 9.0})}, 1, 1)))
    assert level(state, 5) == pytest.approx(0.5)


def test_a_wave_with_a_colour_swings_the_colour_and_not_the_level() -> None:
    tint = Wave(Kind.SINE, 1.0, seconds=2.0, colour=BLUE)
    state = light((0, Fade("1", at(0), {"cyc": Value(1.0, RED, wave=tint)}, 0, 0)))
    assert level(state, 3) == 1.0
    assert [colour_at(state, "cyc", at(t)) for t in (2, 2.5, 3)] == [
        pytest.approx(each) for each in (RED, (0.5, 0.0, 0.5), BLUE)
    ]


def test_a_wave_with_a_colour_is_on_the_lamps_of_its_role_and_ends_with_the_next_colour() -> None:
    hall = Venue("hall", (Fixture("p", "rgb", 1, 1),), {"cyc": {"p": 1.0}, "other": {"p": 1.0}})
    tint = Wave(Kind.SINE, 1.0, seconds=2.0, colour=BLUE)
    first = Fade("1", at(0), {"cyc": Value(1.0, RED, wave=tint)}, 0, 0)
    for state in (in_venue(light((0, first)), hall), light((0, first), state=in_venue(LightState(), hall))):
        assert picture(hall, state, at(3))["p"].colour == pytest.approx(BLUE)
        over = light((4, Fade("2", at(4), {"other": Value(colour=RED)}, 1, 1)), state=state)
        assert picture(hall, over, at(7))["p"].colour == pytest.approx(RED)


def test_a_chase_lights_one_role_after_the_other_and_always_about_one() -> None:
    chase = [Wave(Kind.CHASE, 1.0, seconds=4.0, phase=(4 - i) % 4 / 4, share=0.25) for i in range(4)]
    for quarter in range(4):
        lit = [1 - dip(wave, Beating(), at(quarter + 0.4)) for wave in chase]
        assert lit == [float(i == quarter) for i in range(4)]
    for t in range(400):
        assert 0.99 <= sum(1 - dip(wave, Beating(), at(t / 100)) for wave in chase) <= 1.01


def test_flames_differ_and_are_the_same_at_every_replay() -> None:
    one, other = Wave(Kind.FLICKER, seconds=0.3), Wave(Kind.FLICKER, seconds=0.3, phase=7.31)
    first = [dip(one, Beating(), at(t / 10)) for t in range(50)]
    assert first == [dip(one, Beating(), at(t / 10)) for t in range(50)]
    assert first != [dip(other, Beating(), at(t / 10)) for t in range(50)]
    assert max(first) - min(first) > 0.5


@pytest.mark.parametrize("tempo", [60.0, 97.0])
def test_a_wave_on_the_beat_has_its_cycle_with_the_musics(tempo: float) -> None:
    """A beat after it was told, it is at its brightest on every beat."""
    state = light((0, waved(BEAT)), (10, Pulse(at(10), 32.3, tempo)))
    beats = [10 + (n - 0.3) * 60 / tempo for n in (2, 3, 7)]
    assert [level(state, t) for t in beats] == pytest.approx([1.0, 1.0, 1.0], abs=1e-4)
    assert level(state, beats[0] + 30 / tempo) == pytest.approx(0.0, abs=1e-4)


# -- laws ------------------------------------------------------------------------------------------

shares = st.integers(0, 10).map(lambda n: n / 10)
waves = st.builds(
    Wave,
    st.sampled_from(Kind),
    shares,
    st.sampled_from([0.5, 1.0, 4.0]),
    st.sampled_from([0.0, 0.5, 1.0, 4.0]),
    shares,
    st.sampled_from([0.125, 0.25, 0.5]),
)


@st.composite
def evenings(draw: st.DrawFn) -> list[tuple[float, OnLight]]:
    """Cues that bring and end waves, and a conductor whose tempo and beat wander."""
    now, beat, evening = 0.0, 0.0, list[tuple[float, OnLight]]()
    for n in range(draw(st.integers(1, 8))):
        now += draw(st.integers(0, 20)) / 10
        beat += draw(st.floats(0, 5))
        effect: OnLight = Fade(str(n), at(now), {"cyc": Value(draw(shares), wave=draw(st.none() | waves))}, 2.0, 2.0)
        pulse = Pulse(at(now), beat, draw(st.integers(40, 200)) * 1.0)
        evening.append((now, draw(st.sampled_from([effect, pulse]))))
    return evening


@settings(deadline=None, max_examples=60)
@given(evenings())
def test_no_wave_ever_jumps(evening: list[tuple[float, OnLight]]) -> None:
    """Whatever comes, the level moves no further in 2 ms than three of the steepest waves, one coming and two going, at
    one and a half times the fastest tempo, and the fades of the cues allow."""
    cycles = max(1 / 0.5, 200 / 60 * 1.5 / 0.5)
    most = 0.002 * (3 * STEEP * cycles + 3.0)
    state, before = LightState(), 0.0
    for when, effect in evening:
        now = at(when)
        before = level_at(state, "cyc", now)
        state = apply(state, effect, now)
        assert level_at(state, "cyc", now) == pytest.approx(before, abs=1e-6)
        here = before
        for step_on in range(1, 100):
            t = ShowTime(now + step_on * SECOND // 500)
            there = level_at(state, "cyc", t)
            assert abs(there - here) <= most
            here = there


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.02, 3), st.floats(0, 1000), st.floats(30, 240)), min_size=1, max_size=10))
def test_the_beat_never_goes_back_never_jumps_and_comes_to_be_the_musics(
    told: list[tuple[float, float, float]],
) -> None:
    beating, now = Beating(), at(0)
    for wait, beat, tempo in told:
        here = beat_at(beating, now)
        for part in range(1, 21):
            there = beat_at(beating, ShowTime(now + round(wait * SECOND) * part // 20))
            assert here - 1e-9 <= there
            here = there
        now = ShowTime(now + round(wait * SECOND))
        after = kept_to(beating, beat, tempo, now)
        assert beat_at(after, now) == pytest.approx(beat_at(beating, now))
        beating = after
    settled = ShowTime(now + round(120 / tempo * SECOND))
    music = beat + (settled - now) / SECOND * tempo / 60
    off = beat_at(beating, settled) - music
    assert off - round(off) == pytest.approx(0.0, abs=1e-6)
    assert strayed(beating, music, settled) == pytest.approx(0.0, abs=1e-6)


@settings(deadline=None)
@given(evenings())
def test_waves_survive_being_written_down(evening: list[tuple[float, OnLight]]) -> None:
    state = light(*evening)
    read = msgspec.json.decode(msgspec.json.encode(state), type=LightState)
    assert level(read, 30.3) == level(state, 30.3)


@settings(deadline=None)
@given(evenings(), evenings())
def test_a_takeover_of_waves_does_not_jump_and_ends_at_what_the_show_says(
    one: list[tuple[float, OnLight]], other: list[tuple[float, OnLight]]
) -> None:
    have, want = light(*one), light(*other)
    now = at(20)
    taken = take_over(have, want, now)
    assert level_at(taken, "cyc", now) == pytest.approx(level_at(have, "cyc", now), abs=1e-6)
    end = at(60)
    assert depths(taken, end) == pytest.approx(depths(want, end))
    assert strayed(taken.beating, beat_at(want.beating, end), end) == pytest.approx(0.0, abs=1e-6)


def depths(state: LightState, t: ShowTime) -> dict[Wave, float]:
    found = {each.wave: position(each.depth, t)[0] for each in state.waves.get("cyc", ())}
    return {wave: depth for wave, depth in found.items() if depth}


# -- the show tells the beat -----------------------------------------------------------------------


def show_with(wave: Wave) -> list[tuple[Event, tuple[Any, ...]]]:
    """A show whose one cue brings a wave, and players who quicken from 120 to 130 after five seconds."""
    cue = Cue("1", Department.LIGHTS, Called(), Authority.CALLED, (Light("1"),))
    number = Number("scene", "Scene", Beat(200.0), 120.0, beats=((Beat(0.0), 0.5),))
    state = opening(PromptBook("A test", (number,), (cue,), {"1": Look("1", {"cyc": Value(1.0, wave=wave)})}), {})
    events: list[Any] = [Opened(at(0)), Pressed(at(0.5), "p", "Anna", Command.GO)]
    beat = 0.0
    for n in range(500):
        tempo = 120.0 if n < 250 else 130.0
        beat += 0.02 * tempo / 60
        events.append(Heard(at(1.05 + n * 0.02), "scene", at(1 + n * 0.02), Beat(beat), tempo, 0.95, Following.PLAYING))
    told = []
    for event in events:
        state, effects = step(state, event)
        told.append((event, effects))
    return told


def test_the_beat_is_told_once_and_again_when_it_changes_and_not_more() -> None:
    """In the beats that the time signature counts, here eighth notes: twice as many."""
    pulses = [effect for _, effects in show_with(BEAT) for effect in effects if isinstance(effect, Pulse)]
    assert [pulse.tempo for pulse in pulses] == [240.0, 260.0]
    assert [pulse.due for pulse in pulses] == [at(1.0), at(6.0)]


def test_a_show_without_waves_on_the_beat_is_never_told_of_it() -> None:
    assert not [effect for _, effects in show_with(SINE) for effect in effects if isinstance(effect, Pulse)]
