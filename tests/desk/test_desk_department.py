"""One department's page, on a phone in the wings."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from desk.browsing import PHONE, SECOND, answer, expect, opened, playing, until
from desk.fake_show import FakeShow, cue
from odette.core.events import Acknowledged

pytestmark = pytest.mark.browser


@pytest.fixture
def fly(browser: Any, show: FakeShow) -> Iterator[Any]:
    """The flyman's page; the book has two cues for him."""
    more = cue("6", "Gauze", "machinery", "called", "bar 9", 32.0, text="Gauze in")
    show.publish(cues=[*show.state["cues"], more])
    for page in opened(browser, show, PHONE, "department/machinery", has_touch=True):
        expect(page.locator(".which")).to_be_visible()
        yield page


def acknowledged(show: FakeShow) -> list[str]:
    return [event.cue for event in show.asked if isinstance(event, Acknowledged)]


def stood_by(show: FakeShow, number: str, who: list[str]) -> None:
    show.publish(
        cues=[{**each, "acknowledged": who} if each["number"] == number else each for each in show.state["cues"]]
    )


def test_it_shows_that_departments_cues_and_no_others(fly: Any) -> None:
    expect(fly.locator(".which")).to_contain_text("Curtain")
    expect(fly.locator(".others li")).to_have_count(1)
    expect(fly.locator(".others")).to_contain_text("Gauze")
    for other in ("House to half", "Moonrise", "Odette appears"):
        expect(fly.locator("main")).not_to_contain_text(other)


@pytest.mark.parametrize(("seconds", "words"), [(25, "Warn Fly 4"), (8, "Standby Fly 4"), (-1, "Fly 4 GO")])
def test_it_is_called_in_large_letters(fly: Any, show: FakeShow, seconds: float, words: str) -> None:
    show.due = {"1": time.monotonic_ns(), "4": time.monotonic_ns() + int(seconds * SECOND)}
    called = fly.locator(".called")
    expect(called).to_have_text(words)
    assert called.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 40


def test_the_next_cue_is_counted_down_to(fly: Any, show: FakeShow) -> None:
    show.position = lambda: playing(10.0, following="holding")
    show.due = {"4": time.monotonic_ns() + 20 * SECOND}
    expect(fly.locator(".next .count")).to_contain_text("6 ♩")
    expect(fly.locator(".next .count b")).to_contain_text(" s")


def test_standing_by_is_told_by_touch_and_shown(fly: Any, show: FakeShow) -> None:
    fly.get_by_role("button", name="Standing by for 4").tap()
    answer(fly, "done", "Standing by for 4")
    assert acknowledged(show) == ["4"]
    who = fly.evaluate("import('/static/show.js').then(({ show }) => show.you.name)")
    stood_by(show, "4", [who])
    expect(fly.get_by_role("button", name="You stand by")).to_be_disabled()
    expect(fly.locator(".ready")).to_contain_text(f"✓ {who}")


def test_standing_by_is_told_by_the_space_bar(fly: Any, show: FakeShow) -> None:
    fly.keyboard.press(" ")
    until(fly, lambda: acknowledged(show) == ["4"], "the show was told")


def test_a_second_cue_that_is_called_as_well_is_answered_next(fly: Any, show: FakeShow) -> None:
    show.due = {"4": time.monotonic_ns() + 8 * SECOND, "6": time.monotonic_ns() + 9 * SECOND}
    who = fly.evaluate("import('/static/show.js').then(({ show }) => show.you.name)")
    expect(fly.locator(".called")).to_have_text("Standby Fly 4, Fly 6")
    stood_by(show, "4", [who])
    fly.get_by_role("button", name="Standing by for 6").tap()
    until(fly, lambda: acknowledged(show) == ["6"], "the show was told")


def test_a_refusal_is_seen(fly: Any, show: FakeShow) -> None:
    show.rule = lambda _: "4 has gone already"
    fly.keyboard.press(" ")
    answer(fly, "refused", "4 has gone already")


def test_a_lost_connection_cannot_be_overlooked_and_heals_by_itself(fly: Any, show: FakeShow) -> None:
    show.due = {"4": time.monotonic_ns() + 8 * SECOND}
    expect(fly.locator(".called")).to_be_visible()
    show.beating = False
    expect(fly.locator(".banner")).to_be_visible()
    expect(fly.locator(".called")).to_be_hidden()
    expect(fly.get_by_role("button", name="Standing by for 4")).to_be_disabled()
    fly.keyboard.press(" ")
    assert acknowledged(show) == []
    show.beating = True
    expect(fly.locator(".banner")).to_have_count(0)
    expect(fly.locator(".called")).to_be_visible()


def test_nothing_is_wider_than_the_phone_and_what_is_touched_is_large(fly: Any) -> None:
    assert fly.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert fly.locator(".stand").bounding_box()["height"] >= 44
