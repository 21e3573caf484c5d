"""QLC+, without a screen, receives our sACN and passes it through to where a test reads it."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.output import Output
from odette.core.venue import Fixture, Venue
from odette.stage.carrier import addresses
from odette.stage.link import StageLink
from stage.receiver import Receiver, until

pytestmark = [pytest.mark.peer, pytest.mark.skipif(sys.platform != "linux", reason="each receiver has an address")]

FIRST = random.randint(40, 200)
UNIVERSES = tuple(range(FIRST, FIRST + len(list(addresses())))) if sys.platform == "linux" else (FIRST,)
"""QLC+ has the addresses of a machine in an order of its own, so one universe listens on each of them."""


def workspace(host: str) -> str:
    """Universe n of QLC+ hears sACN's universe n by multicast, whatever the file says of it, and sends what it hears
    on to ``host``. It wants to be told of all universes before."""
    universes = [f'<Universe Name="{n}" ID="{n - 1}"/>' for n in range(1, FIRST)]
    for line, n in enumerate(UNIVERSES):
        where = f'multicast="0" ucastIP="{host}" universe="{n}"'
        universes.append(
            f'<Universe Name="{n}" ID="{n - 1}" Passthrough="True"><Input Plugin="E1.31" Line="{line}"/>'
            f'<Output Plugin="E1.31" Line="{line}"><PluginParameters {where}/></Output></Universe>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE Workspace>'
        '<Workspace xmlns="http://www.qlcplus.org/Workspace" CurrentWindow="VirtualConsole">'
        f"<Engine><InputOutputMap>{''.join(universes)}</InputOutputMap></Engine></Workspace>"
    )


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Receiver]:
    """What QLC+ sends on."""
    program = shutil.which("qlcplus")
    if program is None:
        pytest.skip("qlcplus is not installed (Debian: apt install qlcplus)")
    receiver, show = Receiver(), tmp_path / "through.qxw"
    show.write_text(workspace(receiver.host))
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    process = subprocess.Popen(
        [program, "--nowm", "--operate", "--open", str(show)],
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield receiver
    process.kill()
    process.wait()
    receiver.close()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[StageLink]:
    """A lamp on every universe, by multicast on the loopback interface."""
    lamps = tuple(Fixture(f"d{n}", "dimmer-16", n, 511) for n in UNIVERSES)
    outputs = (Output(source=f"Odette in test {uuid4().hex[:12]}"),)
    venue = Venue(f"qlc {FIRST}", lamps, {"front": {lamp.id: 1.0 for lamp in lamps}}, outputs)
    link = StageLink(venue, tmp_path / "run", lambda event: None)
    link.open()
    assert link.wait_up(15)
    yield link
    link.end()


def go(link: StageLink, level: float, seconds: float) -> None:
    link.send([Fade(str(uuid4()), ShowTime(time.monotonic_ns()), {"front": Value(level)}, seconds, seconds)])


def test_qlcplus_shows_our_levels(shown: Receiver, stage: StageLink) -> None:
    """Every step of a fade, in both of a lamp's slots, the last of the universe."""

    def levels() -> set[tuple[int | None, int | None]]:
        return {(shown.level(n, 511), shown.level(n, 512)) for n in UNIVERSES}

    go(stage, 1.0, 0.0)
    until(lambda: (255, 255) in levels(), "full, on the line that is the loopback interface", 30.0)
    go(stage, 0.25, 1.0)
    until(lambda: (0x40, 0) in levels(), "a quarter")
    assert len({packet.slots[510] for _, packet in shown.packets if packet.universe in UNIVERSES}) > 10
