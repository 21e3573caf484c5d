"""Nothing that a house or an orchestra does before the first note starts a number."""

from collections.abc import Callable

import numpy as np
import pytest

from follow.playing import RATE, Floats, follow, model, sound, steady, tune
from odette.core.events import Following
from odette.follow.follower import Follower
from room.disturbances import chair, coughs, laughter, reverberant, taps, telephone

NOTES = tune()


def scales(seconds: float) -> Floats:
    """Three players by themselves: quick scales in their own keys and times, over and over."""
    notes = [
        (start + n / 8, 0.14, low + (0, 2, 4, 5, 7, 9, 11, 12)[n % 8] + 12 * (n // 8 % 2))
        for low, start in ((55, 0.1), (62, 0.9), (68, 1.7))
        for n in range(round(8 * (seconds - 2.5)))
        if n % 24 < 18
    ]
    return sound(notes, steady(60), seconds)


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param(lambda: coughs(6, RATE), id="coughs"),
        pytest.param(lambda: taps(RATE), id="the conductor taps on the desk"),
        pytest.param(lambda: chair(RATE), id="a chair"),
        pytest.param(lambda: telephone(6, RATE), id="a telephone"),
        pytest.param(lambda: laughter(4, RATE), id="laughter"),
        pytest.param(lambda: scales(8), id="players by themselves"),
    ],
)
@pytest.mark.parametrize("hall", [False, True], ids=["close by", "in a hall"])
def test_what_comes_before_the_music_does_not_start_it(heard: Callable[[], Floats], hall: bool) -> None:
    before = reverberant(heard(), RATE) if hall else heard()
    quiet = np.random.default_rng(5).normal(size=len(before) + RATE).astype(np.float32) * np.float32(2e-4)
    quiet[: len(before)] += before
    assert {estimate.following for estimate in follow(Follower(model(NOTES), RATE), quiet)} == {Following.WAITING}
