"""The command line: mistakes in sentences, never a traceback, and an exit status that says which."""

import re
from pathlib import Path

import pytest

from odette.cli import find_venue, own_venue, shipped
from odette.faults import Faulty
from running import odette

SWAN_LAKE = shipped("shows") / "swan-lake"


@pytest.fixture
def show(tmp_path):
    """A show of one bar of one note, and its venue."""
    folder = tmp_path / "show"
    folder.mkdir()
    (folder / "show.toml").write_text(
        'title = "Small"\n[[number]]\nid = "one"\ntitle = "One"\nscore = "one.musicxml"\n'
    )
    (folder / "one.musicxml").write_text(
        "<score-partwise version='4.0'><part-list><score-part id='P1'><part-name>Flute</part-name></score-part>"
        "</part-list><part id='P1'><measure number='1'><attributes><divisions>1</divisions>"
        "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
        "<note><pitch><step>A</step><octave>4</octave></pitch><duration>4</duration></note></measure></part>"
        "</score-partwise>"
    )
    (folder / "promptbook.toml").write_text('[[cue]]\nnumber = "1"\nat = "1"\nauthority = "auto"\nlook = "day"\n')
    (folder / "looks.toml").write_text('[look.day]\n"front wash" = 50\n')
    (tmp_path / "hall.toml").write_text(
        'title = "Hall"\n[[fixture]]\nid = "d1"\nprofile = "dimmer"\nuniverse = 1\naddress = 1\n'
        '[roles]\n"front wash" = ["d1"]\n'
    )
    return folder


def test_a_good_show_passes(show):
    said = odette("check", show, "--venue", show.parent / "hall.toml")
    assert (said.returncode, said.stdout) == (0, f"{show}: nothing to mend\n")


def test_a_bar_that_does_not_exist_is_told_with_file_and_line(show):
    book = show / "promptbook.toml"
    book.write_text(book.read_text().replace('"1"\nauthority', '"33.2"\nauthority'))
    said = odette("check", show)
    assert said.returncode == 1
    assert re.search(r"promptbook\.toml:3: .*33.*bars? 1", said.stdout)
    assert odette("run", show, "--venue", "town-hall", "--headless").returncode == 1, "and does not run"
    assert not (show / "takes").exists() or not list((show / "takes").iterdir()), "and leaves nothing behind"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "nowhere"], "nowhere: no such folder"),
        (["run", "nowhere", "--venue", "town-hall"], "nowhere: no such folder"),
        (
            ["check", "SHOW", "--venue", "moon"],
            "moon: no such venue; give a venue file, or one of opera-house, town-hall",
        ),
        (["check", "SHOW", "--venue", "moon.toml"], "moon.toml: .*no such file"),
        (["run", "SHOW", "--venue", "hall.toml", "--headless", "--audio", "x.wav"], "x.wav: no such file"),
        (["run", "SHOW", "--venue", "hall.toml", "--headless", "--audio", "hall.toml"], "cannot be decoded as sound"),
        (["run", "SHOW", "--venue", "hall.toml", "--headless", "--audio", "Nobody's Microphone"], "sound input: "),
        (["run", "SHOW", "--venue", "hall.toml", "--headless", "--midi", "x.mid"], "x.mid"),
        (
            ["run", "SHOW", "--venue", "hall.toml", "--headless", "--speed", "9"],
            "the default microphone plays in its own",
        ),
        (["replay", "nowhere.jsonl"], "nowhere.jsonl: no such file"),
        (["replay", "hall.toml"], "hall.toml:1: the header cannot be read"),
    ],
)
def test_mistakes_are_told_in_a_sentence(show, arguments, told):
    said = odette(*[str(show) if a == "SHOW" else a for a in arguments], cwd=show.parent)
    text = said.stdout + said.stderr
    assert said.returncode == 1
    assert re.search(told, text), text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "option", ["--speed=0", "--speed=-1", "--speed=nan", "--speed=fast", "--port=0", "--port=70000"]
)
def test_options_that_make_no_sense_are_refused(show, option):
    said = odette("run", show, "--venue", "town-hall", option)
    assert said.returncode == 2
    assert re.search(r"error: argument --\w+: .*\n$", said.stderr)
    assert "Traceback" not in said.stderr


def test_a_show_plays_in_its_own_venue_unless_another_is_named(tmp_path: Path):
    with pytest.raises(Faulty, match="of its own"):
        own_venue(tmp_path)
    (tmp_path / "venue.toml").write_text("")
    assert own_venue(tmp_path) == tmp_path / "venue.toml"


def test_venues_that_come_with_odette_are_found_by_name():
    assert find_venue("town-hall").is_file()
    assert find_venue("venues/mine.toml") == Path("venues/mine.toml")
    with pytest.raises(Faulty, match="no such venue"):
        find_venue("town-hal")


@pytest.mark.skipif(not (SWAN_LAKE / "sounds" / "no10-scene.ogg").exists(), reason="the demo's recording is missing")
def test_the_demo_runs_by_itself_faster_than_real_time_and_replays_the_same(tmp_path):
    said = odette("run", SWAN_LAKE, "--venue", "opera-house", "--headless", "--speed", "1000", "--take", tmp_path,
                  "--audio", SWAN_LAKE / "sounds" / "no10-scene.ogg")  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "Against the truth" in said.stdout
    assert "Not reached: 26." in said.stdout, "the curtain is a person's"
    assert (tmp_path / "report.txt").read_text() in said.stdout
    again = odette("replay", tmp_path / "log.jsonl")
    assert again.returncode == 0
    assert "every one came out the same" in again.stdout
