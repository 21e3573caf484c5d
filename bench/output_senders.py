"""The senders that bench/output.py measures, each in a process of its own. Prints the id of the process that sends.

    python bench/output_senders.py NAME --universes 8 --seconds 20 --interface 10.66.0.1 --to 10.66.0.2

NAME: odette, go (Odette at rest, with a cut every half second; prints when each was given), sacn, stupidArtnet,
pyartnet, qlc (QLC+, with a GO by OSC every half second). The packages come from the Python this runs under,
which need not be Odette's. All but QLC+ are asked for 44 frames a second in which each universe changes.
"""

import argparse
import asyncio
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RATE = 44


def odette(given: argparse.Namespace) -> None:
    """A fade that never rests, from a real stage process."""
    from odette.core.clocks import SECOND, ShowTime
    from odette.core.cue import Value
    from odette.core.effects import Fade
    from odette.core.output import Output
    from odette.core.venue import Fixture, Venue
    from odette.stage.endpoint import endpoint_file, read_endpoint, stage_id
    from odette.stage.link import StageLink

    lamps = tuple(Fixture(f"d{n}", "rgb", n, 1) for n in range(1, given.universes + 1))
    output = Output(interface=given.interface, unicast=(given.to,))
    venue = Venue("bench", lamps, {"all": {lamp.id: 1.0 for lamp in lamps}}, (output,))
    with tempfile.TemporaryDirectory() as folder:
        link = StageLink(venue, Path(folder), lambda event: None)
        link.open()
        if not link.wait_up(30):
            sys.exit("the stage did not come up")
        endpoint = read_endpoint(endpoint_file(Path(folder), stage_id(venue)))
        assert endpoint is not None
        granted = (Path(folder) / f"stage-{stage_id(venue)}.log").read_text().split("with ")[1].split("\n")[0]
        print("pid", endpoint.pid, granted, flush=True)
        end = time.monotonic() + given.seconds
        if given.name == "go":
            cue = 0
            while time.monotonic() < end:
                time.sleep(random.uniform(0.4, 0.6))
                cue += 1
                print("go", time.time(), flush=True)
                link.send([Fade(str(cue), ShowTime(time.monotonic_ns()), {"all": Value(float(cue % 2))}, 0, 0)])
        else:
            start = time.monotonic_ns()
            ups_and_downs = range(int(given.seconds) + 2)
            link.send(
                Fade(str(n), ShowTime(start + n * SECOND), {"all": Value(float(n % 2 == 0))}, 1.0, 1.0)
                for n in ups_and_downs
            )
            time.sleep(max(0.0, end - time.monotonic()))
        link.end()


def sacn(given: argparse.Namespace) -> None:
    """The package sacn, with its own thread at 44 frames a second."""
    import sacn

    sender = sacn.sACNsender(bind_address=given.interface, fps=RATE)
    sender.start()
    for universe in range(1, given.universes + 1):
        sender.activate_output(universe)
        sender[universe].destination = given.to

    def show(n: int) -> None:
        for universe in range(1, given.universes + 1):
            sender[universe].dmx_data = (n % 256,) * 512

    changing(show, given.seconds)
    sender.stop()


def stupid_artnet(given: argparse.Namespace) -> None:
    """The package stupidArtnet: a timer thread for each universe."""
    from stupidArtnet import StupidArtnet

    senders = [
        StupidArtnet(given.to, universe, 512, RATE, even_packet_size=True, source_address=(given.interface, 0))
        for universe in range(given.universes)
    ]
    for sender in senders:
        sender.start()

    def show(n: int) -> None:
        for sender in senders:
            sender.set(bytearray([n % 256]) * 512)

    changing(show, given.seconds)
    for sender in senders:
        sender.stop()


def pyartnet(given: argparse.Namespace) -> None:
    """The package pyartnet on its asyncio loop, at 44 frames a second."""
    from pyartnet import ArtNetNode

    async def run() -> None:
        node = ArtNetNode.create(given.to, 6454, max_fps=RATE)
        async with node:
            channels = [node.add_universe(n).add_channel(1, 512) for n in range(given.universes)]
            end = time.monotonic() + given.seconds
            n = 0
            while time.monotonic() < end:
                n += 1
                for channel in channels:
                    channel.set_values([n % 256] * 512)
                await asyncio.sleep(1 / RATE)

    asyncio.run(run())


def qlc(given: argparse.Namespace) -> None:
    """QLC+ without a screen: a cue list of two cuts, stepped by OSC."""
    with tempfile.TemporaryDirectory() as folder:
        show = Path(folder) / "bench.qxw"
        show.write_text(workspace())
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": folder, "XDG_RUNTIME_DIR": folder}
        command = ["qlcplus", "--nowm", "--operate", "--open", str(show)]
        process = subprocess.Popen(command, env=surroundings, **quiet)  # type: ignore[call-overload]
        try:
            time.sleep(8.0)  # it says nowhere that it is ready
            print("pid", process.pid, "ordinary priority", flush=True)
            end = time.monotonic() + given.seconds
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as osc:
                while time.monotonic() < end:
                    time.sleep(random.uniform(0.4, 0.6))
                    print("go", time.time(), flush=True)
                    for level in (1.0, 0.0):
                        osc.sendto(b"/go\0,f\0\0" + struct.pack(">f", level), (given.interface, 7701))
        finally:
            process.kill()
            process.wait()


def workspace() -> str:
    """A QLC+ workspace: universe 1 goes out by E1.31; universe 2 takes OSC in, whose /go steps a cue list."""
    scenes = "".join(
        f'<Function Type="Scene" Name="S{n}" ID="{n}"><Speed FadeIn="0" FadeOut="0" Duration="0"/>'
        f'<FixtureVal ID="0">0,{255 * n}</FixtureVal></Function>'
        for n in range(2)
    )
    steps = "".join(f'<Step Number="{n}" FadeIn="0" Hold="4294967294" FadeOut="0">{n}</Step>' for n in range(2))
    look = "<Appearance><FrameStyle>None</FrameStyle></Appearance>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Workspace>
<Workspace xmlns="http://www.qlcplus.org/Workspace" CurrentWindow="VirtualConsole"><Engine><InputOutputMap>
<Universe Name="U1" ID="0"><Output Plugin="E1.31" Line="0"/></Universe>
<Universe Name="U2" ID="1"><Input Plugin="OSC" Line="0"/></Universe></InputOutputMap>
<Fixture><Manufacturer>Generic</Manufacturer><Model>Generic</Model><Mode>Generic</Mode><ID>0</ID><Name>D</Name>
<Universe>0</Universe><Address>0</Address><Channels>1</Channels></Fixture>{scenes}
<Function Type="Chaser" Name="Main" ID="2"><Speed FadeIn="0" FadeOut="0" Duration="4294967294"/>
<Direction>Forward</Direction><RunOrder>Loop</RunOrder>
<SpeedModes FadeIn="PerStep" FadeOut="PerStep" Duration="PerStep"/>{steps}</Function></Engine>
<VirtualConsole><Frame Caption="">{look}<CueList ID="1" Caption="Cues">
<WindowState Visible="True" X="0" Y="0" Width="300" Height="300"/>{look}<Chaser>2</Chaser>
<Next><Input Universe="1" Channel="{osc_channel("/go")}"/></Next></CueList></Frame>
<Properties><Size Width="640" Height="480"/></Properties></VirtualConsole></Workspace>"""


def osc_channel(path: str) -> int:
    """QLC+ knows an OSC path by its CRC-16 of ISO 3309."""
    crc = 0xFFFF
    for byte in path.encode():
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x8408 if crc & 1 else crc >> 1
    return crc ^ 0xFFFF


def changing(show: Callable[[int], None], seconds: float) -> None:
    """Something new 44 times a second, on absolute deadlines."""
    start = time.monotonic()
    for n in range(int(seconds * RATE)):
        show(n)
        time.sleep(max(0.0, start + n / RATE - time.monotonic()))


SENDERS = {
    "odette": odette,
    "go": odette,
    "sacn": sacn,
    "stupidArtnet": stupid_artnet,
    "pyartnet": pyartnet,
    "qlc": qlc,
}


def main() -> None:
    """Be one sender for a while."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=SENDERS)
    parser.add_argument("--universes", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--interface", default="127.0.0.1")
    parser.add_argument("--to", default="127.0.0.1")
    given = parser.parse_args()
    if given.name not in ("odette", "go", "qlc"):
        print("pid", os.getpid(), "ordinary priority", flush=True)
    SENDERS[given.name](given)


if __name__ == "__main__":
    main()
