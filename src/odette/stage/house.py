"""A venue's light and messages on their way out: the engine and the outputs, in step."""

from collections.abc import Callable
from uuid import UUID

from odette.core.clocks import ShowTime
from odette.core.events import LinkChanged, Sent
from odette.core.venue import Venue
from odette.stage.engine import Engine
from odette.stage.output import Link, OscOutput
from odette.stage.sending import Sending


class House:
    """One venue. Nothing in it raises: what goes wrong is reported."""

    def __init__(self, cid: UUID, venue: Venue, report: Callable[[Sent | LinkChanged], None]) -> None:
        self.engine = Engine(venue)
        self._report = report
        self._light = Link("stage light", report)
        self._sending = Sending(cid, venue.outputs, venue.inputs, report)
        self._osc = OscOutput(venue.messages, report)
        self._last: dict[int, bytes] = {}

    @property
    def ended(self) -> bool:
        """The receivers have been told that the stream is over."""
        return self._sending.ended

    def end(self) -> None:
        """Tell the receivers, in the next frames, that the stream is over."""
        self._sending.end()

    def take_venue(self, venue: Venue, now: ShowTime) -> None:
        """Take up a venue file that has changed: the same light on the lamps it has now."""
        if venue == self.engine.venue:
            return
        self.engine.repatch(venue)
        self._sending.take(venue.outputs, venue.inputs, now)
        for link in self._osc.links.values():
            link.leave(now)
        self._osc.close()
        self._osc = OscOutput(venue.messages, self._report)

    def send_frame(self, moment: ShowTime) -> None:
        """Send what is due in the frame of ``moment``; where the light cannot be told, what was shown last."""
        failure = ""
        try:
            self._last = self.engine.frames(moment)
        except Exception as error:  # whatever it is, the stream must not break off
            failure = repr(error)
        self._light.note(moment, failure)
        self._sending.send(self._last, moment)
        for sent in self.engine.gone(moment):
            self._report(sent)

    def send_messages(self, moment: ShowTime) -> None:
        """Send the messages due by ``moment``."""
        for effect in self.engine.messages(moment):
            if self._osc.send(effect, moment):
                self._report(Sent(moment, effect.cue, moment))

    def links_down(self) -> list[LinkChanged]:
        """The links that are down, as they were reported when they went."""
        links = (self._light, *self._sending.links, *self._osc.links.values())
        return [link.down for link in links if link.down is not None]
