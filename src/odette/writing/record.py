"""A look taken from what is on stage, role by role, as people would have written it.

What is taken is what the cues, parks of roles and a look that is tried out show. Masters, submasters, flashes and
blackout are not of a look; parks of single fixtures have no role that they could be written under.
"""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec.structs import replace

from odette.book.palettes import FULL
from odette.core.colour import hexadecimal
from odette.core.cue import NOTHING, PromptBook, Value
from odette.core.light import advance, colour_at, levels, settings_at
from odette.core.lists import MAIN
from odette.core.motion import position
from odette.core.parameter import PARAMETERS, Unit
from odette.core.state import State
from odette.core.tracking import Picture, picture_at
from odette.faults import Fault, Faulty
from odette.writing.edits import LOOKS, Edit, PutLook

EQUAL = 0.005
"""Levels, and shares, closer than this are one."""


class Record(Edit, frozen=True, tag="record"):
    """Write a look from what is on stage: the ``whole``, or the ``changes`` to what the cues have brought, which are
    laid into the look if there is one of this name."""

    name: str
    what: Literal["whole", "changes"] = "changes"


def as_look(record: Record, state: State, looks: Mapping[str, Any]) -> PutLook:
    """The edit that records. ``looks``: those of the show as written. Faulty where nothing differs."""
    shown = on_stage(state)
    names = effects(state.book, looks)
    if record.what == "whole":
        return PutLook(record.name, {role: written(value, names) for role, value in shown.items()})
    brought = tracked(state)
    changes = {role: _differing(value, brought.get(role, NOTHING)) for role, value in shown.items()}
    found = {role: change for role, change in changes.items() if change != NOTHING}
    if not found:
        raise Faulty(Fault(LOOKS, 0, "on stage is what the cues have brought", "change something, or record the whole"))
    old = looks.get(record.name, {})
    return PutLook(record.name, {**old, **{role: _laid(old.get(role), written(v, names)) for role, v in found.items()}})


def on_stage(state: State) -> Picture:
    """Role → what it shows now, under its effect: every role that was ever given anything, by cues or by hand."""
    light, brought = advance(state.light, state.now), tracked(state)
    picture: Picture = {}
    parked = (target for target in light.hand.parked if state.house is None or target in state.house.roles)
    for role in dict.fromkeys((*levels(light, state.now), *light.hand.preview, *parked)):
        motion = light.levels.get(role)
        value = Value(
            position(motion, state.now)[0] if motion else 0.0,
            colour_at(replace(light, tints={}), role, state.now),
            settings_at(light, role, state.now),
            brought.get(role, NOTHING).wave,
        )
        for over in (light.hand.preview.get(role, NOTHING), light.hand.parked.get(role, NOTHING)):
            value = replace(value, level=value.level if over.level is None else over.level)
        picture[role] = value
    return picture


def tracked(state: State) -> Picture:
    """What the main list has brought, where it stands."""
    here = state.stands.get(MAIN, "")
    cue = next((cue for cue in state.book.cues if cue.number == here), None)
    return picture_at(state.book, cue) if cue else {}


def effects(book: PromptBook, looks: Mapping[str, Any]) -> list[tuple[Value, str]]:
    """Values of the show's looks that have an effect, and its name."""
    return [
        (value, table["effect"])
        for look in book.looks.values()
        for role, value in look.values.items()
        if isinstance(table := looks.get(look.name, {}).get(role), dict) and "effect" in table
    ]


def written(value: Value, effects: list[tuple[Value, str]]) -> Any:
    """A value as looks.toml has it: a level in per cent, or a table."""
    said: dict[str, Any] = {}
    if value.level is not None:
        said["level"] = _number(FULL * value.level)
    if value.colour is not None:
        said["colour"] = hexadecimal(value.colour)
    for name, to in value.settings.items():
        share = PARAMETERS[name].unit is Unit.SHARE
        said[name] = to if isinstance(to, str) else _number(FULL * to if share else to)
    if value.wave is not None and (name := next((name for one, name in effects if one.wave == value.wave), "")):
        said["effect"] = name
    return said["level"] if said.keys() == {"level"} else said


def _differing(value: Value, brought: Value) -> Value:
    """What of a value is not as the cues have brought it."""
    level = value.level if abs((value.level or 0.0) - (brought.level or 0.0)) > EQUAL else None
    colour = value.colour
    if colour and brought.colour and hexadecimal(colour) == hexadecimal(brought.colour):
        colour = None
    settings = {name: to for name, to in value.settings.items() if not _equal(to, brought.settings.get(name))}
    return Value(level, colour, settings)


def _equal(one: float | str, other: float | str | None) -> bool:
    if isinstance(one, str) or isinstance(other, str) or other is None:
        return one == other
    return abs(one - other) <= EQUAL


def _laid(old: Any, new: Any) -> Any:
    """What a look says of a role, with what is new over it."""
    if old is None or not (isinstance(old, dict) or isinstance(new, dict)):
        return new
    both = [value if isinstance(value, dict) else {"level": value} for value in (old, new)]
    return both[0] | both[1]


def _number(value: float) -> float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
