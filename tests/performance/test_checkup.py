"""The machine looks at itself: disk and clock, as events."""

import threading
from pathlib import Path

import numpy as np
import pytest

from odette.core.clocks import ShowTime
from odette.core.events import Checked
from odette.performance import checkup
from odette.performance.checkup import free_on, watch
from odette.performance.ears import clipped


def test_each_look_tells_what_is_free_and_how_far_the_clock_is_off(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(checkup, "free_on", lambda _: 77)
    told: list[Checked] = []
    stopped = threading.Event()

    def post(event: Checked) -> None:
        told.append(event)
        if len(told) == 3:
            stopped.set()

    watch(tmp_path, lambda: 12.5, post, lambda: ShowTime(5), stopped, every=0.0)
    assert told == [Checked(ShowTime(5), 77, 12.5)] * 3


def test_what_is_free_is_told_for_a_folder_that_is_there(tmp_path: Path) -> None:
    assert free_on(tmp_path) > 0
    assert free_on(tmp_path / "not there") is None


@pytest.mark.parametrize(("wave", "count"), [([1.0, 1.0, 1.0, 0.2], 1), ([-1.0] * 5, 3), ([1.0, 0.5, 1.0, 0.5], 0)])
def test_samples_are_clipped_where_they_stay_at_full_scale(wave: list[float], count: int) -> None:
    """One sample at full scale may be a sound's own peak; a row of them is a flattened one."""
    assert clipped(np.array(wave, np.float32)) == count
