"""promptbook.toml: the cues in running order, each checked against the numbers, the looks and each other."""

import re
from collections.abc import Collection
from decimal import Decimal

from odette.book.actions import DEPARTMENTS, Looks, read_action
from odette.book.rounds import check_rounds
from odette.book.table import Table, check_unique, quote, suggest
from odette.book.toml import Document
from odette.book.triggers import TRIGGERS, Parts, Scores, read_trigger
from odette.core.cue import At, Authority, Cue, Department, Follow, Hang
from odette.faults import Fault

_COMMON = ("number", "department", "name", "authority", "note", "in", "after", "again", *TRIGGERS)
"""The keys any cue may have."""


def read_lists(document: Document, faults: list[Fault]) -> dict[str, int]:
    """The cue lists beside the main one, and their priorities. Faults are added to ``faults``."""
    lists = Table(document, faults).table("list")
    for name in lists.values:
        lists.table(name).only({"priority"}, f"list {quote(name)}")
    return {name: lists.table(name).whole("priority", -100, 100, 0) for name in lists.values}


def read_cues(
    document: Document,
    scores: Scores,
    looks: Looks,
    lists: Collection[str],
    faults: list[Fault],
    parts: Parts = None,
) -> tuple[Cue, ...]:
    """The cues, in running order. Faults are added to ``faults``."""
    top = Table(document, faults)
    top.only({"cue", "list"}, "promptbook.toml")
    tables = top.tables("cue")
    if top.values.get("cue", []) == []:
        top.fault("the prompt book has no cue", "write a [[cue]] for each thing that is to happen")
    cues = tuple(_cue(table, scores, parts, looks, lists) for table in tables)
    check_unique(tables, "number", [_decimal(cue.number) for cue in cues], "cue")
    _check_chains(tables, cues)
    _check_order(tables, cues, scores)
    check_rounds(tables, cues)
    return cues


def _cue(table: Table, scores: Scores, parts: Parts, looks: Looks, lists: Collection[str]) -> Cue:
    number = table.text("number")
    if number and _decimal(number) is None:
        wanted = 'expected digits, with up to three decimals: "12" or "12.5"'
        table.fault(f"cue number is {quote(number)}", wanted, "number")
    department = table.choice("department", list(Department), Department.LIGHTS)
    if department:
        _check_keys(table, Department(department))
    trigger = read_trigger(table, scores, parts)
    return Cue(
        number=number,
        department=Department(department or Department.LIGHTS),
        trigger=trigger,
        authority=_authority(table, department),
        actions=(read_action(table, Department(department), looks),) if department else (),
        name=table.text("name", "", empty=True),
        note=table.text("note", "", empty=True),
        line=table.line(),
        list=table.choice("list", lists, "") if "list" in table else "",
        again=table.text("again", ""),
    )


def _decimal(number: str) -> Decimal | None:
    """A cue number by value, so that 12 and 12.0 are one; None if it is none."""
    return Decimal(number) if re.fullmatch(r"[0-9]+(\.[0-9]{1,3})?", number) else None


def _check_keys(table: Table, department: Department) -> None:
    """Only the keys of its department; a key of another says whose it is."""
    keys, _ = DEPARTMENTS[department]
    for key in table.values:
        if key in _COMMON or key in keys:
            continue
        owners = [str(other) for other, (theirs, _) in DEPARTMENTS.items() if key in theirs]
        wanted = f"{key} belongs to {', '.join(owners)}" if owners else suggest(key, (*keys, *_COMMON))
        table.fault(f"a {department} cue has no key {quote(key)}", wanted, key)


def _authority(table: Table, department: str) -> Authority:
    """Called, unless the book says otherwise, and it may; machinery is always called."""
    authority = Authority(table.choice("authority", list(Authority), Authority.CALLED) or Authority.CALLED)
    if authority is Authority.CALLED:
        return authority
    found = f"authority is {quote(authority)}"
    if department == Department.MACHINERY:
        table.fault(found, "machinery is always called: leave authority out", "authority")
    elif not any(key in table for key in TRIGGERS):
        wanted = "give it a trigger, or leave authority out"
        table.fault(f"{found}, but nothing sets the cue off", wanted, "authority")
    return authority


def _check_chains(tables: list[Table], cues: tuple[Cue, ...]) -> None:
    """Follow and hang lead to a cue written before; hang to one with light."""
    by_number: dict[str, Cue] = {}
    for cue in cues:
        by_number.setdefault(cue.number, cue)
    circles = _circles({number: leader for number, cue in by_number.items() if (leader := _leader(cue))})
    heads = {circle[0]: circle for circle in circles}
    excused = {number for circle in circles for number in circle}
    for table, cue in zip(tables, cues, strict=True):
        excused.add(cue.number)
        leader = _leader(cue)
        if not leader:
            continue
        key = "hang" if isinstance(cue.trigger, Hang) else "follow"
        if leader not in by_number:
            table.fault(f"there is no cue {quote(leader)}", suggest(leader, by_number), key)
        elif circle := heads.pop(cue.number, None):
            found = f"cues wait for each other in a circle: {' → '.join([*circle, circle[0]])}"
            table.fault(found, "give one of them a trigger of its own", key)
        elif leader not in excused:
            found = f"cue {cue.number} waits for cue {leader}, which is written after it"
            table.fault(found, f"write it after cue {leader}", key)
        elif key == "hang" and by_number[leader].department != Department.LIGHTS:
            found = f"cue {cue.number} hangs on cue {leader}, which fades no light"
            table.fault(found, f'hang on a lights cue, or write follow = "{leader}"', key)


def _leader(cue: Cue) -> str:
    """The cue that it waits for, if it does."""
    return cue.trigger.cue if isinstance(cue.trigger, Follow | Hang) else ""


def _circles(leaders: dict[str, str]) -> list[list[str]]:
    """Each circle among cues that wait for one another, from its first cue on."""
    circles = []
    seen: set[str] = set()
    for start in leaders:
        path: list[str] = []
        cue = start
        while cue in leaders and cue not in seen:
            seen.add(cue)
            path.append(cue)
            cue = leaders[cue]
        if cue in path:
            circles.append(path[path.index(cue) :])
    return circles


def _check_order(tables: list[Table], cues: tuple[Cue, ...], scores: Scores) -> None:
    """In each list places come in running order."""
    latest: dict[str, tuple[Cue, At]] = {}
    for table, cue in zip(tables, cues, strict=True):
        if not isinstance(cue.trigger, At):
            continue
        last = latest.get(cue.list)
        if last and (found := _disorder(cue.trigger, last[1], scores)):
            before = last[0].number
            table.fault(f"{found}, where cue {before} is", f"write cue {cue.number} before cue {before}", "at")
        else:
            latest[cue.list] = cue, cue.trigger


def _disorder(here: At, there: At, scores: Scores) -> str:
    """How ``here`` comes before ``there``; empty if it does not. An offset in seconds has the benefit of the
    doubt: within a number, a place is earlier if it is so at the score's tempo and its beat is no later."""
    assert scores  # else nothing could have been bound to a place
    if here.number != there.number:
        numbers = list(scores)
        early = numbers.index(here.number) < numbers.index(there.number)
        return f"number {quote(here.number)} comes before {quote(there.number)}" if early else ""
    score = scores[here.number]
    if score is None or here.beat > there.beat:
        return ""
    times = [place.beat + place.offset * score.tempo_at(place.beat) / 60 for place in (here, there)]
    return f"{quote(here.text)} comes before {quote(there.text)}" if times[0] < times[1] else ""
