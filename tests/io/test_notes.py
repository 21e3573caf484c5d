"""MIDI in hops of 20 ms: every note once, in its hop, in step with sample and show time."""

import mido
import pytest

from odette.core.clocks import ShowTime, later
from odette.faults import Faulty
from odette.io.notes import HOP, RATE, FileNotes

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


def test_every_note_comes_once_in_the_hop_in_which_it_is_played(melody):
    hops = list(FileNotes(melody, START).blocks())
    struck = [(hop, note) for hop in hops for note in hop.notes if note.velocity]
    assert [note.pitch for _, note in struck] == [60, 62, 64, 65]
    for hop, note in struck:
        assert hop.at <= note.at < later(hop.at, HOP / RATE)


def test_hops_go_on_without_gaps_in_sample_time_and_show_time(melody):
    hops = list(FileNotes(melody, START).blocks())
    assert [hop.first for hop in hops] == [i * HOP for i in range(len(hops))]
    assert all(hop.at == later(START, hop.first / RATE) for hop in hops)


def test_after_a_crash_a_file_goes_on_from_where_it_would_be(melody):
    hops = list(FileNotes(melody, START, offset=0.75).blocks())
    assert [note.pitch for hop in hops for note in hop.notes if note.velocity] == [64, 65]
    assert hops[0].first == 0.75 * RATE


def test_a_file_that_is_none_is_told(tmp_path):
    with pytest.raises(Faulty, match=r"x\.mid: no such file"):
        FileNotes(tmp_path / "x.mid", START)
