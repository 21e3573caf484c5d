"""show.toml: the order of the evening, and the exact sentence for each mistake in it."""

from pathlib import Path

import pytest
from house import BOOK, SHOW, write_show

from odette.book.open import check, open_show
from odette.core.cue import Authority, Called, Clock, HouseCall, On, Part, PartKind, Room

ORDER = """\
[[number]]
id = "coda"
title = "No. 3 Coda"
score = "waltz.musicxml"
[evening]
advertised = "19:30"
[[part]]
kind = "house open"
clock = "19:00"
authority = "auto"
[[part]]
kind = "house to half"
[[part]]
number = "waltz"
[[part]]
kind = "interval"
title = "Interval in the foyer"
on = "music ends"
after = 5
authority = "assist"
minutes = 20
[[part]]
number = "coda"
begins = "called"
[[part]]
kind = "curtain calls"
on = "applause"
authority = "assist"
[[part]]
kind = "house out"
on = "applause over"
"""

PLACED = BOOK.replace("at =", 'in = "waltz"\nat =')
"""The prompt book, for a show of more than one number."""


def test_an_order_is_read_with_what_is_usual_where_it_says_nothing(tmp_path: Path) -> None:
    book = open_show(write_show(tmp_path, show=SHOW + ORDER, promptbook=PLACED)).book
    called, assist, auto = Authority
    assert book.advertised == "19:30"
    assert [(call.name, call.minutes) for call in book.calls] == [
        ("half", 35),
        ("quarter", 20),
        ("five", 10),
        ("beginners", 5),
    ]
    assert book.evening == (
        Part("house-open", PartKind.HOUSE_OPEN, Clock("19:00"), auto, "House open"),
        Part("house-to-half", PartKind.HOUSE_TO_HALF, Called(), called, "House to half"),
        Part("waltz", PartKind.NUMBER, On(Room.MUSIC_BEGINS, "waltz"), auto, "No. 2 Waltz", "waltz"),
        Part(
            "interval",
            PartKind.INTERVAL,
            On(Room.MUSIC_ENDS, "waltz", 5.0),
            assist,
            "Interval in the foyer",
            minutes=20.0,
            calls=(HouseCall("five", 10), HouseCall("beginners", 5)),
        ),
        Part("coda", PartKind.NUMBER, Called(), called, "No. 3 Coda", "coda"),
        Part("curtain-calls", PartKind.CURTAIN_CALLS, On(Room.APPLAUSE), assist, "Curtain calls"),
        Part("house-out", PartKind.HOUSE_OUT, On(Room.APPLAUSE_OVER), called, "House out"),
    )


def test_a_number_attacca_begins_when_the_part_before_it_is_over(tmp_path: Path) -> None:
    order = ORDER.replace('begins = "called"', 'begins = "attacca"')
    coda = open_show(write_show(tmp_path, show=SHOW + order, promptbook=PLACED)).book.evening[4]
    assert (coda.trigger, coda.authority) == (On(Room.PART_OVER, "interval"), Authority.AUTO)


def test_a_show_without_an_order_has_its_numbers_each_waiting_for_its_music(tmp_path: Path) -> None:
    book = open_show(write_show(tmp_path)).book
    assert (book.evening, book.advertised, book.calls) == ((), "", ())
    waits = On(Room.MUSIC_BEGINS, "waltz")
    assert book.parts == (Part("waltz", PartKind.NUMBER, waits, Authority.AUTO, "No. 2 Waltz", "waltz"),)


def test_a_cue_may_wait_for_a_part(tmp_path: Path) -> None:
    cue = '[[cue]]\nnumber = "9"\non = "part"\nin = "interval"\nafter = 2\nauthority = "auto"\nlook = "preset"\n'
    show = open_show(
        write_show(tmp_path, show=SHOW + ORDER, promptbook=BOOK.replace("at =", 'in = "waltz"\nat =') + cue)
    )
    assert show.book.cues[-1].trigger == On(Room.PART, "interval", 2.0)


MISTAKES = {
    "time of day": (
        'advertised = "19:30"',
        'advertised = "half past seven"',
        'show.toml:11: advertised is "half past seven"; expected HH:MM or HH:MM:SS, such as "19:30"',
    ),
    "calls before nothing": (
        'advertised = "19:30"',
        "calls = { half = 35 }",
        "show.toml:11: calls are given before a time that is not said; write advertised = ...",
    ),
    "calls of no length": (
        'advertised = "19:30"',
        'advertised = "19:30"\ncalls = { half = "35" }',
        'show.toml:12: half is "35"; expected a number from 0 to 240',
    ),
    "kind of no part": (
        'kind = "interval"',
        'kind = "intervall"',
        'show.toml:21: kind is "intervall"; did you mean "interval"?',
    ),
    "kind missing": (
        'kind = "house to half"\n',
        "",
        "show.toml:16: kind is missing; write kind = ...",
    ),
    "number that is not there": (
        'number = "coda"',
        'number = "cuda"',
        'show.toml:28: there is no number "cuda"; did you mean "coda"?',
    ),
    "number left out": (
        '[[part]]\nnumber = "coda"\nbegins = "called"\n',
        "",
        'show.toml:31: number "coda" is in no part; write a [[part]] with number = "coda", where it is played',
    ),
    "number twice": (
        'number = "coda"\nbegins',
        'number = "waltz"\nbegins',
        'show.toml:27: part "waltz" is already on line 18; a number is played once',
    ),
    "two parts of one name": (
        'kind = "curtain calls"\non = "applause"\nauthority = "assist"',
        'kind = "interval"',
        'show.toml:30: part "interval" is already on line 20; give each part an id of its own',
    ),
    "minutes of something else": (
        'kind = "house to half"',
        'kind = "house to half"\nminutes = 3',
        'show.toml:18: minutes stand in "house to half"; minutes are those of an interval: leave them out',
    ),
    "begins of no number": (
        'kind = "house to half"',
        'kind = "house to half"\nbegins = "attacca"',
        'show.toml:18: begins stands in "house to half"; begins is said of numbers: write on or clock',
    ),
    "two triggers": (
        'clock = "19:00"',
        'clock = "19:00"\non = "show opens"',
        "show.toml:14: the part has on and clock; a part has one trigger",
    ),
    "nothing before": (
        'clock = "19:00"',
        'on = "part over"',
        'show.toml:14: on is "part over", and there is no part before it; give it another trigger',
    ),
    "authority over nothing": (
        'kind = "house to half"',
        'kind = "house to half"\nauthority = "auto"',
        'show.toml:18: authority is "auto", but nothing begins the part; give it on or clock, or leave authority out',
    ),
    "authority over music": (
        'number = "waltz"\n[[part]]',
        'number = "waltz"\nauthority = "auto"\n[[part]]',
        'show.toml:20: authority stands in a number without on or clock; write begins = "called"',
    ),
    "unknown key": (
        "minutes = 20",
        "minuets = 20",
        'show.toml:26: a part has no key "minuets"; did you mean "minutes"?',
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_with_its_line_and_what_would_be_right(tmp_path: Path, mistake: str) -> None:
    old, new, sentence = MISTAKES[mistake]
    assert old in ORDER
    show = SHOW + ORDER.replace(old, new, 1)
    faults = [str(fault) for fault in check(write_show(tmp_path, show=show, promptbook=PLACED))]
    assert f"{tmp_path}/{sentence}" in faults


ROUNDS = """\
[[cue]]
number = "20"
on = "applause"
in = "waltz"
authority = "auto"
look = "lake"
[[cue]]
number = "21"
follow = "20"
after = 4
authority = "auto"
look = "dark"
again = "20"
"""

ROUND_MISTAKES = {
    "cue that is not there": (
        'again = "20"',
        'again = "200"',
        'promptbook.toml:68: there is no cue "200"; did you mean "20"?',
    ),
    "cue that comes later": (
        'look = "lake"',
        'look = "lake"\nagain = "21"',
        "promptbook.toml:62: cue 20 goes back to cue 21; a round begins at a cue of the same list, written before",
    ),
    "what comes once": (
        'follow = "20"\nafter = 4',
        'clock = "22:00"',
        "promptbook.toml:62: what sets cue 21 off comes once, and it goes again after 21; "
        'let it follow another cue of the round that begins at 20, or write on = "applause"',
    ),
}


def test_a_cue_may_go_back_to_an_earlier_one_while_the_applause_carries(tmp_path: Path) -> None:
    assert open_show(write_show(tmp_path, promptbook=BOOK + ROUNDS)).book.cues[-1].again == "20"


@pytest.mark.parametrize("mistake", ROUND_MISTAKES)
def test_each_mistake_in_a_round_is_told(tmp_path: Path, mistake: str) -> None:
    old, new, sentence = ROUND_MISTAKES[mistake]
    faults = [str(fault) for fault in check(write_show(tmp_path, promptbook=BOOK + ROUNDS.replace(old, new, 1)))]
    assert f"{tmp_path}/{sentence}" in faults


def test_the_evening_of_the_reference_is_read(tmp_path: Path) -> None:
    """The order that docs/prompt-book.md shows is one, for a show with the numbers that it names."""
    page = (Path(__file__).parents[2] / "docs" / "prompt-book.md").read_text("utf-8")
    lines = page.split("### The evening\n")[1].split("\n| key")[0].splitlines()
    order = "\n".join(line.removeprefix("    ") for line in lines if line.startswith("    ") or not line)
    names = ("scene", "dances", "finale")
    numbers = "".join(f'[[number]]\nid = "{n}"\ntitle = "{n}"\nscore = "waltz.musicxml"\n' for n in names)
    book = '[[cue]]\nnumber = "1"\nlook = "lake"\n'
    evening = open_show(write_show(tmp_path, show=f'title = "x"\n{numbers}{order}', promptbook=book)).book.evening
    assert [part.kind for part in evening] == [
        "house open",
        "house to half",
        "number",
        "interval",
        "number",
        "number",
        "curtain calls",
        "house out",
    ]


def test_numbers_are_heard_in_the_order_of_the_evening_not_in_that_of_the_file(tmp_path: Path) -> None:
    swapped = ORDER.replace('number = "waltz"', 'number = "?"').replace('number = "coda"', 'number = "waltz"')
    show = open_show(write_show(tmp_path, show=SHOW + swapped.replace('"?"', '"coda"'), promptbook=PLACED))
    assert list(show.scores) == ["waltz", "coda"]
    assert list(show.heard) == ["coda", "waltz"]
