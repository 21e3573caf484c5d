"""The cues on the desk: what the caller says of them, how far they are, who holds them and who stands by."""

import time
from typing import Any

import pytest

from desk.browsing import SECOND, answer, expect, playing, until
from desk.fake_show import FakeShow
from odette.core.events import Command

pytestmark = pytest.mark.browser


def publish(show: FakeShow, number: str, **changes: Any) -> None:
    """Publish the state with one cue changed."""
    cues = [{**cue, **changes} if cue["number"] == number else cue for cue in show.state["cues"]]
    show.publish(cues=cues)


def due(show: FakeShow, number: str, seconds: float) -> None:
    show.due = {number: time.monotonic_ns() + int(seconds * SECOND)}


def row(page: Any, number: str) -> Any:
    return page.locator(".cues li").nth(int(number) - 1)


@pytest.mark.parametrize(
    ("seconds", "stage", "words"),
    [(25, "warn", "Warn LX 2"), (8, "standby", "Standby LX 2"), (-1, "go", "LX 2 GO")],
)
def test_the_caller_is_given_the_words(page: Any, show: FakeShow, seconds: float, stage: str, words: str) -> None:
    publish(show, "2", authority="called")
    due(show, "2", seconds)
    expect(page.locator(".spoken .say")).to_have_text(words)
    expect(row(page, "2")).to_have_attribute("data-stage", stage)


def test_a_cue_that_goes_by_itself_stands_by_until_it_has_gone(page: Any, show: FakeShow) -> None:
    due(show, "2", -1)
    expect(page.locator(".spoken .say")).to_have_text("Standby LX 2")
    publish(show, "2", status="running", went=time.monotonic_ns())
    expect(page.locator(".spoken .say")).to_have_text("LX 2 GO")


def test_far_from_a_cue_there_is_nothing_to_call(page: Any, show: FakeShow) -> None:
    due(show, "2", 45)
    expect(page.locator(".cues .count").nth(1)).to_contain_text(" s")
    expect(page.locator(".spoken")).to_have_text("Nothing to call yet")


def test_cues_that_stand_by_together_are_called_together(page: Any, show: FakeShow) -> None:
    now = time.monotonic_ns()
    show.due = {"2": now + 7 * SECOND, "4": now + 9 * SECOND, "5": now + 20 * SECOND}
    expect(page.locator(".spoken .say")).to_have_text("Standby LX 2, Fly 4")


def test_the_show_says_how_early_the_caller_speaks(page: Any, show: FakeShow) -> None:
    show.publish(calling={"warn": 60.0, "standby": 3.0})
    due(show, "2", 8)
    expect(page.locator(".spoken .say")).to_have_text("Warn LX 2")


def test_a_warning_in_bars_comes_at_its_beat(page: Any, show: FakeShow) -> None:
    publish(show, "5", warn=16.0)
    show.due = {"5": time.monotonic_ns() + 25 * SECOND}
    show.position = lambda: playing(14.0, following="holding")
    expect(row(page, "5")).to_have_attribute("data-stage", "")
    show.position = lambda: playing(16.0, following="holding")
    expect(page.locator(".spoken .say")).to_have_text("Warn LX 5")


def test_go_is_said_when_a_cue_has_gone(page: Any, show: FakeShow) -> None:
    went = time.monotonic_ns()
    publish(show, "2", status="running", went=went, until=went + 4 * SECOND, late=0.0, by="auto")
    expect(page.locator(".spoken .say")).to_have_text("LX 2 GO")
    expect(page.locator(".fade")).to_have_count(1)
    expect(page.locator(".spoken .say")).to_have_count(0)


def test_a_called_text_is_shown_to_be_read_aloud(page: Any, show: FakeShow) -> None:
    publish(show, "3", department="calls", text="Corps, to the wings.", went=time.monotonic_ns(), status="done")
    aloud = page.locator(".spoken .aloud")
    expect(aloud).to_have_text("Corps, to the wings.")
    assert float(aloud.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")) >= 30


def test_a_cue_is_held_and_let_follow_again_by_touch(page: Any, show: FakeShow) -> None:
    row(page, "2").locator(".row").click()
    page.get_by_role("button", name="Hold this cue").click()
    answer(page, "done", "HOLD 2")
    publish(show, "2", held=True)
    expect(row(page, "2")).to_have_attribute("data-held", "true")
    expect(row(page, "2")).to_contain_text("held")
    page.get_by_role("button", name="Let it follow again").click()
    until(page, lambda: show.pressed(Command.FOLLOW_CUE), "the cue was given back")
    assert [event.cue for event in show.pressed(Command.HOLD_CUE) + show.pressed(Command.FOLLOW_CUE)] == ["2", "2"]


def test_a_cue_is_held_by_keyboard_alone(page: Any, show: FakeShow) -> None:
    row(page, "1").locator(".row").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hold this cue")).to_be_focused()
    page.keyboard.press("Enter")
    until(page, lambda: show.pressed(Command.HOLD_CUE), "the cue was held")
    assert show.pressed(Command.HOLD_CUE)[0].cue == "2"


def test_one_key_holds_the_cue_that_stands_by(page: Any, show: FakeShow) -> None:
    show.publish(standby="2")
    expect(page.locator(".standby .number")).to_have_text("2")
    page.keyboard.press("Shift+H")
    until(page, lambda: show.pressed(Command.HOLD_CUE), "the cue was held")
    assert show.pressed(Command.HOLD_CUE)[0].cue == "2"


def test_a_hold_that_is_refused_says_why(page: Any, show: FakeShow) -> None:
    show.rule = lambda _: "2 has gone already"
    row(page, "2").locator(".row").click()
    page.get_by_role("button", name="Hold this cue").click()
    answer(page, "refused", "HOLD 2 refused: 2 has gone already")


def test_a_cue_that_goes_on_go_alone_offers_no_hold(page: Any) -> None:
    row(page, "4").locator(".row").click()
    expect(page.locator(".details")).to_contain_text("machinery")
    expect(page.get_by_role("button", name="Hold this cue")).to_have_count(0)


def test_the_caller_sees_who_stands_by(page: Any, show: FakeShow) -> None:
    publish(show, "4", acknowledged=["Fly", "Rail"])
    expect(row(page, "4").locator(".ready")).to_have_text("✓ Fly, Rail")


def test_updates_leave_rows_alone_that_have_not_changed(page: Any, show: FakeShow) -> None:
    watch = """() => { window.drawn = 0; new MutationObserver((all) => (window.drawn += all.length))
        .observe(document.querySelector(".cues ol"), { subtree: true, childList: true, attributes: true }); }"""
    page.evaluate(watch)
    for times in range(1, 4):
        show.publish()
        page.keyboard.press("s")
        until(page, lambda asked=times: len(show.asked) >= asked, "a press went round")
    assert page.evaluate("window.drawn") == 0
