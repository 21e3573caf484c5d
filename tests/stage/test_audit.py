"""The audit of addresses: what devices say, through a node of the loopback's, beside what the venue says."""

import socket
import struct
import sys
import threading
from collections.abc import Iterator

import pytest

from odette.core.output import Output
from odette.core.venue import Fixture, Venue
from odette.stage import audit as auditing
from odette.stage.audit import Device, audit, compare
from odette.wire import rdm
from odette.wire.artnet import PORT, Packet, Poll, PollReply, Rdm, TodData, TodRequest, decode, encode

DESK, NODE = "127.93.0.1", "127.93.0.2"
HALL = Venue(
    "hall",
    (Fixture("d1", "dimmer", 1, 1), Fixture("p1", "rgbw", 1, 10), Fixture("p2", "rgbw", 1, 20)),
    {},
    (Output("artnet", DESK, unicast=(NODE,)),),
)


def device(address: int, footprint: int, universe: int = 1) -> Device:
    return Device(universe, "7a70:00000001", "node", "PAR", footprint, address)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (device(10, 4), "1/10  7a70:00000001  PAR, 4 slots: as in the venue"),
        (device(10, 5), "1/10  7a70:00000001  PAR, 5 slots: p1 has 4 slots there (rgbw)"),
        (device(12, 4), "1/12  7a70:00000001  PAR, 4 slots: it overlaps p1, which is on 1/10"),
        (device(100, 4), "1/100  7a70:00000001  PAR, 4 slots: the venue has nothing there"),
        (device(10, 4, 2), "2/10  7a70:00000001  PAR, 4 slots: the venue has nothing there"),
        (device(0, 4), "1/?  7a70:00000001  PAR, 4 slots: it does not say where it sits"),
        (device(1, 5), "1/1  7a70:00000001  PAR, 5 slots: d1 has 1 slot there (dimmer)"),
        (device(0xFFFF, 0), "1/-  7a70:00000001  PAR, no slots: needs no address"),
    ],
)
def test_every_device_is_put_beside_the_venue(found: Device, said: str) -> None:
    lines, wrong = compare(HALL, [found])
    assert lines[0].strip() == said
    assert wrong == (not said.endswith(("as in the venue", "needs no address")))


def test_fixtures_that_nothing_answers_for_are_named_and_are_no_fault() -> None:
    lines, wrong = compare(HALL, [device(10, 4)])
    assert [line.split() for line in lines[1:]] == [
        ["1/1", "nothing", "answers", "for", "d1"],
        ["1/20", "nothing", "answers", "for", "p2"],
    ]
    assert wrong == 0


LAMPS = {bytes.fromhex("7a7000000001"): (10, 4), bytes.fromhex("7a7000000002"): (21, 3)}


class Gateway:
    """A node with two RDM devices; the first question to each is lost."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((NODE, PORT))
        self._socket.settimeout(0.1)
        self._asked: set[bytes] = set()
        self.commands: set[int] = set()
        self._open = True
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._open = False
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        while self._open:
            try:
                data, where = self._socket.recvfrom(2048)
            except TimeoutError:
                continue
            for answer in self._answers(decode(data)):
                self._socket.sendto(encode(answer), where)

    def _answers(self, packet: Packet | None) -> Iterator[Packet]:
        match packet:
            case Poll():
                yield PollReply(NODE, "gateway", outputs=(0,))
            case TodRequest((0,)):
                for block, uid in enumerate(LAMPS):
                    yield TodData(0, (uid,), len(LAMPS), block)
            case Rdm(0, message):
                question = rdm.decode(message)
                assert question is not None
                self.commands.add(question.command)
                if question.to not in self._asked:
                    self._asked.add(question.to)
                    return
                yield Rdm(0, rdm.encode(self._answer(question)))

    def _answer(self, question: rdm.Message) -> rdm.Message:
        address, footprint = LAMPS[question.to]
        info = struct.pack(">HHHIHBBHHB", 0x0100, 1, 0x0101, 1, footprint, 1, 1, address, 0, 0)
        told = {
            rdm.DEVICE_INFO: info,
            rdm.DMX_START_ADDRESS: address.to_bytes(2, "big"),
            rdm.DEVICE_MODEL_DESCRIPTION: b"PAR",
        }
        return rdm.Message(
            question.by,
            question.to,
            question.transaction,
            rdm.GET_RESPONSE,
            question.parameter,
            told[question.parameter],
            0,
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a whole network on its loopback")
def test_devices_are_found_through_a_node_and_only_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "POLLING", 0.3)
    gateway = Gateway()
    try:
        found = audit(HALL)
    finally:
        gateway.close()
    assert found == [
        Device(1, "7a70:00000001", "gateway", "PAR", 4, 10),
        Device(1, "7a70:00000002", "gateway", "PAR", 3, 21),
    ]
    assert gateway.commands == {rdm.GET}
