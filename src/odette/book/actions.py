"""What a cue does, department by department: one table of keys and readers."""

import re
from collections.abc import Callable, Collection
from typing import Any

from odette.book.table import Table, is_number, quote, show, suggest
from odette.core.cue import Action, Call, Department, Light, Message, Title

HOUR = 3600.0
"""Seconds; the longest time in a cue."""
_FADE = 3.0
"""Seconds a fade takes where the book does not say."""

Looks = Collection[str] | None
"""Names of the looks there are; None: not known, because looks.toml could not be read."""


def read_action(cue: Table, department: Department, looks: Looks) -> Action:
    return DEPARTMENTS[department][1](cue, looks)


def _light(cue: Table, looks: Looks) -> Action:
    look = cue.text("look")
    if look and looks is not None and look not in looks:
        cue.fault(f"there is no look {quote(look)}", suggest(look, looks), "look")
    if "fade" in cue and ("up" in cue or "down" in cue):
        cue.fault("the cue has fade beside up or down", "expected fade alone, or up and down", "fade")
    fade = cue.number("fade", 0, HOUR, _FADE)
    return Light(
        look=look,
        up=cue.number("up", 0, HOUR, fade),
        down=cue.number("down", 0, HOUR, fade),
        delay=cue.number("delay", 0, HOUR, 0.0),
    )


def _title(cue: Table, _: Looks) -> Action:
    return Title(cue.text("text", empty=True))


def _message(cue: Table, _: Looks) -> Action:
    address = cue.text("address")
    if address and not re.fullmatch("/[!-~]*", address):
        cue.fault(f"address is {quote(address)}", 'expected an OSC address such as "/cue/5/start"', "address")
    arguments = cue.elements("arguments")
    for i, argument in enumerate(arguments):
        if not _is_argument(argument):
            wanted = "expected text, a whole number of 32 bits or a decimal number"
            cue.fault(f"argument {i + 1} is {show(argument)}", wanted, "arguments", i)
    return Message(cue.text("to"), address, tuple(filter(_is_argument, arguments)))


def _is_argument(value: Any) -> bool:
    """Whether OSC 1.0 can carry it: a string ends at its first null, an integer has 32 bits."""
    if isinstance(value, str):
        return "\0" not in value
    return is_number(value) and (isinstance(value, float) or -(2**31) <= value < 2**31)


def _call(cue: Table, _: Looks) -> Action:
    return Call(cue.text("text"))


DEPARTMENTS: dict[Department, tuple[tuple[str, ...], Callable[[Table, Looks], Action]]] = {
    Department.LIGHTS: (("look", "fade", "up", "down", "delay"), _light),
    Department.TITLES: (("text",), _title),
    Department.MESSAGES: (("to", "address", "arguments"), _message),
    Department.CALLS: (("text",), _call),
    Department.MACHINERY: (("text",), _call),
}
"""The keys of each department's cues, and what reads them."""
