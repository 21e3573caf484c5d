"""A person who stops the show and tells a place plays it again from there; a place told without that only corrects."""

import pytest
from msgspec.structs import replace

from evenings import Night, at, book, opened, playing, pressed, standing
from odette.core.clocks import Beat
from odette.core.cue import Authority, Called, On, Part, PartKind, Room, number_part
from odette.core.effects import Listen, SendMessage, ShowTitle
from odette.core.events import Command, Following, Resumed, Told
from odette.core.light import levels

BOOK = "1 lights auto at 4\n2 titles auto at 8\n3 messages auto at 12\n4 lights auto at 16\n5 lights auto at 24"


def tap(seconds: float, beat: float, number: str = "scene") -> Told:
    return Told(at(seconds), f"tap {seconds}", "Anna", number, Beat(beat))


def stopped(*events: object, text: str = BOOK, command: Command = Command.STOP) -> Night:
    """Players who get to beat 18 in 10 s, are stopped, and stand still."""
    still = standing(18, 10.1, 0.8, Following.HOLDING)
    return Night(book(text), opened(), playing(0, 18), pressed(10.05, command), still, *events)  # type: ignore[arg-type]


def test_cues_from_that_place_on_wait_again_and_nothing_before_it_goes() -> None:
    night = stopped(tap(12, 8))
    assert night.went == {"1": 3.0}
    assert "begins again: cue 2" in night.said()


def test_the_ears_wait_for_the_first_note_there() -> None:
    assert stopped(tap(12, 8)).all(Listen)[-1] == Listen("scene", Beat(8), waiting=True)


def test_the_light_of_the_place_comes_back_and_a_title_from_after_it_goes() -> None:
    night = stopped(tap(12, 8))
    shown = levels(night.state.light, at(20))
    assert shown["1"].level == 1.0
    assert shown["4"].level == 0.0
    assert night.state.title == ""
    assert night.all(ShowTitle)[-1] == ShowTitle("", at(12), "")


def test_until_the_players_are_heard_from_there_nothing_goes_and_then_all_of_it_does() -> None:
    waits = standing(8, 12.1, 5, Following.WAITING)
    night = stopped(tap(12, 8), waits, playing(8, 26, start=20))
    assert night.went == pytest.approx({"1": 3.0, "2": 20.05, "3": 22.0, "4": 24.0, "5": 28.0}, abs=0.03)
    assert [effect.cue for effect in night.all(SendMessage)] == ["3", "3"]  # type: ignore[attr-defined]


def test_a_place_ahead_passes_over_what_lies_between() -> None:
    night = stopped(tap(12, 30))
    assert night.passed == {"5"}
    assert "passed over 5" in night.said()


def test_told_again_before_anybody_plays_it_is_the_last_word_that_counts() -> None:
    night = stopped(tap(12, 16), tap(13, 8), playing(8, 14, start=20))
    assert night.went.keys() == {"1", "2", "3"}


def test_after_hold_a_place_well_behind_counts_as_a_stop_and_hold_stays() -> None:
    night = stopped(tap(12, 8), playing(8, 18, start=20), command=Command.HOLD)
    assert night.went == {"1": 3.0}
    assert night.state.held


def test_after_hold_a_place_near_by_only_corrects() -> None:
    night = stopped(tap(12, 17), command=Command.HOLD)
    assert night.went.keys() == {"1", "2", "3", "4"}
    assert night.all(Listen)[-1] == Listen("scene", Beat(17))


def test_once_the_players_were_heard_again_a_tap_only_corrects() -> None:
    night = stopped(pressed(11, Command.GO), playing(18, 22, start=13.2), tap(15.5, 8))
    assert night.went.keys() == {"1", "2", "3", "4"}


def test_what_follows_from_a_cue_before_the_place_does_not_come_again() -> None:
    text = "1 lights auto at 4\n2 lights auto at 8\n3 titles auto follow 1 2\n4 messages auto follow 2 2"
    night = stopped(tap(12, 8), text=text)
    assert night.went.keys() == {"1", "3"}


def test_what_was_still_to_follow_from_before_the_place_is_left_behind() -> None:
    night = stopped(tap(12, 16), text="1 lights auto at 4\n2 lights auto follow 1 60\n3 lights auto at 16")
    assert night.passed == {"2"}
    assert "2" not in night.state.dues


@pytest.mark.parametrize("after", ["6 lights auto on applause", "6 lights auto on applause\n7 calls auto at 4 next"])
def test_what_waits_for_the_applause_after_a_number_still_waits(after: str) -> None:
    """It names no number, and no place lies ahead of the one that is told: it is not behind for all that."""
    numbers = book(f"{BOOK}\n{after}", numbers="scene next")
    night = Night(numbers, opened(), playing(0, 30), pressed(16.05, Command.STOP), tap(18, 26))
    assert night.passed == set()


def test_applause_within_a_number_is_behind_a_place_after_it() -> None:
    night = stopped(tap(12, 10), text="1 lights auto at 4\n2 lights auto on applause\n3 lights auto at 24")
    assert night.passed == {"2"}


@pytest.mark.parametrize("what", [Room.PART, Room.PART_OVER])
@pytest.mark.parametrize("name", ["interval", "scene"])
def test_what_waits_for_the_interval_or_the_end_of_the_number_still_waits(what: Room, name: str) -> None:
    plain = book(f"{BOOK}\n6 lights auto on part")
    interval = Part("interval", PartKind.INTERVAL, Called(), Authority.CALLED, "Interval")
    cues = tuple(replace(cue, trigger=On(what, name)) if cue.number == "6" else cue for cue in plain.cues)
    ordered = replace(plain, cues=cues, evening=(number_part(plain.numbers[0]), interval))
    night = Night(ordered, opened(), pressed(0.5, Command.HOLD), playing(0, 30), tap(18, 26))
    gone = what is Room.PART and name == "scene"
    assert "6" not in night.passed or gone


def test_told_from_its_beginning_a_number_has_not_begun() -> None:
    night = stopped(tap(12, 0))
    assert night.went == {}
    assert night.state.begun == {}


def test_a_crash_while_they_are_waited_for_forgets_nothing() -> None:
    night = stopped(tap(12, 8), standing(8, 12.1, 2, Following.WAITING), Resumed(at(15)))
    assert night.all(Listen)[-1] == Listen("scene", Beat(8), waiting=True)


@pytest.mark.parametrize("moment", ["upbeat", "music begins"])
def test_what_comes_as_a_number_begins_comes_again_from_its_beginning_though_it_names_none(moment: str) -> None:
    again = playing(0, 10, start=20)
    night = stopped(tap(12, 0), again, text=f"1 messages auto on {moment}\n2 lights auto at 8")
    assert [effect.cue for effect in night.all(SendMessage)] == ["1", "1"]  # type: ignore[attr-defined]
    assert night.went["1"] == pytest.approx(20.05, abs=0.03)
