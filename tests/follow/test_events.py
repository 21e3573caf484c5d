"""Laws of the exact place: a note counts from when it sounded, and what has not sounded is not passed."""

import numpy as np
import pytest

from follow.playing import RATE, Floats, Times, at, follow, model, sound, tune
from odette.core.clocks import Beat
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.events import Events
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Frame
from odette.follow.follower import Follower
from odette.follow.model import BANDS, CELLS, ScoreModel

NOTES = tune()
LATE = 0.35
"""Seconds by which the players hesitate before beat 20."""


def hesitating(beat: float) -> float:
    return 0.5 + beat * 0.6 + (LATE if beat >= 20 else 0.0)


@pytest.fixture(scope="module")
def hesitation() -> list[Estimate]:
    held = [(o, d if o + d < 20 or o >= 20 else 20 - o, p) for o, d, p in NOTES]
    return follow(Follower(model(NOTES), RATE), sound(held, hesitating))


def test_it_waits_before_a_plain_note_that_is_late(hesitation: list[Estimate]) -> None:
    just_before = at(hesitation, hesitating(20))
    assert 19.9 < just_before.beat < 20


def test_a_plain_note_that_is_late_is_awaited(hesitation: list[Estimate]) -> None:
    assert at(hesitation, hesitating(20)).awaited == 20


def test_a_plain_note_is_known_a_tenth_of_a_second_after_it_sounded(hesitation: list[Estimate]) -> None:
    after = at(hesitation, hesitating(20) + 0.1)
    assert after.following is Following.PLAYING
    assert (after.beat - 20) * 0.6 == pytest.approx(0.1, abs=0.05)


def test_a_hesitation_says_nothing_about_the_tempo(hesitation: list[Estimate]) -> None:
    assert at(hesitation, hesitating(21)).tempo == pytest.approx(at(hesitation, hesitating(19)).tempo, rel=0.1)


@pytest.fixture
def plain() -> tuple[ScoreModel, Evidence]:
    """The tune, and evidence that has heard a minute of nothing in particular."""
    m = model(NOTES)
    evidence = Evidence(m)
    rng = np.random.default_rng(1)
    for _ in range(3000):
        evidence.hear(_frame(m, rng.random(BANDS).astype(np.float32)))
        evidence.onsets(0, m.cells, 1.0, learn=True)
    evidence.plainness = 5.0
    return m, evidence


def _frame(m: ScoreModel, onset: Floats) -> Frame:
    return Frame(np.ones(BANDS, np.float32), onset, 1.0, False)


def _listen(m: ScoreModel, evidence: Evidence, when: Times, seconds: float) -> tuple[Events, list[float]]:
    """Events hearing nothing but onsets, each 50 ms after it sounded; where they said the players were."""
    events, said = Events(m), []
    times = [when(float(m.beat(c))) + 0.05 for c in m.events]
    for k in range(round(seconds / FRAME)):
        now = (k + 1) * FRAME
        heard = [e for e, t in enumerate(times) if now - FRAME < t <= now]
        evidence.hear(_frame(m, 8 * sum((m.onset.rows(e, e + 1)[0] for e in heard), np.zeros(BANDS, np.float32))))
        cell = float(np.interp(now, [when(0), when(40)], [m.cell(Beat(0)), m.cell(Beat(40))]))
        events.hear(evidence, cell, 0.2, 1.0, 0.0)
        said.append(events.place()[0] / CELLS)
    return events, said


def test_probability_sums_to_one(plain: tuple[ScoreModel, Evidence]) -> None:
    m, evidence = plain
    for seconds in (0.5, 3.0):
        events, _ = _listen(m, evidence, lambda beat: beat * 0.6, seconds)
        assert events.mass.sum() == pytest.approx(1)


def test_the_place_never_steps_back_over_an_onset_that_was_heard(plain: tuple[ScoreModel, Evidence]) -> None:
    m, evidence = plain
    _, said = _listen(m, evidence, lambda beat: beat * 0.6, 6.0)
    passed = np.searchsorted(m.events, np.array(said) * CELLS, side="right")
    assert (np.diff(passed) >= 0).all()


def test_the_filters_place_is_taken_when_all_hypotheses_are_far_from_it(plain: tuple[ScoreModel, Evidence]) -> None:
    m, evidence = plain
    events, _ = _listen(m, evidence, lambda beat: beat * 0.6, 3.0)
    far = m.cell(Beat(30))
    for k in range(100):
        evidence.hear(_frame(m, np.zeros(BANDS, np.float32)))
        events.hear(evidence, far + k * FRAME * CELLS, 0.05, 1.0, 0.0)
    assert events.place()[0] == pytest.approx(far + 2 * CELLS, abs=0.5 * CELLS)
