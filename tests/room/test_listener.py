"""The audience detector, on sounds made here: clapping is found, and nothing else is taken for it."""

from collections.abc import Callable

import numpy as np
import pytest
from disturbances import coughs, laughter, reverberant, taps, telephone
from numpy.typing import NDArray

from odette.room.listener import RoomListener, Verdict

RATE = 48_000
HOP = RATE // 50
Sound = NDArray[np.float32]


def loud(sound: NDArray[np.floating], level: float) -> Sound:
    """The sound at a level in dBFS."""
    return np.asarray(sound / np.sqrt(np.mean(np.square(sound))) * 10 ** (level / 20), np.float32)


def claps(seconds: float, each_second: float, level: float = -25.0, seed: int = 1) -> Sound:
    """A crowd: bangs of some milliseconds around 1 to 3 kHz, at random (Poisson)."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round((seconds + 1) * RATE))
    size = RATE // 40
    frequency = np.fft.rfftfreq(size, 1 / RATE)
    for start in chance.uniform(0, seconds, chance.poisson(each_second * seconds)):
        decay = chance.uniform(0.002, 0.008) * RATE
        bang = np.fft.rfft(chance.normal(size=size) * np.exp(-np.arange(size) / decay))
        bang /= 1 + (frequency / chance.uniform(1000, 3000) - 1) ** 2
        first = round(start * RATE)
        sound[first : first + size] += np.fft.irfft(bang, size) * chance.lognormal(0, 0.5)
    return loud(sound[: round(seconds * RATE)], level)


def noise(seconds: float, level: float = -25.0, colour: float = 0.0, seed: int = 2) -> Sound:
    """Steady noise whose density falls with frequency to that power (0 white, 1 pink)."""
    size = round(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=size))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** (colour / 2)
    return loud(np.fft.irfft(spectrum, size), level)


def chords(seconds: float, level: float = -25.0, each_second: float = 2.0) -> Sound:
    """Struck chords of many partials, three voices and a bass, each dying away."""
    size = round(RATE / each_second)
    time = np.arange(size) / RATE
    sound = np.zeros(0)
    for n in range(round(seconds * each_second)):
        chord = np.zeros(size)
        for root in (98.0, 294.0, 370.0, 440.0):
            pitch = root * 2 ** ((n * 7 % 12) / 12)
            chord += sum(np.sin(2 * np.pi * pitch * k * time + k) / k for k in range(1, 13))
        sound = np.concatenate([sound, chord * np.exp(-3 * time)])
    return loud(sound, level)


def roll(seconds: float, pitch: float, level: float = -15.0) -> Sound:
    """A drum rolled twenty times a second: a few unharmonic, damped partials and a soft thud of noise."""
    chance = np.random.default_rng(3)
    size = RATE // 20
    time = np.arange(2 * size) / RATE
    partials = sum(np.sin(2 * np.pi * pitch * ratio * time) for ratio in (1, 1.5, 1.99, 2.44))
    sound = np.zeros(round(seconds * RATE) + 2 * size)
    for first in range(0, round(seconds * RATE), size):
        thud = np.convolve(chance.normal(size=2 * size), np.ones(40) / 40, "same") * np.exp(-time / 0.004)
        stroke = (partials * np.exp(-time / 0.15) + thud) * chance.uniform(0.7, 1)
        sound[first : first + 2 * size] += stroke
    return loud(sound[: round(seconds * RATE)], level)


def voice(seconds: float, level: float = -22.0) -> Sound:
    """Syllables: a buzzing pitch through two formants, with hissing consonants and pauses between."""
    chance = np.random.default_rng(4)
    size = RATE // 5
    time = np.arange(size) / RATE
    sound = []
    for n in range(round(5 * seconds)):
        pitch = 110 * 2 ** chance.uniform(-0.2, 0.3)
        vowel = sum(np.sin(2 * np.pi * pitch * k * time) / (1 + ((pitch * k - 600) / 300) ** 2) for k in range(1, 25))
        shape = np.hanning(size) * (0 if n % 7 == 6 else 1)
        hiss = chance.normal(size=size) * 0.05 * (np.arange(size) < size // 4)
        sound.append((vowel + hiss) * shape)
    return loud(np.concatenate(sound), level)


def quiet(seconds: float) -> Sound:
    return noise(seconds, -75.0)


def listen(*sounds: Sound, doubted: bool = False, rate: int = RATE) -> list[Verdict]:
    listener = RoomListener(rate)
    listener.doubt(doubted)
    sound = np.concatenate(sounds)
    hop = rate // 50
    return [listener.hear(sound[n : n + hop]) for n in range(0, len(sound) - hop + 1, hop)]


def found(heard: list[Verdict], kind: str) -> list[float]:
    """Seconds of the hops with that verdict."""
    return [n / 50 for n, verdict in enumerate(heard, 1) if verdict.kind == kind]


@pytest.mark.parametrize("each_second", [40, 100, 300])
@pytest.mark.parametrize("level", [-45.0, -30.0, -15.0])
def test_applause_is_found_within_a_second_and_its_end_within_two(each_second: float, level: float) -> None:
    heard = found(listen(quiet(3), claps(6, each_second, level), quiet(4)), "applause")
    assert 3.0 < heard[0] < 4.0
    assert 9.0 < heard[-1] < 11.0
    assert np.diff(heard).max() < 0.03, "without a break"


@pytest.mark.parametrize("louder", [0.0, 6.0, 12.0])
def test_applause_is_found_over_the_end_of_music(louder: float) -> None:
    music = chords(8)
    last = loud(music[-2 * RATE :], -25.0)
    ringing = last * np.logspace(0, -1.5, len(last), dtype=np.float32)
    clapping = claps(6, 150, -25.0 + louder)
    clapping[: len(ringing)] += ringing
    heard = found(listen(music, clapping, noise(4, -50.0, 1.0)), "applause")
    assert 8.0 < heard[0] < 9.2
    assert 14.0 < heard[-1] < 16.0


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(lambda: chords(12), id="chords"),
        pytest.param(lambda: chords(12, -6.0, 8.0), id="loud and fast tutti"),
        pytest.param(lambda: roll(8, 110.0), id="timpani roll"),
        pytest.param(lambda: chords(8) + roll(8, 82.0), id="timpani in the orchestra"),
        pytest.param(lambda: chords(8, -20.0) + noise(8, -22.0), id="cymbals in the orchestra"),
        pytest.param(lambda: noise(8), id="hiss"),
        pytest.param(lambda: noise(8, -20.0, 0.5), id="steady rain"),
        pytest.param(lambda: noise(8, -30.0, 1.0), id="ventilation"),
        pytest.param(lambda: voice(12), id="speech"),
        pytest.param(lambda: hum(8), id="hum"),
        pytest.param(lambda: quiet(8), id="silence"),
        pytest.param(lambda: coughs(6, RATE) + quiet(6), id="coughs"),
        pytest.param(lambda: taps(RATE) + quiet(4), id="taps on the desk"),
        pytest.param(lambda: telephone(4, RATE) + quiet(4), id="a telephone"),
        pytest.param(lambda: laughter(5, RATE) + quiet(5), id="laughter"),
        pytest.param(lambda: in_hall(laughter(5, RATE)), id="laughter in a hall"),
        pytest.param(lambda: castanets(5), id="castanets"),
    ],
)
def test_nothing_else_is_taken_for_applause(sound: Callable[[], Sound]) -> None:
    """Neither while it sounds nor when it starts and stops, and not even where applause would be no surprise."""
    assert found(listen(quiet(1), sound(), quiet(2)), "applause") == []


def castanets(seconds: float) -> Sound:
    """Wooden clicks, ten a second, in a hall: dry bangs like claps, but brighter than any hands."""
    chance = np.random.default_rng(5)
    sound = np.zeros(round(seconds * RATE), np.float32)
    time = np.arange(round(0.02 * RATE)) / RATE
    for first in range(0, len(sound) - len(time), RATE // 10):
        ring = np.sin(2 * np.pi * 2600 * time) + np.sin(2 * np.pi * 4100 * time) + chance.normal(size=len(time))
        sound[first : first + len(time)] += np.asarray(ring * np.exp(-time / 0.004), np.float32)
    return reverberant(loud(sound, -22.0), RATE)


def in_hall(sound: Sound) -> Sound:
    wet = reverberant(sound, RATE)
    return wet + quiet(len(wet) / RATE)


def hum(seconds: float) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    tones = sum(np.sin(2 * np.pi * 50 * k * time) / k**1.5 for k in range(1, 20))
    return loud(np.asarray(tones), -20.0) + noise(seconds, -60.0)


def test_a_single_bang_is_no_applause() -> None:
    sound = quiet(4)
    sound[2 * RATE : 2 * RATE + 400] += 0.5 * np.hanning(400).astype(np.float32) * noise(400 / RATE, -6.0)
    assert found(listen(sound), "applause") == []


def test_the_other_kinds_are_told_apart() -> None:
    heard = listen(quiet(3), noise(5, -45.0, 1.5), chords(8), quiet(4))
    kinds = [verdict.kind for verdict in heard]
    assert set(kinds[50:150]) == {"silence"}
    assert set(kinds[200:400]) == {"murmur"}
    assert set(kinds[500:800]) == {"music"}
    assert set(kinds[-50:]) == {"silence"}


def test_a_voice_is_told_from_a_murmur_of_many() -> None:
    kinds = [verdict.kind for verdict in listen(quiet(2), voice(8), quiet(3))]
    assert "speech" in kinds[200:500]
    assert "speech" not in {verdict.kind for verdict in listen(quiet(2), noise(6, -45.0, 1.5), quiet(2))}


@pytest.mark.parametrize("room", [lambda sound: sound, lambda sound: reverberant(sound, RATE)], ids=["dry", "hall"])
def test_a_house_that_laughs_is_heard_and_its_end(room: Callable[[Sound], Sound]) -> None:
    laughing = room(laughter(4, RATE))
    heard = found(listen(quiet(3), laughing + quiet(len(laughing) / RATE), quiet(4)), "laughter")
    assert 3.0 < heard[0] < 4.5
    assert heard[-1] < 3 + len(laughing) / RATE + 2


def test_applause_rises_stays_and_dies() -> None:
    clapping = claps(12, 200)
    clapping[: 2 * RATE] *= np.logspace(-1.5, 0, 2 * RATE, dtype=np.float32)
    clapping[-3 * RATE :] *= np.logspace(0, -1.5, 3 * RATE, dtype=np.float32)
    heard = listen(quiet(2), clapping, quiet(3))
    phases = [verdict.phase for verdict in heard]
    assert phases[round(3.0 * 50)] == "rising"
    assert set(phases[round(5.5 * 50) : round(10.5 * 50)]) == {"sustained"}
    assert phases[round(12.5 * 50)] == "dying"
    assert {verdict.phase for verdict in heard if verdict.kind != "applause"} == {"none"}


def test_level_is_in_decibels_of_full_scale() -> None:
    assert abs(listen(noise(2, -33.0))[-1].level + 33.0) < 1.0
    assert listen(np.zeros(RATE, np.float32))[-1].level < -100


def test_the_hint_shifts_the_balance_and_no_more() -> None:
    """Clear applause is found where it is unlikely, too, and not sooner there."""
    sounds = (quiet(2), claps(6, 150), quiet(2))
    first = {doubted: found(listen(*sounds, doubted=doubted), "applause")[0] for doubted in (False, True)}
    assert first[False] <= first[True] < 4.0


@pytest.mark.parametrize("rate", [16_000, 44_100, 96_000])
def test_any_sample_rate_will_do(rate: int) -> None:
    sound = np.concatenate([quiet(2), claps(5, 150), quiet(3)])
    size = len(sound) * rate // RATE
    spectrum = np.fft.rfft(sound)[: size // 2 + 1]
    same = np.fft.irfft(spectrum, size).astype(np.float32) * np.float32(rate / RATE)
    heard = found(listen(same, rate=rate), "applause")
    assert 2.0 < heard[0] < 3.2
    assert 7.0 < heard[-1] < 9.0


def test_the_same_sound_gives_the_same_verdicts() -> None:
    sound = np.concatenate([quiet(1), claps(3, 80), chords(3)])
    assert listen(sound) == listen(sound)
