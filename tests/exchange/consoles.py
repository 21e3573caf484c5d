"""A lighting console, told for the tests apart from the program: it reads USITT ASCII and runs cues by its own rules.

The rules, from the manuals of ETC's Expression family: a cue holds the level of every channel that is up in it, and
a channel that is not in it goes out as the next cue comes in; channels that rise take the up time and those that fall
the down time, each after its wait; a cue with a follow time starts the next so long after it was started itself; a
link says which cue is next. A focus point, an effect or a submaster moves no channel here.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path


@dataclass
class ConsoleCue:
    number: Decimal
    up: float = 0.0
    down: float = 0.0
    wait: float = 0.0
    follow: float | None = None
    link: Decimal | None = None
    levels: dict[int, int] = field(default_factory=dict)
    """Channel → byte."""


class Console:
    """One cue stack on one pair of faders."""

    def __init__(self, text: str) -> None:
        self.cues: dict[Decimal, ConsoleCue] = {}
        self.patch: dict[int, int] = {}
        """Dimmer → channel."""
        cue: ConsoleCue | None = None
        for line in text.splitlines():
            word, *rest = line.split() or [""]
            if not line.startswith((" ", "\t", "!")) and word:
                cue = None
            if word == "Cue":
                cue = self.cues[Decimal(rest[0])] = ConsoleCue(Decimal(rest[0]))
            elif word == "Patch":
                self.patch |= {int(d): int(c) for c, d in re.findall(r"(\d+)<(\d+)@Hff", line)}
            elif cue and word == "Up":
                cue.up, cue.wait = seconds(rest[0]), seconds((*rest, "0", "0")[1])
            elif cue and word == "Down":
                cue.down = seconds(rest[0])
            elif cue and word == "Followon":
                cue.follow = seconds(rest[0])
            elif cue and word == "Link":
                cue.link = Decimal(rest[0])
            elif cue and word == "Chan":
                cue.levels |= {int(c): int(h, 16) for c, h in re.findall(r"(\d+)@H([0-9a-fA-F]{2})", line)}

    def next(self, number: Decimal | None) -> Decimal | None:
        """The cue that is next after one; None: there is none."""
        if number is not None and (link := self.cues[number].link) is not None:
            return link
        return next((n for n in sorted(self.cues) if number is None or n > number), None)

    def channels(self) -> set[int]:
        return {channel for cue in self.cues.values() for channel in cue.levels}

    def run(self, pause: float) -> list[tuple[Decimal, float, bool]]:
        """Every cue with its start in seconds, and whether GO started it, if GO is pressed ``pause`` seconds after
        everything that runs has come to its end."""
        ran: list[tuple[Decimal, float, bool]] = []
        number, at, pressed, done = self.next(None), pause, True, 0.0
        while number is not None and len(ran) < 10 * len(self.cues):
            cue = self.cues[number]
            ran.append((number, at, pressed))
            pressed = cue.follow is None
            done = max(done, at + cue.wait + max(cue.up, cue.down))
            at = done + pause if cue.follow is None else at + cue.follow
            number = self.next(number)
        return ran


def seconds(word: str) -> float:
    minutes, _, rest = word.rpartition(":")
    return 60 * float(minutes or 0) + float(rest)


def shows(data: Path) -> list[Path]:
    """The console shows among the shared data that have cues."""
    return [path for path in sorted((data / "lighting" / "acda").glob("*.asc")) if "\nCue " in path.read_text()]
