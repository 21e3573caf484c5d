"""MIDI as moments: every note once, at its own time, in step with sample and show time."""

import mido
import pytest

from odette.core.clocks import SECOND, ShowTime, later
from odette.faults import Faulty
from odette.io import notes
from odette.io.clock import now
from odette.io.midi import Played
from odette.io.notes import LOOK, RATE, RING_OUT, FileNotes, PortNotes

START = ShowTime(10**12)


@pytest.fixture
def melody(tmp_path):
    """Four notes, half a second apart, each a quarter of a second long."""
    file = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack()
    file.tracks.append(track)
    for pitch in (60, 62, 64, 65):
        track.append(mido.Message("note_on", note=pitch, velocity=80, time=240 if pitch > 60 else 0))
        track.append(mido.Message("note_off", note=pitch, time=240))
    file.save(tmp_path / "melody.mid")
    return tmp_path / "melody.mid"


def test_every_note_comes_once_at_its_own_time(melody):
    struck = [moment for moment in FileNotes(melody, START).blocks() if moment.note and moment.note.velocity]
    assert [moment.note.pitch for moment in struck] == [60, 62, 64, 65]
    assert [moment.at for moment in struck] == [later(START, k * 0.5) for k in range(4)]
    assert all(moment.at == moment.note.at for moment in struck)


def test_time_passes_without_gaps_and_never_goes_back(melody):
    moments = list(FileNotes(melody, START).blocks())
    looks = [moment.at for moment in moments if moment.note is None]
    assert looks == [later(START, k * LOOK / RATE) for k in range(len(looks))]
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    assert looks[-1] >= later(START, 1.75 + RING_OUT - LOOK / RATE)


def test_sample_time_and_show_time_are_in_step(melody):
    for moment in FileNotes(melody, START).blocks():
        assert moment.first == round((moment.at - START) * RATE / SECOND)


def test_after_a_crash_a_file_goes_on_from_where_it_would_be(melody):
    moments = list(FileNotes(melody, START, offset=0.75).blocks())
    assert [moment.note.pitch for moment in moments if moment.note and moment.note.velocity] == [64, 65]
    assert moments[0].first == 0.75 * RATE


class Keyboard:
    """A MIDI input on which one key is struck, told of with a moment's delay, and then nothing."""

    def __init__(self, name):
        self.played = Played(ShowTime(now() - 10**6), 60, 80)

    def notes(self):
        yield self.played

    def stop(self):
        pass


def test_a_live_note_does_not_wait_for_the_next_look(monkeypatch):
    monkeypatch.setattr(notes, "MidiPort", Keyboard)
    source = PortNotes(None)
    moments = []
    for moment in source.blocks():
        moments.append(moment)
        if len(moments) == 4:
            source.stop()
    assert [moment.note.pitch if moment.note else None for moment in moments] == [None, 60, None, None]
    times = [moment.at for moment in moments]
    assert times == sorted(times), "though the note was struck before time was first looked at"
    assert times[3] == later(times[2], LOOK / RATE)


def test_a_file_that_is_none_is_told(tmp_path):
    with pytest.raises(Faulty, match=r"x\.mid: no such file"):
        FileNotes(tmp_path / "x.mid", START)
