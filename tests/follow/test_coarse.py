"""Laws of the tracker that watches the whole score."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from follow.playing import model, tune
from odette.follow.coarse import POOL, Coarse
from odette.follow.evidence import Evidence
from odette.follow.features import BANDS, Frame
from odette.follow.model import CELLS, STRIDE, ScoreModel

MODEL = model(tune())
EVERYWHERE = 1e6
"""A pace at which all of the score counts as one place."""


def frame(pitch: np.ndarray, silent: bool = False) -> Frame:
    return Frame(pitch.astype(np.float32), np.zeros(BANDS, np.float32), 1.0, silent)


def hear(coarse: Coarse, evidence: Evidence, pitch: np.ndarray, cell: float) -> bool:
    heard = frame(pitch)
    evidence.hear(heard)
    return coarse.hear(heard, evidence, cell, 1.0)


def play(coarse: Coarse, m: ScoreModel, start: float, seconds: float, reported: float) -> None:
    """The score's own sound from nominal second ``start`` on, while ``reported`` is where the follower stays."""
    evidence = Evidence(m)
    for k in range(round(seconds / 0.02)):
        row = int((start + k * 0.02) * CELLS / STRIDE)
        hear(coarse, evidence, m.sustain.rows(row, row + 1)[0], reported * CELLS)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1))
def test_probability_sums_to_one(seed: int, place: float) -> None:
    rng = np.random.default_rng(seed)
    coarse, evidence = Coarse(MODEL), Evidence(MODEL)
    coarse.put(place * MODEL.cells)
    for _ in range(5 * POOL):
        hear(coarse, evidence, rng.exponential(1, BANDS), place * MODEL.cells)
        assert coarse.share(MODEL.cells / 2, EVERYWHERE) == pytest.approx(1, abs=1e-3)


def test_a_place_it_is_put_at_is_certain() -> None:
    coarse = Coarse(MODEL)
    coarse.put(10 * CELLS)
    assert coarse.share(10 * CELLS, 1.0) == pytest.approx(1)
    assert coarse.elsewhere(10 * CELLS, 1.0, 2) == []


@pytest.mark.parametrize(("left", "landed"), [(20.0, 4.0), (4.0, 18.0), (15.0, 9.0)])
def test_music_from_elsewhere_is_found_elsewhere_within_three_seconds(left: float, landed: float) -> None:
    coarse = Coarse(MODEL)
    coarse.put(left * CELLS)
    play(coarse, MODEL, landed, 3.0, left)
    places = coarse.elsewhere(left * CELLS, 1.0, 2)
    assert places[0] / CELLS == pytest.approx(landed + 3.0, abs=0.5)


def test_music_that_goes_on_is_not_found_elsewhere() -> None:
    coarse = Coarse(MODEL)
    coarse.put(4 * CELLS)
    play(coarse, MODEL, 4.0, 6.0, 4.0)
    assert coarse.elsewhere(10 * CELLS, 1.0, 2) == []


@pytest.mark.parametrize(("place", "start"), [(24.0, 10.0), (15.2, 1.0)])
def test_a_murmur_that_sounds_like_another_place_is_not_believed(place: float, start: float) -> None:
    coarse, evidence = Coarse(MODEL), Evidence(MODEL)
    coarse.put(start * CELLS)
    murmur = 1.5 * MODEL.sustain.rows(int(place * CELLS / STRIDE), int(place * CELLS / STRIDE) + 1)[0]
    shares = []
    for k in range(600):
        cell = (start + k * 0.02) * CELLS
        row = int(cell / STRIDE)
        hear(coarse, evidence, MODEL.sustain.rows(row, row + 1)[0] + murmur, cell)
        shares.append(coarse.share(cell, 1.0))
    assert np.mean(shares[100:]) > 0.75


def test_silence_changes_nothing() -> None:
    coarse, evidence = Coarse(MODEL), Evidence(MODEL)
    coarse.put(10 * CELLS)
    for _ in range(20 * POOL):
        silence = frame(np.zeros(BANDS), silent=True)
        evidence.hear(silence)
        assert not coarse.hear(silence, evidence, 10 * CELLS, 1.0)
    assert coarse.share(10 * CELLS, 1.0) == pytest.approx(1)


def test_places_named_are_apart_and_no_more_than_asked_for() -> None:
    notes = [(o + k * 16, d, p) for k in range(3) for o, d, p in tune(16)]
    thrice = model(notes)
    coarse = Coarse(thrice)
    coarse.put(0)
    play(coarse, thrice, 2.0, 4.0, 28.0)
    places = coarse.elsewhere(28 * CELLS, 1.0, 2)
    assert 1 <= len(places) <= 2
    assert len(places) == 1 or abs(places[0] - places[1]) > CELLS
