"""Receivers that are not ours judge what the stage sends: the OLA daemon, and the npm package sacn."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from machine import watched
from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.events import LinkChanged, Sent
from odette.core.output import Output
from odette.core.venue import Fixture, Venue
from odette.stage.endpoint import read_endpoint
from odette.stage.link import StageLink
from odette.wire.e131 import PORT
from odette.wire.pacing import FRAME
from odette.wire.sacn import Source
from stage.peers import npm_script, olad
from stage.receiver import until

pytestmark = [pytest.mark.peer, pytest.mark.skipif(sys.platform == "win32", reason="the receivers are run on POSIX")]

UNIVERSE = random.randint(300, 60000)
PRIORITY = 120
SOURCE = f"Odette in test {uuid4().hex[:12]}"
"""Others may send on this machine as well, and what they do is not ours to answer for."""


@pytest.fixture
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StageLink]:
    """A stage that sends to 127.0.0.1 alone; by multicast if the test says so."""
    unicast = () if getattr(request, "param", "") == "multicast" else ("127.0.0.1",)
    lamp = Fixture("d1", "dimmer", UNIVERSE, 1)
    output = Output(unicast=unicast, priority=PRIORITY, source=SOURCE)
    venue = Venue(f"peers {UNIVERSE}", (lamp,), {"front": {"d1": 1}}, (output,))
    events: list[Sent | LinkChanged] = []
    link = StageLink(venue, tmp_path / "run", events.append)
    link.open()
    assert link.wait_up(15)
    yield link
    link.end()


def go(link: StageLink, seconds: float, level: float) -> None:
    link.send([Fade(str(uuid4()), ShowTime(time.monotonic_ns()), {"front": Value(level)}, seconds, seconds)])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def be_alone() -> None:
    """Skip where the port of sACN is not free: its owner would take packets that are meant for the test's receiver."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("", PORT))
        except OSError:
            pytest.skip("another program receives sACN on this machine")


# -- OLA -------------------------------------------------------------------------------------------


class Ola:
    """What the daemon shows of our universe, asked over HTTP."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/get_dmx?u={UNIVERSE}"

    def level(self) -> int | None:
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(self._url, timeout=2) as answer:
            slots = json.load(answer)["dmx"]
            return int(slots[0]) if slots else None
        return None


@pytest.fixture
def ola() -> Iterator[Ola]:
    """A daemon that listens to our universe only."""
    be_alone()
    own = {"e131": "ip = 127.0.0.1\ninput_ports = 1\noutput_ports = 0\n"}
    port = free_port()
    with olad(own, f"11-1-I-0 = {UNIVERSE}\n", "-p", str(port), "-r", str(free_port())):
        yield Ola(port)


class Backup:
    """Another source for the same universe, at the priority of a backup desk, always at one level."""

    def __init__(self, level: int, priority: int) -> None:
        self._source = Source(uuid4(), (Output(source="backup", priority=priority),))
        self._frames = {UNIVERSE: bytes([level])}
        self._going = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._going.set()
        self._thread.join()

    def _run(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            while not self._going.wait(2 * FRAME / 1e9):
                for _, packet in self._source.packets(self._frames, ShowTime(time.monotonic_ns())):
                    out.sendto(packet, ("127.0.0.1", PORT))


def test_ola_shows_our_levels(ola: Ola, stage: StageLink) -> None:
    go(stage, 0.5, 1.0)
    until(lambda: ola.level() == 255, "full")
    go(stage, 0.5, 0.25)
    until(lambda: ola.level() == 64, "a quarter")


def test_ola_prefers_us_to_a_backup_and_turns_to_it_at_once_when_we_end(ola: Ola, stage: StageLink) -> None:
    """A stream that only breaks off is waited for, 2.5 s; ours says that it is over."""
    with Backup(level=33, priority=PRIORITY - 20):
        until(lambda: ola.level() in (0, 33), "a first frame")
        go(stage, 0.0, 1.0)
        until(lambda: ola.level() == 255, "ours")
        seen = {ola.level() for _ in range(30)}
        assert seen == {255}
        with watched() as machine:
            stage.end()
            ended = time.monotonic()
            until(lambda: ola.level() == 33, "the backup")
            assert time.monotonic() - ended < 2.0 or not machine.calm


def test_ola_merges_us_with_an_equal_highest_takes_precedence(ola: Ola, stage: StageLink) -> None:
    with Backup(level=100, priority=PRIORITY):
        go(stage, 0.0, 1.0)
        until(lambda: ola.level() == 255, "ours, the higher")
        go(stage, 0.0, 0.2)
        until(lambda: ola.level() == 100, "theirs, the higher")


def test_ola_turns_to_a_backup_when_our_stream_breaks_off(ola: Ola, stage: StageLink, tmp_path: Path) -> None:
    """A crash ends nothing: the receiver waits for what E1.31 asks (6.7.1), and then takes the lower priority."""
    with Backup(level=33, priority=PRIORITY - 20):
        go(stage, 0.0, 1.0)
        until(lambda: ola.level() == 255, "ours")
        stage.close()
        (file,) = (tmp_path / "run").glob("stage-*.json")
        endpoint = read_endpoint(file)
        assert endpoint is not None
        os.kill(endpoint.pid, signal.SIGKILL)
        died = time.monotonic()
        until(lambda: ola.level() == 33, "the backup")
        assert time.monotonic() - died > 2.0


# -- npm sacn --------------------------------------------------------------------------------------

SACN = "sacn@4.6.2"
SCRIPT = """
const { Receiver } = require('sacn');
const [universe] = process.argv.slice(2).map(Number);
const say = line => console.log(JSON.stringify(line));
const receiver = new Receiver({ universes: [universe], iface: '127.0.0.1', reuseAddr: true });
receiver.on('packet', p => say({ priority: p.priority, sequence: p.sequence, options: p.options,
  name: p.sourceName, universe: p.universe, count: p.propertyValueCount, level: p.payloadAsBuffer[0] }));
for (const fault of ['PacketCorruption', 'PacketOutOfOrder', 'error'])
  receiver.on(fault, e => say({ fault: e.message }));
receiver.socket.on('listening', () => say({ listening: true }));
"""


@pytest.fixture
def npm(request: pytest.FixtureRequest) -> Iterator[list[dict[str, object]]]:
    """What the npm receiver heard, as it comes in."""
    receive = npm_script(request, SACN, SCRIPT)
    be_alone()
    heard: list[dict[str, object]] = []
    process = subprocess.Popen([*receive, str(UNIVERSE)], stdout=subprocess.PIPE, text=True)

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            heard.append(json.loads(line))

    thread = threading.Thread(target=listen)
    thread.start()
    until(lambda: bool(heard), "the receiver's start")
    yield heard
    process.terminate()
    thread.join()
    process.wait(10)


def ours(heard: list[dict[str, object]]) -> list[dict[str, object]]:
    return [line for line in list(heard) if line.get("name") == SOURCE and line["universe"] == UNIVERSE]


@pytest.mark.parametrize("stage", ["multicast"], indirect=True)
def test_npm_sacn_finds_nothing_wrong_with_our_multicast_stream(npm: list[dict[str, object]], stage: StageLink) -> None:
    go(stage, 0.5, 1.0)
    until(lambda: any(line["level"] == 255 for line in ours(npm)), "full")
    stage.end()
    until(lambda: [line["options"] for line in ours(npm)[-3:]] == [0x40] * 3, "three packets that end the stream")
    packets = ours(npm)
    assert [line for line in npm if "fault" in line and "8 !== 4" not in str(line)] == []  # discovery: it knows none
    assert {(p["priority"], p["count"]) for p in packets} == {(PRIORITY, 513)}
    assert all((int(str(b["sequence"])) - int(str(a["sequence"]))) % 256 == 1 for a, b in pairwise(packets))
    levels = [int(str(p["level"])) for p in packets]
    assert levels == sorted(levels)
    assert len(set(levels)) > 5
