"""A source of sACN that does no I/O: frames and the time go in, the packets due come out.

Rules of E1.31-2018 that it keeps: a universe is sent when it changes, at most 44 times a second (6.6.1); when it
stops changing it is repeated three times and then refreshed (6.6.2: within a second); every universe counts its
own packets (6.2.5); a stream ends, if it is ended on purpose, with three packets that say so (6.2.6); every
ten seconds the source lists its universes (4.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.wire.e131 import DISCOVERY_UNIVERSE, PAGE, Data, Discovery, encode

RATE = 44
"""Frames a second: what DMX512-A allows for 512 slots."""
FRAME = SECOND // RATE
"""Nanoseconds. Times are cut into frames from 0 on, and a universe is sent at most once in each."""
KEEP_ALIVE = 850 * MILLISECOND
DISCOVERY_INTERVAL = 10 * SECOND
REPEATS = 3
ODETTE = UUID("a2f6e5f0-4a1f-5f53-9d3b-0c3ad7a5c0de")

NEVER = ShowTime(0)

Addressed = tuple[int, bytes]
"""The universe a packet goes to, and the packet."""


def component_id(machine: str, venue: str) -> UUID:
    """The CID of a venue's source on one machine: the same whenever it starts again (5.6)."""
    return uuid5(ODETTE, f"{machine}\n{venue}")


@dataclass
class Universe:
    """What was last sent to one universe, and when."""

    number: int
    sequence: int = 0
    slots: bytes | None = None
    sent: ShowTime = NEVER
    repeats: int = 0
    farewells: int | None = None
    """Terminating packets still to be sent; None: the stream is not ending."""

    def due(self, slots: bytes, now: ShowTime, refresh: int) -> bool:
        """Whether these slots are to be sent at ``now``."""
        if self.slots is not None and now // FRAME == self.sent // FRAME:
            return False
        if self.farewells is not None:
            return self.farewells > 0
        return slots != self.slots or self.repeats > 0 or now - self.sent >= refresh

    def next_due(self, refresh: int) -> ShowTime:
        """When it is to be sent again if nothing changes."""
        if self.repeats or self.farewells or self.slots is None:
            return next_frame(self.sent)
        return ShowTime(self.sent + refresh)

    def note(self, slots: bytes, now: ShowTime) -> None:
        """These slots were sent at ``now``."""
        self.repeats = REPEATS if slots != self.slots else max(self.repeats - 1, 0)
        self.slots, self.sent, self.sequence = slots, now, (self.sequence + 1) % 256
        if self.farewells:
            self.farewells -= 1


@dataclass
class Source:
    """The universes of one venue. ``refresh``: nanoseconds after which an unchanging universe is sent again."""

    cid: UUID
    name: str
    priority: int = 100
    preview: bool = False
    refresh: int = KEEP_ALIVE
    universes: dict[int, Universe] = field(default_factory=dict)
    discovered: ShowTime | None = None
    ending: bool = False

    def packets(self, frames: Mapping[int, bytes], now: ShowTime) -> list[Addressed]:
        """What is to be sent at ``now``; ``frames``: universe → slots. A universe that has left them is ended."""
        wanted = {} if self.ending else frames
        self._enter_and_leave(wanted)
        due: list[Addressed] = []
        for number, universe in list(self.universes.items()):
            slots = wanted.get(number, universe.slots or b"")
            if universe.due(slots, now, self.refresh):
                due.append((number, self._packet(universe, slots, now)))
            if universe.farewells == 0:
                del self.universes[number]
        if wanted and (self.discovered is None or now - self.discovered >= DISCOVERY_INTERVAL):
            self.discovered = now
            due += ((DISCOVERY_UNIVERSE, encode(page)) for page in self._pages(wanted))
        return due

    def next_due(self, now: ShowTime) -> ShowTime:
        """When ``packets`` next has something to send if no frame changes; not before the next frame."""
        times = [universe.next_due(self.refresh) for universe in self.universes.values()]
        times.append(NEVER if self.discovered is None else ShowTime(self.discovered + DISCOVERY_INTERVAL))
        return max(min(times), next_frame(now))

    def end(self) -> None:
        """End all streams on purpose: ``packets`` now gives farewells, until ``ended``."""
        self.ending = True

    @property
    def ended(self) -> bool:
        return self.ending and not self.universes

    def _enter_and_leave(self, wanted: Mapping[int, bytes]) -> None:
        for number in wanted:
            self.universes.setdefault(number, Universe(number)).farewells = None
        for number, universe in self.universes.items():
            if number not in wanted and universe.farewells is None:
                universe.farewells = REPEATS

    def _packet(self, universe: Universe, slots: bytes, now: ShowTime) -> bytes:
        packet = Data(
            self.cid,
            self.name,
            universe.number,
            universe.sequence,
            slots,
            self.priority,
            self.preview,
            terminated=universe.farewells is not None,
        )
        universe.note(slots, now)
        return encode(packet)

    def _pages(self, universes: Iterable[int]) -> list[Discovery]:
        numbers = sorted(universes)
        pages = [tuple(numbers[at : at + PAGE]) for at in range(0, len(numbers), PAGE)]
        return [Discovery(self.cid, self.name, page, n, len(pages) - 1) for n, page in enumerate(pages)]


def next_frame(now: ShowTime) -> ShowTime:
    """The beginning of the frame after the one that ``now`` lies in."""
    return ShowTime((now // FRAME + 1) * FRAME)
