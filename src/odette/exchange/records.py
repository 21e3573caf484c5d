"""The cues, the patch and the groups of a USITT ASCII file, each as the console has it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from odette.book.table import quote
from odette.exchange.cue_record import NUMBER, CueReader, CueRecord
from odette.exchange.draft import Losses
from odette.exchange.keywords import IDLE, LEFT, PASSED, words_of
from odette.exchange.usitt import Block, Reader, read_blocks
from odette.faults import Fault, Faulty

_CUT_OFF = "the file ends without Enddata: it may be cut off"


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
            elif keyword in LEFT:
                self.losses.add(block.head.line, LEFT[keyword])
            elif keyword.startswith("$") and keyword not in PASSED:
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
            elif statement.keyword not in ("text", *IDLE):
                self.losses.add(statement.line, words_of(statement, "a group"))
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
        if not re.fullmatch(NUMBER, number):
            wanted = "expected digits, with up to three decimals: 12 or 12.5"
            self.reader.fault(head.line, f"a cue number is {quote(number)}", wanted)
            return
        if "/" in head.text:
            self.losses.add(head.line, "a part of a cue, written in a way that is not known here")
            return
        record = CueRecord(f"0{number}" if number.startswith(".") else number, Decimal(number), page or "1", head.line)
        self.out.cues.append(record)
        CueReader(record, self.reader, self.losses, "expression" in self.out.console.lower()).read(block.body)


def _label(block: Block) -> str:
    return next((s.text for s in block.body if s.keyword in ("text", "$$text") and s.text), "")
