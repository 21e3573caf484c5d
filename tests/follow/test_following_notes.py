"""Laws of the follower of notes."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from follow.playing import Note, Times, steady, tune
from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.notes import NoteFollower
from odette.follow.notes_filter import NoteFilter
from odette.follow.notes_score import NoteScore

RATE = 48_000
NOTES = tune(96)
LAST = max(onset for onset, _, _ in NOTES)
Key = tuple[float, int, int]
"""Seconds, pitch, velocity."""


def score(notes: Sequence[Note] = NOTES, tempo: float = 100, fermatas: Sequence[float] = ()) -> NoteScore:
    onset, duration, pitch = zip(*notes, strict=True)
    return NoteScore(onset, duration, pitch, [(0.0, tempo)], fermatas=fermatas)


def keys(notes: Sequence[Note], when: Times) -> list[Key]:
    on = [(when(o), p, 70) for o, _, p in notes]
    off = [(when(o + 0.9 * d), p, 0) for o, d, p in notes]
    return sorted(on + off)


def follow(follower: NoteFollower, played: Sequence[Key], until: float = 0.0) -> list[Estimate]:
    """Every estimate: at each key, and every 20 ms."""
    end = max(until, played[-1][0] + 0.02 if played else 0.0)
    looks = [(float(t), -1, 0) for t in np.arange(0.0, end, 0.02)]
    estimates = []
    for seconds, pitch, velocity in sorted([*played, *looks], key=lambda key: key[0]):
        at = Sample(round(seconds * RATE))
        estimates.append(follower.wait(at) if pitch < 0 else follower.note_on(pitch, velocity, at))
    return estimates


def at(estimates: Sequence[Estimate], seconds: float) -> Estimate:
    """The last estimate at ``seconds``."""
    return [e for e in estimates if e.heard <= round(seconds * RATE)][-1]


def errors(estimates: Sequence[Estimate], when: Times, beats: Sequence[float]) -> list[float]:
    """How many beats off the report is at the moment a beat sounds."""
    return [abs(at(estimates, when(b)).beat - b) for b in beats]


@pytest.fixture(scope="module")
def steadily() -> tuple[Times, list[Estimate]]:
    """The tune at 90 under a score that says 100."""
    when = steady(90)
    return when, follow(NoteFollower(score(), RATE), keys(NOTES, when), until=when(LAST) + 10)


def test_every_note_is_known_at_the_moment_it_sounds(steadily: tuple[Times, list[Estimate]]) -> None:
    when, estimates = steadily
    assert errors(estimates, when, np.arange(0, LAST + 0.5, 0.5).tolist()) == [0.0] * int(2 * LAST + 1)


def test_the_beat_never_steps_back_while_playing_steadily(steadily: tuple[Times, list[Estimate]]) -> None:
    assert min(np.diff([e.beat for e in steadily[1]])) >= 0


def test_it_waits_plays_and_ends(steadily: tuple[Times, list[Estimate]]) -> None:
    when, estimates = steadily
    assert (at(estimates, 0.4).following, at(estimates, 0.4).beat) == (Following.WAITING, 0)
    assert {at(estimates, when(b)).following for b in np.arange(1, LAST, 0.25)} == {Following.PLAYING}
    assert at(estimates, when(LAST + 0.4)).following is not Following.ENDED
    assert at(estimates, when(LAST + 1) + 2).following is Following.ENDED


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 127), st.floats(0, 3)), max_size=40))
def test_probabilities_sum_to_one_whatever_is_played(played: list[tuple[int, float]]) -> None:
    notes, now = NoteFilter(score(NOTES[:40])), 0.0
    notes.entrances = {0: 0.1}
    for pitch, gap in played:
        now += gap
        notes.hear(pitch, now)
        assert notes.places.mass.sum() + notes.nowhere == pytest.approx(1)
        assert (notes.places.mass >= 0).all()
        assert len(set(notes.places.event.tolist())) == len(notes.places.event)


def test_the_same_notes_give_the_same_estimates_bit_for_bit(steadily: tuple[Times, list[Estimate]]) -> None:
    when, estimates = steadily
    assert follow(NoteFollower(score(), RATE), keys(NOTES, when), until=when(LAST) + 10) == estimates


def test_later_notes_shift_the_answer_by_as_much(steadily: tuple[Times, list[Estimate]]) -> None:
    when, estimates = steadily
    late = follow(NoteFollower(score(), RATE), keys(NOTES, steady(90, 7.5)))
    for beat in np.arange(0, 90, 0.3):
        assert at(late, when(beat) + 7).beat == pytest.approx(at(estimates, when(beat)).beat, abs=1e-3)


def test_twice_the_tempo_is_reported_as_twice_the_tempo() -> None:
    tempi = []
    for tempo in (60, 120):
        when = steady(tempo)
        estimates = follow(NoteFollower(score(), RATE), keys(NOTES[:100], when))
        tempi.append(np.median([at(estimates, when(b)).tempo for b in range(10, 36)]))
    assert tempi == pytest.approx([60, 120], rel=0.02)


@given(st.floats(0, 1e5))
@settings(max_examples=20, deadline=None)
def test_time_without_notes_never_begins_it(seconds: float) -> None:
    estimate = NoteFollower(score(), RATE).wait(Sample(round(seconds * RATE)))
    assert (estimate.beat, estimate.following) == (0.0, Following.WAITING)


def test_someone_trying_keys_does_not_begin_it() -> None:
    rng = np.random.default_rng(2)
    first = NOTES[0][2]
    tuning = [(1.0 + 0.8 * k, first, 60) for k in range(6)]
    scale = [(8.0 + 0.3 * k, 60 + s, 60) for k, s in enumerate([0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2, 0])]
    noodling = [(15.0 + 0.25 * k, int(p), 60) for k, p in enumerate(rng.integers(48, 84, 40))]
    estimates = follow(NoteFollower(score(), RATE), tuning + scale + noodling)
    assert {(e.following, e.beat) for e in estimates} == {(Following.WAITING, 0.0)}


def test_it_begins_within_two_notes_after_trying_keys() -> None:
    tried = [(1.0 + 0.8 * k, 69, 60) for k in range(4)]
    when = steady(90, 8.0)
    estimates = follow(NoteFollower(score(), RATE), tried + keys(NOTES[:30], when))
    assert at(estimates, 7.9).following is Following.WAITING
    assert at(estimates, when(0.5)).following is Following.PLAYING


def test_a_note_that_does_not_come_is_waited_for() -> None:
    def when(beat: float) -> float:
        return 0.5 + beat * 0.6 + (6.0 if beat > 20 else 0.0)

    estimates = follow(NoteFollower(score(), RATE), keys([(o, min(d, 0.5), p) for o, d, p in NOTES], when))
    held = [e for e in estimates if when(20) + 1.0 < e.heard / RATE < when(20.01)]
    assert {e.following for e in held} == {Following.HOLDING}
    assert 20 <= held[0].beat <= held[-1].beat < 20.5
    assert errors(estimates, when, [20.5, 21.0, 24.0, 30.0]) == [0.0] * 4
    assert at(estimates, when(24)).tempo == pytest.approx(100, rel=0.05), "a pause is no tempo"


def test_a_broken_chord_is_one_place_and_not_a_slower_tempo() -> None:
    chords = [(float(k), 1.0, p) for k in range(30) for p in (48 + k % 5, 60 + k % 7, 67 + k % 3, 72 + k % 4)]
    when = steady(60)
    broken = [(t + 0.07 * (i % 4), p, 60) for i, (t, p) in enumerate((when(o), p) for o, _, p in chords)]
    estimates = follow(NoteFollower(score(chords, 60), RATE), broken)
    for k in range(2, 29):
        assert at(estimates, when(k)).beat == k
        assert at(estimates, when(k) + 0.21).beat == pytest.approx(k, abs=0.2)


def test_a_trill_is_waited_out() -> None:
    notes = [(o, d, p) for o, d, p in NOTES if not 20 < o < 22]
    (place,) = [p for o, d, p in notes if o == 20 and d == 0.5]
    when = steady(80)
    trill = [(when(20) + 0.09 * k, place + 2 * (k % 2), 60) for k in range(1, 16)]
    estimates = follow(NoteFollower(score(notes), RATE), sorted(keys(notes, when) + trill))
    assert all(20 <= at(estimates, t).beat < 22 for t, _, _ in trill)
    assert errors(estimates, when, [22, 22.5, 23, 24]) == [0.0] * 4


def test_wrong_missing_and_extra_notes_do_not_lead_it_astray() -> None:
    rng = np.random.default_rng(5)
    played = [(o, d, p + int(rng.choice([0, 1, -2], p=[0.9, 0.05, 0.05]))) for o, d, p in NOTES if rng.random() > 0.05]
    when = steady(105)
    extra = [(float(t), int(p), 50) for t, p in zip(rng.uniform(3, 50, 12), rng.integers(40, 80, 12), strict=True)]
    estimates = follow(NoteFollower(score(), RATE), sorted(keys(played, when) + extra))
    off = np.array(errors(estimates, when, [o for o, _, _ in played if o > 2]))
    assert np.mean(off < 0.1) > 0.9
    assert off.max() < 2


@pytest.mark.parametrize("tempo", [50, 200])
def test_half_and_double_the_printed_tempo_are_followed(tempo: float) -> None:
    when = steady(tempo)
    estimates = follow(NoteFollower(score(), RATE), keys(NOTES[:120], when))
    assert max(errors(estimates, when, np.arange(1, 40).tolist())) == 0


@pytest.mark.parametrize(("leave", "enter"), [(30.0, 60.0), (60.0, 20.0), (50.0, 0.0)])
def test_a_jump_is_found_without_being_told(leave: float, enter: float) -> None:
    played = [(o, d, p) for o, d, p in NOTES if o < leave]
    played += [(o - enter + leave, d, p) for o, d, p in NOTES if enter <= o < enter + 20]
    when = steady(100)
    estimates = follow(NoteFollower(score(), RATE), keys(played, when))
    found = [at(estimates, when(leave + b)).beat - enter - b for b in (5, 7.5, 10, 15)]
    assert np.abs(found).max() == 0


def test_playing_something_else_is_being_lost_until_it_is_found() -> None:
    rng = np.random.default_rng(9)
    when = steady(100)
    other = [(when(24) + 0.2 * k, int(p), 60) for k, p in enumerate(rng.integers(24, 108, 30))]
    back = keys([(o + 12, d, p) for o, d, p in NOTES if 24 <= o < 50], when)
    before = keys([n for n in NOTES if n[0] < 24], when)
    estimates = follow(NoteFollower(score(), RATE), sorted(before + other + back))
    assert at(estimates, other[-1][0]).following is Following.LOST
    assert at(estimates, other[-1][0]).confidence < 0.35
    assert at(estimates, when(46)).beat == 34
    assert at(estimates, when(46)).following is Following.PLAYING


def test_what_it_is_told_is_believed_at_once() -> None:
    when = steady(90)
    follower = NoteFollower(score(), RATE)
    follow(follower, keys(NOTES[:50], when))
    follower.tell(Beat(61.0))
    told = follower.wait(Sample(round((keys(NOTES[:50], when)[-1][0] + 0.02) * RATE)))
    assert told.beat == pytest.approx(61, abs=0.1)
    assert told.following is Following.PLAYING


def test_told_before_the_first_note_it_begins_there() -> None:
    follower = NoteFollower(score(), RATE)
    follower.tell(Beat(40.0))
    assert follower.wait(Sample(0)).beat == 40
    when = steady(90, 0.5 - 40 * 60 / 90)
    estimates = follow(follower, keys([n for n in NOTES if 40 <= n[0] < 60], when))
    assert errors(estimates, when, np.arange(40, 60, 0.5).tolist()) == [0.0] * 40


def test_held_it_stands_still_and_goes_on_where_it_was() -> None:
    when = steady(90)
    follower = NoteFollower(score(), RATE)
    stood = follow(follower, keys(NOTES[:50], when))[-1]
    follower.hold(True)
    now = stood.heard + 5 * RATE
    assert follower.note_on(66, 60, Sample(now)).beat == pytest.approx(stood.beat)
    assert follower.wait(Sample(now)).following is Following.HOLDING
    follower.hold(False)
    assert follower.wait(Sample(now)).beat == pytest.approx(stood.beat)
    assert follower.wait(Sample(now)).following is Following.PLAYING


def test_a_beat_is_foretold_with_its_spread() -> None:
    when = steady(90)
    follower = NoteFollower(score(), RATE)
    last = follow(follower, [key for key in keys(NOTES, when) if key[0] <= when(20)])[-1]
    seconds, spread = follower.predict(Beat(23.0))
    assert last.heard / RATE + seconds == pytest.approx(when(23), abs=0.05)
    assert 0 < spread < follower.predict(Beat(40.0))[1] < 5


def test_grace_notes_come_before_their_beat() -> None:
    notes = [(float(k), 1.0, 60 + 2 * (k % 7)) for k in range(20)]
    onset, duration, pitch = zip(*notes, (10.0, 0.0, 71), strict=True)
    graceful = NoteScore(onset, duration, pitch, [(0.0, 60.0)], grace=[False] * 20 + [True])
    played = [(float(o), p, 60) for o, _, p in notes] + [(9.85, 71, 60)]
    estimates = follow(NoteFollower(graceful, RATE), sorted(played))
    assert 9.7 < at(estimates, 9.85).beat < 10
    assert [at(estimates, t).beat for t in range(2, 20)] == list(range(2, 20))


@pytest.mark.parametrize("hand", [range(60), range(48, 128)])
def test_one_hand_alone_is_followed(hand: range) -> None:
    played = [n for n in NOTES if n[2] in hand]
    when = steady(95)
    estimates = follow(NoteFollower(score(), RATE), keys(played, when))
    off = np.array(errors(estimates, when, [o for o, _, _ in played if o > 12]))
    assert np.mean(off == 0) > 0.95


def test_after_a_jump_to_bars_that_come_twice_it_says_that_it_cannot_tell() -> None:
    bars = [n for n in NOTES if n[0] < 16]
    twice = [*NOTES[:180], *((o + 80, d, p) for o, d, p in bars), *((o + 96, d, p) for o, d, p in bars)]
    twice = sorted(n for n in twice if n[0] < 72 or n[0] >= 80)
    when = steady(100)
    played = [n for n in twice if 30 <= n[0] < 50] + [(o - 80 + 50, d, p) for o, d, p in twice if 80 <= o < 94]
    follower = NoteFollower(score(twice), RATE, start=Beat(30.0))
    estimates = follow(follower, keys([(o - 30, d, p) for o, d, p in played], when))
    said = at(estimates, when(30))
    assert (said.beat - 10) % 16 == pytest.approx(0, abs=0.1)
    assert said.confidence < 0.8
