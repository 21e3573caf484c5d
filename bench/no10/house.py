"""The house around the music, all of it made here but the applause: murmur, tuning, the hall's echo, quiet."""

import subprocess
from pathlib import Path

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

from no10.players import RATE, Stereo, Timed, synthesise

APPLAUSE = Path("audience/semiconductor_applause.mp3")
"""Apache License 2.0, from googlecreativelab/semi-conductor."""

ECHO = {125: 2.1, 250: 2.0, 500: 1.9, 1000: 1.8, 2000: 1.5, 4000: 1.1, 8000: 0.7}
"""Reverberation time, seconds, by octave band: a hall takes the treble first."""
TALKERS = 26
VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (390, 1990, 2550),
    (570, 840, 2410),
    (440, 1020, 2240),
    (300, 870, 2240),
)
"""Formants in Hz: Peterson and Barney (1952), averages for men."""
Floats = NDArray[np.float64]


def hall(sound: Stereo, wet: float, rng: np.random.Generator) -> Stereo:
    """In a hall: the sound itself, and after 25 ms exponentially decaying noise that loses its treble first."""
    size = round(max(ECHO.values()) * RATE)
    time = np.arange(size) / RATE
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    impulse = np.zeros((size + RATE // 40, 2))
    for centre, seconds in ECHO.items():
        low, high = (0 if centre == 125 else centre / 2**0.5), (RATE if centre == 8000 else centre * 2**0.5)
        band = np.fft.rfft(rng.standard_normal((size, 2)), axis=0)
        band[(frequencies < low) | (frequencies >= high)] = 0
        impulse[-size:] += np.fft.irfft(band, size, axis=0) * 10 ** (-3 * time / seconds)[:, None]
    impulse /= np.sqrt((impulse**2).sum(0))
    length = len(sound) + len(impulse)
    size = 1 << length.bit_length()
    echo = np.fft.irfft(np.fft.rfft(sound, size, axis=0) * np.fft.rfft(impulse, size, axis=0), size, axis=0)[:length]
    echo[: len(sound)] += sound / wet
    return np.asarray(echo * wet, np.float32)


def babble(seconds: float, rng: np.random.Generator) -> Stereo:
    """Many people talking at once: for each, syllables of harmonics under a vowel's formants, and pauses."""
    out = np.zeros((round((seconds + 1) * RATE), 2))
    for _ in range(TALKERS):
        pitch, size, side = rng.uniform(95, 230), rng.uniform(0.95, 1.2), rng.uniform(0.15, 0.85)
        loud, now = rng.uniform(0.3, 1.0), -rng.uniform(0, 1)
        while now < seconds:
            length = rng.uniform(0.1, 0.32)
            if now > 0:
                voice = loud * rng.uniform(0.4, 1) * syllable(length, pitch * rng.uniform(0.85, 1.2), size, rng)
                start = round(now * RATE)
                out[start : start + len(voice)] += voice[:, None] * [1 - side, side]
            now += length + (rng.exponential(1.2) if rng.random() < 0.12 else rng.uniform(0.0, 0.08))
    return np.asarray(out / np.abs(out).max(), np.float32)


def syllable(seconds: float, pitch: float, size: float, rng: np.random.Generator) -> Floats:
    """One vowel with a breath of noise before it."""
    time = np.arange(round(seconds * RATE)) / RATE
    formants = np.array(VOWELS[rng.integers(len(VOWELS))]) * size
    phase = 2 * np.pi * pitch * (time + 0.15 * rng.uniform(-1, 1) * time**2 / seconds)
    voice = np.zeros(len(time))
    for harmonic in range(1, int(4000 / pitch)):
        gain = sum(1 / (1 + ((harmonic * pitch - f) / 110) ** 2) / (i + 1) for i, f in enumerate(formants))
        voice += (gain + 0.01) / harmonic**0.4 * np.sin(harmonic * phase)
    breath = rng.standard_normal(len(time)) * np.exp(-time / 0.03) * 0.5
    return np.asarray((voice + breath) * np.hanning(len(time)), np.float64)


def tuning(font: Path) -> Stereo:
    """An oboe's A, and strings that find their fifths on it, 5.5 seconds."""
    events: list[Timed] = []
    players = [(0, 68, 69, 0.0, 4.8)]
    players += [(1, 48, pitch, 1.0 + 0.45 * i, 4.9 - 0.3 * i) for i, pitch in enumerate((69, 57, 62, 76, 50, 45))]
    for channel, program, pitch, start, end in players:
        events.append((0.0, 0, mido.Message("program_change", channel=channel, program=program)))
        events.append((start, 2, mido.Message("note_on", channel=channel, note=pitch, velocity=45)))
        events.append((end, 1, mido.Message("note_off", channel=channel, note=pitch)))
    return synthesise(events, font)


def applause(data: Path, seconds: float) -> Stereo:
    """A few seconds of real applause, looped: each turn fades into the next over two seconds."""
    command = ["ffmpeg", "-loglevel", "error", "-i", str(data / APPLAUSE), "-f", "f32le", "-ac", "2"]
    raw = subprocess.run([*command, "-ar", str(RATE), "-"], check=True, capture_output=True, timeout=60).stdout
    clap = np.frombuffer(raw, np.float32).reshape(-1, 2)
    clap = clap[RATE // 2 : -RATE // 2]
    fade = 2 * RATE
    rise = np.sqrt(np.linspace(0, 1, fade))[:, None]
    out = np.zeros((round(seconds * RATE) + len(clap), 2))
    step = len(clap) - fade
    for turn, start in enumerate(range(0, round(seconds * RATE), step)):
        piece = clap[:, ::-1].copy() if turn % 2 else clap.copy()
        if turn:
            piece[:fade] *= rise
        piece[-fade:] *= rise[::-1]
        out[start : start + len(clap)] += piece
    return np.asarray(out[: round(seconds * RATE)], np.float32)


def quiet(seconds: float, rng: np.random.Generator) -> Stereo:
    """A room with nobody speaking: noise that falls 6 dB an octave."""
    size = round(seconds * RATE)
    noise = np.fft.rfft(rng.standard_normal((size, 2)), axis=0)
    noise /= np.maximum(np.fft.rfftfreq(size, 1 / RATE), 40)[:, None]
    sound = np.fft.irfft(noise, size, axis=0)
    return np.asarray(sound / sound.std(), np.float32)


def save(path: Path, sound: Stereo) -> None:
    """Ogg Vorbis, in pieces: libsndfile's encoder does not take minutes at once."""
    with soundfile.SoundFile(path, "w", RATE, 2, format="OGG", subtype="VORBIS", compression_level=0.7) as file:
        for start in range(0, len(sound), RATE):
            file.write(sound[start : start + RATE])
