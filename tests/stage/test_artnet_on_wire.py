"""Art-Net over real sockets: a node that answers polls is found and served, and told when it goes."""

import socket
import sys
from collections.abc import Callable, Iterator

import pytest

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.events import LinkChanged
from odette.core.output import Input, Output
from odette.stage.artnet import Artnet
from odette.wire.artnet import PORT, Dmx, Packet, Poll, PollReply, decode, encode
from odette.wire.pacing import FRAME
from odette.wire.visitors import Visitors
from stage.receiver import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a whole network on its loopback")

DESK, NODE = "127.91.0.1", "127.91.0.2"


class Node:
    """A gateway with one port, on an address of the loopback interface."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((NODE, PORT))
        self._socket.setblocking(False)
        self._port = port
        self.packets: list[Packet | None] = []

    def live(self) -> None:
        """Take what has come and answer the polls in it."""
        while True:
            try:
                data, where = self._socket.recvfrom(2048)
            except BlockingIOError:
                return
            self.packets.append(decode(data))
            if isinstance(self.packets[-1], Poll):
                self._socket.sendto(encode(PollReply(NODE, "gateway", outputs=(self._port,))), where)

    def say(self, packet: Packet) -> None:
        self._socket.sendto(encode(packet), (DESK, PORT))

    def frames(self) -> list[Dmx]:
        return [packet for packet in self.packets if isinstance(packet, Dmx)]

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def node() -> Iterator[Node]:
    node = Node(port=1)
    yield node
    node.close()


def test_a_node_that_answers_is_sent_what_it_asked_for_and_nothing_else(node: Node) -> None:
    told: list[LinkChanged] = []
    out = Artnet(DESK, (Output("artnet", DESK, unicast=(NODE,)),), Visitors(), 2 * FRAME, told.append)
    now = 0

    def after(frames: dict[int, bytes], heard: Callable[[], bool]) -> bool:
        nonlocal now
        now += FRAME
        out.listen(ShowTime(now))
        out.send(frames, ShowTime(now))
        node.live()
        return heard()

    until(lambda: after({}, lambda: any(isinstance(packet, Poll) for packet in node.packets)), "a poll")
    until(lambda: after({1: b"\1\1", 2: b"\2\2"}, lambda: len(node.frames()) >= 20), "frames")
    assert {(frame.port_address, frame.slots) for frame in node.frames()[-15:]} == {(1, b"\2\2")}
    assert [event for event in told if event.link == f"artnet {DESK}"] == []
    out.close()


def test_universes_without_a_node_and_a_lost_interface_are_told() -> None:
    told: list[LinkChanged] = []
    out = Artnet(DESK, (Output("artnet", DESK),), Visitors(), 2 * FRAME, told.append)
    for now in range(0, 6000, 50):
        out.send({1: b"\1\1"}, ShowTime(now * MILLISECOND))
    assert [(event.link, event.up, event.detail) for event in told] == [
        (f"artnet nodes on {DESK}", False, "no node takes universe 1")
    ]
    out.close()
    lost = Artnet("192.0.2.7", (Output("artnet", "192.0.2.7", unicast=(NODE,)),), Visitors(), 2 * FRAME, told.append)
    lost.send({1: b"\1\1"}, ShowTime(0))
    assert (told[-1].link, told[-1].up) == ("artnet 192.0.2.7", False)


def test_a_visiting_desk_finds_us_by_polling_and_its_frames_come_in(node: Node) -> None:
    """It asks, we answer with the universes we take in, and what it then sends is shown."""
    visitors = Visitors((Input((5,), "artnet", DESK),))
    out = Artnet(DESK, (), visitors, 2 * FRAME, lambda event: None)
    now = 0

    def after(packet: Packet, heard: Callable[[], bool]) -> bool:
        nonlocal now
        now += FRAME
        node.say(packet)
        out.listen(ShowTime(now))
        node.live()
        return heard()

    out.listen(ShowTime(0))
    until(lambda: after(Poll(), lambda: any(isinstance(packet, PollReply) for packet in node.packets)), "an answer")
    (ports,) = {packet.outputs for packet in node.packets if isinstance(packet, PollReply)}
    assert ports == (4,)
    until(lambda: after(Dmx(4, 0, b"\7\7"), lambda: visitors.merged({}, ShowTime(now)) == {5: b"\7\7"}), "its light")
    out.close()
