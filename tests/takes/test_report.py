"""The morning after: each cue, where it was bound, when it went, who sent it, how far from plan and truth."""

import pytest
from msgspec.structs import replace

from evenings import Night, at, book, opened, playing, pressed, room
from odette.core.clocks import Beat
from odette.core.cue import Called, Clock, Follow, Hang, On, Room
from odette.core.events import Closed, Sent, Sounding
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.takes.log import Header
from odette.takes.replay import replay
from odette.takes.report import as_text, interpolate, rows
from odette.takes.words import where

TRUTH = {"scene": ((0.0, 10.0), (4.0, 12.0), (8.0, 14.0))}


def reported(text, *events, truth=TRUTH, lead=None):
    header = Header(1, "0", "2026-11-22", book(text), "Town Hall", lead or {}, "scene.ogg", truth)
    flat = [e for event in events for e in (event if hasattr(event, "__iter__") else [event])]
    entries = []
    for event, effects, _ in simulate(opening(header.book, header.lead), sorted(flat, key=lambda e: e.at)):
        entries += [event, *effects]
    return header, replay(header, entries)


def test_a_cue_is_measured_against_its_plan_and_against_the_truth():
    """The recording's first sample sounded 9.1 s before the show opened, so beat 4 sounded at 2.9 s."""
    header, run = reported(
        "1 lights auto at 4",
        opened(),
        Sounding(at(0), "scene.ogg", at(-9.1)),
        playing(0, 8),
        Sent(at(3.1), "1", at(3.004)),
    )
    (row,) = rows(header, run)
    assert (row.by, row.went) == ("auto", pytest.approx(3.004))
    assert row.plan_error == pytest.approx(4, abs=0.1)
    assert row.truth_error == pytest.approx(104, abs=0.1)


def test_the_lead_of_a_department_is_not_an_error():
    header, run = reported(
        "1 lights auto at 4", opened(), Sounding(at(0), "scene.ogg", at(-9)), playing(0, 8), lead={"lights": 0.25}
    )
    assert rows(header, run)[0].truth_error == pytest.approx(0, abs=0.1)


def test_a_persons_go_is_not_measured_against_the_truth():
    header, run = reported("1 lights called at 4", opened(), Sounding(at(0), "scene.ogg", at(-9)), pressed(3))
    row = rows(header, run)[0]
    assert (row.by, row.truth_error) == ("Anna", None)


def test_what_was_passed_over_and_what_was_not_reached_is_said():
    text = "1 titles auto at 4\n2 lights auto at 8\n3 lights called"
    header, run = reported(text, opened(), playing(0, 1), playing(7.5, 10, start=2), Closed(at(9)))
    told = as_text(header, run)
    assert "not sent" in told
    assert "1 passed over. Not reached: 3." in told


def test_a_show_that_nothing_was_listened_to_for_names_no_music():
    header, run = reported("1 lights called", opened(), Closed(at(9)))
    assert "music from scene.ogg" in as_text(header, run)
    unheard = as_text(replace(header, sound=""), run)
    assert "nothing was listened to" in unheard
    assert "music from" not in unheard


def test_the_truth_is_summed_up():
    header, run = reported("1 lights auto at 4", opened(), Sounding(at(0), "", at(-9.05)), playing(0, 8), Closed(at(9)))
    assert "Against the truth: half within 50 ms, all within 50 ms (1 cues)." in as_text(header, run)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        (On(Room.APPLAUSE_OVER, after=2), "applause over +2 s"),
        (Follow("12", 1.5), "follows 12 +1.5 s"),
        (Hang("12", -0.5), "hangs on 12 -0.5 s"),
        (Clock("19:30"), "19:30"),
        (Called(), "GO"),
    ],
)
def test_triggers_are_told_in_the_prompt_books_words(trigger, words):
    assert where(trigger) == words


def test_between_two_beats_the_truth_is_a_straight_line_and_outside_it_is_held():
    assert [interpolate(TRUTH["scene"], Beat(b)) for b in (-1, 0, 2, 8, 9)] == [10, 10, 11, 14, 14]


def test_a_night_with_applause_has_its_cues_in_the_order_they_went():
    night = Night(book("1 lights auto at 4\n2 lights auto on applause"), opened(), playing(0, 6), room(5, "applause"))
    assert list(night.went) == ["1", "2"]
