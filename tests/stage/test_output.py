"""Sends that fail: nobody raises, one dead receiver harms no other, and links are told down and up once."""

import socket
from uuid import UUID

import pytest
from msgspec.structs import replace

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.cue import Message
from odette.core.effects import SendMessage
from odette.core.events import LinkChanged
from odette.core.output import Output
from odette.core.venue import Destination
from odette.stage import udp
from odette.stage.output import Link, OscOutput
from odette.stage.sacn_out import SacnOut
from odette.stage.sending import Sending
from odette.wire.pacing import FRAME
from stage.receiver import Receiver, until

FRAMES = {1: b"\x07"}


def ms(milliseconds: int) -> ShowTime:
    return ShowTime(milliseconds * MILLISECOND)


def sacn(output: Output, told: list[LinkChanged]) -> SacnOut:
    return SacnOut(UUID(int=1), (output,), 2 * FRAME, told.append)


def test_a_link_is_told_down_at_once_and_up_when_it_has_been_steady() -> None:
    told: list[LinkChanged] = []
    link = Link("sacn hall", told.append)
    for time, failure in [(0, ""), (20, "gone"), (40, "gone"), (60, ""), (80, "gone"), (100, ""), (579, ""), (580, "")]:
        link.note(ms(time), failure)
    assert [(event.at, event.up, event.detail) for event in told] == [(ms(20), False, "gone"), (ms(580), True, "")]


def test_a_link_that_was_down_is_told_up_when_the_venue_file_names_it_no_more_or_anew() -> None:
    """The desk would show it down for the rest of the evening otherwise."""
    told: list[LinkChanged] = []
    nowhere = Output(interface="192.0.2.9")
    sending = Sending(UUID(int=1), (nowhere,), (), told.append)
    sending.send({1: bytes(512)}, ms(0))
    sending.take((replace(nowhere, unicast=("127.0.0.1",)),), (), ms(10))
    sending.send({1: bytes(512)}, ms(20))
    sending.take((), (), ms(30))
    sending.send({1: bytes(512)}, ms(40))
    assert [(link.at, link.link, link.up) for link in told] == [
        (ms(0), "sacn 192.0.2.9", False),
        (ms(10), "sacn 192.0.2.9", True),
        (ms(20), "sacn 192.0.2.9", False),
        (ms(30), "sacn 192.0.2.9", True),
    ]


def test_a_receiver_that_cannot_be_reached_keeps_nothing_from_the_others() -> None:
    receiver, told = Receiver(), list[LinkChanged]()
    out = sacn(Output(unicast=("no.such.host", receiver.host)), told)
    try:
        for time in range(0, 250, 50):
            out.send(FRAMES, ms(time))
        until(lambda: len(receiver.packets) == 5, "every packet")
        assert [(event.link, event.up) for event in told] == [("sacn 127.0.0.1", False)]
        assert "no.such.host" in told[0].detail
    finally:
        out.close()
        receiver.close()


class Wire:
    """Stands for a socket whose cable can be pulled."""

    cut = False
    opened = 0

    def __init__(self) -> None:
        Wire.opened += 1
        self.closed = False

    def bind(self, address: tuple[str, int]) -> None:
        if Wire.cut:
            raise OSError(99, "Cannot assign requested address")

    def setsockopt(self, *_: object) -> None:
        pass

    def sendto(self, data: bytes, address: tuple[str, int]) -> None:
        assert not self.closed
        if Wire.cut:
            raise OSError(101, "Network is unreachable")

    def close(self) -> None:
        self.closed = True


def test_an_interface_that_goes_and_comes_back_is_opened_anew_and_told_up_within_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(udp, "udp", Wire)
    told: list[LinkChanged] = []
    out = sacn(Output(), told)
    for time in range(0, 9000, 45):
        Wire.cut = 2000 < time < 5000
        out.send(FRAMES, ms(time))
    assert [event.up for event in told] == [False, True]
    assert ms(2000) < told[0].at <= ms(2045)
    assert ms(5000) < told[1].at < ms(6000)
    assert Wire.opened > 1


def test_a_message_that_cannot_be_sent_is_told_with_its_cue() -> None:
    told: list[LinkChanged] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind(("127.0.0.1", 0))
        here.settimeout(5)
        port = here.getsockname()[1]
        out = OscOutput({"qlab": Destination("no.such.host", 1), "desk": Destination("127.0.0.1", port)}, told.append)
        assert not out.send(SendMessage("5", ms(0), Message("qlab", "/go")), ms(0))
        assert not out.send(SendMessage("6", ms(0), Message("nobody", "/go")), ms(0))
        assert out.send(SendMessage("7", ms(0), Message("desk", "/go")), ms(0))
        assert here.recv(100) == b"/go\0,\0\0\0"
        out.close()
    assert [(event.link, event.up) for event in told] == [("osc qlab", False)]
    assert told[0].detail == "/go of cue 5 was not sent: no address is known for no.such.host"
