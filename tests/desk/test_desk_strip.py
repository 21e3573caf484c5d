"""The strip of the evening: its numbers and cues on one line, where we are, another place looked at, the past tempo."""

import time
from typing import Any

import pytest

from desk.browsing import SECOND, expect, playing, until
from desk.fake_show import FakeShow

pytestmark = pytest.mark.browser

EVENING = """async ([numbers, cues]) => {
    const { evening, placeOf } = await import("/static/evening.js");
    const { numbers: placed, ticks } = evening({ numbers, cues });
    const back = placed.map(({ from, to }) => placeOf(placed, (from + to) / 2));
    return { placed, xs: ticks.map(({ x }) => x), back };
}"""


def number(name: str, seconds: float) -> dict[str, Any]:
    return {"id": name, "title": name, "end": 100.0, "seconds": seconds}


def bound(name: str, place: str | None, beat: float | None = None) -> dict[str, Any]:
    return {"number": name, "in": place, "beat": beat}


def x_of(page: Any, what: str) -> float:
    box, strip = page.locator(what).bounding_box(), page.locator(".evening").bounding_box()
    return (box["x"] + box["width"] / 2 - strip["x"]) / strip["width"]


def test_numbers_take_room_as_they_last_and_cues_stand_in_running_order(page: Any) -> None:
    cues = [
        bound("1", None),
        bound("2", "one", 0.0),
        bound("3", None),
        bound("4", "one", 50.0),
        bound("5", None),
        bound("6", "two", 10.0),
        bound("7", None),
    ]
    drawn = page.evaluate(EVENING, [[number("one", 60), number("two", 180)], cues])
    one, two = drawn["placed"]
    assert (two["to"] - two["from"]) / (one["to"] - one["from"]) == pytest.approx(3)
    assert drawn["xs"] == sorted(drawn["xs"])
    assert 0 < drawn["xs"][0] < one["from"]
    assert drawn["xs"][2] == drawn["xs"][1], "a cue within the music stands where the one before it does"
    assert one["to"] < drawn["xs"][4] < two["from"]
    assert two["to"] < drawn["xs"][6] < 1
    assert [place["number"] for place in drawn["back"]] == ["one", "two"]
    assert drawn["back"][1]["beat"] == pytest.approx(50)


def test_what_waits_for_the_end_of_the_music_stands_behind_it(page: Any) -> None:
    cues = [bound("1", None), {**bound("2", None), "over": "one"}, bound("3", None)]
    drawn = page.evaluate(EVENING, [[number("one", 60)], cues])
    assert drawn["xs"][0] < drawn["placed"][0]["from"]
    assert drawn["placed"][0]["to"] < drawn["xs"][1] < drawn["xs"][2] < 1


def test_an_evening_without_music_has_its_cues_all_the_same(page: Any) -> None:
    drawn = page.evaluate(EVENING, [[], [bound("1", None), bound("2", None)]])
    assert len(drawn["xs"]) == 2
    assert 0 < drawn["xs"][0] < drawn["xs"][1] < 1


def test_every_cue_is_a_tick_in_its_departments_colour_and_says_whether_it_went(page: Any, show: FakeShow) -> None:
    ticks = page.locator(".tick")
    expect(ticks).to_have_count(5)
    expect(ticks.nth(2)).to_have_attribute("data-department", "titles")
    first = {**show.state["cues"][0], "status": "done", "went": time.monotonic_ns()}
    show.publish(cues=[first, *show.state["cues"][1:]])
    expect(ticks.first).to_have_attribute("data-status", "done")


def test_where_we_are_moves_with_the_music(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(8.0, following="holding")
    expect(page.locator(".here")).to_be_visible()
    before = x_of(page, ".here")
    show.position = lambda: playing(40.0, following="holding")
    until(page, lambda: x_of(page, ".here") > before + 0.3, "we went on")


def test_a_touch_of_the_strip_looks_at_that_place_and_a_button_goes_back(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, following="holding")
    strip = page.locator(".evening").bounding_box()
    page.mouse.click(strip["x"] + 0.9 * strip["width"], strip["y"] + 20)
    expect(page.locator(".under")).to_contain_text("page 2 of 2")
    expect(page.locator(".looked")).to_be_visible()
    assert show.told() == [], "looking tells nothing"
    page.get_by_role("button", name="Back to the music").click()
    expect(page.locator(".under")).to_contain_text("page 1 of 2")
    expect(page.locator(".looked")).to_have_count(0)


def test_the_strip_is_worked_with_the_arrows(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, following="holding")
    expect(page.locator(".here")).to_be_visible()
    slider = page.get_by_role("slider", name="Look at another place of the evening")
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".under")).to_contain_text("page 2 of 2")


def test_the_past_tempo_is_drawn_and_its_range_told(page: Any, show: FakeShow) -> None:
    now = time.monotonic_ns()
    show.publish(tempi=[[now - (60 - n) * SECOND, 80.0 + n % 7] for n in range(60)])
    expect(page.locator(".tempi small")).to_have_text("♩ 80–86")
    assert len(page.locator(".tempi polyline").get_attribute("points").split()) == 60
