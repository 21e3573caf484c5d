"""Writing a show folder: whole and checked, or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from odette.book.open import check
from odette.book.written import inline, key, pairs, venue_file
from odette.core.colour import hexadecimal
from odette.core.cue import (
    Action,
    At,
    Authority,
    Call,
    Called,
    Clock,
    Cue,
    Department,
    Follow,
    Hang,
    Light,
    Look,
    Message,
    On,
    Pace,
    Title,
    Trigger,
    Value,
)
from odette.core.parameter import Family
from odette.exchange.draft import Draft
from odette.faults import Faulty
from odette.io.disk import new_folder

REPORT = "import-report.txt"
VENUE = "venue.toml"


def write_show(folder: Path, draft: Draft, report: str) -> None:
    """Write the show's files, its venue and the report into a new folder.

    Raises Faulty, and leaves nothing behind, where the folder is there already, where it cannot be written, or
    where what was written would not open.
    """
    with new_folder(folder) as beside:
        for name, text in _files(draft, report).items():
            (beside / name).write_text(text, encoding="utf-8")
        faults = check(beside, beside / VENUE)
        if faults:
            raise Faulty(*(replace(fault, file=Path(fault.file).name) for fault in faults))


def _files(draft: Draft, report: str) -> dict[str, str]:
    return {
        "show.toml": f"title = {inline(draft.title)}\n",
        "promptbook.toml": "\n".join(
            [f"[list.{key(name)}]\npriority = {priority}\n" for name, priority in draft.lists.items()]
            + [f"[[cue]]\n{pairs(_cue(cue))}" for cue in draft.cues]
        ),
        "looks.toml": "\n".join(f"[look.{key(look.name)}]\n{pairs(_look(look))}" for look in draft.looks.values()),
        VENUE: venue_file(draft.title, draft.fixtures, draft.roles),
        REPORT: report,
    }


def _cue(cue: Cue) -> dict[str, Any]:
    table: dict[str, Any] = {"number": cue.number}
    if cue.name:
        table["name"] = cue.name
    if cue.department is not Department.LIGHTS:
        table["department"] = cue.department.value
    table |= _given({"list": cue.list})
    table |= _trigger(cue.trigger)
    if cue.authority is not Authority.CALLED:
        table["authority"] = cue.authority.value
    for action in cue.actions:
        table |= _action(action)
    if cue.note:
        table["note"] = cue.note
    return table


def _trigger(trigger: Trigger) -> dict[str, Any]:
    match trigger:
        case Called():
            return {}
        case At(number=number, text=text):
            return {"at": text, "in": number}
        case On(what=what, number=number, after=after):
            return _given({"on": what.value, "in": number, "after": after})
        case Follow(cue=cue, after=after):
            return _given({"follow": cue, "after": after})
        case Hang(cue=cue, after=after):
            return _given({"hang": cue, "after": after})
        case Clock(time=time):
            return {"clock": time}


def _action(action: Action) -> dict[str, Any]:
    match action:
        case Light():
            return _light(action)
        case Title(text=text) | Call(text=text):
            return {"text": text}
        case Message(to=to, address=address, arguments=arguments):
            return {"to": to, "address": address, **_given({"arguments": list(arguments)})}


def _light(light: Light) -> dict[str, Any]:
    """Times of families are written as those of intensity are; a show from outside has no others."""
    flags = {"only": light.only, "assert": light.asserts, "block": light.block}
    roles = {role: _pace(paces[Family.INTENSITY]) for role, paces in light.roles.items()}
    usual = _pace(Pace(light.up, light.down, light.delay, light.down_delay))
    if usual["delay"] == 0:
        del usual["delay"]
    return {"look": light.look, **usual, **_given({**flags, "roles": roles})}


def _pace(pace: Pace) -> dict[str, Any]:
    times = {"fade": pace.up} if pace.up == pace.down else {"up": pace.up, "down": pace.down}
    if pace.down_delay not in (None, pace.delay):
        return {**times, "delay": {"intensity": pace.delay, "down": pace.down_delay}}
    return {**times, "delay": pace.delay}


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty or zero, as the reader takes it."""
    return {name: value for name, value in table.items() if value}


def _look(look: Look) -> dict[str, Any]:
    return {role: _value(value) for role, value in look.values.items()}


def _value(value: Value) -> Any:
    said: dict[str, Any] = {}
    if value.level is not None:
        said["level"] = round(100 * value.level, 3)
    if value.colour is not None:
        said["colour"] = hexadecimal(value.colour)
    return said["level"] if said.keys() == {"level"} else said
