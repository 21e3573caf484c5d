"""The called script and the score with cues: every cue is warned of, stood by and called, and stands at its note."""

from pathlib import Path

import pytest
from msgspec import structs

from desk.pages import draw
from odette.book.open import Show, open_show
from odette.cli import shipped
from odette.core.cue import Calling
from odette.exchange.calling import Line, Word, script
from odette.exchange.drawing import segments
from odette.exchange.marked import Pages, marked_score
from odette.exchange.paper import called_script
from running import odette

SWAN_LAKE = shipped("shows") / "swan-lake"


@pytest.fixture(scope="module")
def show() -> Show:
    return open_show(SWAN_LAKE)


@pytest.fixture(scope="module")
def lines(show: Show) -> list[Line]:
    return script(show)


def said(lines: list[Line], word: Word, cue: str) -> int:
    """Where a word for a cue stands in the script."""
    return next(i for i, line in enumerate(lines) if line.word is word and cue in line.cues.split(", "))


def test_every_cue_goes_once_in_the_script(show: Show, lines: list[Line]) -> None:
    calls = [line.cues.partition("\xa0")[2] for line in lines if line.word is Word.GO]
    assert sorted(calls, key=float) == [cue.number for cue in show.book.cues]


def test_a_cue_is_warned_of_before_it_is_stood_by_and_stood_by_before_it_goes(lines: list[Line]) -> None:
    for cue in ("LX\xa01", "LX\xa010", "CALL\xa012.5", "LX\xa018", "MACH\xa026"):
        assert said(lines, Word.WARN, cue) < said(lines, Word.STANDBY, cue) < said(lines, Word.GO, cue)


def test_cues_close_to_each_other_share_one_standby(lines: list[Line]) -> None:
    assert said(lines, Word.STANDBY, "LX\xa06") == said(lines, Word.STANDBY, "TITLE\xa06.5")
    assert said(lines, Word.STANDBY, "LX\xa06") != said(lines, Word.STANDBY, "LX\xa013")


def test_the_show_says_how_long_before(show: Show) -> None:
    calling = Calling(bars=4, standby=5.0)
    asked = type(show)(show.folder, structs.replace(show.book, calling=calling), show.scores, {}, {})
    lines = script(asked)
    assert lines[said(lines, Word.GO, "LX\xa018")].place == "49.1"
    assert lines[said(lines, Word.WARN, "LX\xa018")].place == "45.1"
    assert said(lines, Word.STANDBY, "LX\xa010") != said(lines, Word.STANDBY, "LX\xa011"), "too far apart for one"


def test_a_cue_that_follows_by_itself_is_not_spoken(lines: list[Line]) -> None:
    follows = lines[said(lines, Word.GO, "LX\xa03")]
    assert not follows.spoken
    assert all("LX\xa03" not in line.cues.split(", ") for line in lines if line.word is not Word.GO)


def test_lines_are_headed_by_the_page_they_are_on(show: Show) -> None:
    lines = script(show, lambda _, beat: 1 + int(beat) // 100)
    headings = list(dict.fromkeys(line.heading for line in lines))
    assert headings == ["Before the music", "No. 10 Scène, page 1", "No. 10 Scène, page 2", "No. 10 Scène, page 3"]


def test_the_script_fills_pages(lines: list[Line]) -> None:
    assert called_script("Swan Lake", lines, "today").count(b"/Type /Page\n") >= 3


@pytest.mark.parametrize(
    ("path", "drawn"),
    [
        ("M10 20h5v-5z", [("M", (10, 20)), ("L", (15, 20)), ("L", (15, 15)), ("Z", ())]),
        ("m1 2 3 4", [("M", (1, 2)), ("L", (4, 6))]),
        ("M0 0c1 1 2 1 3 0s2-1 3 0", [("M", (0, 0)), ("C", (1, 1, 2, 1, 3, 0)), ("C", (4, -1, 5, -1, 6, 0))]),
        ("M0,0Q3 3,6 0", [("M", (0, 0)), ("C", (2, 2, 4, 2, 6, 0))]),
        ("M1e-1 -.5L-1-2", [("M", (0.1, -0.5)), ("L", (-1, -2))]),
    ],
)
def test_paths_are_read_as_svg_has_them(path: str, drawn: list[tuple[str, tuple[float, ...]]]) -> None:
    read = [(kind, pytest.approx(values)) for kind, values in segments(path)]
    assert read == drawn


def test_a_beat_between_two_notes_stands_between_them(tmp_path: Path) -> None:
    pages = Pages(draw(tmp_path, pages=2))
    first, between, second = (pages.place(beat) for beat in (1.0, 1.5, 2.0))
    assert first
    assert between
    assert second
    assert between.x == pytest.approx((first.x + second.x) / 2)
    turned = pages.place(32.0)
    assert turned
    assert turned.page == 2


def test_the_score_with_cues_has_every_page_of_the_score(show: Show, tmp_path: Path) -> None:
    pdf = marked_score(show, {"scene": Pages(draw(tmp_path, pages=3))}, "today")
    assert pdf.count(b"/Type /Page\n") == 3
    none = marked_score(show, {}, "today")
    assert none.count(b"/Type /Page\n") == 1


def test_the_command_writes_the_script_where_it_is_asked_to(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "show.toml").write_text('title = "Bare"\n')
    (bare / "promptbook.toml").write_text('[[cue]]\nnumber = "1"\ndepartment = "calls"\ntext = "Beginners"\n')
    (bare / "looks.toml").write_text("")
    papers = tmp_path / "papers"
    assert odette("export", str(bare), "--script", "--score", "--into", str(papers)).returncode == 0
    assert {file.name for file in papers.iterdir()} == {
        "cue-sheet.pdf",
        "cue-sheet.csv",
        "called-script.pdf",
        "score.pdf",
    }
