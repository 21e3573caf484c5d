"""What the desk can write, one edit after the other: texts in, texts out.

The texts are those of a show's folder by file name, without a byte order mark. Whether what comes out is a show is
for ``odette.book`` to say; an edit itself refuses (``Faulty``) only what it cannot carry out.
"""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from odette.book.actions import DEPARTMENTS
from odette.book.open import Texts
from odette.book.promptbook import read_cues
from odette.book.table import quote, suggest
from odette.book.toml import Document, Place, parse_toml
from odette.book.triggers import TRIGGERS
from odette.book.written import inline, key, pairs
from odette.core.cue import Authority, Cue, Department
from odette.faults import Fault, Faulty
from odette.writing.blocks import Block, Change, after, before, blocks, changed, ending, without
from odette.writing.order import Scores, free_number, left_behind, running_order
from odette.writing.tables import Editing, role_tables

SHOW, BOOK, LOOKS, PALETTES = "show.toml", "promptbook.toml", "looks.toml", "palettes.toml"
FILES = (SHOW, BOOK, LOOKS, PALETTES)

ORDER = (
    *("number", "name", "department", "list", "authority"),
    *("at", "on", "follow", "hang", "clock", "in", "after", "again"),
    *("look", "to", "address", "arguments", "text", "fade", "up", "down", "delay", "colour", "focus", "beam"),
    *("curve", "only", "assert", "block", "live", "note", "roles"),
)
"""The order in which a cue's keys are written."""

PLAIN = ("number", "name", "department", "list", "authority", "again", "note")
"""Keys of every cue; its trigger and what it does are given by themselves."""

TRIGGER = (*TRIGGERS, "in", "after")

_USUAL = {"department": Department.LIGHTS.value, "authority": Authority.CALLED.value}


class Edit(Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """Base of all edits.

    A cue's fields are those of ``PLAIN``, as written; ``trigger``, a table of what sets it off, {} for nothing; and
    ``actions``, the other keys of its department. Null takes a key out.
    """


class Add(Edit, frozen=True, tag="add"):
    """A new cue; without a number it is given one. ``after``: the cue it comes right after, if not where it belongs."""

    cue: dict[str, Any]
    after: str | None = None


class Alter(Edit, frozen=True, tag="change"):
    """Change fields of a cue: the plain ones that are given, the whole trigger, those actions that are given."""

    cue: str
    fields: dict[str, Any]


class Move(Edit, frozen=True, tag="move"):
    """Bind a cue to another place, or give it another place in the running order."""

    cue: str
    at: str | None = None
    number: str | None = field(default=None, name="in")
    after: str | None = None


class Copy(Edit, frozen=True, tag="copy"):
    """The same cue again, under another number, at another place if one is given."""

    cue: str
    to: str = ""
    at: str | None = None
    number: str | None = field(default=None, name="in")


class Delete(Edit, frozen=True, tag="delete"):
    """Take a cue out."""

    cue: str


class PutLook(Edit, frozen=True, tag="look"):
    """Write a look; null takes it out. A value of null leaves a role out."""

    name: str
    look: dict[str, Any] | None


class RenameRole(Edit, frozen=True, tag="rename role"):
    """Call a role otherwise, everywhere in the show."""

    old: str = field(name="from")
    new: str = field(name="to")


class RenameLook(Edit, frozen=True, tag="rename look"):
    """Call a look otherwise, and in the cues that bring it."""

    old: str = field(name="from")
    new: str = field(name="to")


AnyEdit = Add | Alter | Move | Copy | Delete | PutLook | RenameRole | RenameLook


def apply(texts: Texts, edit: AnyEdit, scores: Scores) -> tuple[dict[str, str], str]:
    """The texts after an edit, and the number of the cue it was about, or empty. Faulty where it cannot be done.

    ``scores``: the show's numbers in order, as for ``read_cues``.
    """
    match edit:
        case Add():
            return _add(texts, edit, scores)
        case Alter():
            return _alter(texts, edit.cue, edit.fields, scores), edit.cue
        case Move():
            return _move(texts, edit, scores), edit.cue
        case Copy():
            return _copy(texts, edit, scores)
        case Delete():
            text, document = texts[BOOK], _parsed(texts, BOOK)
            block, _ = _cue(text, document, edit.cue)
            return {**texts, BOOK: without(text, (block.start, block.end))}, edit.cue
        case PutLook():
            return _put_look(texts, edit), ""
        case RenameRole():
            return _rename(texts, edit.old, edit.new, _role_named, "role"), ""
        case RenameLook():
            return _rename(texts, edit.old, edit.new, _look_named, "look"), ""


def fields_of(cue: Mapping[str, Any]) -> dict[str, Any]:
    """A cue's fields, from its table as written."""
    told: dict[str, Any] = {name: cue.get(name, _USUAL.get(name, "")) for name in PLAIN}
    told["trigger"] = {name: cue[name] for name in TRIGGER if name in cue}
    told["actions"] = {name: value for name, value in cue.items() if name not in (*PLAIN, *TRIGGER)}
    return told


def cue_changed(old: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A cue's table with these fields changed, in the order to write it."""
    known = (*PLAIN, "trigger", "actions")
    for name in fields:
        if name not in known:
            raise refused(f"a cue has no field {quote(name)}", suggest(name, known))
    new = dict(old)
    department = fields.get("department") or new.get("department", _USUAL["department"])
    if "department" in fields and department in list(Department):
        theirs = DEPARTMENTS[Department(department)][0]
        new = {name: value for name, value in new.items() if name in (*PLAIN, *TRIGGER, *theirs)}
    for name in PLAIN:
        if name in fields:
            value = fields[name]
            if value in (None, "") or (value == _USUAL.get(name) and name not in old):
                new.pop(name, None)
            else:
                new[name] = value
    if "trigger" in fields:
        new = {name: value for name, value in new.items() if name not in TRIGGER} | _table(fields, "trigger")
    new |= _table(fields, "actions")
    new = {name: value for name, value in new.items() if value is not None}
    return dict(sorted(new.items(), key=lambda item: ORDER.index(item[0]) if item[0] in ORDER else len(ORDER)))


def refused(found: str, wanted: str, file: str = BOOK) -> Faulty:
    """An edit that cannot be carried out."""
    return Faulty(Fault(file, 0, found, wanted))


def _table(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name) or {}
    if not isinstance(value, dict):
        raise refused(f"{name} is no table", f'expected {name} as {{"key": value}}')
    return value


def _add(texts: Texts, edit: Add, scores: Scores) -> tuple[dict[str, str], str]:
    fields = dict(edit.cue)
    cues = _cues(texts, scores)
    number = fields.get("number") or ""
    _refuse_taken(number, [cue.number for cue in cues])
    provisional = number or free_number("", "", [cue.number for cue in cues])
    table = {"number": provisional} | cue_changed({}, fields | {"number": provisional})
    appended = _appended(texts[BOOK], _written(table, ending(texts[BOOK])))
    settled = _settled({**texts, BOOK: appended}, str(provisional), scores, new=True, after=edit.after)
    return (settled, str(number)) if number else _numbered(settled, str(provisional), scores)


def _refuse_taken(number: Any, numbers: Collection[str]) -> None:
    if number in numbers:
        raise refused(f"there is a cue {number} already", "give this one a number of its own")


def _numbered(texts: dict[str, str], provisional: str, scores: Scores) -> tuple[dict[str, str], str]:
    """Give a new cue a number between its neighbours'."""
    numbers = [cue.number for cue in _cues(texts, scores)]
    here = numbers.index(provisional)
    below = numbers[here - 1] if here else ""
    above = numbers[here + 1] if here + 1 < len(numbers) else ""
    number = free_number(below, above, [other for other in numbers if other != provisional])
    if not number:
        raise refused(f"there is no number left between {below} and {above}", "give the cue a number")
    return _set(texts, provisional, {"number": number}), number


def _alter(texts: Texts, number: str, fields: Mapping[str, Any], scores: Scores) -> dict[str, str]:
    if fields.get("number", number) != number:
        raise refused(f"cue {number} keeps its number", "copy it under the other number, and delete this one")
    edited = _set(texts, number, fields)
    return _settled(edited, number, scores) if "trigger" in fields or "list" in fields else edited


def _set(texts: Texts, number: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a cue changed where it stands."""
    text, document = texts[BOOK], _parsed(texts, BOOK)
    block, table = _cue(text, document, number)
    editing = Editing(text, document, ORDER)
    editing.put(block.place, table, cue_changed(table, fields))
    return {**texts, BOOK: changed(text, editing.changes)}


def _move(texts: Texts, edit: Move, scores: Scores) -> dict[str, str]:
    edited = dict(texts)
    _cue(texts[BOOK], _parsed(texts, BOOK), edit.cue)
    if edit.at is not None:
        edited = _set(texts, edit.cue, {"trigger": _bound(texts, edit.cue, edit.at, edit.number)})
    if edit.after not in (None, "", edit.cue):
        _cue(edited[BOOK], _parsed(edited, BOOK), edit.after or "")
    return _settled(edited, edit.cue, scores, after=None if edit.after == edit.cue else edit.after)


def _copy(texts: Texts, edit: Copy, scores: Scores) -> tuple[dict[str, str], str]:
    text, document = texts[BOOK], _parsed(texts, BOOK)
    block, _ = _cue(text, document, edit.cue)
    numbers = [cue.number for cue in _cues(texts, scores)]
    following = numbers[numbers.index(edit.cue) + 1 :][:1]
    _refuse_taken(edit.to, numbers)
    number = edit.to or free_number(edit.cue, "".join(following), numbers)
    if not number:
        raise refused(f"there is no number left after {edit.cue}", "give the copy a number")
    start, end = document.values[(*block.place, "number")]
    chunk = text[block.head : start] + f'"{number}"' + text[end : block.end]
    copied = {**texts, BOOK: _appended(text, chunk)}
    if edit.at is not None:
        bound = _bound(texts, edit.cue, edit.at, edit.number)
        copied = _set(copied, number, {"trigger": bound})
        return _settled(copied, number, scores, new=True), number
    return _settled(copied, number, scores, after=edit.cue), number


def _bound(texts: Texts, number: str, at: str, where: str | None) -> dict[str, Any]:
    """The trigger of a cue that is bound to a place: in the number given, or in the one it is in."""
    _, table = _cue(texts[BOOK], _parsed(texts, BOOK), number)
    within = where if where is not None else table.get("in", "")
    return {"at": at, **({"in": within} if within else {})}


def _put_look(texts: Texts, edit: PutLook) -> dict[str, str]:
    text, document = texts[LOOKS], _parsed(texts, LOOKS)
    looks = document.data.get("look", {})
    old = looks.get(edit.name) if isinstance(looks, dict) else None
    own = next((block for block in blocks(text, document, "look") if block.place == ("look", edit.name)), None)
    if edit.look is None:
        if old is None:
            raise refused(f"there is no look {quote(edit.name)}", suggest(edit.name, looks), LOOKS)
        if own:
            return {**texts, LOOKS: without(text, (own.start, own.end))}
    new = {role: value for role, value in (edit.look or {}).items() if value is not None}
    if old is None:
        chunk = f"[look.{key(edit.name)}]\n{pairs(new)}".replace("\n", ending(text))
        return {**texts, LOOKS: _appended(text, chunk)}
    editing = Editing(text, document)
    if edit.look is None:
        editing.remove(("look", edit.name))
    else:
        editing.put(("look", edit.name), old, new)
    return {**texts, LOOKS: changed(text, editing.changes)}


def _role_named(file: str, place: Place) -> bool:
    """Whether the name at this place, a key or a text, is that of a role."""
    match file, place:
        case ("looks.toml", ("look", _, _)) | ("palettes.toml", ("position", _, _)):
            return True
        case ("promptbook.toml", ("cue", _, "roles", _)) | ("looks.toml", ("submaster", _, "roles", _)):
            return True
    return False


def _look_named(file: str, place: Place) -> bool:
    """Whether the name at this place, a key or a text, is that of a look."""
    match file, place:
        case ("looks.toml", ("look", _)) | ("promptbook.toml", ("cue", _, "look")):
            return True
    return False


def _rename(texts: Texts, old: str, new: str, named: Callable[[str, Place], bool], what: str) -> dict[str, str]:
    renamed = dict(texts)
    for file in FILES:
        if file not in texts:
            continue
        document = _parsed(texts, file)
        changes: list[Change] = [
            (*span, key(new)) for place, span in document.names if place[-1] == old and named(file, place)
        ]
        for place, span in document.values.items():
            if named(file, place) and _at(document.data, place) == old:
                changes.append((*span, inline(new)))
        renamed[file] = changed(texts[file], changes)
    if renamed == texts:
        raise refused(f"there is no {what} {quote(old)}", f"expected a {what} of this show", LOOKS)
    return renamed


def _at(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def _settled(
    texts: dict[str, str], number: str, scores: Scores, new: bool = False, after: str | None = None
) -> dict[str, str]:
    """A cue moved to where it belongs in the running order, and after it those that follow from it."""
    index = running_order(_cues(texts, scores), number, scores, new, after)
    text = _moved(texts, number, index)
    settled: set[str] = set()
    while waits := left_behind(cues := _cues({**texts, BOOK: text}, scores), settled):
        settled.add(waits)
        text = _moved({**texts, BOOK: text}, waits, running_order(cues, waits, scores, True))
    return {**texts, BOOK: text}


def _moved(texts: Texts, number: str, index: int) -> str:
    """The prompt book with one cue at this index among the others."""
    text, document = texts[BOOK], _parsed(texts, BOOK)
    block, _ = _cue(text, document, number)
    if block.place[1] == index:
        return text
    chunk = text[block.start : block.end]
    chunk += "" if chunk.endswith("\n") else ending(text)
    rest = without(text, (block.start, block.end))
    others = blocks(rest, document_of(BOOK, rest), "cue")
    return after(rest, others[index - 1].end, chunk) if index else before(rest, others[0].start, chunk)


def _appended(text: str, chunk: str) -> str:
    """The text with a block after all others."""
    bare = text.rstrip()
    bare += ending(text) if bare else ""
    return after(bare, len(bare), chunk)


def _written(table: Mapping[str, Any], end: str) -> str:
    plain = {name: value for name, value in table.items() if name != "roles"}
    roles = table.get("roles")
    chunk = f"[[cue]]\n{pairs(plain)}" + (role_tables(roles) if isinstance(roles, dict) else "")
    return chunk.replace("\n", end)


def _cues(texts: Texts, scores: Scores) -> tuple[Cue, ...]:
    """The cues as far as they can be read."""
    lists = _parsed(texts, BOOK).data.get("list", {})
    return read_cues(_parsed(texts, BOOK), scores, None, lists if isinstance(lists, dict) else {}, [])


def _cue(text: str, document: Document, number: str) -> tuple[Block, dict[str, Any]]:
    """The block of the cue with this number, and what it says."""
    tables = document.data.get("cue", [])
    found = blocks(text, document, "cue")
    if [block.place for block in found] != [("cue", i) for i in range(len(tables))]:
        raise refused("the cues are not written each under a [[cue]] of its own", "edit this prompt book by hand")
    numbers = [table.get("number") for table in tables]
    if number not in numbers:
        raise refused(f"there is no cue {quote(number)}", suggest(number, [str(one) for one in numbers]))
    here = numbers.index(number)
    return found[here], tables[here]


def _parsed(texts: Texts, file: str) -> Document:
    return document_of(file, texts[file])


@lru_cache(maxsize=8)
def document_of(file: str, text: str) -> Document:
    """Read once, however often an edit asks; nobody changes what it holds."""
    return parse_toml(file, text)
