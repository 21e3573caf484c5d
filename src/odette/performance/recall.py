"""Coming back after a crash: what the log of the run holds, as far as it can be read."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from odette.faults import Faulty
from odette.io.disk import read_lines, write_atomically
from odette.performance.checkpoint import read_checkpoint
from odette.takes.log import Entry, Header, decode
from odette.takes.replay import Run, replay


class Recalled(NamedTuple):
    """A run as its log tells it."""

    header: Header
    run: Run
    lines: int
    """How many lines of the log tell it."""


def recall(log: Path) -> Recalled | None:
    """The run up to its last line, or up to where the log is damaged; None: nothing of it can be read.

    A damaged log is set aside as ``log.damaged.jsonl``, and what could be read of it takes its place.
    """
    try:
        lines, _ = read_lines(log)
    except OSError:
        return None
    point = read_checkpoint(log.with_name("checkpoint.json"))
    known = point.lines if point and point.fits(lines) else 1
    header, entries, whole = _decode(str(log), lines, known)
    if whole < len(lines):
        set_aside(log, lines[:whole])
    if header is None:
        return None
    before = point.run(header.book) if point and known > 1 else None
    return Recalled(header, replay(header, entries, before), whole)


def _decode(name: str, lines: list[bytes], known: int) -> tuple[Header | None, list[Entry], int]:
    """The header, the entries after the ``known`` lines, and how many lines are whole."""
    after = [*lines[:1], *lines[known:]]
    try:
        return *decode(name, after), len(lines)
    except Faulty as faulty:
        good = faulty.faults[0].line - 1
    if not good:
        return None, [], 0
    return *decode(name, after[:good]), known + good - 1


def set_aside(log: Path, whole: list[bytes]) -> None:
    """Keep a damaged log under another name, and its whole lines under this one."""
    with suppress(OSError):
        log.replace(log.with_name("log.damaged.jsonl"))
        if whole:
            write_atomically(log, b"".join(line + b"\n" for line in whole))
