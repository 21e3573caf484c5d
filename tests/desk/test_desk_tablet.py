"""The desk on a tablet: nothing is cut off, and everything is large enough for a finger."""

from typing import Any

import pytest

from desk.browsing import opened
from desk.fake_show import FakeShow

pytestmark = pytest.mark.browser

TABLET = {"width": 1024, "height": 768}
FINGER = 44
CUT = (
    "[...document.querySelectorAll('.press, .master')].filter((each) => each.scrollWidth > each.clientWidth + 1).length"
)
SMALL = f"""[...document.querySelectorAll("button, input, select, [role=slider]")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < {FINGER} - 0.5)
    .map((each) => each.className + each.textContent)"""


@pytest.mark.parametrize("locale", ["en-GB", "de-CH"])
def test_the_desk_fits_a_tablet_and_a_finger(browser: Any, show: FakeShow, locale: str) -> None:
    for page in opened(browser, show, TABLET, has_touch=True, locale=locale):
        overflow = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(overflow) == [TABLET["width"], TABLET["height"]]
        assert page.evaluate(CUT) == 0
        assert page.evaluate(SMALL) == []
