"""Live sound: whole blocks in step with time, whatever the device does."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from odette.core.clocks import SECOND, ShowTime
from odette.faults import Faulty
from odette.io import capture, device
from odette.io.capture import CaptureSound, Intake
from odette.io.sound import Block

RATE = 48_000
PERIOD = 480
HOP = 960


def at(sample: int) -> ShowTime:
    return ShowTime(3 * SECOND + sample * SECOND // RATE)


def periods(first: int, count: int) -> Iterator[tuple[Any, ShowTime]]:
    """What a perfect device brings from sample ``first`` on; each sample's value is its index."""
    for begin in range(first, first + count * PERIOD, PERIOD):
        yield np.arange(begin, begin + PERIOD, dtype=np.float32), at(begin + PERIOD)


def check_in_step(blocks: list[Block]) -> None:
    """No gap in the index, and each block at the time of its index."""
    assert [block.first for block in blocks] == [n * HOP for n in range(len(blocks))]
    assert all(len(block.samples) == HOP for block in blocks)
    assert all(abs(block.at - at(block.first)) < 2_000_000 for block in blocks)


def test_blocks_hold_every_sample_once() -> None:
    intake = Intake(RATE, HOP)
    blocks = [block for samples, time in periods(0, 100) for block in intake.take(samples, time)]
    check_in_step(blocks)
    np.testing.assert_array_equal(np.concatenate([block.samples for block in blocks]), np.arange(50 * HOP))


def test_a_device_that_falls_silent_is_filled_in_and_comes_back_in_step() -> None:
    intake = Intake(RATE, HOP)
    blocks = [block for samples, time in periods(0, 100) for block in intake.take(samples, time)]
    for sample in range(60_000, 96_001, 1_000):
        blocks += intake.fill(at(sample))
    back = 96_100  # in the middle of a hop
    blocks += [block for samples, time in periods(back, 100) for block in intake.take(samples, time)]
    check_in_step(blocks)
    missing = [n for n, block in enumerate(blocks) if block.missing]
    assert missing == list(range(50, 101))
    whole = np.concatenate([block.samples for block in blocks])
    assert not whole[48_000:back].any()
    assert abs(whole[100_000] - 100_000) < 0.002 * RATE


def test_samples_that_were_filled_in_too_soon_are_not_heard_twice() -> None:
    intake = Intake(RATE, HOP)
    blocks = [block for samples, time in periods(0, 100) for block in intake.take(samples, time)]
    blocks += intake.fill(at(72_000))
    blocks += [block for samples, time in periods(71_800, 100) for block in intake.take(samples, time)]
    check_in_step(blocks)


def test_samples_lost_on_the_way_are_filled_in() -> None:
    intake = Intake(RATE, HOP)
    blocks = [block for samples, time in periods(0, 500) for block in intake.take(samples, time)]
    blocks += [block for samples, time in periods(249_600, 500) for block in intake.take(samples, time)]
    assert [block.first for block in blocks] == [n * HOP for n in range(len(blocks))]
    last = blocks[-1]
    assert abs(last.samples[0] - last.first) < 0.002 * RATE
    assert any(block.missing for block in blocks)


def test_a_device_that_never_brings_anything_gives_silence_in_time() -> None:
    intake = Intake(RATE, HOP)
    blocks = [block for sample in range(0, 48_001, 480) for block in intake.fill(at(sample))]
    check_in_step(blocks)
    assert len(blocks) == 50
    assert all(block.missing for block in blocks)


class Machine:
    """A clock and an input device, both run by the test: time passes only where somebody waits."""

    def __init__(self) -> None:
        self.time = 0
        self.tries = 0
        self.working = True
        self.value = 0.5
        self.heard: Callable[[bytes], None] | None = None

    def now(self) -> ShowTime:
        return ShowTime(self.time)

    def open(self, name: str | None, rate: int, heard: Callable[[bytes], None]) -> "Machine":
        self.tries += 1
        if not self.working:
            raise device.DeviceError("is not connected")
        self.heard = heard
        return self

    def close(self) -> None:
        self.heard = None

    def get(self, timeout: float) -> tuple[bytes, ShowTime]:
        """Instead of the queue's: one period every 10 ms while the device works."""
        if self.working and self.heard:
            self.time += SECOND // 100
            return np.full(PERIOD, self.value, np.float32).tobytes(), self.now()
        self.time += round(timeout * SECOND)
        raise capture.queue.Empty


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(capture, "now", machine.now)
    monkeypatch.setattr(device, "devices", lambda: ["Stage microphone", "Pit microphone"])
    monkeypatch.setattr(device, "open_capture", machine.open)
    return machine


def listening(machine: Machine, said: list[tuple[bool, str]]) -> CaptureSound:
    source = CaptureSound("pit", on_link=lambda up, detail: said.append((up, detail)))
    source._brought = machine  # type: ignore[assignment]
    return source


def test_a_lost_device_is_reported_within_a_second_and_taken_up_again(machine: Machine) -> None:
    said: list[tuple[bool, str]] = []
    blocks = listening(machine, said).blocks()
    for _ in range(50):
        next(blocks)
    assert said == [(True, "Pit microphone")]
    machine.working, lost_at = False, machine.time
    while len(said) == 1:
        next(blocks)
    assert machine.time - lost_at < SECOND
    assert not said[1][0]
    tries, then = machine.tries, machine.time
    while machine.time < then + 10 * SECOND:
        assert next(blocks).missing
    assert 9 <= machine.tries - tries <= 11, "once a second"
    machine.working = True
    back = [next(blocks) for _ in range(200)]
    assert said[-1] == (True, "Pit microphone")
    assert not back[-1].missing
    assert abs(back[-1].at + SECOND // 50 - machine.time) < SECOND // 50
    assert back[-1].first == pytest.approx(back[-1].at * RATE / SECOND, abs=HOP)


def test_a_muted_microphone_is_reported_within_a_second(machine: Machine) -> None:
    said: list[tuple[bool, str]] = []
    blocks = listening(machine, said).blocks()
    next(blocks)
    machine.value, muted_at = 0.0, machine.time
    while len(said) == 1:
        next(blocks)
    assert machine.time - muted_at < SECOND
    assert "muted" in said[-1][1]
    machine.value = 0.1
    next(blocks)
    assert said[-1] == (True, "Pit microphone")


def test_a_name_that_no_device_has_is_refused_with_the_names_there_are(machine: Machine) -> None:
    with pytest.raises(Faulty, match=r'no input is named "harp".*"Stage microphone", "Pit microphone"'):
        CaptureSound("harp")
    with pytest.raises(Faulty, match="several inputs match"):
        CaptureSound("microphone")
    assert CaptureSound("PIT").name == "Pit microphone"


def test_no_input_at_all_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "devices", list)
    with pytest.raises(Faulty, match="there is none"):
        CaptureSound()


def test_without_miniaudio_there_are_no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "miniaudio", None)
    assert device.devices() == []
    assert not device.has_output()
    with pytest.raises(device.DeviceError):
        device.open_capture(None, RATE, print)


def test_miniaudio_brings_blocks_in_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through its null backend, which needs no sound card and hears zeros."""
    miniaudio = pytest.importorskip("miniaudio")
    monkeypatch.setattr(device, "backends", [miniaudio.Backend.NULL])
    assert device.devices() == ["NULL Capture Device"]
    source = CaptureSound()
    blocks = source.blocks()
    heard = [next(blocks) for _ in range(10)]
    source.stop()
    assert list(blocks) == []
    assert [block.first for block in heard] == [n * HOP for n in range(10)]
    assert all(len(block.samples) == HOP for block in heard)
