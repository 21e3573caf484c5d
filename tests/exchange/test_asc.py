"""USITT ASCII in: what a small file says is what the show says; what is wrong or cannot be carried is told."""

from contextlib import suppress
from pathlib import Path

import pytest
from consoles import Console
from hypothesis import given, settings
from hypothesis import strategies as st
from running_cues import Rehearsal

from odette.book.open import open_evening
from odette.core.cue import Authority, Called, Cue, Follow, Hang, Light, Look, Pace, Value
from odette.core.parameter import Family
from odette.exchange.asc import read_asc
from odette.exchange.commands import told
from odette.exchange.draft import Draft, per_cent
from odette.exchange.folder import write_show
from odette.faults import Faulty

HEAD = """\
Ident 3:0
Manufacturer Nobody
Clear All
! The rig
Patch 1 1<1@Hff 2<2@50 2<3@Hff
Patch 1 3<514@100

"""


def draft(text: str) -> Draft:
    return read_asc("show.asc", (HEAD + text + "\nEnddata\n").encode(), "A show")


def cue(text: str) -> Cue:
    """The second of two cues."""
    return draft(f"Cue 1\n Up 1\n Chan 1@Hff\nCue 2\n{text}").cues[1]


def moved(look: Look) -> dict[str, float]:
    return {role: round(100 * (value.level or 0.0), 3) for role, value in look.values.items()}


def left(text: str) -> list[str]:
    return [entry.told("show.asc") for entry in draft(text).losses.told()]


def faults(text: str) -> list[str]:
    with pytest.raises(Faulty) as caught:
        draft(text)
    return [str(fault).removeprefix("show.asc:") for fault in caught.value.faults]


def test_a_cue_is_a_whole_picture_and_its_look_is_what_it_moves() -> None:
    """What the next cue does not name goes out; what it names as it was is not moved."""
    looks = draft("Cue 1\n Up 3\n Chan 1@Hff 2@50\nCue 2\n Up 3\n Chan 1@Hff 3@H80\n").looks
    assert moved(looks["cue 1"]) == {"channel 1": 100, "channel 2": 50, "channel 3": 0}
    assert moved(looks["cue 2"]) == {"channel 2": 0, "channel 3": 50}


def test_moves_alone_track() -> None:
    """In a file that has only moves, what a cue does not move stays."""
    looks = draft("Cue 1 1\n Up 1\n $$ChanMove 1@HFF 2@H80\nCue 2 1\n Up 1\n $$ChanMove 1@H00\n").looks
    assert moved(looks["cue 2"]) == {"channel 1": 0}


def test_moves_beside_levels_say_what_the_levels_leave_out() -> None:
    looks = draft("Cue 1\n Up 1\n Chan 1@HFF\nCue 2\n Up 1\n Chan 1@HFF 2@H80\n $$ChanMove 2@H80\n").looks
    assert moved(looks["cue 2"]) == {"channel 2": 50}


def test_times_delays_and_notes() -> None:
    two = cue(" Text Moon; up! \n Up 1:02.5 0.5\n Down .5 0.5\n $$CueNotes slow\n Chan 2@Hff")
    assert two.actions == (Light("cue 2", 62.5, 0.5, 0.5),)
    assert (two.name, two.note, two.authority) == ("Moon; up!", "slow", Authority.CALLED)


def test_one_time_that_is_written_is_both() -> None:
    assert cue(" Down 4\n Chan 2@Hff").actions == (Light("cue 2", 4, 4),)


def test_a_rate_changes_the_times() -> None:
    """65536 is the speed as written on an Expression, 100 elsewhere."""
    assert cue(" Up 4\n $$Rate 200\n Chan 2@Hff").actions == (Light("cue 2", 2, 2),)
    shown = read_asc("", b"Console Expression\nCue 1\n Up 4\n $$Rate 131072\n Chan 1@Hff\n", "")
    assert shown.cues[0].actions == (Light("cue 1", 2, 2),)


def test_a_cue_that_follows_goes_by_itself() -> None:
    for word in ("Followon", "$$Follow"):
        two = draft(f"Cue 1\n Up 1\n {word} 2.5\n Chan 1@Hff\nCue 2\n Up 1\n Chan 2@Hff").cues[1]
        assert (two.trigger, two.authority) == (Follow("1", 2.5), Authority.AUTO)
    assert draft("Cue 1\n Up 1\n $$Hang -1\nCue 2\n Up 1\n Chan 2@Hff").cues[1].trigger == Hang("1", -1.0)


def test_a_cue_that_follows_by_a_link_brings_its_whole_picture() -> None:
    """What lies between is passed over, so what it would have moved is moved by the cue that the link leads to."""
    text = "Cue 1\n Up 1\n Followon 2\n Link 3\n Chan 1@Hff\nCue 2\n Up 1\n Chan 2@Hff\nCue 3\n Up 1\n Chan 2@Hff\n"
    shown = draft(text)
    assert shown.cues[1].trigger == Called()
    assert shown.cues[2].trigger == Follow("1", 2.0)
    assert moved(shown.looks["cue 3"]) == {"channel 1": 0, "channel 2": 100}
    assert left(text) == []


def test_what_falls_may_wait_longer_than_what_rises() -> None:
    two = cue(" Up 1 2\n Down 3 4\n Chan 2@Hff\n")
    assert two.actions == (Light("cue 2", 1, 3, 2, down_delay=4),)


def test_a_part_of_a_cue_has_times_of_its_own() -> None:
    two = cue(" Part 1\n Up 1\n Down 5\n Chan 2@Hff\n Part 2\n Up 9 1\n Chan 3@Hff\n")
    roles = {"channel 3": {Family.INTENSITY: Pace(9, 9, 1)}}
    assert two.actions == (Light("cue 2", 1, 5, 0, roles=roles),)


def test_further_cue_lists_keep_to_themselves() -> None:
    """Their cues track apart from the first list's; numbers that are taken move up by a thousand, and that is told."""
    text = "Cue 1 1\n Up 1\n Chan 1@1\nCue 2 1\n Up 1\nCue 2 7\n Up 1\n Chan 3@Hff\nCue 3.5 7\n Up 1\n Followon 1\n"
    shown = draft(text + "Cue 4 7\n Up 1\n Chan 3@10\n")
    assert [(c.number, c.list) for c in shown.cues] == [
        ("1", ""),
        ("2", ""),
        ("1002", "list 7"),
        ("1003.5", "list 7"),
        ("1004", "list 7"),
    ]
    assert shown.lists == {"list 7": 0}
    assert shown.cues[4].trigger == Follow("1003.5", 1.0)
    assert moved(shown.looks["cue 1002"]) == {"channel 3": 100}
    assert [entry.words for entry in shown.losses.told()] == ["the numbers of list 7: its cue 1 is cue 1001, and so on"]


def test_a_cue_that_blocks_or_is_asserted_names_every_channel() -> None:
    for flag in ("$$CueBlock 1", "$$CueBlock 2", "$$Block", "$$Assert"):
        shown = draft(
            f"Cue 1\n Up 1\n Chan 1@Hff 2@50\nCue 2\n Up 1\n Chan 1@Hff 2@50\nCue 3\n Up 1\n Chan 1@Hff\n {flag}\n"
        )
        assert moved(shown.looks["cue 3"]) == {"channel 1": 100, "channel 2": 0}
        light = shown.cues[2].actions[0]
        assert isinstance(light, Light)
        assert (light.block, light.asserts) == (
            flag in ("$$CueBlock 1", "$$Block"),
            flag in ("$$CueBlock 2", "$$Assert"),
        )


def test_cues_come_in_order_of_their_numbers() -> None:
    text = "Cue 10\n Up 1\nCue 2.5\n Up 1\nCue .5\n Up 1\n Chan 1@1\n"
    assert [entry.number for entry in draft(text).cues] == ["0.5", "2.5", "10"]


def test_the_patch_becomes_fixtures_and_roles() -> None:
    shown = draft("Cue 1\n Up 1\n Chan 1@Hff 9@Hff\nGroup 4\n Text Warm\n Chan 1@Hff 2@50\n")
    assert [(f.id, f.universe, f.address) for f in shown.fixtures] == [
        ("d1", 1, 1),
        ("d2", 1, 2),
        ("d3", 1, 3),
        ("d514", 2, 2),
    ]
    assert shown.roles == {
        "channel 1": {"d1": 1.0},
        "channel 2": {"d2": 0.5, "d3": 1.0},
        "channel 3": {"d514": 1.0},
        "channel 9": {},
        "Warm": {"d1": 1.0, "d2": 0.25, "d3": 0.5},
    }


def test_a_channel_has_the_name_the_console_gave_it() -> None:
    """Unless two have one name."""
    labels = "$ChanData 1\n Text Moon\n$ChanData 2\n Text Side\n$ChanData 3\n Text Side\n"
    shown = draft(f"{labels}Cue 1\n Up 1\n Chan 1@Hff 2@Hff\n")
    assert list(shown.roles) == ["Moon", "channel 2", "channel 3"]


def test_a_file_without_a_patch_puts_each_channel_on_its_own_dimmer() -> None:
    shown = read_asc("", b"Cue 1\nUp 1\nChan 7@Hff\nEnddata\n", "")
    assert shown.roles == {"channel 7": {"d7": 1.0}}
    assert [entry.words for entry in shown.losses.told()] == ["the file has no patch: channel n is on dimmer n"]


def test_remarks_delimiters_and_capitals_do_not_matter() -> None:
    plain = draft("Cue 1\n Up 1\n Chan 1@Hff 2@50\n")
    other = draft("CUE,1\nuP = 1  ! second\n\nchan<1/Hff;2 50\n")
    assert (plain.cues, plain.looks) == (other.cues, other.looks)


def test_what_is_not_text_of_today_can_be_read() -> None:
    assert read_asc("", b"Cue 1\n Text Caf\xe9\n Up 1\n Chan 1@1\n", "").cues[0].name == "Café"


LEFT = {
    "submaster": ("Cue 1\n Up 1\n Chan 1@1\nSub 1 1\n Chan 1@1\nSub 2 1\n", "11, 13: a submaster (2 times)"),
    "effect": (
        "Cue 1\n Up 1\n Chan 1@1\n $$CeParams 100 100 A\n $$CeStep 1 1 1 1 0 255\n Chan 3@1\n",
        "11: an effect of a cue",
    ),
    "loop": (
        "Cue 1\n Up 1\n Chan 1@1\nCue 2\n Up 1\n Link 1\n",
        "11: a link back to an earlier cue: a cue goes once, so the loop ends here",
    ),
    "jump": (
        "Cue 1\n Up 1\n Link 3\n Chan 1@1\nCue 2\n Up 1\nCue 3\n Up 1\n",
        "8: a link ahead to cue 3: GO goes to the next cue",
    ),
    "lost link": ("Cue 1\n Up 1\n Link 9\n Chan 1@1\n", "8: a link to cue 9, which is not in this list"),
    "crossed links": (
        "Cue 1\n Up 1\n Followon 1\n Link 3\n Chan 1@1\n"
        "Cue 2\n Up 1\n Followon 1\n Link 4\nCue 3\n Up 1\nCue 4\n Up 1\n",
        "13: cue 4 following cue 2 too",
    ),
    "time": ("Cue 1\n Chan 1@1\n", "8: no time is written: the fade takes 3 s"),
    "long": ("Cue 1\n Up 99:59\n Chan 1@1\n", "8: a time of more than an hour: it takes one hour"),
    "palette": ("Cue 1\n Up 1\n $$ChanMove 1@IP3 2@H80\n", "10: a channel takes its level from a palette (IP3)"),
    "macro": ("Cue 1\n Up 1\n Chan 1@1\n $$LinkMacro 5\n", "11: the macro that it starts of a cue"),
    "unknown": ("Cue 1\n Up 1\n Chan 1@1\n$Marvel 5\n", "11: $marvel is not known here"),
    "dark": ("Cue 1\n Up 1\n Chan 9@1\n", " no dimmer is patched to channels 9: they are roles without lamps"),
    "page": ("Patch 2 1<9@Hff\nCue 1\n Up 1\n Chan 1@1\n", "8: page 2 of the patch: only page 1 is in use"),
}


@pytest.mark.parametrize(("text", "sentence"), LEFT.values(), ids=LEFT)
def test_what_cannot_be_carried_is_told_with_its_line(text: str, sentence: str) -> None:
    assert f"show.asc:{sentence}" in left(text)


def test_a_file_that_is_cut_off_is_told() -> None:
    shown = read_asc("", b"Cue 1\n Up 1\n Chan 1@1\n", "")
    assert "the file ends without Enddata: it may be cut off" in [entry.words for entry in shown.losses.told()]


MISTAKES = {
    "level": ("Cue 1\n Chan 1@Hzz\n", '9: a level is "Hzz"; expected per cent (50) or two hexadecimal digits (H80)'),
    "too high": ("Cue 1\n Chan 1@101\n", '9: a level is "101"; expected per cent (50) or two hexadecimal digits (H80)'),
    "channel": ("Cue 1\n Chan x@50\n", '9: a channel is "x"; expected a whole number from 1'),
    "no level": ("Cue 1\n Chan 1@50 2\n", '9: "2" has no level; expected pairs of channel and level: 5@Hff'),
    "time": ("Cue 1\n Up soon\n", '9: a time is "soon"; expected seconds, or minutes:seconds'),
    "cue number": (
        "Cue 1.2345\n",
        '8: a cue number is "1.2345"; expected digits, with up to three decimals: 12 or 12.5',
    ),
    "cue twice": ("Cue 1\n Up 1\nCue 1.0\n Up 1\n", "10: cue 1.0 is already on line 8; expected each cue once"),
    "keyword": ("Cue 1\n Chen 1@50\n", '9: there is no keyword "chen"; did you mean "chan"?'),
    "patch": ("Patch 1 1<2\nCue 1\n", "8: 2 words; expected channel<dimmer@level, as in 5<12@Hff"),
    "no cue": ("Set Channels 5\n", " the file has no cue; expected at least one"),
}


@pytest.mark.parametrize(("text", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(text: str, sentence: str) -> None:
    assert faults(text) == [sentence]


def test_all_mistakes_come_at_once() -> None:
    assert len(faults("Cue 1\n Up soon\n Chan 1@Hzz x@50\n")) == 3


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Dear colleague,\n", '1: the file begins with "Dear colleague,"; expected USITT ASCII, such as Ident 3:0'),
        (b"Ident\0\1\2", "1: this is not text; expected USITT ASCII, as consoles export it (.asc)"),
        (b"", " the file has no cue; expected at least one"),
    ],
)
def test_what_is_something_else_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(Faulty) as caught:
        read_asc("show.asc", data, "")
    assert [str(fault).removeprefix("show.asc:") for fault in caught.value.faults] == [sentence]


@given(st.binary(max_size=200) | st.text("Cue hanUp0123456789@Hf.<>$\n ", max_size=200).map(str.encode))
def test_anything_is_read_or_refused(data: bytes) -> None:
    with suppress(Faulty):
        assert read_asc("any.asc", data, "any").cues


@given(st.integers(0, 255))
def test_a_level_in_per_cent_is_its_byte_again(byte: int) -> None:
    assert round(255 * (per_cent(byte) / 100)) == byte


levels = st.dictionaries(st.integers(1, 6), st.integers(1, 255), max_size=6)
stacks = st.lists(
    st.tuples(
        levels,
        st.sampled_from([0, 1, 3.5]),
        st.sampled_from([0, 2]),
        st.sampled_from([None, None, 0.5, 4]),
        st.sampled_from([0, 0, 1, 2]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(stacks)
def test_any_stack_of_cues_runs_as_on_the_console(tmp_path_factory: pytest.TempPathFactory, stack: list) -> None:
    """Made-up shows with follows, links that a follow takes, blocks and waits: as the model of the console has it."""
    lines = ["Console Expression", "Patch 1 " + " ".join(f"{c}<{c + 10}@Hff" for c in range(1, 7))]
    for number, (picture, time, wait, follow, block, link) in enumerate(stack, 1):
        lines += [f"Cue {number}", f" Up {time} {wait}", f" Down {time} {wait}", f" $$CueBlock {block}"]
        lines += [f" Chan {c}@H{byte:02x}" for c, byte in picture.items()]
        lines += [f" Followon {follow}"] if follow is not None else []
        lines += [f" Link {number + 2}"] if link and follow is not None and number + 2 <= len(stack) else []
    text = "\n".join([*lines, "Enddata\n"])
    folder = tmp_path_factory.mktemp("stack") / "show"
    write_show(folder, read_asc("stack.asc", text.encode(), "Stack"), "")
    console = Console(text)
    ran = console.run(pause=1.0)
    rehearsal = Rehearsal(folder, [start for _, start, pressed in ran if pressed])
    assert rehearsal.started == {str(number): pytest.approx(start) for number, start, _ in ran}
    ends = [start for _, start, _ in ran[1:]] + [ran[-1][1] + 60]
    for (number, _, _), end in zip(ran, ends, strict=True):
        if console.cues[number].follow is None or end == ends[-1]:
            assert rehearsal.dimmers(end - 0.1) == {c + 10: b for c, b in console.cues[number].levels.items()}


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    shown = draft(
        'Cue 1\n Text The "moon"\\\n Up 1\n Chan 1@Hff\nCue 2\n Up 1\n Followon 1\nCue 3\n Up 1\n Chan 2@50\n'
    )
    write_show(tmp_path / "show", shown, told("show.asc", shown))
    show, venue = open_evening(tmp_path / "show", tmp_path / "show" / "venue.toml")
    assert [c.number for c in show.book.cues] == ["1", "2", "3"]
    assert show.book.cues[0].name == 'The "moon"\\'
    assert show.book.looks == shown.looks
    assert venue.roles == shown.roles
    assert "Everything in the file was carried." in (tmp_path / "show" / "import-report.txt").read_text()
    with pytest.raises(Faulty, match="is there already"):
        write_show(tmp_path / "show", shown, "")
    shown.looks["cue 1"] = Look("cue 1", {"channel 1": Value(7.0)})
    with pytest.raises(Faulty, match=r"looks\.toml:\d+: role"):
        write_show(tmp_path / "other", shown, "")
    assert [path.name for path in tmp_path.iterdir()] == ["show"]
