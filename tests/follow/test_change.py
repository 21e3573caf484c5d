"""Laws of what changes: a change that the score expects speaks for it, and one that does not come speaks against it."""

import numpy as np
import pytest

from follow.playing import model, tune
from odette.core.clocks import Beat
from odette.follow.change import BACK, Change
from odette.follow.features import Floats, Frame
from odette.follow.model import STRIDE, Reals, ScoreModel

SURE = np.ones(1)


@pytest.fixture(scope="module")
def expected() -> ScoreModel:
    return model(tune())


def _around(m: ScoreModel, beat: float) -> tuple[Reals, Reals]:
    cell = m.cell(Beat(beat))
    return np.array([cell - 4]), np.array([cell + 8])


def _heard(m: ScoreModel, cells: list[float]) -> Change:
    change = Change(m)
    for cell in cells:
        change.hear(Frame(_sound(m, cell), np.zeros_like(m.mean), 1.0, silent=False))
    return change


def _sound(m: ScoreModel, cell: float) -> Floats:
    return m.sustain.at(np.array([int(cell) // STRIDE]))[0]


def test_a_note_that_begins_speaks_for_its_event_and_against_waiting_for_it(expected: ScoreModel) -> None:
    was, now = _around(expected, 8)
    change = _heard(expected, [was[0]] * BACK + [now[0]])
    assert change(was, now, SURE)[0] > 0.5
    assert change(was, was, SURE)[0] == 0


def test_a_note_that_does_not_begin_speaks_against_its_event(expected: ScoreModel) -> None:
    was, now = _around(expected, 8)
    change = _heard(expected, [was[0]] * (BACK + 1))
    assert change(was, now, SURE)[0] < 0


def test_what_never_changes_as_expected_comes_to_say_little(expected: ScoreModel) -> None:
    was, now = _around(expected, 8)
    change = _heard(expected, [was[0]] * (BACK + 1))
    first = change(was, now, SURE)[0]
    for _ in range(3000):
        change(was, now, SURE)
    assert first < change(was, now, SURE)[0] < 0
