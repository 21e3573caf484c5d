"""Sources of light that are not ours: who is there, what each shows, and what comes of it beside our own.

Rules of E1.31-2018: the highest priority has the universe, equals are merged highest takes precedence (6.2.3);
packets out of order are dropped (6.7.2), previews and other start codes than 0 ignored (6.2.6); a source is gone at
once when it says so (6.2.6) and lost after 2.5 s of silence (6.7.1). A lost source still counts until every other
source of its universe has been heard since, or is lost or gone itself: when a switch dies its sources fall silent
one by one, and the rig must not flash to whichever is last. Sources of Art-Net have priority 100 and are lost after
10 s, its merge time-out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.core.output import Input, Output
from odette.core.venue import SLOTS
from odette.wire import artnet, e131

LOSS = 2500 * MILLISECOND
ARTNET_LOSS = 10 * SECOND
USUAL = 100
"""The priority of who has none."""
REORDERED = 20
"""Sequence numbers: a packet up to so many behind the last is late; further behind, its source began anew (6.7.2)."""


@dataclass
class Visitor:
    """One source in one universe."""

    name: str
    sequence: int | None
    """Of its last packet; None: it does not count them."""
    priority: int
    slots: bytes
    heard: ShowTime
    patience: int
    """Nanoseconds of silence after which it is lost."""
    waiting: set[str] | None = None
    """Lost: the others that must be heard from before it goes; None: it is there."""


Universe = dict[str, Visitor]
"""By the source's identity: a CID or an address."""


@dataclass
class Visitors:
    """All sources of the universes that a venue takes in. ``own``: our component, which is no visitor."""

    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    own: UUID | None = None
    universes: dict[int, Universe] = field(default_factory=dict)
    silent: dict[str, str] = field(default_factory=dict)
    """Identity → name of the sources that were lost and have not come back."""

    def hear_sacn(self, packet: e131.Packet | None, now: ShowTime) -> None:
        """A packet came."""
        if not isinstance(packet, e131.Data) or packet.cid == self.own or packet.preview or packet.start_code:
            return
        if self._wanted(packet.universe, "sacn"):
            visitor = Visitor(packet.source, packet.sequence, packet.priority, packet.slots, now, LOSS)
            self._hear(packet.universe, str(packet.cid), visitor, packet.terminated)

    def hear_artnet(self, packet: artnet.Dmx, host: str, now: ShowTime) -> None:
        """A frame came from a host."""
        universe = artnet.universe_of(packet.port_address)
        if self._wanted(universe, "artnet"):
            visitor = Visitor(host, packet.sequence or None, USUAL, packet.slots, now, ARTNET_LOSS)
            self._hear(universe, host, visitor, False)

    def merged(self, frames: Mapping[int, bytes], now: ShowTime) -> Mapping[int, bytes]:
        """Our frames, universe → slots, with what the visitors add to them at ``now``."""
        if not self.inputs:
            return frames
        together = dict(frames)
        for universe, sources in self.universes.items():
            self._settle(sources, now)
            if sources:
                together[universe] = self._merge(universe, frames.get(universe), sources.values())
        return together

    def _wanted(self, universe: int, protocol: str) -> bool:
        return any(each.protocol == protocol and universe in each.universes for each in self.inputs)

    def _hear(self, universe: int, who: str, visitor: Visitor, ended: bool) -> None:
        sources = self.universes.setdefault(universe, {})
        known = sources.get(who)
        if known is not None and _late(visitor.sequence, known.sequence):
            return
        self.silent.pop(who, None)
        for other in sources.values():
            if other.waiting is not None:
                other.waiting.discard(who)
        if ended:
            sources.pop(who, None)
        else:
            sources[who] = visitor

    def _settle(self, sources: Universe, now: ShowTime) -> None:
        """Doubt the sources that have fallen silent, and let those go that nothing speaks for any more."""
        doubted = {who for who, each in sources.items() if now - each.heard >= each.patience}
        for who in doubted:
            if sources[who].waiting is None:
                sources[who].waiting = set(sources) - doubted
        for who in doubted:
            waiting = sources[who].waiting or set()
            waiting -= doubted
            if not waiting:
                self.silent[who] = sources.pop(who).name

    def _merge(self, universe: int, own: bytes | None, visitors: Iterable[Visitor]) -> bytes:
        how = next(each.merge for each in self.inputs if universe in each.universes)
        shown = [(each.priority, each.slots) for each in visitors]
        highest = max(priority for priority, _ in shown)
        if how == "priority" and own is not None:
            shown.append((self._priority(universe), own))
            highest = max(highest, shown[-1][0])
        best = [slots for priority, slots in shown if priority == highest]
        if how == "htp" and own is not None:
            best.append(own)
        return highest_of(*best)

    def _priority(self, universe: int) -> int:
        """Ours, where we send it by sACN."""
        return next((o.priority for o in self.outputs if o.protocol == "sacn" and o.carries(universe)), USUAL)


@lru_cache(maxsize=1024)
def highest_of(*frames: bytes) -> bytes:
    """Slot by slot the highest; a short frame is dark where it ends."""
    if len(frames) == 1:
        return frames[0]
    return bytes(map(max, *(frame.ljust(SLOTS, b"\0") for frame in frames)))


def _late(sequence: int | None, last: int | None) -> bool:
    return sequence is not None and last is not None and (last - sequence) % 256 < REORDERED
