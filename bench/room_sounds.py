"""Sounds of a house that no recording was at hand for: made by rule, or played by a SoundFont.

A clap is a burst of noise through a resonance of the hollow between two hands, 0.7 to 2.8 kHz (Repp, The sound of two
hands clapping, JASA 81, 1987; Peltola et al., Synthesis of hand clapping sounds, IEEE TASLP 15, 2007). An audience
claps about four times a second, each by oneself, and about twice a second when it falls into step (Neda et al., The
sound of many hands clapping, Nature 403, 2000). A laugh is a row of voiced or breathy calls, about five a second
(Bachorowski, Smoski & Owren, The acoustic features of human laughter, JASA 110, 2001).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render import Struck, load, midi_of, sound_of

RATE = 44_100
Sound = NDArray[np.float32]
Chance = np.random.Generator
DRUMS = 9
"""The channel, from 0, on which General MIDI has drums."""
SNARE, CRASH, RIDE, HIHAT, TAMBOURINE, CABASA, MARACAS, CASTANETS, HANDCLAP = 38, 49, 51, 42, 54, 69, 70, 85, 39
BRUSHES = 40
"""The drum kit played with brushes."""


def resonance(sound: NDArray[np.floating], hertz: float, width: float) -> NDArray[np.float64]:
    """The sound through one resonance, without phase."""
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) / (1 + ((frequency - hertz) / width) ** 2), len(sound)))


def clap(chance: Chance, hertz: float) -> NDArray[np.float64]:
    """One clap of hands with that resonance, of loudness about 1."""
    size = round(0.06 * RATE)
    time = np.arange(size) / RATE
    burst = chance.normal(size=size) * np.exp(-time / chance.uniform(0.003, 0.009))
    return resonance(burst, hertz, 0.45 * hertz) + 0.06 * burst * np.exp(-time / 0.002)


def clapping(seconds: float, people: int, seed: int, together: float = 0.0) -> Sound:
    """``people`` clap; ``together``: the length of the beat they clap in, 0 where everybody claps by oneself."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 1) * RATE))
    for _ in range(people):
        hertz, near = chance.uniform(700, 2800), chance.lognormal(0, 0.6)
        hands = [clap(chance, hertz * chance.normal(1, 0.05)) for _ in range(4)]
        beat = together or 1 / chance.normal(4.0, 0.5)
        at = chance.uniform(0, 0.3) if together else chance.uniform(0, beat)
        at -= at % beat if together else 0
        late = chance.normal(0, 0.03)
        while at < seconds:
            first = max(0, round((at + late + chance.normal(0, 0.02)) * RATE))
            one = hands[chance.integers(4)] * near * chance.lognormal(0, 0.25)
            sound[first : first + len(one)] += one[: len(sound) - first]
            at += beat * (1 if together else chance.normal(1, 0.06))
    return np.asarray(sound[: round(seconds * RATE)], np.float32)


def voiced(chance: Chance, pitch: float, seconds: float, formants: Sequence[float], breath: float) -> Sound:
    """A vowel that glides down a little, with breath in it."""
    size = round(seconds * RATE)
    glide = pitch * np.linspace(1.1, 0.85, size)
    phase = np.cumsum(glide) / RATE
    buzz = sum(np.sin(2 * np.pi * k * phase) / k for k in range(1, max(2, int(6000 / pitch))))
    sound = buzz + breath * chance.normal(size=size)
    voice = np.sum([resonance(sound, formant, 90 + 0.06 * formant) for formant in formants], axis=0)
    return np.asarray(voice * np.hanning(size) ** 0.7, np.float32)


def laughing(seconds: float, people: int, seed: int) -> Sound:
    """A house laughs: most at once, fewer and fewer after."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 2) * RATE))
    for _ in range(people):
        pitch = chance.choice([chance.normal(260, 50), chance.normal(400, 80)])
        formants = [chance.normal(750, 120), chance.normal(1350, 200), chance.normal(2700, 250)]
        near, breath = chance.lognormal(0, 0.5), chance.choice([0.1, 0.5, 3.0])
        at = min(chance.exponential(0.35), seconds)
        for _ in range(chance.integers(1, 4)):
            rate = chance.normal(5.0, 0.6)
            for call in range(chance.integers(3, 10)):
                first = round((at + call / rate) * RATE)
                if first + RATE // 4 > len(sound) or at + call / rate > seconds:
                    break
                one = voiced(chance, pitch * 0.97**call, chance.uniform(0.08, 0.15), formants, breath)
                sound[first : first + len(one)] += one * near * 0.9**call
            at += chance.uniform(0.8, 2.0)
    return np.asarray(sound[: round(seconds * RATE)], np.float32)


def talking(seconds: float, people: int, seed: int) -> Sound:
    """Syllables: vowels with hissing and stopped consonants between, and pauses; of one person, or of a house."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 1) * RATE))
    for _ in range(people):
        pitch, near = chance.choice([chance.normal(120, 15), chance.normal(210, 25)]), chance.lognormal(0, 0.6)
        at = chance.uniform(0, 1)
        while at < seconds:
            length = chance.uniform(0.09, 0.22)
            formants = [chance.uniform(300, 800), chance.uniform(900, 2200), chance.normal(2600, 150)]
            one = voiced(chance, pitch * chance.normal(1, 0.1), length, formants, 0.05)
            first = round(at * RATE)
            sound[first : first + len(one)] += near * one
            if chance.random() < 0.4:
                hiss = chance.normal(size=round(chance.uniform(0.03, 0.1) * RATE))
                hiss = resonance(hiss, chance.uniform(2500, 6500), 1200) * np.hanning(len(hiss)) * 0.3
                first = max(0, first - len(hiss))
                sound[first : first + len(hiss)] += near * hiss
            at += length * chance.uniform(0.9, 1.3) + (chance.uniform(0.2, 0.9) if chance.random() < 0.12 else 0)
    return np.asarray(sound[: round(seconds * RATE)], np.float32)


def coughing(seconds: float, each_second: float, seed: int) -> Sound:
    """Coughs: two or three bursts of breath, the last with voice in it."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 2) * RATE))
    for at in np.sort(chance.uniform(0, seconds, max(1, round(each_second * seconds)))):
        near = chance.lognormal(0, 0.6)
        hertz = chance.uniform(500, 1300)
        for burst in range(chance.integers(1, 4)):
            size = round(chance.uniform(0.12, 0.25) * RATE)
            time = np.arange(size) / RATE
            noise = chance.normal(size=size) * np.exp(-time / 0.05) * (1 - np.exp(-time / 0.003))
            one = resonance(noise, hertz, 400) + 0.3 * resonance(noise, 2.6 * hertz, 600)
            first = round((at + 0.35 * burst) * RATE)
            sound[first : first + size] += near * one
    return np.asarray(sound[: round(seconds * RATE)], np.float32)


def taps(seconds: float, seed: int) -> Sound:
    """The conductor's stick on the desk: four dry knocks, twice."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE))
    time = np.arange(round(0.05 * RATE)) / RATE
    for at in (0.5, 0.68, 0.86, 1.04, 3.0, 3.2, 3.4):
        knock = chance.normal(size=len(time)) * np.exp(-time / 0.003) + np.sin(2 * np.pi * 900 * time) * np.exp(
            -time / 0.012
        )
        sound[round(at * RATE) :][: len(time)] += knock
    return np.asarray(sound, np.float32)


def chair(seconds: float, seed: int) -> Sound:
    """A chair is pushed over boards: a creak of quick little slips, twice, and a thud."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE))
    for start, length, pitch in ((0.5, 0.7, 95), (2.0, 0.4, 140)):
        at = start
        while at < start + length:
            size = round(0.02 * RATE)
            slip = chance.normal(size=size) * np.exp(-np.arange(size) / (0.002 * RATE))
            sound[round(at * RATE) :][:size] += resonance(slip, 1100, 500)
            at += 1 / (pitch * chance.normal(1, 0.15))
    size = round(0.2 * RATE)
    thud = resonance(chance.normal(size=size), 90, 60) * np.exp(-np.arange(size) / (0.05 * RATE))
    sound[round(3.2 * RATE) :][:size] += 6 * thud
    return np.asarray(sound, np.float32)


def ringing(seconds: float) -> Sound:
    """A telephone's little tune, in square waves, over and over."""
    tune = [76, 74, 66, 68, 73, 71, 62, 64, 71, 69, 61, 64, 69]
    sound = np.zeros(round(seconds * RATE))
    step = round(0.15 * RATE)
    time = np.arange(step) / RATE
    for n, first in enumerate(range(0, len(sound) - step, step)):
        if n % 20 < len(tune):
            wave = np.sign(np.sin(2 * np.pi * 440 * 2 ** ((tune[n % 20] + 12 - 69) / 12) * time))
            sound[first : first + step] = wave * np.minimum(1, np.exp(-(time - 0.1) / 0.02))
    return np.asarray(sound, np.float32)


def reverberant(sound: Sound, impulse: Sound) -> Sound:
    """The sound in the room of an impulse response, as loud as before."""
    size = 1 << (len(sound) + len(impulse)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(impulse, size), size)[: len(sound)]
    return np.asarray(wet * (np.sqrt(np.mean(sound**2)) / (np.sqrt(np.mean(wet**2)) + 1e-12)), np.float32)


def darkened(sound: Sound, hertz: float = 3000.0) -> Sound:
    """As a microphone far at the back hears it: 6 dB an octave less above ``hertz``."""
    frequency = np.fft.rfftfreq(len(sound), 1 / RATE)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) / np.sqrt(1 + (frequency / hertz) ** 2), len(sound)), np.float32)


def beaten(pitch: int, each_second: float, seconds: float, swell: bool, start: float = 0.0) -> list[Struck]:
    """A drum struck evenly, steadily or ever louder."""
    step = 1 / each_second
    count = round(seconds * each_second)
    level = np.linspace(30, 120, count) if swell else np.where(np.arange(count) % 4, 80, 105)
    return [(start + n * step, start + n * step + step, DRUMS, 0, pitch, int(level[n])) for n in range(count)]


def tutti(seconds: float, seed: int) -> list[Struck]:
    """An orchestra with everything: tremolo, brass, timpani, and a chord that changes twice a second."""
    chance = np.random.default_rng(seed)
    notes: list[Struck] = []
    for n in range(round(2 * seconds)):
        root = int(chance.choice([0, 5, 7, 2, 9]))
        for channel, program, pitches in (
            (0, 44, (55, 62, 67, 71, 74)),  # tremolo
            (1, 61, (50, 55, 59, 62)),  # brass
            (2, 56, (67, 71, 74)),  # trumpets
            (3, 72, (79, 83, 86)),  # piccolo
            (4, 43, (31, 43)),
        ):
            notes += [(n / 2, n / 2 + 0.48, channel, program, pitch + root - 5, 115) for pitch in pitches]
        notes += [(n / 2 + k / 16, n / 2 + (k + 1) / 16, 5, 47, 38 + root, 70 + 5 * k) for k in range(8)]
    return notes


def kit(program: int, notes: list[Struck]) -> list[Struck]:
    """The notes on another drum kit."""
    return [(start, end, channel, program, pitch, velocity) for start, end, channel, _, pitch, velocity in notes]


def scales(seconds: float, seed: int, people: int = 9) -> list[Struck]:
    """Players by themselves before the show: scales, broken chords, bits of anything, and pauses."""
    chance = np.random.default_rng(seed)
    notes: list[Struck] = []
    choices = (40, 40, 41, 42, 68, 71, 73, 60, 56, 70)
    bases = {40: 62, 41: 55, 42: 43, 68: 64, 71: 60, 73: 72, 60: 53, 56: 62, 70: 45}
    for channel in range(people):
        program = int(choices[channel])
        at, key = chance.uniform(0, 2), int(chance.integers(0, 12))
        while at < seconds:
            steps = ([0, 2, 4, 5, 7, 9, 11, 12], [0, 4, 7, 12, 7, 4, 0], [0, 7, 0, 7], [0, 1, 0, -1, 0])
            figure = steps[int(chance.integers(4))]
            length = float(chance.choice([0.1, 0.14, 0.2, 0.35]))
            for step in figure:
                notes.append((at, at + length, channel, program, bases[program] + (key + step) % 24, 75))
                at += length
            at += chance.uniform(0.1, 1.5)
    return notes


def tuning(seconds: float, seed: int) -> list[Struck]:
    """The oboe's A, the winds', then strings on it with their open fifths."""
    chance = np.random.default_rng(seed)
    notes: list[Struck] = [(0.0, min(6.0, seconds), 0, 68, 69, 90)]
    for channel, program, pitches in (
        (1, 73, (69, 81)),
        (2, 71, (69,)),
        (3, 60, (57,)),
        (4, 40, (69, 76, 62, 55)),
        (5, 40, (69, 62, 76, 55)),
        (6, 41, (57, 69, 62, 55, 48)),
        (7, 42, (57, 50, 43, 36)),
        (8, 43, (33, 38, 43, 28)),
    ):
        at = 2.0 + 0.4 * channel
        while at < seconds:
            length = chance.uniform(0.8, 2.5)
            pitch = pitches[0] if at < 6 else int(chance.choice(pitches))
            notes.append((at, at + length, channel, program, pitch, 85))
            if channel > 3 and at > 6:
                notes.append((at, at + length, channel, program, int(chance.choice(pitches)), 80))
            at += length * chance.uniform(0.6, 1.1)
    return notes


PERCUSSION: dict[str, Callable[[], list[Struck]]] = {
    "snare roll": lambda: beaten(SNARE, 20, 8, False) + beaten(SNARE, 26, 6, True, 9),
    "cymbal roll": lambda: beaten(CRASH, 14, 6, True) + beaten(RIDE, 12, 6, True, 8),
    "crashes": lambda: beaten(CRASH, 1, 12, False) + beaten(36, 2, 12, False),
    "hi-hat": lambda: beaten(HIHAT, 10, 12, False) + beaten(36, 2, 12, False) + beaten(SNARE, 1, 12, False, 0.5),
    "brushes": lambda: kit(
        BRUSHES, beaten(SNARE, 4, 12, False) + beaten(40, 7, 12, False) + beaten(RIDE, 3, 12, False)
    ),
    "tambourine": lambda: beaten(TAMBOURINE, 9, 12, False),
    "maracas": lambda: beaten(MARACAS, 10, 12, False) + beaten(CABASA, 7, 12, False),
    "castanets": lambda: beaten(CASTANETS, 8, 6, False) + beaten(CASTANETS, 16, 6, False, 7),
    "claps of a drum kit": lambda: (
        beaten(HANDCLAP, 1, 12, False) + beaten(36, 2, 12, False) + beaten(HIHAT, 4, 12, False)
    ),
    "timpani roll": lambda: [(n / 22, n / 22 + 0.1, 0, 47, 45, 60 + n % 60) for n in range(220)],
    "tutti": lambda: tutti(12, 1),
    "tutti with drums": lambda: tutti(14, 2) + beaten(SNARE, 16, 14, False) + beaten(CRASH, 1, 14, False),
    "tutti with cymbal roll": lambda: tutti(14, 3) + beaten(CRASH, 12, 7, True) + beaten(CRASH, 16, 7, True, 7),
    "organ": lambda: [(0, 12, 0, 19, p, 110) for p in (36, 48, 55, 60, 64, 67, 72, 79)],
    "tremolo": lambda: [(0, 12, 0, 44, p, 120) for p in (62, 66, 69, 74, 78, 81)],
    "sea shore": lambda: [(0, 8, 0, 122, 60, 110)],
    "helicopter": lambda: [(0, 8, 0, 125, 60, 110)],
}
"""Music, and what a percussionist brings, by name; to be played by the SoundFont."""


def played(notes: Sequence[Struck], name: str, font: Path) -> Sound:
    """The notes, dry."""
    return load(sound_of(midi_of(notes, f"room {name}"), font))[0]
