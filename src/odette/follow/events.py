"""Which event sounded last, and when exactly?

The grid of the filter blurs both: its cells are wide, its tempi loose. Here each hypothesis is "event e sounded so long
ago": a hidden semi-Markov chain over events. Durations are spread about the gap at the tempo of the hypothesis
(log-logistic: anyone may wait long), and each hypothesis has a Kalman filter on the logarithm of its tempo. What has
not sounded has not been played: where onsets are plain a hypothesis that it has dies within a few frames, where they
only swell it lives on and the place goes with the forecast.
"""

from dataclasses import dataclass
from math import exp, hypot, log, pi, sqrt

import numpy as np

from odette.follow.evidence import Evidence
from odette.follow.features import FRAME
from odette.follow.model import CELLS, ScoreModel

RESTLESS = 0.12
"""How far log tempo wanders: standard deviation per √s."""
SCATTER, FREEDOM = 0.03, 0.02
"""Standard deviations of an onset about its beat: seconds, and share of the gap before it."""
SURPRISE = 2.5
"""Standard deviations beyond which an early onset says no more about the tempo, and a late one (a breath) nothing."""
USUAL = 0.02
"""Share by which the tempo falls back to the usual one, per nominal second."""
WEIGHTS = (0.1, 0.35, 1.0, 0.8, 0.3, 0.1)
"""How much what just began says of an event that sounded so many frames ago."""
PLAIN, MOST_SWELL = 4.0, 2.0
"""Standard deviations by which onsets stand out that do not swell at all; by how much less those that swell most."""
LATE, LATER = 0.05, 0.035
"""Seconds by which sustained sound follows its notes where onsets are plain; and for each standard deviation less."""
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


@dataclass(slots=True)
class Hypothesis:
    """An event sounded last, ``age`` seconds ago; −1: the beginning of the score."""

    event: int
    age: float
    mass: float
    """Its probability."""
    log_pace: float
    variance: float
    """Of ``log_pace``."""
    start: float
    """Cell of the event."""
    end: float
    """Cell of the next one."""
    gap: float = 0.0
    """Nominal seconds between them."""
    place: float = 0.0
    """Cell where the players are now."""

    def __post_init__(self) -> None:
        self.gap = max(self.end - self.start, 1.0) / CELLS

    def goes_on(self) -> float:
        """The chance that the next event has come with this frame."""
        steep = _SHARP / sqrt(self.variance + (SCATTER / self.gap) ** 2 + FREEDOM**2)
        expected = log(self.gap) - self.log_pace
        before = exp(min(MOST, steep * (log(self.age - FRAME / 2) - expected)))
        after = exp(min(MOST, steep * (log(self.age + FRAME / 2) - expected)))
        return (after - before) / (1 + after)

    def pace_after(self, usual: float) -> tuple[float, float]:
        """Log pace and its variance once the next event has come, now."""
        noise = 2 * (SCATTER / self.gap) ** 2 + 1e-4
        early = log(self.gap / self.age) - self.log_pace
        most = SURPRISE * sqrt(self.variance + noise)
        gain = self.variance / (self.variance + noise) if early > -most else 0.0
        pace = self.log_pace + gain * min(early, most)
        return pace + USUAL * min(1.0, self.gap) * (usual - pace), (1 - gain) * self.variance


class Events:
    """The hypotheses that are left."""

    def __init__(self, model: ScoreModel) -> None:
        self._model = model
        self._swell = 0.0
        self.hypotheses: list[Hypothesis] = []

    def forget(self) -> None:
        """Begin anew where the filter is."""
        self.hypotheses.clear()

    def put(self, cell: float, pace: float) -> None:
        """The players are at ``cell`` now, as somebody says who knows."""
        self.hypotheses.clear()
        self._seed(cell, pace, 1.0)

    def hear(self, evidence: Evidence, cell: float, width: float, pace: float, usual: float) -> None:
        """One frame on. ``cell``, ``width``, ``pace``: the filter's place now, its spread in seconds, its pace;
        ``usual``: logarithm of the usual pace."""
        if not self.hypotheses:
            self._seed(cell, pace, 1.0)
        self._swell = min(MOST_SWELL, max(0.0, PLAIN - evidence.plainness))
        self._pass(usual)
        for h in self.hypotheses:
            h.place = min(h.start + exp(h.log_pace) * CELLS * h.age, h.end - 1)
        width = hypot(width, NARROW)
        for h, score in zip(self.hypotheses, self._fit(evidence), strict=True):
            off = min(abs(h.place - cell) / CELLS / width, FAR)
            h.mass *= exp(score - TRUST / 2 * off * off)
        total = sum(h.mass for h in self.hypotheses)
        self.hypotheses = [h for h in self.hypotheses if h.mass > LEAST * total]
        if sum(h.mass for h in self.hypotheses if abs(h.place - cell) < NEAR * CELLS) < SEED * total:
            self._seed(cell, pace, SEED * total)
        total = sum(h.mass for h in self.hypotheses)
        for h in self.hypotheses:
            h.mass /= total

    def place(self) -> tuple[float, int, float]:
        """Where the players are now: cell, the next event, log pace."""
        last, passed = max(h.event for h in self.hypotheses), 0.0
        while (passed := passed + sum(h.mass for h in self.hypotheses if h.event == last)) < SURE:
            last = max((h.event for h in self.hypotheses if h.event < last), default=last)
        here = [h for h in self.hypotheses if h.event == last]
        total = sum(h.mass for h in here)
        pace = sum(h.mass * h.log_pace for h in here) / total
        lean, limit = (LEAN + LEANER * self._swell) * exp(pace) * CELLS, here[0].end - SHORT * CELLS
        cell = sum(h.mass * min(h.place + lean, limit) for h in here) / total
        return cell, last + 1, pace

    def _cell(self, event: int) -> float:
        """Where an event begins; beyond the last one the end of the score."""
        events = self._model.events
        if event < 0:
            return 0.0
        return float(events[event]) if event < len(events) else float(self._model.cells)

    def _new(self, event: int, age: float, mass: float, log_pace: float, variance: float) -> Hypothesis:
        return Hypothesis(event, age, mass, log_pace, variance, self._cell(event), self._cell(event + 1))

    def _seed(self, cell: float, pace: float, mass: float) -> None:
        """Let in the hypothesis that the filter is right."""
        event = int(np.searchsorted(self._model.events, cell, side="right")) - 1
        since = (cell - self._cell(event)) / (pace * CELLS)
        self.hypotheses.append(self._new(event, max(FRAME / 2, since), mass, log(pace), UNKNOWN))
        self.hypotheses[-1].place = cell

    def _pass(self, usual: float) -> None:
        """A frame later some of each hypothesis has gone on to the next event; what comes to one event is one."""
        born: dict[int, list[tuple[float, float, float]]] = {}
        for h in self.hypotheses:
            h.age += FRAME
            h.variance += RESTLESS**2 * FRAME
            gone = h.mass * h.goes_on() if h.event + 1 < len(self._model.events) else 0.0
            if gone > LEAST / 10:
                h.mass -= gone
                born.setdefault(h.event + 1, []).append((gone, *h.pace_after(usual)))
        for event, ways in born.items():
            mass = sum(m for m, _, _ in ways)
            if mass > LEAST:
                pace, variance = (sum(way[0] * way[k] for way in ways) / mass for k in (1, 2))
                self.hypotheses.append(self._new(event, FRAME / 2, mass, pace, variance))

    def _fit(self, evidence: Evidence) -> list[float]:
        """Log-likelihood of the newest frame under each hypothesis."""
        late = LATE + LATER * self._swell
        at = np.array([h.place - exp(h.log_pace) * CELLS * late for h in self.hypotheses])
        scores: list[float] = evidence.moving(at).tolist()
        recent = [k for k, h in enumerate(self.hypotheses) if h.age < len(WEIGHTS) * FRAME and h.event >= 0]
        if recent:
            events = [self.hypotheses[k].event for k in recent]
            first = min(events)
            began: list[float] = evidence.began(first, max(events) + 1).tolist()
            for k, event in zip(recent, events, strict=True):
                scores[k] += WEIGHTS[int(self.hypotheses[k].age / FRAME)] * began[event - first]
        return scores
