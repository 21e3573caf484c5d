"""Playing a recording: the listener gets every sample, at the time it sounds, with an output device or without."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from odette.core.clocks import MILLISECOND, SECOND, Sample, ShowTime
from odette.io import device, playback
from odette.io.playback import Playback, Speaker

soundfile = pytest.importorskip("soundfile")

RATE = 48_000


class Machine:
    """A clock and an output device, both run by the test: time passes only where somebody waits."""

    def __init__(self) -> None:
        self.time = 5 * SECOND
        self.working = True
        self.tries = 0
        self.wanted: Callable[[int], bytes] | None = None
        self.played: list[bytes] = []

    def now(self) -> ShowTime:
        return ShowTime(self.time)

    def wait_until(self, due: ShowTime, stopped: threading.Event) -> bool:
        while self.time < due:
            self.time += 20 * MILLISECOND
            if self.working and self.wanted:
                self.played.append(self.wanted(960))
        return not stopped.is_set()

    def open(self, rate: int, channels: int, wanted: Callable[[int], bytes]) -> "Machine":
        self.tries += 1
        for thread in threading.enumerate():
            if thread.name == "decoder":
                thread.join(30)  # all is decoded: time in this test does not wait for it
        if not self.working:
            raise device.DeviceError("is gone")
        self.wanted = wanted
        self.played.append(wanted(960))
        return self

    def close(self) -> None:
        self.wanted = None


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(playback, "now", machine.now)
    monkeypatch.setattr(playback, "wait_until", machine.wait_until)
    monkeypatch.setattr(device, "open_playback", machine.open)
    monkeypatch.setattr(device, "has_output", lambda: True)
    monkeypatch.setattr(Speaker, "AHEAD", 10_000)
    return machine


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Eight seconds that rise from -1 to 1, so that a sample's value tells its place."""
    path = tmp_path / "ramp.wav"
    soundfile.write(path, np.linspace(-1, 1, 8 * RATE, dtype=np.float32), RATE, subtype="FLOAT")
    return path


def place(value: float) -> float:
    return (value + 1) / 2 * (8 * RATE - 1)


def test_without_an_output_the_listener_is_fed_by_the_clock(
    recording: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "has_output", lambda: False)
    source = Playback(recording)
    assert source.speaker is None
    blocks = []
    for block in source.blocks():
        assert machine.time >= block.at + 20 * MILLISECOND, "no block before its last sample has sounded"
        blocks.append(block)
    assert machine.tries == 0
    assert [block.at for block in blocks] == [5 * SECOND + n * 20 * MILLISECOND for n in range(400)]
    assert place(blocks[100].samples[0]) == pytest.approx(100 * 960, abs=1)


def test_listener_and_loudspeaker_get_the_same_samples_at_the_same_time(recording: Path, machine: Machine) -> None:
    source = Playback(recording)
    assert source.speaker is not None
    heard = {block.first: block for block in source.blocks()}
    assert len(heard) == 400
    sounded = np.frombuffer(b"".join(machine.played), np.float32)
    late = 0
    for first, block in heard.items():
        if first % 48_000 == 0:
            np.testing.assert_array_equal(block.samples, sounded[first : first + 960])
            given_at = 5 * SECOND + first * SECOND // RATE
            late = block.at - given_at
            assert abs(late - device.OUTPUT_LATENCY * SECOND) < MILLISECOND


def test_a_lost_output_is_reported_and_both_are_in_time_when_it_is_back(recording: Path, machine: Machine) -> None:
    said: list[tuple[bool, str]] = []
    source = Playback(recording, on_link=lambda up, detail: said.append((up, detail)))
    times = []
    for n, block in enumerate(source.blocks()):
        if n == 100:
            machine.working = False
        if n == 200:
            assert [up for up, _ in said] == [False]
            machine.working = True
        if n == 300:
            ahead = device.OUTPUT_LATENCY * RATE
            sounding = np.frombuffer(machine.played[-1], np.float32)
            assert place(sounding[-1]) == pytest.approx(block.first + 960 + ahead, abs=960)
        times.append(block.at)
    assert [up for up, _ in said] == [False, True]
    assert len(times) == 400
    steps = np.diff(times) / MILLISECOND
    assert abs(steps - 20).max() < 1.0


def test_a_recording_resumes_at_an_offset(recording: Path, machine: Machine) -> None:
    source = Playback(recording, offset=2.5)
    first = next(iter(source.blocks()))
    source.stop()
    assert first.first == 2.5 * RATE
    assert place(np.frombuffer(machine.played[0], np.float32)[0]) == pytest.approx(2.5 * RATE, abs=1)


def test_miniaudio_plays_in_real_time(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through its null backend, which needs no sound card."""
    miniaudio = pytest.importorskip("miniaudio")
    monkeypatch.setattr(device, "backends", [miniaudio.Backend.NULL])
    assert device.has_output()
    source = Playback(recording, offset=7.8)
    assert source.speaker is not None
    blocks = list(source.blocks())
    assert [block.first for block in blocks] == [Sample(round(7.8 * RATE) + n * 960) for n in range(10)]
