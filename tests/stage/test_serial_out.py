"""Serial adapters on a pseudo-terminal: frames arrive whole, and an adapter that is pulled and put back is told."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from odette.core.clocks import ShowTime
from odette.core.events import LinkChanged
from odette.core.output import Output
from odette.stage.serial_out import SerialOut
from odette.wire.pacing import FRAME
from odette.wire.usb import pro_message
from stage.receiver import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")


class Adapter:
    """A device at a path that is ours, so that it can be pulled and another put in its place."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.plug()

    def plug(self) -> None:
        self._master, slave = os.openpty()
        os.set_blocking(self._master, False)
        self.path.symlink_to(os.ttyname(slave))
        self._slave = slave

    def pull(self) -> None:
        self.path.unlink()
        os.close(self._slave)
        os.close(self._master)

    def read(self) -> bytes:
        try:
            return os.read(self._master, 1 << 16)
        except BlockingIOError:
            return b""


class Run:
    """An output, its clock, what came and what was told."""

    def __init__(self, protocol: str, path: Path) -> None:
        self.told: list[LinkChanged] = []
        self.out = SerialOut(Output(protocol, universes=(3,), port=str(path)), 2 * FRAME, self.told.append)
        self.came = b""
        self._now = 0

    def step(self, adapter: Adapter | None, slots: bytes) -> None:
        self._now += FRAME // 2
        self.out.send({1: b"other", 3: slots}, ShowTime(self._now))
        if adapter is not None:
            self.came = (self.came + adapter.read())[-5000:]

    def links(self) -> list[tuple[str, bool]]:
        return [(event.link, event.up) for event in self.told]


@pytest.fixture
def adapter(tmp_path: Path) -> Iterator[Adapter]:
    adapter = Adapter(tmp_path / "ttyUSB0")
    yield adapter
    if adapter.path.is_symlink():
        adapter.pull()


def stepping(run: Run, adapter: Adapter | None, slots: bytes, what: str, wanted: bytes | None = None) -> None:
    def done() -> bool:
        run.step(adapter, slots)
        return wanted in run.came if wanted else run.links()[-1:] == [("enttec-pro " + run.out._output.port, False)]

    until(done, what)


def test_a_pro_is_told_its_universe_in_whole_messages(adapter: Adapter) -> None:
    run = Run("enttec-pro", adapter.path)
    slots = bytes(range(256)) * 2
    stepping(run, adapter, slots, "two messages", pro_message(slots) * 2)
    assert run.told == []
    run.out.end()
    assert run.out.ended


def test_an_adapter_that_is_pulled_and_put_back_is_told_and_goes_on(adapter: Adapter) -> None:
    run = Run("enttec-pro", adapter.path)
    stepping(run, adapter, b"\1" * 512, "light", pro_message(b"\1" * 512))
    adapter.pull()
    stepping(run, None, b"\2" * 512, "word that it has gone")
    adapter.plug()
    stepping(run, adapter, b"\3" * 512, "light again", pro_message(b"\3" * 512))
    until(lambda: run.step(adapter, b"\3" * 512) is None and run.links()[-1][1], "word that it is back")
    assert [up for _, up in run.links()] == [False, True]
    run.out.close()


def test_a_port_that_is_not_there_is_a_link_that_is_down(tmp_path: Path) -> None:
    run = Run("enttec-pro", tmp_path / "nothing")
    stepping(run, None, b"\1" * 512, "word that it is not there")
    assert "nothing" in run.told[0].detail
    run.out.close()


def test_a_bare_line_is_sent_without_pause(adapter: Adapter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each frame after a break, which a pseudo-terminal does not have: it is counted instead."""
    from serial import Serial

    breaks: list[bool] = []
    monkeypatch.setattr(Serial, "_update_break_state", lambda port: breaks.append(port._break_state))
    run = Run("open-dmx", adapter.path)
    slots = b"\7" * 512
    stepping(run, adapter, slots, "three frames", (b"\0" + slots) * 3)
    run.out.close()
    assert breaks[:6] == [True, False] * 3
