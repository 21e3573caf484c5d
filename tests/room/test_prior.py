"""Applause is a surprise where players play on; not after a number, over its last chord, or at the bows."""

import pytest

from odette.core.events import Following
from odette.room.prior import applause_unlikely


@pytest.mark.parametrize(
    ("following", "left", "bows", "unlikely"),
    [
        (Following.WAITING, 0.0, False, False),
        (Following.PLAYING, 60.0, False, True),
        (Following.PLAYING, 60.0, True, False),
        (Following.PLAYING, 1.0, False, False),
        (Following.HOLDING, 60.0, False, False),
        (Following.HOLDING, 0.0, False, False),
        (Following.LOST, 60.0, False, False),
        (Following.ENDED, 0.0, False, False),
        (Following.WAITING, 60.0, True, False),
    ],
)
def test_what_makes_applause_unlikely(following: Following, left: float, bows: bool, unlikely: bool) -> None:
    assert applause_unlikely(following, left, bows) is unlikely
