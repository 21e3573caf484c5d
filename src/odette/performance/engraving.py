"""The engraved pages of a show's numbers, made in the background and kept for the next time."""

import threading
from collections.abc import Callable
from pathlib import Path

from odette.faults import Faulty
from odette.score.engrave import engrave, engraved


class Engravings:
    """Folders of engraved pages by number, each there as soon as its score has been engraved."""

    def __init__(self, scores: dict[str, Path], cache: Path, tell: Callable[[str], None]) -> None:
        self._scores = scores
        self._cache = cache
        self._tell = tell
        self._folders = {number: engraved(score, cache) for number, score in scores.items()}

    def folder(self, number: str) -> Path | None:
        """Where the pages of a number are; None: not there yet, or there is no such number."""
        return self._folders.get(number)

    def start(self) -> None:
        """Engrave what is missing, in a thread."""
        if not all(self._folders.values()):
            threading.Thread(target=self._engrave, name="engraving", daemon=True).start()

    def _engrave(self) -> None:
        for number, score in self._scores.items():
            if self._folders[number] is None:
                try:
                    self._folders[number] = engrave(score, self._cache)
                except (Faulty, OSError) as error:
                    self._tell(f"{number} cannot be engraved: {error}")
