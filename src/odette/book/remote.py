"""Gear that presses: ``[remote.osc]`` and ``[[remote.midi]]`` of a venue file."""

import re

from odette.book.output import check_ip
from odette.book.table import Table, check_unique, quote, show
from odette.core.remote import Button, MidiIn, NoButton, OscIn, Remotes, Switch, button

_SIGNAL = re.compile(r"(?P<kind>note|cc|program) (?P<number>[0-9]{1,3})( channel (?P<channel>[0-9]{1,2}))?")
_WRITTEN = '"note 60", "cc 64" or "program 5", each also with "channel 2" after it'
_LONGEST = 32
"""Characters of a name at the desk."""


def read_remotes(table: Table) -> Remotes:
    """The gear of a venue; none where the file speaks of none."""
    table.only({"osc", "midi"}, "[remote]")
    osc = _osc(table.table("osc")) if "osc" in table else None
    tables = table.tables("midi")
    midi = tuple(map(_midi, tables))
    check_unique(tables, "name" if all("name" in one for one in tables) else "input", [m.name for m in midi], "input")
    return Remotes(osc, midi)


def _osc(table: Table) -> OscIn:
    table.only({"port", "from", "interface"}, "[remote.osc]")
    senders = table.elements("from")
    for i, sender in enumerate(senders):
        check_ip(table, sender, "from", "from", i)
    if not senders:
        table.fault("nobody may press by OSC", 'write who may: from = ["10.0.0.20"]', "from")
    usual = OscIn(1, ())
    interface = table.text("interface", usual.interface)
    check_ip(table, interface, "interface", "interface")
    return OscIn(
        table.whole("port", 1, 65535), tuple(sender for sender in senders if isinstance(sender, str)), interface
    )


def _midi(table: Table) -> MidiIn:
    table.only({"input", "name", "press"}, "a MIDI input")
    wanted = table.text("input")
    name = table.text("name", wanted or "MIDI")
    if len(name) > _LONGEST:
        table.fault(f"name has {len(name)} characters", f"at most {_LONGEST}", "name")
    press = table.table("press")
    if not press.values:
        table.fault("no button is named", 'write what each does: press = { "note 60" = "go" }')
    return MidiIn(wanted, tuple(switch for key in press.values if (switch := _switch(press, key))), name)


def _switch(press: Table, key: str) -> Switch | None:
    signal, does = _SIGNAL.fullmatch(key), _button(press, key)
    if signal is None or int(signal["number"]) > 127 or not 1 <= int(signal["channel"] or 1) <= 16:
        press.fault(f"{quote(key)} is no MIDI signal", f"expected {_WRITTEN} (0 to 127, channels 1 to 16)", key)
        return None
    channel = int(signal["channel"] or 0)
    return Switch(signal["kind"], int(signal["number"]), does, channel) if does else None


def _button(press: Table, key: str) -> Button | None:
    words = press.values[key]
    if not isinstance(words, str):
        press.fault(f"{quote(key)} is {show(words)}", 'expected a command in quotes, such as "go"', key)
        return None
    try:
        return button(words)
    except NoButton as wrong:
        press.fault(f"{quote(key)} is {quote(words)}", str(wrong), key)
        return None
