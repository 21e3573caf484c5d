"""MIDI in: every note at its time; clear words for a file that is no MIDI and a port that is not there."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mido
import pytest

from odette.core.clocks import SECOND, ShowTime
from odette.faults import Faulty
from odette.io import midi
from odette.io.midi import MidiFile, MidiPort, Played


@pytest.fixture
def scale(tmp_path: Path) -> Path:
    """Three quarter notes, the first two at 120 to the minute, the third at 60."""
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=500_000))
    for pitch in (60, 62, 64):
        if pitch == 64:
            track.append(mido.MetaMessage("set_tempo", tempo=1_000_000))
        track.append(mido.Message("note_on", note=pitch, velocity=80))
        track.append(mido.Message("note_off", note=pitch, time=480))
    path = tmp_path / "scale.mid"
    file.save(path)
    return path


def test_notes_come_at_the_times_of_the_file(scale: Path) -> None:
    source = MidiFile(scale, start=ShowTime(SECOND))
    assert source.seconds == 2.0
    assert list(source.notes()) == [
        Played(ShowTime(round(seconds * SECOND)), pitch, velocity)
        for seconds, pitch, velocity in [
            (1.0, 60, 80),
            (1.5, 60, 0),
            (1.5, 62, 80),
            (2.0, 62, 0),
            (2.0, 64, 80),
            (3.0, 64, 0),
        ]
    ]


def test_a_file_may_begin_at_an_offset(scale: Path) -> None:
    notes = list(MidiFile(scale, start=ShowTime(0), offset=0.75).notes())
    assert [(note.at, note.pitch) for note in notes] == [
        (SECOND // 4, 62),
        (SECOND // 4, 64),
        (SECOND * 5 // 4, 64),
    ]


def test_a_paced_file_waits_for_each_note(scale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[ShowTime] = []
    monkeypatch.setattr(midi, "wait_until", lambda due, _: waits.append(due))
    source = MidiFile(scale, start=ShowTime(0), paced=True)
    notes = source.notes()
    assert next(notes).at == waits[-1] == 0
    assert next(notes).at == waits[-1] == SECOND // 2
    source.stop()
    assert list(notes) == []


@pytest.mark.parametrize("content", [None, b"", b"MThd\0\0\0\6\0\1", b"no music " * 99])
def test_what_is_no_midi_file_is_refused_in_words(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.mid"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Faulty) as caught:
        MidiFile(path)
    assert caught.value.faults[0].file == str(path)


def test_a_file_without_notes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mid"
    mido.MidiFile(tracks=[mido.MidiTrack()]).save(path)
    with pytest.raises(Faulty, match="holds no notes"):
        MidiFile(path)


def test_notes_of_a_port_carry_the_time_at_which_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: dict[str, Any] = {}

    def open_input(name: str | None, heard: Any) -> tuple[str, Any]:
        calls["heard"] = heard
        return "Piano", SimpleNamespace(close_port=lambda: calls.setdefault("closed", True))

    monkeypatch.setattr(midi, "open_input", open_input)
    times = iter([5, 7, 9])
    monkeypatch.setattr(midi, "now", lambda: ShowTime(next(times)))
    port = MidiPort("pia")
    for data in ([0x93, 60, 80], [0xB3, 64, 127], [0x93, 60, 0]):
        calls["heard"](data, 0)
    notes = port.notes()
    assert next(notes) == Played(ShowTime(5), 60, 80, 3)
    assert next(notes) == Played(ShowTime(9), 60, 0, 3)
    port.stop()
    assert list(notes) == []
    assert calls["closed"]


def test_a_port_that_is_not_there_is_refused_with_the_names_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(midi, "_ports", lambda: [SimpleNamespace(display_name="Stage piano")])
    with pytest.raises(Faulty, match='no input is named "harp"; one of: "Stage piano"'):
        MidiPort("harp")
    monkeypatch.setattr(midi, "_ports", list)
    with pytest.raises(Faulty, match="there is none"):
        MidiPort()


def test_no_port_is_touched_before_one_is_asked_for() -> None:
    """The edge costs nothing at the start: neither MIDI ports nor sound files are loaded by importing it."""
    script = (
        "import sys, odette.io.midi, odette.io.capture, odette.io.playback\n"
        "sys.exit('pylibremidi' in sys.modules or 'soundfile' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0
