"""The score on the desk: how it is read, how the playhead runs, and how a person tells where the players are."""

from itertools import pairwise
from typing import Any

import pytest

from desk.browsing import expect, playing, until
from desk.fake_show import FakeShow

pytestmark = pytest.mark.browser

GLIDE = """async ([heard, tempo]) => {
    const { glided } = await import("/static/playhead.js");
    let shown = null;
    return heard.map(([time, beat]) => (shown = glided(shown, beat, time, { following: "playing", tempo })).beat);
}"""


def dragged(page: Any, to: float) -> None:
    """Take the playhead by its grip, over ``to`` of the page's width; it is not let go."""
    page.locator(".grip").click(trial=True)  # once the page lies still
    grip, sheet = page.locator(".grip").bounding_box(), page.locator(".sheet").bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(sheet["x"] + to * sheet["width"], sheet["y"] + 0.3 * sheet["height"], steps=5)


def test_jitter_of_the_estimates_never_moves_the_playhead_back(page: Any) -> None:
    """Estimates that waver by a tenth of a beat, at 60 a minute: the playhead runs on, and ends where they do."""
    heard = [(20 * n, n / 50 + (0.1 if n % 3 else -0.1)) for n in range(300)]
    drawn = page.evaluate(GLIDE, [heard, 60])
    assert all(here <= there for here, there in pairwise(drawn))
    assert abs(drawn[-1] - 299 / 50) < 0.15


def test_a_jump_is_shown_as_one_in_either_direction(page: Any) -> None:
    assert page.evaluate(GLIDE, [[[0, 10], [20, 2], [40, 30]], 60]) == [10, 2, 30]


def test_the_page_turns_a_little_before_the_music_does(page: Any, show: FakeShow) -> None:
    held = playing(31.0, following="holding")
    show.position = lambda: held
    expect(page.locator(".under")).to_contain_text("page 1 of 2")
    show.position = lambda: playing(31.5)
    expect(page.locator(".under")).to_contain_text("page 2 of 2")
    expect(page.locator(".playhead")).to_have_attribute("data-coming", "true")


def test_the_next_page_is_there_before_it_is_wanted(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0)
    expect(page.locator(".sheet img[data-next=true]")).to_have_attribute("src", "/score/scene/page-2.svg")


def test_the_zoom_goes_round_by_key_and_is_kept(page: Any, show: FakeShow) -> None:
    zoom = page.locator(".under button").first
    expect(zoom).to_contain_text("Whole line")
    widths = {}
    for name in ("Whole page", "Page width", "Large notes"):
        page.keyboard.press("z")
        expect(zoom).to_contain_text(name)
        widths[name] = page.locator(".sheet").bounding_box()["width"]
    view = page.locator(".view").bounding_box()["width"]
    assert widths["Page width"] == pytest.approx(view, abs=1)
    assert widths["Whole page"] < view
    page.reload()
    expect(zoom).to_contain_text("Large notes")


def test_a_page_larger_than_the_view_is_pulled_by_hand_and_goes_back(page: Any, show: FakeShow) -> None:
    for _ in range(2):
        page.keyboard.press("z")
    view, sheet = page.locator(".view").bounding_box(), page.locator(".sheet")
    page.set_viewport_size({"width": 1280, "height": 560})
    before = sheet.bounding_box()["y"]
    page.mouse.move(view["x"] + 200, view["y"] + 60)
    page.mouse.down()
    page.mouse.move(view["x"] + 200, view["y"] + 10, steps=3)
    page.mouse.up()
    assert sheet.bounding_box()["y"] < before
    expect(page.locator(".asking")).to_have_count(0)
    page.get_by_role("button", name="Back to the music").click()
    expect(page.get_by_role("button", name="Back to the music")).to_have_count(0)


def test_the_playhead_is_dragged_to_a_note_and_a_running_show_asks_once_more(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, following="holding")
    dragged(page, 0.62)
    expect(page.locator(".dragged")).to_contain_text("bar 3, ♩ 3")
    page.mouse.up()
    assert show.told() == []
    page.get_by_role("button", name="Yes, bar 3, ♩ 3").click()
    until(page, lambda: show.told(), "the show was told")
    assert (show.told()[0].number, show.told()[0].beat) == ("scene", 10.0)


def test_in_rehearsal_the_place_is_told_as_soon_as_the_playhead_is_let_go(page: Any, show: FakeShow) -> None:
    show.publish(rehearsal=True)
    expect(page.locator(".head")).to_contain_text("Rehearsal")
    show.position = lambda: playing(4.0, following="holding")
    dragged(page, 0.62)
    page.mouse.up()
    until(page, lambda: show.told(), "the show was told")
    expect(page.locator(".asking")).to_have_count(0)


def test_dragging_is_given_up_with_escape(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, following="holding")
    dragged(page, 0.62)
    expect(page.locator(".dragged")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".dragged")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".asking")).to_have_count(0)
    assert show.told() == []


def test_a_place_that_was_told_is_marked_until_the_players_are_found_there(page: Any, show: FakeShow) -> None:
    show.told_where = {"number": "scene", "beat": 8.0, "bar": "3", "who": "Anna", "at": 0, "found": None}
    expect(page.locator(".told")).to_contain_text("told: bar 3")
    show.told_where = {**show.told_where, "found": 1}
    expect(page.locator(".told")).to_have_count(0)


def test_the_page_goes_to_the_place_that_was_told_while_the_players_are_looked_for(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0, following="lost")
    show.told_where = {"number": "scene", "beat": 40.0, "bar": "11", "who": "Anna", "at": 0, "found": None}
    expect(page.locator(".under")).to_contain_text("page 2 of 2")
    expect(page.locator(".told")).to_be_in_viewport()
    show.position = lambda: None
    expect(page.locator(".place")).to_contain_text("–")
    expect(page.locator(".under")).to_contain_text("page 2 of 2")


def test_a_finger_drags_the_playhead_too(phone: Any, show: FakeShow) -> None:
    show.position = lambda: playing(1.0, following="holding")
    phone.evaluate("document.querySelector('.score').scrollIntoView()")
    phone.locator(".grip").click(trial=True)  # once the page lies still
    grip = phone.locator(".grip").bounding_box()
    x, y = grip["x"] + 22, grip["y"] + 10
    touch = phone.context.new_cdp_session(phone)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + 20 * step, "y": y}]})
    expect(phone.locator(".dragged")).to_have_count(1)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(phone.locator(".asking")).to_be_visible()
