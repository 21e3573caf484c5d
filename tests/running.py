"""Odette as a user runs it: the program in a process of its own, a home of its own, and a small show to run."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
import pytest

from odette.stage.__main__ import end_all

PATIENCE = 60.0
"""Seconds for anything to happen, on a slow and busy machine."""
RATE = 16_000
QUARTER = 0.4
"""Seconds a quarter note of the small show takes."""
MELODY = [69, 72, 76, 71, 67, 74, 77, 70, 65, 72, 79, 68, 64, 73, 76, 69]
"""Its pitches, a quarter note each: four bars."""


def wait_for(found, why="it"):
    """The first true value of ``found()``."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    pytest.fail(f"{why() if callable(why) else why} did not happen in time")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def home(folder: Path) -> dict[str, str]:
    """An environment in which everything that is kept is kept in this folder."""
    places = {
        "HOME": folder,
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_CONFIG_HOME": folder / "config",
        "TMPDIR": folder,
        "XDG_RUNTIME_DIR": "",
    }
    return {**os.environ, **{name: str(place) for name, place in places.items()}, "BROWSER": "/no/such/browser"}


def runtime(folder: Path) -> Path:
    """Where a stage is found that was started with this home."""
    return folder / f"odette-{os.getuid()}" / "stage"


def odette(*arguments, cwd=None, env=None):
    """Run a command to its end."""
    command = [sys.executable, "-m", "odette", *map(str, arguments)]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, cwd=cwd, env=env
    )


def small_show(folder: Path) -> Path:
    """A show of four bars, with two cues in them and one for the hand, and ``hall.toml`` beside it."""
    show = folder / "show"
    show.mkdir()
    (show / "show.toml").write_text('title = "Small"\n[[number]]\nid = "one"\ntitle = "One"\nscore = "one.musicxml"\n')
    (show / "one.musicxml").write_text(score())
    (show / "promptbook.toml").write_text(
        '[[cue]]\nnumber = "1"\nat = "2"\nauthority = "auto"\nlook = "day"\nfade = 0.1\n\n'
        '[[cue]]\nnumber = "2"\nat = "3.3"\nauthority = "auto"\nlook = "night"\nfade = 0.1\n\n'
        '[[cue]]\nnumber = "3"\nlook = "day"\nfade = 0.1\n\n[[cue]]\nnumber = "4"\nlook = "night"\n'
    )
    (show / "looks.toml").write_text('[look.day]\n"front wash" = 100\n[look.night]\n"front wash" = 20\n')
    hall(folder, "127.0.0.1")
    return show


def hall(folder: Path, host: str) -> Path:
    """A venue of one lamp, sent to this address alone."""
    venue = folder / "hall.toml"
    venue.write_text(
        f'title = "Hall {host}"\n[output]\nunicast = ["{host}"]\n'
        '[[fixture]]\nid = "d1"\nprofile = "dimmer"\nuniverse = 1\naddress = 1\n[roles]\n"front wash" = ["d1"]\n'
    )
    return venue


def score() -> str:
    names = ["C", "C", "D", "D", "E", "F", "F", "G", "G", "A", "A", "B"]
    notes = [
        f"<note><pitch><step>{names[p % 12]}</step><alter>{int(p % 12 in (1, 3, 6, 8, 10))}</alter>"
        f"<octave>{p // 12 - 1}</octave></pitch><duration>1</duration></note>"
        for p in MELODY
    ]
    bars = ["".join(notes[first : first + 4]) for first in range(0, len(notes), 4)]
    attributes = (
        "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
    )
    tempo = f"<sound tempo='{60 / QUARTER:g}'/>"
    bars[0] = attributes + tempo + bars[0]
    measures = "".join(f"<measure number='{n}'>{bar}</measure>" for n, bar in enumerate(bars, 1))
    part = "<part-list><score-part id='P1'><part-name>Piano</part-name></score-part></part-list>"
    return f"<score-partwise version='4.0'>{part}<part id='P1'>{measures}</part></score-partwise>"


def music(rate: int, before: float = 0.5, after: float = 2.0):
    """The small show's music as samples, with so many seconds of a quiet hall before and after it."""
    rng = np.random.default_rng(1)
    seconds = before + QUARTER * len(MELODY) + after
    out = 0.0003 * rng.standard_normal(round(seconds * rate))
    t = np.arange(round(QUARTER * rate)) / rate
    shape = np.minimum(t / 0.005, 1) * np.exp(-2 * t) * np.clip((QUARTER - t) / 0.05, 0, 1)
    for index, pitch in enumerate(MELODY):
        frequency = 440 * 2 ** ((pitch - 69) / 12)
        tone = sum(0.6**k * np.sin(2 * np.pi * frequency * (k + 1) * t) for k in range(5))
        first = round((before + QUARTER * index) * rate)
        out[first : first + len(t)] += 0.1 * tone * shape
    return out.astype(np.float32)


def recording(path: Path) -> Path:
    """The small show's music as a WAV file."""
    import soundfile

    soundfile.write(path, music(RATE), RATE)
    return path


def quiet(path: Path, seconds: float = 600.0) -> Path:
    """A recording of an empty hall, in which nothing begins."""
    import soundfile

    rng = np.random.default_rng(2)
    soundfile.write(path, (0.0003 * rng.standard_normal(round(seconds * 8000))).astype(np.float32), 8000)
    return path


class Program:
    """``odette`` in a process of its own with a home of its own, what it says, and a page that watches it."""

    def __init__(
        self, folder: Path, *arguments: object, env: dict[str, str] | None = None, unread: bool = False
    ) -> None:
        self.runtime = runtime(folder)
        command = [sys.executable, "-u", "-m", "odette", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, env=env or home(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []
        if unread:
            assert self.process.stdout
            self.process.stdout.close()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in [] if self.process.stdout.closed else self.process.stdout:
            self.said.append(line)

    @property
    def text(self) -> str:
        """All that it has said."""
        return "".join(self.said)

    @property
    def url(self) -> str:
        """Where its desk is, once it has said so."""
        return self.hears(r"http://\S+").group()

    def hears(self, words: str) -> re.Match[str]:
        """Wait until it has said this."""
        return wait_for(lambda: re.search(words, self.text), lambda: f"{words!r} in {self.text!r}")

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
        pytest.fail("the desk showed nothing like it in time:\n" + self.text)

    def shows(self, wanted) -> dict:
        """The first whole state on the desk for which ``wanted`` holds."""
        return next(state for state in self.messages("state") if wanted(state))

    def alerted(self, words: str) -> dict:
        """The first whole state on the desk in which an alert says this."""
        return self.shows(lambda state: any(re.search(words, alert["text"]) for alert in state["alerts"]))

    def go(self) -> None:
        """Press GO, as other gear would, until it is done."""
        press = ""

        def done() -> bool:
            nonlocal press
            press = press or uuid.uuid4().hex
            try:
                status = self._press(press)
            except OSError:
                return False
            press = "" if status == 409 else press  # too soon after the last GO
            return status == 200

        wait_for(done, "GO")

    def _press(self, press: str) -> int:
        body = json.dumps({"id": press, "command": "go"}).encode()
        asked = Request(self.url + "api/press", body, {"Content-Type": "application/json"})
        try:
            with urlopen(asked, timeout=PATIENCE) as response:
                return response.status
        except HTTPError as refusal:
            return refusal.code

    def show_process(self) -> int:
        """The process that runs the show: the parent's only child."""
        return wait_for(lambda: child_of(self.process.pid), "a show process")

    def ended(self) -> int:
        """Wait for its end; its exit status."""
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def end(self, signum: int = signal.SIGINT) -> None:
        """End it as a person would, and whatever it leaves behind."""
        shows = child_of(self.process.pid)
        if self.process.poll() is None:
            self.process.send_signal(signum)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            if shows:
                os.kill(shows, signal.SIGKILL)
        finally:
            end_all(self.runtime)


def child_of(parent: int) -> int | None:
    """The show process of this parent."""
    listed = subprocess.run(["ps", "-Aww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        pid, its_parent, arguments = line.split(None, 2)
        if int(its_parent) == parent and "--take" in arguments:
            return int(pid)
    return None


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
