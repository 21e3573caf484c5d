"""Hands seen while a recording was made are seen again as it plays, in its time; a track that is none is told so."""

from pathlib import Path

import pytest

from odette.cli import shipped
from odette.core.clocks import SECOND, ShowTime
from odette.core.events import AnyEvent, Conducted
from odette.faults import Faulty
from odette.performance.eyes import Eye, Film
from odette.performance.music import Music, read_hands, read_truth, watched

SOUND = shipped("shows") / "swan-lake" / "sounds" / "no10-scene.ogg"
ZERO = 100.0
"""Show time at which the recording began, in seconds."""


def signs(since: float, until: float) -> list[Conducted]:
    """What the demo's conductor shows in this span of the recording, watched every 20 ms."""
    seen: list[AnyEvent] = []
    film = Film(Eye(seen.append), read_hands(SOUND.with_suffix(".hands.csv")))
    for hop in range(round(since * 50), round(until * 50)):
        film.see(hop / 50, ShowTime(round((ZERO + hop / 50) * SECOND)))
    return [event for event in seen if isinstance(event, Conducted)]


def test_the_demo_begins_with_one_upbeat_whose_beat_falls_on_the_first_note() -> None:
    first = read_truth(SOUND.with_suffix(".truth.csv"))[0][1]
    (upbeat,) = [sign for sign in signs(0.0, first + 5) if sign.sign == "upbeat"]
    assert upbeat.at < (ZERO + first) * SECOND
    assert upbeat.due / SECOND - ZERO == pytest.approx(first, abs=0.1)


def test_the_demos_conductor_beats_every_quarter_and_shows_no_other_upbeat() -> None:
    quarters = [seconds for beat, seconds in read_truth(SOUND.with_suffix(".truth.csv")) if beat.is_integer()]
    seen = signs(0.0, quarters[-1] + 10)
    assert [sign.sign for sign in seen].count("upbeat") == 1
    assert [sign.sign for sign in seen].count("ictus") == len(quarters)


def test_a_recording_that_goes_on_in_the_middle_shows_nothing_of_what_came_before() -> None:
    seen = signs(60.0, 70.0)
    assert {sign.sign for sign in seen} == {"ictus"}
    assert min(sign.due for sign in seen) > (ZERO + 60) * SECOND


def test_a_recording_without_a_track_is_watched_by_nobody() -> None:
    assert watched(Music()) == ()
    assert watched(Music(recording=Path("alone.ogg"))) == ()


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("seconds,height,moving\n1,0.5,0\n1,0.5,0\n", 3, "does not rise"),
        ("seconds,height,moving\n1,high,0\n", 2, "not a row of numbers"),
        ("seconds,height\n1,0.5\n", 2, "not a row of numbers"),
        ("seconds,height,moving\n", 0, "holds no times"),
    ],
)
def test_a_track_that_is_none_is_told_with_its_line(tmp_path: Path, text: str, line: int, found: str) -> None:
    table = tmp_path / "wrong.hands.csv"
    table.write_text(text)
    with pytest.raises(Faulty, match=found) as faulty:
        read_hands(table)
    assert faulty.value.faults[0].line == line
