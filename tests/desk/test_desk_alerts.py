"""Alerts on the page: seen at once, with what to do, until they are over or dismissed."""

import re
import time
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, SECOND, expect, opened
from desk.fake_show import FakeShow
from odette.core.alerts import alert, link_back, link_down
from odette.core.clocks import ShowTime
from odette.core.cue import PromptBook
from odette.core.effects import Alert
from odette.core.state import Raised, State
from odette.performance.view import alerts

pytestmark = pytest.mark.browser


def told(*raised: tuple[float, Alert]) -> list[dict[str, Any]]:
    """Alerts as the show tells them, each raised so many seconds ago."""
    now = time.monotonic_ns()
    kept = tuple(Raised(ShowTime(now - round(ago * SECOND)), what) for ago, what in raised)
    return alerts(State(PromptBook("", (), (), {}), {}, alerts=kept))


def test_an_alarm_is_seen_with_what_to_do(page: Any, show: FakeShow) -> None:
    expect(page.locator(".alarms")).to_have_count(0)
    show.publish(alerts=told((0, alert("microphone silent"))))
    expect(page.locator(".alarms")).to_contain_text("Act now: the microphone brings no signal")
    expect(page.locator(".alarms")).to_contain_text("plugged in, switched on and not muted")


def test_an_alarm_is_spoken_politely(page: Any, show: FakeShow) -> None:
    spoken = page.locator("[role=status][aria-live=polite]")
    expect(spoken).to_have_text("")
    show.publish(alerts=told((0, alert("lost"))))
    expect(spoken).to_contain_text("lost: you have the show")


def test_what_is_over_no_longer_stands_above_the_page(page: Any, show: FakeShow) -> None:
    down = (5, link_down("sacn 10.0.0.2", "no route"))
    show.publish(alerts=told(down))
    expect(page.locator(".alarms")).to_contain_text("sacn 10.0.0.2 is down: no route")
    show.publish(alerts=told(down, (0, link_back("sacn 10.0.0.2"))))
    expect(page.locator(".alarms")).to_have_count(0)
    expect(page.locator(".alerts li")).to_have_count(2)
    expect(page.locator(".alerts li").first).to_contain_text("sacn 10.0.0.2 is back")


def test_what_stands_stays_however_old_and_a_moment_does_not(page: Any, show: FakeShow) -> None:
    show.publish(alerts=told((7200, alert("disk low", free="900")), (90, alert("passed over", cues="4, 5"))))
    expect(page.locator(".alarms")).to_contain_text("900 MB are left")
    expect(page.locator(".alarms .more")).to_have_count(0)
    expect(page.locator(".alerts")).to_contain_text("passed over 4, 5")


def test_an_alert_is_dismissed_by_key_stays_in_the_list_and_away_after_a_reload(page: Any, show: FakeShow) -> None:
    show.publish(alerts=told((3, alert("microphone clipped")), (1, alert("lost"))))
    expect(page.locator(".alarms")).to_contain_text("lost")
    page.locator(".alarms button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".alarms")).to_contain_text("clipped")
    expect(page.locator(".alerts li").first).to_contain_text("lost")
    page.reload()
    expect(page.locator(".alarms")).to_contain_text("clipped")
    expect(page.locator(".alarms .more")).to_have_count(0)


def test_the_list_tells_the_time_of_day_of_each(page: Any, show: FakeShow) -> None:
    show.publish(alerts=told((3600, alert("found"))))
    hour = page.evaluate("new Date(Date.now() - 3600000).getHours()")
    expect(page.locator(".alerts time")).to_contain_text(re.compile(rf"^{hour:02}:\d\d:\d\d$"))


def test_one_alert_stands_at_a_time_alarms_first_and_the_rest_are_counted(page: Any, show: FakeShow) -> None:
    names = ["lost", "microphone silent", "microphone clipped", "clock drift"]
    show.publish(alerts=told(*((9 - index, alert(name, ppm="700")) for index, name in enumerate(names))))
    seen = ["brings no signal", "lost", "the sound input's clock", "is clipped"]
    for index, words in enumerate(seen):
        expect(page.locator(".alarms")).to_contain_text(words)
        expect(page.locator(".alarms .more")).to_have_count(1 if index < len(seen) - 1 else 0)
        page.get_by_role("button", name="Seen").click()
    expect(page.locator(".alarms")).to_have_count(0)


def test_an_alert_speaks_the_language_of_the_page(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, DESKTOP, locale="de-DE"):
        show.publish(alerts=told((0, alert("disk full", free="77"))))
        expect(page.locator(".alarms")).to_contain_text("Jetzt handeln: die Platte ist voll bis auf 77 MB")


def test_an_alarm_is_in_view_on_a_phone_wherever_it_has_scrolled(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, PHONE, has_touch=True):
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        show.publish(alerts=told((0, alert("lost"))))
        expect(page.locator(".alarms")).to_be_in_viewport(ratio=1)
