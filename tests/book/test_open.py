"""Opening and checking whole shows: all faults at once, across files, and never anything but Show or Faulty."""

import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from house import BOOK, LOOKS, SHOW, VENUE, waltz, write_show
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odette.book.open import check, open_evening, open_show, open_venue, remarks
from odette.core.clocks import Beat
from odette.core.cue import Calling, Number
from odette.faults import Faulty


def told(folder: Path, venue: Path | None = None) -> list[str]:
    return [str(fault).removeprefix(f"{folder}/") for fault in check(folder, venue)]


def write_venue(folder: Path, text: str = VENUE) -> Path:
    (folder / "hall.toml").write_text(text, encoding="utf-8")
    return folder / "hall.toml"


def write_sound(path: Path) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))


def test_a_show_is_opened(tmp_path: Path) -> None:
    show = open_show(write_show(tmp_path))
    assert show.folder == tmp_path
    assert show.book.title == "Small evening"
    assert show.book.numbers == (
        Number("waltz", "No. 2 Waltz", Beat(24.0), 120.0, ((Beat(0.0), 120.0),), ((Beat(0.0), 1.0),)),
    )
    assert show.book.roles == ("cyc", "front wash")
    assert len(show.scores["waltz"].bars) == 8
    assert show.score_files == {"waltz": tmp_path / "waltz.musicxml"}
    assert show.audio == {}


def test_a_good_show_in_a_good_venue_has_no_fault(tmp_path: Path) -> None:
    venue = write_venue(write_show(tmp_path))
    assert told(tmp_path, venue) == []
    assert open_evening(tmp_path, venue) == (open_show(tmp_path), open_venue(venue))


def test_the_show_may_override_the_tempo_and_name_a_recording(tmp_path: Path) -> None:
    write_sound(tmp_path / "waltz.wav")
    show = open_show(write_show(tmp_path, show=SHOW + 'audio = "waltz.wav"\ntempo = 92.5\n'))
    assert show.book.numbers[0].tempo == 92.5
    assert show.scores["waltz"].tempi[0].quarters == 92.5, "the follower expects it as well"
    assert show.audio == {"waltz": tmp_path / "waltz.wav"}


@pytest.mark.parametrize(
    ("written", "calling"),
    [
        ("", Calling()),
        ("[calling]\nwarn = 20\nstandby = 5\n", Calling(warn=20, standby=5)),
        ('[calling]\nwarn = "8 bars"\n', Calling(bars=8)),
    ],
)
def test_a_show_may_say_how_long_before_a_cue_its_caller_speaks(tmp_path: Path, written: str, calling: Calling) -> None:
    assert open_show(write_show(tmp_path, show=SHOW + written)).book.calling == calling


SHOW_MISTAKES = {
    "a warning in nothing known": (
        "[[number]]",
        '[calling]\nwarn = "8 beats"\n[[number]]',
        'show.toml:3: warn is "8 beats"; expected seconds, or bars such as "8 bars"',
    ),
    "title missing": ('title = "Small evening"\n', "", "show.toml: title is missing; write title = ..."),
    "score and time": (
        'score = "waltz.musicxml"\n',
        'score = "waltz.musicxml"\nlasts = "3:20"\n',
        "show.toml:6: the number has score and lasts; "
        "a number has a score, or a recording that is followed, or a time that it lasts",
    ),
    "time that is none": (
        'score = "waltz.musicxml"\n',
        'lasts = "200"\n',
        'show.toml:5: lasts is "200"; expected minutes and seconds, such as "3:20"',
    ),
    "tempo without score": (
        'score = "waltz.musicxml"\n',
        'lasts = "0:30"\ntempo = 90\n',
        "show.toml:6: tempo stands in a number without score; leave it out",
    ),
    "recording not there": (
        'score = "waltz.musicxml"',
        'recording = "storm.ogg"',
        'show.toml:5: recording names "storm.ogg", and there is no such file; put the file there, or name it anew',
    ),
    "score not there": (
        '"waltz.musicxml"',
        '"walz.musicxml"',
        'show.toml:5: score names "walz.musicxml", and there is no such file; put the file there, or name it anew',
    ),
    "score elsewhere": (
        '"waltz.musicxml"',
        '"/waltz.musicxml"',
        'show.toml:5: score is "/waltz.musicxml"; expected a path from the show\'s folder',
    ),
    "audio not there": (
        "[[number]]",
        '[[number]]\naudio = "waltz.wav"',
        'show.toml:3: audio names "waltz.wav", and there is no such file; put the file there, or name it anew',
    ),
    "audio no sound": (
        "[[number]]",
        '[[number]]\naudio = "looks.toml"',
        'show.toml:3: audio names "looks.toml", which is no sound file; expected WAV, FLAC, Ogg or MP3',
    ),
    "tempo": (
        "[[number]]",
        "[[number]]\ntempo = 0",
        "show.toml:3: tempo is 0; expected a number from 10 to 400",
    ),
    "id of two words": (
        'id = "waltz"',
        'id = "the waltz"',
        'show.toml:3: id is "the waltz"; expected letters, digits, - and _ only',
    ),
    "id twice": (
        'score = "waltz.musicxml"\n',
        'score = "waltz.musicxml"\n[[number]]\nid = "waltz"\ntitle = "x"\nscore = "waltz.musicxml"\n',
        'show.toml:7: number "waltz" is already on line 3; give each number an id of its own',
    ),
    "unknown key": (
        "score =",
        'scores = "x"\nscore =',
        'show.toml:5: a number has no key "scores"; did you mean "score"?',
    ),
    "one number as a table": (
        "[[number]]",
        "[number]",
        "show.toml:2: number is a table; expected tables, each headed [[number]]",
    ),
}


@pytest.mark.parametrize(("old", "new", "sentence"), SHOW_MISTAKES.values(), ids=SHOW_MISTAKES)
def test_a_mistake_in_the_show_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """Each mistake, made alone in a good show.toml, gives its sentence and no other in that file."""
    assert SHOW.count(old) == 1
    write_show(tmp_path, show=SHOW.replace(old, new))
    assert [fault for fault in told(tmp_path) if fault.startswith("show.toml")] == [sentence]


def test_places_are_not_judged_without_a_score(tmp_path: Path) -> None:
    """A show.toml at fault is told; the book is not blamed for it."""
    for show in ("title = ", SHOW.replace("waltz.musicxml", "walz.musicxml")):
        write_show(tmp_path, show=show)
        assert {fault.partition(":")[0] for fault in told(tmp_path)} == {"show.toml"}


@pytest.mark.parametrize("text", ["", "no score", waltz()[:-200]], ids=["empty", "none", "truncated"])
def test_a_broken_score_is_told(tmp_path: Path, text: str) -> None:
    write_show(tmp_path)
    (tmp_path / "waltz.musicxml").write_text(text, encoding="utf-8")
    assert {fault.partition(":")[0] for fault in told(tmp_path)} == {"waltz.musicxml"}


def test_empty_files_and_missing_files_are_told(tmp_path: Path) -> None:
    write_show(tmp_path, show="", promptbook="")
    (tmp_path / "looks.toml").unlink()
    assert told(tmp_path) == [
        "looks.toml: no such file; expected a text file here",
        "promptbook.toml: the prompt book has no cue; write a [[cue]] for each thing that is to happen",
        "show.toml: title is missing; write title = ...",
    ]


def test_a_show_without_music_opens(tmp_path: Path) -> None:
    """Its cues go on GO, after one another, by the clock, and with the room."""
    book = '[[cue]]\nnumber = "1"\nlook = "preset"\n'
    book += '[[cue]]\nnumber = "2"\nfollow = "1"\nauthority = "auto"\nlook = "lake"\n'
    book += '[[cue]]\nnumber = "3"\non = "applause"\nlook = "dark"\n'
    show = open_show(write_show(tmp_path, show='title = "Spoken"\n', promptbook=book))
    assert (show.book.numbers, show.scores, len(show.book.cues)) == ((), {}, 3)


@pytest.mark.parametrize("trigger", ['at = "2.1"', 'on = "music begins"', 'on = "applause"\nin = "waltz"'])
def test_a_cue_that_waits_for_music_in_a_show_without_it_is_told(tmp_path: Path, trigger: str) -> None:
    looks = LOOKS.partition("[look.lake]")[0]
    cue = f'[[cue]]\nnumber = "1"\n{trigger}\nlook = "preset"\n'
    write_show(tmp_path, show='title = "Spoken"\n', promptbook=cue, looks=looks)
    key = trigger.partition(" ")[0]
    sentence = f"promptbook.toml:3: {key} waits for music, and the show has none; write its [[number]] in show.toml"
    assert told(tmp_path) == [sentence]


def test_looks_are_not_missed_when_they_cannot_be_read(tmp_path: Path) -> None:
    write_show(tmp_path, looks='[look."lake]')
    assert [fault.partition(":")[0] for fault in told(tmp_path)] == ["looks.toml"]


def test_what_is_no_show_is_refused(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == [f"{tmp_path}/nowhere: no such folder; expected a show's folder"]
    with pytest.raises(Faulty, match="no such folder"):
        open_show(tmp_path / "nowhere")
    with pytest.raises(Faulty, match="no such file"):
        open_venue(tmp_path / "nowhere.toml")


def test_a_look_that_no_cue_brings_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    """A look may be written before the cue that is to bring it, and outlive it."""
    write_show(tmp_path, looks=LOOKS + "[look.spare]\ncyc = 1\n")
    assert told(tmp_path) == []
    (remark,) = remarks(open_show(tmp_path))
    assert str(remark).endswith('looks.toml:8: no cue brings the look "spare"; use it, or take it out')


def test_a_role_that_the_venue_does_not_name_is_told_once_and_refuses_nothing(tmp_path: Path) -> None:
    """The same show goes to a new house by a new venue file alone, whatever that house lacks."""
    write_show(tmp_path, looks=LOOKS + "cyk = 10\n")
    venue = write_venue(tmp_path, VENUE.replace('"front wash" = ["d1"]\n', ""))
    assert told(tmp_path, venue) == []
    show, _ = open_evening(tmp_path, venue)
    assert [str(remark).removeprefix(f"{tmp_path}/") for remark in remarks(show, venue)] == [
        'looks.toml:2: role "front wash" lights nothing: it is not among the roles of hall.toml; expected one of "cyc"',
        'looks.toml:8: role "cyk" lights nothing: it is not among the roles of hall.toml; did you mean "cyc"?',
    ]


def test_a_destination_that_the_venue_does_not_name_is_told_and_refuses_nothing(tmp_path: Path) -> None:
    write_show(tmp_path, promptbook=BOOK.replace('"qlab"', '"qlap"'))
    venue = write_venue(tmp_path)
    assert told(tmp_path, venue) == []
    (remark,) = (r for r in remarks(open_evening(tmp_path, venue)[0], venue) if "qlap" in str(r))
    assert str(remark).removeprefix(f"{tmp_path}/") == (
        'promptbook.toml:25: messages to "qlap" go nowhere: it is not among the messages of hall.toml; '
        'did you mean "qlab"?'
    )


def test_back_takes_the_time_that_the_show_says(tmp_path: Path) -> None:
    write_show(tmp_path, show=SHOW)
    assert open_show(tmp_path).book.back == 2.0
    write_show(tmp_path, show=SHOW + "[defaults]\nback = 4.5\n")
    assert open_show(tmp_path).book.back == 4.5


def test_all_faults_come_at_once_by_file_and_line(tmp_path: Path) -> None:
    """Faults in four files are told in one go; opening tells the same."""
    write_show(
        tmp_path,
        show=SHOW + "key = 1\n",
        looks=LOOKS.replace("80", "180"),
        promptbook=BOOK.replace("fade = 2", "fade = -2").replace('"22:30"', '"22.30"'),
    )
    venue = write_venue(tmp_path, VENUE.replace("53000", "-1"))
    faults = told(tmp_path, venue)
    assert [fault.split(": ")[0] for fault in faults] == [
        "hall.toml:12",
        "looks.toml:5",
        "promptbook.toml:5",
        "promptbook.toml:50",
        "show.toml:6",
    ]
    with pytest.raises(Faulty) as caught:
        open_evening(tmp_path, venue)
    assert [str(fault).removeprefix(f"{tmp_path}/") for fault in caught.value.faults] == faults


def opens_or_tells(opened: Callable[[], object]) -> None:
    try:
        opened()
    except Faulty as error:
        if not error.faults:
            raise AssertionError("refused without saying why") from error


pieces = st.one_of(
    st.sampled_from(list("[]{}=\"'\n#.,\0é\\")),
    st.sampled_from(["-1", "1e999", "0x" + "f" * 5000, "nan", "true", "19:30", '"end"', '"99.9 pass 9"']),
    st.sampled_from(["[[cue]]\n", "[look.a]\n", "[[number]]\n", "at = ", "in = ", "a = 1\n"]),
)
inserted = st.lists(pieces, max_size=4).map("".join) | st.text(max_size=8)
cuts = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), inserted), min_size=1, max_size=3)


def mutated(text: str, changes: list[tuple[float, int, str]]) -> str:
    for where, length, new in changes:
        at = int(where * len(text))
        text = text[:at] + new + text[at + length :]
    return text


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(["show", "looks", "promptbook", "hall"]), changes=cuts)
def test_a_damaged_file_gives_a_show_or_faults(
    tmp_path: Path, name: str, changes: list[tuple[float, int, str]]
) -> None:
    """Whatever is done to one of the files, it is opened or refused with a reason."""
    venue = write_venue(write_show(tmp_path))
    path = tmp_path / f"{name}.toml"
    path.write_bytes(mutated(path.read_text("utf-8"), changes).encode("utf-8", "replace"))
    opens_or_tells(lambda: open_evening(tmp_path, venue))
    check(tmp_path, venue)


odd = st.recursive(
    st.sampled_from(['""', '"x"', '"1"', "1", "-1", "0.5", "nan", "true", "19:30:00", "1979-05-27", '"#2040a0"']),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda values: f"[{', '.join(values)}]") | inner.map("{{ level = {} }}".format)
    ),
    max_leaves=3,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), name=st.sampled_from(["show", "looks", "promptbook", "hall"]), value=odd)
def test_a_value_of_another_kind_gives_a_show_or_faults(
    tmp_path: Path, data: st.DataObject, name: str, value: str
) -> None:
    """Any one value replaced by any other."""
    venue = write_venue(write_show(tmp_path))
    path = tmp_path / f"{name}.toml"
    lines = path.read_text("utf-8").splitlines()
    i = data.draw(st.sampled_from([i for i, line in enumerate(lines) if "=" in line]))
    lines[i] = f"{lines[i].partition('=')[0]} = {value}"
    path.write_text("\n".join(lines), encoding="utf-8")
    opens_or_tells(lambda: open_evening(tmp_path, venue))
    check(tmp_path, venue)
