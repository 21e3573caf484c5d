"""The evening on the desk: its parts and calls, what the room does, and the question which number is played."""

import re
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, answer, expect, opened, playing, until
from desk.evening_order import evening
from desk.fake_show import FakeShow
from odette.core.events import Command

pytestmark = pytest.mark.browser

NUMBERS = [
    {"id": "scene", "title": "No. 10 Scène", "end": 64.0, "seconds": 60.0, "upbeat": False, "kind": "score"},
    {"id": "pas", "title": "No. 12 Pas de deux", "end": 200.0, "seconds": 200.0, "upbeat": False, "kind": "timed"},
]
OTHER = {"number": "pas", "title": "No. 12 Pas de deux", "bar": "3", "at": 0}


def on(page: Any) -> Any:
    """The button for the next part."""
    return page.locator(".press.part")


def test_a_show_of_one_number_has_no_order_to_show(page: Any) -> None:
    expect(page.locator(".order")).to_have_count(0)
    page.keyboard.press("Shift+P")
    expect(page.locator(".answer")).to_be_empty()


def test_before_the_music_calls_and_the_time_left_are_told_and_a_person_goes_on(page: Any, show: FakeShow) -> None:
    show.publish(evening=evening("house-open", begins=852))
    expect(page.locator(".part-now")).to_have_text(re.compile(r"House open\s*14:1\d to curtain"))
    calls = page.locator(".calls-of-house li")
    expect(calls).to_have_text(
        [re.compile(r"five \d\d:\d\d 4:1\d"), re.compile(r"^\s*beginners \d\d:\d\d"), re.compile("curtain up")]
    )
    expect(on(page)).to_contain_text("→ House to half")
    expect(on(page)).to_contain_text("when you say")
    on(page).click()
    answer(page, "done", "PART House to half")
    assert [event.cue for event in show.pressed(Command.PART)] == ["house-to-half"]


def test_a_call_that_was_given_is_there_to_be_read_aloud_and_in_the_wings(browser: Any, show: FakeShow) -> None:
    show.publish(evening=evening("house-open", begins=595, began=900))
    for page in opened(browser, show, DESKTOP):
        expect(page.locator(".spoken .aloud")).to_have_text("Five minutes, please")
        expect(page.locator(".calls-of-house li").first).to_contain_text("✓ five")
    for phone in opened(browser, show, PHONE, "department/machinery", has_touch=True):
        expect(phone.locator(".called")).to_have_text("Five minutes, please")
        expect(phone.locator(".order-line")).to_contain_text(re.compile(r"beginners in 4:\d\d"))
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_an_interval_counts_down_and_then_says_by_how_much_it_is_over(page: Any, show: FakeShow) -> None:
    show.publish(evening=evening("interval", begins=-3000, over=754))
    expect(page.locator(".part-now")).to_contain_text(re.compile(r"Interval\s*12:3\d left"))
    expect(page.locator(".calls-of-house li")).to_have_count(2)
    expect(on(page)).to_contain_text("with its first note")
    show.publish(evening=evening("interval", begins=-3000, over=-70))
    expect(page.locator(".part-now [data-over=true]")).to_contain_text(re.compile(r"1:1\d over"))


def test_a_number_that_is_played_is_left_only_by_a_second_press(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(21.0)
    show.publish(evening=evening("scene", begins=-200))
    expect(page.locator(".words")).to_have_text("bar 2, steady")
    page.keyboard.press("Shift+P")
    expect(on(page)).to_contain_text("End No. 10 Scène?")
    page.keyboard.press("s")
    until(page, lambda: show.pressed(Command.STOP), "STOP reached the show")
    assert show.pressed(Command.PART) == []
    for _ in range(2):  # one, where the first still counts
        page.keyboard.press("Shift+P")
    until(page, lambda: show.pressed(Command.PART), "PART reached the show")
    assert [event.cue for event in show.pressed(Command.PART)] == ["interval"]


def test_another_number_is_asked_about_over_everything_else_and_moves_nothing(page: Any, show: FakeShow) -> None:
    places = "[...document.querySelectorAll('.press, .row')].map((each) => each.getBoundingClientRect().top)"
    before = page.evaluate(places)
    show.publish(numbers=NUMBERS, recognised=OTHER)
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text("This sounds like No. 12 Pas de deux, bar 3, not like No. 10 Scène")
    assert page.evaluate(places) == before
    page.keyboard.press(" ")
    answer(page, "done", "GO 1")
    asked.get_by_role("button", name="Yes, it is No. 12").click()
    answer(page, "done", "CONFIRM No. 12 Pas de deux")
    assert [event.cue for event in show.pressed(Command.CONFIRM)] == ["pas"]
    show.publish(recognised=None)
    expect(asked).to_have_count(0)
    page.keyboard.press("Shift+Y")
    page.keyboard.press("s")
    until(page, lambda: show.pressed(Command.STOP), "STOP reached the show")
    assert len(show.pressed(Command.CONFIRM)) == 1


def test_the_question_is_answered_by_key_but_not_in_the_moment_it_comes(page: Any, show: FakeShow) -> None:
    page.evaluate(  # somebody presses Shift+N in the very frame in which the question comes
        """() => new MutationObserver(() => {
            if (!document.querySelector(".question") || window.pressed) return;
            window.pressed = true;
            window.dispatchEvent(new KeyboardEvent("keydown", { key: "N", code: "KeyN", shiftKey: true }));
            window.dispatchEvent(new KeyboardEvent("keyup", { key: "N", code: "KeyN" }));
        }).observe(document.body, { subtree: true, childList: true })"""
    )
    show.publish(numbers=NUMBERS, recognised=OTHER)
    deny = page.get_by_role("button", name="No, it is No. 10 Scène")
    expect(deny).to_be_enabled()
    assert page.evaluate("window.pressed")
    assert show.pressed(Command.DENY) == []
    page.keyboard.press("Shift+N")
    answer(page, "done", "DENY")
    assert [event.cue for event in show.pressed(Command.DENY)] == ["pas"]


def test_the_question_is_in_view_on_a_phone_wherever_it_has_scrolled(phone: Any, show: FakeShow) -> None:
    phone.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    show.publish(numbers=NUMBERS, recognised=OTHER)
    for command in ("confirm", "deny"):
        expect(phone.locator(f".question .{command}")).to_be_in_viewport(ratio=1)
    expect(phone.locator(".press.go")).to_be_in_viewport(ratio=1)


def test_the_room_is_heard_in_words_with_the_phase_of_its_applause(page: Any, show: FakeShow) -> None:
    show.room = {"kind": "applause", "level": -18.4, "phase": "dying"}
    expect(page.locator(".meters")).to_contain_text("applause, dying away")
    expect(page.locator(".meters")).to_contain_text("-18 dB")


def test_whether_a_camera_watches_is_said_where_the_upbeat_is_given(page: Any, show: FakeShow) -> None:
    show.publish(awaited=True)
    expect(page.locator(".upbeat")).to_contain_text("no camera")
    show.publish(links=[*show.state["links"], {"name": "camera", "up": True, "detail": ""}])
    expect(page.locator(".upbeat")).to_contain_text("camera watching")


def test_a_number_without_a_score_shows_its_time_in_place_of_the_page(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(75.4, number="pas", following="holding")
    show.publish(numbers=NUMBERS, number="pas")
    expect(page.locator(".scoreless")).to_contain_text("1:15 / 3:20")
    expect(page.locator(".scoreless")).to_contain_text("runs by time")
    expect(page.locator(".place")).to_have_text("1:15")
    show.position = lambda: None
    order = evening("pas", begins=-4000, began=125)
    show.publish(numbers=[NUMBERS[0], {**NUMBERS[1], "kind": "free"}], evening=order)
    expect(page.locator(".scoreless")).to_contain_text(re.compile(r"2:0\d"))
    expect(page.locator(".scoreless")).to_contain_text("runs by GO")
