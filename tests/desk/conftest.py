"""A real browser, one for all tests of the desk, and pages on a show that is not one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.fake_show import FakeShow
from desk.pages import draw

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
ROOT = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """Starts a browser with the arguments it is given."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        yield lambda *args: player.chromium.launch(executable_path=CHROMIUM, args=[*ROOT, *args])


@pytest.fixture(scope="package")
def browser(chromium: Any) -> Iterator[Any]:
    from desk.browsing import kept

    browser = chromium()
    yield browser
    kept.clear()
    browser.close()


@pytest.fixture
def show(tmp_path: Path) -> Iterator[FakeShow]:
    draw(tmp_path, pages=2)
    show = FakeShow(0, lambda number: tmp_path if number == "scene" else None)
    yield show
    show.stop()


@pytest.fixture
def page(browser: Any, show: FakeShow) -> Iterator[Any]:
    """The running page on a desk's screen."""
    from desk.browsing import DESKTOP, opened

    yield from opened(browser, show, DESKTOP)


@pytest.fixture
def phone(browser: Any, show: FakeShow) -> Iterator[Any]:
    """The running page on a phone."""
    from desk.browsing import PHONE, opened

    yield from opened(browser, show, PHONE, has_touch=True)
