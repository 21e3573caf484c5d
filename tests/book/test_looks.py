"""looks.toml: levels in per cent, colours as on the web, and the exact sentence for each mistake."""

import pytest

from odette.book.looks import read_looks
from odette.book.toml import parse_toml
from odette.core.colour import WRITTEN
from odette.core.cue import Look, Value
from odette.faults import Fault

LOOKS = """\
[look."lake by night"]
"front wash" = 30
cyc = { level = 80, colour = "#3300ff" }
[look.dark]
"front wash" = 0.0
"""


def read(text: str) -> tuple[dict[str, Look], list[str]]:
    faults: list[Fault] = []
    return read_looks(parse_toml("looks.toml", text), faults), list(map(str, faults))


def test_looks_are_read() -> None:
    looks, faults = read(LOOKS)
    assert not faults
    assert looks == {
        "lake by night": Look("lake by night", {"front wash": Value(0.3), "cyc": Value(0.8, (0.2, 0.0, 1.0))}),
        "dark": Look("dark", {"front wash": Value(0.0)}),
    }


def test_a_show_may_have_no_looks() -> None:
    assert read("") == ({}, [])


WANTED = 'expected a level from 0 to 100, or { level = 80, colour = "#2040a0" }'

MISTAKES = {
    "level too high": ("= 30", "= 130", f'looks.toml:2: role "front wash" is 130; {WANTED}'),
    "level below zero": ("= 30", "= -1", f'looks.toml:2: role "front wash" is -1; {WANTED}'),
    "level in quotes": ("= 30", '= "30"', f'looks.toml:2: role "front wash" is "30"; {WANTED}'),
    "level true": ("= 30", "= true", f'looks.toml:2: role "front wash" is true; {WANTED}'),
    "level beyond counting": ("= 30", "= inf", f'looks.toml:2: role "front wash" is inf; {WANTED}'),
    "level in a table": (
        "level = 80",
        "level = 101",
        "looks.toml:3: level is 101; expected a number from 0 to 100",
    ),
    "nothing": (
        '{ level = 80, colour = "#3300ff" }',
        "{}",
        'looks.toml:3: role "cyc" says nothing; give it a level, or take it out',
    ),
    "colour": (
        "#3300ff",
        "blue",
        f'looks.toml:3: colour is "blue"; expected {WRITTEN}',
    ),
    "unknown key": (
        "colour",
        "color",
        'looks.toml:3: role "cyc" has no key "color"; did you mean "colour"?',
    ),
    "empty look": (
        '"front wash" = 0.0\n',
        "",
        'looks.toml:4: look "dark" is empty; name a role and its level, such as "front wash" = 30',
    ),
    "level instead of a look": (
        '[look.dark]\n"front wash" = 0.0',
        "[look]\ndark = 0",
        'looks.toml:5: look "dark" is 0; expected [look."dark"]',
    ),
    "unknown table": (
        "[look.dark]",
        "[loook.dark]",
        'looks.toml:4: looks.toml has no key "loook"; did you mean "look"?',
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told(old: str, new: str, sentence: str) -> None:
    """Each mistake, made alone in a good file, gives its sentence and no other."""
    assert LOOKS.count(old) == 1
    assert read(LOOKS.replace(old, new))[1] == [sentence]
