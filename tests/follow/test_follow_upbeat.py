"""A beat that hands have shown makes the first note sooner believed, and nothing else: it moves nobody."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from follow.playing import RATE, Floats, model, sound, steady, tune
from odette.core.clocks import Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.events import Events
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Features, Frame
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.notes import NoteFollower
from odette.follow.notes_score import NoteScore
from odette.follow.upbeat import TRUST, Upbeat, paces, strokes
from odette.score.model import Bar

NOTES = tune()
MODEL = model(NOTES)
Shown = tuple[float, float, float]
"""Seconds at which hands show a beat, at which it is due, and how long it is."""
GESTURES = st.lists(
    st.tuples(st.floats(0, 4), st.floats(-1, 2), st.sampled_from([0.0, 0.2, 0.45, 0.6, 0.9, 2.0])), max_size=60
)


def frames(samples: Floats) -> list[Frame]:
    features = Features(RATE)
    return [features(samples[i : i + features.hop]) for i in range(0, len(samples) - features.hop + 1, features.hop)]


def following(heard: Sequence[Frame], shown: Sequence[Shown], score: ScoreModel = MODEL) -> list[Estimate]:
    follower, out, left = Follower(score, RATE), [], sorted(shown)
    for i, frame in enumerate(heard):
        while left and left[0][0] <= i * FRAME:
            _, due, beat = left.pop(0)
            follower.upbeat(Sample(round(due * RATE)), beat)
        out.append(follower.step(frame))
    return out


def started(estimates: list[Estimate]) -> float:
    """Seconds at which music was first known to be played."""
    return next((e.heard / RATE for e in estimates if e.following is not Following.WAITING), float("inf"))


def noise(seconds: float, level: float, seed: int = 1) -> Floats:
    return (np.random.default_rng(seed).standard_normal(int(seconds * RATE)) * level).astype(np.float32)


def bangs(at: Sequence[float], pitched: bool) -> Floats:
    """Coughs, or knocks on a stand, in an almost silent hall."""
    out, random = noise(4.0, 1e-4), np.random.default_rng(2)
    for seconds in at:
        t = np.arange(int(0.15 * RATE)) / RATE
        burst = np.sin(2 * np.pi * random.uniform(80, 300) * t) if pitched else random.standard_normal(len(t))
        first = int(seconds * RATE)
        out[first : first + len(t)] += (0.3 * burst * np.exp(-t / 0.04)).astype(np.float32)
    return out


@pytest.fixture(scope="module")
def music() -> list[Frame]:
    """From 3.0 s on, at 65 under a score that says 100, through the noise of a hall."""
    return frames(sound(NOTES[:30], steady(65, 3.0))[: 5 * RATE] + noise(5.0, 0.03))


@pytest.fixture(scope="module")
def silence() -> list[Frame]:
    return frames(np.zeros(4 * RATE, np.float32))


@pytest.fixture(scope="module")
def murmur() -> list[list[Frame]]:
    return [frames(noise(4.0, level, seed)) for level, seed in ((0.003, 1), (0.1, 2))]


def test_after_an_upbeat_the_first_note_is_believed_sooner_and_the_tempo_is_that_of_the_stroke(
    music: list[Frame],
) -> None:
    plain, shown = following(music, []), following(music, [(2.5, 3.0, 60 / 65)])
    assert 3.0 < started(shown) <= started(plain) - 0.1
    first = slice(round(3.1 / FRAME), round(3.4 / FRAME))
    off = [float(np.mean([abs(e.tempo - 65) for e in estimates[first]])) for estimates in (plain, shown)]
    assert off[1] < off[0]


def test_of_what_a_stroke_may_mean_the_printed_tempo_tells_the_likeliest() -> None:
    for beat in (0.6, 1.2, 0.3):
        (pace, chance), *_ = sorted(paces(beat, (0.5, 1.0, 2.0), 100), key=lambda pace: -pace[1])
        assert pace == pytest.approx(0.0)
        assert 0.5 < chance < 1
    assert sum(chance for _, chance in paces(0.8, (0.5, 1.0, 2.0), 100)) == pytest.approx(1.0)
    assert paces(2.4, (1.0,), 100) == [], "no stroke explains it"
    assert paces(0.0, (1.0,), 100) == [], "nobody knows it"


@pytest.mark.parametrize(
    ("beats", "kind", "may"),
    [(4, 4, (0.5, 1, 2, 4)), (3, 4, (0.5, 1, 3)), (6, 8, (0.5, 1.5, 3)), (2, 2, (1, 2, 4)), (3, 8, (0.5, 1.5))],
)
def test_a_stroke_may_stand_for_what_conductors_beat(beats: int, kind: int, may: tuple[float, ...]) -> None:
    assert strokes(Bar(0, "1", 1, Fraction(0), Fraction(4 * beats, kind), beats, kind)) == may


def test_an_upbeat_that_is_withdrawn_is_as_if_it_had_not_been(music: list[Frame]) -> None:
    follower = Follower(MODEL, RATE)
    follower.upbeat(Sample(3 * RATE), 0.66)
    follower.withdrawn()
    assert [follower.step(frame) for frame in music] == following(music, [])


@settings(max_examples=6, deadline=None)
@given(GESTURES)
def test_no_gesture_starts_anything_in_silence_or_murmur(
    silence: list[Frame], murmur: list[list[Frame]], gestures: list[Shown]
) -> None:
    for heard in (silence, *murmur):
        estimates = following(heard, [(t, t + due, beat) for t, due, beat in gestures])
        assert {(e.beat, e.following) for e in estimates} == {(0.0, Following.WAITING)}


@pytest.mark.parametrize("pitched", [True, False], ids=["knock", "cough"])
def test_a_noise_right_after_an_upbeat_starts_nothing(pitched: bool) -> None:
    shown = [(at - 0.4, at, 0.8) for at in (1.0, 3.0)]
    estimates = following(frames(bangs([1.02, 3.06, 3.4], pitched)), shown)
    assert {e.following for e in estimates} == {Following.WAITING}


def test_trying_the_a_after_an_upbeat_starts_nothing() -> None:
    a = sound([(0.0, 4.0, 69), (0.0, 4.0, 62)], steady(60, 3.0), 5.0) + noise(5.0, 0.003)
    assert started(following(frames(a), [(2.6, 3.0, 0.8), (3.0, 3.0, 0.8)])) == float("inf")


@pytest.fixture(scope="module")
def played() -> tuple[list[Frame], list[Estimate]]:
    """The tune at 100, and how it is followed without hands."""
    heard = frames(sound(NOTES[:30], steady(100))[: 5 * RATE])
    return heard, following(heard, [])


@settings(max_examples=6, deadline=None)
@given(GESTURES)
def test_no_gesture_moves_players_who_play(played: tuple[list[Frame], list[Estimate]], gestures: list[Shown]) -> None:
    heard, plain = played
    shown = following(heard, [(t + 1.5, t + 1.5 + due, beat) for t, due, beat in gestures])
    assert max(abs(a.beat - b.beat) for a, b in zip(plain, shown, strict=True)) < 0.05


def test_the_more_beats_nobody_answers_the_less_each_says() -> None:
    upbeat, most = Upbeat(), []
    for n in range(5):
        upbeat.show(2.0 * n, 0.8)
        most.append(max(upbeat.rate(2.0 * n + late) for late in np.arange(-0.3, 0.5, 0.01)))
    assert most == sorted(most, reverse=True)
    assert most[4] < most[0] / 2


def test_a_beat_that_is_foretold_and_then_seen_is_one_beat() -> None:
    foretold, seen = Upbeat(), Upbeat()
    for upbeat in (foretold, seen):
        upbeat.show(2.0, 0.8)
    seen.show(2.1, 0.8)
    assert seen.rate(2.2) == pytest.approx(foretold.rate(2.1))


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 3)), max_size=40))
def test_what_hands_show_is_never_more_than_likely(shown: list[tuple[float, float]]) -> None:
    upbeat, stays = Upbeat(), 1.0
    for due, beat in shown[-1:]:
        upbeat.show(due, beat)
    for now in np.arange(0, 12, 0.02):
        stays *= 1 - min(1.0, upbeat.rate(float(now)) * 0.02)
    assert 1 - stays <= TRUST + 0.05


def keyed(shown: Sequence[Shown], start: float, tempo: float) -> list[Estimate]:
    onset, duration, pitch = zip(*NOTES, strict=True)
    follower = NoteFollower(NoteScore(onset, duration, pitch, [(0.0, 100.0)]), RATE)
    for _, due, beat in shown:
        follower.upbeat(Sample(round(due * RATE)), beat)
    when = steady(tempo, start)
    return [follower.note_on(p, 60, Sample(round(when(o) * RATE))) for o, _, p in sorted(NOTES[:8])]


def test_with_an_upbeat_the_first_key_of_the_score_begins_and_the_tempo_is_the_strokes() -> None:
    plain, shown = keyed([], 2.0, 70), keyed([(1.5, 2.0, 60 / 70)], 2.0, 70)
    assert started(shown) == pytest.approx(2.0, abs=0.01)
    assert started(plain) >= started(shown)
    assert abs(shown[1].tempo - 70) < 10


def test_a_key_long_after_the_upbeat_begins_no_sooner_for_it() -> None:
    assert [e.following for e in keyed([(1.5, 2.0, 0.6)], 9.0, 100)] == [e.following for e in keyed([], 9.0, 100)]


@pytest.fixture(scope="module")
def fermata() -> tuple[ScoreModel, list[Frame], float, float]:
    """The tune with a fermata on its eighth quarter, held for three seconds; from when to when it is held."""

    def when(beat: float) -> float:
        return 0.5 + beat * 0.6 + (3.0 if beat > 8.2 else 0.0)

    notes = [(o, 1.0 if o == 8 else d, p) for o, d, p in NOTES if not 8 < o < 9 and o < 12]
    played = sound(notes, when)[: round((when(9) + 1.0) * RATE)]
    return model(notes, fermatas=[8.0]), frames(played), when(8), when(9)


@settings(max_examples=4, deadline=None)
@given(GESTURES)
def test_no_gesture_goes_on_from_a_fermata_while_nobody_does(
    fermata: tuple[ScoreModel, list[Frame], float, float], gestures: list[Shown]
) -> None:
    score, heard, held, released = fermata
    estimates = following(heard, [(held + t, held + t + due, beat) for t, due, beat in gestures], score)
    during = [e.beat for e in estimates if held + 0.1 < e.heard / RATE < released]
    assert 7.9 < min(during) <= max(during) < 9
    assert estimates[-1].beat == pytest.approx(9 + 1 / 0.6, abs=0.5)


def test_under_a_fermata_the_next_event_is_not_expected_on_time_unless_hands_show_it() -> None:
    """What would be all but certain in time is open under a fermata; a release that is shown makes it likely."""
    score = model([(float(k), 1.0, 60 + k) for k in range(6)], tempo=60, fermatas=[2.0])
    passed = {}
    for name, begins, release in (("plain", 3.0, 0.0), ("held", 2.0, 0.0), ("shown", 2.0, 0.2)):
        events, evidence = Events(score), Evidence(score)
        events.put(score.cell(begins), 1.0)
        evidence.hear(Frame(np.ones(88, np.float32), np.zeros(88, np.float32), 1.0, False))
        for _ in range(round(1.3 / FRAME)):
            events._pass(0.0, release)  # without what is heard
        passed[name] = sum(mass for event, mass in zip(events._event, events.mass, strict=True) if event > begins)
    assert passed["held"] < 0.5 < passed["plain"]
    assert passed["shown"] > passed["held"]
