"""The ears: sound or MIDI in, events of the follower and of the room out."""

from collections import deque
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import MILLISECOND, SECOND, Beat, Sample, ShowTime, later, seconds_between
from odette.core.cue import PartKind
from odette.core.effects import AnyEffect, Listen, PartBegins
from odette.core.events import (
    AnyEvent,
    Command,
    Conducted,
    Following,
    Heard,
    LinkChanged,
    Pressed,
    Recognised,
    RoomHeard,
    Sounding,
)
from odette.follow.estimate import Estimate
from odette.follow.notes import NoteFollower
from odette.follow.notes_score import NoteScore
from odette.follow.programme import Programme
from odette.follow.upbeat import strokes
from odette.io.notes import FileNotes, Moment, PortNotes
from odette.io.sound import Block, Source
from odette.performance.contain import in_words
from odette.performance.preparation import Models, Prepare, from_page
from odette.room.events import RoomEvents
from odette.room.listener import RoomListener
from odette.room.prior import applause_unlikely
from odette.score.model import Score

IDLE = ShowTime(500 * MILLISECOND)
"""How often a follower that waits, or has ended, is heard of."""

RECOVERY = 1.0
"""Seconds without ears after a fault in them, before they begin anew."""

PRESSED_BEFORE = 0.5
"""Seconds before its beat at which a person who sees an upbeat presses the key for it."""

PERCUSSION = 9
"""The channel, from 0, on which General MIDI has drums: its notes have no pitch."""

FULL_SCALE = 0.9999
"""From here on a sample has reached the end of the scale: 16 bits end at 1 - 1/32768."""

Hearable = Source | FileNotes | PortNotes


class Ears:
    """Hears one source for a whole evening, number after number. MIDI tells nothing of the room.

    ``prepare``: makes the model of a number, or finds the one that is kept: for sound a ``ScoreModel``, for MIDI a
    ``NoteScore``.

    By sound, the next number is listened for while one ends, and another one is recognised (``follow/programme.py``);
    by MIDI each number is followed for itself.

    Where a lost microphone leaves a gap nothing is heard, not silence: the follower goes on after it. A fault in
    the follower or in the room's listener is told as the link ``listener``, and both begin anew where the players
    should be by then.

    ``hear`` runs in one thread; ``carry`` may be called from another.
    """

    def __init__(
        self,
        rate: int,
        scores: dict[str, Score],
        prepare: Prepare = from_page,
    ) -> None:
        self._rate = rate
        self._models = Models(scores, prepare)
        self._scores = scores
        self._signs: deque[Conducted] = deque(maxlen=16)
        self._ends = {number: Beat(float(score.end)) for number, score in scores.items()}
        self._room = RoomListener(rate)
        self._room_events = RoomEvents()
        self._bows = False
        self._wanted: Listen | None = None
        self._obeyed: Listen | None = None
        self._number = ""
        self._follower: Programme | NoteFollower | None = None
        self._recognised = Recognised(ShowTime(0), "", ShowTime(0))
        self._following = Following.WAITING
        self._first = 0
        self._told_at: ShowTime | None = None
        self._heard: Heard | None = None
        self._well_from: ShowTime | None = None  # after a fault: when to begin anew

    def carry(self, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
        """Listen for what the show wants followed; see what the conductor shows."""
        if isinstance(event, Conducted):
            self._signs.append(event)
        elif isinstance(event, Pressed) and event.command is Command.UPBEAT:
            self._signs.append(Conducted(event.at, "upbeat", later(event.at, PRESSED_BEFORE)))
        for effect in effects:
            if isinstance(effect, Listen):
                self._wanted = effect
            elif isinstance(effect, PartBegins):
                self._bows = effect.kind is PartKind.CURTAIN_CALLS

    def hear(self, block: Block | Moment, clock: Callable[[], ShowTime]) -> Iterator[AnyEvent]:
        """The events of one hop of sound, or of one note; ``clock`` gives the show time they are stamped with."""
        if self._well_from is not None and block.at < self._well_from:
            return
        try:
            yield from self._hear(block, clock)
        except Exception as error:
            if self._well_from is None:
                yield LinkChanged(clock(), "listener", False, f"{in_words(error)}; it begins anew")
            self._begin_anew(later(block.at, RECOVERY))
        else:
            if self._well_from is not None:
                self._well_from = None
                yield LinkChanged(clock(), "listener", True)

    def _hear(self, block: Block | Moment, clock: Callable[[], ShowTime]) -> Iterator[AnyEvent]:
        self._obey(block)
        if isinstance(block, Block):
            if block.missing:
                self._first += len(block.samples)
                return
            room = self._hear_room(block, clock)
            if room is not None:
                yield room
        if self._follower is None:
            self._signs.clear()
            return
        while self._signs:
            self._show(self._follower, self._signs.popleft(), block)
        estimate = self._follow(self._follower, block)
        if self._worth_telling(estimate, block.at):
            sample = estimate.heard + self._first - block.first
            heard_at = ShowTime(block.at + sample * SECOND // self._rate)
            position = (estimate.beat, estimate.tempo, estimate.confidence, estimate.following, estimate.awaited)
            self._heard = Heard(clock(), self._number, heard_at, *position)
            yield self._heard
        if isinstance(self._follower, Programme) and isinstance(block, Block):
            yield from self._recognise(self._follower, block, clock)

    def _recognise(self, programme: Programme, block: Block, clock: Callable[[], ShowTime]) -> Iterator[AnyEvent]:
        """Tell of another number when it is recognised, where it is now and then, and when it is so no longer."""
        sighting, told = programme.sighting, self._recognised
        if sighting is None:
            if told.number:
                self._recognised = Recognised(clock(), "", block.at)
                yield self._recognised
        elif sighting.number != told.number or block.at - told.heard_at >= IDLE:
            at = later(block.at, len(block.samples) / self._rate)
            seen = sighting.estimate
            self._recognised = Recognised(clock(), sighting.number, at, seen.beat, seen.tempo, seen.confidence)
            yield self._recognised

    def _begin_anew(self, at: ShowTime) -> None:
        """Forget everything but where the players should be at ``at``."""
        self._well_from, self._follower = at, None
        self._room, self._room_events = RoomListener(self._rate), RoomEvents()
        if self._wanted is None and self._number in self._ends:
            self._wanted = self._expected(at)

    def _expected(self, at: ShowTime) -> Listen | None:
        """Where the players should be; if they have not begun, where they were waited for."""
        heard = self._heard
        if heard is None or heard.number != self._number or heard.following is Following.WAITING:
            return self._obeyed
        played = seconds_between(heard.heard_at, at) * heard.tempo / 60.0
        return Listen(self._number, Beat(min(heard.beat + played, self._ends[self._number])))

    def _obey(self, block: Block | Moment) -> None:
        """Turn to the number the show wants, or to another place in this one."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        anew = wanted.number != self._number or wanted.beat is None or wanted.waiting
        self._number, self._obeyed = wanted.number, wanted
        if anew:
            self._heard, self._following = None, Following.WAITING
        if wanted.number not in self._ends:  # nobody hears where that one is, nor when applause is likely in it
            self._follower = None
            self._room.doubt(applause=False)
            return
        model = self._models[wanted.number]
        if isinstance(model, NoteScore):
            if self._follower is None or anew:
                self._follower, self._first = NoteFollower(model, self._rate), block.first
            if wanted.beat is not None:
                self._follower.tell(wanted.beat)
        else:
            if not isinstance(self._follower, Programme):
                self._follower = Programme(self._models.numbers, self._models.by_sound, self._rate)
                self._first = block.first
            self._follower.listen(wanted.number, model, wanted.beat, wanted.waiting)

    def _show(self, follower: Programme | NoteFollower, sign: Conducted, block: Block | Moment) -> None:
        """Give the follower a sign of the hands, on its own time line."""
        if sign.sign == "withdrawn":
            follower.withdrawn()
        elif sign.sign != "ready":
            here = self._heard.beat if self._heard and self._heard.number == self._number else Beat(0.0)
            due = block.first - self._first + (sign.due - block.at) * self._rate // SECOND
            score = self._scores.get(self._number)
            follower.upbeat(Sample(due), sign.beat, strokes(score.bar_at(here)) if score else (1.0,))

    def _hear_room(self, block: Block, clock: Callable[[], ShowTime]) -> RoomHeard | None:
        verdict = self._room.hear(block.samples)
        if self._follower is not None:
            began = self._following is not Following.WAITING  # applause for the conductor holds back no first note
            self._follower.hold(began and verdict.kind == "applause")
        return self._room_events.take(verdict, block.at, clock(), clipped(block.samples))

    def _follow(self, follower: Programme | NoteFollower, block: Block | Moment) -> Estimate:
        if isinstance(follower, Programme):
            assert isinstance(block, Block)
            estimate = follower.hear(block.samples)
            self._following = estimate.following
            left = (self._ends[self._number] - estimate.beat) * 60.0 / max(estimate.tempo, 1.0)
            self._room.doubt(applause_unlikely(estimate.following, left, self._bows))
            return estimate
        assert isinstance(block, Moment)
        at = Sample(block.first - self._first)
        if block.note is None or block.note.channel == PERCUSSION:
            return follower.wait(at)
        return follower.note_on(block.note.pitch, block.note.velocity, at)

    def _worth_telling(self, estimate: Estimate, now: ShowTime) -> bool:
        """Every estimate while the players play; now and then while there is nothing to follow."""
        idle = estimate.following in (Following.WAITING, Following.ENDED)
        if idle and self._told_at is not None and now - self._told_at < IDLE:
            return False
        self._told_at = now if idle else None
        return True


def listen(
    ears: Ears,
    source: Hearable,
    post: Callable[[AnyEvent], None],
    clock: Callable[[], ShowTime],
    recording: str,
    played: Callable[[float, ShowTime], None],
) -> None:
    """Hear a source to its end, in the thread this is called in.

    ``recording``: its name, if it is one; ``played``: told how far it has, in seconds from its start.
    """
    begun = not recording
    for block in source.blocks():
        if not begun:
            begun = True
            post(Sounding(clock(), recording, zero_of(block, source.rate)))
        for event in ears.hear(block, clock):
            post(event)
        played(block.first / source.rate, clock())


def clipped(samples: NDArray[np.float32]) -> int:
    """How many samples stand at full scale with both their neighbours: one alone may be the peak of a sound."""
    full = np.abs(samples) >= FULL_SCALE
    return int(np.count_nonzero(full[:-2] & full[1:-1] & full[2:]))


def zero_of(block: Block | Moment, rate: int) -> ShowTime:
    """When sample 0 of a recording sounded, or would have."""
    return ShowTime(block.at - block.first * SECOND // rate)
