"""Light by hand: what an operator lays over it, by touch and by key, and that everybody sees it."""

from collections.abc import Iterator
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, answer, expect, opened, until
from desk.fake_show import FakeShow
from odette.core.cue import Value
from odette.core.events import Command, Flashed, Highlighted, Mastered, Parked

pytestmark = pytest.mark.browser


@pytest.fixture
def lights(browser: Any, show: FakeShow) -> Iterator[Any]:
    yield from opened(browser, show, DESKTOP, "lights")


def laid(page: Any, show: FakeShow, count: int) -> list[Any]:
    """So many things laid over the light have reached the show, in order."""
    until(page, lambda: len(show.laid()) >= count, f"{count} messages about light")
    return show.laid()


def test_master_and_submaster_follow_the_hand(lights: Any, show: FakeShow) -> None:
    for name in ("Grand master", "sides"):
        lights.get_by_role("slider", name=name).focus()
        lights.keyboard.press("Home")
    moved = laid(lights, show, 2)
    assert [(event.name, event.level) for event in moved if isinstance(event, Mastered)] == [("", 0), ("sides", 0)]
    show.publish(submasters={"sides": 0.5})
    expect(lights.locator(".badges")).to_contain_text("sides 50 %")


def test_a_role_is_parked_at_the_level_set_and_let_go(lights: Any, show: FakeShow) -> None:
    lights.get_by_role("slider", name="Park at").fill("40")
    lights.get_by_role("button", name="Park front wash").click()
    (parked,) = laid(lights, show, 1)
    assert (type(parked), parked.target, parked.value) == (Parked, "front wash", Value(0.4))
    show.publish(parked=["front wash"])
    expect(lights.locator(".badges")).to_contain_text("Parked: front wash")
    lights.get_by_role("button", name="Let go front wash").click()
    assert laid(lights, show, 2)[1].value is None


def test_what_is_parked_or_highlighted_is_always_seen_on_the_running_page(page: Any, show: FakeShow) -> None:
    expect(page.locator(".laid")).to_have_count(0)
    show.publish(parked=["d1", "front wash"], highlighted="p2", submasters={"sides": 0.3})
    badges = page.locator(".laid")
    expect(badges).to_have_text(["Parked: d1, front wash", "Highlight: p2", "sides 30 %"])
    expect(badges.first).to_have_attribute("href", "/lights")


def test_a_flash_lasts_as_long_as_the_finger_and_as_long_as_the_key(lights: Any, show: FakeShow) -> None:
    flash = lights.get_by_role("button", name="Flash front wash")
    flash.hover()
    lights.mouse.down()
    laid(lights, show, 1)
    lights.mouse.up()
    laid(lights, show, 2)
    flash.focus()
    for _ in range(3):
        lights.keyboard.down("Enter")  # the second and later are repeats
    lights.keyboard.up("Enter")
    assert [event.on for event in laid(lights, show, 4) if isinstance(event, Flashed)] == [True, False, True, False]


def test_a_finger_that_slides_off_and_a_page_that_goes_away_hold_no_flash(lights: Any, show: FakeShow) -> None:
    lights.get_by_role("button", name="Flash front wash").hover()
    lights.mouse.down()
    lights.mouse.move(5, 5)
    assert [event.on for event in laid(lights, show, 2)] == [True, False]
    lights.mouse.up()
    lights.get_by_role("button", name="Flash side low, left").hover()
    lights.mouse.down()
    laid(lights, show, 3)
    lights.goto("about:blank")
    last = laid(lights, show, 4)[3]
    assert (last.target, last.on) == ("side low, left", False)


def test_fixtures_are_highlighted_one_after_the_other_and_let_go(lights: Any, show: FakeShow) -> None:
    def seen(fixture: str) -> None:
        assert laid(lights, show, seen.count)[-1].fixture == fixture  # type: ignore[attr-defined]
        seen.count += 1  # type: ignore[attr-defined]
        show.publish(highlighted=fixture)
        expect(lights.locator(".laid")).to_have_text([f"Highlight: {fixture}"] if fixture else [])

    seen.count = 1  # type: ignore[attr-defined]
    lights.keyboard.press("l")
    seen("d0")
    lights.keyboard.press("n")
    seen("d1")
    lights.get_by_role("button", name="Next").click()
    seen("d2")
    lights.keyboard.press("p")
    seen("d1")
    lights.keyboard.press("Escape")
    seen("")
    lights.get_by_role("combobox", name="Fixture").select_option("p3")
    seen("p3")
    lights.keyboard.press("n")  # after the last comes the first
    assert {type(event) for event in show.laid()} == {Highlighted}


def test_focusing_by_phone_is_within_the_thumbs_reach(browser: Any, show: FakeShow) -> None:
    for phone in opened(browser, show, PHONE, "lights", has_touch=True):
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        for name in ("Previous", "Highlight", "Next"):
            button = phone.get_by_role("button", name=name, exact=False).last
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box["height"] >= 48
            assert box["y"] > PHONE["height"] / 2
        phone.get_by_role("button", name="Next").tap()
        assert laid(phone, show, 1)[0].fixture == "d0"


def test_a_light_cue_out_of_its_turn_and_a_list_let_go(lights: Any, show: FakeShow) -> None:
    show.publish(lists={"effects": "5"})
    lights.get_by_role("combobox", name="Light cue").select_option("5")
    lights.get_by_role("button", name="GO TO").click()
    answer(lights, "done", "GO TO 5")
    lights.get_by_role("button", name="RELEASE").click()
    answer(lights, "done", "RELEASE 5")
    assert [event.cue for event in (*show.pressed(Command.GO_TO), *show.pressed(Command.RELEASE))] == ["5", "5"]


def test_blackout_is_worked_and_seen(lights: Any, show: FakeShow) -> None:
    lights.get_by_role("button", name="BLACKOUT").click()
    until(lights, lambda: show.pressed(Command.BLACKOUT), "BLACKOUT reached the show")
    show.publish(blackout=True)
    expect(lights.locator(".badges")).to_contain_text("Blackout")


def test_a_refusal_is_seen_with_its_reason(lights: Any, show: FakeShow) -> None:
    show.rule = lambda _: "there is no role or fixture front wash"
    lights.get_by_role("button", name="Park front wash").click()
    answer(lights, "refused", "there is no role or fixture front wash")
