"""What the stage has to do, as a function of what it was told and the time: light to show, messages to send.

No clock and no socket: every method takes the time. Effects may come ahead of their due times, late, or twice.
"""

from collections.abc import Iterable

import msgspec

from odette.core.clocks import ShowTime
from odette.core.effects import Fade, SendMessage
from odette.core.events import Sent
from odette.core.light import LightState, advance, apply, knows, still
from odette.core.patch import Patch, in_venue
from odette.core.venue import SLOTS, Venue
from odette.stage.protocol import StageEffect
from odette.stage.takeover import take_over

REMEMBERED = 4096
"""Messages that were sent are known again, so that none goes twice; so many of them."""
FAREWELL = 3
"""Frames for which a universe that a venue no longer uses is sent dark, in case some are lost, before it ends."""


class Engine:
    """One venue's light and messages."""

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self._patch = Patch(venue)
        self.light = in_venue(LightState(), venue)
        self._going: list[Fade] = []  # fades whose going was not yet reported
        self._messages: list[SendMessage] = []
        self._sent: dict[bytes, None] = {}
        self._still: dict[int, bytes] | None = None  # the frames, while nothing moves
        self._leaving: dict[int, int] = {}  # universe no longer used → frames for which it is still sent, dark

    @property
    def burning(self) -> bool:
        """Has anything been brought up?"""
        return bool(self.light.levels or self.light.waiting)

    def take(self, effects: Iterable[StageEffect], now: ShowTime) -> None:
        """Effects arrived at ``now``."""
        self._still = None
        for effect in effects:
            if isinstance(effect, SendMessage):
                self._expect(effect)
                continue
            before, self.light = self.light, apply(self.light, effect, now)
            if isinstance(effect, Fade) and not effect.mark and not knows(before, effect):
                self._going = [f for f in self._going if f.cue != effect.cue or f.due == effect.due]
                self._going.append(effect)

    def assert_state(self, state: LightState, now: ShowTime) -> None:
        """The show says what light there should be. An engine that shows nothing yet takes it as it stands."""
        self._still = None
        want = in_venue(state, self.venue)
        self.light = take_over(self.light, want, now) if self.burning else want

    def repatch(self, venue: Venue) -> None:
        """The show came back with a changed venue file: the same light on other lamps, the old slots at 0."""
        self._still = None
        left = {fixture.universe for fixture in self.venue.fixtures} - {fixture.universe for fixture in venue.fixtures}
        self._leaving = dict.fromkeys(left, FAREWELL)
        self.venue = venue
        self._patch = Patch(venue)
        self.light = in_venue(self.light, venue)

    def frames(self, t: ShowTime) -> dict[int, bytes]:
        """Universe → slots at ``t``. Times must not go backwards."""
        if self._still is None:
            self.light = advance(self.light, t)
            leaving = self._farewells()
            shown = self._patch.frames(self._patch.picture(self.light, t)) | leaving
            if not leaving and still(self.light, t):
                self._still = shown
            return shown
        return self._still

    def gone(self, t: ShowTime) -> list[Sent]:
        """A report for each cue whose fades have gone by ``t`` and were not reported before."""
        gone = dict.fromkeys(fade.cue for fade in self._going if fade.due <= t)
        self._going = [fade for fade in self._going if fade.due > t]
        return [Sent(t, cue, t) for cue in gone]

    def messages(self, t: ShowTime) -> list[SendMessage]:
        """The messages due by ``t``, in their order; each is given out once."""
        due = [message for message in self._messages if message.due <= t]
        self._messages = [message for message in self._messages if message.due > t]
        for message in due:
            self._sent[_key(message)] = None
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return due

    def next_message(self) -> ShowTime | None:
        """When the next message is due."""
        return self._messages[0].due if self._messages else None

    def _farewells(self) -> dict[int, bytes]:
        """The universes that are on their way out, dark."""
        dark = dict.fromkeys(self._leaving, bytes(SLOTS))
        self._leaving = {universe: left - 1 for universe, left in self._leaving.items() if left > 1}
        return dark

    def _expect(self, effect: SendMessage) -> None:
        """Put a message in its place; sent again with another time before it went, it is moved."""
        if _key(effect) in self._sent:
            return
        others = [m for m in self._messages if (m.cue, m.message) != (effect.cue, effect.message)]
        self._messages = sorted([*others, effect], key=lambda m: m.due)


def _key(message: SendMessage) -> bytes:
    return msgspec.json.encode(message)
