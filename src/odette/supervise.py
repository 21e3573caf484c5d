"""Watching over the show process: a show that dies is started again where it was, while the stage burns on."""

import argparse
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

from odette.faults import Fault, Faulty
from odette.io.disk import cache_dir
from odette.io.terminal import warn

DEATHS = 5
"""So many within ``WINDOW`` seconds, and it is not started again."""
WINDOW = 30.0

DECIDED = (0, 1, 2, 130)
"""Exit statuses by which the show says that it ended itself, or was refused."""
STUCK = 5.0
"""Seconds after the first request to end from which another one ends even a show that does not answer."""


def supervised(options: argparse.Namespace) -> int:
    """Run the show in a process of its own; returns its exit status."""
    if not options.show.is_dir():
        raise Faulty(Fault(str(options.show), 0, "no such folder", "expected a show's folder"))
    take = new_take(options.show)
    command = [sys.executable, "-m", "odette", "run", str(options.show), "--venue", str(options.venue)]
    command += ["--take", str(take), "--speed", str(options.speed)]
    command += ["--midi", options.midi] if options.midi else ["--audio", options.audio]
    flags = ("--headless", "--rehearsal", "--unheard", "--no-browser")
    command += [flag for flag in flags if getattr(options, _name(flag))]
    command += ["--port", str(options.port)] if options.port else []
    command += [word for address in options.desk for word in ("--desk", address)]
    child = Child()
    child.heed_signals()
    deaths: list[float] = []
    again: list[str] = []
    while not child.ending:
        status = child.run([*command, *again])
        if child.ending or status in DECIDED:
            remove_if_empty(take)
            return max(0, status)
        if options.speed != 1.0:
            warn(f"The show process died ({in_words(status)}). What it had come to is in {take}.")
            return 3
        deaths = [death for death in deaths if time.monotonic() - death < WINDOW] + [time.monotonic()]
        if len(deaths) == DEATHS:
            warn(f"The show process died {DEATHS} times in {WINDOW:.0f} s. The stage holds its look.")
            return 3
        warn(f"The show process died ({in_words(status)}) and is started again.")
        again = ["--resume", "--no-browser"]
    remove_if_empty(take)
    return 0


class Child:
    """The show's process, and whether it has been asked to end."""

    def __init__(self) -> None:
        self.ending = False
        self._asked = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def heed_signals(self) -> None:
        """Have Ctrl-C, a polite kill and the closing of the terminal (unless it is to be ignored) end the show."""
        signal.signal(signal.SIGINT, self.end)
        signal.signal(signal.SIGTERM, self.end)
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self.end)

    def run(self, command: list[str]) -> int:
        """Run it to its end; returns its exit status. A terminal's signals reach it through this process alone."""
        self._process = subprocess.Popen(command, process_group=0 if os.name == "posix" else None)
        if self.ending:
            self._process.terminate()
        return self._process.wait()

    def end(self, signum: int, frame: object) -> None:
        """A signal: have the show close. One that is stuck is ended the hard way when asked again."""
        if not self.ending:
            self.ending, self._asked = True, time.monotonic()
        if self._process is not None:
            stuck = time.monotonic() - self._asked > STUCK
            (self._process.kill if stuck else self._process.terminate)()


def _name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def in_words(status: int) -> str:
    """How a process ended that did not mean to."""
    return f"exit status {status}" if status >= 0 else signal.strsignal(-status) or f"signal {-status}"


def remove_if_empty(take: Path) -> None:
    """A run that was refused leaves nothing behind."""
    for folder in (take, take.parent):
        try:
            folder.rmdir()
        except OSError:  # there is something in it
            return


def new_take(show: Path) -> Path:
    """A folder for this run: in the show's takes, or among the user's own where that cannot be written."""
    name = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    for takes in (show / "takes", cache_dir() / "takes" / show.resolve().name):
        take, another = takes / name, 2
        while take.exists():  # of a run that began in the same second
            take, another = takes / f"{name} {another}", another + 1
        try:
            take.mkdir(parents=True)
        except OSError:
            continue
        if os.access(take, os.W_OK):
            return take
    return show / "takes" / name
