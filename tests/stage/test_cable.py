"""A cable that is pulled and put back: the desk is told both, and light is there again within a second."""

import json
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from machine import watched
from odette.core.clocks import SECOND, ShowTime
from odette.stage import carrier
from odette.stage.carrier import CHECK, Carrier
from stage.hosts import Hosts, inside
from stage.receiver import until

DESK_PROGRAM = """
    import json, sys, time
    from pathlib import Path
    from odette.core.cue import Value
    from odette.core.effects import Fade
    from odette.core.clocks import ShowTime
    from odette.core.events import LinkChanged
    from odette.core.output import Output
    from odette.core.venue import Fixture, Venue
    from odette.stage.link import StageLink

    def tell(event):
        if isinstance(event, LinkChanged):
            print(json.dumps([time.monotonic(), event.link, event.up, event.detail]), flush=True)

    ways = (Output("sacn", "10.66.0.1"), Output("artnet", "10.66.0.1", unicast=("10.66.0.2",)))
    venue = Venue("cable", (Fixture("d1", "dimmer", 1, 1),), {"front": {"d1": 1}}, ways)
    link = StageLink(venue, Path(sys.argv[1]), tell)
    link.open()
    sys.stdin.readline()
    link.end()
"""
NODE_PROGRAM = """
    import select, socket, time
    ears = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for ear, port in zip(ears, (5568, 6454)):
        ear.bind(("", port))
    group = socket.inet_aton("239.255.0.1") + socket.inet_aton("10.66.0.2")
    ears[0].setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
    while True:
        for ear in select.select(ears, [], [])[0]:
            data = ear.recv(2048)
            if ear is ears[0] or data[8:10] == bytes([0, 0x50]):
                print(time.monotonic(), ear.getsockname()[1], flush=True)
"""


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


def listening(process: subprocess.Popen[str]) -> list[str]:
    lines: list[str] = []

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)

    threading.Thread(target=listen, daemon=True).start()
    return lines


def program(namespace: str, text: str, *more: str) -> subprocess.Popen[str]:
    command = inside(namespace, sys.executable, "-c", textwrap.dedent(text), *more)
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_cable_that_is_pulled_and_put_back_is_told_and_light_is_back_within_a_second(
    hosts: Hosts, tmp_path: Path
) -> None:
    node, desk = program(hosts.node, NODE_PROGRAM), program(hosts.desk, DESK_PROGRAM, str(tmp_path / "run"))
    packets, words = listening(node), listening(desk)

    def came(port: int, since: float) -> list[float]:
        both = [line.split() for line in list(packets)]
        return [float(at) for at, its_port in both if int(its_port) == port and float(at) >= since]

    def told(up: bool) -> set[str]:
        events = [json.loads(line) for line in list(words)]
        return {link for _, link, its_up, _ in events if its_up is up and link != "stage"}

    ways = {"sacn 10.66.0.1", "artnet 10.66.0.1"}
    try:
        until(lambda: bool(came(5568, 0) and came(6454, 0)), "light by both ways")
        assert not told(up=False)
        with watched() as machine:
            hosts.pull()
            pulled = time.monotonic()
            until(lambda: told(up=False) >= ways, "word that both are down")
            times = [json.loads(line)[0] for line in list(words)]
            assert times[-1] - pulled < 1 or not machine.calm
            hosts.plug()
            back = time.monotonic()
            until(lambda: told(up=True) >= ways, "word that both are up")
            until(lambda: bool(came(5568, back) and came(6454, back)), "light again")
            kernel = 1.0  # Linux lets packets through an interface whose carrier came up within a second
            first = max(came(5568, back)[0], came(6454, back)[0])
            assert first - back < kernel + 1 or not machine.calm
    finally:
        desk.communicate("end\n", timeout=10)
        node.kill()
        node.wait()


def test_the_carrier_is_looked_at_four_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    monkeypatch.setattr(carrier, "_look", lambda address: looks.append(address) or f"look {len(looks)}")
    one = Carrier("10.0.0.2")
    said = [one.lost(ShowTime(now)) for now in range(0, SECOND, SECOND // 44)]
    assert len(looks) == SECOND // CHECK
    assert (said[0], said[-1]) == ("look 1", "look 4")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked")
def test_the_loopback_is_always_there_and_an_address_that_no_interface_has_is_not() -> None:
    said = [Carrier(address).lost(ShowTime(0)) for address in ("127.0.0.1", "127.3.2.1", "192.0.2.77")]
    assert said == ["", "", "no interface has the address 192.0.2.77"]
