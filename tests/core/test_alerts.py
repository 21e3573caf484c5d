"""Alerts: what happened and what to do, until it is over."""

import pytest

from evenings import Night, at, book, opened, playing, room, standing
from odette.core.alerts import WORDINGS, alert, link_back, link_down
from odette.core.effects import Alert, Severity
from odette.core.events import Checked, Following, LinkChanged, Resumed, RoomHeard, Sounding
from odette.core.state import ALERTS
from odette.core.watching import CLEAR, DRIFT, FULL, LOW, NO_SIGNAL, PATIENCE, WELL


def signal(*levels: float, start: float = 2.0, clipped: int = 0) -> list[RoomHeard]:
    """The microphone as it is told: one level every half second."""
    moments = [start + 0.5 * index for index in range(len(levels))]
    return [RoomHeard(at(m), "music", level, at(m), clipped) for m, level in zip(moments, levels, strict=True)]


def keys(night: Night) -> list[str]:
    return [effect.key for effect in night.all(Alert)]


def test_whoever_must_act_is_told_what_to_do() -> None:
    """Whatever asks for a person says more than what happened: it goes on after the first full stop or colon."""
    for key, wording in WORDINGS.items():
        if wording.severity is Severity.ALARM:
            assert len(wording.words.replace(": ", ". ").split(". ")) > 1, key


def test_being_lost_stands_until_the_players_are_found() -> None:
    lost = standing(8.0, 5.0, 1.0, Following.LOST)
    night = Night(book("1 lights called at 60"), opened(), playing(0, 8), lost, playing(8, 10, start=6.0))
    assert keys(night) == ["lost", "found"]
    assert {effect.about for effect in night.all(Alert)} == {"place"}


def test_a_link_is_told_down_with_what_to_do_and_back_again_about_the_same() -> None:
    down, back = LinkChanged(at(1), "sacn 10.0.0.2", False, "no route"), LinkChanged(at(2), "sacn 10.0.0.2", True)
    said = Night(book("1 lights called at 60"), opened(), down, back).all(Alert)
    assert said == [link_down("sacn 10.0.0.2", "no route"), link_back("sacn 10.0.0.2")]
    assert said[0].text.startswith("sacn 10.0.0.2 is down: no route. ")
    assert said[0].about == said[1].about != link_back("audio").about


def test_a_show_that_came_back_says_so_and_what_to_look_at() -> None:
    night = Night(book("1 lights called at 60"), opened(), Resumed(at(3)))
    assert keys(night) == ["restarted"]


def test_a_microphone_without_any_signal_while_the_number_runs_is_told_once_and_told_well_again() -> None:
    halves = round(2 * PATIENCE)
    quiet = [NO_SIGNAL - 6.0] * (3 * halves)
    night = Night(book("1 lights called at 60"), opened(), playing(0, 1), signal(*quiet), signal(-40.0, start=30.0))
    assert keys(night) == ["microphone silent", "microphone heard"]
    told = [moment for moment, effect in night.effects if isinstance(effect, Alert)]
    assert told == [2.0 + PATIENCE, 30.0]


@pytest.mark.parametrize("level", [NO_SIGNAL + 1, -70.0])
def test_a_still_room_is_no_silent_microphone(level: float) -> None:
    night = Night(book("1 lights called at 60"), opened(), playing(0, 1), signal(*[level] * 40))
    assert keys(night) == []


def test_before_the_first_note_and_in_a_recording_silence_is_no_fault() -> None:
    quiet = signal(*[-120.0] * 40)
    assert keys(Night(book("1 lights called at 60"), opened(), quiet)) == []
    recording = Sounding(at(0.5), "a recording", at(0.5))
    assert keys(Night(book("1 lights called at 60"), opened(), recording, playing(0, 1), quiet)) == []


def test_a_clipped_microphone_is_told_once_until_it_has_been_clear_for_a_while() -> None:
    loud = [signal(-3.0, start=start, clipped=9) for start in (2.0, 4.0, 9.0)]
    clear = signal(*[-12.0] * round(2 * CLEAR + 4), start=9.5)
    night = Night(book("1 lights called at 60"), opened(), *loud, clear)
    assert keys(night) == ["microphone clipped", "microphone clear"]
    recording = Sounding(at(0.5), "a recording", at(0.5))
    assert keys(Night(book("1 lights called at 60"), opened(), recording, *loud)) == []


def checked(*frees: int) -> Night:
    looks = [Checked(at(10 * (index + 1)), free) for index, free in enumerate(frees)]
    return Night(book("1 lights called at 60"), opened(), looks)


def test_a_disk_that_fills_up_is_told_at_each_stage_and_when_it_has_room_again() -> None:
    night = checked(WELL, LOW - 1, LOW + 1, LOW - 1, FULL - 1, FULL - 2, LOW + 1, WELL)
    assert keys(night) == ["disk low", "disk full", "disk low", "disk well"]
    assert night.all(Alert)[0].values == {"free": str((LOW - 1) // 1_000_000)}


def test_a_disk_that_cannot_be_read_is_no_news() -> None:
    assert keys(Night(book("1 lights called at 60"), opened(), Checked(at(1)), Checked(at(2)))) == []


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_sound_clock_that_drifts_too_far_is_told_with_how_far(sign: int) -> None:
    drifts = (sign * 80.0, sign * (DRIFT + 1), sign * (DRIFT - 1), sign * 60.0)
    looks = [Checked(at(index + 1), None, drift) for index, drift in enumerate(drifts)]
    night = Night(book("1 lights called at 60"), opened(), looks)
    assert keys(night) == ["clock drift", "clock well"]
    assert night.all(Alert)[0].values == {"ppm": f"{sign * (DRIFT + 1):+.0f}"}


def test_the_state_keeps_the_last_alerts_with_their_times() -> None:
    turns = [LinkChanged(at(index + 1), "audio", index % 2 == 1, "unplugged") for index in range(2 * ALERTS)]
    night = Night(book("1 lights called at 60"), opened(), turns)
    assert len(night.state.alerts) == ALERTS
    assert [(raised.at, raised.alert) for raised in night.state.alerts][-1] == (at(2 * ALERTS), link_back("audio"))


def test_the_words_of_an_alert_are_filled() -> None:
    assert "cue 12 and those" in alert("back in the score", cue="12").text


def test_a_room_that_is_heard_well_needs_no_words() -> None:
    assert keys(Night(book("1 lights called at 60"), opened(), room(1, "murmur"), room(2, "applause"))) == []
