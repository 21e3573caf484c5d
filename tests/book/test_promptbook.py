"""promptbook.toml: what each cue becomes, and the exact sentence for each mistake."""

from pathlib import Path

import pytest
from house import BOOK, SHOW, write_show

from odette.book.open import check, open_show
from odette.core.clocks import Beat
from odette.core.cue import (
    At,
    Authority,
    Call,
    Called,
    Clock,
    Cue,
    Department,
    Follow,
    Hang,
    Light,
    Message,
    On,
    Room,
    Title,
)

LIGHTS, TITLES, MESSAGES, CALLS, MACHINERY = Department
CALLED, ASSIST, AUTO = Authority


def test_each_kind_of_cue_is_read(tmp_path: Path) -> None:
    """Every department and every trigger, with what the book leaves out."""
    fourth = Message("qlab", "/cue/5/start", (1, 0.5, "now"))
    assert open_show(write_show(tmp_path)).book.cues == (
        Cue("1", LIGHTS, On(Room.SHOW_OPENS), CALLED, (Light("preset", 2.0, 2.0),), line=1),
        Cue("2", LIGHTS, At("waltz", Beat(3.0), 0.0, "2.1"), AUTO, (Light("lake", 4.0, 6.5, 0.5),), line=6),
        Cue("2.5", TITLES, Follow("2", 1.5), CALLED, (Title(""),), line=14),
        Cue("3", MESSAGES, At("waltz", Beat(10.0), 0.2, "4.2 + 200ms"), ASSIST, (fourth,), line=20),
        Cue("4", MACHINERY, At("waltz", Beat(24.0), 0.0, "end"), CALLED, (Call("Curtain in"),), line=28),
        Cue("5", LIGHTS, Hang("2", -1.0), CALLED, (Light("dark", 3.0, 3.0),), line=33),
        Cue(
            "6",
            CALLS,
            On(Room.APPLAUSE_OVER, "waltz", 5.0),
            CALLED,
            (Call("Bows, please"),),
            name="Bows",
            note="As many as they want",
            line=38,
        ),
        Cue("7", CALLS, Clock("22:30"), CALLED, (Call("House lights"),), line=47),
        Cue("8", CALLS, Called(), CALLED, (Call("Good night"),), line=52),
    )


MISTAKES = {
    "number twice": (
        'number = "3"',
        'number = "2.50"',
        'promptbook.toml:21: cue "2.50" is already on line 15; give each cue a number of its own',
    ),
    "number no decimal": (
        'number = "8"',
        'number = "8b"',
        'promptbook.toml:53: cue number is "8b"; expected digits, with up to three decimals: "12" or "12.5"',
    ),
    "number too fine": (
        'number = "8"',
        'number = "8.1234"',
        'promptbook.toml:53: cue number is "8.1234"; expected digits, with up to three decimals: "12" or "12.5"',
    ),
    "number without quotes": (
        'number = "8"',
        "number = 8",
        'promptbook.toml:53: number is 8; expected text, in quotes: number = "8"',
    ),
    "number missing": (
        'number = "8"\n',
        "",
        "promptbook.toml:52: number is missing; write number = ...",
    ),
    "look that is not there": (
        'look = "lake"',
        'look = "lke"',
        'promptbook.toml:10: there is no look "lke"; did you mean "lake"?',
    ),
    "look missing": (
        'look = "lake"\n',
        "",
        "promptbook.toml:6: look is missing; write look = ...",
    ),
    "unknown key": (
        "delay = 0.5",
        "dealy = 0.5",
        'promptbook.toml:13: a lights cue has no key "dealy"; did you mean "delay"?',
    ),
    "look in a titles cue": (
        'text = ""',
        'text = ""\nlook = "lake"',
        'promptbook.toml:20: a titles cue has no key "look"; look belongs to lights',
    ),
    "text in a lights cue": (
        "delay = 0.5",
        'text = "x"',
        'promptbook.toml:13: a lights cue has no key "text"; text belongs to titles, calls, machinery',
    ),
    "unknown department": (
        'department = "titles"',
        'department = "title"',
        'promptbook.toml:16: department is "title"; did you mean "titles"?',
    ),
    "unknown authority": (
        'authority = "auto"',
        'authority = "automatic"',
        'promptbook.toml:9: authority is "automatic"; did you mean "auto"?',
    ),
    "machinery by itself": (
        'text = "Curtain in"',
        'text = "Curtain in"\nauthority = "auto"',
        'promptbook.toml:33: authority is "auto"; machinery is always called: leave authority out',
    ),
    "authority over nothing": (
        'text = "Good night"',
        'text = "Good night"\nauthority = "assist"',
        'promptbook.toml:56: authority is "assist", but nothing sets the cue off; '
        "give it a trigger, or leave authority out",
    ),
    "several triggers": (
        'clock = "22:30"',
        'clock = "22:30"\non = "applause"',
        "promptbook.toml:50: the cue has on and clock; a cue has one trigger",
    ),
    "event of no kind": (
        'on = "applause over"',
        'on = "aplause over"',
        'promptbook.toml:41: on is "aplause over"; did you mean "applause over"?',
    ),
    "show opens in a number": (
        'on = "show opens"',
        'on = "show opens"\nin = "waltz"',
        'promptbook.toml:4: "show opens" happens in no number; leave in out',
    ),
    "in that is not there": (
        'in = "waltz"',
        'in = "walts"',
        'promptbook.toml:42: there is no number "walts"; did you mean "waltz"?',
    ),
    "in without a place": (
        'clock = "22:30"',
        'clock = "22:30"\nin = "waltz"',
        "promptbook.toml:51: in stands beside clock; in goes with at, on",
    ),
    "after a place": (
        'at = "2.1"',
        'at = "2.1"\nafter = 2',
        "promptbook.toml:9: after stands beside at; after goes with on, follow, hang",
    ),
    "follow of nothing": (
        'follow = "2"',
        'follow = "2.7"',
        'promptbook.toml:17: there is no cue "2.7"; did you mean "2.5"?',
    ),
    "follow of what comes later": (
        'follow = "2"',
        'follow = "3"',
        "promptbook.toml:17: cue 2.5 waits for cue 3, which is written after it; write it after cue 3",
    ),
    "follow of itself": (
        'follow = "2"',
        'follow = "2.5"',
        "promptbook.toml:17: cues wait for each other in a circle: 2.5 → 2.5; give one of them a trigger of its own",
    ),
    "hang without light": (
        'hang = "2"',
        'hang = "3"',
        'promptbook.toml:35: cue 5 hangs on cue 3, which fades no light; hang on a lights cue, or write follow = "3"',
    ),
    "follow before its time": (
        "after = 1.5",
        "after = -1.5",
        "promptbook.toml:18: after is -1.5; expected a number from 0 to 3600",
    ),
    "clock": (
        '"22:30"',
        '"10:30 pm"',
        'promptbook.toml:50: clock is "10:30 pm"; expected HH:MM or HH:MM:SS, such as "19:30"',
    ),
    "clock without quotes": (
        '"22:30"',
        "22:30:00",
        'promptbook.toml:50: clock is 22:30:00 without quotes; expected text, in quotes: clock = "22:30"',
    ),
    "negative fade": (
        "fade = 2",
        "fade = -2",
        "promptbook.toml:5: fade is -2; expected a number from 0 to 3600",
    ),
    "fade in quotes": (
        "fade = 2",
        'fade = "2"',
        'promptbook.toml:5: fade is "2"; expected a number from 0 to 3600',
    ),
    "fade twice": (
        "fade = 2",
        "fade = 2\nup = 1",
        "promptbook.toml:5: the cue has fade beside up or down; expected fade alone, or up and down",
    ),
    "address": (
        '"/cue/5/start"',
        '"cue 5"',
        'promptbook.toml:26: address is "cue 5"; expected an OSC address such as "/cue/5/start"',
    ),
    "argument": (
        '[1, 0.5, "now"]',
        "[1, true]",
        "promptbook.toml:27: argument 2 is true; expected text, a whole number of 32 bits or a decimal number",
    ),
    "arguments": (
        '[1, 0.5, "now"]',
        "1",
        "promptbook.toml:27: arguments is 1; expected a list in square brackets",
    ),
    "nothing to say": (
        'text = "Good night"',
        'text = " "',
        "promptbook.toml:55: text is empty; expected text",
    ),
    "place without quotes": (
        'at = "2.1"',
        "at = 2.1",
        'promptbook.toml:8: at is 2.1; expected text, in quotes: at = "2.1"',
    ),
    "no place": (
        'at = "2.1"',
        'at = "bar 2"',
        'promptbook.toml:8: "bar 2"; a place such as 33, 33.2, 33.2+1/2, 33.2 pass 2, A+4.1 or end, '
        "perhaps with - 1/2 or + 200ms after it",
    ),
    "no such bar": (
        'at = "2.1"',
        'at = "99.1"',
        'promptbook.toml:8: bar "99"; the score has bars 1 to 8 and no rehearsal marks',
    ),
    "no such beat": (
        'at = "2.1"',
        'at = "2.4"',
        'promptbook.toml:8: "2.4"; bar 2 has beats 1 to 3',
    ),
    "no such pass": (
        'at = "2.1"',
        'at = "2.1 pass 2"',
        'promptbook.toml:8: pass 2 in "2.1 pass 2"; bar 2 is played once',
    ),
    "no such mark": (
        'at = "2.1"',
        'at = "A+1.1"',
        'promptbook.toml:8: "A"; the score has bars 1 to 8 and no rehearsal marks',
    ),
    "out of running order": (
        'at = "4.2 + 200ms"',
        'at = "1.3"',
        'promptbook.toml:23: "1.3" comes before "2.1", where cue 2 is; write cue 3 before cue 2',
    ),
    "unknown table": (
        '[[cue]]\nnumber = "8"',
        '[[cues]]\nnumber = "8"',
        'promptbook.toml:52: promptbook.toml has no key "cues"; did you mean "cue"?',
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """Each mistake, made alone in a good book, gives its sentence and no other in that file."""
    assert BOOK.count(old) == 1
    folder = write_show(tmp_path, promptbook=BOOK.replace(old, new))
    told = [str(fault).removeprefix(f"{folder}/") for fault in check(folder)]
    assert [fault for fault in told if fault.startswith("promptbook")] == [sentence]


def cues(*extra: str) -> str:
    """A book of cues 1, 2, 3 ... that say something, each with a line of its own."""
    return "".join(
        f'[[cue]]\nnumber = "{i}"\ndepartment = "calls"\ntext = "x"\n{line}\n' for i, line in enumerate(extra, start=1)
    )


def told(folder: Path, **files: str) -> list[str]:
    """What is found in the prompt book, if the show is written so."""
    faults = check(write_show(folder, **files))
    return [str(fault).removeprefix(f"{folder}/") for fault in faults if "promptbook" in fault.file]


def test_a_circle_is_told_once(tmp_path: Path) -> None:
    book = cues('follow = "3"', 'clock = "19:30"', 'follow = "4"', 'follow = "1"', 'follow = "4"')
    assert told(tmp_path, promptbook=book) == [
        "promptbook.toml:5: cues wait for each other in a circle: 1 → 3 → 4 → 1; give one of them a trigger of its own"
    ]


TWO = SHOW + '[[number]]\nid = "finale"\ntitle = "Finale"\nscore = "waltz.musicxml"\n'


def test_with_several_numbers_a_place_says_in_which(tmp_path: Path) -> None:
    assert told(tmp_path, show=TWO, promptbook=cues('at = "2"')) == [
        "promptbook.toml:5: the cue does not say which number it is in; "
        'write in = ...; expected one of "finale", "waltz"'
    ]


def test_numbers_come_in_the_order_of_the_show(tmp_path: Path) -> None:
    book = cues('at = "7"\nin = "waltz"', 'at = "2"\nin = "finale"', 'at = "8"\nin = "waltz"')
    assert told(tmp_path, show=TWO, promptbook=book) == [
        'promptbook.toml:17: number "waltz" comes before "finale", where cue 2 is; write cue 3 before cue 2'
    ]


def test_cues_may_share_a_place(tmp_path: Path) -> None:
    assert not told(tmp_path, promptbook=cues('at = "2.1"', 'at = "2"', 'at = "1.3 + 1"'))


def test_running_order_heeds_seconds(tmp_path: Path) -> None:
    """At 120 a bar of 3/4 takes 1.5 s, so three seconds before bar 4 lie before bar 3. Two seconds after bar 1
    may or may not come after bar 2: that is for the players to say."""
    assert not told(tmp_path, promptbook=cues('at = "4 - 3s"', 'at = "3"'))
    assert not told(tmp_path, promptbook=cues('at = "1 + 2s"', 'at = "2"'))
    assert told(tmp_path, promptbook=cues('at = "3 + 1s"', 'at = "3 + 500ms"'))
    assert told(tmp_path, promptbook=cues('at = "3"', 'at = "3 - 10ms"'))
