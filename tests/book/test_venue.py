"""Venue files: what they may say, and the exact sentence for each mistake."""

import pytest

from odette.book.toml import parse_toml
from odette.book.venue import read_venue
from odette.core.colour import WRITTEN
from odette.core.cue import Department
from odette.core.output import Output
from odette.core.venue import Destination, Fixture, Venue
from odette.faults import Fault

HALL = """\
title = "Town Hall"
[output]
protocol = "sacn"
interface = "192.168.1.20"
priority = 120
source = "Odette, hall"
unicast = ["10.0.0.5"]
[[fixture]]
id = "d1"
name = "Front left"
profile = "dimmer"
universe = 1
address = 1
x = -3
y = -2.5
colour = "#ff8000"
[[fixture]]
id = "p1"
profile = "rgbw"
universe = 1
address = 2
[roles]
"front wash" = ["d1", "p1"]
cyc = { p1 = 0.5, d1 = 1 }
pit = []
[messages.qlab]
host = "127.0.0.1"
port = 53000
[lead]
lights = 0.05
"""


def read(text: str) -> tuple[Venue, list[Fault]]:
    faults: list[Fault] = []
    return read_venue(parse_toml("hall.toml", text), faults), faults


def test_a_venue_is_read() -> None:
    venue, faults = read(HALL)
    assert not faults
    assert venue == Venue(
        title="Town Hall",
        fixtures=(
            Fixture("d1", "dimmer", 1, 1, "Front left", -3.0, -2.5, (1.0, 128 / 255, 0.0)),
            Fixture("p1", "rgbw", 1, 2),
        ),
        roles={"front wash": {"d1": 1.0, "p1": 1.0}, "cyc": {"p1": 0.5, "d1": 1.0}, "pit": {}},
        outputs=(Output("sacn", "192.168.1.20", 120, "Odette, hall", ("10.0.0.5",)),),
        messages={"qlab": Destination("127.0.0.1", 53000)},
        lead={Department.LIGHTS: 0.05},
    )


def test_only_the_title_is_needed() -> None:
    venue, faults = read('title = "Bare"')
    assert not faults
    assert venue == Venue("Bare", (), {})


MISTAKES = {
    "overlap": (
        ("address = 2", "address = 1"),
        'hall.toml:21: fixture "p1" and fixture "d1" (line 13) are both on universe 1, slot 1; '
        "move one of them to free slots",
    ),
    "overrun": (
        ("address = 2", "address = 510"),
        "hall.toml:21: a fixture of profile rgbw at address 510 ends on slot 513; "
        "a universe ends at 512: the highest address is 509",
    ),
    "address": (
        ("address = 2", "address = 0"),
        "hall.toml:21: address is 0; expected a whole number from 1 to 512",
    ),
    "universe": (
        ("universe = 1\naddress = 2", "universe = 64000\naddress = 2"),
        "hall.toml:20: universe is 64000; expected a whole number from 1 to 63999",
    ),
    "profile": (
        ('"rgbw"', '"dimer"'),
        'hall.toml:19: profile is "dimer"; did you mean "dimmer"?',
    ),
    "profile missing": (
        ('profile = "rgbw"\n', ""),
        "hall.toml:17: profile is missing; write profile = ...",
    ),
    "id twice": (
        ("[roles]", '[[fixture]]\nid = "d1"\nprofile = "rgb"\nuniverse = 2\naddress = 1\n[roles]'),
        'hall.toml:23: fixture "d1" is already on line 9; give each fixture an id of its own',
    ),
    "fixture of a role": (
        ('["d1", "p1"]', '["d1", "p2"]'),
        'hall.toml:23: role "front wash" names fixture "p2"; expected one of "d1", "p1"',
    ),
    "fixture twice in a role": (
        ('["d1", "p1"]', '["d1", "d1"]'),
        'hall.toml:23: role "front wash" names fixture "d1" twice; name it once',
    ),
    "weight": (
        ("p1 = 0.5", "p1 = 1.5"),
        'hall.toml:24: role "cyc" gives fixture "p1" the weight 1.5; expected a number from 0 to 1',
    ),
    "role of no kind": (
        ("pit = []", 'pit = "d1"'),
        'hall.toml:25: role "pit" is "d1"; '
        'expected a list of fixtures, such as ["d1", "d2"], or weights { d1 = 1.0, d2 = 0.8 }',
    ),
    "interface": (
        ('"192.168.1.20"', '"eth0"'),
        'hall.toml:4: interface is "eth0"; expected an IP address such as 192.168.1.20',
    ),
    "unicast": (
        ('["10.0.0.5"]', '["10.0.0"]'),
        'hall.toml:7: unicast is "10.0.0"; expected an IP address such as 192.168.1.20',
    ),
    "protocol": (
        ('"sacn"', '"dmx"'),
        'hall.toml:3: protocol is "dmx"; expected one of "artnet", "enttec-pro", "open-dmx", "sacn"',
    ),
    "priority": (
        ("priority = 120", "priority = 201"),
        "hall.toml:5: priority is 201; expected a whole number from 0 to 200",
    ),
    "source": (
        ("Odette, hall", "é" * 32),
        "hall.toml:6: source is 64 bytes long; expected at most 63",
    ),
    "port": (
        ("port = 53000", "port = 0"),
        "hall.toml:28: port is 0; expected a whole number from 1 to 65535",
    ),
    "host": (
        ('host = "127.0.0.1"', 'host = "my mac"'),
        'hall.toml:27: host is "my mac"; expected a name or an address such as 127.0.0.1',
    ),
    "no destination": (
        ("[messages.qlab]", "[messages]\nqlab = 53000\n[messages.sound]"),
        'hall.toml:27: destination "qlab" is 53000; expected [messages.qlab] with host = "127.0.0.1" and port = 53000',
    ),
    "lead": (
        ("lights = 0.05", "lights = 6"),
        "hall.toml:30: lights is 6; expected a number from 0 to 5",
    ),
    "lead of nobody": (
        ("lights = 0.05", "light = 0.05"),
        'hall.toml:30: [lead] has no key "light"; did you mean "lights"?',
    ),
    "gel": (
        ('"#ff8000"', '"amber"'),
        f'hall.toml:16: colour is "amber"; expected {WRITTEN}',
    ),
    "metres": (
        ("x = -3", "x = nan"),
        "hall.toml:14: x is nan; expected a number from -1000 to 1000",
    ),
    "unknown key": (
        ("universe = 1\naddress = 2", "universe = 1\nadress = 3\naddress = 2"),
        'hall.toml:21: a fixture has no key "adress"; did you mean "address"?',
    ),
}


@pytest.mark.parametrize(("change", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told(change: tuple[str, str], sentence: str) -> None:
    """Each mistake, made alone in a good file, gives its sentence and no other."""
    assert HALL.count(change[0]) == 1
    _, faults = read(HALL.replace(*change))
    assert [str(fault) for fault in faults] == [sentence]


def test_an_empty_file_lacks_its_title() -> None:
    _, faults = read("")
    assert [str(fault) for fault in faults] == ["hall.toml: title is missing; write title = ..."]


def test_every_overlapping_pair_is_told_once() -> None:
    lamp = '[[fixture]]\nid = "{}"\nprofile = "rgb"\nuniverse = 1\naddress = {}\n'
    _, faults = read('title = "T"\n' + lamp.format("a", 1) + lamp.format("b", 2) + lamp.format("c", 3))
    assert [fault.found for fault in faults] == [
        'fixture "b" and fixture "a" (line 6) are both on universe 1, slot 2',
        'fixture "c" and fixture "a" (line 6) are both on universe 1, slot 3',
        'fixture "c" and fixture "b" (line 11) are both on universe 1, slot 4',
    ]


def test_one_address_in_two_universes_is_no_overlap() -> None:
    _, faults = read(HALL.replace("universe = 1\naddress = 2", "universe = 2\naddress = 1"))
    assert not faults
