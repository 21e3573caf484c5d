"""What all pages of the desk share."""

from typing import Any

import pytest

from desk.browsing import DESKTOP, expect, opened
from desk.fake_show import FakeShow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["", "department/lights", "write", "door"])
def test_one_menu_leads_to_every_page(browser: Any, show: FakeShow, path: str) -> None:
    for page in opened(browser, show, DESKTOP, path):
        page.get_by_role("button", name="Menu").click()
        for way in ("/", "/write", "/door", "/department/lights", "/department/machinery"):
            expect(page.locator(f"#menu a[href='{way}']")).to_be_visible()
        expect(page.locator("#menu [aria-current=page]")).to_have_attribute("href", f"/{path}")


def test_the_menu_is_left_by_escape_and_the_focus_returns_to_its_button(page: Any, show: FakeShow) -> None:
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_have_count(0)
    expect(button).to_be_focused()
    assert show.asked == [], "Escape closed the menu and did not ask for panic"


def test_the_theme_that_was_chosen_is_there_before_anything_is_drawn(page: Any) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Red, for the wings").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "red")
    page.reload(wait_until="commit")
    page.wait_for_selector("body", state="attached")
    assert page.locator("html").get_attribute("data-theme") == "red"


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(page: Any) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
