"""Faults of our own making: each is told once, and what can go on goes on."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Troubles:
    """Keeps an exception that nobody foresaw from stopping the show."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: set[tuple[str, str]] = set()

    @contextmanager
    def contained(self, doing: str) -> Iterator[None]:
        """What is done in here may fail. ``doing``: in words, for the one who is told."""
        try:
            yield
        except Exception as error:
            self.meet(doing, error)

    def meet(self, doing: str, error: Exception) -> None:
        """Tell of an exception, unless its like from the same place was told before."""
        known = (type(error).__name__, place(error))
        if known not in self._told:
            self._told.add(known)
            self._tell(f"{doing}: {in_words(error)}")


def in_words(error: BaseException) -> str:
    """What an exception says, and where in the program it arose."""
    return f"{error!r} at {place(error)}"


def place(error: BaseException) -> str:
    """File and line in which an exception arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
