"""What a show does by itself, and what it never does."""

import pytest

from evenings import Night, at, book, opened, playing, pressed, room, standing
from odette.core.clocks import Beat, ShowTime
from odette.core.cue import Number
from odette.core.effects import Alert, Answered, Blackout, Fade, Freeze, Listen, SayCall, SendMessage, ShowTitle, Thaw
from odette.core.events import Closed, Command, Following, Heard, LinkChanged, Mastered, Opened, Resumed, Told
from odette.core.plan import seconds_until
from odette.core.state import Status, opening, standby, status
from odette.core.step import step
from odette.core.waking import next_due


def test_cues_go_on_their_notes_however_late_the_estimates_arrive():
    night = Night(book("1 lights auto at 4\n2 titles auto at 8"), opened(), playing(0, 20, latency=0.2))
    assert night.went == {"1": pytest.approx(3.0, abs=0.001), "2": pytest.approx(5.0, abs=0.001)}


def test_the_lead_of_a_department_is_taken_off():
    state = opening(book("1 lights auto at 4"), {"lights": 0.5})
    for event in [opened(), *playing(0, 8)]:
        state, _ = step(state, event)
    assert state.outcomes["1"].at == pytest.approx(at(2.5), abs=1e6)


def test_each_department_gets_its_own_effect():
    night = Night(
        book("1 lights auto at 1\n2 titles auto at 2\n3 messages auto at 3\n4 calls auto at 4"), opened(), playing(0, 8)
    )
    kinds = [type(effect) for _, effect in night.effects if not isinstance(effect, Listen)]
    assert kinds == [Fade, ShowTitle, SendMessage, SayCall]


def test_called_cues_wait_for_a_person():
    night = Night(book("1 lights called at 4\n2 lights called"), opened(), playing(0, 20), pressed(12.5))
    assert night.went == {"1": 12.5}


def test_a_called_cue_is_told_when_its_place_will_come():
    night = Night(book("1 lights called at 8\n2 lights auto at 40"), opened(), playing(0, 4))
    assert night.state.expected == {"1": pytest.approx(at(5.0), abs=1e6)}
    assert "1" not in night.state.dues


def test_machinery_never_goes_by_itself_whatever_its_cue_says():
    text = "1 machinery auto at 4\n2 machinery auto on show opens\n3 machinery auto follow 4 1\n4 titles auto at 2"
    assert Night(book(text), opened(), playing(0, 20)).went == {"4": 2.0}


def test_nothing_goes_while_the_follower_is_unsure():
    night = Night(book("1 lights auto at 4"), opened(), playing(0, 20, confidence=0.4))
    assert night.went == {}


def test_nothing_goes_on_a_plan_when_the_ears_are_gone():
    """The microphone dies two seconds before the cue: the extrapolated time passes and the cue stays."""
    night = Night(book("1 lights auto at 8"), opened(), playing(0, 4), LinkChanged(at(30), "audio", False, "unplugged"))
    assert night.went == {}
    assert "audio is down: unplugged" in night.said()


def test_a_fermata_holds_what_lies_behind_it():
    night = Night(
        book("1 lights auto at 8"),
        opened(),
        playing(0, 6),
        standing(6.5, 4.1, 5.0, Following.HOLDING),
        playing(6.5, 12, start=9.1),
    )
    assert night.went["1"] == pytest.approx(9.1 + 0.75, abs=0.01)


def test_a_jump_ahead_asserts_looks_sends_nothing_else_and_says_so():
    text = "1 lights auto at 4\n2 lights auto at 12\n3 titles auto at 14\n4 messages auto at 16\n5 lights auto at 40"
    night = Night(book(text), opened(), playing(0, 6), playing(30, 44, start=4.1))
    assert set(night.went) == {"1", "5"}
    assert night.passed == {"2", "3", "4"}
    asserted = [effect for effect in night.all(Fade) if effect.cue == "2"]
    assert asserted[0].values["2"].level == 1.0
    assert not night.all(ShowTitle)
    assert not night.all(SendMessage)
    assert "passed over 2, 3, 4" in night.said()


def test_a_jump_must_hold_before_anything_goes_on_it():
    """A position that is taken back within half a second sends nothing."""
    night = Night(
        book("1 lights auto at 33\n2 lights auto at 8"),
        opened(),
        playing(0, 4),
        playing(32, 33, start=3.05),
        playing(5.1, 7, start=3.6),
    )
    assert "1" not in night.went


def test_in_a_performance_a_jump_back_repeats_nothing():
    night = Night(book("1 lights auto at 4\n2 lights auto at 8"), opened(), playing(0, 10), playing(2, 12, start=6.1))
    assert len(night.all(Fade)) == 2


def test_in_a_performance_a_jump_ahead_that_proves_wrong_gives_back_what_it_passed():
    night = Night(
        book("1 lights auto at 4\n2 lights auto at 12"),
        opened(),
        playing(0, 6),
        playing(30, 33, start=4.1),
        playing(9, 16, start=5.7),
    )
    assert night.went["2"] == pytest.approx(7.2, abs=0.01)
    assert not night.passed


def test_in_rehearsal_a_jump_back_makes_later_cues_wait_again():
    text = "1 lights auto at 2\n2 lights auto at 6\n3 lights auto at 10"
    night = Night(book(text), opened(rehearsal=True), playing(0, 11), playing(4, 8, start=6.6))
    assert [fade.cue for fade in night.all(Fade)] == ["1", "2", "3", "1", "2"]


def test_follow_counts_from_the_start_and_hang_from_the_end_of_the_fade():
    text = "1 lights auto at 4\n2 lights auto follow 1 1.5\n3 lights auto hang 2 -0.5"
    assert Night(book(text), opened(), playing(0, 20)).went == {"1": 3.0, "2": 4.5, "3": 6.0}


def test_a_cue_passed_over_takes_its_followers_with_it():
    text = "1 lights auto at 4\n2 titles auto follow 1 1\n3 lights auto at 60"
    night = Night(book(text), opened(), playing(0, 1), playing(20, 30, start=2))
    assert night.passed == {"1", "2"}


def test_the_evening_around_the_music():
    text = """
        1 lights auto on show opens
        2 lights auto on music begins
        3 lights auto at 8
        4 lights auto on music ends
        5 lights auto on applause 1
        6 lights auto follow 5 60
        7 lights auto on applause over 2
    """
    night = Night(
        book(text, end=16),
        opened(),
        room(0.5, "murmur"),
        standing(0, 1, 2, Following.WAITING),
        playing(0, 16, start=3),
        room(11.5, "applause"),
        standing(16, 11.1, 2, Following.ENDED),
        room(25.0, "silence"),
        Closed(at(40)),
    )
    assert night.went == {"1": 0.0, "2": 3.05, "3": 7.0, "4": 11.15, "5": 12.5, "7": 27.0}
    assert night.passed == {"6"}, "a bow is not called when the clapping is over"


def test_applause_in_the_middle_is_not_the_applause_at_the_end():
    text = "1 lights auto at 4\n2 lights auto at 60\n3 lights auto on applause"
    night = Night(book(text), opened(), playing(0, 20), room(11, "applause"), room(15, "music"))
    assert set(night.went) == {"1"}


def test_house_lights_never_come_up_on_top_of_applause():
    text = "1 lights auto at 4\n2 lights auto on applause\n3 lights auto on applause over"
    night = Night(book(text), opened(), playing(0, 6), room(6, "applause"), Closed(at(60)))
    assert set(night.went) == {"1", "2"}


def test_the_next_number_is_listened_for_when_one_ends():
    text = "1 lights auto at 4 one\n2 lights auto at 4 two"
    night = Night(
        book(text, end=8, numbers="one two"),
        opened(),
        playing(0, 8, number="one"),
        [Heard(at(6), "one", at(5.9), Beat(8.0), 120.0, 0.9, Following.ENDED)],
        playing(0, 8, start=10, number="two"),
    )
    assert [effect.number for effect in night.all(Listen)] == ["one", "two"]
    assert night.went == {"1": 3.0, "2": 12.0}


def test_an_end_that_is_not_sure_ends_nothing():
    night = Night(book("1 lights auto on music ends"), opened(), standing(64, 5, 1, Following.ENDED, confidence=0.3))
    assert night.went == {}
    assert night.said().count("not sure") == 1, "told once, not at every estimate"


def test_an_end_is_believed_where_the_players_were_surely_heard_shortly_before_it():
    """The last chord has died away, so nothing fits any more and the confidence is low; that is no doubt."""
    night = Night(
        book("1 lights auto on music ends"),
        opened(),
        playing(40, 62),
        standing(62, 12.1, 1, Following.ENDED, confidence=0.3),
    )
    assert set(night.went) == {"1"}


def test_a_clock_cue_goes_at_its_time_of_day():
    state = opening(book("1 calls auto clock 19:30"), {})
    seven = 19 * 3600
    state, _ = step(state, Opened(at(seven), clock_midnight=ShowTime(0)))
    assert next_due(state) == pytest.approx(at(seven + 1800), abs=1e8)


def test_tempo_changes_in_the_score_are_carried_into_the_plan():
    """Played a tenth slower than marked: 4 beats at 90, then 4 at 45 quarter notes a minute."""
    number = Number("scene", "", Beat(64), 100.0, ((Beat(0.0), 100.0), (Beat(4.0), 50.0)))
    heard = Heard(at(1), "scene", at(1), Beat(0.0), 90.0, 0.9, Following.PLAYING)
    assert seconds_until(number, heard, Beat(8.0)) == pytest.approx(4 * 60 / 90 + 4 * 60 / 45)
    assert seconds_until(number, heard, Beat(-1.0)) == pytest.approx(-60 / 90)


class TestPeople:
    """A person outranks everything; every press is answered once."""

    def test_go_sends_the_cue_standing_by(self):
        night = Night(book("1 lights called\n2 lights called"), opened(), pressed(2, cue="1"))
        assert night.went == {"1": 2.0}
        assert standby(night.state).number == "2"

    def test_go_before_its_note_sends_an_automatic_cue_once(self):
        night = Night(book("1 lights auto at 8\n2 lights auto at 16"), opened(), pressed(3), playing(0, 20))
        assert night.went == {"1": 3.0, "2": 9.0}

    def test_a_press_that_saw_another_cue_is_refused(self):
        """The cue went by itself a moment before the finger came down: the next one must not go with it."""
        night = Night(book("1 lights auto at 4\n2 lights auto at 32"), opened(), playing(0, 8), pressed(3.1, cue="1"))
        assert set(night.went) == {"1"}
        assert night.all(Answered)[0].why == "1 is not standing by: 2 is"

    def test_a_press_that_cannot_know_is_refused_just_after_a_cue_went_by_itself(self):
        night = Night(book("1 lights auto at 4\n2 lights auto at 32"), opened(), playing(0, 8), pressed(3.1))
        assert night.all(Answered)[0].why == "1 has just gone by itself"

    def test_the_same_press_twice_is_one_press_and_two_answers(self):
        night = Night(book("1 lights called\n2 lights called"), opened(), pressed(2, press="a"), pressed(4, press="a"))
        assert night.went == {"1": 2.0}
        assert night.all(Answered) == [Answered("a", True), Answered("a", True)]

    def test_two_gos_within_the_guard_are_one_go_and_one_refusal(self):
        night = Night(book("1 lights called\n2 lights called"), opened(), pressed(2), pressed(2.2))
        assert night.went == {"1": 2.0}
        assert "0.2 s after" in night.all(Answered)[1].why

    def test_hold_takes_the_show_and_follow_gives_it_back_without_catching_up(self):
        text = "1 lights auto at 4\n2 lights auto at 8\n3 lights auto at 24"
        night = Night(
            book(text),
            opened(),
            playing(0, 40),
            pressed(2, Command.HOLD),
            pressed(9, Command.FOLLOW),
        )
        assert night.went == {"3": 13.0}
        assert night.passed == {"1", "2"}
        assert "1, 2 passed while you had the show" in night.said()

    def test_what_was_to_follow_while_a_person_had_the_show_does_not_come_late(self):
        text = "1 lights called\n2 lights auto follow 1 3\n3 lights auto follow 1 60"
        night = Night(
            book(text),
            opened(),
            pressed(1, Command.HOLD),
            pressed(2),
            pressed(20, Command.FOLLOW),
            Closed(at(90)),
        )
        assert night.went == {"1": 2.0, "3": 62.0}
        assert night.passed == {"2"}

    def test_go_still_works_while_held(self):
        night = Night(book("1 lights auto at 4"), opened(), playing(0, 10), pressed(2, Command.HOLD), pressed(5))
        assert night.went == {"1": 5.0}

    def test_stop_freezes_and_go_goes_on_where_it_stopped(self):
        text = "1 lights auto at 4\n2 lights auto follow 1 3"
        night = Night(book(text), opened(), playing(0, 6), pressed(4, Command.STOP), pressed(9), Closed(at(20)))
        assert [type(e) for _, e in night.effects if isinstance(e, Freeze | Thaw)] == [Freeze, Thaw]
        assert night.went == {"1": 3.0, "2": 3.0 + 3.0 + 5.0}

    def test_back_returns_to_the_look_before_and_the_cue_then_waits_for_a_person(self):
        text = "1 lights auto at 2\n2 lights auto at 4"
        night = Night(book(text), opened(), playing(0, 30), pressed(10, Command.BACK))
        assert night.went == {"1": 2.0}
        assert standby(night.state).number == "2"
        assert night.all(Fade)[-1].values["2"].level == 0.0

    def test_back_during_a_fade_freezes_it_first(self):
        night = Night(book("1 lights called"), opened(), pressed(2), pressed(3, Command.BACK))
        assert night.all(Freeze)
        assert night.went == {"1": 2.0}

    def test_panic_clears_titles_holds_light_and_hands_over(self):
        text = "1 titles auto at 2\n2 lights auto at 8"
        night = Night(book(text), opened(), playing(0, 20), pressed(3, Command.PANIC))
        assert night.all(ShowTitle)[-1].text == ""
        assert night.went == {"1": 2.0}
        assert not night.all(Blackout)

    def test_blackout_is_a_toggle_and_nothing_else(self):
        night = Night(book("1 lights called"), opened(), pressed(2, Command.BLACKOUT), pressed(3, Command.BLACKOUT))
        assert [effect.on for effect in night.all(Blackout)] == [True, False]

    def test_the_master_stays_between_nothing_and_full(self):
        night = Night(book("1 lights called"), opened(), Mastered(at(1), "m", "Anna", 1.7))
        assert night.state.master == 1.0
        assert night.all(Answered) == [Answered("m", True)]

    def test_telling_the_follower_where_we_are(self):
        night = Night(
            book("1 lights auto at 40"), opened(), playing(0, 4), Told(at(3), "t", "Anna", "scene", Beat(32.0))
        )
        assert night.all(Listen)[-1] == Listen("scene", Beat(32.0))

    def test_telling_nonsense_is_refused(self):
        night = Night(book("1 lights called"), opened(), Told(at(3), "t", "Anna", "scene", Beat(640.0)))
        assert night.all(Answered) == [Answered("t", False, "scene has no beat 640")]

    def test_nothing_to_go_is_said(self):
        night = Night(book("1 lights called"), opened(), pressed(1), pressed(2))
        assert night.all(Answered)[-1].why == "no cue is standing by"


def test_after_a_crash_the_players_are_looked_for_where_they_should_be():
    night = Night(book("1 lights auto at 4\n2 lights auto at 60"), opened(), playing(0, 8), Resumed(at(7.0)))
    assert night.all(Listen)[-1].beat == pytest.approx(12.0, abs=0.05)
    assert standby(night.state).number == "2"
    assert status(night.state, night.state.book.cues[0]) is Status.DONE


def test_being_lost_is_told_once_and_being_found_too():
    night = Night(
        book("1 lights auto at 60"),
        opened(),
        playing(0, 4),
        standing(4, 3.1, 1, Following.LOST, confidence=0.1),
        playing(6, 8, start=4.2),
    )
    assert [effect.text.split(":")[0] for effect in night.all(Alert)] == ["lost", "found the players again"]


def test_after_a_long_crash_the_players_are_expected_no_later_than_at_the_end():
    night = Night(book("1 lights auto at 4"), opened(), playing(0, 8), Resumed(at(500.0)))
    assert night.all(Listen)[-1] == Listen("scene", 64.0)


def test_a_show_without_music_runs_on_go_and_by_itself():
    """Nothing is listened for; a cue goes on GO, and those that follow from it go after it. It comes back, too."""
    spoken = book("1 lights called go\n2 lights auto follow 1 2\n3 lights called go", numbers="")
    night = Night(spoken, opened(), pressed(1.0), Resumed(at(2.0)), pressed(5.0))
    assert night.went == {"1": 1.0, "2": 3.0, "3": 5.0}
    assert night.all(Listen) == []
