"""What perfect ears would reach: how much of an error is the follower's, and how much the players' own freedom?

B asks where the players are at the very moment an onset sounds, which is before anybody could have heard it; a cue
must be decided before its note. So even a listener who knows exactly when every onset was played, ``HEARS`` seconds
later, has to guess the last step. This is that listener: a Kalman filter of place and tempo over nominal time (printed
changes of tempo are known). It leaves a hesitation out of its idea of the tempo, and it stands on the next onset until
it has heard it, for what has not been heard has not been played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from follow_data import Piece
from follow_measure import LEAD, steady, within
from follow_run import Reals
from odette.follow.model import ScoreModel

HEARS = 0.04
"""Seconds after which an onset is known."""
RESTLESS = (0.03, 0.06, 0.12, 0.25, 0.5)
"""Wander of the tempo tried: standard deviation of its logarithm per √s."""
SCATTER = (0.005, 0.015, 0.03, 0.06)
"""Scatter of an onset about the beat tried, seconds."""
HESITATION = 4.0
"""Standard deviations from which a late onset says nothing about the tempo."""


@dataclass(frozen=True)
class Gains:
    """What a listener takes the players for."""

    restless: float
    scatter: float


WIDE = 0.3
"""Cue error from which it no longer matters how far off, seconds."""
UNTRIED = Gains(0.12, 0.03)
"""For sets without a piece that parameters may be chosen on."""


@dataclass(frozen=True)
class Ceiling:
    """The best that could be asked for with one performance, errors as in ``follow_measure``."""

    b: tuple[float, ...]
    cue: Reals
    """Size of the cue error at each onset, seconds."""
    steady: Reals
    """Those of steady passages."""


def ceiling(piece: Piece, model: ScoreModel, gains: Gains) -> Ceiling:
    """Of players who jump nobody asks for it: empty. Nor for B of MIDI, where a note is known as it sounds."""
    if piece.jumps:
        return Ceiling(within(np.empty(0)), np.empty(0), np.empty(0))
    nominal, times = places(piece, model)
    slow = _followed(nominal, times, gains)
    b = _b(nominal, times, slow)
    cue = np.abs(_cues(nominal, times, slow))
    return Ceiling(within(np.empty(0) if piece.midi else np.abs(b)), cue, cue[steady(nominal, times)])


def best(pieces: Sequence[tuple[Piece, ScoreModel]]) -> Gains:
    """The gains with which cues on these performances go off nearest to their notes.

    (B would choose a listener who hurries to the next onset and waits there.)
    """
    played = [places(*pair) for pair in pieces]

    def off(gains: Gains) -> float:
        sizes = [np.abs(_cues(n, t, _followed(n, t, gains))) for n, t in played]
        return sum(float(np.minimum(s, WIDE).mean()) for s in sizes)

    return min((Gains(*g) for g in product(RESTLESS, SCATTER)), key=off) if played else UNTRIED


def places(piece: Piece, model: ScoreModel) -> tuple[Reals, Reals]:
    """Onsets in seconds at the printed tempi, and when they were played; both rising."""
    nominal = np.array([model.seconds(b) for b in piece.beats])
    later = np.concatenate([[True], (np.diff(nominal) > 1e-6) & (np.diff(piece.times) > 1e-6)])
    return nominal[later], piece.times[later]


def _followed(nominal: Reals, times: Reals, gains: Gains) -> Reals:
    """(onsets, 2) after each: when the beat was there, and seconds per nominal second, as far as known by then."""
    t, slowness = float(times[0]), 1.0
    tt, ts, ss = 1e-4, 0.0, 0.25
    out = np.empty((len(times), 2))
    out[0] = t, slowness
    noise = gains.scatter**2
    for i, d in enumerate(np.diff(nominal).tolist(), 1):
        restless = (gains.restless * slowness) ** 2
        t += slowness * d
        tt += d * (2 * ts + d * ss) + restless * d**3 / 3
        ts += d * ss + restless * d**2 / 2
        ss += restless * d
        late = float(times[i]) - t
        spread = tt + noise
        if late > HESITATION * spread**0.5:
            t, tt, ts = float(times[i]), noise, 0.0
        else:
            t, slowness = t + tt / spread * late, slowness + ts / spread * late
            ss -= ts * ts / spread
            ts -= tt * ts / spread
            tt -= tt * tt / spread
        slowness = min(5.0, max(0.2, slowness))
        out[i] = t, slowness
    return out


def _b(nominal: Reals, times: Reals, slow: Reals) -> Reals:
    known = np.searchsorted(times, times - HEARS, side="right") - 1
    known = np.minimum(known, np.arange(len(times)) - 1)
    k = np.maximum(known, 0)
    where = nominal[k] + np.maximum(0.0, times - slow[k, 0]) / slow[k, 1]
    where = np.minimum(where, nominal[np.minimum(k + 1, len(times) - 1)])
    return np.asarray(np.interp(np.where(known < 0, nominal[0], where), nominal, times) - times)


def _cues(nominal: Reals, times: Reals, slow: Reals) -> Reals:
    """A cue on each onset goes by the first plan that falls due before the next onset is known.

    Who stands on the next onset plans nothing that comes more than ``LEAD`` after it.
    """
    out = np.zeros(len(times))
    for i in range(1, len(times)):
        k = np.arange(max(0, i - 20), i)
        due = slow[k, 0] + slow[k, 1] * (nominal[i] - nominal[k])
        near = slow[k, 1] * (nominal[i] - nominal[k + 1]) <= LEAD
        first = int(np.argmax((near & (due - LEAD <= times[k + 1] + HEARS)) | (k == i - 1)))
        out[i] = max(due[first], times[k[first]] + HEARS + LEAD) - times[i]
    return out
