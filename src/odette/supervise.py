"""Watching over the show process: a show that dies is started again where it was, while the stage burns on."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from odette.faults import Fault, Faulty

DEATHS = 5
"""So many within ``WINDOW`` seconds, and it is not started again."""
WINDOW = 30.0

DECIDED = (0, 1, 2, 130)
"""Exit statuses by which the show says that it ended itself."""


def supervised(options: argparse.Namespace) -> int:
    """Run the show in a process of its own; returns its exit status."""
    if not options.show.is_dir():
        raise Faulty(Fault(str(options.show), 0, "no such folder", "expected a show's folder"))
    take = new_take(options.show)
    command = [sys.executable, "-m", "odette", "run", str(options.show), "--venue", str(options.venue)]
    command += ["--take", str(take), "--speed", str(options.speed)]
    command += ["--midi", options.midi] if options.midi else ["--audio", options.audio]
    command += [flag for flag in ("--headless", "--rehearsal", "--no-browser") if getattr(options, _name(flag))]
    command += ["--port", str(options.port)] if options.port else []
    child = Child()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, child.end)
    deaths: list[float] = []
    again: list[str] = []
    while True:
        status = child.run([*command, *again])
        if child.ending or status in DECIDED:
            remove_if_empty(take)
            return max(0, status)
        deaths = [death for death in deaths if time.monotonic() - death < WINDOW] + [time.monotonic()]
        if len(deaths) == DEATHS:
            print(f"The show process died {DEATHS} times in {WINDOW:.0f} s. The stage holds its look.", file=sys.stderr)
            return 3
        print("The show process died and is started again.", file=sys.stderr)
        again = ["--resume", "--no-browser"] if (take / "log.jsonl").exists() else []


class Child:
    """The show's process, and whether it has been asked to end."""

    def __init__(self) -> None:
        self.ending = False
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, command: list[str]) -> int:
        """Run it to its end; returns its exit status."""
        self._process = subprocess.Popen(command)
        return self._process.wait()

    def end(self, signum: int, frame: object) -> None:
        """A signal: have the show close. At a terminal Ctrl-C has reached it already; twice does no harm."""
        self.ending = True
        if self._process is not None:
            self._process.terminate()


def _name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def remove_if_empty(take: Path) -> None:
    """A run that was refused leaves nothing behind."""
    with contextlib.suppress(OSError):
        take.rmdir()


def new_take(show: Path) -> Path:
    """A folder for this run: in the show's takes, or among the user's own where that cannot be written."""
    from odette.io.disk import cache_dir

    name = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    for takes in (show / "takes", cache_dir() / "takes" / show.name):
        take = takes / name
        try:
            take.mkdir(parents=True)
        except OSError:
            continue
        if os.access(take, os.W_OK):
            return take
    return show / "takes" / name
