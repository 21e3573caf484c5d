"""Before a number: the conductor's last sign, and the upbeat by hand."""

import time
from typing import Any

import pytest

from desk.browsing import SECOND, answer, expect
from desk.fake_show import FakeShow
from odette.core.events import Command

pytestmark = pytest.mark.browser


def upbeat(page: Any) -> Any:
    return page.get_by_role("button", name="UPBEAT")


def signed(sign: str, ago: float = 0) -> dict[str, Any]:
    return {"sign": sign, "at": time.monotonic_ns() - int(ago * SECOND)}


def test_the_upbeat_is_there_while_a_number_is_waited_for_and_at_no_other_time(page: Any, show: FakeShow) -> None:
    expect(upbeat(page)).to_have_count(0)
    show.publish(awaited=True)
    upbeat(page).click()
    answer(page, "done", "UPBEAT")
    show.publish(awaited=False)
    expect(upbeat(page)).to_have_count(0)
    assert len(show.pressed(Command.UPBEAT)) == 1


def test_a_key_gives_the_upbeat_and_a_refusal_is_seen(page: Any, show: FakeShow) -> None:
    show.rule = lambda _: "no number is waited for: an upbeat begins one"
    page.keyboard.press("u")
    answer(page, "refused", "no number is waited for")
    assert len(show.pressed(Command.UPBEAT)) == 1


def test_the_last_sign_of_the_hands_is_shown_until_it_is_old(page: Any, show: FakeShow) -> None:
    show.publish(awaited=True, conducted=signed("ready"))
    expect(upbeat(page)).to_contain_text("conductor ready")
    show.publish(conducted=signed("upbeat"))
    expect(upbeat(page)).to_contain_text("upbeat given")
    show.publish(conducted=signed("ictus", ago=60))
    expect(upbeat(page).locator("small")).to_have_text("no camera")


def test_nothing_moves_when_the_upbeat_comes_or_goes(page: Any, show: FakeShow) -> None:
    list_at = "document.querySelector('.cues').getBoundingClientRect().top"
    before = page.evaluate(list_at)
    show.publish(awaited=True, conducted=signed("upbeat"))
    expect(upbeat(page)).to_be_visible()
    assert page.evaluate(list_at) == before
