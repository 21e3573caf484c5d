"""One cue of a USITT ASCII file, as the console has it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from odette.book.table import quote
from odette.exchange.draft import Losses
from odette.exchange.keywords import IDLE, words_of
from odette.exchange.usitt import Reader, Statement

NUMBER = r"[0-9]+(\.[0-9]{1,3})?|\.[0-9]{1,3}"


class Hold(Enum):
    """What a cue does to what was there before it."""

    NONE = "none"
    BLOCK = "block"
    ASSERT = "assert"


@dataclass(slots=True)
class Times:
    """Seconds: time and delay of what rises and of what falls; None: not written."""

    up: tuple[float, float] | None = None
    down: tuple[float, float] | None = None
    channels: set[int] = field(default_factory=set)
    """What the file names beside these times."""


@dataclass(slots=True)
class CueRecord:
    """One cue as written. Levels in per cent by channel, times in seconds; None: not written."""

    number: str
    value: Decimal
    """The number as the file has it, whatever it is called here."""
    page: str
    line: int
    text: str = ""
    note: str = ""
    levels: dict[int, float] = field(default_factory=dict)
    moves: dict[int, float] | None = None
    """Where the console writes its moves (``$$ChanMove``) beside its levels."""
    times: list[Times] = field(default_factory=lambda: [Times()])
    """Of the cue; and then of each further part, with the channels it moves."""
    rate: float = 1.0
    """Times are divided by it."""
    follow: float | None = None
    """Seconds from this cue's start to the next."""
    hang: float | None = None
    """Seconds from this cue's completion to the next."""
    link: Decimal | None = None
    hold: Hold = Hold.NONE


class CueReader:
    """Reads what stands below one Cue."""

    def __init__(self, record: CueRecord, reader: Reader, losses: Losses, expression: bool) -> None:
        self.record, self.reader, self.losses = record, reader, losses
        self.normal = 65536 if expression else 100
        """The rate at which times are as written."""
        self.effect = False
        self.meanings: dict[str, Callable[[Statement], None]] = {
            "text": self.text,
            "$$text": self.text,
            "$$cuenotes": self.notes,
            "$$scenetext": self.notes,
            "chan": self.chan,
            "$$chanmove": self.moves,
            "up": self.times,
            "down": self.times,
            "$$timeup": self.times,
            "$$timedown": self.times,
            "$$rate": self.rate,
            "followon": self.follow,
            "$$follow": self.follow,
            "$$hang": self.hang,
            "link": self.link,
            "$$link": self.link,
            "part": self.parts,
            "$$cueblock": self.block,
            "$$block": self.block,
            "$$intblock": self.block,
            "$$assert": self.block,
        }

    def read(self, body: Iterable[Statement]) -> None:
        for statement in body:
            self.effect = self.effect or statement.keyword == "$$cestep"
            if self.effect and statement.keyword == "chan":
                continue  # the channels of an effect's step, not of the cue
            meaning = self.meanings.get(statement.keyword)
            if meaning is not None:
                meaning(statement)
            elif statement.keyword not in IDLE:
                self.losses.add(statement.line, words_of(statement, "a cue"))

    def text(self, statement: Statement) -> None:
        self.record.text = self.record.text or statement.text

    def notes(self, statement: Statement) -> None:
        self.record.note = " ".join(filter(None, (self.record.note, statement.text)))

    def chan(self, statement: Statement) -> None:
        levels = self.reader.levels(statement, statement.words)
        self.record.levels |= levels
        self.record.times[-1].channels |= levels.keys()

    def moves(self, statement: Statement) -> None:
        numbers = [i for i, word in enumerate(statement.words[1::2]) if not re.match("[0-9Hh]", word)]
        for i in numbers:
            word = statement.words[2 * i + 1]
            self.losses.add(statement.line, f"a channel takes its level from a palette ({word})")
        kept = [
            w for i in range(0, len(statement.words), 2) if i // 2 not in numbers for w in statement.words[i : i + 2]
        ]
        moves = self.reader.levels(statement, tuple(kept))
        self.record.moves = (self.record.moves or {}) | moves
        self.record.times[-1].channels |= moves.keys()

    def times(self, statement: Statement) -> None:
        """``Up time delay``, and ETC's ``$$TimeUp time delay default default``."""
        words = [word for word in statement.words[:2] if word not in ("M", "m")]
        seconds = [self.reader.seconds(statement, word) or 0.0 for word in words]
        if not seconds:
            self.losses.add(statement.line, "a fade that a person runs by hand: it takes no time")
            seconds = [0.0]
        pair = (seconds[0], seconds[1] if len(seconds) > 1 else 0.0)
        if statement.keyword in ("up", "$$timeup"):
            self.record.times[-1].up = pair
        else:
            self.record.times[-1].down = pair

    def rate(self, statement: Statement) -> None:
        rate = self.reader.whole(statement, (*statement.words, "")[0], "a rate")
        self.record.rate = (rate or self.normal) / self.normal

    def follow(self, statement: Statement) -> None:
        self.record.follow = self.reader.seconds(statement, (*statement.words, "0")[0])

    def hang(self, statement: Statement) -> None:
        self.record.hang = self.reader.seconds(statement, (*statement.words, "0")[0], negative=True)

    def link(self, statement: Statement) -> None:
        """``Link cue``, and ETC's ``$$Link list/cue``."""
        word = statement.words[-1] if statement.words else ""
        if re.fullmatch(NUMBER, word):
            self.record.link = Decimal(word)
        else:
            self.reader.fault(statement.line, f"a link is {quote(word)}", "expected the number of a cue")

    def parts(self, statement: Statement) -> None:
        """``Part n``: what stands below it has times of its own."""
        if self.record.times != [Times()]:
            self.record.times.append(Times())

    def block(self, statement: Statement) -> None:
        kinds = {"0": Hold.NONE, "1": Hold.BLOCK, "2": Hold.ASSERT}
        match statement.keyword:
            case "$$cueblock":
                self.record.hold = kinds.get(statement.text.strip(), Hold.NONE)
            case "$$assert":
                self.record.hold = Hold.ASSERT
            case _ if self.record.hold is Hold.NONE:
                self.record.hold = Hold.BLOCK
