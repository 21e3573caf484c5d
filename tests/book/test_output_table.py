"""The ways out of a venue: what ``[output]`` may say, and the exact sentence for each mistake."""

import pytest

from odette.book.toml import parse_toml
from odette.book.venue import read_venue
from odette.core.output import Input, Output
from odette.faults import Fault

LAMPS = """\
[[fixture]]
id = "d1"
profile = "dimmer"
universe = 1
address = 1
[[fixture]]
id = "d2"
profile = "dimmer"
universe = 2
address = 1
"""


def read(outputs: str, lamps: str = LAMPS) -> tuple[tuple[Output, ...], list[str]]:
    faults: list[Fault] = []
    text = f'title = "Hall"\n{outputs}\n{lamps}'
    return read_venue(parse_toml("hall.toml", text), faults).outputs, [str(fault) for fault in faults]


def test_one_output_carries_every_universe() -> None:
    assert read('[output]\nprotocol = "artnet"\ninterface = "2.0.0.1"') == ((Output("artnet", "2.0.0.1"),), [])
    assert read("") == ((Output(),), [])


def test_several_outputs_share_the_universes() -> None:
    text = """
[[output]]
interface = "10.0.0.2"
universes = [2]
preview = true
sync = 7962
suppress = true
[[output]]
protocol = "artnet"
interface = "2.0.0.1"
universes = [2]
sync = true
broadcast = true
[[output]]
protocol = "enttec-pro"
port = "/dev/ttyUSB0"
universes = [1]
"""
    assert read(text) == (
        (
            Output("sacn", "10.0.0.2", universes=(2,), preview=True, sync=7962, suppress=True),
            Output("artnet", "2.0.0.1", universes=(2,), sync=1, broadcast=True),
            Output("enttec-pro", universes=(1,), port="/dev/ttyUSB0"),
        ),
        [],
    )


def test_a_serial_port_carries_the_one_universe_there_is() -> None:
    lamp = LAMPS[: LAMPS.rindex("[[fixture]]")].replace("universe = 1", "universe = 7")
    outputs, faults = read('[output]\nprotocol = "open-dmx"\nport = "COM3"', lamp)
    assert (outputs, faults) == ((Output("open-dmx", universes=(7,), port="COM3"),), [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '[output]\nprotocol = "dmx512"',
            'protocol is "dmx512"; expected one of "artnet", "enttec-pro", "open-dmx", "sacn"',
        ),
        (
            '[output]\nprotocol = "artnet"\npriority = 90',
            'an output of protocol artnet has no key "priority"; expected one of "broadcast", "interface", "protocol", '
            '"source", "suppress", "sync", "unicast", "universes"',
        ),
        ("[output]\nuniverses = [1]", "no output carries universe 2; add it to the universes of one of them"),
        ("[output]\nuniverses = [1, 2, 0]", "universes names 0; expected whole numbers from 1 to 63999"),
        ("[output]\nsync = true", "sync is true; expected a whole number from 1 to 63999"),
        ('[output]\nprotocol = "artnet"\nsync = 3', "sync is 3; expected true or false"),
        ('[output]\nprotocol = "enttec-pro"\nuniverses = [1]', "port is missing; write port = ..."),
        (
            '[output]\nprotocol = "enttec-pro"\nport = "/dev/ttyUSB0"',
            "this serial port would carry 2 universes; a DMX line carries one: write universes = [1]",
        ),
    ],
)
def test_a_mistake_is_told(text: str, told: str) -> None:
    _, faults = read(text)
    assert told in faults[0].replace(": ", ": ", 1)


def test_a_universe_too_high_for_art_net_is_told() -> None:
    _, faults = read('[output]\nprotocol = "artnet"', LAMPS.replace("universe = 2", "universe = 32769"))
    assert len(faults) == 1
    assert "this output carries universe 32769; artnet ends at universe 32768" in faults[0]


def test_a_visiting_desk_comes_in_only_where_the_file_asks_for_it() -> None:
    def inputs(text: str) -> tuple[tuple[Input, ...], list[str]]:
        faults: list[Fault] = []
        return read_venue(parse_toml("hall.toml", f'title = "Hall"\n{text}'), faults).inputs, [str(f) for f in faults]

    assert inputs("") == ((), [])
    one = '[input]\nuniverses = [1, 2]\ninterface = "10.0.0.2"\nmerge = "priority"'
    assert inputs(one) == ((Input((1, 2), "sacn", "10.0.0.2", "priority"),), [])
    assert inputs('[[input]]\nprotocol = "artnet"\nuniverses = [3]') == ((Input((3,), "artnet"),), [])
    _, faults = inputs("[input]")
    assert "an input without universes; write which ones it takes in: universes = [1]" in faults[0]
