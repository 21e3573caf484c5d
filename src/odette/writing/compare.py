"""What differs between two versions of a show's texts, and bringing two versions together."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from odette.book.open import Texts
from odette.book.table import quote
from odette.faults import Faulty
from odette.writing.edits import BOOK, FILES, LOOKS, document_of
from odette.writing.tables import same

Topic = tuple[str, str]
"""What an edit can be about: ("cue", "12"), ("look", "dark"), ("file", "show.toml")."""


def differences(before: Texts, after: Texts) -> dict[Topic, str]:
    """What differs, each with words: ``cue 12 was changed``."""
    found: dict[Topic, str] = {}
    for file in FILES:
        if before.get(file) == after.get(file):
            continue
        data = [_data(file, texts.get(file)) for texts in (before, after)]
        told = _of_file(file, *data) if data[0] is not None and data[1] is not None else {}
        found |= told or {("file", file): f"{file} was changed"}
    return found


def in_words(topics: Mapping[Topic, str]) -> str:
    """The differences in a sentence's part, the first few of them."""
    words = list(topics.values())
    more = f" and {len(words) - 4} more" if len(words) > 4 else ""
    return ", ".join(words[:4]) + more


def merged(base: str, one: str, other: str) -> str | None:
    """Both sets of changes to ``base``, line by line; None where they touch each other."""
    if base == other:
        return one
    lines = _lines(base)
    ours, theirs = _changes(lines, _lines(one)), _changes(lines, _lines(other))
    for start, end, _ in ours:
        if any(start <= their_end and their_start <= end for their_start, their_end, _ in theirs):
            return None
    for start, end, new in sorted([*ours, *theirs], reverse=True):
        lines[start:end] = new
    return "".join(lines)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _changes(base: list[str], lines: list[str]) -> list[tuple[int, int, list[str]]]:
    codes = SequenceMatcher(None, base, lines, autojunk=False).get_opcodes()
    return [(a, b, lines[c:d]) for code, a, b, c, d in codes if code != "equal"]


def _data(file: str, text: str | None) -> dict[str, Any] | None:
    try:
        return document_of(file, text or "").data
    except Faulty:
        return None


def _of_file(file: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[Topic, str]:
    assert before is not None
    assert after is not None
    if file == BOOK:
        old, new = _cues(before), _cues(after)
        return _of_tables("cue", old, new) | _moved(old, new) | _rest(file, before, after, "cue")
    if file == LOOKS:
        return _of_tables("look", _looks(before), _looks(after)) | _rest(file, before, after, "look")
    return {}


def _of_tables(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[Topic, str]:
    found: dict[Topic, str] = {}
    for name in {**old, **new}:
        called = f"{kind} {name if kind == 'cue' else quote(name)}"
        if name not in new:
            found[kind, name] = f"{called} was deleted"
        elif name not in old:
            found[kind, name] = f"{called} is new"
        elif not same(old[name], new[name]):
            found[kind, name] = f"{called} was changed"
    return found


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[Topic, str]:
    """Cues that both have, and that stand elsewhere among those."""
    before, after = [one for one in old if one in new], [one for one in new if one in old]
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    names = [name for code, _, _, start, end in codes if code in ("insert", "replace") for name in after[start:end]]
    return {("cue", name): f"cue {name} was moved" for name in names if same(old[name], new[name])}


def _rest(file: str, before: dict[str, Any], after: dict[str, Any], kind: str) -> dict[Topic, str]:
    old, new = ({name: value for name, value in data.items() if name != kind} for data in (before, after))
    return {} if same(old, new) else {("file", file): f"{file} was changed"}


def _cues(data: dict[str, Any]) -> dict[str, Any]:
    tables = data.get("cue", [])
    return {str(table.get("number")): table for table in tables if isinstance(table, dict)}


def _looks(data: dict[str, Any]) -> dict[str, Any]:
    looks = data.get("look", {})
    return looks if isinstance(looks, dict) else {}
