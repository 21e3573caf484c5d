"""What tests in a real browser share. A test module that imports from here is skipped where Playwright is missing."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from desk.fake_show import FakeShow

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
SECOND = 1_000_000_000
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def opened(browser: Any, show: FakeShow, size: dict[str, int], path: str = "", **options: Any) -> Iterator[Any]:
    """A page on the show, in English, live; anything it complains about fails the test."""
    page = browser.new_page(viewport=size, **{"locale": "en-GB", **options})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    page.goto(show.desk.url + path)
    if not path:
        live(page)
    yield page
    page.close()
    assert complaints == []


def live(page: Any) -> None:
    expect(page.locator(":root[data-live=true]")).to_be_attached()
    expect(page.locator(".cues li")).not_to_have_count(0)


def answer(page: Any, phase: str, words: str) -> None:
    line = page.locator(f".answer[data-phase={phase}]")
    expect(line).to_contain_text(words)


def until(page: Any, holds: Any, what: str, seconds: float = 5) -> None:
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
