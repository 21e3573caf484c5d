"""The conductor's upbeat is a moment before a number, from a camera or a key, and nothing but a moment."""

import pytest

from evenings import Night, at, book, opened, playing, pressed, standing
from odette.core.effects import Answered
from odette.core.events import Command, Conducted, Following


def hands(seconds: float, sign: str = "upbeat", due: float | None = None) -> Conducted:
    return Conducted(at(seconds), sign, at(seconds if due is None else due))  # type: ignore[arg-type]


def waited(until: float) -> list[object]:
    return list(standing(0, 0.1, until, Following.WAITING))


def test_a_cue_on_the_upbeat_goes_when_it_is_seen() -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), waited(2), hands(2.0, due=2.5), playing(0, 4, start=2.6))
    assert night.went == {"1": 2.0}


def test_a_cue_on_the_upbeat_waits_for_the_cue_before_it() -> None:
    night = Night(book("1 lights auto on show opens 3\n2 lights auto on upbeat"), opened(), hands(1.0), waited(5))
    assert night.went["1"] == 3.0
    assert night.went["2"] >= 2.95


@pytest.mark.parametrize("sign", ["ready", "ictus", "withdrawn"])
def test_no_other_sign_is_an_upbeat(sign: str) -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), hands(1.0, sign), waited(3))
    assert night.went == {}


def test_while_the_music_plays_no_gesture_is_an_upbeat() -> None:
    night = Night(book("1 lights auto at 2\n2 lights auto on upbeat"), opened(), playing(0, 8), hands(3.0))
    assert night.state.upbeats == {}


def test_no_gesture_ever_moves_the_place_or_sends_what_is_bound_to_it() -> None:
    night = Night(book("1 lights auto at 0\n2 lights auto at 4"), opened(), waited(2), hands(1.0), hands(1.5, "ictus"))
    assert night.went == {}
    assert night.state.begun == {}


def test_an_upbeat_that_is_withdrawn_is_told_and_the_next_one_counts() -> None:
    prompts = book("1 lights auto on show opens\n2 lights auto on upbeat")
    night = Night(prompts, opened(), hands(1.0), hands(1.5, "withdrawn"), hands(4.0), waited(5))
    assert "withdrew" in night.said()
    assert night.state.upbeats == {"scene": at(4.0)}
    assert night.went == {"1": 0.0, "2": 1.0}


def test_an_upbeat_that_no_music_follows_is_a_false_start_and_is_told_once() -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), hands(1.0, due=1.5), waited(9))
    assert night.said().count("no music followed") == 1
    assert night.state.upbeats == {}


def test_music_that_follows_the_upbeat_confirms_it_in_silence() -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), hands(1.0, due=1.5), waited(1), playing(0, 20, start=1.6))
    assert night.said() == ""
    assert night.state.upbeats == {"scene": at(1.0)}


def test_where_nobody_saw_the_upbeat_the_first_note_tells_of_it() -> None:
    prompts = book("1 lights auto on upbeat\n2 lights auto on music begins")
    night = Night(prompts, opened(), waited(1), playing(0, 8, start=2.0))
    assert night.went.keys() == {"1", "2"}
    assert night.went["1"] == pytest.approx(2.05, abs=0.02)


def test_a_key_stands_in_for_the_camera() -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), pressed(2.0, Command.UPBEAT), waited(3))
    assert night.went == {"1": 2.0}


def test_the_key_is_refused_while_the_music_plays() -> None:
    night = Night(book("1 lights auto at 2"), opened(), playing(0, 8), pressed(3.0, Command.UPBEAT))
    (answer,) = night.all(Answered)
    assert isinstance(answer, Answered)
    assert not answer.done
    assert "no number is waited for" in answer.why


def test_while_a_person_holds_the_show_the_upbeat_sends_nothing() -> None:
    night = Night(book("1 lights auto on upbeat"), opened(), pressed(0.5, Command.HOLD), hands(1.0), waited(2))
    assert night.went == {}
