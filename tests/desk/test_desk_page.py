"""The desk in a real browser: what a stage manager sees and presses."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, SECOND, answer, expect, opened, playing, until
from desk.fake_show import FakeShow
from desk.pages import draw
from odette.core.events import Command, Pressed

pytestmark = pytest.mark.browser


def test_the_state_appears(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(4.0)
    show.publish(title="Odette appears", alerts=[{"text": "The microphone is silent", "at": time.monotonic_ns()}])
    expect(page.locator(".head")).to_contain_text("A made-up show")
    expect(page.locator(".head")).to_contain_text("Odette follows")
    expect(page.locator(".cues li")).to_have_count(5)
    expect(page.locator(".standby")).to_contain_text("House to half")
    expect(page.locator(".place")).to_contain_text("2.1")
    expect(page.locator(".words")).to_have_text("bar 2, steady")
    expect(page.locator(".news")).to_contain_text("Odette appears")
    expect(page.locator(".alerts")).to_contain_text("The microphone is silent")
    expect(page.locator(".lamp")).to_have_count(8)
    expect(page.locator(".press.go")).to_contain_text("GO 1")


def test_one_screen_needs_no_scrolling(page: Any) -> None:
    for width, height in ((1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        overflow = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(overflow) == [width, height]
        for button in page.locator(".press").all():
            expect(button).to_be_in_viewport(ratio=1)


def test_go_by_the_space_bar_reaches_the_show_once_with_the_cue_that_stood_by(page: Any, show: FakeShow) -> None:
    page.keyboard.press(" ")
    answer(page, "done", "GO 1 done")
    assert [(event.command, event.cue) for event in show.asked if isinstance(event, Pressed)] == [("go", "1")]


def test_a_held_key_does_not_go_again_until_it_has_come_up(page: Any, show: FakeShow) -> None:
    for _ in range(5):
        page.keyboard.down(" ")  # the second and later are repeats
    page.keyboard.up(" ")
    page.keyboard.press(" ")
    page.keyboard.press("s")
    until(page, lambda: show.pressed(Command.STOP), "STOP reached the show")
    presses = show.pressed(Command.GO)
    assert len(presses) == 2
    assert presses[0].id != presses[1].id


def test_go_by_touch_reaches_the_show_once(phone: Any, show: FakeShow) -> None:
    phone.locator(".press.go").tap()
    answer(phone, "done", "GO 1")
    phone.locator(".press.stop").tap()
    until(phone, lambda: show.pressed(Command.STOP), "STOP reached the show")
    assert len(show.pressed(Command.GO)) == 1


def test_a_refusal_is_seen_with_its_reason(page: Any, show: FakeShow) -> None:
    show.rule = lambda _: "cue 1 went 0.2 s ago"
    page.keyboard.press(" ")
    answer(page, "refused", "GO 1 refused: cue 1 went 0.2 s ago")
    expect(page.locator(".press.go[data-phase=refused]")).to_be_visible()


def test_a_press_that_is_not_answered_is_not_called_done(page: Any, show: FakeShow) -> None:
    show.answering = False
    page.evaluate(
        """async () => {
            const { show } = await import("/static/show.js");
            window.phases = [];
            show.watch("notice", () => window.phases.push(show.notice.phase));
        }"""
    )
    page.keyboard.press(" ")
    answer(page, "refused", "no answer from the show")
    assert page.evaluate("window.phases") == ["sent", "refused"]


def test_every_command_has_its_key(page: Any, show: FakeShow) -> None:
    keys = [("h", "hold"), ("b", "back"), ("Backspace", "back"), ("s", "stop"), ("Shift+B", "blackout")]
    for key, _ in keys:
        page.keyboard.press(key)
    until(page, lambda: len(show.asked) == len(keys), "every key reached the show")
    assert [event.command for event in show.asked if isinstance(event, Pressed)] == [name for _, name in keys]


def test_a_held_show_is_given_back_by_the_same_key(page: Any, show: FakeShow) -> None:
    show.publish(mode="held")
    expect(page.locator(".head")).to_contain_text("Held: you have the show")
    page.keyboard.press("h")
    until(page, lambda: show.pressed(Command.FOLLOW), "FOLLOW reached the show")


def test_panic_takes_two_presses(page: Any, show: FakeShow) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(".press.panic")).to_contain_text("press again")
    page.keyboard.press("s")
    until(page, lambda: show.pressed(Command.STOP), "STOP reached the show")
    assert show.pressed(Command.PANIC) == []
    for _ in range(2):  # one, where the first still counts
        page.locator(".press.panic").click()
    until(page, lambda: show.pressed(Command.PANIC), "PANIC reached the show")
    assert len(show.pressed(Command.PANIC)) == 1


def test_a_show_that_falls_silent_is_called_lost(page: Any, show: FakeShow) -> None:
    expect(page.locator(".banner")).to_have_count(0)
    show.beating = False
    expect(page.locator(".banner")).to_contain_text("No connection to the show: what you see is old")
    page.keyboard.press(" ")
    answer(page, "refused", "No connection to the show")
    assert show.asked == []
    show.beating = True
    expect(page.locator(".banner")).to_have_count(0)


def test_a_show_that_comes_back_is_right_at_once(page: Any, show: FakeShow) -> None:
    port = int(re.findall(r":(\d+)/", show.desk.url)[0])
    show.stop()
    expect(page.locator(".banner")).to_be_visible()
    again = FakeShow(port)
    try:
        again.publish(standby="4", mode="held")
        expect(page.locator(".banner")).to_have_count(0)
        expect(page.locator(".standby")).to_contain_text("Curtain")
        expect(page.locator(".head")).to_contain_text("Held")
        page.keyboard.press(" ")
        until(page, lambda: again.pressed(Command.GO), "GO reached the show that came back")
        assert again.pressed(Command.GO)[0].cue == "4"
    finally:
        again.stop()


def test_the_playhead_moves_on_between_estimates(page: Any, show: FakeShow) -> None:
    heard = playing(4.0)
    show.position = lambda: heard
    head = page.locator(".playhead")
    expect(head).to_be_visible()
    first = head.bounding_box()["x"]
    show.position = lambda: playing(6.0)
    until(page, lambda: head.bounding_box()["x"] > first + 10, "the playhead moved")
    frozen = playing(6.5, following="holding")
    show.position = lambda: frozen
    expect(page.locator(".playhead[data-following=holding]")).to_be_visible()


def test_the_page_turns_with_the_music(page: Any, show: FakeShow) -> None:
    expect(page.locator(".under")).to_contain_text("page 1 of 2")
    show.position = lambda: playing(33.0)
    expect(page.locator(".under")).to_contain_text("page 2 of 2")
    expect(page.locator(".sheet img")).to_have_attribute("src", "/score/scene/page-2.svg")


def test_cues_stand_at_their_notes(page: Any) -> None:
    flags = page.locator(".flag")
    expect(flags).to_have_count(4)
    expect(flags.first).to_contain_text("2")
    assert flags.first.bounding_box()["x"] < flags.nth(1).bounding_box()["x"]


def test_an_engraving_that_is_not_ready_is_waited_for(browser: Any, tmp_path: Path) -> None:
    ready: list[Path] = []
    show = FakeShow(0, lambda _: ready[0] if ready else None)
    try:
        for page in opened(browser, show, DESKTOP):
            expect(page.locator(".score")).to_contain_text("engraving…")
            ready.append(draw(tmp_path, pages=1))
            expect(page.locator(".under")).to_contain_text("page 1 of 1")
    finally:
        show.stop()


def test_a_score_without_pages_is_said_to_have_none(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text('{"pages": 0, "size": [0, 0], "anchors": [], "bars": []}')
    show = FakeShow(0, lambda _: tmp_path)
    try:
        for page in opened(browser, show, DESKTOP):
            expect(page.locator(".score")).to_contain_text("no pages to show")
    finally:
        show.stop()


def test_a_touched_bar_tells_where_the_players_are_after_a_second_touch(page: Any, show: FakeShow) -> None:
    sheet = page.locator(".sheet").bounding_box()
    page.mouse.click(sheet["x"] + 0.4 * sheet["width"], sheet["y"] + 0.3 * sheet["height"])
    expect(page.locator(".asking")).to_contain_text("Yes, bar 2")
    assert show.told() == []
    page.get_by_role("button", name="Yes, bar 2").click()
    until(page, lambda: show.told(), "the show was told")
    assert (show.told()[0].number, show.told()[0].beat) == ("scene", 4.0)
    expect(page.locator(".asking")).to_have_count(0)


def test_the_keyboard_alone_can_tell_and_take_back(page: Any, show: FakeShow) -> None:
    expect(page.locator(".sheet")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator(".asking input")).to_be_focused()
    page.keyboard.type("77")
    page.keyboard.press("Enter")
    expect(page.locator(".asking")).to_contain_text("There is no bar 77.")
    page.keyboard.press("Escape")
    expect(page.locator(".asking")).to_have_count(0)
    expect(page.locator(".press.panic")).not_to_contain_text("press again")
    page.keyboard.press("t")
    expect(page.locator(".asking input")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes, bar 7")).to_be_focused()
    page.keyboard.press("Enter")
    until(page, lambda: show.told(), "the show was told")
    assert show.told()[0].beat == 24.0


def test_every_control_can_be_reached_and_worked_by_keyboard(page: Any, show: FakeShow) -> None:
    reached: list[str] = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.className")
        reached.append(name)
        if "press stop" in name and name not in reached[:-1]:
            page.keyboard.press("Enter")
            page.keyboard.press(" ")
    until(page, lambda: len(show.asked) == 2, "Enter and space reached the show")
    assert [event.command for event in show.asked if isinstance(event, Pressed)] == ["stop", "go"]
    for command in ("panic", "blackout", "back", "stop", "hold", "go"):
        assert f"press {command}" in reached


def test_the_master_follows_the_hand_and_then_the_show(page: Any, show: FakeShow) -> None:
    page.get_by_role("slider", name="Grand master").focus()
    page.keyboard.press("Home")
    until(page, lambda: show.mastered(), "the master reached the show")
    assert show.mastered()[-1].level == 0
    show.publish(master=0.5)
    expect(page.locator(".master")).to_contain_text("50 %")


def test_after_stop_go_names_no_cue_for_it_sends_none(page: Any, show: FakeShow) -> None:
    show.publish(frozen=True)
    expect(page.locator(".press.go")).to_contain_text("lets it go on")
    expect(page.locator(".press.go")).not_to_contain_text("1")
    page.keyboard.press(" ")
    answer(page, "done", "GO done")


def test_lamps_shine_as_the_levels_say(page: Any, show: FakeShow) -> None:
    show.levels = {"d0": [1.0, 1.0, 0.0, 0.0]}
    lamp = page.locator(".lamp").first
    expect(lamp).to_have_attribute("fill", "rgb(255 0 0)")
    expect(lamp).to_have_attribute("fill-opacity", "1")
    expect(page.locator(".lamp").nth(1)).to_have_attribute("fill-opacity", "0")


def test_the_countdown_counts_to_the_due_time(page: Any, show: FakeShow) -> None:
    show.position = lambda: playing(2.0)
    show.publish(standby="2")
    show.due = {"2": time.monotonic_ns() + 30 * SECOND}
    count = page.locator("section.standby .count")
    expect(count).to_contain_text("2 ♩")
    expect(count).to_contain_text(re.compile(r"2\d\.\d s"))


def test_on_a_phone_go_is_in_view_and_nothing_is_wider_than_the_screen(phone: Any) -> None:
    expect(phone.locator(".press.go")).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    expect(phone.locator(".press.go")).to_be_in_viewport(ratio=1)


@pytest.fixture
def still(browser: Any, show: FakeShow) -> Iterator[Any]:
    """The running page of somebody who wants no motion."""
    yield from opened(browser, show, DESKTOP, reduced_motion="reduce")


def test_who_wants_no_motion_gets_none(still: Any, show: FakeShow) -> None:
    heard = playing(4.6, following="holding")
    show.position = lambda: heard
    head, flag = still.locator(".playhead"), still.locator(".flag").first
    expect(head).to_be_visible()
    at_its_note = "the playhead stands at the note of cue 2, the last before it"
    until(still, lambda: abs(head.bounding_box()["x"] - flag.bounding_box()["x"]) <= 2, at_its_note)
    assert still.evaluate("getComputedStyle(document.querySelector('.sheet')).transitionDuration") == "0s"
