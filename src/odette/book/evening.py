"""show.toml: the order of the evening, its advertised time and its calls."""

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from odette.book.table import Table, quote, suggest
from odette.book.times import HOUR
from odette.book.toml import Document
from odette.book.triggers import read_time_of_day
from odette.core.cue import Authority, Called, Clock, HouseCall, On, Part, PartKind, Room, Trigger
from odette.faults import Fault

CALLS = (HouseCall("half", 35), HouseCall("quarter", 20), HouseCall("five", 10), HouseCall("beginners", 5))
"""As usual in British houses: beginners go to their places five minutes before the advertised time, and the other
calls count from then, so that the half is given 35 minutes before."""

INTERVAL_CALLS = CALLS[2:]
"""Before the end of an interval that is long enough for them."""

_HOURS = 240
"""Minutes at most before the evening that a call is given, and that an interval lasts."""

_BEGINS = ("waits", "attacca", "called")
_ON = (Room.SHOW_OPENS, Room.MUSIC_ENDS, Room.APPLAUSE, Room.APPLAUSE_OVER, Room.PART, Room.PART_OVER)
_TRIGGERS = ("on", "clock")
_KEYS = ("id", "kind", "number", "title", "begins", *_TRIGGERS, "after", "authority", "minutes", "calls")

Titles = Mapping[str, str]
"""The numbers of the show, in order, and their titles."""


class Evening(Struct, frozen=True):
    """What show.toml says of the evening; all of it may be left out."""

    parts: tuple[Part, ...] = ()
    advertised: str = ""
    calls: tuple[HouseCall, ...] = ()


def read_evening(document: Document, titles: Titles, unheard: Collection[str], faults: list[Fault]) -> Evening:
    """The order of the evening. ``unheard``: numbers that are not followed by ear. Faults are added to ``faults``."""
    top = Table(document, faults)
    evening = top.table("evening")
    evening.only(("advertised", "calls"), "evening")
    advertised = read_time_of_day(evening, "advertised") if "advertised" in evening else ""
    if not advertised and "calls" in evening:
        evening.fault("calls are given before a time that is not said", "write advertised = ...", "calls")
    calls = _calls(evening, CALLS) if advertised else ()
    tables = top.tables("part")
    parts: list[Part] = []
    for table in tables:
        parts.append(_part(table, parts, titles, unheard))
    _check_ids(tables, parts)
    left = [number for number in titles if number not in [part.number for part in parts]]
    if tables and left:
        wanted = f"write a [[part]] with number = {quote(left[0])}, where it is played"
        tables[-1].fault(f"number {quote(left[0])} is in no part", wanted)
    return Evening(tuple(parts), advertised, calls)


def _part(table: Table, before: Sequence[Part], titles: Titles, unheard: Collection[str]) -> Part:
    table.only(_KEYS, "a part")
    kind = PartKind(
        table.choice("kind", list(PartKind), PartKind.NUMBER if "number" in table else None) or PartKind.NUMBER
    )
    number = _number(table, kind, titles)
    if "minutes" in table and kind is not PartKind.INTERVAL:
        table.fault(f"minutes stand in {quote(kind)}", "minutes are those of an interval: leave them out", "minutes")
    if "calls" in table and "minutes" not in table:
        table.fault("calls are given before an end that is not said", "write minutes = ...", "calls")
    minutes = table.number("minutes", 1, _HOURS) if "minutes" in table else None
    usual = tuple(call for call in INTERVAL_CALLS if call.minutes < (minutes or 0))
    trigger = _trigger(table, kind, number, before, number not in unheard)
    return Part(
        id=_id(table, number or kind.replace(" ", "-")),
        kind=kind,
        trigger=trigger,
        authority=_authority(table, kind, trigger),
        title=table.text("title", titles.get(number) or kind.capitalize()),
        number=number,
        minutes=minutes,
        calls=_calls(table, usual) if minutes else (),
    )


def _number(table: Table, kind: PartKind, titles: Titles) -> str:
    """The number that a part is; empty if it is none."""
    if kind is not PartKind.NUMBER:
        if "number" in table:
            table.fault(f"number stands in {quote(kind)}", "leave it out, or leave kind out", "number")
        return ""
    number = table.text("number")
    if number and number not in titles:
        table.fault(f"there is no number {quote(number)}", suggest(number, titles), "number")
        return ""
    return number


def _id(table: Table, usual: str) -> str:
    name = table.text("id", usual)
    if not re.fullmatch(r"[\w-]+", name):
        table.fault(f"id is {quote(name)}", "expected letters, digits, - and _ only", "id")
    if table.values.get("number", name) != name and "id" in table:
        table.fault(f"id is {quote(name)}", "a part that is a number has the number's id: leave id out", "id")
    return name


def _check_ids(tables: Sequence[Table], parts: Sequence[Part]) -> None:
    """No two parts of one name, even of a name that is not written."""
    lines: dict[str, int] = {}
    for table, part in zip(tables, parts, strict=True):
        if part.id in lines:
            wanted = "a number is played once" if part.number else "give each part an id of its own"
            table.fault(f"part {quote(part.id)} is already on line {lines[part.id]}", wanted)
        lines.setdefault(part.id, table.line())


def _trigger(table: Table, kind: PartKind, number: str, before: Sequence[Part], heard: bool) -> Trigger:
    written = [key for key in ("begins", "on", "clock") if key in table]
    if len(written) > 1:
        table.fault(f"the part has {' and '.join(written)}", "a part has one trigger", written[1])
        return Called()
    if "after" in table and "on" not in table:
        table.fault("after stands without on", "after goes with on", "after")
    if "on" in table:
        return _on(table, before)
    if "clock" in table:
        return Clock(read_time_of_day(table, "clock"))
    if kind is PartKind.NUMBER:
        return _begins(table, number, before, heard)
    if "begins" in table:
        table.fault(f"begins stands in {quote(kind)}", "begins is said of numbers: write on or clock", "begins")
    return Called()


def _begins(table: Table, number: str, before: Sequence[Part], heard: bool) -> Trigger:
    """How a number begins that has no other trigger. Only one that is ``heard`` can wait for its music."""
    begins = table.choice("begins", _BEGINS, "waits" if heard else "called")
    if begins == "waits" and not heard:
        wanted = 'expected "called" or "attacca": a number without score or recording has no first note to wait for'
        table.fault('begins is "waits"', wanted, "begins")
    if begins == "attacca" and not before:
        table.fault("begins is attacca, and there is no part before it", 'expected "waits" or "called"', "begins")
    elif begins == "attacca":
        return On(Room.PART_OVER, before[-1].id)
    return On(Room.MUSIC_BEGINS, number) if begins == "waits" else Called()


def _on(table: Table, before: Sequence[Part]) -> Trigger:
    """What happens to the part before, or in the room since it began."""
    what = Room(table.choice("on", _ON) or Room.SHOW_OPENS)
    after = table.number("after", 0, HOUR, 0.0)
    if what in (Room.PART, Room.PART_OVER, Room.MUSIC_ENDS):
        numbers = what is Room.MUSIC_ENDS
        name = next((part.id for part in reversed(before) if part.number or not numbers), "")
        if not name:
            missing = "number" if numbers else "part"
            table.fault(f"on is {quote(what)}, and there is no {missing} before it", "give it another trigger", "on")
        return On(what, name, after)
    return On(what, after=after)


def _authority(table: Table, kind: PartKind, trigger: Trigger) -> Authority:
    """Called, unless it is said otherwise. Nobody lets a number go that begins with its music."""
    triggered = "on" in table or "clock" in table
    if kind is PartKind.NUMBER and not triggered:
        if "authority" in table:
            table.fault("authority stands in a number without on or clock", 'write begins = "called"', "authority")
        return Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO
    authority = Authority(table.choice("authority", list(Authority), Authority.CALLED) or Authority.CALLED)
    if authority is not Authority.CALLED and not triggered:
        wanted = "give it on or clock, or leave authority out"
        table.fault(f"authority is {quote(authority)}, but nothing begins the part", wanted, "authority")
    return authority


def _calls(table: Table, usual: tuple[HouseCall, ...]) -> tuple[HouseCall, ...]:
    """``calls = { half = 35, five = 10 }``: minutes before; the earliest first."""
    if "calls" not in table:
        return usual
    calls = table.table("calls")
    read = [HouseCall(name, calls.number(name, 0, _HOURS)) for name in calls.values]
    return tuple(sorted(read, key=lambda call: -call.minutes))
