"""What a run leaves on disk when it ends, wherever there is room for it."""

from contextlib import suppress
from pathlib import Path

from odette.faults import Faulty
from odette.io.disk import cache_dir, runtime_dir, write_atomically
from odette.io.terminal import say, warn


def keep(take: Path, report: str, unwritten: bytes) -> None:
    """Keep the report in the run's folder, and the end of a log that found no room there wherever there is some."""
    with suppress(OSError):
        (take / "checkpoint.json").unlink()  # it was for a crash
    try:
        write_atomically(take / "report.txt", report.encode())
        say(f"Kept in {take}")
    except OSError as error:
        warn(f"The report could not be kept: {error}")
    if unwritten:
        lines = unwritten.count(b"\n")
        for folder in elsewhere(take.name):
            rest = folder / "log.rest.jsonl"
            try:
                write_atomically(rest, unwritten)
            except OSError:
                continue
            warn(f"The log's last {lines} lines could not be written. They are in {rest}: append them to the log.")
            return
        warn(f"The log's last {lines} lines are lost: there is no room for them anywhere.")


def elsewhere(name: str) -> list[Path]:
    """Folders of this user's own, for what the show's folder has no room for."""
    found = []
    for folder in (cache_dir, lambda: runtime_dir("takes")):
        try:
            found.append(folder() / "takes" / name)
        except (Faulty, OSError):
            continue
    return found
