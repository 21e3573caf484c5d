"""The conductor's upbeat: found when it is one, with its ictus; and nothing else taken for it."""

import pytest
from conducting import Points, beating, hands, seen
from hypothesis import given
from hypothesis import strategies as st

from odette.room.upbeat import Motion, Sign

BEATS = st.floats(0.35, 1.6)
HEIGHTS = st.floats(0.06, 0.5)
RATES = st.sampled_from([15.0, 24.0, 30.0, 60.0])


@given(BEATS, HEIGHTS, RATES, st.integers(0, 99))
def test_an_upbeat_out_of_rest_is_found_once_and_before_its_ictus(
    beat: float, height: float, rate: float, seed: int
) -> None:
    signs = [g.sign for g in seen(hands(beating(0.3, height, beat, 0), rate, noise=0.02 * height, seed=seed))]
    assert signs[:3] == [Sign.READY, Sign.UPBEAT, Sign.ICTUS]
    assert signs.count(Sign.UPBEAT) == 1


@given(BEATS, HEIGHTS, st.sampled_from([24.0, 30.0, 60.0]), st.integers(0, 99))
def test_the_ictus_is_where_the_fall_ends_to_within_a_tenth_of_a_beat_and_a_frame(
    beat: float, height: float, rate: float, seed: int
) -> None:
    gestures = seen(hands(beating(0.3, height, beat, 0, ready=1.0), rate, noise=0.02 * height, seed=seed))
    ictus = next(g for g in gestures if g.sign is Sign.ICTUS)
    assert ictus.due == pytest.approx(1.0 + beat, abs=0.1 * beat + 1.5 / rate)


@given(st.floats(-1e5, 1e5))
def test_on_a_clock_that_began_earlier_the_same_is_seen_as_much_later(shift: float) -> None:
    frames = hands(beating(0.3, 0.2, 0.8, 3))
    later = seen([frame._replace(at=frame.at + shift) for frame in frames])
    assert [g.sign for g in later] == [g.sign for g in seen(frames)]
    assert [g.at - shift for g in later] == pytest.approx([g.at for g in seen(frames)], abs=1e-3)


@pytest.mark.parametrize("beat", [0.4, 0.6, 1.0, 1.5])
def test_beats_that_go_on_show_the_tempo(beat: float) -> None:
    gestures = seen(hands(beating(0.3, 0.2, beat, 6)))
    assert [g.sign for g in gestures].count(Sign.UPBEAT) == 1
    assert [g.sign for g in gestures].count(Sign.ICTUS) == 7
    assert gestures[-2 if gestures[-1].sign is Sign.READY else -1].beat == pytest.approx(beat, rel=0.05)


NO_UPBEAT: dict[str, Points] = {
    "arms raised and held": [(0, 0.2), (1, 0.2), (1.6, 0.6), (4, 0.6)],
    "arms lowered": [(0, 0.6), (1, 0.6), (1.8, 0.2), (4, 0.2)],
    "a finger moved": [(0, 0.4), (1, 0.4), (1.2, 0.42), (1.4, 0.4), (3, 0.4)],
    "a slow bow": [(0, 0.7), (1, 0.7), (3, 0.3), (6, 0.7), (8, 0.7)],
    "a slow stretch": [(0, 0.3), (1, 0.3), (3, 0.7), (5, 0.3), (7, 0.3)],
    "a shiver": [(0, 0.4), (1, 0.4)] + [(1 + 0.05 * n, 0.4 + 0.05 * (n % 2)) for n in range(1, 20)] + [(4, 0.4)],
}


@pytest.mark.parametrize("what", NO_UPBEAT)
def test_what_is_no_upbeat_is_not_taken_for_one(what: str) -> None:
    assert Sign.UPBEAT not in {g.sign for g in seen(hands(NO_UPBEAT[what]))}


def test_a_rise_without_rest_before_it_is_a_beat_but_no_upbeat() -> None:
    walking_on = [(0.25 * n, 0.3 + 0.1 * (n % 2)) for n in range(9)]
    assert Sign.UPBEAT not in {g.sign for g in seen(hands(walking_on))}


def test_a_gesture_that_goes_up_again_instead_of_down_is_withdrawn() -> None:
    gestures = seen(hands([(0, 0.3), (1, 0.3), (1.4, 0.5), (1.6, 0.45), (2.0, 0.7), (4, 0.7)]))
    assert [g.sign for g in gestures if g.sign is not Sign.READY] == [Sign.UPBEAT, Sign.WITHDRAWN]


def test_somebody_who_walks_past_the_camera_is_nobodys_hands() -> None:
    frames = [
        frame._replace(moving=0.5) if frame.moving > 0.002 else frame for frame in hands(beating(0.3, 0.2, 0.8, 1))
    ]
    assert {g.sign for g in seen(frames)} <= {Sign.READY}


def test_frames_that_come_late_or_twice_change_nothing() -> None:
    frames = hands(beating(0.3, 0.2, 0.8, 2))
    doubled = [f for frame in frames for f in (frame, frame, Motion(frame.at - 0.2, 0.9, 0.2))]
    assert seen(doubled) == seen(frames)
