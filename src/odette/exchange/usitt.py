"""USITT ASCII: statements out of text. What they mean for a show is ``asc``'s and ``ascii``'s business.

After "ASCII Text Representation for Lighting Console Data", version 3.0 (USITT, 1992): one statement a line, a
keyword and words between delimiters; ``!`` begins a remark; keywords with one ``$`` (primary) or two (secondary) are
a manufacturer's own, and whoever does not know them passes over them.
"""

import re
from dataclasses import dataclass, field

from odette.book.table import quote, suggest
from odette.exchange.draft import per_cent
from odette.faults import Fault, Faulty

PRIMARY = ("cue", "group", "sub", "patch", "set", "clear", "console", "manufacturer", "ident", "enddata")
SECONDARY = ("chan", "up", "down", "followon", "link", "part", "text")
_TEXTS = ("text", "$$text", "$$title", "$$cuenotes", "$$scenetext", "console", "manufacturer", "$$softwareversion")
"""Keywords whose words are one text, exclamation marks and all."""
_DELIMITERS = re.compile(r"[\s,/;<>=@]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line: its keyword in small letters, its words, and all of it after the keyword as written."""

    keyword: str
    words: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A primary statement and the secondary ones that belong to it."""

    head: Statement
    body: list[Statement] = field(default_factory=list)


def read_blocks(file: str, data: bytes) -> list[Block]:
    """The blocks up to Enddata. Faulty with every line that is none, or once if the file is something else."""
    blocks: list[Block] = []
    faults: list[Fault] = []
    for line, written in enumerate(_decoded(file, data).splitlines(), start=1):
        statement = _statement(written, line)
        if statement is None:
            continue
        keyword = statement.keyword
        if not blocks and not _known(keyword):
            found = f"the file begins with {quote(written.strip())}"
            raise Faulty(Fault(file, line, found, "expected USITT ASCII, such as Ident 3:0"))
        if keyword in PRIMARY or re.fullmatch(r"\$[^$].*", keyword):
            blocks.append(Block(statement))
        elif not _known(keyword):
            faults.append(Fault(file, line, f"there is no keyword {quote(keyword)}", suggest(keyword, _BASIC)))
        elif blocks:
            blocks[-1].body.append(statement)
        elif keyword in SECONDARY:
            faults.append(Fault(file, line, f"{keyword} stands before any cue", f"expected it after one of {_FIRST}"))
        if keyword == "enddata":
            break
    if faults:
        raise Faulty(*faults)
    return blocks


_BASIC = (*PRIMARY, *SECONDARY)
_FIRST = "Cue, Group, Sub"


def _known(keyword: str) -> bool:
    return keyword in _BASIC or keyword.startswith("$")


def _decoded(file: str, data: bytes) -> str:
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise Faulty(Fault(file, line, "this is not text", "expected USITT ASCII, as consoles export it (.asc)"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _statement(written: str, line: int) -> Statement | None:
    """One line's statement; None for a blank line or a remark."""
    head = re.match(r"\s*([^\s,/;<>=@!]+)", written)
    if head is None:
        return None
    keyword = head[1].lower()
    text = written[head.end() :].strip()
    if keyword not in _TEXTS:
        text = text.partition("!")[0].strip()
    return Statement(keyword, tuple(filter(None, _DELIMITERS.split(text))), text, line)


class Reader:
    """Takes numbers, levels and times out of statements; every one that is none becomes a fault."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def fault(self, line: int, found: str, wanted: str) -> None:
        self.faults.append(Fault(self.file, line, found, wanted))

    def whole(self, statement: Statement, word: str, what: str) -> int | None:
        """A number such as that of a channel: whole, from 1."""
        if re.fullmatch("[0-9]{1,6}", word) and int(word):
            return int(word)
        self.fault(statement.line, f"{what} is {quote(word)}", "expected a whole number from 1")
        return None

    def levels(self, statement: Statement, words: tuple[str, ...]) -> dict[int, float]:
        """Channel → per cent, from ``1@Hff 2@50``."""
        if len(words) % 2:
            self.fault(statement.line, f"{quote(words[-1])} has no level", "expected pairs of channel and level: 5@Hff")
        found: dict[int, float] = {}
        for word, level in zip(words[::2], words[1::2], strict=False):
            channel = self.whole(statement, word, "a channel")
            value = self.level(statement, level)
            if channel is not None and value is not None:
                found[channel] = value
        return found

    def level(self, statement: Statement, word: str) -> float | None:
        """A level in per cent: ``50``, ``Hff`` of 255, or ``Hffff`` of 65535."""
        digits = re.fullmatch("[Hh]([0-9A-Fa-f]{2}|[0-9A-Fa-f]{4})", word)
        if digits:
            value = int(digits[1], 16)
            return per_cent(value) if len(digits[1]) == 2 else round(100 * value / 0xFFFF, 3)
        if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", word) and float(word) <= 100:
            return float(word)
        self.fault(
            statement.line, f"a level is {quote(word)}", "expected per cent (50) or two hexadecimal digits (H80)"
        )
        return None

    def seconds(self, statement: Statement, word: str, negative: bool = False) -> float | None:
        """A time: ``5``, ``0.5``, ``1:30`` or ``1:00:00``."""
        sign = "-?" if negative else ""
        if re.fullmatch(sign + r"([0-9]+:){0,2}[0-9]*\.?[0-9]*", word) and re.search("[0-9]", word):
            seconds = 0.0
            for part in word.lstrip("-").split(":"):
                seconds = 60 * seconds + float(part if re.search("[0-9]", part) else 0)
            return -seconds if word.startswith("-") else seconds
        self.fault(statement.line, f"a time is {quote(word)}", "expected seconds, or minutes:seconds")
        return None
