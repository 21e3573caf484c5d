"""What tells clapping from music, speech and noise, measured hop by hop.

Clapping is a crowd of short broadband bangs. Over half a second its spectrum is smooth (music's and speech's has
lines), it is bright (voices and halls are dark), its envelope is restless at a time scale of milliseconds (steady
noise is not), unlike cymbals and hiss it weakens towards the top, though not as steeply as coughs and laughter, and it
does not come in strokes, as taps and syllables do.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HOPS = 50
"""A second."""
BIN = HOPS // 2
"""Hz between the lines of the spectrum, whose window is two hops long."""
CLAPPING = slice(1000 // BIN, 6000 // BIN + 1)
BRIGHT = slice(1000 // BIN, 8000 // BIN + 1)
DARK = slice(100 // BIN, 800 // BIN + 1)
LOW_CLAPPING = slice(1000 // BIN, 1600 // BIN)
HIGH_CLAPPING = slice(4000 // BIN, 6400 // BIN)
ENVELOPE = slice(1000 // BIN, 6400 // BIN)
MUSIC = slice(100 // BIN, 6000 // BIN + 1)
VOICES = slice(150 // BIN, 1200 // BIN)
SMOOTH = 9
"""Lines (225 Hz) over which a spectrum is called smooth."""
PIECES = 8
"""Pieces of the envelope a hop: 2.5 ms each."""
AROUND = 20
"""Pieces (50 ms) whose mean is the envelope's own course."""
STROKES = 13
"""Hops (0.26 s) whose mean is the level's own course, from which strokes stand out."""
JUMP = 1.2
"""Most that one piece counts for, as a natural logarithm of power: a single bang is no applause."""
TINY = 1e-16


def _share(seconds: float) -> float:
    """Weight of one hop in a running mean with that time constant."""
    return 1 - math.exp(-1 / (HOPS * seconds))


def _out_of_course(values: int, around: int) -> NDArray[np.float64]:
    """What to multiply that many values with to have each less the mean of ``around`` about it; at either end the
    outermost value is taken to go on."""
    places = np.arange(values)[:, None] + np.arange(around) - around // 2
    course = np.zeros((values, values))
    np.add.at(course, (np.arange(values)[:, None], places.clip(0, values - 1)), 1 / around)
    return np.eye(values) - course


SHARES = np.array([[_share(0.2)], [_share(0.4)], [_share(3.0)]])
UNREST = _out_of_course(PIECES + AROUND, AROUND)[AROUND // 2 : AROUND // 2 + PIECES]
"""Makes of the envelope's last pieces those of one hop, around their course."""
STROKE = np.array([np.convolve(row, (0.25, 0.5, 0.25), "valid") for row in _out_of_course(HOPS, STROKES).T]).T
"""Makes of a second's levels what stands out from their course, a little smoothed."""


@dataclass(frozen=True, slots=True)
class Features:
    """Of the last half second or so; decibels unless said otherwise."""

    level: float
    """Over 0.1 s, relative to full scale."""
    lines: float
    """How far the spectrum's lines stand out, root mean square: 0.6 for noise, 0.5 to 1.5 for applause, over 2.5
    for most music."""
    tilt: float
    """Power above 1 kHz over power below 800 Hz."""
    fall: float
    """Density around 5 kHz over density around 1.3 kHz: negative where the sound weakens towards the top."""
    restless: float
    """Root mean square of the envelope's logarithm (natural) around its own course: 0.3 for noise, over 0.4 for
    applause."""
    change: float
    """Distance of the spectrum from its own mean of 3 s: about 1 for hum and noise, over 2.5 for most music."""
    strokes: float
    """Standard deviation of the clapping band's level, hop by hop over a second, around its own course: 0.3 to 3.5 for
    applause in a room, over 5 for taps, syllables and coughs close by."""
    ripple: float
    """Standard deviation of ``level`` over the last 0.4 s."""
    fallen: float
    """How far ``level`` is below its highest of the last 0.4 s."""
    voiced: float
    """As ``lines``, between 150 Hz and 1.2 kHz over 0.2 s: 1 to 2 for applause, over 2.5 for one voice."""


class Listening:
    """Features of a stream of hops; deterministic, and the same at every sample rate of 16 kHz and more."""

    def __init__(self, rate: int) -> None:
        self._hop = round(rate / HOPS)
        self._sound = np.zeros(2 * self._hop, np.float32)
        self._window = np.hanning(2 * self._hop + 1)[:-1].astype(np.float32) / np.float32(self._hop)
        # Mean spectra, in which a hop counts by the fourth root of its power: so what has died away is soon
        # forgotten, and the hiss between the syllables is not mistaken for the voice.
        self._means = np.full((3, BRIGHT.stop), TINY)  # over 0.2 s, 0.4 s and 3 s
        self._pieces = np.full(PIECES + AROUND, math.log(TINY))  # logarithms of the envelope's power
        self._unrest = 0.0
        self._power = TINY
        self._levels = np.full(round(0.4 * HOPS), _decibels(TINY))
        self._clapping = np.full(HOPS, _decibels(TINY))
        width = ENVELOPE.stop
        centre = np.hanning(width + 1)[:-1][width // 4 : 3 * width // 4]
        self._unwindow = 1 / centre**2

    def hear(self, samples: NDArray[np.float32]) -> Features:
        """Take in one hop (rate / 50 samples, full scale 1)."""
        self._sound = np.concatenate([self._sound[self._hop :], samples])
        spectrum = np.fft.rfft(self._sound * self._window)[: BRIGHT.stop]
        power = np.full(BRIGHT.stop, TINY)
        power[: len(spectrum)] += np.square(spectrum.real) + np.square(spectrum.imag)
        _push(self._clapping, _decibels(float(power[CLAPPING].sum())))
        power /= float(power.sum()) ** 0.75
        self._means += SHARES * (power - self._means)
        brief, half, long = self._means
        self._unrest += _share(0.4) * (self._envelope(spectrum) - self._unrest)
        self._power += _share(0.1) * (float(samples @ samples) / len(samples) + TINY - self._power)
        level = _decibels(self._power)
        _push(self._levels, level)
        return Features(
            level=level,
            lines=_lines(half, CLAPPING),
            tilt=_decibels(float(half[BRIGHT].sum() / half[DARK].sum())),
            fall=_decibels(float(half[HIGH_CLAPPING].mean() / half[LOW_CLAPPING].mean())),
            restless=math.sqrt(self._unrest),
            change=_distance(brief[MUSIC], long[MUSIC]),
            strokes=_strokes(self._clapping),
            ripple=_deviation(self._levels),
            fallen=float(self._levels.max()) - level,
            voiced=_lines(brief, VOICES),
        )

    def _envelope(self, spectrum: NDArray[np.complexfloating]) -> float:
        """Mean square of the logarithm of the clapping band's envelope, around its mean over 50 ms.

        The envelope is that of the analytic signal (the positive frequencies alone, transformed back); of the two
        hops in the window its middle half is taken, and what the window took from that given back.
        """
        width = ENVELOPE.stop
        band = np.zeros(width, spectrum.dtype)
        part = spectrum[ENVELOPE]
        band[: len(part)] = part
        signal = np.fft.ifft(band)[width // 4 : 3 * width // 4]
        envelope = (np.square(signal.real) + np.square(signal.imag)) * self._unwindow
        pieces = np.log(envelope.reshape(PIECES, -1).mean(axis=1) + TINY)
        self._pieces[:-PIECES] = self._pieces[PIECES:]
        self._pieces[-PIECES:] = pieces
        unrest = np.minimum(np.abs(UNREST @ self._pieces), JUMP)
        return float(unrest @ unrest) / PIECES


def _decibels(ratio: float) -> float:
    return 10 * math.log10(ratio)


def _push(values: NDArray[np.float64], newest: float) -> None:
    values[:-1] = values[1:]
    values[-1] = newest


def _deviation(values: NDArray[np.float64]) -> float:
    """Standard deviation; numpy's own takes longer for so few."""
    around = values - values.sum() / len(values)
    return math.sqrt(float(around @ around) / len(values))


def _lines(power: NDArray[np.float64], band: slice) -> float:
    half = SMOOTH // 2
    levels = 10 * np.log10(power[band.start - half - 1 : band.stop + half])
    sums = np.cumsum(levels)
    smooth = (sums[SMOOTH:] - sums[:-SMOOTH]) / SMOOTH
    return math.sqrt(float(np.square(levels[half + 1 : -half] - smooth).mean()))


def _strokes(levels: NDArray[np.float64]) -> float:
    """What is 40 dB below the loudest and more counts as silence."""
    return _deviation(STROKE @ np.maximum(levels, levels.max() - 40.0))


def _distance(power: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Root mean square difference of two spectra in decibels, apart from their loudness."""
    return 10 * _deviation(np.log10(power / other))
