"""The follower of notes: keys pressed and let go in, where the players are out, at once with every note."""

from collections.abc import Sequence
from math import exp, hypot

import numpy as np

from odette.core.clocks import Beat, Sample
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.notes_anywhere import Anywhere
from odette.follow.notes_filter import JITTER, RUBATO, NoteFilter, Places, one_place
from odette.follow.notes_score import NoteScore
from odette.follow.upbeat import Upbeat, paces

BEGIN = (0.05, 0.01, 0.005)
"""Chances per note that the players begin at the first event, or with one of the two after it."""
TRIED = 1.0
"""Notes a second that somebody tries who does not begin."""
BEGUN = 0.1
"""Probability of their being nowhere below which they have begun."""
JUMP, JOIN = 1e-2, 1e-9
"""Chance per note that they are where the whole score says they might be instead; before they have begun."""
HABIT = 60.0
"""Notes over which it is learned how many are left unplayed."""
CHORD = 0.04
"""Seconds without a note after which the rest of a chord is not waited for any more."""
SHORT_OF = 0.02
"""Nominal seconds before a note that must still come at which the position waits for it."""
SOON = 0.1
"""Seconds before its time from which it is awaited."""
PATIENCE = 0.25
"""Seconds by which that note must be late for the players to count as holding."""
LOST_BELOW, FOUND_ABOVE = 0.35, 0.6
"""Confidence at which the players count as lost and as found again."""
LOST_AFTER = 1.0
"""Seconds below which it must be for that."""
GONE, STUCK = 0.6, 3.0
"""Seconds without a key down after which it is over: after the last note; shortly before it."""
RUNG, NEARLY = 6.0, 4.0
"""Seconds that the last note rings at most; nominal seconds before it that count as shortly before it."""


class NoteFollower:
    """Follows one number from the score alone. Deterministic: the same notes give the same estimates, bit for bit.

    ``rate``: samples a second of the time line its notes are stamped in; ``start``: where the players will begin
    (default: at the first note). Times must not go back.
    """

    def __init__(self, score: NoteScore, rate: int, start: Beat | None = None) -> None:
        self._score = score
        self._rate = rate
        self._filter = NoteFilter(score)
        self._anywhere = Anywhere(score)
        self._upbeat = Upbeat()
        self._now = 0.0
        self._silent_from = 0.0
        self._down: set[int] = set()
        self._held_from: float | None = None
        self._unsure_from: float | None = None
        self._following = Following.WAITING
        self._await(0 if start is None else score.event_at(start))

    def note_on(self, pitch: int, velocity: int, at: Sample) -> Estimate:
        """A key is pressed; velocity 0 is note off."""
        if velocity == 0:
            return self.note_off(pitch, at)
        self._now = at / self._rate
        self._down.add(pitch)
        if self._held_from is None and self._following is not Following.ENDED:
            self._hear(pitch)
        return self._estimate(at)

    def note_off(self, pitch: int, at: Sample) -> Estimate:
        """A key is let go."""
        self._now = self._silent_from = at / self._rate
        self._down.discard(pitch)
        return self._estimate(at)

    def wait(self, at: Sample) -> Estimate:
        """Nothing but time has passed."""
        self._now = at / self._rate
        return self._estimate(at)

    def tell(self, beat: Beat) -> None:
        """A person says the players are at ``beat`` now; before the first note: will begin there."""
        event = self._score.event_at(beat)
        self._anywhere.put(event)
        if self._following is Following.WAITING:
            self._await(event)
            return
        self._filter.clear()
        since = (self._score.nominal(beat) - self._score.seconds[event]) * exp(self._log_stretch)
        told = one_place(event, 1.0, self._now - max(0.0, since), self._log_stretch, float(self._score.size[event]))
        self._filter.put(told)
        self._following, self._unsure_from = Following.PLAYING, None
        self._find()

    def hold(self, on: bool) -> None:
        """The players stand still, or may move again: neither what is played between counts, nor the time."""
        if on and self._held_from is None:
            self._held_from = self._now
        elif not on and self._held_from is not None:
            self._filter.postpone(self._now - self._held_from)
            self._held_from = None
            self._find()

    def upbeat(self, due: Sample, beat: float, strokes: Sequence[float] = (1.0,)) -> None:
        """Hands have shown a beat: music is likely around ``due``, at ``beat`` seconds a stroke (0: not known), which
        may stand for so many quarter notes. It counts before the first note; from then on every key tells more."""
        if self._following is Following.WAITING:
            self._upbeat.show(due / self._rate, beat)
            quarters = self._score.quarters(float(self._score.seconds[self._event]))
            shown = paces(beat, strokes, quarters)
            self._filter.entering = -next((pace for pace, chance in shown if chance > 0.5), 0.0)

    def withdrawn(self) -> None:
        """What was shown was no beat."""
        self._upbeat.withdraw()
        self._filter.entering = 0.0

    def predict(self, beat: Beat) -> tuple[float, float]:
        """Seconds from the last ``Estimate.heard`` until ``beat`` sounds, and their standard deviation.

        Printed changes of tempo on the way are counted with; negative for what lies behind.
        """
        seconds = (self._score.nominal(beat) - self._position()) * exp(self._log_stretch)
        return seconds, hypot(JITTER + max(0.0, self._overdue()), seconds * (self._doubt + RUBATO**2) ** 0.5)

    def _await(self, event: int) -> None:
        """The players will begin at ``event``."""
        last = len(self._score.size) - 1
        self._filter.clear()
        self._filter.entrances = {min(event + k, last): chance for k, chance in enumerate(BEGIN)}
        self._believe(one_place(event, 1.0, self._now, 0.0, 0.0))

    def _hear(self, pitch: int) -> None:
        f = self._filter
        waiting = self._following is Following.WAITING
        since = self._now - f.last
        if waiting:
            rate = self._upbeat.rate(self._now)
            f.entrances[self._event] = max(BEGIN[0], rate / (rate + TRIED))
        f.hear(pitch, self._now)
        for event, probable in zip(*self._anywhere.hear(pitch, since), strict=True):
            near = np.abs(f.places.event - event) <= 2
            if float(f.places.mass[near].sum()) < JUMP:
                chance = float(probable) * (JOIN if waiting else JUMP)
                f.put(one_place(int(event), chance, self._now, self._log_stretch, 1.0))
        if waiting and f.nowhere < BEGUN:
            self._following, waiting = Following.PLAYING, False
            f.entrances = {}
        if not waiting and len(f.places.event):
            self._find()

    def _find(self) -> None:
        """Turn to the likeliest place, and learn from what was passed on the way there."""
        places = self._filter.places
        before, struck = self._event, self._struck
        self._believe(places.take(np.array([places.mass.argmax()])))
        if struck and before < self._event <= before + 8:
            written = float(self._score.size[before : self._event].sum())
            self._filter.learn_unplayed(1 - min(1.0, struck / written), min(1.0, written / HABIT))

    def _believe(self, place: Places) -> None:
        """Everything reported comes from this one place."""
        self._event = int(place.event[0])
        self._moment, self._struck = float(place.moment[0]), float(place.struck[0])
        self._log_stretch, self._doubt = float(place.log_stretch[0]), float(place.doubt[0])
        self._next = self._filter.next_sure(self._event)

    def _position(self) -> float:
        """Nominal seconds from the start to where the players are now: at most just before what must still come."""
        here = float(self._score.seconds[self._event])
        if self._following is Following.WAITING:
            return here
        now = self._now if self._held_from is None else self._held_from
        since = now - self._moment
        if 2 * self._struck < self._score.size[self._event] and now - max(self._filter.last, self._moment) < CHORD:
            since = 0.0
        cap = max(here, self._next - SHORT_OF)
        return min(here + since * exp(-self._log_stretch), cap)

    def _overdue(self) -> float:
        """Seconds since the next note that must come was due; negative before."""
        due = self._moment + (self._next - float(self._score.seconds[self._event])) * exp(self._log_stretch)
        return self._now - due

    def _estimate(self, at: Sample) -> Estimate:
        position = self._position()
        confidence = self._confidence(position)
        self._following = self._state(position, confidence)
        here = float(self._score.seconds[self._event])
        beat = Beat(float(self._score.beats[self._event])) if position == here else self._score.beat(position)
        tempo = self._score.quarters(position) * exp(-self._log_stretch)
        return Estimate(at, beat, tempo, confidence, self._following, self._awaited())

    def _awaited(self) -> Beat | None:
        """The note that must still come, if it is due: it will be heard the moment it sounds."""
        if self._following is not Following.PLAYING or self._overdue() < -SOON:
            return None
        return self._score.beat(self._next)

    def _confidence(self, position: float) -> float:
        """Probability that the reported place is right to within a quarter note."""
        if self._following is Following.WAITING:
            return self._filter.nowhere
        quarter = 60 / self._score.quarters(position)
        places = self._filter.places
        near = np.abs(self._score.seconds[places.event] - self._score.seconds[self._event]) <= quarter
        return float(places.mass[near].sum())

    def _state(self, position: float, confidence: float) -> Following:
        if self._following in (Following.WAITING, Following.ENDED):
            return self._following
        if self._held_from is not None:
            return Following.HOLDING
        if self._over(position):
            return Following.ENDED
        was_lost = self._following is Following.LOST
        if confidence >= (FOUND_ABOVE if was_lost else LOST_BELOW):
            self._unsure_from = None
        elif self._unsure_from is None:
            self._unsure_from = self._now
        if self._unsure_from is not None and (was_lost or self._now - self._unsure_from > LOST_AFTER):
            return Following.LOST
        patience = 0.0 if self._score.fermata[self._event] else PATIENCE
        return Following.HOLDING if self._overdue() > patience else Following.PLAYING

    def _over(self, position: float) -> bool:
        """Whether the last note has sounded and died away."""
        last = len(self._score.size) - 1
        silent = 0.0 if self._down else self._now - self._silent_from
        if self._event == last:
            return silent > GONE or self._now - self._moment > RUNG + self._ringing()
        return silent > STUCK and self._score.seconds[last] - position < NEARLY

    def _ringing(self) -> float:
        """Seconds the last event is written to last."""
        return (self._score.nominal(self._score.end) - float(self._score.seconds[-1])) * exp(self._log_stretch)
