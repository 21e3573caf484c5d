"""QLC+ workspaces, Linux Show Player sessions and cue sheets in: what they say, what is left, what is wrong."""

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.book.open import check, open_show
from odette.core.cue import Authority, Call, Called, Follow, Light, Look
from odette.core.tracking import picture
from odette.exchange.commands import read_file, readers, told
from odette.exchange.draft import Draft
from odette.exchange.folder import write_show
from odette.exchange.lsp import read_lsp
from odette.exchange.qxw import read_qxw
from odette.exchange.sheets import read_sheet
from odette.faults import Faulty

DATA = Path(os.environ.get("ODETTE_DATA", Path(__file__).parents[3] / "shared" / "data")) / "lighting"
FILES = [path for end in ("lsp", "qxw", "csv") for path in sorted(DATA.rglob(f"*.{end}"))]

QXW = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE Workspace>
<Workspace xmlns="http://www.qlcplus.org/Workspace">
 <Engine>
  <Fixture><ID>0</ID><Name>Moon</Name><Universe>1</Universe><Address>9</Address><Channels>1</Channels></Fixture>
  <Fixture><ID>1</ID><Name>Par</Name><Universe>0</Universe><Address>0</Address><Channels>3</Channels></Fixture>
  <Function ID="1" Type="Scene" Name="Night"><FixtureVal ID="0">0,77</FixtureVal></Function>
  <Function ID="2" Type="Scene" Name="Red"><FixtureVal ID="1">0,255,1,0</FixtureVal></Function>
  <Function ID="3" Type="Collection" Name="Both"><Step Number="0">1</Step><Step Number="1">2</Step></Function>
  <Function ID="4" Type="EFX" Name="Circle"/>
  <Function ID="9" Type="Chaser" Name="The show">
   <Speed FadeIn="0" FadeOut="0" Duration="4294967294"/>
   <RunOrder>SingleShot</RunOrder>
   <SpeedModes FadeIn="PerStep" FadeOut="PerStep" Duration="PerStep"/>
   <Step Number="0" FadeIn="1000" Hold="4294967294" FadeOut="2500" Note="Moonrise">1</Step>
   <Step Number="1" FadeIn="500" Hold="1500" FadeOut="0">3</Step>
   <Step Number="2" FadeIn="0" Hold="4294967294" FadeOut="0">2</Step>
  </Function>
 </Engine>
 <VirtualConsole><Frame><CueList Caption="Main"><Chaser>9</Chaser></CueList></Frame></VirtualConsole>
</Workspace>
"""


def words(draft: Draft) -> list[str]:
    return [left.told("it") for left in draft.losses.told()]


def moved(look: Look) -> dict[str, float]:
    return {role: round(100 * (value.level or 0.0), 3) for role, value in look.values.items()}


def refused(read: object, data: bytes) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read("it", data, "It")  # type: ignore[operator]
    return [str(fault).removeprefix("it:") for fault in caught.value.faults]


def test_the_steps_of_a_cue_list_become_cues() -> None:
    """A step shows its scenes and nothing else; its own fade in, and the fade out of the step before."""
    show = read_qxw("it", QXW.encode(), "It")
    assert [cue.actions for cue in show.cues] == [
        (Light("cue 1", 1.0, 1.0),),
        (Light("cue 2", 0.5, 2.5),),
        (Light("cue 3", 0.0, 0.0),),
    ]
    assert [cue.trigger for cue in show.cues] == [Called(), Called(), Follow("2", 2.0)]
    assert [cue.name for cue in show.cues] == ["Moonrise", "Both", "Red"]
    assert moved(show.looks["cue 1"]) == {"Moon": 30.2, "Par, 1": 0}
    assert moved(show.looks["cue 2"]) == {"Par, 1": 100}
    assert moved(show.looks["cue 3"]) == {"Moon": 0}
    assert [(f.id, f.universe, f.address) for f in show.fixtures] == [
        ("f0-1", 2, 10),
        ("f1-1", 1, 1),
        ("f1-2", 1, 2),
        ("f1-3", 1, 3),
    ]
    assert words(show) == ["it:6: a fixture of several channels comes as one dimmer for each of them"]


def test_what_moves_by_itself_in_a_workspace_is_told() -> None:
    show = read_qxw("it", QXW.replace('FadeOut="0">2<', 'FadeOut="0">4<').encode(), "It")
    assert "it:17: a EFX in the cue list: it shows nothing here" in words(show)


QXW_MISTAKES = {
    "step": ('FadeOut="0">2<', 'FadeOut="0">7<', "17: there is no function 7; expected the ID of one"),
    "value": ("0,77", "0,777", "7: values that are none; expected channel and value in turn, such as 0,255,1,0"),
    "channel": ("0,77", "5,77", "7: fixture 0 has no channel 6; name one it has"),
    "time": ('FadeIn="500"', 'FadeIn="soon"', "16: FadeIn is soon; expected milliseconds"),
    "address": ("<Address>9<", "<Address>512<", "5: the fixture ends on slot 513; a universe ends at 512"),
    "no list": ("<Chaser>9<", "<Chaser>8<", " the workspace has no cue list with steps; expected one to import"),
    "cut": (
        "</Workspace>",
        "",
        "22: XML that breaks off or is malformed (no element found); expected a QLC+ workspace (.qxw)",
    ),
    "other": ("Workspace", "Score", "3: XML that begins with Score; expected a QLC+ workspace (.qxw)"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), QXW_MISTAKES.values(), ids=QXW_MISTAKES)
def test_a_mistake_in_a_workspace_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    assert sentence in refused(read_qxw, QXW.replace(old, new).encode())


def session(*cues: dict[str, object]) -> bytes:
    return json.dumps({"cues": [{"_type_": "MediaCue", **cue} for cue in cues]}, indent=1).encode()


def test_the_cues_of_a_session_become_calls_with_their_follows() -> None:
    show = read_lsp(
        "it",
        session(
            {"index": 1, "name": "Storm", "next_action": "TriggerAfterWait", "post_wait": 2},
            {"index": 0, "name": "Overture", "next_action": "AutoFollow", "duration": 90500, "description": "Softly"},
            {"index": 2, "name": "Bell", "pre_wait": 1, "loop": 3},
        ),
        "It",
    )
    assert [(cue.number, cue.actions, cue.trigger) for cue in show.cues] == [
        ("1", (Call("Sound: Overture"),), Called()),
        ("2", (Call("Sound: Storm"),), Follow("1", 90.5)),
        ("3", (Call("Sound: Bell"),), Follow("2", 3.0)),
    ]
    assert (show.cues[0].note, show.cues[1].authority) == ("Softly", Authority.AUTO)
    assert "it:19: a loop" in words(show)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"{",
            "1: not JSON: expecting property name enclosed in double quotes; "
            "expected a Linux Show Player session (.lsp)",
        ),
        (b"[]", "1: the file has no list of cues; expected a Linux Show Player session (.lsp)"),
        (b'{"cues": []}', " the session has no cue; expected at least one"),
    ],
)
def test_what_is_no_session_is_refused(data: bytes, sentence: str) -> None:
    assert refused(read_lsp, data) == [sentence]


TRACKING = """\
,Cue Number,,,1,2,3,4
,Fade Time of Cue (REQUIRED),,,5,u3 d10,1/2.5,4
,ETC Follow Time of Next Cue,,,,2.5,,
,Track Time,,,0:10,,,
,Group,Purpose,Focus,1,2,3,4
,4,All Downlight,Full Stage,,50,,
,COLOUR,Downlight Colour,Full Stage,,Blue,mauve,
,Channel,Purpose,Focus,1,2,3,4
,1,Front,SR,FL,,out,
,2,Front,SL,70%,very,0,
"""


def test_a_tracking_sheet_tracks() -> None:
    """A column for each cue: an empty cell leaves its channel as it is."""
    show = read_sheet("it", TRACKING.encode(), "It")
    assert [(c.number, c.actions, c.trigger, c.note) for c in show.cues] == [
        ("1", (Light("cue 1", 5, 5),), Called(), "track time 0:10"),
        ("2", (Light("cue 2", 3, 10),), Called(), ""),
        ("3", (Light("cue 3", 1, 2.5),), Follow("2", 2.5), ""),
    ]
    assert moved(show.looks["cue 1"]) == {"channel 1": 100, "channel 2": 70}
    assert show.looks["cue 2"].values["All Downlight"].colour == (0.0, 0.0, 1.0)
    assert moved(show.looks["cue 3"]) == {"channel 1": 0, "channel 2": 0}
    assert show.roles == {"All Downlight": {}, "channel 1": {"d1": 1.0}, "channel 2": {"d2": 1.0}}
    assert words(show) == [
        "it: cue 4 has a time, and moves nothing",
        "it: the sheet has no patch: channel n is on dimmer n, groups are roles without lamps",
        'it:7: a colour: "mauve"',
        'it:10: channel 2: "very" is no level',
    ]


def test_a_list_of_cues_becomes_calls() -> None:
    show = read_sheet("it", b"Q,Label,Follow,Page\nLX 1,Moon,2,7\nLX 2.5,Dawn,,\n,,,9\n", "It")
    assert [(c.number, c.actions, c.trigger) for c in show.cues] == [
        ("1", (Call("Cue 1 Moon"),), Called()),
        ("2.5", (Call("Cue 2.5 Dawn"),), Follow("1", 2.0)),
    ]
    assert words(show) == ["it:1: the column Page", "it:1: the sheet has no levels: its cues are calls"]


def test_two_stacks_in_one_sheet_keep_apart() -> None:
    show = read_sheet("it", b"Cue,Label\nLX1,a\nSQ1,b\n", "It")
    assert [cue.number for cue in show.cues] == ["1", "1001"]
    assert "it:3: the number of SQ1: it is cue 1001" in words(show)


def test_timecodes_become_follows() -> None:
    show = read_sheet("it", b"TIMECODE,NAME\n00:01.000,A\n00:03.400,B\n01:00:00,C\n", "It")
    assert [cue.trigger for cue in show.cues] == [Called(), Follow("1", 2.4), Follow("2", 3596.6)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Cue,Label\n1,a\n1,b\n", "3: cue 1 is already on line 2; expected each cue once"),
        ("Colour,Size\nred,3\n", " the sheet has no cue; expected a column Cue, or Timecode"),
        ("", " the sheet has no cue; expected a column Cue, or Timecode"),
        ("\0", " this is not text; expected a table with commas (.csv)"),
    ],
)
def test_what_is_no_cue_sheet_is_refused(text: str, sentence: str) -> None:
    assert refused(read_sheet, text.encode()) == [sentence]


PIECES = {
    ".qxw": QXW,
    ".lsp": session({"index": 0}, {"pre_wait": 1}).decode(),
    ".csv": TRACKING,
    ".asc": "Cue 1\n Up 1\n",
}


@given(st.sampled_from(sorted(PIECES)), st.integers(0, 2000), st.integers(0, 40), st.text(max_size=8))
def test_whatever_is_done_to_a_file_it_is_read_or_refused(end: str, at: int, size: int, put: str) -> None:
    text = PIECES[end]
    broken = text[: at % len(text)] + put + text[at % len(text) + size :]
    with suppress(Faulty):
        assert readers()[end]("it", broken.encode("utf-8", "replace"), "It").cues


@pytest.mark.skipif(not FILES, reason="the shared shows are not here (ODETTE_DATA)")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_becomes_a_show_that_passes_the_check(path: Path, tmp_path: Path) -> None:
    draft = read_file(path)
    write_show(tmp_path / "show", draft, told(path.name, draft))
    assert check(tmp_path / "show", tmp_path / "show" / "venue.toml") == []
    assert [cue.number for cue in open_show(tmp_path / "show").book.cues] == [cue.number for cue in draft.cues]


@pytest.mark.skipif(not FILES, reason="the shared shows are not here (ODETTE_DATA)")
def test_a_real_workspace_has_the_levels_of_its_scenes(tmp_path: Path) -> None:
    """Every step of the real cue list that shows one scene has that scene's values, slot for slot."""
    from xml.etree import ElementTree

    path = next(path for path in FILES if path.suffix == ".qxw")
    write_show(tmp_path / "show", read_file(path), "")
    book = open_show(tmp_path / "show").book
    names = "{http://www.qlcplus.org/Workspace}"
    root = ElementTree.parse(path).getroot()
    functions = {f.get("ID"): f for f in root.iter(f"{names}Function") if f.get("Type")}
    lamps = {f.findtext(f"{names}ID"): f for f in root.iter(f"{names}Fixture") if f.find(f"{names}ID") is not None}
    steps = functions["270"].findall(f"{names}Step")
    assert len(steps) == len(book.cues)
    compared = 0
    for i, step in enumerate(steps):
        scene = functions[step.text or ""]
        if scene.get("Type") != "Scene":
            continue
        wanted = {}
        for values in scene.findall(f"{names}FixtureVal"):
            fixture = lamps[values.get("ID")]
            name, several = fixture.findtext(f"{names}Name"), fixture.findtext(f"{names}Channels") != "1"
            numbers = list(map(int, (values.text or "").split(","))) if values.text else []
            for channel, byte in zip(numbers[::2], numbers[1::2], strict=True):
                wanted[f"{name}, {channel + 1}" if several else name] = byte
        shown = {role: round(255 * (value.level or 0)) for role, value in picture(book, i + 1).items() if value.level}
        assert shown == {role: byte for role, byte in wanted.items() if byte}
        compared += 1
    assert compared > 50
