"""A visiting desk's sACN comes in by real sockets, on the interface that is named, and leaves merged with ours."""

import socket
import sys
from uuid import UUID

import pytest

from odette.core.clocks import ShowTime
from odette.core.events import LinkChanged
from odette.core.output import Input, Output
from odette.stage.sacn_in import AGAIN, SacnIn
from odette.stage.sending import Sending
from odette.wire.e131 import PORT, Data, encode, multicast
from odette.wire.pacing import FRAME
from odette.wire.visitors import Visitors
from stage.receiver import Receiver, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a whole network on its loopback")

HERE, UNIVERSE = "127.92.0.1", 4711


def say(level: int, sequence: int, to: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as desk:
        desk.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(HERE))
        desk.sendto(encode(Data(UUID(int=7), "Eos", UNIVERSE, sequence, bytes([level]) * 512)), (to, PORT))


@pytest.mark.parametrize("to", [HERE, multicast(UNIVERSE)], ids=["unicast", "multicast"])
def test_what_a_desk_sends_is_merged_into_what_we_send(to: str) -> None:
    receiver = Receiver()
    outputs, inputs = (Output(unicast=(receiver.host,)),), (Input((UNIVERSE,), interface=HERE),)
    told: list[LinkChanged] = []
    sending = Sending(UUID(int=1), outputs, inputs, told.append)
    now = 0

    def after(level: int) -> bool:
        nonlocal now
        now += FRAME
        sending.send({UNIVERSE: bytes([50]) * 512}, ShowTime(now))
        say(level, now // FRAME % 256, to)
        return receiver.level(UNIVERSE) == max(level, 50)

    try:
        until(lambda: after(20), "our own light")
        until(lambda: after(200), "theirs")
        until(lambda: after(20), "ours again")
    finally:
        sending.take((), (), ShowTime(0))
        receiver.close()
    assert told == []


def test_an_interface_that_is_not_there_is_told() -> None:
    told: list[LinkChanged] = []
    ear = SacnIn(Input((UNIVERSE,), interface="192.0.2.9"), Visitors(), told.append)
    for second in range(4):
        ear.listen(ShowTime(second * AGAIN))
    assert [(event.link, event.up) for event in told] == [("input sacn 192.0.2.9", False)]
    assert "192.0.2.9" in told[0].detail
