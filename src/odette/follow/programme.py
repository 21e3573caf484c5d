"""A show of several numbers, by ear: one is followed; as it ends the next is listened for; others are recognised."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.features import FRAME, Features, Floats, Frame
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.follow.sighting import SURE, Lookout, Sighting
from odette.follow.succession import NEAR, Succession, Verdict

DOUBTED = 0.7
"""The most that is claimed of a place while another number is on trial: cues wait for people."""
UNCALLED = 5.0
"""Seconds after a hand-over in which the next number must have been asked for: else it is not kept."""


class Programme:
    """Follows the number it is told to, and gives its ``Estimate`` each frame, as a ``Follower`` does.

    Near its end a second follower waits for the next number's first note. When that is surely played this one is
    ``ENDED`` at its last beat, and ``listen`` to the next goes on with the follower that already runs. ``sighting``:
    another number is surely played; nothing is done about it here.

    ``numbers``: in the order of the show; ``models``: gives those of them that are prepared.
    """

    def __init__(self, numbers: Sequence[str], models: Callable[[], Mapping[str, ScoreModel]], rate: int) -> None:
        self._order = list(numbers)
        self._models, self._rate = models, rate
        self.features = Features(rate)
        self.number = ""
        self._follower: Follower | None = None
        self._model: ScoreModel | None = None
        self._next: Follower | None = None
        self._succession = Succession()
        self._handed_over: float | None = None  # seconds since
        self._sure_left = float("inf")  # nominal seconds to the last note, from the last sure place
        self._expected = ""  # the number that may be played now: none once this one has ended
        self._lookout = Lookout(models, rate)
        self._heard = 0
        self._held = False

    @property
    def sighting(self) -> Sighting | None:
        """What is surely played instead of this number."""
        seen = self._lookout.sighting
        return seen if seen is not None and seen.number != self._expected else None

    @property
    def busy(self) -> set[str]:
        """The numbers that are followed: this one, the next as this one ends, another on trial."""
        trial = self._lookout.trial
        return {self.number} | ({self._following()} if self._next else set()) | ({trial.number} if trial else set())

    def listen(self, number: str, model: ScoreModel, beat: Beat | None = None, waiting: bool = False) -> None:
        """Follow this number: from its first note; or, the players being at ``beat`` now, from there; or, ``waiting``,
        from ``beat`` once they begin there."""
        trial = self._lookout.trial
        confirmed = beat is not None and not waiting and trial is not None and trial.number == number
        if number == self.number and beat is not None and not waiting and self._follower is not None:
            self._follower.tell(beat)
        elif confirmed and trial is not None and trial.sure > 0:
            self._follower = trial.follower
        elif beat is None and self._next is not None and number == self._following():
            self._follower = self._next
        else:
            self._follower = Follower(model, self._rate, beat if waiting else None, Sample(self._heard))
            if beat is not None and not waiting:
                self._follower.tell(beat)
        self.number, self._model = number, model
        self._next, self._handed_over = None, None
        self._sure_left = float("inf")
        self._succession = Succession()
        self._lookout.forget(proved=confirmed)

    def tell(self, beat: Beat) -> None:
        """A person says the players are at ``beat`` of this number now."""
        assert self._follower is not None
        self._follower.tell(beat)
        self._lookout.forget(proved=True)

    def hold(self, on: bool) -> None:
        """The room says the players stand still (applause), or may move again."""
        self._held = on
        if self._follower is not None:
            self._follower.hold(on)

    def upbeat(self, due: Sample, beat: float, strokes: Sequence[float] = (1.0,)) -> None:
        """Hands have shown a beat, as ``Follower.upbeat`` says."""
        assert self._follower is not None
        self._follower.upbeat(due, beat, strokes)

    def withdrawn(self) -> None:
        """What was shown was no beat."""
        assert self._follower is not None
        self._follower.withdrawn()

    def hear(self, block: Floats) -> Estimate:
        """``block``: (features.hop,) mono samples."""
        return self.step(self.features(block))

    def step(self, frame: Frame) -> Estimate:
        """``frame``: the next of this programme's ``features``."""
        assert self._follower is not None
        self._heard += self.features.hop
        estimate = self._follower.step(frame)
        if self._handed_over is not None or self._listen_ahead(frame, self._follower, estimate):
            estimate = self._over(estimate)
        if not self._held:
            self._expected = "" if estimate.following is Following.ENDED else self.number
            self._lookout.hear(frame, self._expected, estimate)
            self._join()
        return self._doubted(estimate)

    def _doubted(self, estimate: Estimate) -> Estimate:
        """No place in this number is sure while what sounds is more like another."""
        trial = self._lookout.trial
        if trial is None or trial.number == self._expected or estimate.following is Following.ENDED:
            return estimate
        return replace(estimate, confidence=min(DOUBTED, estimate.confidence))

    def _join(self) -> None:
        """Where the beginning of this number was missed, in what rang on or in a cough, go to where it is by now."""
        seen, trial = self._lookout.sighting, self._lookout.trial
        if self._follower is not None and seen is not None and trial is not None and seen.number == self._expected:
            self._follower = trial.follower
            self._lookout.forget(proved=True)

    def _over(self, estimate: Estimate) -> Estimate:
        """This number, once the next is played."""
        assert self._model is not None
        since = self._handed_over or 0.0
        self._handed_over = since + FRAME
        if since > UNCALLED:
            self._next = None
        return replace(estimate, beat=self._model.end, confidence=1.0, following=Following.ENDED, awaited=None)

    def _listen_ahead(self, frame: Frame, follower: Follower, estimate: Estimate) -> bool:
        """Listen for the next number where this one is about to end; whether it has begun."""
        if not self._ending(follower, estimate):
            self._next = None
            return False
        if self._next is None:
            model = self._models().get(self._following())
            if model is None:
                return False
            self._next = Follower(model, self._rate, first=Sample(self._heard - self.features.hop))
            self._succession = Succession()
        ahead = self._next.step(frame)
        if estimate.following is Following.ENDED:
            return False
        verdict = self._succession.hear(
            follower.left,
            estimate.following is Following.LOST,
            follower.fit,
            self._next.fit,
            ahead.following is not Following.WAITING,
            ahead.confidence >= SURE,
        )
        if verdict is Verdict.AGAIN:
            self._next = None
        return verdict is Verdict.BEGUN

    def _ending(self, follower: Follower, estimate: Estimate) -> bool:
        """Whether this number is near its end, or was when it was last known where the players are."""
        if estimate.following is Following.WAITING:
            return False
        if estimate.following is Following.LOST:
            self._sure_left -= FRAME
            return self._sure_left < NEAR
        if estimate.confidence >= SURE:
            self._sure_left = follower.left
        return follower.left < NEAR

    def _following(self) -> str:
        """The number after this one; empty: it is the last."""
        place = self._order.index(self.number) + 1
        return self._order[place] if place < len(self._order) else ""
