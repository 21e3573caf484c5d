"""Applause rises, carries and dies away, whatever it does in between."""

import numpy as np
import pytest

from odette.core.events import Phase
from odette.room.swell import Swell

HOPS = 50


def phases(*course: tuple[float, float], ripple: float = 0.0) -> list[Phase]:
    """Of applause whose level goes in straight lines through these points (seconds, dB), unquietly by ``ripple`` dB."""
    times, levels = zip(*course, strict=True)
    chance, swell = np.random.default_rng(1), Swell()
    steady = np.interp(np.arange(0, times[-1], 1 / HOPS), times, levels)
    return [swell.phase(float(level)) for level in steady + ripple * chance.normal(size=len(steady))]


def between(seen: list[Phase], start: float, end: float) -> set[Phase]:
    return set(seen[round(start * HOPS) : round(end * HOPS)])


@pytest.mark.parametrize("ripple", [0.0, 2.0])
def test_it_rises_carries_and_dies(ripple: float) -> None:
    seen = phases((0, -40), (2, -20), (12, -20), (16, -36), ripple=ripple)
    assert between(seen, 0, 2) == {"rising"}
    assert between(seen, 4, 12) == {"sustained"}
    assert between(seen, 13.5, 16) == {"dying"}


@pytest.mark.parametrize("fall", [2.0, 3.0, 5.0])
def test_a_fall_is_called_dying_within_two_and_a_half_seconds(fall: float) -> None:
    seen = phases((0, -20), (8, -20), (13, -20 - 5 * fall))
    assert "dying" not in between(seen, 0, 8)
    assert between(seen, 10.6, 13) == {"dying"}


def test_what_ebbs_too_slowly_to_be_seen_falling_dies_all_the_same() -> None:
    seen = phases((0, -20), (5, -20), (45, -60))
    assert "dying" in between(seen, 5, 40)


def test_applause_that_has_settled_lower_carries_on() -> None:
    """Bows go on: thunder after the last chord, then a long even clapping below it."""
    seen = phases((0, -20), (4, -20), (6, -25), (40, -25))
    assert between(seen, 9, 40) == {"sustained"}


def test_one_whistle_does_not_make_the_rest_a_decline() -> None:
    seen = phases((0, -25), (6, -25), (6.05, -13), (6.15, -13), (6.2, -25), (20, -25))
    assert between(seen, 9.5, 20) == {"sustained"}


def test_it_may_swell_again_after_a_fall() -> None:
    seen = phases((0, -20), (5, -20), (8, -29), (9, -29), (11, -19), (20, -19))
    assert between(seen, 7.5, 8) == {"dying"}
    assert "rising" in between(seen, 9, 11.5)
    assert between(seen, 13.5, 20) == {"sustained"}


def test_what_follows_its_end_is_a_new_one() -> None:
    swell = Swell()
    for _ in range(5 * HOPS):
        swell.phase(-15.0)
    assert swell.over() == "none"
    assert swell.phase(-40.0) == "rising"


def test_what_is_far_softer_than_the_last_applause_is_against_the_next() -> None:
    swell = Swell()
    for _ in range(5 * HOPS):
        swell.phase(-20.0)
    swell.over()
    assert swell.faded(-30.0) == 0
    assert swell.faded(-50.0) > 1
    for _ in range(60 * HOPS):
        swell.over()
    assert swell.faded(-50.0) == 0, "a minute later it is forgotten"
