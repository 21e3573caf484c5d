"""An Art-Net 4 controller that does no I/O: frames, the time and what was received go in, packets come out.

It polls the network every 2.5 s, sends each universe to the nodes that asked for it in their replies and to hosts
that are named to it and do not answer polls, answers the polls of others, and broadcasts only where it is told to.
A node that falls silent goes on getting what it asked for: a lost reply must put out no lamp.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.output import Output
from odette.wire.artnet import (
    CONTROLLER,
    LAST_UNIVERSE,
    TARGETED,
    Dmx,
    Packet,
    Poll,
    PollReply,
    Sync,
    encode,
    port_address,
)
from odette.wire.pacing import KEEP_ALIVE, Pace

POLL_INTERVAL = 2500 * MILLISECOND
SILENT = 4 * POLL_INTERVAL
"""Nanoseconds after which a node that does not answer is told to be gone."""
PATIENCE = 2 * POLL_INTERVAL
"""Nanoseconds after the first poll in which nodes may still be answering it."""
EVERYBODY, EVERYBODY_HERE = "255.255.255.255", "127.255.255.255"
"""Broadcast addresses: of a network, and of the machine itself."""

Addressed = tuple[str, bytes]
"""The host a packet goes to, and the packet."""


@dataclass
class Node:
    """What one host asked for: reply by reply, the port-addresses it puts out."""

    name: str
    heard: ShowTime
    ports: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def wants(self, port: int) -> bool:
        return any(port in ports for ports in self.ports.values())


@dataclass
class Stream(Pace):
    """One universe's stream. ``sequence``: 1 to 255, of the last packet."""

    sequence: int = 0


def everybody(ip: str) -> str:
    """The broadcast address for an interface."""
    return EVERYBODY_HERE if ip.startswith("127.") else EVERYBODY


@dataclass
class Controller:
    """The universes of one venue on one interface. ``refresh``: nanoseconds between packets that change nothing.

    ``wanted``: universes that are received, for which controllers are asked.
    """

    ip: str
    outputs: tuple[Output, ...]
    wanted: tuple[int, ...] = ()
    refresh: int = KEEP_ALIVE
    nodes: dict[str, Node] = field(default_factory=dict)
    streams: dict[int, Stream] = field(default_factory=dict)
    begun: ShowTime | None = None
    polled: ShowTime | None = None

    def packets(self, frames: Mapping[int, bytes], now: ShowTime) -> list[Addressed]:
        """What is to be sent at ``now``; ``frames``: universe → slots."""
        due: list[Addressed] = []
        sync = False
        for universe, slots in frames.items():
            output = self._output(universe)
            if output is None or universe > LAST_UNIVERSE:
                continue
            stream = self.streams.setdefault(universe, Stream())
            if stream.due(slots, now, KEEP_ALIVE if output.suppress else self.refresh):
                stream.sequence = stream.sequence % 255 + 1
                stream.note(slots, now)
                packet = encode(Dmx(port_address(universe), stream.sequence, slots))
                due += ((host, packet) for host in self.receivers(universe))
                sync = sync or bool(output.sync)
        if sync:
            due.append((everybody(self.ip), encode(Sync())))
        if self.polled is None or now - self.polled >= POLL_INTERVAL:
            self.begun = now if self.begun is None else self.begun
            self.polled = now
            due += ((host, encode(Poll())) for host in {everybody(self.ip): None} | dict.fromkeys(self._named()))
        return due

    def hear(self, packet: Packet | None, host: str, now: ShowTime) -> list[Addressed]:
        """What is to be answered to a packet that came from a host."""
        if host == self.ip:
            return []
        if isinstance(packet, PollReply):
            node = self.nodes.setdefault(host, Node(packet.name, now))
            node.name, node.heard = packet.name or node.name, now
            node.ports[packet.bind_index] = packet.outputs
        if isinstance(packet, Poll):
            return [(host, encode(reply)) for reply in self._replies(packet)]
        return []

    def receivers(self, universe: int) -> list[str]:
        """The hosts one universe goes to."""
        output = self._output(universe)
        if output is None:
            return []
        if output.broadcast:
            return [everybody(self.ip)]
        asked = [host for host, node in self.nodes.items() if node.wants(port_address(universe))]
        return asked + [host for host in output.unicast if host not in self.nodes]

    def complaints(self, now: ShowTime) -> str:
        """What a person should know: universes that nobody takes, nodes that fell silent; empty: nothing."""
        if self.begun is None or now - self.begun < PATIENCE:
            return ""
        alone = [str(universe) for universe in self.streams if not self.receivers(universe)]
        silent = [
            f"node {node.name or host} ({host}) does not answer"
            for host, node in self.nodes.items()
            if now - node.heard > SILENT
        ]
        return "; ".join([*([f"no node takes universe {', '.join(alone)}"] if alone else []), *silent])

    def _output(self, universe: int) -> Output | None:
        return next((output for output in self.outputs if output.carries(universe)), None)

    def _named(self) -> Iterator[str]:
        for output in self.outputs:
            yield from output.unicast

    def _replies(self, poll: Poll) -> Iterator[PollReply]:
        """One reply a port that receives; one without ports if there is none."""
        name = self.outputs[0].source if self.outputs else "Odette"
        ports = [port_address(universe) for universe in self.wanted]
        first, last = poll.targets
        if poll.flags & TARGETED and not any(first <= port <= last for port in ports):
            return
        for index, outputs in enumerate([(port,) for port in ports] or [()], 1):
            yield PollReply(self.ip, name, name, outputs=outputs, style=CONTROLLER, bind_index=index)
