"""Which event sounded last, and when exactly?

The grid of the filter blurs both: its cells are wide, its tempi loose. Here each hypothesis is "event e sounded so long
ago": a hidden semi-Markov chain over events. Durations are spread about the gap at the tempo of the hypothesis
(log-logistic: anyone may wait long, and under a fermata longer, until hands show that it is over), and each hypothesis
has a Kalman filter on the logarithm of its tempo. What has not sounded has not been played: where onsets are plain a
hypothesis that it has dies within a few frames, where they only swell it lives on and the place goes with the forecast.
"""

from math import exp, hypot, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from odette.follow.change import BACK
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME
from odette.follow.model import CELLS, Indices, Reals, ScoreModel

RESTLESS = 0.12
"""How far log tempo wanders: standard deviation per √s."""
SCATTER, FREEDOM = 0.03, 0.02
"""Standard deviations of an onset about its beat: seconds, and share of the gap before it."""
HELD = 0.5
"""Logarithm by which a fermata is longer than written, as often as not, and standard deviation of that."""
SURPRISE = 2.5
"""Standard deviations beyond which an early onset says no more about the tempo, and a late one (a breath) nothing."""
USUAL = 0.02
"""Share by which the tempo falls back to the usual one, per nominal second."""
WEIGHTS = np.array([0.1, 0.35, 1.0, 0.8, 0.3, 0.1])
"""How much what just began says of an event that sounded so many frames ago."""
ATTACKS = np.array([1.0, 0.3, 0.0, 0.0, 0.0, 0.0])
"""How much its attack says, likewise."""
PLAIN, MOST_SWELL = 4.0, 2.0
"""Standard deviations by which onsets stand out that do not swell at all; by how much less those that swell most."""
LATE, LATER = 0.05, 0.035
"""Seconds by which sustained sound follows its notes where onsets are plain; and for each standard deviation less."""
RISE, RISE_LATER = 0.05, 0.015
"""Likewise, until half of what changes has changed."""
TRUST = 0.08
"""Of the filter's place, in each of its frames: many of them say the same."""
NARROW = 0.05
"""Seconds to which the filter's place is never known."""
FAR, NEAR, SEED = 4.0, 0.3, 0.02
"""Standard deviations from the filter's place beyond which more says no more; nominal seconds within which a hypothesis
agrees with it; share of the probability that goes there where hardly any does."""
SURE = 0.85
"""Probability from which an event is reported as passed."""
LEAN, LEANER = 0.03, 0.01
"""Seconds the report leans ahead, likewise: the next onset holds it back where it is early."""
RAMP, HALFWAY = 0.15, 0.5
"""Seconds after an event within which the report comes to lean so far, and at most what share of the gap to the next
one: of what was just heard the age is known."""
SHORT = 0.01
"""Nominal seconds before an onset at which the report stands until it has sounded."""
LEAST = 1e-4
"""Probability below which a hypothesis is dropped."""
UNKNOWN = 0.04
"""Variance of a log pace that is the filter's."""
MOST = 40.0
"""Log-odds beyond which an event is certain to have come."""

_SHARP = pi / sqrt(3)
"""Standard deviation of the logarithm of a log-logistic variable of shape 1."""


class Events:
    """The hypotheses that are left, a column each."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._cells = np.concatenate([[0], model.events, [model.cells]])
        """Where event e begins: at e + 1. Event −1 is the beginning of the score, after the last one comes its end."""
        last = np.minimum(self._cells, model.cells - 1)
        self._fermata = np.where(np.arange(len(last)) > 0, HELD * model.fermata[last], 0.0)
        """Likewise: how much longer the event may be held."""
        self._swell = 0.0
        self.forget()

    def forget(self) -> None:
        """Begin anew where the filter is."""
        self._event: Indices = np.empty(0, np.intp)
        """(hypotheses,) the event that sounded last; −1: the beginning of the score."""
        self._rows = np.empty((5, 0))
        """(5, hypotheses) probability, seconds since then, log pace and its variance, cell of the players."""

    @property
    def mass(self) -> Reals:
        """(hypotheses,) their probabilities."""
        return np.asarray(self._rows[0])

    def put(self, cell: float, pace: float) -> None:
        """The players are at ``cell`` now, as somebody says who knows."""
        self.forget()
        self._seed(cell, pace, 1.0)

    def hear(
        self, evidence: Evidence, cell: float, width: float, pace: float, usual: float, release: float = 0.0
    ) -> None:
        """One frame on. ``cell``, ``width``, ``pace``: the filter's place now, its spread in seconds, its pace;
        ``usual``: logarithm of the usual pace; ``release``: the chance that a fermata is over, if that was shown."""
        if not len(self._event):
            self._seed(cell, pace, 1.0)
        self._swell = min(MOST_SWELL, max(0.0, PLAIN - evidence.plainness))
        self._pass(usual, release)
        mass, age, log_pace, _, place = self._rows
        paces = np.exp(log_pace) * CELLS
        start, end = self._cells[self._event + 1], self._cells[self._event + 2]
        place[:] = np.minimum(start + paces * age, end - 1)
        off = np.minimum(np.abs(place - cell) / (CELLS * hypot(width, NARROW)), FAR)
        mass *= np.exp(self._fit(evidence, start, end, paces) - TRUST / 2 * off * off)
        total = float(mass.sum())
        near = float(mass[np.abs(place - cell) < NEAR * CELLS].sum())
        self._keep(mass > LEAST * total)
        if near < SEED * total:
            self._seed(cell, pace, SEED * total)
        self._rows[0] /= self._rows[0].sum()

    def place(self) -> tuple[float, int, float]:
        """Where the players are now: cell, the next event, log pace."""
        first = int(self._event.min())
        masses = np.bincount(self._event - first, self._rows[0])
        # From the furthest event back: so probable is it that this one, or a later one, has sounded.
        sounded = np.cumsum(masses[::-1])
        last = first + len(masses) - 1 - min(int(np.searchsorted(sounded, SURE)), len(masses) - 1)
        mass, age, log_pace, _, place = self._rows[:, self._event == last]
        mass = mass / mass.sum()
        pace = float((mass * log_pace).sum())
        lean = (LEAN + LEANER * self._swell) * exp(pace) * CELLS
        start, end = float(self._cells[last + 1]), float(self._cells[last + 2])
        leaning = np.minimum(1.0, age / min(RAMP, HALFWAY * max(end - start, 1.0) / CELLS / exp(pace)))
        return float((mass * np.minimum(place + lean * leaning, end - SHORT * CELLS)).sum()), last + 1, pace

    def _seed(self, cell: float, pace: float, mass: float) -> None:
        """Let in the hypothesis that the filter is right."""
        event = int(np.searchsorted(self._model.events, cell, side="right")) - 1
        since = (cell - float(self._cells[event + 1])) / (pace * CELLS)
        self._add(np.array([event]), np.array([[mass], [max(FRAME / 2, since)], [log(pace)], [UNKNOWN], [cell]]))

    def _add(self, event: Indices, rows: Reals) -> None:
        self._event = np.concatenate([self._event, event])
        self._rows = np.concatenate([self._rows, rows], axis=1)

    def _keep(self, which: NDArray[np.bool_]) -> None:
        self._event, self._rows = self._event[which], self._rows[:, which]

    def _pass(self, usual: float, release: float) -> None:
        """A frame later some of each hypothesis has gone on to the next event; what comes to one event is one."""
        mass, age, log_pace, variance, _ = self._rows
        age += FRAME
        variance += RESTLESS**2 * FRAME
        gap = np.maximum(self._cells[self._event + 2] - self._cells[self._event + 1], 1) / CELLS
        held = self._fermata[self._event + 1]
        gone = mass * np.maximum(_goes_on(gap, age, log_pace, variance, held), release * (held > 0))
        gone[(gone < LEAST / 10) | (self._event + 1 >= len(self._model.events))] = 0
        mass -= gone
        first = int(self._event.min())
        to = self._event - first
        born = np.bincount(to, gone)
        new = np.flatnonzero(born > LEAST)
        if len(new):
            paces, variances = _pace_after(gap, age, log_pace, variance, usual)
            rows = np.empty((5, len(new)))
            rows[0], rows[1], rows[4] = born[new], FRAME / 2, 0
            rows[2] = np.bincount(to, gone * paces)[new] / rows[0]
            rows[3] = np.bincount(to, gone * variances)[new] / rows[0]
            self._add(new + first + 1, rows)

    def _fit(self, evidence: Evidence, start: Reals, end: Reals, paces: Reals) -> Reals:
        """(hypotheses,) log-likelihood of the newest frame. ``start``, ``end``: cells of the event and of the next;
        ``paces``: cells a second."""
        mass, age, _, _, place = self._rows
        late = LATE + LATER * self._swell
        rises = RISE + RISE_LATER * self._swell
        was = np.minimum(start + paces * (age - BACK * FRAME), end - 1)
        scores = evidence.moving(place - paces * late)
        scores += evidence.change(was - paces * rises, place - paces * rises, mass / mass.sum())
        recent = np.flatnonzero((age < len(WEIGHTS) * FRAME) & (self._event >= 0))
        if len(recent):
            events = self._event[recent]
            first = int(events.min())
            began = evidence.began(first, int(events.max()) + 1)
            frame = (age[recent] / FRAME).astype(np.intp)
            scores[recent] += WEIGHTS[frame] * began[events - first] + ATTACKS[frame] * evidence.struck()
        return scores


def _goes_on(gap: Reals, age: Reals, log_pace: Reals, variance: Reals, held: Reals) -> Reals:
    """The chance that the next event has come with this frame, ``gap`` nominal seconds after one of this ``age``, that
    may be ``held``."""
    steep = _SHARP / np.sqrt(variance + (SCATTER / gap) ** 2 + FREEDOM**2 + held**2)
    expected = np.log(gap) - log_pace + held
    before = np.exp(np.minimum(MOST, steep * (np.log(age - FRAME / 2) - expected)))
    after = np.exp(np.minimum(MOST, steep * (np.log(age + FRAME / 2) - expected)))
    return np.asarray((after - before) / (1 + after))


def _pace_after(gap: Reals, age: Reals, log_pace: Reals, variance: Reals, usual: float) -> tuple[Reals, Reals]:
    """Log pace and its variance once the next event has come, now."""
    noise = 2 * (SCATTER / gap) ** 2 + 1e-4
    early = np.log(gap / age) - log_pace
    most = SURPRISE * np.sqrt(variance + noise)
    gain = np.where(early > -most, variance / (variance + noise), 0.0)
    pace = log_pace + gain * np.minimum(early, most)
    return pace + USUAL * np.minimum(1.0, gap) * (usual - pace), (1 - gain) * variance
