"""What the desk is told of the show."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from evenings import Night, at, book, opened, playing, pressed, standing
from odette.core.cue import Calling, Number, On, Room
from odette.core.events import Command, Conducted, Following, Told
from odette.core.step import step
from odette.core.venue import Venue
from odette.performance.view import View, lasting, repeated
from odette.score.model import Bar, Score, Tempo

SIGN = Conducted(at(1.5), "ready", at(1.5))
LINE = tuple(Bar(n, str(n + 1), 1, Fraction(4 * n), Fraction(4), 4, 4) for n in range(16))


def score(bars=LINE):
    return Score("Scene", (), (), bars, (Tempo(Fraction(0), 120.0),))


def view(bars=LINE):
    return View(Venue("Town Hall", (), {}), {"scene": score(bars)})


def shown(prompt_book, *events, told=None):
    """The last state and update of an evening."""
    night, desk = Night(prompt_book, *events), view()
    state = night.state
    if told:
        state, effects = step(state, told)
        desk.note(told, effects)
    return desk.state(state, state.now), desk.now(state, state.now)


def bar(beats, beat_type):
    return Bar(0, "1", 1, Fraction(0), Fraction(4), beats, beat_type)


@pytest.mark.parametrize(
    ("beats", "beat_type", "quarters"), [(4, 4, 1), (2, 2, 2), (6, 8, 1.5), (9, 8, 1.5), (3, 8, 1.5), (2, 8, 0.5)]
)
def test_a_tempo_is_told_in_what_a_conductor_beats(beats, beat_type, quarters):
    assert bar(beats, beat_type).unit == quarters


def test_a_number_lasts_as_long_as_its_tempi_say():
    assert lasting(Number("scene", "Scene", 60.0, 60.0, ((0.0, 60.0), (30.0, 120.0)))) == 45.0
    assert lasting(Number("scene", "Scene", 60.0, 120.0)) == 30.0


def test_a_bar_that_is_played_twice_is_told_with_its_pass():
    twice = (LINE[0], Bar(0, "1", 2, Fraction(4), Fraction(4), 4, 4), LINE[2])
    assert repeated(score(twice)) == {0}
    night, desk = Night(book("1 lights called"), opened(), playing(0, 5)), view(twice)
    assert desk.now(night.state, night.state.now)["position"]["pass"] == 2
    assert view().now(night.state, night.state.now)["position"]["pass"] is None


def test_since_when_the_players_are_lost_is_kept_while_they_are():
    prompt_book, desk = book("1 lights called"), view()
    night = Night(prompt_book, opened(), playing(0, 4), standing(4, 3.1, 2.0, Following.LOST))
    early = Night(prompt_book, opened(), playing(0, 4), standing(4, 3.1, 0.1, Following.LOST))
    since = desk.now(early.state, early.state.now)["position"]["since"]
    assert desk.now(night.state, night.state.now)["position"]["since"] == since


def test_a_held_cue_and_who_stands_by_are_told():
    state, _ = shown(book("1 lights auto at 8"), opened(), pressed(0.5, Command.HOLD_CUE, "1"))
    assert state["cues"][0]["held"] is True
    assert state["cues"][0]["acknowledged"] == ()


def test_where_a_person_said_that_the_players_are_is_told_and_when_they_were_found_there():
    prompt_book = book("1 lights called")
    told = Told(at(5), "t", "Anna", "scene", 20.0)
    _, now = shown(prompt_book, opened(), playing(0, 4), told=told)
    assert now["told"] == {"number": "scene", "beat": 20.0, "bar": "6", "who": "Anna", "at": at(5), "found": None}
    desk, night = view(), Night(prompt_book, opened(), told, playing(20, 24, start=5.5))
    desk.note(told, step(Night(prompt_book, opened()).state, told)[1])
    assert desk.now(night.state, night.state.now)["told"]["found"] == night.state.now


def test_a_place_that_was_refused_is_not_told():
    _, now = shown(book("1 lights called"), opened(), told=Told(at(5), "t", "Anna", "scene", 2000.0))
    assert now["told"] is None


def test_a_warning_in_bars_is_that_many_bars_before_the_cue():
    desk = view()
    prompt_book = book("1 lights called at 42")
    counted = type(prompt_book)(
        prompt_book.title, prompt_book.numbers, prompt_book.cues, prompt_book.looks, calling=Calling(bars=8)
    )
    for each, beat in ((prompt_book, None), (counted, 10.0)):
        night = Night(each, opened())
        assert desk.state(night.state, night.state.now)["cues"][0]["warn"] == beat


def test_that_a_number_is_waited_for_and_the_last_sign_of_the_hands_are_told():
    waiting, _ = shown(book("1 lights auto at 8"), opened(), standing(0, 0.1, 1, Following.WAITING), SIGN)
    assert waiting["awaited"] is True
    assert waiting["conducted"] == {"sign": "ready", "at": at(1.5)}
    begun, _ = shown(book("1 lights auto at 8"), opened(), playing(0, 4))
    assert begun["awaited"] is False
    assert begun["conducted"] is None


def test_a_cue_that_waits_for_the_end_of_a_number_says_which():
    begins, ends = (On(what, "scene") for what in (Room.MUSIC_BEGINS, Room.MUSIC_ENDS))
    prompts = book("1 lights called\n2 lights called")
    cues = tuple(replace(cue, trigger=on) for cue, on in zip(prompts.cues, (begins, ends), strict=True))
    state, _ = shown(replace(prompts, cues=cues), opened())
    assert [cue["over"] for cue in state["cues"]] == ["", "scene"]
