"""What the desk says of where the music is, and what the follower thinks."""

import re
import time
from typing import Any

import pytest

from desk.browsing import SECOND, expect, playing
from desk.fake_show import FakeShow

pytestmark = pytest.mark.browser


def ago(seconds: float) -> int:
    return time.monotonic_ns() - int(seconds * SECOND)


@pytest.mark.parametrize(
    ("position", "words"),
    [
        ({}, "bar 2, steady"),
        ({"sure": False}, "bar 2, not sure: cues wait for GO"),
        ({"following": "waiting"}, "waiting for the first note"),
        ({"following": "holding"}, "holding, bar 2"),
        ({"following": "holding", "since": 6.5}, "holding since 6 s, bar 2"),
        ({"following": "lost", "since": 4.5}, "lost since 4 s: you have the show"),
        ({"following": "ended"}, "the music is over"),
    ],
)
def test_the_follower_thinks_aloud(page: Any, show: FakeShow, position: dict[str, Any], words: str) -> None:
    since = {"since": ago(position["since"])} if "since" in position else {}
    show.position = lambda: playing(4.0, **{**position, **since})
    counted = re.sub(r"since \d s", r"since \\d s", words)
    expect(page.locator(".words")).to_have_text(re.compile(f"^{counted}$"))


def test_a_number_that_begins_with_an_upbeat_is_waited_for_as_such(page: Any, show: FakeShow) -> None:
    show.publish(numbers=[{**show.state["numbers"][0], "upbeat": True}])
    show.position = lambda: playing(0.0, following="waiting")
    expect(page.locator(".words")).to_have_text("waiting for the upbeat")


def test_what_a_person_told_is_said_until_the_players_are_found_there(page: Any, show: FakeShow) -> None:
    told = {"number": "scene", "beat": 16.0, "bar": "5", "who": "Anna", "at": ago(1), "found": None}
    show.told_where = told
    expect(page.locator(".words")).to_have_text("Anna says bar 5: listening there")
    show.position = lambda: playing(16.0)
    show.told_where = {**told, "found": ago(0)}
    expect(page.locator(".words")).to_have_text("told bar 5 by Anna, and found there")
    show.told_where = {**told, "found": ago(5)}
    expect(page.locator(".words")).to_have_text("bar 2, steady")


def test_the_pass_is_told_where_a_bar_is_played_more_than_once(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.5, **{"pass": 2})
    expect(page.locator(".place > b")).to_have_text("2.1 pass 2")


def test_the_tempo_counts_what_a_conductor_beats(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, tempo=120.0, unit=1.5)
    expect(page.locator(".tempo")).to_have_text("= 80")
    expect(page.locator(".tempo circle")).to_have_count(1)
