"""People at the door, in a real browser: who signs in, who may not press, who unlocks the show."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk.browsing import DESKTOP, answer, expect, live, opened, until
from desk.doors import EDITOR, MACHINERY, OPERATOR, VIEWER, guarded, staffed
from desk.fake_show import FakeShow
from odette.core.events import Command, LockSet
from odette.desk.pins import Keys
from odette.desk.reach import Address, Reach
from odette.desk.server import own_address

ARRIVED = re.compile(r"^http://[^/]+/department/machinery$")

pytestmark = pytest.mark.browser


@pytest.fixture
def show() -> Iterator[FakeShow]:
    show = guarded(staffed())
    yield show
    show.stop()


@pytest.fixture
def door(browser: Any, show: FakeShow) -> Iterator[Any]:
    """A page that asked for the desk and was sent to the door."""
    page = opened(browser, show, DESKTOP, "department/machinery")
    yield next(page)
    with contextlib.suppress(StopIteration):
        next(page)


def sign_in(page: Any, who: str, pin: str, name: str = "") -> None:
    page.get_by_label(who, exact=True).check()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_label("PIN", exact=True).press("Enter")


def second(browser: Any, show: FakeShow, who: str, pin: str, name: str = "") -> Any:
    """Another browser, signed in and on the running page."""
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(show.desk.url)
    sign_in(page, who, pin, name)
    live(page)
    return page


def test_who_is_not_signed_in_is_sent_to_the_door_and_from_there_where_they_wanted(door: Any) -> None:
    assert door.url.endswith("/door?to=/department/machinery")
    sign_in(door, "machinery", MACHINERY)
    door.wait_for_url(ARRIVED)


def test_nobody_knocks_at_the_show_before_they_have_signed_in(door: Any) -> None:
    lines: list[Any] = []
    door.on("websocket", lambda line: lines.append(line))
    door.reload()
    expect(door.get_by_role("button", name="Sign in")).to_be_visible()
    assert lines == []


def test_a_wrong_pin_is_refused_in_words_and_the_right_one_let_in_after(door: Any, show: FakeShow) -> None:
    sign_in(door, "operator", "not-the-pin")
    expect(door.get_by_role("alert")).to_have_text("That is not the PIN.")
    expect(door.get_by_label("PIN", exact=True)).to_have_value("")
    expect(door.get_by_label("PIN", exact=True)).to_be_focused()
    sign_in(door, "operator", OPERATOR, "Anna")
    door.wait_for_url(ARRIVED)
    door.goto(show.desk.url)
    live(door)
    door.keyboard.press(" ")
    answer(door, "done", "GO 1")
    assert [event.who for event in show.pressed(Command.GO)] == ["Anna"]


def test_a_viewer_on_a_second_page_sees_the_show_and_is_told_why_go_does_not_work(
    browser: Any, door: Any, show: FakeShow
) -> None:
    sign_in(door, "operator", OPERATOR)
    watching = second(browser, show, "viewer", VIEWER)
    expect(watching.locator(".press.go")).to_have_attribute("aria-disabled", "true")
    watching.keyboard.press(" ")
    answer(watching, "refused", "viewer may not do this")
    expect(watching.get_by_role("slider", name="Grand master")).to_be_disabled()
    assert show.asked == []
    show.publish(standby="3")
    expect(watching.locator(".press.go")).to_contain_text("3")
    watching.context.close()


def test_signing_out_ends_at_the_door_and_the_other_pages_of_this_browser_follow(browser: Any, show: FakeShow) -> None:
    running = second(browser, show, "operator", OPERATOR, "Anna")
    door = running.context.new_page()
    door.goto(show.desk.url + "door")
    expect(door.locator("main")).to_contain_text("You are signed in: Anna, operator.")
    door.get_by_role("button", name="Sign out").click()
    expect(door.get_by_role("button", name="Sign in")).to_be_visible()
    running.wait_for_url(re.compile("/door"))
    running.context.close()


def test_an_editor_unlocks_the_running_show_asked_twice_and_locks_it_again(door: Any, show: FakeShow) -> None:
    show.publish(locked=True, closed=False)
    sign_in(door, "editor", EDITOR)
    door.wait_for_url(ARRIVED)
    door.goto(show.desk.url + "door")
    lock = door.get_by_role("region", name="Show lock")
    expect(lock).to_contain_text("The show is locked")
    lock.get_by_role("button", name="Unlock the show").click()
    assert show.asked == []
    lock.get_by_role("button", name="No, leave it locked").click()
    lock.get_by_role("button", name="Unlock the show").click()
    lock.get_by_role("button", name="Yes, unlock").click()
    until(door, lambda: show.asked, "the lock was opened")
    show.publish(locked=False)
    expect(lock).to_contain_text("can be edited")
    until(door, lambda: door.evaluate("import('/static/show.js').then(({ show }) => show.live)"), "the line was live")
    lock.get_by_role("button", name="Lock the show").click()
    until(door, lambda: len(show.asked) == 2, "the show was locked")
    assert [event.on for event in show.asked if isinstance(event, LockSet)] == [False, True]


def test_an_operator_is_offered_neither_lock_nor_pins(door: Any, show: FakeShow) -> None:
    show.publish(locked=True, closed=False)
    sign_in(door, "operator", OPERATOR)
    door.wait_for_url(ARRIVED)
    door.goto(show.desk.url + "door")
    expect(door.get_by_role("button", name="Sign out")).to_be_visible()
    expect(door.get_by_role("button", name="Unlock the show")).to_have_count(0)
    expect(door.get_by_text("Who may use the desk")).to_have_count(0)


def test_the_first_pin_is_set_at_the_machine_and_the_others_after_it(browser: Any) -> None:
    show = guarded(Keys())
    try:
        for page in opened(browser, show, DESKTOP, "door"):
            expect(page.locator("main")).to_contain_text("No PIN is set")
            page.get_by_label("editor").fill("123456")
            page.get_by_role("button", name="Set", exact=True).click()
            expect(page.locator(".pins").get_by_role("status")).to_contain_text("the first that anybody would try")
            page.get_by_label("editor").fill(EDITOR)
            page.get_by_role("button", name="Set", exact=True).click()
            expect(page.locator("main")).to_contain_text("You are signed in: editor.")
            page.get_by_label("machinery").fill(MACHINERY)
            page.get_by_label("machinery").press("Enter")
            expect(page.locator(".pins").get_by_role("status")).to_contain_text("machinery: the PIN is set")
            page.get_by_role("button", name="Sign out").click()
            sign_in(page, "machinery", MACHINERY)
            page.wait_for_url(ARRIVED)
    finally:
        show.stop()


def test_a_phone_on_the_network_presses_by_plain_http(browser: Any) -> None:
    """There a browser withholds what it keeps for https."""
    own = own_address()
    if own == "127.0.0.1":
        pytest.skip("this machine is in no network")
    show = guarded(staffed(), reach=Reach((Address(own),)))
    try:
        phone = browser.new_context(locale="en-GB").new_page()
        phone.goto(show.desk.reached()[0])
        sign_in(phone, "operator", OPERATOR)
        live(phone)
        assert phone.evaluate("isSecureContext") is False
        phone.keyboard.press(" ")
        answer(phone, "done", "GO 1")
        phone.context.close()
    finally:
        show.stop()
