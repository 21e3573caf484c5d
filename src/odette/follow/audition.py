"""Auditions: other places are followed beside the reported one, until one of them explains the sound better."""

from math import log

from odette.follow.coarse import Coarse
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME
from odette.follow.filter import Filter
from odette.follow.model import CELLS, ScoreModel

MOST = 2
"""Places that are auditioned at a time."""
FORGET = 0.99
"""Share of the lead that is kept from frame to frame: what happened before counts less and less."""
JUMP_LEAD, CLEAR_LEAD, GIVE_UP = 6.0, 16.0, -6.0
"""Log-likelihood by which another place must explain the sound better to be taken when it is surely right, and when it
is more likely right than not; by how much worse it is given up."""
SURE, LIKELY = 2.2, 0.5
"""Log-odds of being right that count as sure and as likely."""
WEIGHTS = {"always": -3.92, "likely": 0.42, "fit there": 2.07, "fit here": -9.44, "played": 0.64}
"""Of the signs that an auditioned place is right, in log-odds: the coarse tracker's log-odds; the fit there and at the
reported place, log-likelihood a frame above what is usual in this run; nominal seconds played. A regression
as in bench/follow_confidence.py --auditions, over 62 performances and scenes picked by hand from those parameters may
be chosen on, drawn ones among them."""
LONGEST_PLAYED = 1.5
"""Nominal seconds beyond which more playing says no more."""
CHORD = 10.0
"""Log-likelihood that one chord, however long it sounds, may add to a lead or take off it: its frames are all wrong in
the same way."""
JUMP_AFTER = 0.4
"""Nominal seconds another place must have been played to be taken."""
USUAL, THERE, HERE = 30.0, 0.5, 1.5
"""Seconds over which the usual fit is taken, and the recent one of an auditioned and of the reported place. The latter
is judged the longer: one blurred chord is no reason to leave a place that fits."""
AUDITION, LONG_AUDITION = 4.0, 15.0
"""Seconds an audition may take; before the first note."""
JOIN_LEAD, JOIN_AFTER = 60.0, 5.0
"""While waiting, to take it that the beginning was missed: log-likelihood, and nominal seconds played."""
SAME = 0.5
"""Nominal seconds apart at which two places are one."""
UNLIKELY, AT_LEAST = 0.05, 0.5
"""The coarse tracker's probability below which an audition that does not lead is broken off after so many seconds."""


class Audition:
    """Of ``rival``, a filter put at ``cell``, where the players may be instead."""

    def __init__(self, model: ScoreModel, rival: Filter, cell: float, likely: float) -> None:
        self._model = model
        self.rival = rival
        self.cell = self._from = cell
        self.likely = likely
        """The coarse tracker's probability that they are there."""
        self.whole = 0.0
        """Log-likelihood by which it has explained the sound better than the reported place, every frame counted."""
        self.before = 0.0
        """Its lead when the present chord began."""
        self._chord, self._event = 0.0, -1
        self.fit = 0.0
        """Log-likelihood a frame, of late."""
        self._frames = 0

    def hear(self, evidence: Evidence, here: float, forget: float) -> None:
        """``here``: log-likelihood of the newest frame at the reported place; ``forget``: share of the lead kept."""
        self._frames += 1
        self.rival.hear(evidence, learn=False)
        self.cell = self.rival.place()[0]
        event = int(self._model.event_of[min(int(self.cell), self._model.cells - 1)])
        if event > self._event:
            self.before, self._chord, self._event = self.lead, 0.0, event
        better = self.rival.evidence - here
        self.before *= forget
        self._chord = forget * self._chord + better
        self.whole = forget * self.whole + better
        self.fit += max(1 / self._frames, FRAME / THERE) * (self.rival.evidence - self.fit)

    @property
    def lead(self) -> float:
        """Log-likelihood by which it has explained the sound better than the reported place, of each chord ``CHORD`` at
        most."""
        return self.before + min(CHORD, max(-CHORD, self._chord))

    @property
    def seconds(self) -> float:
        return self._frames * FRAME

    @property
    def played(self) -> float:
        """Nominal seconds by which the place has moved on."""
        return (self.cell - self._from) / CELLS


class Auditions:
    """At most ``MOST`` at a time, of places the coarse tracker thinks likely."""

    def __init__(self, model: ScoreModel, coarse: Coarse) -> None:
        self._model, self._coarse = model, coarse
        self._open: list[Audition] = []
        self._usual, self._recent = 0.2, 0.2

    def clear(self) -> None:
        self._open.clear()

    def invite(self, cell: float, pace: float, habit: tuple[float, float, float]) -> None:
        """Audition what the coarse tracker thinks likely; break off what it does not any more.

        ``cell``, ``pace``: the reported place and the players' usual pace; ``habit``: as for ``Filter.habit``.
        """
        for a in self._open:
            a.likely = self._coarse.share(a.cell, pace)
        kept: list[Audition] = []
        for a in self._open:
            worth = a.likely > UNLIKELY or a.lead > JUMP_LEAD or a.seconds < AT_LEAST
            if worth and not _near(a.cell, kept):
                kept.append(a)
        self._open = kept
        for place in self._coarse.elsewhere(cell, pace, MOST):
            if len(kept) < MOST and not _near(place, kept):
                rival = Filter(self._model)
                rival.habit(*habit)
                rival.put(place, 0.5 * pace * CELLS, holding=0.0)
                kept.append(Audition(self._model, rival, place, self._coarse.share(place, pace)))

    def hear(self, evidence: Evidence, cell: float, here: float, starting: bool, waiting: bool) -> Filter | None:
        """Take in the newest frame; the filter that is to follow from now on, if it is another one.

        ``cell``, ``here``: the reported place, and the frame's log-likelihood there; ``starting``: the start is still
        in doubt; ``waiting``: nobody has begun, so far as is known.
        """
        self._recent += FRAME / HERE * (here - self._recent)
        if not self._open:
            self._usual += FRAME / USUAL * (here - self._usual)
            return None
        for a in self._open:
            a.hear(evidence, here, 1 if waiting else FORGET)
        best = max(self._open, key=self._odds)
        if self._joins(best) if starting else self._convinces(best):
            return self._take(best)
        longest = LONG_AUDITION if starting else AUDITION
        self._open = [
            a
            for a in self._open
            if a.lead > GIVE_UP and a.seconds <= longest and (waiting or abs(a.cell - cell) > SAME * CELLS)
        ]
        return None

    def considered(self) -> list[tuple[float, tuple[float, ...]]]:
        """The cell of each place in audition, and the signs that the players are there, in the order of ``WEIGHTS``."""
        return [(a.cell, self._signs(a)) for a in self._open]

    def _signs(self, a: Audition) -> tuple[float, ...]:
        likely = min(0.999, max(0.001, a.likely))
        there, here = (min(1.0, max(-1.0, fit - self._usual)) for fit in (a.fit, self._recent))
        return 1.0, log(likely / (1 - likely)), there, here, min(LONGEST_PLAYED, a.played)

    def _odds(self, a: Audition) -> float:
        """Log-odds that the players are there."""
        return sum(w * sign for w, sign in zip(WEIGHTS.values(), self._signs(a), strict=True))

    def _convinces(self, a: Audition) -> bool:
        odds = self._odds(a)
        clear = (odds > SURE and a.lead > JUMP_LEAD) or (odds > LIKELY and a.lead > CLEAR_LEAD)
        return clear and a.played > JUMP_AFTER

    def _joins(self, a: Audition) -> bool:
        return a.whole > JOIN_LEAD and a.played > JOIN_AFTER

    def _take(self, taken: Audition) -> Filter:
        """From now on the others are compared with this one."""
        self._open.remove(taken)
        for a in self._open:
            a.before -= taken.lead
        self._recent = self._usual
        return taken.rival


def _near(cell: float, others: list[Audition]) -> bool:
    return any(abs(a.cell - cell) < SAME * CELLS for a in others)
