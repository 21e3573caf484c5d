"""A TOML text as people see it: blocks, each with the remarks that belong to it, and what lies between them.

A remark directly above a header belongs to what follows it; directly below the last key, to what came before. A remark
with blank lines around it belongs to neither: it heads a part of the file and stays where it is.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from odette.book.toml import Document, Place, Span

Change = tuple[int, int, str]
"""From this character to before that one: the text to stand there instead."""


class Block(NamedTuple):
    """A table with the tables below it, in characters of the text."""

    place: Place
    start: int
    """Its own remarks above it."""
    head: int
    """The line of its first header."""
    end: int
    """After its last line."""


def changed(text: str, changes: Iterable[Change]) -> str:
    """The text with every change made; they do not overlap. Insertions at one place come in the order given."""
    pieces, at = [], 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


def line_start(text: str, at: int) -> int:
    """Where the line begins that has this character."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line after this character's begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def ending(text: str) -> str:
    """The line end of the text."""
    return "\r\n" if "\r\n" in text[: line_end(text, 0)] else "\n"


def sections(text: str, document: Document) -> list[Block]:
    """Each header with what is written under it, up to the next header."""
    ends = sorted(end for _, end in document.pairs.values())
    found: list[Block] = []
    starts = [span[0] for _, span in document.headers]
    for i, (place, (start, end)) in enumerate(document.headers):
        following = starts[i + 1] if i + 1 < len(starts) else len(text)
        inside = bisect_left(ends, following)
        last = max(end, ends[inside - 1]) if inside else end
        head = line_start(text, start)
        body = line_end(text, last)
        rest_end = line_start(text, following) if i + 1 < len(starts) else len(text)
        below = _below(text[body:rest_end], i + 1 < len(starts))
        before = found[-1].end if found else _root_end(text, document, start)
        found.append(Block(place, head - _above(text[before:head]), head, body + below))
    return found


def blocks(text: str, document: Document, kind: str) -> list[Block]:
    """The tables of a kind (``cue``, ``look``), each one block with the tables below it."""
    found: list[Block] = []
    for section in sections(text, document):
        place = section.place[:2]
        if place[0] != kind or len(place) < 2:
            continue
        if found and found[-1].place == place:
            found[-1] = found[-1]._replace(end=section.end)
        else:
            found.append(section._replace(place=place))
    return found


def without(text: str, block: Span) -> str:
    """The text without a block, and without the blank line that parted it from the next."""
    start, end = block
    before, after = text[:start], text[end:]
    if not after.strip():
        return before.rstrip("\r\n \t") + (ending(text) if before.strip() else "")
    if (not before or before.endswith(("\n\n", "\n\r\n"))) and after.startswith(("\n", "\r\n")):
        after = after[line_end(after, 0) :]
    return before + after


def after(text: str, at: int, chunk: str) -> str:
    """The text with a block written after the one that ends at ``at``."""
    before = text[:at] + ("" if not at or text[:at].endswith("\n") else ending(text))
    return before + (_gap(text) if before else "") + chunk + text[at:]


def before(text: str, at: int, chunk: str) -> str:
    """The text with a block written before the one that starts at ``at``."""
    return text[:at] + chunk + _gap(text) + text[at:]


def _gap(text: str) -> str:
    """What parts blocks in this text: a blank line, unless it has none."""
    end = ending(text)
    return "" if text.strip() and end * 2 not in text else end


def _root_end(text: str, document: Document, first: int) -> int:
    """The end of the keys before the first header."""
    ends = [end for start, end in document.pairs.values() if start < first]
    return line_end(text, max(ends)) if ends else 0


def _above(rest: str) -> int:
    """How many characters at the end of ``rest`` are remarks of what follows it."""
    size = 0
    for line in reversed(rest.splitlines(keepends=True)):
        if not line.lstrip().startswith("#"):
            break
        size += len(line)
    return size


def _below(rest: str, followed: bool) -> int:
    """How many characters at the start of ``rest`` are remarks of what came before it."""
    size = 0
    for line in rest.splitlines(keepends=True):
        if not line.lstrip().startswith("#"):
            return size
        size += len(line)
    return 0 if followed else size
