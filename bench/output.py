"""Measures how evenly the stage's sACN stream arrives, with the machine at rest and with busy processes beside it.

    python bench/output.py [--seconds 20] [--universes 8] [--hogs 2]

A real stage process sends a fade that never rests to a socket on this machine. Intervals between the packets of one
universe are taken from the times at which the system received them (Linux; elsewhere from when this program did).
"""

import argparse
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.output import Output
from odette.core.venue import Fixture, Venue
from odette.stage.endpoint import endpoint_file, read_endpoint, stage_id
from odette.stage.link import StageLink
from odette.wire.e131 import PORT, Data, decode

SO_TIMESTAMPNS = 35  # Linux; the socket module does not name it


def receive(host: str, seconds: float) -> dict[int, list[float]]:
    """Universe → when each of its packets came, in seconds."""
    times: dict[int, list[float]] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        if sys.platform == "linux":
            here.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        here.bind((host, PORT))
        here.settimeout(1.0)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            data, notes, _, _ = here.recvmsg(2048, 64)
            stamps = [struct.unpack("qq", stamp) for _, kind, stamp in notes if kind == SO_TIMESTAMPNS]
            at = stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time()
            packet = decode(data)
            if isinstance(packet, Data):
                times.setdefault(packet.universe, []).append(at)
    return times


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


def fade_without_rest(link: StageLink, seconds: float) -> None:
    """Fades of a second each, up and down."""
    due = ShowTime(time.monotonic_ns())
    ends = range(int(seconds) + 2)
    link.send(
        Fade(str(n), ShowTime(due + n * 1_000_000_000), {"all": Value(float(n % 2 == 0))}, 1.0, 1.0) for n in ends
    )


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(link: StageLink, pid: int, host: str, seconds: float) -> str:
    """One row of figures."""
    fade_without_rest(link, seconds)
    before = cpu_seconds(pid)
    times = receive(host, seconds)
    used = (cpu_seconds(pid) - before) / seconds
    gaps = sorted((late - early) * 1000 for each in times.values() for early, late in pairwise(each))
    rate = len(gaps) / len(times) / seconds
    p50, p99 = gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.99)]
    return f"{rate:6.2f} Hz   p50 {p50:5.1f}   p99 {p99:5.1f}   max {gaps[-1]:5.1f} ms   cpu {used * 100:4.1f} %"


def main() -> None:
    """Print a row at rest and a row under load."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--universes", type=int, default=8)
    parser.add_argument("--hogs", type=int, default=2)
    given = parser.parse_args()
    host = f"127.{random.randint(1, 250)}.0.1" if sys.platform == "linux" else "127.0.0.1"
    lamps = tuple(Fixture(f"d{n}", "rgbw", n, 1) for n in range(1, given.universes + 1))
    venue = Venue(f"bench {host}", lamps, {"all": {lamp.id: 1.0 for lamp in lamps}}, (Output(unicast=(host,)),))
    with tempfile.TemporaryDirectory() as folder:
        link = StageLink(venue, Path(folder), lambda event: None)
        link.open()
        if not link.wait_up(15):
            sys.exit("the stage did not come up")
        endpoint = read_endpoint(endpoint_file(Path(folder), stage_id(venue)))
        assert endpoint is not None
        print((Path(folder) / f"stage-{stage_id(venue)}.log").read_text().strip())
        print(f"{given.universes} universes, {given.seconds:.0f} s each")
        print("at rest ", measure(link, endpoint.pid, host, given.seconds), flush=True)
        with busy(given.hogs):
            print(f"{given.hogs} hogs  ", measure(link, endpoint.pid, host, given.seconds))
        link.end()


if __name__ == "__main__":
    main()
