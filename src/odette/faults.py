"""Mistakes in what people wrote, told so that they can mend them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake: where it stands, what was found there, what would be right."""

    file: str
    line: int
    """From 1; 0: the file as a whole."""
    found: str
    wanted: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.found}; {self.wanted}"


class Faulty(Exception):
    """Something could not be read; carries every fault found, never only the first."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
