"""The show process is killed in the middle of the demo: the light burns on, and the show comes back where it was."""

import os
import signal
import socket
import sys
import threading
import time
from itertools import pairwise

import pytest

from machine import watched
from odette.cli import shipped
from running import Program, free_port, odette, wait_for
from stage.receiver import TIMESTAMP, arrival

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="finds the show process with ps")


class Ears:
    """Receives the demo's sACN, and remembers when each packet came."""

    def __init__(self) -> None:
        if not hasattr(socket.socket, "recvmsg"):
            pytest.skip("this system does not say when packets came")
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(0.2)
        if sys.platform == "linux":
            self.socket.setsockopt(socket.SOL_SOCKET, TIMESTAMP, 1)
        try:
            self.socket.bind(("127.0.0.1", 5568))
        except OSError:
            pytest.skip("port 5568 (sACN) is in use on this machine")
        self.arrivals: list[float] = []
        self.slots: list[bytes] = []
        self.terminated = 0
        self.sources: set[bytes] = set()
        self.closing = False
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        while not self.closing:
            try:
                packet, notes, _, _ = self.socket.recvmsg(2048, 64)
            except OSError:
                continue
            if len(packet) < 126 or packet[18:22] != b"\x00\x00\x00\x04":
                continue
            self.terminated += packet[112] >> 6 & 1
            self.arrivals.append(arrival(notes))
            self.slots.append(packet[126:])
            self.sources.add(packet[22:38])

    def gap(self, start: float, end: float) -> float:
        """The longest silence between two packets in this span, in seconds."""
        within = [start, *(t for t in self.arrivals if start < t < end), end]
        return max(b - a for a, b in pairwise(within))


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
    demo = Program(tmp_path, "demo", "--no-browser", "--port", free_port())
    try:
        playing = (m for m in demo.messages("now") if (m["position"] or {}).get("following") == "playing")
        next(m for m in playing if m["position"]["beat"] > 6)
        before = next(demo.messages("state"))
        with watched() as machine:
            killed = time.monotonic()
            os.kill(demo.show_process(), signal.SIGKILL)
            demo.hears("started again")
            after = demo.alerted("came back")
            again = next(m for m in demo.messages("now") if (m["position"] or {}).get("following") == "playing")
            gap = ears.gap(killed, time.monotonic())
    finally:
        demo.end()
    gone = {cue["number"] for cue in before["cues"] if cue["status"] in ("done", "running")}
    gone_after = {cue["number"] for cue in after["cues"] if cue["status"] in ("done", "running")}
    assert gone
    assert gone <= gone_after, "what had gone stays gone"
    first_waiting = next(cue["number"] for cue in after["cues"] if cue["status"] in ("standby", "armed", "waiting"))
    assert after["standby"] == first_waiting
    assert again["position"]["beat"] > 6, "it listens on from where the players are"
    assert gap < 0.1 or not machine.calm, "the stream goes on without a gap"
    assert len(ears.sources) == 1, "one stage burns all the while"
    wait_for(lambda: ears.terminated >= 3)
    logs = list(tmp_path.rglob("log.jsonl")) + list((shipped("shows") / "swan-lake").rglob("takes/*/log.jsonl"))
    newest = max(logs, key=lambda log: log.stat().st_mtime)
    assert "every one came out the same" in odette("replay", newest).stdout
