"""What was heard in a take stands in for the note list there, and nowhere else."""

from fractions import Fraction
from math import nan

import numpy as np
import pytest
from playing import RATE, at, beat_heard, follow, sound, steady, tune

from odette.follow.features import Features
from odette.follow.follower import Follower
from odette.follow.model import STRIDE, ScoreModel
from odette.follow.prepared import arrays_of, pack, take_of, unpack
from odette.follow.take import blended, from_take, learn
from odette.score.model import Bar, Note, Part, Score, Tempo

QUARTERS = 32
NOTES = tune(QUARTERS)
SCORE = Score(
    "Tune",
    (Part("P1", "Piano", 0, False),),
    tuple(Note("", 0, Fraction(on), Fraction(length), pitch, False, 64) for on, length, pitch in NOTES),
    (Bar(0, "1", 1, Fraction(0), Fraction(QUARTERS), QUARTERS, 4, Fraction(0)),),
    (Tempo(Fraction(0), 100.0, ""),),
    (),
    {},
)
PAGE = ScoreModel.from_score(SCORE)


def taken(tempo, first=0.0, last=QUARTERS, notes=NOTES):
    """A take at a steady tempo, of which what lies between two beats is known to be where it is."""
    when = steady(tempo)
    samples, features = sound(notes, when), Features(RATE)
    hop, take = features.hop, []
    for k in range(len(samples) // hop):
        beat = ((k + 1) * hop / RATE - when(0)) * tempo / 60
        take.append((features(samples[k * hop : (k + 1) * hop]), beat if first <= beat < last else nan))
    return take


def same(one, other):
    return b"".join(pack(arrays_of(one))) == b"".join(pack(arrays_of(other)))


def test_a_take_of_nothing_changes_nothing():
    assert same(from_take(SCORE, learn(PAGE)), PAGE)
    assert same(from_take(SCORE, learn(PAGE, taken(90, 0, 0))), PAGE)


def test_what_was_not_heard_stays_as_it_is_on_the_page():
    model = blended(PAGE, learn(PAGE, taken(100, 8, 16)))
    rows = PAGE.beats(np.arange(len(PAGE.rest), dtype=float) * STRIDE)
    apart = (rows < 7.5) | (rows > 16.5)
    assert (model.sustain.bytes[apart] == PAGE.sustain.bytes[apart]).all()
    assert (model.sustain.scale[apart] == PAGE.sustain.scale[apart]).all()
    heard = np.random.default_rng(1).random(88).astype(np.float32)
    every = slice(0, len(rows))
    fits = model.cosine(every.start, every.stop, heard), PAGE.cosine(every.start, every.stop, heard)
    assert (fits[0][apart] == fits[1][apart]).all()
    inside = (rows > 9) & (rows < 15)
    assert (fits[0][inside] != fits[1][inside]).any()
    events = PAGE.beats(PAGE.events.astype(float))
    apart = (events < 7.5) | (events > 16.5)
    assert (model.onset.bytes[apart] == PAGE.onset.bytes[apart]).all()


def test_the_page_itself_is_left_alone():
    before = b"".join(pack(arrays_of(PAGE)))
    blended(PAGE, learn(PAGE, taken(100)))
    assert b"".join(pack(arrays_of(PAGE))) == before


def test_what_was_heard_twice_counts_for_more_than_what_was_heard_once():
    take = taken(100)
    page = PAGE.sustain.rows(0, len(PAGE.rest))

    def away(*takes):
        model = blended(PAGE, learn(PAGE, *takes))
        return np.abs(model.sustain.rows(0, len(PAGE.rest)) - page).sum()

    assert 0 < away(take) < away(take, take) < away(take, take, take)


def test_a_take_fits_itself_better_than_the_page_does():
    take = taken(100)
    model = blended(PAGE, learn(PAGE, take))
    mean = np.mean([frame.pitch for frame, _ in take], axis=0)
    gained = []
    for frame, beat in take:
        if 1 < beat < QUARTERS - 1:
            heard = frame.pitch - 0.9 * mean
            heard = (heard / np.sqrt((heard**2).sum())).astype(np.float32)
            row = int(PAGE.cell(beat)) // STRIDE - 2
            gained.append(model.cosine(row, row + 1, heard)[0] - PAGE.cosine(row, row + 1, heard)[0])
    assert np.mean(gained) > 0.02


@pytest.mark.parametrize("tempo", [70, 100, 140])
def test_nominal_seconds_become_the_seconds_of_the_take(tempo):
    model = from_take(SCORE, learn(PAGE, taken(tempo)))
    assert model.seconds(QUARTERS) == pytest.approx(QUARTERS * 60 / tempo, rel=0.02)


def test_who_was_slow_in_what_was_heard_is_expected_to_be_slow_in_the_rest():
    model = from_take(SCORE, learn(PAGE, taken(80, 0, 16)))
    rest = model.seconds(QUARTERS) - model.seconds(20)
    assert rest == pytest.approx((QUARTERS - 20) * 60 / 80, rel=0.02)


def test_the_spread_of_the_tempo_is_that_from_take_to_take():
    one, two = learn(PAGE, taken(100)), learn(PAGE, taken(90), taken(110))
    assert (one.spread == 0).all()
    both = two.played == 2
    assert both.sum() > 10
    assert np.median(two.spread[both]) == pytest.approx(np.log(110 / 90) / np.sqrt(2), rel=0.1)


def test_what_was_learned_comes_back_from_bytes():
    take = learn(PAGE, taken(95))
    again = take_of(unpack(b"".join(pack(arrays_of(take)))))
    assert same(again, take)
    assert same(from_take(SCORE, again), from_take(SCORE, take))


def test_a_follower_starts_from_a_take():
    model = from_take(SCORE, learn(PAGE, taken(90)))
    when = steady(96)
    estimates = follow(Follower(model, RATE), sound(NOTES, when))
    for beat in (8, 16, 24, 30):
        assert beat_heard(at(estimates, when(beat)), when(beat)) == pytest.approx(beat, abs=0.2)
