"""Laws of the filter and the score model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from follow.playing import model, tune
from odette.follow.filter import Filter
from odette.follow.model import CELLS, ScoreModel

MODEL = model(tune(16))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 2.0))
def test_probability_sums_to_one(seed: int, strength: float) -> None:
    rng = np.random.default_rng(seed)
    f = Filter(MODEL)
    f.put(rng.uniform(0, MODEL.cells), 20)
    for _ in range(40):
        n = f.reach - f.low
        evidence = rng.normal(0, strength, (2, n)).astype(np.float32)
        f.step(evidence[0], evidence[1])
        assert float(f.mass.sum()) == pytest.approx(1, abs=1e-3)
        assert f.moving.min() >= 0
        assert f.holding.min() >= 0


def test_without_evidence_it_moves_at_its_pace() -> None:
    f = Filter(MODEL)
    f.habit(0.0, 0.1, 0.0)
    f.put(100, 2, holding=0.0)
    for _ in range(50):
        zeros = np.zeros(f.reach - f.low, np.float32)
        f.step(zeros, zeros - 1)
    mean = float((f.mass * np.arange(f.low, f.high)).sum() / f.mass.sum())
    assert mean == pytest.approx(100 + CELLS, rel=0.06)


def test_a_standing_filter_stays() -> None:
    f = Filter(MODEL)
    f.put(100, 5)
    before = f.mass.copy()
    for _ in range(50):
        f.stand()
    assert np.array_equal(f.mass, before)
    assert float(f.holding.sum()) == pytest.approx(1, abs=1e-3)


def test_the_window_stays_small_in_a_long_score() -> None:
    long = model(tune(2000))
    f = Filter(long)
    f.put(long.cells / 2, 40)
    for _ in range(100):
        zeros = np.zeros(f.reach - f.low, np.float32)
        f.step(zeros, zeros)
    assert len(f.mass) < 25 * CELLS


@given(st.floats(0, 40), st.floats(0, 40))
def test_beats_and_cells_map_onto_each_other_in_order(a: float, b: float) -> None:
    m = ScoreModel([0, 10, 30], [10, 20, 10], [60, 62, 64], [(0, 60), (10, 120), (30, 90)])
    assert m.beat(m.cell(a)) == pytest.approx(a, abs=0.03)
    if a + 1e-6 < b:
        assert m.cell(a) < m.cell(b)


def test_a_printed_change_of_tempo_changes_the_pace_of_beats_not_of_cells() -> None:
    m = ScoreModel([0, 10, 30], [10, 20, 10], [60, 62, 64], [(0, 60), (10, 120)])
    assert m.seconds(10) == 10
    assert m.seconds(30) == 20
    assert m.quarters(m.cell(5)) == 60
    assert m.quarters(m.cell(20)) == 120


def test_unpitched_notes_and_grace_notes_do_no_harm() -> None:
    m = ScoreModel([0, 0, 1, 2], [1, 0, 1, 1], [60, 62, -1, 64], [(0, 60)], grace=[False, True, False, False])
    assert len(m.events) == 3
    assert m.weight[1] == 0
    assert m.end == 3


def test_templates_are_of_unit_length_and_match_themselves_best() -> None:
    row = int(MODEL.cell(3.25) / 2)
    heard = MODEL.sustain.rows(row, row + 1)[0] - np.float32(0.9) * MODEL.mean
    match = MODEL.cosine(0, len(MODEL.rest), heard / np.sqrt((heard**2).sum()))
    assert match.max() == pytest.approx(1, abs=0.01)
    assert abs(int(match.argmax()) - row) <= 1
