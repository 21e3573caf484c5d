"""One cue held by a person, and people in the wings who say that they stand by."""

from evenings import Night, at, book, opened, playing, pressed
from odette.core.effects import Answered
from odette.core.events import Acknowledged, Command
from odette.core.state import standby


def hold(seconds, cue, press=""):
    return pressed(seconds, Command.HOLD_CUE, cue, press)


def free(seconds, cue):
    return pressed(seconds, Command.FOLLOW_CUE, cue)


def stands_by(seconds, cue, who="Fly", press=""):
    return Acknowledged(at(seconds), press or f"ack {seconds}", who, cue)


def test_a_held_cue_stays_and_the_others_go_on_by_themselves():
    night = Night(
        book("1 lights auto at 4\n2 titles auto at 8\n3 calls auto at 12"), opened(), hold(0.5, "2"), playing(0, 20)
    )
    assert set(night.went) == {"1", "3"}
    assert standby(night.state).number == "2"


def test_a_held_cue_goes_on_go_and_is_held_no_longer():
    night = Night(book("1 titles auto at 4"), opened(), hold(0.5, "1"), playing(0, 20), pressed(12.0))
    assert night.went == {"1": 12.0}
    assert night.state.held_cues == frozenset()


def test_the_place_of_a_held_cue_is_still_counted_down_to():
    night = Night(book("1 titles auto at 8"), opened(), hold(0.5, "1"), playing(0, 4))
    assert "1" in night.state.expected
    assert "1" not in night.state.dues


def test_a_cue_that_is_given_back_in_time_goes_on_its_note():
    night = Night(
        book("1 titles auto at 8"), opened(), hold(0.5, "1"), playing(0, 4), free(2.9, "1"), playing(4, 12, start=3.0)
    )
    assert set(night.went) == {"1"}


def test_a_cue_whose_time_has_passed_is_not_given_back_for_it_would_go_at_once():
    night = Night(book("1 titles auto at 4"), opened(), hold(0.5, "1"), playing(0, 12), free(7.1, "1"))
    assert night.went == {}
    assert night.all(Answered)[-1].why == "the time of 1 has passed: it goes on GO alone"


def test_a_held_cue_that_follows_another_goes_at_its_time_when_it_is_given_back_before():
    text = "1 lights auto on show opens\n2 titles auto follow 1 5"
    night = Night(book(text), hold(0.0, "2"), opened(), free(2.0, "2"), pressed(20, Command.STOP))
    assert night.went["2"] == 5.0


def test_a_later_light_cue_passes_a_held_one_over_for_its_look_is_stale():
    night = Night(book("1 lights auto at 4\n2 lights auto at 8"), opened(), hold(0.5, "1"), playing(0, 12))
    assert set(night.went) == {"2"}
    assert night.passed == {"1"}


def test_what_cannot_be_held_is_refused_in_words():
    text = "1 titles called at 2\n2 titles auto at 4\n3 titles auto at 60"
    night = Night(
        book(text), opened(), hold(0.1, "9"), hold(0.2, "1"), hold(0.3, "3"), hold(0.4, "3"), playing(0, 8),
        hold(5.5, "2"), free(5.6, "2"), free(5.7, "3"), free(5.8, "3"),
    )  # fmt: skip
    assert [answer.why for answer in night.all(Answered)] == [
        "there is no cue 9",
        "1 goes on GO alone",
        "",
        "3 is held already",
        "2 has gone already",
        "2 has gone already",
        "",
        "3 is not held",
    ]


def test_who_stands_by_is_kept_at_the_cue_until_it_goes():
    text = "1 machinery called at 4\n2 machinery called at 8"
    night = Night(book(text), opened(), stands_by(0.5, "1"), stands_by(0.6, "1", "Rail"), stands_by(0.7, "1"))
    assert night.state.acknowledged == {"1": ("Fly", "Rail")}
    after = Night(book(text), opened(), stands_by(0.5, "1"), stands_by(0.6, "2"), pressed(3.0))
    assert after.state.acknowledged == {"2": ("Fly",)}


def test_after_a_jump_backwards_people_are_asked_to_stand_by_anew():
    text = "1 machinery called at 60"
    night = Night(book(text), opened(rehearsal=True), playing(0, 30), stands_by(16.5, "1"), playing(4, 12, start=17))
    assert night.state.acknowledged == {}


def test_standing_by_for_a_cue_that_has_gone_is_refused():
    night = Night(book("1 titles called"), opened(), pressed(1.0), stands_by(2.0, "1"), stands_by(3.0, "7"))
    assert [answer.why for answer in night.all(Answered)] == ["", "1 has gone already", "there is no cue 7"]


def test_the_same_acknowledgement_twice_is_one():
    night = Night(book("1 titles called"), opened(), *[stands_by(1.0, "1", press="same")] * 2)
    assert night.state.acknowledged == {"1": ("Fly",)}
    assert [answer.done for answer in night.all(Answered)] == [True, True]


def test_nobody_stands_by_for_a_cue_of_another_department():
    rail = Acknowledged(at(1.0), "a", "Rail", "1", "machinery")
    night = Night(
        book("1 titles called\n2 machinery called"),
        opened(),
        rail,
        Acknowledged(at(2.0), "b", "Rail", "2", "machinery"),
    )
    assert Answered("a", False, "1 is a cue of titles, not of machinery") in [effect for _, effect in night.effects]
    assert night.state.acknowledged == {"2": ("Rail",)}
