"""UDP packets from a few known senders, over real sockets."""

import queue
import socket
from collections.abc import Iterator

import pytest

from odette.io.datagrams import Datagrams, Sender

OWN = "127.0.0.1"


class Ear:
    """A listener on a free port, and what it has heard and reported."""

    def __init__(self, *senders: str, port: int = 0) -> None:
        if not port:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.bind((OWN, 0))
                port = probe.getsockname()[1]
        self.port = port
        self.heard: queue.Queue[tuple[bytes, Sender]] = queue.Queue()
        self.strangers: queue.Queue[str] = queue.Queue()
        self.reports: queue.Queue[tuple[bool, str]] = queue.Queue()
        self.listener = Datagrams(
            OWN,
            port,
            senders,
            lambda packet, sender: self.heard.put((packet, sender)),
            self.strangers.put,
            lambda up, detail: self.reports.put((up, detail)),
        )
        self.listener.start()


@pytest.fixture
def sending() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind((OWN, 0))
        one.settimeout(5)
        yield one


def test_a_known_sender_is_heard_and_answered(sending: socket.socket) -> None:
    ear = Ear(OWN)
    assert ear.reports.get(timeout=5) == (True, "")
    for packet in (b"", b"x" * 60_000, b"go"):
        sending.sendto(packet, (OWN, ear.port))
        heard, sender = ear.heard.get(timeout=5)
        assert heard == packet
    ear.listener.answer(b"done", sender)
    assert sending.recv(100) == b"done"
    ear.listener.stop()


def test_a_stranger_is_told_of_and_not_heard(sending: socket.socket) -> None:
    ear = Ear("192.0.2.1")
    ear.reports.get(timeout=5)
    sending.sendto(b"go", (OWN, ear.port))
    assert ear.strangers.get(timeout=5) == OWN
    assert ear.heard.empty()
    ear.listener.stop()


def test_a_port_that_is_taken_is_reported_and_had_once_it_is_free() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind((OWN, 0))
        ear = Ear(OWN, port=taken.getsockname()[1])
        up, detail = ear.reports.get(timeout=5)
        assert not up
        assert f"port {ear.port}" in detail
    assert until_up(ear)
    ear.listener.stop()


def until_up(ear: Ear) -> bool:
    while not ear.reports.get(timeout=10)[0]:
        pass
    return True
