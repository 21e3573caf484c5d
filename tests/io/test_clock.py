"""The sample clock: true to the device's own rate, whatever its callbacks do."""

import random
import threading

from odette.core.clocks import SECOND, Sample, ShowTime, later, seconds_between
from odette.io.clock import SampleClock, now, wait_until, wall

RATE = 48_000
PERIOD = 480
START = ShowTime(7 * SECOND)


def true_time(sample: int, drift: float = 0.0) -> float:
    """Nanoseconds at which a device ``drift`` too slow has brought ``sample`` samples."""
    return START + sample * SECOND / RATE * (1 + drift)


def play(clock: SampleClock, seconds: float, drift: float = 0.0, seed: int = 1) -> int:
    """Feed callbacks late by 0 to 2 ms, one in a hundred by 40 ms; the sample reached."""
    chance = random.Random(seed)
    sample = 0
    while sample < seconds * RATE:
        sample += PERIOD
        late = 0.04 if chance.random() < 0.01 else chance.random() * 0.002
        assert clock.hear(Sample(sample), ShowTime(round(true_time(sample, drift) + late * SECOND))) == 0
    return sample


def off(clock: SampleClock, sample: int, drift: float = 0.0) -> float:
    """Milliseconds by which the clock is late."""
    return (clock.at(Sample(sample)) - true_time(sample, drift)) / 1e6


def test_jitter_of_callbacks_is_smoothed_to_its_mean() -> None:
    for seed in range(5):
        clock = SampleClock(RATE)
        sample = play(clock, 30.0, seed=seed)
        assert abs(off(clock, sample) - 1.0) < 0.3


def test_drift_of_the_device_is_learned() -> None:
    clock = SampleClock(RATE)
    sample = play(clock, 60.0, drift=2e-4)
    assert abs(off(clock, sample, 2e-4) - 1.0) < 0.5
    ahead = sample + 60 * RATE
    assert abs(off(clock, ahead, 2e-4) - 1.0) < 3.0, "extrapolated over a minute"


def test_drift_is_told_in_parts_per_million_once_it_is_known() -> None:
    for drift in (-2e-4, 0.0, 2e-4):
        clock = SampleClock(RATE)
        play(clock, 5.0, drift=drift)
        assert clock.drift is None
        clock = SampleClock(RATE)
        play(clock, 60.0, drift=drift)
        assert clock.drift is not None
        assert abs(clock.drift + 1e6 * drift) < 60.0


def test_a_burst_of_late_callbacks_does_not_move_the_clock() -> None:
    clock = SampleClock(RATE)
    sample = play(clock, 10.0)
    before = off(clock, sample)
    stall_ends = true_time(sample) + 0.3 * SECOND
    for i in range(1, 31):
        end = sample + i * PERIOD
        assert clock.hear(Sample(end), ShowTime(round(max(stall_ends, true_time(end))))) == 0
    assert abs(off(clock, sample) - before) < 0.4


def test_lost_samples_are_counted_once() -> None:
    clock = SampleClock(RATE)
    sample = play(clock, 10.0)
    lost = 0
    for i in range(1, 101):
        arrived = sample + i * PERIOD
        at = ShowTime(round(true_time(arrived + 4800)))
        lost += clock.hear(Sample(arrived + lost), at)
    assert abs(lost - 4800) < 0.002 * RATE
    assert abs(off(clock, sample + 100 * PERIOD + lost)) < 2.0


def test_a_first_callback_that_came_late_is_set_right() -> None:
    clock = SampleClock(RATE)
    assert clock.hear(Sample(0), later(START, 0.4)) == 0
    for i in range(1, 301):
        assert clock.hear(Sample(i * PERIOD), ShowTime(round(true_time(i * PERIOD)))) == 0
    assert abs(off(clock, 300 * PERIOD)) < 20.0


def test_sample_and_time_are_inverse() -> None:
    clock = SampleClock(RATE)
    play(clock, 3.0, drift=-1e-4)
    for sample in (0, 1, 48_000, 10**9):
        assert clock.sample(clock.at(Sample(sample))) == sample


def test_show_time_goes_forward_and_wall_time_knows_its_zone() -> None:
    assert now() <= now()
    assert wall().utcoffset() is not None


def test_waiting_ends_at_the_deadline_or_when_stopped() -> None:
    stopped = threading.Event()
    due = later(now(), 0.002)
    assert wait_until(due, stopped)
    assert seconds_between(due, now()) >= 0
    stopped.set()
    assert not wait_until(later(now(), 3600.0), stopped)
