"""Another number than the one awaited is played: the show asks, and goes there only when a person confirms it."""

import pytest

from evenings import Night, at, book, opened, playing, pressed, standing
from odette.core.clocks import Beat
from odette.core.cue import Number
from odette.core.effects import Alert, Answered, Listen
from odette.core.events import Command, Following, Recognised, Resumed, Told
from odette.core.plan import beat_at

THREE = """
1 lights auto at 4 waltz
2 lights auto at 60 waltz
3 lights auto on music ends
4 titles auto at 8 march
5 machinery called
6 lights auto at 12 march
7 lights auto at 4 finale
8 lights auto at 20 finale
"""
BOOK = book(THREE, numbers="waltz march finale")
WALTZ = [
    *playing(0, 64, number="waltz"),
    *standing(64, 33.0, 0.5, Following.ENDED, number="waltz"),
]
"""Played to its end: the march is listened for from 33 s."""


def recognised(seconds: float, number: str, beat: float = 2.0) -> Recognised:
    return Recognised(at(seconds), number, at(seconds), Beat(beat), 120.0, 0.95)


def refusals(night: Night) -> list[str]:
    return [answer.why for answer in night.all(Answered) if not answer.done]  # type: ignore[union-attr]


def listens(night: Night) -> list[Listen]:
    return night.all(Listen)  # type: ignore[return-value]


def test_until_somebody_answers_nothing_bound_to_a_place_goes() -> None:
    """The follower may well take the wrong number for the right one: its cues wait for the answer."""
    night = Night(BOOK, opened(), recognised(2.0, "march"), playing(0, 10, number="waltz"))
    assert night.went == {}
    assert night.state.recognised is not None
    assert "CONFIRM" in night.said()


def test_confirmed_it_is_listened_to_from_where_the_players_are_by_now() -> None:
    night = Night(BOOK, opened(), recognised(2.0, "finale"), pressed(4.0, Command.CONFIRM, "finale"))
    assert listens(night)[-1] == Listen("finale", Beat(6.0))
    assert night.state.number == "finale"
    assert night.state.recognised is None


def test_cues_of_what_was_left_out_are_passed_over_but_not_machinery() -> None:
    """A cue that names no number belongs to the number before it; a curtain may have to move all the same."""
    confirmed = [recognised(36.0, "finale"), pressed(37.0, Command.CONFIRM, "finale")]
    following = playing(8, 24, start=37.1, number="finale")
    night = Night(BOOK, opened(), WALTZ, *confirmed, following)
    assert night.passed == {"4", "6", "7"}
    assert {"1", "2", "3", "8"} == set(night.went)
    assert "5" not in night.state.outcomes


def test_denied_all_goes_on_and_the_same_is_not_asked_again() -> None:
    denied = [recognised(2.0, "march"), pressed(3.0, Command.DENY, "march"), recognised(5.0, "march")]
    night = Night(BOOK, opened(), *denied, playing(0, 10, start=3.5, number="waltz"))
    assert night.state.recognised is None
    assert "1" in night.went
    assert [alert.key for alert in night.all(Alert)] == ["recognised", "recognised denied"]  # type: ignore[union-attr]


def test_what_was_denied_is_asked_again_when_the_number_is_listened_for_anew() -> None:
    denied = [recognised(2.0, "march"), pressed(3.0, Command.DENY, "march")]
    again = [pressed(5.0, Command.PART, "finale"), pressed(6.0, Command.PART, "waltz"), recognised(8.0, "march")]
    night = Night(BOOK, opened(), *denied, recognised(4.0, "march"), *again)
    assert night.said().count("sounds like march") == 2


def test_what_no_longer_sounds_so_is_asked_no_more() -> None:
    over = Recognised(at(4.0), "", at(4.0))
    night = Night(BOOK, opened(), recognised(2.0, "march"), over, playing(0, 10, start=4.0, number="waltz"))
    assert "1" in night.went
    assert refusals(Night(BOOK, opened(), recognised(2.0, "march"), over, pressed(5.0, Command.CONFIRM))) == [
        "no number was recognised: there is nothing to confirm or deny"
    ]


def test_the_number_that_is_followed_is_never_asked_about() -> None:
    assert Night(BOOK, opened(), recognised(2.0, "waltz")).state.recognised is None
    assert Night(BOOK, opened(), recognised(2.0, "no such")).state.recognised is None


@pytest.mark.parametrize("command", [Command.CONFIRM, Command.DENY])
def test_a_press_that_means_another_number_or_comes_with_the_question_answers_nothing(command: Command) -> None:
    night = Night(BOOK, opened(), recognised(2.0, "march"), pressed(2.1, command), pressed(3.0, command, "finale"))
    assert night.state.recognised is not None
    assert len(refusals(night)) == 2


def test_a_press_sent_twice_is_one() -> None:
    twice = [pressed(3.0, Command.CONFIRM, "march", "x"), pressed(3.2, Command.CONFIRM, "march", "x")]
    night = Night(BOOK, opened(), recognised(2.0, "march"), *twice)
    assert refusals(night) == []
    assert len(listens(night)) == 2, "the opening's and the confirmation's"


def test_a_number_played_again_is_followed_again_and_no_cue_goes_twice() -> None:
    again = [recognised(36.0, "waltz"), pressed(37.0, Command.CONFIRM, "waltz")]
    encore = [playing(4.0, 64, start=37.1, number="waltz"), standing(64, 68.0, 0.5, Following.ENDED, number="waltz")]
    night = Night(BOOK, opened(), WALTZ, *again, *encore)
    assert [listen.number for listen in listens(night)] == ["waltz", "march", "waltz", "march"]
    assert night.passed == set()
    assert set(night.went) == {"1", "2", "3"}


def test_of_two_numbers_that_were_swapped_the_first_gets_its_cues_when_it_comes() -> None:
    ended = standing(64, 68.0, 0.5, Following.ENDED, number="finale")
    swapped = [
        WALTZ,
        [recognised(36.0, "finale"), pressed(37.0, Command.CONFIRM, "finale")],
        [*playing(4.0, 64, start=37.1, number="finale"), *ended],
        [recognised(70.0, "march"), pressed(71.0, Command.CONFIRM, "march")],
        playing(4.0, 14, start=71.1, number="march"),
    ]
    night = Night(BOOK, opened(), *swapped)
    assert {"4", "6"} < set(night.went)
    assert "march" in night.said()


def test_after_a_crash_ears_that_begin_anew_ask_anew() -> None:
    """They would never say that a question of the ears before them is over."""
    night = Night(BOOK, opened(), recognised(2.0, "march"), Resumed(at(4)), playing(0, 10, start=5, number="waltz"))
    assert night.state.recognised is None
    assert night.went["1"] == pytest.approx(7.0, abs=0.03)


def test_a_tapped_bar_ends_the_question() -> None:
    told = Told(at(3.0), "t", "Anna", "waltz", Beat(4.0))
    assert Night(BOOK, opened(), recognised(2.0, "march"), told).state.recognised is None


@pytest.mark.parametrize(
    ("tempi", "seconds", "beat"),
    [((), 3.0, 14.0), (((Beat(0.0), 60.0), (Beat(12.0), 30.0)), 1.0, 12.0), (((0.0, 60.0), (12.0, 30.0)), 3.0, 14.0)],
)
def test_where_players_are_later_goes_through_printed_tempi(tempi: tuple, seconds: float, beat: float) -> None:
    """Twice as fast as printed from beat 10: through a change at 12 they stay twice as fast as printed there."""
    number = Number("n", "n", Beat(64.0), 60.0, tempi)
    tempo = 120.0 if tempi else 80.0
    assert beat_at(number, Beat(10.0), tempo, seconds) == pytest.approx(beat)
