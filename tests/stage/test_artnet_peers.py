"""Art-Net receivers that are not ours, on a host of their own: the OLA daemon, with RDM devices, and npm's dmxnet."""

import json
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stage.hosts import NODE, Hosts, inside
from stage.peers import npm_script, olad
from stage.receiver import until

pytestmark = pytest.mark.peer

OLA_UNIVERSE = 30
PORT_ADDRESS = OLA_UNIVERSE % 16
"""OLA takes the low four bits of its universe for the port-address's."""
UNIVERSE = PORT_ADDRESS + 1

STAGE = f"""
    import sys, time
    from pathlib import Path
    from odette.core.clocks import ShowTime
    from odette.core.cue import Value
    from odette.core.effects import Fade
    from odette.core.output import Output
    from odette.core.venue import Fixture, Venue
    from odette.stage.link import StageLink

    lamp = Fixture("d1", "dimmer", {UNIVERSE}, 1)
    venue = Venue("artnet peers", (lamp,), {{"front": {{"d1": 1}}}}, (Output("artnet", "10.66.0.1"),))
    link = StageLink(venue, Path(sys.argv[1]), lambda event: None)
    link.open()
    for n, line in enumerate(sys.stdin):
        link.send([Fade(str(n), ShowTime(time.monotonic_ns()), {{"front": Value(float(line))}}, 0.2, 0.2)])
    link.end()
"""
AUDIT = f"""
    import msgspec
    from odette.core.output import Output
    from odette.core.venue import Fixture, Venue
    from odette.stage.audit import audit

    lamp = Fixture("d1", "dimmer", {UNIVERSE}, 1)
    venue = Venue("artnet peers", (lamp,), {{"front": {{"d1": 1}}}}, (Output("artnet", "10.66.0.1"),))
    print(msgspec.json.encode(audit(venue)).decode())
"""


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


@pytest.fixture
def level(hosts: Hosts, tmp_path: Path) -> Iterator[Callable[[float], None]]:
    """A stage on the desk's host that knows of no node; called with a level, it fades there."""
    command = inside(hosts.desk, sys.executable, "-c", textwrap.dedent(STAGE), str(tmp_path / "run"))
    stage = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)

    def go(to: float) -> None:
        assert stage.stdin is not None
        stage.stdin.write(f"{to}\n")
        stage.stdin.flush()

    yield go
    stage.communicate(timeout=10)


@pytest.fixture
def ola(hosts: Hosts) -> Iterator[Callable[[], list[int]]]:
    """A daemon on the node's host, with its made-up RDM devices behind the port; called, it says what it shows."""
    own = {"artnet": f"ip = {NODE}\nnet = 0\nsubnet = 0\noutput_ports = 4\n", "dummy": ""}
    ports = f"2-1-I-0 = {OLA_UNIVERSE}\n1-1-O-0 = {OLA_UNIVERSE}\n"
    url = f"http://127.0.0.1:9090/get_dmx?u={OLA_UNIVERSE}"
    fetch = f"import urllib.request; print(urllib.request.urlopen({url!r}, timeout=2).read().decode())"

    def shows() -> list[int]:
        answer = subprocess.run(inside(hosts.node, sys.executable, "-c", fetch), capture_output=True, text=True)
        return list(json.loads(answer.stdout)["dmx"]) if answer.stdout else []

    with olad(own, ports, within=tuple(inside(hosts.node))):
        asking = inside(hosts.node, "ola_uni_info")
        until(lambda: bool(subprocess.run(asking, capture_output=True).stdout), "olad's start")
        yield shows


def test_ola_is_found_by_polling_and_shows_our_levels(
    ola: Callable[[], list[int]], level: Callable[[float], None]
) -> None:
    level(1.0)
    until(lambda: ola()[:1] == [255], "full")
    level(0.25)
    until(lambda: ola()[:1] == [64], "a quarter")


def test_the_devices_behind_ola_say_where_they_sit(ola: Callable[[], list[int]], hosts: Hosts) -> None:
    command = inside(hosts.desk, sys.executable, "-c", textwrap.dedent(AUDIT))
    found = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)
    assert len(found) >= 5
    assert all(device["universe"] == UNIVERSE and device["uid"].startswith("7a70:") for device in found)
    assert sum(1 <= device["address"] <= 512 and device["footprint"] > 0 for device in found) >= 3


DMXNET = "dmxnet@0.9.0"
SCRIPT = """
const { dmxnet } = require('dmxnet');
const [universe] = process.argv.slice(2).map(Number);
const net = new dmxnet({ log: { level: 'error' } });
net.newReceiver({ net: 0, subnet: 0, universe }).on('data', slots => console.log(JSON.stringify(slots.slice(0, 2))));
console.log('[]');
"""


def test_dmxnet_is_found_by_polling_and_shows_our_levels(
    hosts: Hosts, level: Callable[[float], None], request: pytest.FixtureRequest
) -> None:
    receive = npm_script(request, DMXNET, SCRIPT)
    process = subprocess.Popen(inside(hosts.node, *receive, str(PORT_ADDRESS)), stdout=subprocess.PIPE, text=True)
    heard: list[list[int]] = []

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("["):
                heard.append(json.loads(line))

    thread = threading.Thread(target=listen)
    thread.start()
    try:
        until(lambda: bool(heard), "dmxnet's start")
        level(1.0)
        until(lambda: heard[-1][:1] == [255], "full")
        level(0.0)
        until(lambda: heard[-1][:1] == [0], "dark")
    finally:
        process.kill()
        process.wait()
        thread.join()
