"""The machine looks at itself now and then: the disk that the run is kept on, the clock of the sound input."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from odette.core.clocks import ShowTime
from odette.core.events import Checked

EVERY = 10.0
"""Seconds between two looks."""


def watch(
    folder: Path,
    drift: Callable[[], float | None],
    post: Callable[[Checked], None],
    clock: Callable[[], ShowTime],
    stopped: threading.Event,
    every: float = EVERY,
) -> None:
    """Thread: look and tell, until stopped. A disk that does not answer keeps nobody else waiting.

    ``drift``: how much faster the sound input's clock runs than the computer's, in parts per million, where known.
    """
    while not stopped.is_set():
        post(Checked(clock(), free_on(folder), drift()))
        stopped.wait(every)


def free_on(folder: Path) -> int | None:
    """Bytes left for this user on the disk that holds a folder; None where they cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
