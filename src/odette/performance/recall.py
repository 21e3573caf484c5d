"""Coming back after a crash: what the log of the run holds, as far as it can be read."""

from contextlib import suppress
from pathlib import Path

from odette.faults import Faulty
from odette.io.disk import read_lines, write_atomically
from odette.takes.log import Header, decode
from odette.takes.replay import Run, replay


def recall(log: Path) -> tuple[Header, Run] | None:
    """The run up to its last line, or up to where the log is damaged; None: nothing of it can be read.

    A damaged log is set aside as ``log.damaged.jsonl``, and what could be read of it takes its place.
    """
    try:
        lines, _ = read_lines(log)
    except OSError:
        return None
    try:
        header, entries = decode(str(log), lines)
    except Faulty as faulty:
        lines = lines[: faulty.faults[0].line - 1]
        set_aside(log, lines)
        if not lines:
            return None
        header, entries = decode(str(log), lines)
    return header, replay(header, entries)


def set_aside(log: Path, whole: list[bytes]) -> None:
    """Keep a damaged log under another name, and its whole lines under this one."""
    with suppress(OSError):
        log.replace(log.with_name("log.damaged.jsonl"))
        if whole:
            write_atomically(log, b"".join(line + b"\n" for line in whole))
