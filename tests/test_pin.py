"""``odette pin``: what is set, listed and removed, and that no PIN is ever repeated."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from odette.desk.people import Role
from odette.desk.pins import Pins, bearer, opens
from odette.io.private import PrivateFile
from running import home

EDITOR, OPERATOR = "ed-48291", "op-77190"


def pin(folder: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    """Run ``odette pin`` with something on its standard input: status, what it says, what it warns of."""
    command = [sys.executable, "-m", "odette", "pin", *words]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, env=home(folder))
    return done.returncode, done.stdout, done.stderr


def kept(folder: Path) -> Path:
    return next((folder / "config").rglob("pins.json"), folder / "config")


@pytest.mark.skipif(sys.platform != "linux", reason="the settings of this system are not moved by XDG_CONFIG_HOME")
def test_a_pin_is_set_listed_and_removed(tmp_path: Path) -> None:
    """It is read from a pipe, kept so that only its owner may read the file, and never said."""
    said = [
        pin(tmp_path, "set", "editor", typed=EDITOR + "\n"),
        pin(tmp_path, "set", "department", "machinery", typed=OPERATOR + "\n"),
        pin(tmp_path, "list"),
    ]
    assert [status for status, _, _ in said] == [0, 0, 0]
    assert said[2][1].split("\n")[:2] == ["editor", "department machinery"]
    file = kept(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(secret in text for _, *texts in said for text in texts for secret in (EDITOR, OPERATOR))
    keys = Pins(PrivateFile(file)).read()
    assert opens(EDITOR, keys.pin(Role.EDITOR, ""))
    assert pin(tmp_path, "remove", "department", "machinery")[0] == 0
    assert pin(tmp_path, "list")[1] == "editor\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the settings of this system are not moved by XDG_CONFIG_HOME")
def test_a_token_is_shown_once_and_opens_until_it_is_removed(tmp_path: Path) -> None:
    assert pin(tmp_path, "token", "companion")[0] == 1  # no editor yet
    pin(tmp_path, "set", "editor", typed=EDITOR)
    status, token, _ = pin(tmp_path, "token", "companion", "--role", "operator")
    assert status == 0
    person = bearer(Pins(PrivateFile(kept(tmp_path))).read(), token.strip())
    assert person is not None
    assert (person.name, person.role) == ("companion", Role.OPERATOR)
    assert "token companion (operator)" in pin(tmp_path, "list")[1]
    assert pin(tmp_path, "remove", "--token", "companion")[0] == 0
    assert bearer(Pins(PrivateFile(kept(tmp_path))).read(), token.strip()) is None


def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    for words, typed, why in (
        (("set", "operator"), OPERATOR, "the first PIN is the editor's"),
        (("set", "editor"), "123456", "the first that anybody would try"),
        (("set", "department", "bar"), OPERATOR, "a department is one of"),
        (("remove", "editor"), "", "editor has no PIN"),
        (("remove",), "", "say whose PIN"),
    ):
        status, _, warned = pin(tmp_path, *words, typed=typed)
        assert status == 1
        assert why in warned
    assert not list(tmp_path.rglob("pins.json"))
