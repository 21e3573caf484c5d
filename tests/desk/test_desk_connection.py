"""The line to the show breaks: the page says so, and is right again by itself. (bench/desk.py says how soon.)"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk.browsing import answer, expect, until
from desk.fake_show import FakeShow
from odette.core.events import Command

pytestmark = pytest.mark.browser


@pytest.fixture
def again(show: FakeShow) -> Iterator[list[FakeShow]]:
    """Shows that came after the first, on its port."""
    shows: list[FakeShow] = []
    yield shows
    for later in shows:
        later.stop()


def restarted(show: FakeShow, again: list[FakeShow], **state: Any) -> FakeShow:
    """The show's process ends, and another serves the same port in another state."""
    port = int(re.findall(r":(\d+)/", show.desk.url)[0])
    show.stop()
    again.append(FakeShow(port))
    again[-1].publish(**state)
    return again[-1]


def test_a_page_sees_that_the_show_is_gone_and_heals(page: Any, show: FakeShow, again: Any) -> None:
    page.evaluate("window.same = true")
    show.stop()
    expect(page.locator(".banner")).to_contain_text("No connection to the show")
    later = restarted(show, again, standby="4", mode="held")
    expect(page.locator(".banner")).to_have_count(0)
    expect(page.locator("section.standby")).to_contain_text("Curtain")
    page.keyboard.press(" ")
    until(page, lambda: later.pressed(Command.GO), "GO reached the show that came back")
    assert later.pressed(Command.GO)[0].cue == "4"
    assert show.pressed(Command.GO) == []
    assert page.evaluate("window.same"), "healed without loading anew"


def test_a_page_that_slept_through_a_restart_wakes_up_right(page: Any, show: FakeShow, again: Any) -> None:
    """A phone in a pocket: its page stands still while the show ends and comes back."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    restarted(show, again, standby="5", mode="held")
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.locator("section.standby")).to_contain_text("Storm")
    expect(page.locator(".banner")).to_have_count(0)
    expect(page.locator(".head")).to_contain_text("Held")


def test_after_an_upgrade_a_page_loads_the_new_files_once_nobody_writes(
    page: Any, show: FakeShow, again: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.evaluate("document.documentElement.dataset.old = 'yes'")
    old = page.locator("html[data-old]")
    page.keyboard.press("t")
    expect(page.locator(".asking input")).to_be_focused()
    monkeypatch.setattr("odette.desk.web.files_version", lambda: "another")
    restarted(show, again)
    expect(page.locator(".banner")).to_have_count(0)
    page.wait_for_timeout(1500)  # longer than the page waits between two looks
    expect(old).to_have_count(1)  # somebody was writing
    page.keyboard.press("Escape")
    expect(old).to_have_count(0)
    expect(page.locator(":root[data-live=true]")).to_be_attached()


def test_the_same_files_after_a_restart_are_not_loaded_anew(page: Any, show: FakeShow, again: Any) -> None:
    page.evaluate("window.old = true")
    restarted(show, again, standby="5")
    expect(page.locator("section.standby")).to_contain_text("Storm")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.old")


def test_a_press_before_the_page_hears_the_show_is_refused_in_words(page: Any, show: FakeShow) -> None:
    """The state is there, but nothing says yet that it is of now."""
    show.beating = False
    page.reload()
    expect(page.locator("section.standby")).to_contain_text("House to half")
    page.keyboard.press(" ")
    answer(page, "refused", "No connection to the show")
    assert show.asked == []
