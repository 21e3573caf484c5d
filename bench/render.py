"""Performances with exact truth: scores and MIDI through a SoundFont, at real players' times, dry or in a hall."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

CACHE = Path(__file__).parent / ".cache"
RATE = 44_100
Floats = NDArray[np.float32]


def synthesiser() -> str | None:
    return shutil.which("fluidsynth")


def sound_of(midi: Path, font: Path) -> Path:
    """The rendered sound of a MIDI file, kept between runs."""
    CACHE.mkdir(exist_ok=True)
    key = hashlib.sha256(midi.read_bytes() + font.name.encode()).hexdigest()[:24]
    out = CACHE / f"{key}.flac"
    if not out.exists():
        raw = CACHE / f"{key}.{os.getpid()}.wav"
        command = ["fluidsynth", "-ni", "-q", "-g", "0.6", "-R", "0", "-C", "0", "-r", str(RATE), "-F", str(raw)]
        subprocess.run([*command, str(font), str(midi)], check=True, stdout=subprocess.DEVNULL, timeout=900)
        sound, rate = soundfile.read(raw, dtype="float32")
        raw.unlink()
        mono = sound.mean(1)
        _keep(out, mono * (0.5 / max(1e-6, float(np.abs(mono).max()))), rate)
    return out


def in_hall(dry: Path) -> Path:
    """A recording in a hall (``hall``'s), kept between runs."""
    out = dry.with_name(f"{dry.stem}-hall.flac")
    if not out.exists():
        sound, rate = load(dry)
        _keep(out, hall(sound, rate), rate)
    return out


def _keep(path: Path, sound: Floats, rate: int) -> None:
    """Written whole or not at all, whoever else may be writing it."""
    part = path.with_name(f"{path.stem}.{os.getpid()}.flac")
    soundfile.write(part, sound, rate, subtype="PCM_16")
    part.replace(path)


Struck = tuple[float, float, int, int, int, int]
"""Start and end in seconds, channel, program, pitch, velocity."""


def midi_of(notes: Sequence[Struck], name: str) -> Path:
    """A MIDI file of notes at given times, one millisecond a tick."""
    CACHE.mkdir(exist_ok=True)
    events: list[tuple[float, int, mido.Message]] = []
    for channel, program in sorted({(c, p) for _, _, c, p, _, _ in notes}):
        events.append((0.0, 0, mido.Message("program_change", channel=channel, program=program)))
    for start, end, channel, _, pitch, velocity in notes:
        on = mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)
        events.append((start, 2, on))
        off = mido.Message("note_off", channel=channel, note=pitch)
        events.append((max(end, start + 0.02), 1, off))
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=1_000_000)])
    now = 0
    for time, _, message in sorted(events, key=lambda e: e[:2]):
        tick = round(time * 1000)
        track.append(message.copy(time=tick - now))
        now = tick
    path, part = CACHE / f"{name}.mid", CACHE / f"{name}.{os.getpid()}.part"
    mido.MidiFile(ticks_per_beat=1000, tracks=[track]).save(part)
    part.replace(path)
    return path


def load(path: Path) -> tuple[Floats, int]:
    """Mono samples and their rate."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return sound.mean(1).astype(np.float32), rate


def hall(sound: Floats, rate: int, seconds: float = 1.9, wet: float = 0.5, seed: int = 7) -> Floats:
    """In a hall: exponentially decaying noise after 20 ms, ``seconds`` until 60 dB down."""
    rng = np.random.default_rng(seed)
    n = int(seconds * rate)
    tail = rng.standard_normal(n) * 10 ** (-3 * np.arange(n) / n)
    # The air and the walls take the treble first.
    tail = np.convolve(tail, [0.25, 0.5, 0.25], "same")
    tail /= np.sqrt((tail**2).sum())
    impulse = np.zeros(n + int(0.02 * rate))
    impulse[0] = 1 - wet
    impulse[-n:] += wet * tail
    size = 1 << (len(sound) + len(impulse)).bit_length()
    wet_sound = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(impulse, size), size)[: len(sound) + n]
    return np.asarray(wet_sound * (0.5 / np.abs(wet_sound).max()), np.float32)
