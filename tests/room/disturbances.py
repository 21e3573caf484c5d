"""Sounds of a house that are neither music nor applause, made small for tests. ``rate`` in Hz, full scale 1."""

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]


def burst(chance: np.random.Generator, rate: int, seconds: float, decay: float, hertz: float, width: float) -> Sound:
    """Noise through one resonance, dying away with that time constant."""
    size = round(seconds * rate)
    time = np.arange(size) / rate
    noise = chance.normal(size=size) * np.exp(-time / decay) * (1 - np.exp(-time / 0.002))
    frequency = np.fft.rfftfreq(size, 1 / rate)
    shaped = np.fft.irfft(np.fft.rfft(noise) / (1 + ((frequency - hertz) / width) ** 2), size)
    return np.asarray(shaped / np.abs(shaped).max(), np.float32)


def at(sound: Sound, rate: int, seconds: float, one: Sound) -> None:
    """Lay ``one`` into the sound from then on."""
    first = round(seconds * rate)
    sound[first : first + len(one)] += one[: len(sound) - first]


def coughs(seconds: float, rate: int, seed: int = 1) -> Sound:
    """Every second somebody coughs, twice."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * rate), np.float32)
    for second in np.arange(0.2, seconds - 0.8, 1.1):
        hertz = chance.uniform(500, 1200)
        for late in (0.0, 0.35):
            at(sound, rate, second + late, 0.1 * burst(chance, rate, 0.25, 0.05, hertz, 400))
    return sound


def taps(rate: int, seed: int = 2) -> Sound:
    """The conductor's stick on the desk: four dry knocks, and three."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(4 * rate, np.float32)
    for second in (0.5, 0.68, 0.86, 1.04, 2.6, 2.8, 3.0):
        at(sound, rate, second, 0.2 * burst(chance, rate, 0.06, 0.005, 1200, 900))
    return sound


def chair(rate: int, seed: int = 3) -> Sound:
    """A chair is pushed over boards: quick little slips, twice, and a thud."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(4 * rate, np.float32)
    for start, stop in ((0.5, 1.2), (2.0, 2.4)):
        for second in np.arange(start, stop, 0.01):
            at(sound, rate, second, 0.05 * burst(chance, rate, 0.02, 0.002, 1100, 500))
    at(sound, rate, 3.2, 0.3 * burst(chance, rate, 0.3, 0.05, 90, 60))
    return sound


def telephone(seconds: float, rate: int) -> Sound:
    """A little tune of square waves, and a pause, over and over."""
    time = np.arange(round(0.15 * rate)) / rate
    sound = np.zeros(round(seconds * rate), np.float32)
    for n, second in enumerate(np.arange(0.2, seconds - 0.2, 0.15)):
        if n % 16 < 10:
            hertz = 660 * 2 ** ((0, 4, 7, 5, 2, 9, 7, 4, 2, 0)[n % 16] / 12)
            at(sound, rate, second, np.asarray(0.05 * np.sign(np.sin(2 * np.pi * hertz * time)), np.float32))
    return sound


def call(chance: np.random.Generator, rate: int, seconds: float, formant: float) -> Sound:
    """One "ha": a gliding voice, with breath, through an open throat."""
    time = np.arange(round(seconds * rate)) / rate
    pitch = chance.uniform(200, 420) * (1.1 - 0.2 * time / seconds)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    voice = sum(np.sin(k * phase) / (1 + ((k * pitch - formant) / 500) ** 2) for k in range(1, 18))
    breath = burst(chance, rate, seconds, 1.0, formant, 700)[: len(time)]
    return np.asarray((voice + breath) * np.hanning(len(time)), np.float32)


def laughter(seconds: float, rate: int, people: int = 15, seed: int = 4) -> Sound:
    """Calls, five a second each, of many open throats; most at once, then fewer."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 1) * rate), np.float32)
    for _ in range(people):
        hertz, start = chance.normal(1200, 150), chance.exponential(0.3)
        for second in np.arange(start, min(seconds, start + chance.uniform(1, 4)), 0.2):
            at(sound, rate, second, 0.02 * call(chance, rate, 0.14, hertz))
    return sound[: round(seconds * rate)]


def reverberant(sound: Sound, rate: int, seconds: float = 1.2) -> Sound:
    """In a hall: half of it comes back as noise that dies away."""
    size = round(seconds * rate)
    tail = np.random.default_rng(7).normal(size=size) * 10 ** (-3 * np.arange(size) / size)
    tail /= np.sqrt((tail**2).sum())
    tail[0] += 1
    length = len(sound) + size
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, length) * np.fft.rfft(tail, length), length), np.float32) / 2
