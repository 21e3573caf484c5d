"""Laws of how sure the follower says it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from follow.playing import RATE, at, follow, model, sound, steady, tune
from odette.core.events import Following
from odette.core.plan import CONFIDENT
from odette.follow.confidence import PROVED, WEIGHTS, Confidence
from odette.follow.features import FRAME
from odette.follow.follower import Follower

NOTES = tune()
PROBABILITY = st.floats(0, 1)


@given(PROBABILITY, PROBABILITY, st.floats(0, 5), PROBABILITY, st.floats(-3, 3))
def test_confidence_is_a_probability(share: float, coarse: float, width: float, standing: float, slow: float) -> None:
    trust = Confidence()
    assert 0 <= trust(share, coarse, width, standing, slow) <= 1
    assert len(trust.signs) == len(WEIGHTS)


@given(PROBABILITY, PROBABILITY, PROBABILITY)
def test_more_of_the_probability_here_never_makes_it_less_sure(a: float, b: float, coarse: float) -> None:
    trust = Confidence()
    less, more = sorted((a, b))
    assert trust(less, coarse, 0.05, 0, 0) <= trust(more, coarse, 0.05, 0, 0)
    assert trust(coarse, less, 0.05, 0, 0) <= trust(coarse, more, 0.05, 0, 0)


def test_a_jump_a_wide_spread_standing_still_and_creeping_make_it_less_sure() -> None:
    trust = Confidence()
    sure = trust(0.9, 0.9, 0.05, 0, 0)
    assert trust(0.9, 0.9, 0.2, 0, 0) < sure
    assert trust(0.9, 0.9, 0.05, 0.5, 0) < sure
    assert trust(0.9, 0.9, 0.05, 0, 1) < sure
    assert trust(0.9, 0.9, 0.05, 0, -1) == sure
    trust.jumped()
    assert not trust.settled
    assert trust(0.9, 0.9, 0.05, 0, 0) < sure


@given(PROBABILITY, PROBABILITY, st.floats(0, 5), PROBABILITY, st.floats(-3, 3))
def test_a_spread_between_places_nearby_is_no_doubt_of_being_there_and_all_else_is(
    share: float, coarse: float, width: float, standing: float, slow: float
) -> None:
    spread, certain = Confidence(), Confidence()
    sure = spread(share, coarse, width, standing, slow)
    assert sure <= spread.here
    assert certain(1.0, coarse, 0.0, standing, slow) == pytest.approx(spread.here)


def test_a_place_just_jumped_to_is_not_claimed_before_it_has_proved_itself() -> None:
    trust = Confidence()
    trust.jumped()
    for k in range(round(2 * PROVED / FRAME)):
        trust.step()
        if (k + 1) * FRAME < PROVED:
            assert trust(1.0, 1.0, 0.0, 0, 0) < CONFIDENT
    assert trust(1.0, 1.0, 0.0, 0, 0) >= CONFIDENT


def test_it_is_sure_while_all_is_well() -> None:
    when = steady(95)
    estimates = follow(Follower(model(NOTES), RATE), sound(NOTES, when))
    said = [at(estimates, when(b / 4)).confidence for b in range(16, 180)]
    assert np.mean(np.array(said) >= CONFIDENT) > 0.95


def test_it_says_it_is_lost_within_two_seconds_of_other_music() -> None:
    when = steady(100)
    other = sound(tune(24, seed=77), steady(100, 0.0))
    before = sound(NOTES, when)[: int(when(16) * RATE)]
    estimates = follow(Follower(model(NOTES), RATE), np.concatenate([before, other]))
    assert at(estimates, when(16)).following is Following.PLAYING
    assert Following.LOST in {at(estimates, when(16) + 0.1 * k).following for k in range(21)}


def test_it_is_not_lost_in_last_chords_that_only_ring_on() -> None:
    low = [(16.0 + 2 * k, 2.0, p) for k in range(6) for p in (35, 47)]
    last = [(28.0, 4.0, p) for p in (35, 47, 54, 59, 62, 66)]
    notes = [n for n in NOTES if n[0] < 16] + low + last
    when = steady(90)
    estimates = follow(Follower(model(notes, fermatas=[28.0]), RATE), sound(notes, when))
    assert at(estimates, when(15.9)).following is Following.PLAYING
    said = {at(estimates, when(16) + 0.1 * k).following for k in range(int(10 * (when(32) - when(16))))}
    assert said <= {Following.PLAYING, Following.HOLDING, Following.ENDED}
