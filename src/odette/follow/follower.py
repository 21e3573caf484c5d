"""The follower: sound in, where the players are out."""

from collections.abc import Sequence
from math import exp, log

import numpy as np

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.audition import Auditions
from odette.follow.coarse import Coarse
from odette.follow.confidence import Confidence
from odette.follow.ending import Ending
from odette.follow.estimate import Estimate
from odette.follow.events import Events
from odette.follow.evidence import Evidence
from odette.follow.features import FRAME, Features, Floats, Frame
from odette.follow.filter import LOG_PACE, Filter
from odette.follow.lag import Lag
from odette.follow.model import CELLS, ScoreModel
from odette.follow.start import Start
from odette.follow.upbeat import BELIEVED, Upbeat, paces

HABIT = 15.0
"""Seconds over which the players' usual pace is learned."""
STEP_BACK = 0.25
"""Nominal seconds by which better knowledge must set the players back for the report to step back while they play."""
STEADY = 0.1
"""Seconds over which the reported tempo is taken: just before an onset the filter thinks the players a little slow."""
SOON = 0.1
"""Seconds before an onset from which it is awaited, if it will be plain."""
LOST_BELOW, FOUND_ABOVE = 0.7, 0.8
"""Probability that the players are not somewhere else altogether at which they count as lost and as found again."""
LOST_AFTER = 0.2
"""Seconds below which it must be for that."""

FIRST = Sample(0)


class Follower:
    """Follows one number from the score alone. Deterministic: the same frames give the same estimates, bit for bit.

    ``rate``: of the capture device; ``start``: where the players will begin (default: at the first note);
    ``first``: the sample at which the first frame begins.
    """

    def __init__(self, model: ScoreModel, rate: int, start: Beat | None = None, first: Sample = FIRST) -> None:
        self._model = model
        self.features = Features(rate)
        self._evidence = Evidence(model)
        self._filter = Filter(model)
        self._coarse = Coarse(model)
        self._lag = Lag(model)
        self._events = Events(model)
        self._ending = Ending(model)
        self.trust = Confidence()
        """What the reported confidence is made from."""
        self.auditions = Auditions(model, self._coarse)
        """Of other places."""
        self._upbeat = Upbeat()
        self._heard = int(first)
        self._held = False
        self._log_pace, self._played = 0.0, 0.0
        self._tempo = 0.0
        self._awaited: Beat | None = None
        self._habit = (0.0, 0.9, 1.0)
        self._doubt = 0.0
        self._following = Following.WAITING
        begins = model.cell(start) if start else float(model.events[0])
        self._start: Start | None = Start(model, begins)
        self._place(begins)

    def hear(self, block: Floats) -> Estimate:
        """``block``: (features.hop,) mono samples."""
        return self.step(self.features(block))

    def step(self, frame: Frame) -> Estimate:
        """``frame``: the next of this follower's ``features``, or of ``SymbolicFeatures``."""
        self._heard += self.features.hop
        playing = self._following not in (Following.WAITING, Following.ENDED)
        self._evidence.hear(frame, learn=playing and not self._held)
        if self._held:
            self._filter.stand()
        elif self._following is not Following.ENDED:
            self._follow(frame)
        return self._estimate(frame)

    def tell(self, beat: Beat) -> None:
        """A person says the players are at ``beat`` now; before the first note: will begin there."""
        cell = self._model.cell(beat)
        self._ending = Ending(self._model)
        if self._following is Following.WAITING:
            self._start = Start(self._model, cell)
        else:
            self._start = None
            self._following = Following.PLAYING
        self._place(cell)

    def join(self, beat: Beat) -> None:
        """The players are at ``beat`` already, and were not heard to begin."""
        self._following = Following.PLAYING
        self.tell(beat)

    def hold(self, on: bool) -> None:
        """The room says the players stand still (applause), or may move again."""
        self._held = on

    def upbeat(self, due: Sample, beat: float, strokes: Sequence[float] = (1.0,)) -> None:
        """Hands have shown a beat: music is likely around ``due``, at ``beat`` seconds a stroke (0: not known), which
        may stand for so many quarter notes. Evidence for what begins, and how fast; never for a place."""
        if self._following is Following.PLAYING:
            self._upbeat = Upbeat()
            return
        self._upbeat.show(due / self.features.rate, beat)
        if self._following is Following.WAITING:
            self._filter.habit(*self._habit)
            self._filter.expect(paces(beat, strokes, self._model.quarters(self._cell)), BELIEVED)

    def withdrawn(self) -> None:
        """What was shown was no beat."""
        self._upbeat.withdraw()
        if self._following is Following.WAITING:
            self._filter.habit(*self._habit)

    @property
    def fit(self) -> float:
        """Log-likelihood of the newest frame where the players are taken to be."""
        start = self._start
        return start.fit if start is not None and not start.over else self._filter.evidence

    @property
    def left(self) -> float:
        """Nominal seconds from the reported place to the last note; negative after it."""
        return float(self._model.events[-1] - self._cell) / CELLS

    def predict(self, beat: Beat) -> tuple[float, float]:
        """Seconds from the last ``Estimate.heard`` until ``beat`` sounds, and their standard deviation.

        Printed changes of tempo on the way are counted with; negative for what lies behind.
        """
        nominal = (self._model.cell(beat) - self._cell) / CELLS
        paces = self._filter.paces()
        spread_log = float(np.sqrt((paces * (np.log(self._filter.pace) - LOG_PACE) ** 2).sum()))
        pace = exp(self._tempo)
        seconds = nominal / pace
        return seconds, float(np.hypot(self._width / pace, seconds * spread_log))

    @property
    def _seconds(self) -> float:
        """Of sound heard."""
        return self._heard / self.features.rate

    def _place(self, cell: float) -> None:
        waiting = self._start is not None
        self._filter.put(cell, 0.0 if waiting else 0.1 * CELLS, holding=0.0 if waiting else 0.3)
        self._coarse.put(cell)
        self.auditions.clear()
        self._lag.forget()
        self._events.put(cell, exp(self._log_pace))
        self._cell, self._width = cell, 0.1

    def _follow(self, frame: Frame) -> None:
        pace = exp(self._log_pace)
        self._filter.hear(self._evidence, learn=True)
        if self._start is not None:
            self._start.hear(self._evidence, self._filter, frame.silent, self._upbeat.rate(self._seconds) * FRAME)
        if self._coarse.hear(frame, self._evidence, self._cell, pace):
            self.auditions.invite(self._cell, pace, self._habit)
        self._listen_elsewhere()
        self._learn_habit(frame)

    def _listen_elsewhere(self) -> None:
        starting = self._start is not None
        waiting = self._start is not None and not self._start.over
        here = self._start.fit if self._start is not None and waiting else self._filter.evidence
        better = self.auditions.hear(self._evidence, self._cell, here, starting, waiting)
        if better is not None:
            self._filter, self._start = better, None
            self._lag.forget()
            self._events.forget()
            self.trust.jumped()

    def _learn_habit(self, frame: Frame) -> None:
        if frame.silent or self._start is not None:
            return
        self._played += FRAME / HABIT
        known = min(1.0, self._played)
        self._log_pace += FRAME / (4 + known * (HABIT - 4)) * (log(self._filter.pace) - self._log_pace)
        if self._heard // self.features.hop % 10 == 0:
            self._habit = (self._log_pace, 0.9 - 0.6 * known, 0.3)
            self._filter.habit(*self._habit)

    def _estimate(self, frame: Frame) -> Estimate:
        f, model = self._filter, self._model
        cell, self._width = f.place()
        if self._start is not None:
            if self._start.settled:
                self._start = None
            elif not self._start.over:
                cell = self._start.cell
        if self._following is not Following.ENDED:
            self._lag.hear(frame, self._evidence, cell, f.pace)
            cell = self._now(frame, cell)
            small_step_back = 0 < self._cell - cell < STEP_BACK * CELLS
            at_it = self._following in (Following.PLAYING, Following.HOLDING)
            self._cell = self._cell if small_step_back and at_it else cell
        confidence = self._confidence()
        self._following = self._state(frame)
        return Estimate(
            Sample(self._heard),
            model.beat(self._cell),
            model.quarters(self._cell) * exp(self._tempo),
            confidence,
            self._following,
            self._awaited,
        )

    def _now(self, frame: Frame, cell: float) -> float:
        """Where the players are when the newest frame ends, from the cell at which the filter hears them.

        Not beyond the next onset, unless it has probably sounded.
        """
        self._awaited = None
        f, events = self._filter, self._model.events
        waiting = self._start is not None and not self._start.over
        if waiting:
            self._events.forget()
        elif not self._held:
            now = cell + f.pace * self._lag.seconds * CELLS
            release = 0.0 if frame.silent else self._upbeat.rate(self._seconds) * FRAME
            self._events.hear(self._evidence, now, self._width, f.pace, self._log_pace, release)
        if waiting or self._held or self._following not in (Following.PLAYING, Following.HOLDING):
            self._tempo += FRAME / STEADY * (log(f.pace) - self._tempo)
            return cell
        now, following, pace = self._events.place()
        self._tempo += FRAME / STEADY * (pace - self._tempo)
        soon = now + SOON * exp(pace) * CELLS
        if following < len(events) and events[following] < soon and self._evidence.plain(following):
            self._awaited = self._model.beat(events[following])
        return now

    def _confidence(self) -> float:
        """Probability that the reported place is right to within a quarter note."""
        if self._start is not None and not self._start.over:
            return self._start.confidence
        f = self._filter
        quarter = 60 / self._model.quarters(self._cell) * CELLS
        low, high = int(self._cell - quarter) - f.low, int(self._cell + quarter) + 1 - f.low
        share = min(1.0, float(f.mass[max(0, low) : max(0, high)].sum()))
        self.trust.step()
        if self._held:
            return share
        coarse = self._coarse.share(self._cell, exp(self._log_pace))
        standing = float(f.holding.sum(0)[~self._model.fermata[f.low : f.high]].sum())
        slow = self._log_pace - log(f.pace)
        return self.trust(share, coarse, self._width, standing, slow)

    @property
    def _fermata(self) -> bool:
        return bool(self._model.fermata[min(int(self._cell), self._model.cells - 1)])

    def _state(self, frame: Frame) -> Following:
        if self._start is not None and not self._start.over:
            return Following.WAITING
        if self._following is Following.ENDED or (
            self.trust.settled and self._ending.hear(frame, self._evidence, self._cell)
        ):
            return Following.ENDED
        was_lost = self._following is Following.LOST
        unsure = self.trust.here < (FOUND_ABOVE if was_lost else LOST_BELOW)
        self._doubt = self._doubt + FRAME if unsure and not self._held else 0.0
        if (was_lost and unsure) or self._doubt > LOST_AFTER:
            return Following.LOST
        still = float(self._filter.holding.sum()) / float(self._filter.mass.sum())
        eager = self._following is Following.HOLDING or self._fermata
        if self._held or still > (0.35 if eager else 0.6):
            return Following.HOLDING
        return Following.PLAYING
