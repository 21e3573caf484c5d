"""``odette venue``: what it says and leaves behind."""

import json
import re
import shutil
import signal
import subprocess
import sys

import pytest

from odette.book.open import open_venue
from odette.cli import shipped
from running import odette

PAR = {
    "name": "Plain Par",
    "availableChannels": {
        "Dimmer": {"capability": {"type": "Intensity"}},
        "Speed": {"capability": {"type": "PanTiltSpeed", "speed": "fast"}},
    },
    "modes": [
        {"name": "2ch", "channels": ["Dimmer", "Speed"]},
        {"name": "Pixels", "channels": ["Cell $pixelKey"]},
    ],
}


@pytest.fixture
def hall(tmp_path):
    """A venue's folder of its own."""
    folder = tmp_path / "hall"
    folder.mkdir()
    shutil.copy(shipped("venues") / "town-hall.toml", folder / "venue.toml")
    return folder


def test_a_fixture_is_kept_beside_the_venue_and_named_there(tmp_path, hall):
    (tmp_path / "par.json").write_text(json.dumps(PAR))
    said = odette("venue", "add", tmp_path / "par.json", hall)
    assert said.returncode == 0
    assert said.stdout == 'profile = "plain-par-2ch": Plain Par, 2ch, 2 slots; slots 2 stay at their defaults\n'
    assert "Pixels" in said.stderr
    (tmp_path / "par.json").unlink()
    venue = hall / "venue.toml"
    venue.write_text(venue.read_text().replace('profile = "dimmer"', 'profile = "plain-par-2ch"', 1).replace(
        "address = 1\n", "address = 101\n", 1))  # fmt: skip
    assert open_venue(venue).profiles["plain-par-2ch"].size == 2


def test_a_fixture_file_that_a_person_has_changed_is_not_written_over(tmp_path, hall):
    (tmp_path / "par.json").write_text(json.dumps(PAR))
    odette("venue", "add", tmp_path / "par.json", hall)
    kept = hall / "fixtures" / "plain-par-2ch.toml"
    kept.write_text(kept.read_text() + "# mine\n")
    said = odette("venue", "add", tmp_path / "par.json", hall)
    assert said.returncode == 1
    assert "is there already" in said.stderr
    assert kept.read_text().endswith("# mine\n")


@pytest.mark.parametrize("what", ["par.json", "par.gdtf", "rig.mvr", "rig.csv"])
def test_a_file_that_is_not_there_is_told_in_plain_words(what, tmp_path, hall):
    into = ("add", tmp_path / what, hall), ("import", tmp_path / what, tmp_path / "new")
    command = into[what.startswith("rig")]
    said = odette("venue", *command)
    assert (said.returncode, said.stdout) == (1, "")
    assert f"{what}: no such file" in said.stderr


@pytest.mark.parametrize("seconds", ["-1", "nan", "inf", "two"])
def test_seconds_that_make_no_sense_are_refused(seconds, hall):
    said = odette("venue", "test", hall, f"--seconds={seconds}")
    assert said.returncode == 2
    assert "--seconds" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_map_of_a_show_is_a_table_and_no_mistake(hall):
    said = odette("venue", "map", shipped("shows") / "swan-lake", hall)
    assert said.returncode == 0
    assert said.stdout.splitlines()[0].split("  ")[0] == "role"
    assert any(line.endswith("intensity only, in #6f8fff") for line in said.stdout.splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a whole network on its loopback")
def test_an_audit_that_nothing_answers_has_failed(hall, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    venue = hall / "venue.toml"
    sacn, artnet = 'protocol = "sacn"\ninterface = "127.0.0.1" ', 'protocol = "artnet"\ninterface = "127.94.0.1" '
    written = venue.read_text().replace(sacn, artnet).replace("priority = 100\n", "")
    venue.write_text(re.sub("unicast = .*", 'unicast = ["127.94.0.1"]', written))
    said = odette("venue", "audit", hall)
    assert said.returncode == 1
    assert "0 devices answered" in said.stdout
    assert "nothing answers" in said.stderr


def test_a_probe_that_nobody_watches_says_so(hall, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    said = odette("venue", "probe", hall, "--lamp", "d1")
    assert (said.returncode, "nobody answers" in said.stderr, "Traceback" in said.stderr) == (1, True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_a_test_of_the_lamps_ends_with_its_output_however_it_ends(hall, tmp_path, monkeypatch):
    """The output process is gone after Ctrl-C, and a second test refuses to run beside the first."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    command = [sys.executable, "-m", "odette", "venue", "test", str(hall), "--seconds", "60"]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "Town Hall: 16 fixtures. Ctrl-C ends it.\n"
        assert first.stdout.readline() == "Front, left (d1, 1/1)\n"
        said = odette("venue", "test", hall)
        assert (said.returncode, "its output is running" in said.stderr) == (1, True)
        first.send_signal(signal.SIGINT)
        assert first.wait(10) == 130
        assert odette("end", "--venue", hall).stdout == "Town Hall: no output is running\n"
    finally:
        if first.poll() is None:
            first.kill()
        first.communicate()
