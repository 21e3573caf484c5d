"""Another number than the one that is listened for, or its beginning missed? Suspected by its likeness to what sounds,
then followed on trial."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.features import FRAME, Frame
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.recognition import Likeness, Recognition

LEAST = 4.0
"""Seconds of sound before anything is suspected."""
SUSPECTED, SURELY = 0.05, 0.12
"""By how much more like what sounds than every other a number must be to be tried, and to be told."""
LIKE = 0.4
"""Likeness below which it is none of them."""
SURE, SURE_FOR = 0.8, 2.0
"""Confidence of the follower on trial, and for how many seconds, before it is told."""
PROVING = 20.0
"""Seconds after the first note, or after having been lost, in which the number listened for is still in doubt."""
LOST_FOR = 2.0
"""Seconds of being lost after which it is in doubt again."""
PAUSE = 1.5
"""Seconds of silence after which what sounded before is of no more interest."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is surely played, and where: another number, or the one listened for, which had begun unheard."""

    number: str
    estimate: Estimate


class _Trial:
    """A follower beside the one that is believed."""

    def __init__(self, number: str, model: ScoreModel, beat: Beat, rate: int, first: Sample) -> None:
        self.number = number
        self.follower = Follower(model, rate, beat, first)
        self.follower.join(beat)
        self.estimate: Estimate | None = None
        self.sure = 0.0
        """Seconds for which it has been so."""

    def hear(self, frame: Frame) -> None:
        self.estimate = self.follower.step(frame)
        at_it = self.estimate.following in (Following.PLAYING, Following.HOLDING)
        self.sure = self.sure + FRAME if at_it and self.estimate.confidence >= SURE else 0.0


class Lookout:
    """Looks for what is played while it is in doubt which one is played; costs nothing while it is not.

    ``models``: gives those that are prepared, by number, in the order of the show.
    """

    def __init__(self, models: Callable[[], Mapping[str, ScoreModel]], rate: int) -> None:
        self._models, self._rate = models, rate
        self._recognition: Recognition | None = None
        self._known: Mapping[str, ScoreModel] = {}
        self._silent = self._playing = self._lost = 0.0
        self._proved = False
        self.trial: _Trial | None = None
        self.sighting: Sighting | None = None

    def forget(self, proved: bool = False) -> None:
        """Another number is listened for; ``proved``: and is surely played."""
        self._recognition, self.trial, self.sighting = None, None, None
        self._playing = self._lost = 0.0
        self._proved = proved

    def hear(self, frame: Frame, expected: str, estimate: Estimate) -> None:
        """After each frame. ``expected``: the number listened for, empty: none; ``estimate``: where it seems to be."""
        self._silent = self._silent + FRAME if frame.silent else 0.0
        if not self._in_doubt(estimate.following) or self._silent > PAUSE:
            self._recognition, self.trial, self.sighting = None, None, None
            return
        if self._recognition is None:
            self._known = self._models()
            if len(self._known) < 2:
                return
            self._recognition = Recognition(self._known)
        if self.trial is not None:
            self.trial.hear(frame)
        if self._recognition.hear(frame) and self._recognition.seconds >= LEAST:
            self._weigh(self._recognition.likeness(), expected, estimate)

    def _in_doubt(self, following: Following) -> bool:
        """Whether what is played may be another number than the one that is followed."""
        if following in (Following.WAITING, Following.ENDED):
            self._playing, self._proved = 0.0, False
            return True
        if following is Following.LOST:
            self._lost += FRAME
            if self._lost > LOST_FOR:
                self._playing, self._proved = 0.0, False
                return True
        else:
            self._lost = 0.0
        self._playing += FRAME
        return not self._proved and self._playing < PROVING

    def _weigh(self, likeness: Mapping[str, Likeness], expected: str, estimate: Estimate) -> None:
        """Try the likeliest number, tell it when it is sure, and give it up when another is as likely.

        The number listened for is tried only if its beginning was missed.
        """
        best = max(likeness, key=lambda name: likeness[name].of)
        lead = likeness[best].of - max(each.of for name, each in likeness.items() if name != best)
        like = likeness[best].of > LIKE
        clear = lead > SURELY and like
        waiting = estimate.following is Following.WAITING
        if best == expected and not (waiting and like):
            self._proved = self._proved or clear
            self.trial, self.sighting = None, None
        elif self.trial is None or self.trial.number != best:
            self.trial, self.sighting = None, None
            if like and lead > SUSPECTED:
                self.trial = _Trial(best, self._known[best], likeness[best].beat, self._rate, estimate.heard)
        elif self.trial.estimate is not None and (self.sighting is not None or (clear and self.trial.sure > SURE_FOR)):
            self.sighting = Sighting(best, self.trial.estimate)
