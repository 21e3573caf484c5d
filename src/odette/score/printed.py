"""A score as it is printed: bars from left to right, each with its notes and signs, nothing played yet."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from odette.score.model import Part
from odette.score.repeats import Signs


@dataclass(slots=True)
class PrintedNote:
    """One notehead. ``onset`` counts from its bar's start, in quarter notes; pitch as it sounds."""

    id: str
    part: int
    onset: Fraction
    duration: Fraction
    pitch: int | None
    grace: bool = False
    velocity: int = 64
    tied_on: bool = False
    """A tie starts here."""
    tied_from: bool = False
    """A tie ends here."""


@dataclass(slots=True)
class PrintedTempo:
    """A speed given at ``onset`` of its bar, in quarter notes a minute."""

    onset: Fraction
    quarters: float
    text: str = ""


@dataclass(slots=True)
class PrintedBar:
    """One printed bar, all parts together. Times are quarter notes."""

    number: str
    length: Fraction = Fraction(0)
    beats: int = 4
    beat_type: int = 4
    offset: Fraction = Fraction(0)
    """Quarter notes missing at its front."""
    notes: list[PrintedNote] = field(default_factory=list)
    tempi: list[PrintedTempo] = field(default_factory=list)
    fermatas: set[Fraction] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)
    signs: Signs = field(default_factory=Signs)


@dataclass(slots=True)
class PrintedScore:
    """Everything a reader finds in a file."""

    title: str
    parts: tuple[Part, ...]
    bars: list[PrintedBar]


def bar_name(number: str, seen: set[str]) -> str:
    """``number`` as a name not yet in ``seen``: a second "33" is "33b". Without characters that places in text need."""
    number = re.sub(r"[\s.+-]+", "_", number)
    name, letter = number, ord("b")
    while name in seen:
        name, letter = f"{number}{chr(letter)}" if letter <= ord("z") else f"{name}z", letter + 1
    seen.add(name)
    return name
