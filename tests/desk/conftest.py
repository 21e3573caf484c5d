"""A real browser, one for all tests of a module, and pages on a show that is not one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.fake_show import FakeShow
from desk.pages import draw

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield browser
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
