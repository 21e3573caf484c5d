"""What happens in a theatre: noise, applause inside, a pause, another tuning, other players than the score's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import mido
import numpy as np
import soundfile

from follow_clock import Clock, Stop
from follow_data import Piece, Sound
from follow_orchestra import Take, rendered, struck
from render import CACHE, Floats, Struck, in_hall, load, sound_of

LENGTH = 90.0
"""Seconds of each performance."""
PAUSE, CLAPPING = 8.0, 12.0
WRONG = 0.05
"""Share of notes that are wrong, and of notes left out."""


def scenes(take: Take, audience: Path) -> Iterator[Piece]:
    """The beginning of an orchestral performance in a hall, disturbed."""
    beats, clock = take.onsets(), take.clock()
    beats = beats[[clock.begins(b) < LENGTH for b in beats]]
    whole, middle = float(beats[-1]), float(beats[len(beats) // 2])
    short = Clock(clock.beats, clock.times)
    paused = replace(short, stops=(Stop(middle, PAUSE, False),))
    stopped = replace(short, stops=(Stop(middle, CLAPPING, False),))

    def scene(name: str, clock: Clock, sound: Callable[[], Sound], speed: float = 1.0) -> Piece:
        piece = take.piece(wet=True)
        times = np.array([clock.begins(b) for b in beats]) / speed
        return replace(piece, set=f"scene: {name}", beats=beats, times=times, sound=sound, quiet=clock.quiet())

    plain = partial(_played, take, short, whole)
    yield scene("as it is", short, plain)
    for below in (20, 10, 0):
        yield scene(f"murmur {below} dB below", short, partial(_under, plain, audience / "ambience-pub.wav", below))
    yield scene("pause of 8 s", paused, partial(_played, take, paused, whole))
    stop = stopped.ends(middle)
    clapped = partial(_clapped, partial(_played, take, stopped, whole), audience / "woven_applause.wav", stop)
    yield scene("applause of 12 s inside", stopped, clapped)
    for hertz in (430, 446):
        yield scene(f"A = {hertz}", short, partial(_retuned, plain, hertz / 440), hertz / 440)
    for name, cast in (("half the parts missing", halved), ("wrong and missing notes", erring), ("a piano", reduced)):
        yield scene(name, short, partial(_played, take, short, whole, cast))


def strings(piece: Piece, font: Path) -> Piece:
    """A piano score, played by strings in a hall. ``piece``: with its MIDI."""
    assert piece.midi is not None
    sound = partial(_strung, piece.midi, font)
    return replace(piece, set="scene: strings for a piano", sound=sound, midi=None)


def halved(notes: list[Struck]) -> list[Struck]:
    """Every second part stayed at home."""
    return [n for n in notes if n[2] % 2 == 0]


def reduced(notes: list[Struck]) -> list[Struck]:
    """All of it on one piano."""
    return [(start, end, 0, 0, pitch, velocity) for start, end, _, _, pitch, velocity in notes]


def erring(notes: list[Struck]) -> list[Struck]:
    """Some notes a semitone or two off, some left out."""
    rng = np.random.default_rng(3)
    out = []
    for start, end, channel, program, pitch, velocity in notes:
        luck = rng.random()
        wrong = int(rng.choice([-2, -1, 1, 2])) if luck < WRONG else 0
        if luck < 1 - WRONG:
            out.append((start, end, channel, program, pitch + wrong, velocity))
    return out


def _same(notes: list[Struck]) -> list[Struck]:
    return notes


def _played(take: Take, clock: Clock, until: float, cast: Callable[[list[Struck]], list[Struck]] = _same) -> Sound:
    end = clock.ends(until)
    notes = [(a, min(z, end), *rest) for a, z, *rest in struck(take.score, clock) if a < end]
    name = f"{take.name} scene {cast.__name__} {len(clock.stops)}"
    return rendered(cast(notes), name, take.font, wet=True)  # type: ignore[arg-type]


def _under(plain: Callable[[], Sound], noise: Path, below: float) -> Sound:
    sound, rate = plain()
    other = noise_of(noise, rate, len(sound))
    return sound + other * (_loudness(sound) / _loudness(other) * 10 ** (-below / 20)), rate


def _clapped(stopped: Callable[[], Sound], applause: Path, start: float) -> Sound:
    """Applause as loud as the music, from the last note before the stop to a second before the next."""
    sound, rate = stopped()
    clapping = noise_of(applause, rate, round((CLAPPING - 1) * rate))
    clapping *= np.minimum(1, np.minimum(np.arange(len(clapping)), np.arange(len(clapping))[::-1]) / rate)
    a = round(start * rate)
    sound[a : a + len(clapping)] += clapping * (_loudness(sound) / _loudness(clapping))
    return sound, rate


def _retuned(plain: Callable[[], Sound], step: float) -> Sound:
    """Everything higher, and as much faster."""
    sound, rate = plain()
    places = np.arange(int(len(sound) / step)) * step
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32), rate


def _strung(path: Path, font: Path) -> Sound:
    """Without pedal, and on strings whatever was asked for."""
    midi = mido.MidiFile(path)
    for track in midi.tracks:
        kept, since = mido.MidiTrack(), 0
        for message in track:
            since += message.time
            if message.type not in ("control_change", "program_change"):
                kept.append(message.copy(time=since))
                since = 0
        track[:] = kept
    midi.tracks[0].insert(0, mido.Message("program_change", program=48))
    out = CACHE / f"{path.stem} strings.mid"
    midi.save(out)
    return load(in_hall(sound_of(out, font)))


def _loudness(sound: Floats) -> float:
    return float(np.sqrt((sound**2).mean()))


def noise_of(path: Path, rate: int, length: int) -> Floats:
    noise, own = soundfile.read(path, dtype="float32", always_2d=True)
    mono = noise.mean(1)
    n = int(len(mono) * rate / own)
    mono = np.interp(np.arange(n) * own / rate, np.arange(len(mono)), mono).astype(np.float32)
    return np.resize(mono, length)
