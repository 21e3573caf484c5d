"""Measures how evenly light leaves: the intervals at which frames of one universe arrive at another host.

    python bench/output.py [--seconds 10] [--hogs 2] [--peers PYTHON] [--only odette]

Two network namespaces joined by a cable stand for two hosts (Linux, as root; elsewhere both are this one, and the table
says so). Arrival is when the kernel received a packet, which no busy program on this machine can delay. Each sender is
measured at rest and beside so many processes that do nothing but compute, with and without real-time priority.
``--peers``: a Python that has the packages sacn, stupidArtnet and pyartnet (GPL, so in an environment of its own).
QLC+ is measured where it is installed; it sends 50 frames a second and is held to that.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from odette.wire import artnet, e131

SO_TIMESTAMPNS = 35  # Linux; the socket module does not name it
DESK, NODE = "10.66.1.1", "10.66.1.2"
WARM_UP = 2.0
FRAME = 1000 / 44
"""Milliseconds."""

Arrivals = dict[int, list[tuple[float, int]]]
"""Universe → when each frame came, in seconds of the wall clock, and its first slot."""


class Hosts:
    """Where the sender and the receiver are."""

    def __init__(self, wrap: tuple[list[str], list[str]], desk: str, node: str, words: str) -> None:
        self.desk_command, self.node_command = wrap
        self.desk, self.node, self.words = desk, node, words


@contextmanager
def hosts() -> Iterator[Hosts]:
    """Two namespaces and a cable; or one machine."""
    if sys.platform != "linux" or os.geteuid() or not shutil.which("ip"):
        yield Hosts(([], []), "127.0.0.1", "127.0.0.1", "one host, over its loopback (two need Linux and root)")
        return
    names = [f"odette-bench-{end}{os.getpid()}" for end in "dn"]
    try:
        for name in names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ends = [f"ob{end}{os.getpid()}" for end in "dn"]
        ip("link", "add", ends[0], "netns", names[0], "type", "veth", "peer", "name", ends[1], "netns", names[1])
        for name, end, address in zip(names, ends, (DESK, NODE), strict=True):
            ip("-n", name, "addr", "add", f"{address}/24", "brd", "+", "dev", end)
            ip("-n", name, "link", "set", end, "up")
            ip("-n", name, "route", "add", "224.0.0.0/4", "dev", end)
        inside = [["ip", "netns", "exec", name] for name in names]
        yield Hosts((inside[0], inside[1]), DESK, NODE, "two network namespaces")
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def receive(address: str, seconds: float) -> Arrivals:
    """Every frame of sACN or Art-Net that comes in that time."""
    arrivals: Arrivals = {}
    ears = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for ear, port in zip(ears, (e131.PORT, artnet.PORT), strict=True):
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        if sys.platform == "linux":
            ear.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        ear.bind(("" if address == NODE else address, port))
        ear.setblocking(False)
    if address == NODE:
        for universe in range(1, 9):
            member = socket.inet_aton(e131.multicast(universe)) + socket.inet_aton(address)
            ears[0].setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)
        for ear in ears:
            for at, data in waiting(ear):
                frame = e131.decode(data) or artnet.decode(data)
                if isinstance(frame, e131.Data):
                    arrivals.setdefault(frame.universe, []).append((at, frame.slots[0]))
                elif isinstance(frame, artnet.Dmx):
                    arrivals.setdefault(frame.port_address, []).append((at, frame.slots[0]))
    return arrivals


def waiting(ear: socket.socket) -> Iterator[tuple[float, bytes]]:
    """What has come, with the kernel's time of its arrival where it says it."""
    while True:
        try:
            data, notes, _, _ = ear.recvmsg(2048, 64)
        except BlockingIOError:
            return
        stamps = [struct.unpack("qq", stamp) for _, kind, stamp in notes if kind == SO_TIMESTAMPNS]
        yield (stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time()), data


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that do nothing but compute."""
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far; 0 where the system does not say. Exact where it has one thread."""
    try:
        if len(list(Path(f"/proc/{pid}/task").iterdir())) == 1:
            return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def plain() -> list[str]:
    """A wrapper that keeps a program from real-time priority, if this user might have it."""
    if sys.platform != "linux" or os.geteuid():
        return []
    return ["setpriv", "--bounding-set=-sys_nice", "--inh-caps=-sys_nice"]


def run(where: Hosts, command: list[str], seconds: float, realtime: bool) -> tuple[Arrivals, list[float], str, float]:
    """Let a sender send: what arrived, when cues were given, what priority it had, its share of a core."""
    wrap = [*where.desk_command, *([] if realtime else plain())]
    sending = subprocess.Popen([*wrap, *command], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL)
    assert sending.stdout is not None
    try:
        words = sending.stdout.readline().split(maxsplit=2)
        if not words:
            return {}, [], "", 0.0
        pid = int(words[1])
        time.sleep(WARM_UP)
        before = cpu_seconds(pid)
        hearing = [*where.node_command, sys.executable, __file__, "--receive", where.node, "--seconds", str(seconds)]
        heard = json.loads(subprocess.run(hearing, capture_output=True, text=True, check=True).stdout)
        share = (cpu_seconds(pid) - before) / seconds
        rest, _ = sending.communicate(timeout=seconds + 30)
        cues = [float(line.split()[1]) for line in rest.splitlines() if line.startswith("go ")]
        arrivals = {int(n): [(at, level) for at, level in each] for n, each in heard.items()}
        return arrivals, cues, words[2].strip(), share
    finally:
        sending.kill()
        sending.wait()


def evenness(arrivals: Arrivals, seconds: float, share: float, period: float = FRAME) -> str:
    """One row of figures, in milliseconds."""
    gaps = [(late - early) * 1000 for each in arrivals.values() for (early, _), (late, _) in pairwise(each)]
    if not gaps:
        return "nothing came"
    off = sorted(abs(gap - period) for gap in gaps)
    rate, p99 = len(gaps) / len(arrivals) / seconds, off[int(len(off) * 0.99)]
    figures = f"median {statistics.median(gaps):5.1f}  p99 {p99:6.2f}  max {off[-1]:6.1f}"
    return f"{rate:6.2f} Hz  {figures}  {share * 100:5.1f} %"


def latencies(arrivals: Arrivals, given: list[float]) -> list[float]:
    """Milliseconds from each cue to the first frame of universe 1 that shows it."""
    frames = arrivals.get(1, [])
    changes = [late for (_, before), (late, after) in pairwise(frames) if before != after]
    found = (min((at for at in changes if at >= cue), default=None) for cue in given)
    return sorted((at - cue) * 1000 for at, cue in zip(found, given, strict=True) if at is not None and at - cue < 0.4)


def sender(where: Hosts, name: str, universes: int, seconds: float) -> list[str]:
    """How a sender is run."""
    last = seconds + WARM_UP + 2
    script = Path(__file__).with_name("output_senders.py")
    sizes = ["--universes", str(universes), "--seconds", str(last)]
    return [sys.executable, str(script), name, *sizes, "--interface", where.desk, "--to", where.node]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--hogs", type=int, default=2)
    parser.add_argument("--peers", type=Path, metavar="PYTHON")
    parser.add_argument("--only", choices=["odette", "go", "peers"])
    parser.add_argument("--receive", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.receive:
        print(json.dumps(receive(given.receive, given.seconds)))
        return
    with hosts() as where:
        print(f"{where.words}, {given.seconds:.0f} s a row, {given.hogs} hogs on {os.cpu_count()} cores;")
        print(f"deviation from {FRAME:.1f} ms between frames of one universe, in ms; share of one core", flush=True)
        for hogs in (0, given.hogs):
            with busy(hogs):
                beside = f"{hogs} hogs" if hogs else "at rest"
                if given.only in (None, "odette"):
                    measure_odette(where, beside, given.seconds)
                if given.only in (None, "go"):
                    measure_go(where, beside, given.seconds)
                if given.only in (None, "peers"):
                    measure_peers(where, beside, given.seconds, given.peers)


def measure_odette(where: Hosts, beside: str, seconds: float) -> None:
    for realtime in (True, False):
        for universes in (1, 8, 32):
            arrivals, _, granted, share = run(where, sender(where, "odette", universes, seconds), seconds, realtime)
            row(beside, f"odette, {universes:2} universes, {granted}", evenness(arrivals, seconds, share))


def measure_go(where: Hosts, beside: str, seconds: float) -> None:
    for realtime in (True, False):
        arrivals, cues, granted, _ = run(where, sender(where, "go", 8, 2 * seconds), 2 * seconds, realtime)
        row(beside, f"odette, GO to first changed frame, {granted}", lateness(latencies(arrivals, cues)))


def measure_peers(where: Hosts, beside: str, seconds: float, python: Path | None) -> None:
    for name in ("sacn", "stupidArtnet", "pyartnet") if python else ():
        command = [str(python), *sender(where, name, 8, seconds)[1:]]
        arrivals, _, _, share = run(where, command, seconds, realtime=False)
        row(beside, f"{name}, 8 universes", evenness(arrivals, seconds, share))
    if shutil.which("qlcplus"):
        arrivals, cues, _, share = run(where, sender(where, "qlc", 1, 2 * seconds), 2 * seconds, realtime=False)
        row(beside, "QLC+, 1 universe", evenness(arrivals, 2 * seconds, share, 20.0))
        row(beside, "QLC+, GO by OSC to first changed frame", lateness(latencies(arrivals, cues)))


def lateness(late: list[float]) -> str:
    return f"n {len(late)}  median {statistics.median(late):5.1f}  max {late[-1]:5.1f}" if late else "nothing came"


def row(beside: str, what: str, figures: str) -> None:
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{beside:8} {what:66} {figures}   {load}", flush=True)


if __name__ == "__main__":
    main()
