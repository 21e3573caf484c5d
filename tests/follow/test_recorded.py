"""A recording is followed by its own sound, in seconds, wherever and however loud it is played."""

import numpy as np
import pytest

from follow.playing import RATE, Floats, at, follow, sound, steady, tune
from odette.core.events import Following
from odette.follow.features import Features
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.recorded import from_recording

STORM = sound(tune(24, 7), steady(90, 0.4))
"""What the recording holds: 24 quarter notes."""
LENGTH = len(STORM) / RATE


def played(recording: Floats, before: float = 1.5) -> Floats:
    """Through a loudspeaker in a murmuring house: quieter, dulled, after a while of nothing."""
    dull = np.convolve(recording, np.array([0.5, 0.3, 0.2], np.float32), "same")
    house = np.random.default_rng(1).standard_normal(round((before + 3) * RATE) + len(dull)) * 0.0005
    house[round(before * RATE) :][: len(dull)] += 0.3 * dull
    return house.astype(np.float32)


@pytest.fixture(scope="module")
def storm() -> ScoreModel:
    features = Features(RATE)
    hop = features.hop
    return from_recording([features(STORM[i : i + hop]) for i in range(0, len(STORM) - hop + 1, hop)])


def test_it_lasts_as_long_as_the_recording_a_beat_a_second(storm: ScoreModel) -> None:
    assert storm.end == pytest.approx(LENGTH, abs=0.03)
    assert storm.quarters(0.0) == 60.0
    assert storm.seconds(5.0) == 5.0


def test_it_is_followed_within_a_tenth_of_a_second_and_ends(storm: ScoreModel) -> None:
    estimates = follow(Follower(storm, RATE), played(STORM))
    assert at(estimates, 1.4).following is Following.WAITING
    errors = [at(estimates, 1.5 + second).beat - second for second in np.arange(2.0, LENGTH - 1.0, 0.5)]
    assert np.median(np.abs(errors)) < 0.1
    assert np.max(np.abs(errors)) < 0.5
    assert estimates[-1].following is Following.ENDED


def test_silence_has_no_places(storm: ScoreModel) -> None:
    nothing = from_recording([Features(RATE)(np.zeros(RATE // 50, np.float32))] * 100)
    assert nothing.end == pytest.approx(2.0)
    assert follow(Follower(nothing, RATE), np.zeros(RATE, np.float32))[-1].following is Following.WAITING
