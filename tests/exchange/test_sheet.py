"""Cue sheet and patch list: every cue and every lamp stands there, in words that people use, on pages with a head."""

import csv
import io
from pathlib import Path

import pytest

from odette.book.open import open_show, open_venue
from odette.cli import shipped
from odette.core.cue import Authority, Called, Cue, Department, Follow, Light, Pace
from odette.core.parameter import Family
from odette.exchange.paper import cue_sheet, patch_list
from odette.exchange.sheet import CueLine, PatchLine, as_csv, cue_lines, patch_lines
from running import odette

SWAN_LAKE = shipped("shows") / "swan-lake"
TOWN_HALL = shipped("venues") / "town-hall.toml"


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n")


def line(**fields: object) -> CueLine:
    empty = dict.fromkeys(CueLine.__dataclass_fields__, "") | {"department": "lights", "authority": "called"}
    return CueLine(**(empty | fields))  # type: ignore[arg-type]


def test_every_cue_of_a_show_has_its_line() -> None:
    show = open_show(SWAN_LAKE)
    lines = {entry.cue: entry for entry in cue_lines(show)}
    assert list(lines) == [cue.number for cue in show.book.cues]
    assert (lines["9"].bar, lines["9"].beat, lines["9"].trigger) == ("10", "1", "A.1")
    assert (lines["12"].times, lines["12"].number) == ("1 / 3", "No. 10 Scène")
    assert (lines["3"].trigger, lines["3"].bar) == ("follows 1 +4 s", "")
    assert lines["4.5"].what == "(title off)"


def test_what_a_cue_takes_and_is_stands_in_one_column() -> None:
    show = open_show(SWAN_LAKE)
    light = Light(
        "house open", 4, 6.5, 2, {Family.COLOUR: Pace(9, 9)}, {"cyc": {Family.INTENSITY: Pace(1, 1)}}, only=True
    )
    cue = Cue("1", Department.LIGHTS, Follow("0", beats=2.0), Authority.AUTO, (light,), list="haze")
    bare = Cue("2", Department.LIGHTS, Called(), Authority.CALLED, (Light("house open"),))
    first, second = cue_lines(type(show)(show.folder, _book(show, cue, bare), show.scores, {}, {}))
    assert first.times == "4 / 6.5, delay 2, colour 9, own times: cyc, cue-only"
    assert first.trigger == "follows 0 +2 beats"
    assert (second.trigger, second.times) == ("GO", "3")


def _book(show: object, *cues: Cue) -> object:
    from msgspec.structs import replace

    return replace(show.book, cues=cues)  # type: ignore[attr-defined]


def test_the_patch_list_has_every_lamp_by_its_slots() -> None:
    venue = open_venue(TOWN_HALL)
    lines = patch_lines(venue)
    assert [entry.first for entry in lines] == sorted(fixture.address for fixture in venue.fixtures)
    lamps = {entry.fixture: entry for entry in lines}
    assert (lamps["d1"].roles, lamps["d1"].last) == ("front wash 90 %", 1)
    assert (lamps["led1"].first, lamps["led1"].last, lamps["led1"].colour) == (21, 24, "")


def test_a_table_for_spreadsheets_has_headings_and_all_letters() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([line(cue="1", name="Scène, 1")], CueLine).decode("utf-8-sig"))))
    assert rows[0][:7] == ["cue", "list", "department", "number", "bar", "beat", "pass"]
    assert rows[1][rows[0].index("name")] == "Scène, 1"
    assert as_csv([], PatchLine).decode("utf-8-sig").startswith("universe,first,last,fixture")


def test_long_sheets_go_on_over_pages() -> None:
    many = [line(cue=str(n), name="A cue & more <of it>", number="No. 1", bar=str(n), beat="1") for n in range(120)]
    assert pages(cue_sheet("Long", many, "today")) > 3
    assert pages(cue_sheet("One", [line(cue="1", notes="word " * 2000)], "today")) > 1, "even within one cue"
    assert pages(cue_sheet("Other letters", [line(cue="1", name="Лебединое озеро")], "today")) == 1


def test_both_papers_are_pdf() -> None:
    show, venue = open_show(SWAN_LAKE), open_venue(TOWN_HALL)
    for paper in (cue_sheet("x", cue_lines(show), "today"), patch_list("x", patch_lines(venue), "today")):
        assert paper.startswith(b"%PDF-")
        assert pages(paper) >= 1


def test_the_commands_write_what_they_say(tmp_path: Path) -> None:
    """Import a small file, export it, import that: on the command line, with faults told and nothing half-made."""
    (tmp_path / "small.asc").write_text("Cue 1\n Up 3\n Chan 1@Hff\nSub 1\nEnddata\n")
    said = odette("import", "small.asc", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "small.asc:4: a submaster" in said.stdout
    assert sorted(path.name for path in (tmp_path / "small").iterdir()) == [
        "import-report.txt",
        "looks.toml",
        "promptbook.toml",
        "show.toml",
        "venue.toml",
    ]
    assert "a submaster" in (tmp_path / "small" / "import-report.txt").read_text()
    assert odette("check", "small", "--venue", "small/venue.toml", cwd=tmp_path).returncode == 0
    said = odette("export", "small", "--venue", "small/venue.toml", "--into", "out", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    names = ["cue-sheet.csv", "cue-sheet.pdf", "patch.csv", "patch.pdf", "show.asc"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert odette("import", "out/show.asc", "--into", "again", cwd=tmp_path).returncode == 0
    assert (tmp_path / "again" / "looks.toml").read_text() == (tmp_path / "small" / "looks.toml").read_text()
    said = odette("export", "small", cwd=tmp_path)
    assert sorted(path.name for path in (tmp_path / "small-papers").iterdir()) == names[:2]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("bad.asc", "Cue 1\n Up soon\n", 'bad.asc:2: a time is "soon"; expected seconds, or minutes:seconds\n'),
        ("bad.xls", "", "bad.xls: not a kind of file known here; expected one of"),
        ("", "", "nothing.asc: no such file or directory; expected a file to read\n"),
    ],
)
def test_a_bad_file_makes_no_folder(tmp_path: Path, name: str, text: str, told: str) -> None:
    if name:
        (tmp_path / name).write_text(text)
    said = odette("import", name or "nothing.asc", cwd=tmp_path)
    assert said.returncode == 1
    assert said.stderr.startswith(told)
    assert [path.name for path in tmp_path.iterdir()] == ([name] if name else [])
