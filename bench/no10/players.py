"""Plays No. 10 on a SoundFont: who plays how loud, how exactly together, and where they sit."""

import random
import subprocess
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

from no10.instruments import BARS, ORCHESTRA, Instrument
from no10.notation import BAR, Music, sounding

Stereo = NDArray[np.float32]
RATE = 32_000

LEVELS = {"ppp": -19.0, "pp": -15.0, "p": -11.5, "mp": -9.0, "mf": -6.5, "f": -3.5, "ff": -1.5, "fff": 0.0}
"""Dynamics in dB below the loudest. A hall has more than loudspeakers can show."""
BALANCE = {"ob": -3.0, "fg": -5.0, "tpt": -5.0, "trb": -7.0, "tuba": -6.0, "picc": -9.0, "harp": 0.0, "timp": -2.0}
"""Players of single notes against sections; the rest are at -4 dB."""
SEAT = {"vn1": 30, "vn2": 46, "va": 78, "vc": 90, "cb": 100, "harp": 24, "hn12": 40, "hn34": 46, "tpt": 72, "trb": 80}
"""Pan, 0 left to 127 right."""
SCATTER = {"winds": 0.009, "brass": 0.012, "strings": 0.011, "": 0.006}
"""How far from the beat players come in, seconds, by group."""
TREMOLO = 44
"""General MIDI's tremolo strings, from 0."""
SPEAKS = {48: 0.015, 44: 0.025, 71: 0.025, 72: 0.025, 73: 0.015, 57: 0.02, 60: 0.01}
"""Seconds this SoundFont's sounds need to speak; players start so much earlier."""
ROLL = 0.075
"""Seconds between strokes of a timpani roll."""

Timed = tuple[float, int, mido.Message]


def play(music: Music, at: Callable[[Fraction], float], font: Path) -> Stereo:
    """The orchestra without a hall; ``at`` says when each beat sounds, seconds."""
    chance = random.Random(10)
    total = np.zeros((0, 2), np.float32)
    for members in (("winds",), ("brass", ""), ("strings",)):  # a MIDI file has but sixteen channels
        events: list[Timed] = []
        channels = (channel for channel in range(16) if channel != 9)
        for instrument in ORCHESTRA:
            if instrument.group in members:
                plain = next(channels)
                trembling = next(channels) if instrument.group == "strings" else plain
                player = Player(instrument, music, at, plain, trembling)
                events += player.setting() + player.notes(chance) + player.expression()
        sound = synthesise(events, font)
        size = max(len(total), len(sound))
        total = np.pad(total, ((0, size - len(total)), (0, 0))) + np.pad(sound, ((0, size - len(sound)), (0, 0)))
    return total


@dataclass
class Player:
    """One part and its MIDI channels: strings have a second one for their tremolo."""

    instrument: Instrument
    music: Music
    at: Callable[[Fraction], float]
    plain: int
    trembling: int

    @cached_property
    def level(self) -> Callable[[float], float]:
        return levels(self.instrument.key, self.music)

    def program(self, channel: int) -> int:
        return self.instrument.program if channel == self.plain else TREMOLO

    def setting(self) -> list[Timed]:
        """Sound, balance and seat, before anything sounds."""
        gain = round(127 * 10 ** (BALANCE.get(self.instrument.key, -4.0) / 40))
        seat = SEAT.get(self.instrument.key, 64)
        return [
            (0.0, 0, message)
            for channel in {self.plain, self.trembling}
            for message in (
                mido.Message("program_change", channel=channel, program=self.program(channel)),
                mido.Message("control_change", channel=channel, control=7, value=gain),
                mido.Message("control_change", channel=channel, control=10, value=seat),
            )
        ]

    def notes(self, chance: random.Random) -> list[Timed]:
        """Notes on and off: a chord's together more than the players with the beat."""
        scatter = SCATTER[self.instrument.group]
        together: dict[Fraction, float] = {}
        events: list[Timed] = []
        for note in sounding(self.music, self.instrument.key, BARS):
            off = together.setdefault(note.onset, chance.gauss(0, scatter)) + chance.gauss(0, scatter / 3)
            channel = self.trembling if note.tremolo else self.plain
            start = max(0.0, self.at(note.onset) + off - SPEAKS.get(self.program(channel), 0))
            end = self.at(note.onset + note.duration) - 0.02
            velocity = round(112 * 10 ** (spoken(self.level(float(note.onset))) / 40))
            if note.tremolo and self.instrument.key == "timp":
                for stroke in np.arange(start, end, ROLL).tolist():
                    events += struck(
                        channel, note.pitch, velocity - (3 if stroke > start else 0), stroke, stroke + 0.9 * ROLL
                    )
            else:
                events += struck(channel, note.pitch, velocity, start, end)
        return events

    def expression(self) -> list[Timed]:
        """The level as it moves, four times a beat."""
        events: list[Timed] = []
        for beat in (Fraction(quarter, 4) for quarter in range(int(4 * BAR * BARS))):
            level = self.level(float(beat))
            value = min(127, round(127 * 10 ** ((level - spoken(level)) / 40)))
            for channel in {self.plain, self.trembling}:
                message = mido.Message("control_change", channel=channel, control=11, value=value)
                events.append((self.at(beat), 0, message))
        return events


def struck(channel: int, pitch: int, velocity: int, start: float, end: float) -> list[Timed]:
    on = mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)
    return [(start, 2, on), (end, 1, mido.Message("note_off", channel=channel, note=pitch))]


def spoken(level: float) -> float:
    """The part of a level (dB) that the stroke itself makes, by velocity; expression makes the rest."""
    return level / 2


def levels(part: str, music: Music) -> Callable[[float], float]:
    """The level in dB at every beat, hairpins sloping to the next dynamic."""
    marks = [
        (float((bar - 1) * BAR + mark.onset), mark)
        for bar, written in sorted(music.parts[part].items())
        for mark in sorted(written.marks, key=lambda mark: mark.onset)
        if mark.kind != "words"
    ]
    points, level = [(0.0, LEVELS["mf"])], LEVELS["mf"]
    for i, (beat, mark) in enumerate(marks):
        if mark.kind == "dynamic":
            points += [(beat, level), (beat, LEVELS[mark.text])]
            level = LEVELS[mark.text]
        elif mark.text != "stop":
            end = next(b for b, m in marks[i:] if m.kind == "wedge" and m.text == "stop")
            goals = [LEVELS[m.text] for b, m in marks[i:] if m.kind == "dynamic" and end <= b <= end + 1]
            points.append((beat, level))
            level = goals[0] if goals else level + (3.0 if mark.text == "crescendo" else -4.0)
            points.append((end, level))
    beats = [beat for beat, _ in points]

    def at(beat: float) -> float:
        i = bisect_right(beats, beat) - 1
        if i + 1 == len(points) or points[i + 1][0] == points[i][0]:
            return points[i][1]
        (a, low), (b, high) = points[i], points[i + 1]
        return low + (high - low) * (beat - a) / (b - a)

    return at


def synthesise(events: list[Timed], font: Path) -> Stereo:
    """The sound of timed messages, dry, from fluidsynth."""
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=1_000_000)])
    now = 0
    for time, _, message in sorted(events, key=lambda event: event[:2]):
        tick = round(time * 1000)
        track.append(message.copy(time=tick - now))
        now = tick
    with TemporaryDirectory() as folder:
        midi, wave = Path(folder) / "notes.mid", Path(folder) / "sound.wav"
        mido.MidiFile(ticks_per_beat=1000, tracks=[track]).save(midi)
        options = ["-ni", "-q", "-g", "0.3", "-R", "0", "-C", "0", "-r", str(RATE), "-O", "float", "-T", "wav"]
        command = ["fluidsynth", *options, "-F", str(wave), str(font), str(midi)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=600)
        sound, _ = soundfile.read(wave, dtype="float32", always_2d=True)
    return np.asarray(sound, np.float32)
