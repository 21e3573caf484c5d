"""Every page without a mouse and without eyes: reached by keyboard, the focus seen, everything named.

The names and roles are read from the browser's own accessibility tree, as a screen reader gets them.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, answer, expect, opened, playing, until
from desk.fake_show import FakeShow
from odette.core.events import Pressed

pytestmark = pytest.mark.browser

PATHS = ["", "lights", "department/lights", "door"]
WORKED = {"button", "link", "textbox", "slider", "combobox", "checkbox", "radio", "switch", "tab", "menuitem"}
NAMED = WORKED | {"image", "img", "navigation", "region", "dialog"}
MOST = 80
"""Stops of the Tab key that no page has."""

STOP = """() => {
    const at = document.activeElement;
    if (at === document.body || at === null) return null;
    const style = getComputedStyle(at);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    document.stops ??= new Map();
    if (!document.stops.has(at)) document.stops.set(at, document.stops.size);
    const words = at.getAttribute("aria-label") ?? at.textContent.trim().slice(0, 40);
    return [document.stops.get(at), `${at.tagName.toLowerCase()}.${at.className} ${words}`, seen];
}"""
"""The element that has the focus: which stop it is, what it is, and whether the focus on it is seen."""


@pytest.fixture(params=PATHS, ids=lambda path: path or "running")
def any_page(request: pytest.FixtureRequest, browser: Any, show: FakeShow) -> Iterator[Any]:
    show.position = lambda: playing(5.0)
    for page in opened(browser, show, DESKTOP, request.param):
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_role("main")).to_be_visible()
        yield page


def stops(page: Any) -> list[tuple[str, bool]]:
    """Everything the Tab key reaches, from the top of the page until it comes round: what, and whether it is seen."""
    found: list[tuple[str, bool]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(STOP)
        if at is None or (at[0] == 0 and found):
            return found
        assert at[0] == len(found), f"the focus goes back, or stays, at {at[1]}"
        found.append((at[1], at[2]))
    raise AssertionError(f"the Tab key never comes round: {found}")


def test_the_tab_key_goes_through_every_page_once_and_is_never_trapped(any_page: Any) -> None:
    found = stops(any_page)
    assert found[0][0].startswith("a.skip")
    assert len(found) >= 2


def test_the_focus_is_seen_wherever_it_is(any_page: Any) -> None:
    assert [what for what, seen in stops(any_page) if not seen] == []


def test_whatever_can_be_worked_or_skipped_to_has_a_name(any_page: Any) -> None:
    devtools = any_page.context.new_cdp_session(any_page)
    tree = devtools.send("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in tree if not node["ignored"]]
    roles = [node["role"]["value"] for node in shown]
    nameless = [node for node in shown if node["role"]["value"] in NAMED and not node.get("name", {}).get("value")]
    assert [node["role"]["value"] for node in nameless] == []
    assert roles.count("main") == 1
    assert [node["name"]["value"] for node in shown if node["role"]["value"] == "heading"], "a page has headings"


def test_no_two_elements_share_an_id_and_every_reference_leads_somewhere(any_page: Any) -> None:
    any_page.get_by_role("button", name="Menu").click()
    expect(any_page.locator("#menu")).to_be_visible()
    ids = any_page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    wanted = any_page.evaluate(
        """[...document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")].flatMap((element) =>
            ["aria-labelledby", "aria-describedby", "aria-controls"].flatMap((name) =>
                (element.getAttribute(name) ?? "").split(" ").filter(Boolean)))"""
    )
    assert set(wanted) <= set(ids)


def test_go_hold_and_back_are_pressed_without_a_mouse_by_tab_and_enter(page: Any, show: FakeShow) -> None:
    for command, said in (("back", "BACK done"), ("hold", "HOLD done"), ("go", "GO 1 done")):
        for _ in range(MOST):
            page.keyboard.press("Tab")
            if page.evaluate("(command) => document.activeElement.matches(`.press.${command}`)", command):
                break
        page.keyboard.press("Enter")
        answer(page, "done", said)
    until(page, lambda: len(show.asked) == 3, "three presses")
    assert [event.command for event in show.asked if isinstance(event, Pressed)] == ["back", "hold", "go"]


def test_who_wants_no_motion_sees_none(browser: Any, show: FakeShow) -> None:
    show.position = lambda: playing(5.0)
    for page in opened(browser, show, DESKTOP, reduced_motion="reduce"):
        moving = """[...document.querySelectorAll("*")].filter((element) => {
            const style = getComputedStyle(element);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
        }).length"""
        assert page.evaluate(moving) == 0


def test_on_a_phone_the_transport_is_within_the_thumbs_reach(phone: Any) -> None:
    """In the lower half of the screen, large enough for a finger (WCAG 2.5.5: 44 pixels), wherever the page scrolls."""
    for down in (0, 10_000):
        phone.evaluate("(y) => scrollTo(0, y)", down)
        for command in ("go", "hold", "back", "stop"):
            button = phone.locator(f".press.{command}")
            expect(button).to_be_in_viewport(ratio=1)
            box = button.bounding_box()
            assert box["y"] > PHONE["height"] / 2
            assert min(box["width"], box["height"]) >= 44
