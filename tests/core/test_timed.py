"""Numbers that nobody hears: one goes by the clock, another waits for people."""

from msgspec import structs

from evenings import Night, at, book, opened, playing, pressed, standing
from odette.core.clocks import Beat, ShowTime
from odette.core.cue import Number, NumberKind, PromptBook
from odette.core.events import Closed, Command, Following, Resumed, Told

CUES = """
1 lights auto at 4 waltz
2 lights auto at 3 storm
3 lights auto at 65.5 storm
4 titles auto on music ends
5 lights auto at 4 march
"""


def show(kind: NumberKind, lasts: float = 80.0) -> PromptBook:
    """A waltz, a storm that has no score, a march."""
    plain = book(CUES, numbers="waltz storm march", end=16.0)
    waltz, _, march = plain.numbers
    storm = Number("storm", "The storm", Beat(lasts), 60.0, kind=kind)
    return structs.replace(plain, numbers=(waltz, storm, march))


WALTZ = [
    *playing(0, 16, number="waltz"),
    *standing(16, 9.0, 0.5, Following.ENDED, number="waltz"),
]


def storm_from(seconds: float) -> object:
    return pressed(seconds, Command.PART, "storm")


def test_its_cues_go_by_the_clock_from_when_a_person_begins_it() -> None:
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), Closed(at(90)))
    assert night.went["2"] == 23.0
    assert night.went["3"] == 85.5


def test_when_its_time_is_over_it_has_ended_and_the_next_is_listened_for() -> None:
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), Closed(at(110)))
    assert night.state.ended["storm"] == at(100)
    assert night.state.number == "march"


def test_it_begins_by_itself_in_no_show() -> None:
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, Closed(at(60)))
    assert "2" not in night.went
    assert "storm" not in night.state.begun


def test_told_where_it_is_it_goes_on_from_there() -> None:
    told = Told(at(30), "t", "Anna", "storm", Beat(60.0))
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), told, Closed(at(40)))
    assert night.went["3"] == 35.5


def test_held_by_a_person_its_cues_wait_and_its_time_does_not() -> None:
    held = [pressed(22.0, Command.HOLD), pressed(30.0, Command.FOLLOW)]
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), held, Closed(at(90)))
    assert "2" not in night.went
    assert night.went["3"] == 85.5


def test_after_a_crash_it_is_where_the_clock_says() -> None:
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), Resumed(at(60)), Closed(at(90)))
    assert night.went["3"] == 85.5


def test_a_free_number_begins_and_ends_with_people() -> None:
    cues = show(NumberKind.FREE, 0.0)
    cues = structs.replace(cues, cues=tuple(cue for cue in cues.cues if cue.number not in "23"))
    night = Night(cues, opened(), WALTZ, storm_from(20.0), Closed(at(500)))
    assert night.state.begun["storm"] == at(20)
    assert night.state.number == "storm"
    on = Night(cues, opened(), WALTZ, storm_from(20.0), pressed(60.0, Command.PART), Closed(at(70)))
    assert "storm" in on.state.ended
    assert on.state.number == "march"


def test_the_time_of_a_timed_number_is_told_four_times_a_second_without_any_ears() -> None:
    night = Night(show(NumberKind.TIMED), opened(), WALTZ, storm_from(20.0), Closed(at(25.1)))
    assert night.state.heard is not None
    assert night.state.heard.beat > 4.8
    assert ShowTime(night.state.heard.at) > at(24.8)
