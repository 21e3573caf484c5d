"""The show process is killed in the middle of the demo: the light burns on, and the show comes back where it was."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from odette.cli import shipped
from odette.stage.__main__ import end_all

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="finds the show process with ps")

PATIENCE = 60.0
"""Seconds for anything to happen, on a slow and busy machine."""


class Ears:
    """Receives the demo's sACN, and remembers when each packet came."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(0.2)
        try:
            self.socket.bind(("127.0.0.1", 5568))
        except OSError:
            pytest.skip("port 5568 (sACN) is in use on this machine")
        self.arrivals: list[float] = []
        self.slots: list[bytes] = []
        self.terminated = 0
        self.closing = False
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        while not self.closing:
            try:
                packet = self.socket.recv(2048)
            except OSError:
                continue
            if len(packet) < 126 or packet[18:22] != b"\x00\x00\x00\x04":
                continue
            self.terminated += packet[112] >> 6 & 1
            self.arrivals.append(time.monotonic())
            self.slots.append(packet[126:])

    def gap(self, start: float, end: float) -> float:
        """The longest silence between two packets in this span, in seconds."""
        within = [start, *(t for t in self.arrivals if start < t < end), end]
        return max(b - a for a, b in pairwise(within))


class Demo:
    """``odette demo`` in a process of its own, and a page that watches it."""

    def __init__(self, folder: Path) -> None:
        self.runtime = folder / f"odette-{os.getuid()}" / "stage"
        home = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_RUNTIME_DIR": ""}
        command = [sys.executable, "-u", "-m", "odette", "demo", "--no-browser", "--port", str(free_port())]
        self.process = subprocess.Popen(
            command, env={**home, "TMPDIR": str(folder)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        self.url = wait_for(lambda: re.search(r"http://\S+", "".join(self.said))).group()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)

    def messages(self, kind: str) -> Iterator[dict]:
        """What the desk shows, from a page that reconnects for ever."""
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with connect(self.url.replace("http", "ws") + "ws", origin=self.url.rstrip("/")) as page:
                    while time.monotonic() < until:
                        message = json.loads(page.recv(timeout=2))
                        if message["type"] == kind:
                            yield message
            except (OSError, TimeoutError, WebSocketException):
                time.sleep(0.05)
        pytest.fail("the desk showed nothing like it in time:\n" + "".join(self.said))

    def show_process(self) -> int:
        """The process that runs the show: the parent's only child."""
        listed = subprocess.run(["ps", "-Aww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
        for line in listed.stdout.splitlines():
            pid, parent, arguments = line.split(None, 2)
            if int(parent) == self.process.pid and "--take" in arguments:
                return int(pid)
        raise AssertionError("no show process:\n" + listed.stdout)

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        finally:
            self.process.kill()
            end_all(self.runtime)


def wait_for(found):
    """The first true value of ``found()``."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    pytest.fail("did not happen in time")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def ears():
    ears = Ears()
    yield ears
    ears.closing = True
    ears.socket.close()


@pytest.mark.skipif(
    not (shipped("shows") / "swan-lake" / "sounds" / "no10-scene.ogg").exists(),
    reason="the demo's recording is missing",
)
def test_the_light_burns_on_and_the_restarted_show_stands_by_at_the_right_cue(tmp_path, ears):
    demo = Demo(tmp_path)
    try:
        playing = (m for m in demo.messages("now") if (m["position"] or {}).get("following") == "playing")
        next(m for m in playing if m["position"]["beat"] > 6)
        before = next(demo.messages("state"))
        killed = time.monotonic()
        os.kill(demo.show_process(), signal.SIGKILL)
        wait_for(lambda: any("started again" in line for line in demo.said))
        after = next(m for m in demo.messages("state") if any("came back" in a["text"] for a in m["alerts"]))
        again = next(m for m in demo.messages("now") if (m["position"] or {}).get("following") == "playing")
        back = time.monotonic()
    finally:
        demo.end()
    gone = {cue["number"] for cue in before["cues"] if cue["status"] in ("done", "running")}
    gone_after = {cue["number"] for cue in after["cues"] if cue["status"] in ("done", "running")}
    assert gone
    assert gone <= gone_after, "what had gone stays gone"
    first_waiting = next(cue["number"] for cue in after["cues"] if cue["status"] in ("standby", "armed", "waiting"))
    assert after["standby"] == first_waiting
    assert again["position"]["beat"] > 6, "it listens on from where the players are"
    assert ears.gap(killed - 1, back) < 0.1, "the stream goes on without a gap"
    wait_for(lambda: ears.terminated >= 3)
    logs = list(tmp_path.rglob("log.jsonl")) + list((shipped("shows") / "swan-lake").rglob("takes/*/log.jsonl"))
    newest = max(logs, key=lambda log: log.stat().st_mtime)
    replayed = subprocess.run([sys.executable, "-m", "odette", "replay", str(newest)], capture_output=True, text=True)
    assert "every one came out the same" in replayed.stdout
