"""What tests in a real browser share. A test module that imports from here is skipped where Playwright is missing."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from desk.fake_show import PATIENCE, FakeShow

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
expect.set_options(timeout=1000 * PATIENCE)
SECOND = 1_000_000_000
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LIVE = ("", "lights", "department")
"""Pages that show the show, and say whether what they show is of now."""

kept: dict[str, list[Any]] = {}
"""Pages that tests have done with, emptied: a browser takes long to make one."""


def opened(browser: Any, show: FakeShow, size: dict[str, int], path: str = "", **options: Any) -> Iterator[Any]:
    """A page on the show, in English, live, that knows nothing of earlier tests; it complains of nothing."""
    options = {"locale": "en-GB", **options}
    free = kept.setdefault(repr(options), [])
    page = free.pop() if free else browser.new_page(**options)
    page.set_viewport_size(size)
    complaints: list[str] = []

    def failed(error: Any) -> None:
        complaints.append(str(error))

    def said(line: Any) -> None:
        if "Security Policy" in line.text:
            complaints.append(line.text)

    page.on("pageerror", failed)
    page.on("console", said)
    page.goto(show.desk.url + path)
    if page.url.removeprefix(show.desk.url).partition("/")[0] in LIVE:
        live(page)
    yield page
    page.remove_listener("pageerror", failed)
    page.remove_listener("console", said)
    assert complaints == []
    empty(page)
    free.append(page)


def empty(page: Any) -> None:
    """As a page that was just made."""
    if page.url.startswith("http"):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.mouse.up()
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    page.goto("about:blank")


def live(page: Any) -> None:
    """Wait until a page shows the show as it is now: only then do presses reach it."""
    expect(page.locator(":root[data-live=true]")).to_be_attached()


def answer(page: Any, phase: str, words: str) -> None:
    line = page.locator(f".answer[data-phase={phase}]")
    expect(line).to_contain_text(words)


def until(page: Any, holds: Any, what: str, seconds: float = PATIENCE) -> None:
    """Wait for something outside the page, letting the page run meanwhile."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"never: {what}"
        page.evaluate("() => new Promise(requestAnimationFrame)")


def playing(beat: float, **changes: Any) -> dict[str, Any]:
    """A position as the show tells it."""
    return {
        "number": "scene",
        "beat": beat,
        "where": "2.1",
        "bar": "2",
        "tempo": 60.0,
        "confidence": 0.9,
        "following": "playing",
        "heard_at": time.monotonic_ns(),
        "since": time.monotonic_ns() - SECOND,
        "pass": None,
        "unit": 1.0,
        "sure": True,
        **changes,
    }
