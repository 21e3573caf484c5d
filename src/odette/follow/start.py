"""Before the first note: has the music begun, or is that still the house, the tuning, a cough?"""

import numpy as np

from odette.follow.evidence import KAPPA, NEUTRAL, Evidence
from odette.follow.features import FRAME, contrast
from odette.follow.filter import Filter
from odette.follow.model import CENTRE, ScoreModel, comb

CHANCE = 0.002
"""That the music begins with a given frame."""
LIKE_FIRST = np.float32(0.3)
"""How much of the fit with the first chord also speaks for waiting: someone may be trying that note."""
SETTLED = 1.6
"""Seconds of playing after which the start is no longer doubted."""
UNKNOWN, UNKNOWN_FOR = 0.7, 1.0
"""The most that waiting is sure of itself while what sounds is not silence, tuning or the first note tried; seconds
over which that is taken. Murmur as loud as the music hides it."""
_OPEN_STRINGS = (36, 43, 50, 57, 55, 62, 69, 76, 81)


class Start:
    """Probability that the players have not begun, against the filter's that they have."""

    def __init__(self, model: ScoreModel, cell: float) -> None:
        self._model = model
        self.cell = cell
        self.waiting = 1.0
        self._playing = 0.0
        self.fit = 0.0
        """Log-likelihood of the newest frame if nobody has begun."""
        self._unknown = 0.0
        tuning = contrast(np.log1p(np.sqrt((comb()[list(_OPEN_STRINGS)] ** 2).sum(0))))
        tuning = tuning * np.float32(np.sqrt((model.mean**2).sum() / (tuning**2).sum())) * 2 - CENTRE * model.mean
        self._tuning = tuning / np.sqrt((tuning**2).sum())

    def hear(self, evidence: Evidence, f: Filter, silent: bool, shown: float) -> None:
        """After the filter's step with the newest frame; ``shown``: the chance that the music begins with it, by what
        the hands have shown. They say nothing of silence."""
        self.fit = self._fit(evidence, silent)
        log_odds = np.clip(self.fit - f.evidence, -50, 50)
        odds = self.waiting / max(1 - self.waiting, 1e-12) * np.exp(log_odds)
        chance = CHANCE if silent else max(CHANCE, shown)
        begins = odds * chance
        f.mix(self.cell, begins / (1 + begins))
        odds = odds * (1 - chance) / (1 + begins)
        self.waiting = float(odds / (1 + odds))
        self._playing = self._playing + FRAME if self.over else 0.0
        unknown = self.fit == 0 and not silent
        self._unknown += FRAME / UNKNOWN_FOR * (unknown - self._unknown)

    @property
    def confidence(self) -> float:
        """Probability that nobody has begun, so far as can be heard."""
        return self.waiting * (1 - (1 - UNKNOWN) * self._unknown)

    @property
    def over(self) -> bool:
        return self.waiting < 0.1

    @property
    def settled(self) -> bool:
        """Beyond doubt for so long that it need not be asked any more."""
        return self._playing > SETTLED

    def _fit(self, evidence: Evidence, silent: bool) -> float:
        if silent:
            return 0.0
        tuning = float((self._tuning * evidence.heard).sum())
        low = int(self.cell)
        first = float(evidence.match(low, low + 2, 0.0).max())
        return max(0.0, float(KAPPA * (tuning - NEUTRAL)), float(LIKE_FIRST * KAPPA * (first - NEUTRAL)))
