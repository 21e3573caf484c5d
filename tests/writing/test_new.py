"""A new show opens as it is made, or is not made at all."""

import argparse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from book.house import VENUE, waltz
from odette.book.open import check, open_evening
from odette.cli import find_venue
from odette.core.cue import On, Room
from odette.faults import Faulty
from odette.writing import guide
from odette.writing.new import file_name, folder_name, new_show


@pytest.fixture
def score(tmp_path: Path) -> Path:
    path = tmp_path / "Waltz, No. 2.musicxml"
    path.write_text(waltz(), encoding="utf-8")
    return path


def test_a_show_of_a_score_opens_in_the_hall_written_beside_it(tmp_path: Path, score: Path) -> None:
    folder = tmp_path / "waltz"
    assert new_show(folder, 'The "Waltz"', score) == 7
    show, venue = open_evening(folder, folder / "venue.toml")
    assert show.book.title == 'The "Waltz"'
    assert set(show.book.roles) <= set(venue.roles)
    waits = [cue.trigger.what for cue in show.book.cues if isinstance(cue.trigger, On)]
    assert waits == [Room.SHOW_OPENS, Room.MUSIC_BEGINS, Room.MUSIC_ENDS, Room.APPLAUSE, Room.APPLAUSE_OVER]
    assert check(folder, folder / "venue.toml") == []


def test_its_looks_name_the_roles_of_the_venue_that_is_chosen(tmp_path: Path, score: Path) -> None:
    venue = tmp_path / "hall.toml"
    venue.write_text(VENUE, encoding="utf-8")
    new_show(tmp_path / "waltz", "Waltz", score, venue)
    show, _ = open_evening(tmp_path / "waltz", venue)
    assert show.book.roles == ("cyc", "front wash")
    assert not (tmp_path / "waltz" / "venue.toml").exists()


def test_a_show_without_music_opens(tmp_path: Path) -> None:
    new_show(tmp_path / "talk", "A talk")
    assert check(tmp_path / "talk", tmp_path / "talk" / "venue.toml") == []


def test_where_something_is_wrong_nothing_is_left_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.musicxml"
    broken.write_text("<score-partwise>")
    with pytest.raises(Faulty, match="broken"):
        new_show(tmp_path / "waltz", "Waltz", broken)
    with pytest.raises(Faulty, match="no such file"):
        new_show(tmp_path / "waltz", "Waltz", tmp_path / "nowhere.musicxml")
    (tmp_path / "there").mkdir()
    with pytest.raises(Faulty, match="is there already"):
        new_show(tmp_path / "there", "Waltz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.musicxml", "there"]


@given(st.text())
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    for safe in (file_name(name), folder_name(name)):
        assert safe == Path(safe).name
        assert not safe.startswith((".", "-"))
        assert not set(safe) & set('/\\:*?"<>|\0')


def test_names_stay_legible() -> None:
    assert file_name("../../etc/Scène No. 10.musicxml") == "Scène-No-10.musicxml"
    assert folder_name("Swan Lake, Act II") == "swan-lake-act-ii"


def said(**options: object) -> argparse.Namespace:
    return argparse.Namespace(**{"folder": None, "score": None, "title": "", "venue": ""} | options)


def test_whoever_sits_at_the_terminal_is_asked(
    tmp_path: Path, score: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = iter([str(score), "An evening", "", "town-hall"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert guide.make(said(), find_venue, asking=True) == 0
    assert open_evening(tmp_path / "an-evening", find_venue("town-hall"))[0].book.title == "An evening"
    assert "odette run an-evening --venue town-hall" in capsys.readouterr().out


def test_where_nobody_is_asked_the_options_say_it(tmp_path: Path, score: Path) -> None:
    assert guide.make(said(folder=tmp_path / "waltz", score=score), find_venue, asking=False) == 0
    assert open_evening(tmp_path / "waltz", tmp_path / "waltz" / "venue.toml")[0].book.title == "waltz"
