"""MIDI files: bars from time signatures, speeds, notes, parts."""

import io
from fractions import Fraction

import mido
import pytest

from odette.score.midi import midi_score


def track(*messages: tuple[int, mido.Message]) -> mido.MidiTrack:
    """Messages at ticks from the start."""
    made, now = mido.MidiTrack(), 0
    for tick, message in messages:
        made.append(message.copy(time=tick - now))
        now = tick
    return made


def packed(*tracks: mido.MidiTrack) -> bytes:
    file = mido.MidiFile(ticks_per_beat=480, tracks=list(tracks))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def on(key: int, velocity: int = 80, channel: int = 0) -> mido.Message:
    return mido.Message("note_on", note=key, velocity=velocity, channel=channel)


def test_bars_speeds_marks_and_parts() -> None:
    conductor = track(
        (0, mido.MetaMessage("track_name", name="Waltz")),
        (0, mido.MetaMessage("time_signature", numerator=3, denominator=4)),
        (0, mido.MetaMessage("set_tempo", tempo=1_000_000)),
        (1440, mido.MetaMessage("time_signature", numerator=6, denominator=8)),
        (1440, mido.MetaMessage("marker", text="A")),
        (1440, mido.MetaMessage("set_tempo", tempo=500_000)),
    )
    flute = track(
        (0, mido.MetaMessage("track_name", name="Flute")),
        (0, mido.Message("program_change", program=73)),
        (0, on(72, 90)),
        (480, on(72, 0)),
        (1440, on(74)),
        (3000, on(74, 0)),
    )
    drums = track((0, on(38, channel=9)), (240, on(38, 0, channel=9)))
    score = midi_score(packed(conductor, flute, drums))
    assert score.title == "Waltz"
    assert [(p.name, p.program, p.percussion) for p in score.parts] == [("Flute", 73, False), ("Part 2", 0, True)]
    assert [(n.onset, n.duration, n.pitch, n.velocity) for n in score.notes] == [
        (0, 1, 72, 90),
        (0, Fraction(1, 2), None, 80),
        (3, Fraction(13, 4), 74, 80),
    ]
    assert [(b.number, b.start, b.length, b.beats, b.beat_type) for b in score.bars] == [
        ("1", 0, 3, 3, 4),
        ("2", 3, 3, 6, 8),
        ("3", 6, 3, 6, 8),
    ]
    assert [(t.start, t.quarters) for t in score.tempi] == [(0, 60), (3, 120)]
    assert score.marks == {"A": 1}


def test_a_key_struck_twice_is_let_go_twice_and_one_never_let_go_ends_with_its_track() -> None:
    piano = track((0, on(60)), (240, on(60)), (480, on(60, 0)), (720, on(60, 0)), (720, on(61)), (960, on(62)))
    score = midi_score(packed(piano))
    assert [(n.onset, n.duration, n.pitch) for n in score.notes] == [
        (0, 1, 60),
        (Fraction(1, 2), 1, 60),
        (Fraction(3, 2), Fraction(1, 2), 61),
        (2, 0, 62),
    ]


def test_a_time_signature_begins_a_new_bar() -> None:
    early = track((0, on(60)), (480, mido.MetaMessage("time_signature", numerator=3, denominator=4)), (1000, on(60, 0)))
    assert [(b.start, b.length) for b in midi_score(packed(early)).bars] == [(0, 1), (1, 3)]


def test_nothing_to_play_is_refused() -> None:
    with pytest.raises(ValueError, match="no notes"):
        midi_score(packed(track((0, mido.MetaMessage("track_name", name="empty")))))
