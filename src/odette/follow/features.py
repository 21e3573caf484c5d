"""Sound to frames: every 20 ms, how strongly each of 88 semitones sounds and which of them just began."""

from dataclasses import dataclass
from math import log, pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BANDS = 88
LOWEST = 21
"""MIDI pitch of band 0 (A0)."""
FRAME = 0.02
"""Seconds between frames."""

_PITCH = (0.186, 0.023)
_ONSET = (0.093, 0.0116)
"""Length and fall of the two windows, seconds: a long rise and a short fall keep weight on the newest samples."""
_ATTACK = (0.07, 0.01)
"""Seconds in which an attack is looked for, and of them the newest, which are compared with the others."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What was heard in one frame."""

    pitch: Floats
    """(88,) sustained sound per semitone: log magnitude above its neighbourhood, gain-controlled."""
    onset: Floats
    """(88,) what has grown since two frames ago, likewise."""
    energy: float
    """Root mean square over the bands, not gain-controlled."""
    silent: bool
    attack: float = 0.0
    """Logarithm of how much louder the last hundredth of a second was than what came just before it."""


_BELOW = np.maximum(0, np.arange(BANDS) - 6)
_ABOVE = np.minimum(BANDS, np.arange(BANDS) + 7)


def contrast(bands: Floats) -> Floats:
    """What stands out of its neighbourhood: each band less the mean of the 13 around it, never negative.

    The last axis is the band axis. This takes away noise, hall and the width of the instruments' sound.
    """
    sums = np.zeros((*bands.shape[:-1], BANDS + 1), np.float32)
    np.cumsum(bands, axis=-1, out=sums[..., 1:])
    mean = (sums[..., _ABOVE] - sums[..., _BELOW]) / (_ABOVE - _BELOW).astype(np.float32)
    return np.maximum(np.float32(0), bands - mean)


def _window(length: int, fall: int) -> Floats:
    rise = length - fall
    up = 0.5 - 0.5 * np.cos(pi * np.arange(rise) / rise)
    down = 0.5 + 0.5 * np.cos(pi * (np.arange(fall) + 0.5) / fall)
    window = np.concatenate([up, down])
    return np.asarray(window * 2 / window.sum(), np.float32)


def _fast_length(n: int) -> int:
    """The least even length from ``n`` up without prime factors over 5."""
    n += n % 2
    while True:
        rest = n
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return n
        n += 2


class _Spectrum:
    """Semitone magnitudes of the newest samples, for one window."""

    def __init__(self, rate: float, shape: tuple[float, float]) -> None:
        self.length = round(shape[0] * rate)
        self._window = _window(self.length, max(2, round(shape[1] * rate)))
        self._size = _fast_length(self.length)
        self._bin = rate / self._size
        self._banks: dict[int, tuple[NDArray[np.intp], Floats, NDArray[np.intp], NDArray[np.bool_]]] = {}

    def magnitudes(self, samples: Floats) -> Floats:
        """Magnitude per bin of the newest ``length`` of ``samples``."""
        return np.abs(np.fft.rfft(samples[-self.length :] * self._window, self._size)).astype(np.float32)

    def bands(self, magnitudes: Floats, tuning: int) -> Floats:
        """Magnitude per semitone; ``tuning`` in tenths of a semitone above A = 440 Hz."""
        if tuning not in self._banks:
            self._banks[tuning] = self._bank(tuning / 10)
        bins, weights, starts, empty = self._banks[tuning]
        out: Floats = np.add.reduceat(magnitudes[bins] * weights, starts)
        out[empty] = 0
        return out

    def deviation(self, magnitudes: Floats) -> complex:
        """Sum over spectral peaks of magnitude × exp(2πi × deviation from equal temperament at 440 Hz)."""
        low, high = int(250 / self._bin), int(1600 / self._bin)
        m = magnitudes[low - 1 : high + 1]
        a, b, c = m[:-2], m[1:-1], m[2:]
        peaks = np.flatnonzero((b > a) & (b >= c) & (b > 0.1 * m.max()))
        if not len(peaks):
            return 0j
        a, b, c = a[peaks], b[peaks], c[peaks]
        offset = 0.5 * (a - c) / (a - 2 * b + c)
        pitch = 12 * np.log2((peaks + low + offset) * self._bin / 440)
        return complex((b * np.exp(2j * pi * pitch)).sum())

    def _bank(self, tuning: float) -> tuple[NDArray[np.intp], Floats, NDArray[np.intp], NDArray[np.bool_]]:
        """Triangles a semitone to either side, at least 1.2 bins: bins, weights, where each begins, which have none."""
        frequency = np.arange(1, self._size // 2) * self._bin
        pitch = 12 * np.log2(frequency / 440) + 69 - tuning
        bins: list[NDArray[np.intp]] = []
        weights: list[NDArray[np.float64]] = []
        starts: list[int] = []
        empty: list[bool] = []
        for band in range(BANDS):
            centre = 440 * 2 ** ((LOWEST + band - 69) / 12)
            half = max(1.0, 12 * np.log2(1 + 1.2 * self._bin / centre))
            triangle = np.maximum(0, 1 - np.abs(pitch - LOWEST - band) / half)
            here = np.flatnonzero(triangle)
            empty.append(not len(here))
            here = here if len(here) else np.array([0])
            starts.append(sum(len(b) for b in bins))
            bins.append(here + 1)
            # Equal loudness whatever the width of a bin; 5.38 Hz is the bin of the longest window.
            scale = np.sqrt(self._bin / 5.38 / max(triangle.sum(), 1e-9))
            weights.append(triangle[here] * scale)
        return (
            np.concatenate(bins),
            np.concatenate(weights).astype(np.float32),
            np.array(starts),
            np.array(empty),
        )


class Features:
    """Streaming: blocks of ``hop`` samples in, a ``Frame`` each out. Deterministic; any rate from 8 to 192 kHz."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.hop = round(FRAME * rate)
        self._factor = max(k for k in range(1, 13) if self.hop % k == 0 and (k == 1 or rate / k >= 20_000))
        low = rate / self._factor
        self._filter = _low_pass(self._factor)
        self._fine = np.zeros(len(self._filter) - 1 + self.hop, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(self._fine, len(self._filter))
        self._windows = windows[:: self._factor]
        self._pitch, self._onset = _Spectrum(low, _PITCH), _Spectrum(low, _ONSET)
        self._samples = np.zeros(self._pitch.length, np.float32)
        self._attacked = [round(seconds * low) for seconds in _ATTACK]
        self._gain = Gain()
        self._tuning = _Tuning()
        self._before = [np.zeros(BANDS, np.float32)] * 2
        self._loudest = 1e-4
        self._frames = 0

    def __call__(self, block: Floats) -> Frame:
        """``block``: (hop,) mono samples, full scale 1."""
        new = self._decimated(block)
        self._samples[: -len(new)] = self._samples[len(new) :]
        self._samples[-len(new) :] = new
        bins = self._pitch.magnitudes(self._samples)
        tuning = self._tuning.tenths
        sustained = self._pitch.bands(bins, tuning)
        began = self._onset.bands(self._onset.magnitudes(self._samples), tuning)
        energy = float(np.sqrt(np.mean(sustained * sustained))) + 1e-9
        gain = self._gain(energy)
        self._loudest = max(energy, self._loudest * 0.99995)
        silent = energy < max(0.004 * self._loudest, 2e-5)
        self._frames += 1
        if not silent and self._frames % 4 == 0:
            self._tuning.hear(self._pitch.deviation(bins))
        loud, was, now = np.log1p(gain * np.stack([20 * sustained, self._before[0], 5 * began]))
        self._before = [self._before[1], 5 * began]
        pitch, onset = contrast(np.stack([loud, np.maximum(np.float32(0), now - was)]))
        return Frame(
            pitch=pitch,
            onset=onset,
            energy=energy,
            silent=silent,
            attack=self._attack(),
        )

    def _attack(self) -> float:
        """From the differences of the samples, for attacks are bright; the floor is the noise of 16 bits."""
        steps = np.diff(self._samples[-self._attacked[0] :])
        squares = steps * steps
        new = squares[-self._attacked[1] :]
        before = float(squares.sum()) - float(new.sum())
        quiet = 1e-9
        return log((float(new.sum()) / len(new) + quiet) / (max(before, 0.0) / (len(squares) - len(new)) + quiet))

    def _decimated(self, block: Floats) -> Floats:
        if self._factor == 1:
            return block
        self._fine[: -self.hop] = self._fine[self.hop :]
        self._fine[-self.hop :] = block
        return np.asarray(np.einsum("ij,j->i", self._windows, self._filter))


def _low_pass(factor: int) -> Floats:
    """Windowed sinc, passing what stays below half the lower rate."""
    taps = 16 * factor + 1
    t = (np.arange(taps) - taps // 2) / factor
    fir = np.sinc(0.9 * t) * np.hanning(taps + 2)[1:-1]
    return np.asarray(fir / fir.sum(), np.float32)


class Gain:
    """Running gain: up at once for what is suddenly loud, else within half a second; down slowly, not in silence."""

    def __init__(self) -> None:
        self._level = np.float32(1e-4)
        self._frames = 0

    def __call__(self, energy: float) -> np.float32:
        level = float(self._level)
        slow = 0.999 if self._frames > 50 else 0.9
        if energy > level:
            level = max(0.97 * level + 0.03 * energy, energy / 4)
        elif energy > 0.02 * level:
            level = max(1e-5, slow * level + (1 - slow) * energy)
        self._frames += 1
        self._level = np.float32(level)
        return np.float32(1 / level)


class _Tuning:
    """How the players are tuned, learned over half a minute: 430 Hz (−0.4 semitones) to 446 Hz (+0.24)."""

    def __init__(self) -> None:
        self.tenths = 0
        self._sum = 0j
        self._weight = 1e-9
        self._frames = 0

    def hear(self, deviation: complex) -> None:
        size = abs(deviation)
        self._sum = 0.997 * self._sum + (deviation / size if size else 0)
        self._weight = 0.997 * self._weight + 1
        self._frames += 1
        # Only from clear evidence: noise has no tuning, and points nowhere.
        if self._frames % 12 == 0 and self._frames >= 24 and abs(self._sum) > 0.35 * self._weight:
            turn = np.angle(self._sum * np.exp(0.16j * pi)) / (2 * pi) - 0.08
            if abs(turn * 10 - self.tenths) > 0.8:
                self.tenths = round(turn * 10)
