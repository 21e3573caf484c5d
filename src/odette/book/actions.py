"""What a cue does, department by department: one table of keys and readers."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from odette.book.table import Table, is_number, quote, show, suggest
from odette.book.times import TIMES, read_curve, read_paces, read_roles
from odette.core.cue import Action, Call, Department, Light, Look, Message, Title
from odette.core.parameter import Family

Looks = Mapping[str, Look] | None
"""The looks there are, by name; None: not known, because looks.toml could not be read."""


def read_action(cue: Table, department: Department, looks: Looks) -> Action:
    return DEPARTMENTS[department][1](cue, looks)


def _light(cue: Table, looks: Looks) -> Action:
    look = cue.text("look")
    if look and looks is not None and look not in looks:
        cue.fault(f"there is no look {quote(look)}", suggest(look, looks), "look")
    paces = read_paces(cue)
    level = paces[Family.INTENSITY]
    known = None if looks is None else {role for named in looks.values() for role in named.values}
    return Light(
        look=look,
        up=level.up,
        down=level.down,
        delay=level.delay,
        down_delay=level.down_delay,
        paces={family: pace for family, pace in paces.items() if pace != level},
        roles=read_roles(cue, paces, known),
        curve=read_curve(cue),
        only=cue.flag("only"),
        asserts=cue.flag("assert"),
        block=cue.flag("block"),
        live=cue.flag("live"),
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
    Department.LIGHTS: (("look", *TIMES, "roles", "curve", "only", "assert", "block", "live", "list"), _light),
    Department.TITLES: (("text",), _title),
    Department.MESSAGES: (("to", "address", "arguments"), _message),
    Department.CALLS: (("text",), _call),
    Department.MACHINERY: (("text",), _call),
}
"""The keys of each department's cues, and what reads them."""
