"""``[remote]`` of a venue file: gear that presses, and a clear word for each mistake."""

import re

import pytest

from odette.book.remote import read_remotes
from odette.book.table import Table
from odette.book.toml import parse_toml
from odette.core.events import Command
from odette.core.remote import Button, MidiIn, OscIn, Remotes, Switch
from odette.faults import Fault


def read(text: str) -> tuple[Remotes, list[Fault]]:
    faults: list[Fault] = []
    return read_remotes(Table(parse_toml("hall.toml", text), faults).table("remote")), faults


def test_a_venue_without_gear_has_none() -> None:
    assert read("") == (Remotes(), [])


def test_gear_is_read_as_it_is_written() -> None:
    text = """
        [remote.osc]
        port = 8338
        from = ["10.0.0.20"]
        [[remote.midi]]
        input = "FS-1"
        name = "foot switch"
        press = { "cc 64" = "go", "note 60 channel 2" = "go to 12" }
        [[remote.midi]]
        input = "Keys"
        press = { "program 5" = "back" }
    """
    remotes, faults = read(text)
    assert faults == []
    assert remotes == Remotes(
        OscIn(8338, ("10.0.0.20",)),
        (
            MidiIn(
                "FS-1",
                (
                    Switch("cc", 64, Button(Command.GO)),
                    Switch("note", 60, Button(Command.GO_TO, "12"), 2),
                ),
                "foot switch",
            ),
            MidiIn("Keys", (Switch("program", 5, Button(Command.BACK)),), "Keys"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "found", "wanted", "line"),
    [
        ("[remote]\nserial = 1", 'has no key "serial"', "did you mean|expected one of", 2),
        ("[remote.osc]\nport = 1", "nobody may press by OSC", "from =", 1),
        ('[remote.osc]\nport = 1\nfrom = ["stage-left"]', 'from is "stage-left"', "IP address", 3),
        ('[remote.osc]\nport = 0\nfrom = ["10.0.0.1"]', "port is 0", "1 to 65535", 2),
        ('[[remote.midi]]\npress = { "note 60" = "go" }', "input is missing", "input =", 1),
        ('[[remote.midi]]\ninput = "a"', "no button is named", "press =", 1),
        ('[[remote.midi]]\ninput = "a"\npress = { "note" = "go" }', '"note" is no MIDI signal', "note 60", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "note 128" = "go" }', '"note 128" is no MIDI', "0 to 127", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "cc 1 channel 17" = "go" }', "no MIDI signal", "1 to 16", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "note 60" = "jump" }', 'is "jump"', "go, ", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "note 60" = "go to" }', 'is "go to"', "must name a cue", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "note 60" = "hold 3" }', 'is "hold 3"', "names no cue", 3),
        ('[[remote.midi]]\ninput = "a"\npress = { "note 60" = 1 }', '"note 60" is 1', "in quotes", 3),
    ],
)
def test_each_mistake_is_told_with_its_line_and_what_would_be_right(
    text: str, found: str, wanted: str, line: int
) -> None:
    _, [fault] = read(text)
    assert found in fault.found
    assert re.search(wanted, fault.wanted)
    assert fault.line == line


def test_two_inputs_of_one_name_are_refused() -> None:
    one = '[[remote.midi]]\ninput = "a"\nname = "foot"\npress = { "note 60" = "go" }\n'
    _, [fault] = read(one * 2)
    assert 'input "foot" is already on line 3' in fault.found
