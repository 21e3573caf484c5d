"""The show's state, kept beside its log now and then, so that coming back after a crash takes no replay of hours."""

import threading
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from odette.core.clocks import SECOND, ShowTime
from odette.core.cue import PromptBook
from odette.core.state import State
from odette.io.disk import write_atomically
from odette.takes.replay import Going, Run

EVERY = 10 * SECOND
"""Nanoseconds between two checkpoints."""
NO_BOOK = PromptBook("", (), (), {})


class Checkpoint(Struct, frozen=True):
    """A run as it stood after so many lines of its log. The prompt book is in the log's header."""

    lines: int
    last: str
    """The last of these lines; where the log has another in its place, this is not its checkpoint."""
    state: State
    goings: list[Going]
    book: PromptBook | None = None
    """The prompt book, if it was edited since."""

    def fits(self, lines: list[bytes]) -> bool:
        """Whether it stands for a part of this log."""
        return 0 < self.lines <= len(lines) and lines[self.lines - 1] == self.last.encode()

    def run(self, book: PromptBook) -> Run:
        """The run as it stood."""
        return Run(structs.replace(self.state, book=self.book or book), list(self.goings))


class Checkpoints:
    """Writes checkpoints, each in a thread of its own: no show waits for its disk."""

    def __init__(self, path: Path, book: PromptBook) -> None:
        """``book``: with which the run began."""
        self._path = path
        self._book = book
        self._due = ShowTime(0)

    def offer(self, run: Run, lines: int, last: bytes, now: ShowTime) -> None:
        """Keep the run as it stands, if it is time to."""
        if now >= self._due:
            self._due = ShowTime(now + EVERY)
            state = structs.replace(run.state, book=NO_BOOK)
            book = None if run.state.book == self._book else run.state.book
            data = msgspec.json.encode(Checkpoint(lines, last.decode(), state, run.goings, book))
            threading.Thread(target=self._write, args=(data,), name="checkpoint", daemon=True).start()

    def _write(self, data: bytes) -> None:
        with suppress(OSError):  # without one the log alone will do
            write_atomically(self._path, data)


def read_checkpoint(path: Path) -> Checkpoint | None:
    """The checkpoint in a file; None where there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Checkpoint)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
