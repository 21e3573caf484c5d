"""MIDI files as scores: what they tell of bars, speeds and notes; they know no repeats and no pickups."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from odette.faults import Fault, Faulty
from odette.score.model import Bar, Note, Part, Score, Tempo
from odette.score.performance import DEFAULT_TEMPO

if TYPE_CHECKING:
    from mido import Message

_DRUMS = 9
_MOST_BARS = 100_000


@dataclass(slots=True)
class _Voice:
    """One channel of one track: a part."""

    name: str
    channel: int
    program: int = 0
    notes: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Start and end in ticks, key, velocity."""


def read_midi(path: Path) -> Score:
    """The score in a MIDI file; each channel of each track is a part. Raises Faulty."""
    wanted = "a standard MIDI file with notes, timed in ticks a quarter note"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(path), 0, error.strerror or "unreadable", wanted)) from None
    try:
        return midi_score(data)
    except Exception as error:  # mido tells of broken files in many kinds
        found = f"a damaged MIDI file ({type(error).__name__}: {error})".replace(": )", ")")
        raise Faulty(Fault(str(path), 0, found, wanted)) from None


def midi_score(data: bytes) -> Score:
    """The score in the bytes of a MIDI file. Raises ValueError or whatever mido makes of damage."""
    from mido import MidiFile

    file = MidiFile(file=BytesIO(data), clip=True)
    division = file.ticks_per_beat
    if not 0 < division < 0x8000:
        raise ValueError("it is timed in frames of film")
    voices: dict[tuple[int, int], _Voice] = {}
    tempi: dict[int, float] = {}
    times: dict[int, tuple[int, int]] = {}
    marks: dict[str, int] = {}
    end = 0
    for number, track in enumerate(file.tracks):
        tick = 0
        held: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
        for message in track:
            tick += message.time
            if message.type == "set_tempo" and message.tempo > 0:
                tempi[tick] = min(1000.0, max(5.0, 60_000_000 / message.tempo))
            elif message.type == "time_signature" and message.numerator > 0 and message.denominator <= 128:
                times[tick] = (message.numerator, message.denominator)
            elif message.type == "marker" and message.text.strip():
                marks.setdefault(message.text.strip(), tick)
            elif message.type in ("note_on", "note_off", "program_change"):
                key = (number, message.channel)
                voice = voices.setdefault(key, _Voice(track.name.strip(), message.channel))
                _play(voice, message, tick, held[key])
        for key, down in held.items():
            voices[key].notes += [(on, tick, pitch, velocity) for on, pitch, velocity in down]
        end = max(end, tick)
    sounding_voices = [voice for voice in voices.values() if voice.notes]
    if not sounding_voices:
        raise ValueError("it has no notes")
    bars = _bars(times, end, division)
    title = next((track.name.strip() for track in file.tracks if track.name.strip()), "")
    ticks = sorted(tempi)
    speeds = [Tempo(Fraction(t, division), tempi[t]) for t in ticks]
    if not speeds or speeds[0].start > 0:
        speeds.insert(0, Tempo(Fraction(0), DEFAULT_TEMPO if not speeds else speeds[0].quarters))
    score = Score(title, _parts(sounding_voices), _notes(sounding_voices, division), bars, tuple(speeds))
    score.marks.update({mark: score.bar_at(Fraction(at, division)).index for mark, at in marks.items()})
    return score


def _play(voice: _Voice, message: "Message", tick: int, held: list[tuple[int, int, int]]) -> None:
    """Take one channel message in; ``held`` are the keys that are down: since when, which, how hard."""
    if message.type == "program_change":
        if not voice.notes:
            voice.program = message.program
    elif message.type == "note_on" and message.velocity:
        held.append((tick, message.note, message.velocity))
    else:
        down = next((key for key in held if key[1] == message.note), None)
        if down:
            held.remove(down)
            voice.notes.append((down[0], tick, down[1], down[2]))


def _parts(voices: list[_Voice]) -> tuple[Part, ...]:
    return tuple(
        Part(f"P{i}", voice.name or f"Part {i}", voice.program, voice.channel == _DRUMS)
        for i, voice in enumerate(voices, 1)
    )


def _notes(voices: list[_Voice], division: int) -> tuple[Note, ...]:
    events = sorted(
        (on, part, -1 if voice.channel == _DRUMS else pitch, off, velocity)
        for part, voice in enumerate(voices)
        for on, off, pitch, velocity in voice.notes
    )
    return tuple(
        Note(
            id=f"n{i}",
            part=part,
            onset=Fraction(on, division),
            duration=Fraction(off - on, division),
            pitch=None if pitch < 0 else pitch,
            velocity=velocity,
        )
        for i, (on, part, pitch, off, velocity) in enumerate(events, 1)
    )


def _bars(times: dict[int, tuple[int, int]], end: int, division: int) -> tuple[Bar, ...]:
    """Bars as the time signatures have them, from tick 0 to ``end``; each one begins a new bar."""
    changes = sorted({0: (4, 4), **times}.items())
    last = Fraction(end, division)
    bars: list[Bar] = []
    for (tick, (beats, beat_type)), following in zip(changes, [*changes[1:], None], strict=True):
        start = Fraction(tick, division)
        stop = last if following is None else Fraction(following[0], division)
        while start < stop or (following is None and not bars):
            length = Fraction(4 * beats, beat_type)
            if following is not None:
                length = min(length, stop - start)
            index = len(bars)
            if index > _MOST_BARS:
                raise ValueError(f"it has more than {_MOST_BARS} bars")
            bars.append(Bar(index, str(index + 1), 1, start, length, beats, beat_type))
            start += length
    return tuple(bars)
