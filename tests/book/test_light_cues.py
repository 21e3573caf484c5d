"""Light in the prompt book: times, curves, lists, palettes; and the exact sentence for each mistake."""

from pathlib import Path

import pytest
from house import BOOK, LOOKS, write_show

from odette.book.cross import broken_marks
from odette.book.open import check, open_show
from odette.core.cue import Follow, Hang, Light, Pace, Value
from odette.core.motion import LINEAR
from odette.core.parameter import Family
from odette.core.wave import Kind, Wave

INTENSITY, FOCUS, COLOUR, BEAM = Family

LISTED = "[list.haze]\npriority = 10\n"


def with_cue(keys: str, trigger: str = "", head: str = "") -> str:
    """The small evening's prompt book, with one more lights cue."""
    return f'{head}{BOOK}[[cue]]\nnumber = "9"\n{trigger}look = "dark"\n{keys}\n'


def light(folder: Path, keys: str) -> Light:
    action = open_show(write_show(folder, promptbook=with_cue(keys))).book.cues[-1].actions[0]
    assert isinstance(action, Light)
    return action


def paces(action: Light, role: str = "front wash") -> list[Pace]:
    return [action.pace(role, family) for family in Family]


def test_a_cue_that_says_only_fade_has_one_pace_for_all(tmp_path: Path) -> None:
    action = light(tmp_path, "fade = 4\ndelay = 1")
    assert action == Light("dark", 4, 4, 1)
    assert paces(action) == [Pace(4, 4, 1)] * 4


def test_families_may_have_times_and_delays_of_their_own(tmp_path: Path) -> None:
    action = light(tmp_path, "up = 4\ndown = 6\ncolour = 8\nfocus = 2\ndelay = { colour = 1, beam = 3 }")
    assert paces(action) == [Pace(4, 6), Pace(2, 2), Pace(8, 8, 1), Pace(4, 6, 3)]


def test_a_role_may_have_times_of_its_own_and_takes_the_others_from_the_cue(tmp_path: Path) -> None:
    action = light(tmp_path, "up = 4\ndown = 6\ncolour = 8\ndelay = 1\n[cue.roles.cyc]\nfade = 9\nbeam = 2")
    assert paces(action, "cyc") == [Pace(9, 9, 1), Pace(9, 9, 1), Pace(9, 9, 1), Pace(2, 2, 1)]
    action = light(tmp_path, "up = 4\ndown = 6\ncolour = 8\nroles = { cyc = { delay = 2 } }")
    assert paces(action, "cyc") == [Pace(4, 6, 2), Pace(4, 6, 2), Pace(8, 8, 2), Pace(4, 6, 2)]
    assert paces(action) == [Pace(4, 6), Pace(4, 6), Pace(8, 8), Pace(4, 6)]


def test_curves_are_s_linear_or_points(tmp_path: Path) -> None:
    assert [
        light(tmp_path, f"curve = {text}").curve for text in ('"s"', '"linear"', "[[0, 0], [0.5, 0.9], [1, 1]]")
    ] == [
        (),
        LINEAR,
        ((0.0, 0.0), (0.5, 0.9), (1.0, 1.0)),
    ]


def test_a_cue_may_be_cue_only_assert_block_and_live(tmp_path: Path) -> None:
    action = light(tmp_path, "only = true\nassert = true\nblock = true\nlive = true")
    assert action == Light("dark", only=True, asserts=True, block=True, live=True)


def test_lists_have_priorities_and_their_cues_an_order_of_their_own(tmp_path: Path) -> None:
    """A list's cue may stand in the file after a cue at a later place."""
    text = with_cue('at = "1"\nlist = "haze"', head=LISTED)
    book = open_show(write_show(tmp_path, promptbook=text)).book
    assert book.lists == {"haze": 10}
    assert [cue.list for cue in book.cues] == [""] * 9 + ["haze"]


@pytest.mark.parametrize(
    ("trigger", "read"),
    [
        ('follow = "2"\nafter = "2 beats"', Follow("2", 0.0, 2.0)),
        ('follow = "2"\nafter = "1/2 beat"', Follow("2", 0.0, 0.5)),
        ('hang = "2"\nafter = "-1.5 beats"', Hang("2", 0.0, -1.5)),
    ],
)
def test_follow_and_hang_may_count_beats(tmp_path: Path, trigger: str, read: Follow | Hang) -> None:
    assert open_show(write_show(tmp_path, promptbook=with_cue(trigger))).book.cues[-1].trigger == read


MISTAKES = {
    "time too long": ("colour = 9999", "colour is 9999; expected a number from 0 to 3600"),
    "delay of nothing": (
        "delay = { color = 1 }",
        'delay has no key "color"; did you mean "colour"?',
    ),
    "role unknown": ('[cue.roles."front"]', 'no look names a role "front"; did you mean "front wash"?'),
    "role with other keys": ("[cue.roles.cyc]\nlook = 3", 'role "cyc" has no key "look"; expected one of'),
    "curve": ('curve = "steep"', 'curve is "steep"; expected "s", "linear", or points from [0, 0] to [1, 1]'),
    "curve that turns back": ("curve = [[0, 0], [0.5, 1.1], [1, 1]]", "curve is a list; expected"),
    "flag": ('only = "yes"', 'only is "yes"; expected true or false'),
    "list": ('list = "smoke"', 'list is "smoke"; did you mean'),
    "beats before the start": (
        'follow = "2"\nafter = "-1 beat"',
        'after is "-1 beat"; expected seconds, or beats such as "2 beats" or "1/2 beat"',
    ),
    "no beats": ('follow = "2"\nafter = "soon"', 'after is "soon"; expected seconds, or beats'),
}


@pytest.mark.parametrize(("keys", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_light_cue_is_told(tmp_path: Path, keys: str, sentence: str) -> None:
    head = LISTED.replace("haze", "smoky") if "smoke" in keys else ""
    (fault,) = check(write_show(tmp_path, promptbook=with_cue(keys, head=head)))
    assert fault.file.endswith("promptbook.toml")
    assert fault.line > 50
    assert sentence in f"{fault.found}; {fault.wanted}"


PALETTES = """\
[colour]
moon = "#3300ff"
[position."down centre"]
cyc = { pan = -20, tilt = 35.5 }
[beam]
tight = { zoom = 12, edge = 80, gobo = "leaves" }
"""


def palettes(folder: Path, text: str, value: str) -> Path:
    (folder / "palettes.toml").write_text(text, encoding="utf-8")
    return write_show(folder, looks=LOOKS.replace('{ level = 80, colour = "#2040a0" }', value))


def test_a_look_refers_to_palettes_by_name_and_may_say_more(tmp_path: Path) -> None:
    value = '{ level = 80, colour = "moon", position = "down centre", beam = "tight", zoom = 20, "gobo rotation" = 3 }'
    look = open_show(palettes(tmp_path, PALETTES, value)).book.looks["lake"]
    settings = {"pan": -20.0, "tilt": 35.5, "zoom": 20.0, "edge": 0.8, "gobo": "leaves", "gobo rotation": 3.0}
    assert look.values["cyc"] == Value(0.8, (0.2, 0.0, 1.0), settings)


def test_a_role_may_say_colour_or_position_without_a_level(tmp_path: Path) -> None:
    look = open_show(palettes(tmp_path, PALETTES, '{ position = "down centre" }')).book.looks["lake"]
    assert look.values["cyc"] == Value(settings={"pan": -20.0, "tilt": 35.5})


REFERENCES = {
    "colour": ('{ colour = "mon" }', 'there is no colour "mon"; did you mean "moon"?'),
    "position": ('{ position = "up centre" }', 'position is "up centre"; did you mean "down centre"? (palettes.toml)'),
    "beam": ('{ beam = "wide" }', 'beam is "wide"; expected one of "tight" (palettes.toml)'),
    "parameter": ("{ zom = 3 }", 'role "cyc" has no key "zom"; did you mean "zoom"?'),
    "range": ("{ pan = 500 }", "pan is 500; expected a number from -360 to 360"),
}


@pytest.mark.parametrize(("value", "sentence"), REFERENCES.values(), ids=REFERENCES)
def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path, value: str, sentence: str) -> None:
    (fault,) = check(palettes(tmp_path, PALETTES, value))
    assert (fault.line, f"{fault.found}; {fault.wanted}") == (5, sentence)


def test_a_position_that_says_nothing_of_a_role_is_told(tmp_path: Path) -> None:
    folder = palettes(tmp_path, PALETTES.replace("cyc =", '"front wash" ='), '{ position = "down centre" }')
    (fault,) = check(folder)
    assert fault.found == 'position "down centre" says nothing of role "cyc"'


PALETTE_MISTAKES = {
    "table": ("[beam]", "[beams]", 'palettes.toml has no key "beams"; did you mean "beam"?'),
    "colour": ("#3300ff", "blau", 'moon is "blau"; expected a colour'),
    "zoom in a position": ("pan", "zoom", 'position "down centre" has no key "zoom"; expected one of "pan", "tilt"'),
    "pan in a beam": ("edge", "pan", 'beam "tight" has no key "pan"'),
}


@pytest.mark.parametrize(("old", "new", "sentence"), PALETTE_MISTAKES.values(), ids=PALETTE_MISTAKES)
def test_a_mistake_in_palettes_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    faults = check(palettes(tmp_path, PALETTES.replace(old, new), "80"))
    assert any(sentence in f"{fault.found}; {fault.wanted}" for fault in faults)


def test_a_submaster_holds_roles(tmp_path: Path) -> None:
    text = LOOKS + '[submaster.all]\nroles = ["cyc", "front wash"]\n'
    assert open_show(write_show(tmp_path, looks=text)).book.submasters == {"all": ("cyc", "front wash")}


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        ('["cyc", "fromt wash"]', 'no look names a role "fromt wash"; did you mean "front wash"?'),
        ("[]", 'submaster "all" holds no roles; write roles = ["cyc", ...]'),
        ("[3]", 'no look names a role 3; expected one of "cyc", "front wash"'),
    ],
)
def test_a_mistake_in_a_submaster_is_told(tmp_path: Path, roles: str, sentence: str) -> None:
    (fault,) = check(write_show(tmp_path, looks=f"{LOOKS}[submaster.all]\nroles = {roles}\n"))
    assert f"{fault.found}; {fault.wanted}" == sentence


EFFECTS = """\
[effect.run]
kind = "chase"
beats = 2
[effect.candle]
kind = "flicker"
seconds = 0.3
depth = 40
colour = "#3300ff"
"""


def with_effects(folder: Path, *values: str) -> Path:
    front, cyc = values
    looks = LOOKS.replace('{ level = 80, colour = "#2040a0" }', cyc).replace(
        '"front wash" = 60', f'"front wash" = {front}'
    )
    return write_show(folder, looks=EFFECTS + looks)


def test_a_chase_runs_over_the_roles_of_a_look_in_the_order_written(tmp_path: Path) -> None:
    values = '{ level = 60, effect = "run" }', '{ level = 80, effect = "run" }'
    look = open_show(with_effects(tmp_path, *values)).book.looks["lake"]
    assert [value.wave for value in look.values.values()] == [
        Wave(Kind.CHASE, beats=2.0, phase=0.0, share=0.5),
        Wave(Kind.CHASE, beats=2.0, phase=0.5, share=0.5),
    ]


def test_an_effect_may_have_a_depth_and_a_colour_and_stand_without_a_level(tmp_path: Path) -> None:
    look = open_show(with_effects(tmp_path, "60", '{ effect = "candle" }')).book.looks["lake"]
    assert look.values["cyc"] == Value(wave=Wave(Kind.FLICKER, 0.4, 0.3, colour=(0.2, 0.0, 1.0)))


EFFECT_MISTAKES = {
    "unknown": ("kind", "kind", '{ effect = "candel" }', 'effect is "candel"; did you mean "candle"?'),
    "kind": ('"flicker"', '"flickr"', "80", 'kind is "flickr"; did you mean "flicker"?'),
    "neither": ("seconds = 0.3", "", "80", 'effect "candle" has neither seconds nor beats; say how long a cycle is'),
    "both": (
        "seconds = 0.3",
        "seconds = 1\nbeats = 1",
        "80",
        'effect "candle" has both seconds and beats; say how long',
    ),
    "depth": ("depth = 40", "depth = 140", "80", "depth is 140; expected a number from 0 to 100"),
    "key": ("depth", "deep", "80", 'effect "candle" has no key "deep"; did you mean'),
}


@pytest.mark.parametrize(("old", "new", "value", "sentence"), EFFECT_MISTAKES.values(), ids=EFFECT_MISTAKES)
def test_a_mistake_in_an_effect_is_told(tmp_path: Path, old: str, new: str, value: str, sentence: str) -> None:
    folder = with_effects(tmp_path, "60", value)
    text = (folder / "looks.toml").read_text("utf-8").replace(old, new)
    (fault,) = check(write_show(folder, looks=text))
    assert sentence in f"{fault.found}; {fault.wanted}"


def test_marks_that_cannot_be_kept_are_told_with_their_line(tmp_path: Path) -> None:
    looks = LOOKS.replace('{ level = 80, colour = "#2040a0" }', "{ level = 80, pan = 5 }")
    looks += "[look.turned]\ncyc = { level = 50, pan = 9 }\n[look.later]\ncyc = { level = 0 }\n"
    looks += "[look.up]\ncyc = { level = 50, pan = 20 }\n"
    cues = [
        ("9", "", "turned"),
        ("10", "", "later"),
        ("11", 'follow = "10"\nafter = 4.5\n', "up"),
        ("12", "", "preset"),
    ]
    text = BOOK + "".join(f'[[cue]]\nnumber = "{n}"\n{more}look = "{look}"\n' for n, more, look in cues)
    book = open_show(write_show(tmp_path, looks=looks, promptbook=text)).book
    assert [str(fault).split(": ", 1)[1] for fault in broken_marks(book, "promptbook.toml")] == [
        'cue 9 moves pan of "cyc" in the light; move it in the dark before, or write live = true',
        'cue 11 moves pan of "cyc", which is dark for only 1.5 s before; give it 3 s in the dark, or write live = true',
    ]
