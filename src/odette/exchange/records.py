"""The cues, the patch and the groups of a USITT ASCII file, each as the console has it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from odette.book.table import quote
from odette.exchange.draft import Losses
from odette.exchange.usitt import Block, Reader, Statement, read_blocks
from odette.faults import Fault, Faulty

_NUMBER = r"[0-9]+(\.[0-9]{1,3})?|\.[0-9]{1,3}"
_CUT_OFF = "the file ends without Enddata: it may be cut off"


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


@dataclass(slots=True)
class File:
    """What of a file can be carried. Patch: dimmer → (channel, level in per cent)."""

    title: str = ""
    console: str = ""
    cues: list[CueRecord] = field(default_factory=list)
    patch: dict[int, tuple[int, float]] = field(default_factory=dict)
    groups: dict[str, tuple[str, dict[int, float]]] = field(default_factory=dict)
    """Number → label, levels."""
    labels: dict[int, str] = field(default_factory=dict)
    """Channel → label."""


def read_records(file: str, data: bytes, losses: Losses) -> File:
    """Read a file; what cannot be carried goes to ``losses``. Raises Faulty with every fault in it."""
    blocks = read_blocks(file, data)
    return _Records(file, losses).read(blocks)


class _Records:
    def __init__(self, file: str, losses: Losses) -> None:
        self.reader = Reader(file)
        self.losses = losses
        self.out = File()
        self.heads: dict[str, Callable[[Block], None]] = {
            "cue": self.cue,
            "$cue": self.cue,
            "patch": self.patch,
            "group": self.group,
            "sub": self.sub,
            "console": self.console,
            "manufacturer": self.console,
            "$chandata": self.channel,
            "$mlpatch": self.moving,
            "ident": self.ident,
        }

    def read(self, blocks: Iterable[Block]) -> File:
        ended = False
        for block in blocks:
            keyword = block.head.keyword
            ended = ended or keyword == "enddata"
            if keyword in self.heads:
                self.heads[keyword](block)
            elif keyword in _LEFT:
                self.losses.add(block.head.line, _LEFT[keyword])
            elif keyword.startswith("$") and keyword not in _PASSED:
                self.losses.add(block.head.line, f"{keyword} is not known here")
        if not ended:
            self.losses.add(0, _CUT_OFF)
        self._check_cues()
        if self.reader.faults:
            raise Faulty(*self.reader.faults)
        return self.out

    def _check_cues(self) -> None:
        lines: dict[tuple[str, Decimal], int] = {}
        for cue in self.out.cues:
            before = lines.setdefault((cue.page, cue.value), cue.line)
            if before != cue.line:
                self.reader.fault(cue.line, f"cue {cue.number} is already on line {before}", "expected each cue once")
        if not self.out.cues and not self.reader.faults:
            raise Faulty(Fault(self.reader.file, 0, "the file has no cue", "expected at least one"))

    def ident(self, block: Block) -> None:
        if block.head.text.replace(" ", "")[:2] not in ("3:", "3"):
            self.losses.add(block.head.line, f"version {block.head.text} of USITT ASCII is read as 3:0")

    def console(self, block: Block) -> None:
        self.out.console = f"{self.out.console} {block.head.text}".strip()
        for statement in block.body:
            if statement.keyword == "$$title":
                self.out.title = statement.text

    def patch(self, block: Block) -> None:
        """``Patch page channel<dimmer@level ...``"""
        page, words = block.head.words[:1], block.head.words[1:]
        if page != ("1",):
            self.losses.add(block.head.line, f"page {' '.join(page)} of the patch: only page 1 is in use")
            return
        if len(words) % 3 or not words:
            self.reader.fault(block.head.line, f"{len(words)} words", "expected channel<dimmer@level, as in 5<12@Hff")
        for channel, dimmer, level in zip(words[::3], words[1::3], words[2::3], strict=False):
            c = self.reader.whole(block.head, channel, "a channel")
            d = self.reader.whole(block.head, dimmer, "a dimmer")
            value = self.reader.level(block.head, level)
            if c is not None and d is not None and value is not None:
                self.out.patch[d] = (c, value)

    def group(self, block: Block) -> None:
        levels: dict[int, float] = {}
        for statement in block.body:
            if statement.keyword == "chan":
                levels |= self.reader.levels(statement, statement.words)
            elif statement.keyword not in ("text", *_IDLE):
                self.losses.add(statement.line, _words_of(statement, "a group"))
        self.out.groups[" ".join(block.head.words)] = (_label(block), levels)

    def sub(self, block: Block) -> None:
        inhibits = any(statement.keyword == "$$inhibsubm" for statement in block.body)
        self.losses.add(block.head.line, "an inhibitive submaster" if inhibits else "a submaster")

    def channel(self, block: Block) -> None:
        """``$ChanData n``: a label, and whether the channel is the latest or the highest that is given."""
        channel = self.reader.whole(block.head, (*block.head.words, "")[0], "a channel")
        if channel is not None and _label(block):
            self.out.labels[channel] = _label(block)
        for statement in block.body:
            if statement.keyword == "$$chanflags" and (flags := set(statement.text.upper()) & set("IFM")):
                names = {"I": "independent of the grand master", "F": "flipped", "M": "the first of a pair (16 bit)"}
                self.losses.add(statement.line, f"a channel is {', '.join(names[f] for f in sorted(flags))}")

    def moving(self, block: Block) -> None:
        self.losses.add(block.head.line, "a moving light comes as one dimmer for each of its channels")

    def cue(self, block: Block) -> None:
        """``Cue number list``; its page or list is 1 where none is written."""
        head = block.head
        number, page = (*head.words, "", "")[:2]
        if not re.fullmatch(_NUMBER, number):
            wanted = "expected digits, with up to three decimals: 12 or 12.5"
            self.reader.fault(head.line, f"a cue number is {quote(number)}", wanted)
            return
        if "/" in head.text:
            self.losses.add(head.line, "a part of a cue, written in a way that is not known here")
            return
        record = CueRecord(f"0{number}" if number.startswith(".") else number, Decimal(number), page or "1", head.line)
        self.out.cues.append(record)
        _Cue(record, self.reader, self.losses, "expression" in self.out.console.lower()).read(block.body)


class _Cue:
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
            elif statement.keyword not in _IDLE:
                self.losses.add(statement.line, _words_of(statement, "a cue"))

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
        if re.fullmatch(_NUMBER, word):
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


def _label(block: Block) -> str:
    return next((s.text for s in block.body if s.keyword in ("text", "$$text") and s.text), "")


def _words_of(statement: Statement, of: str) -> str:
    what = _LEFT.get(statement.keyword)
    return f"{what} of {of}" if what else f"{statement.keyword} of {of}"


_IDLE = ("$$utext", "$$dwell", "$$bumptype", "$$cestep", "$$sceneend", "$$format", "$$software", "$$softwareversion")
"""Keywords that add nothing to what is read, or that are told with the one they belong to."""

_PASSED = ("$mlattribute", "$mlpers", "$paramtype", "$personality", "$realtime", "$curve")
"""Tables that say nothing by themselves."""

_LEFT = {
    "$$focuslevel": "the focus points",
    "$focuspoint": "a focus point",
    "$$ceparams": "an effect",
    "$$subrstep": "a step of a subroutine",
    "$$linkmacro": "the macro that it starts",
    "$macro": "a macro",
    "$$timeposition": "a time for position",
    "$$timecolor": "a time for colour",
    "$$timegraphic": "a time for beam",
    "$$param": "parameters other than intensity",
    "$$action": "what it triggers elsewhere",
    "$$curve": "a curve",
    "$$loopnum": "a loop",
    "$effect": "an effect",
    "$colorpalette": "a colour palette",
    "$beampalette": "a beam palette",
    "$focuspalette": "a focus palette",
    "$intenspalette": "an intensity palette",
    "$preset": "a preset",
    "$patch": "a fixture that is not a dimmer",
    "$group": "a group",
    "$cuelist": "the settings of a cue list",
    "$snapshot": "a snapshot",
}
"""What is known and cannot be carried, in words."""
