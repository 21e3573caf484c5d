"""A source of sACN that does no I/O: frames and the time go in, the packets due come out.

Rules of E1.31-2018 that it keeps: a universe is sent when it changes, at most 44 times a second (6.6.1); when it
stops changing it is repeated three times and then refreshed (6.6.2: within a second); every universe counts its
own packets (6.2.5); a stream ends, if it is ended on purpose, with three packets that say so (6.2.6); every
ten seconds the source lists its universes (4.3); where receivers are to act together, a synchronisation packet
follows the data (6.3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from odette.core.clocks import SECOND, ShowTime
from odette.core.output import Output
from odette.wire.e131 import DISCOVERY_UNIVERSE, PAGE, Data, Discovery, Sync, around, encode
from odette.wire.pacing import FRAME, KEEP_ALIVE, NEVER, REPEATS, Pace, next_frame

DISCOVERY_INTERVAL = 10 * SECOND
ODETTE = UUID("a2f6e5f0-4a1f-5f53-9d3b-0c3ad7a5c0de")

Addressed = tuple[int, bytes]
"""The universe a packet goes to, and the packet."""


def component_id(machine: str, venue: str) -> UUID:
    """The CID of a venue's source on one machine: the same whenever it starts again (5.6)."""
    return uuid5(ODETTE, f"{machine}\n{venue}")


@dataclass
class Universe(Pace):
    """One universe's stream."""

    sequence: int = 0
    output: Output = field(default_factory=Output)
    frame: tuple[bytes, bytes] | None = None
    """What stands around the sequence number of its packets with ``count`` slots; None: not known yet."""
    count: int = 0
    farewells: int | None = None
    """Terminating packets still to be sent; None: the stream is not ending."""

    def due(self, slots: bytes, now: ShowTime, refresh: int) -> bool:
        if self.farewells is not None:
            return self.farewells > 0 and (self.slots is None or now // FRAME != self.sent // FRAME)
        return super().due(slots, now, refresh)

    def next_due(self, refresh: int) -> ShowTime:
        return next_frame(self.sent) if self.farewells else super().next_due(refresh)

    def note(self, slots: bytes, now: ShowTime) -> None:
        super().note(slots, now)
        self.sequence = (self.sequence + 1) % 256
        if self.farewells:
            self.farewells -= 1


@dataclass
class Source:
    """The universes of one venue. ``refresh``: nanoseconds after which an unchanging universe is sent again.

    ``outputs`` say how each universe is sent; where several carry one, the first does. With ``suppress`` an output
    is refreshed as the standard has it, whatever ``refresh`` is.
    """

    cid: UUID
    outputs: tuple[Output, ...] = (Output(),)
    refresh: int = KEEP_ALIVE
    universes: dict[int, Universe] = field(default_factory=dict)
    syncs: dict[int, int] = field(default_factory=dict)
    """Synchronisation universe → the next packet's number."""
    discovered: ShowTime | None = None
    ending: bool = False
    wanted: tuple[int, ...] = ()
    """The universes that are sent and not about to end."""
    _routed: tuple[object, ...] = ()

    def packets(self, frames: Mapping[int, bytes], now: ShowTime) -> list[Addressed]:
        """What is to be sent at ``now``; ``frames``: universe → slots. A universe that has left them is ended."""
        self._route(tuple(frames))
        due: list[Addressed] = []
        syncs: dict[int, None] = {}
        for number, universe in list(self.universes.items()):
            slots = frames[number] if universe.farewells is None else universe.slots or b""
            if universe.due(slots, now, self._refresh(universe.output)):
                due.append((number, self._packet(number, universe, slots)))
                universe.note(slots, now)
                syncs[universe.output.sync] = None
            if universe.farewells == 0:
                del self.universes[number]
        due += ((sync, self._sync(sync)) for sync in syncs if sync)
        if self.wanted and (self.discovered is None or now - self.discovered >= DISCOVERY_INTERVAL):
            self.discovered = now
            due += ((DISCOVERY_UNIVERSE, encode(page)) for page in self._pages(self.wanted))
        return due

    def next_due(self, now: ShowTime) -> ShowTime:
        """When ``packets`` next has something to send if no frame changes; not before the next frame."""
        times = [universe.next_due(self._refresh(universe.output)) for universe in self.universes.values()]
        times.append(NEVER if self.discovered is None else ShowTime(self.discovered + DISCOVERY_INTERVAL))
        return max(min(times), next_frame(now))

    def end(self) -> None:
        """End all streams on purpose: ``packets`` now gives farewells, until ``ended``."""
        self.ending = True

    @property
    def ended(self) -> bool:
        return self.ending and not self.universes

    def _output(self, universe: int) -> Output | None:
        return next((output for output in self.outputs if output.carries(universe)), None)

    def _refresh(self, output: Output) -> int:
        return KEEP_ALIVE if output.suppress else self.refresh

    def _route(self, numbers: tuple[int, ...]) -> None:
        """Find each universe its output, where universes or outputs have changed; who has none any more is ended."""
        asked = (numbers, self.outputs, self.ending)
        if asked == self._routed:
            return
        self._routed = asked
        ways = {} if self.ending else {number: self._output(number) for number in numbers}
        self.wanted = tuple(number for number, output in ways.items() if output is not None)
        for number in self.wanted:
            self.universes.setdefault(number, Universe()).farewells = None
        for number, universe in self.universes.items():
            if number not in self.wanted and universe.farewells is None:
                universe.farewells = REPEATS
            universe.output = self._output(number) or Output()  # of its last packets, where it has none any more
            universe.frame = None

    def _packet(self, number: int, universe: Universe, slots: bytes) -> bytes:
        if universe.frame is None or universe.count != len(slots):
            output, ending = universe.output, universe.farewells is not None
            first = Data(
                self.cid, output.source, number, 0, slots, output.priority, output.preview, ending, sync=output.sync
            )
            universe.frame, universe.count = around(first), len(slots)
        before, after = universe.frame
        return b"".join((before, universe.sequence.to_bytes(), after, slots))

    def _sync(self, universe: int) -> bytes:
        sequence = self.syncs.get(universe, 0)
        self.syncs[universe] = (sequence + 1) % 256
        return encode(Sync(self.cid, universe, sequence))

    def _pages(self, universes: Iterable[int]) -> list[Discovery]:
        numbers = sorted(universes)
        pages = [tuple(numbers[at : at + PAGE]) for at in range(0, len(numbers), PAGE)]
        return [Discovery(self.cid, self.outputs[0].source, page, n, len(pages) - 1) for n, page in enumerate(pages)]
