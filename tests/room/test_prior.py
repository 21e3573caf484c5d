"""Applause is likely after a number, over its last chord and at the bows; unlikely where players play on."""

import pytest

from odette.core.events import Following
from odette.room.prior import applause_likely


@pytest.mark.parametrize(
    ("following", "left", "bows", "likely"),
    [
        (Following.WAITING, 0.0, False, None),
        (Following.PLAYING, 60.0, False, False),
        (Following.PLAYING, 1.0, False, True),
        (Following.HOLDING, 60.0, False, None),
        (Following.HOLDING, 0.0, False, True),
        (Following.LOST, 60.0, False, None),
        (Following.ENDED, 0.0, False, True),
        (Following.WAITING, 60.0, True, True),
    ],
)
def test_what_makes_applause_likely(following: Following, left: float, bows: bool, likely: bool | None) -> None:
    assert applause_likely(following, left, bows) is likely
