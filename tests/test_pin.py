"""``odette pin``: what is set, listed and removed, and that no PIN is ever repeated."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, build_opener

import pytest

from desk.doors import Stay
from odette.desk.people import Role
from odette.desk.pins import Pins, bearer, opens
from odette.io.private import PrivateFile
from odette.wire import osc
from running import Program, free_port, home, odette, quiet, recording, small_show, wait_for

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


def test_no_show_is_served_to_a_network_before_a_pin_is_set(tmp_path: Path) -> None:
    show, music = small_show(tmp_path), recording(tmp_path / "one.wav")
    done = odette(
        "run", show, "--venue", tmp_path / "hall.toml", "--audio", music, "--desk", "0.0.0.0", env=home(tmp_path)
    )
    assert done.returncode == 1
    assert "odette pin set editor" in done.stderr + done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the settings of this system are not moved by XDG_CONFIG_HOME")
def test_who_is_signed_in_stays_so_when_the_show_dies_and_comes_back_and_a_foot_switch_presses_on(
    tmp_path: Path,
) -> None:
    """The whole program: a PIN from the command line, a session, OSC in, and the show process killed in between."""
    pin(tmp_path, "set", "editor", typed=EDITOR)
    show, music = small_show(tmp_path), quiet(tmp_path / "quiet.wav")
    port = free_port()
    with (tmp_path / "hall.toml").open("a") as hall:
        hall.write(f'[remote.osc]\nport = {port}\nfrom = ["127.0.0.1"]\ninterface = "127.0.0.1"\n')
    program = Program(tmp_path, "run", show, "--venue", tmp_path / "hall.toml", "--audio", music, "--no-browser")
    try:
        url = program.url
        assert reached(url).status == 303
        asked = {"role": "editor", "pin": EDITOR, "name": "Anna"}
        body = json.dumps(asked).encode()
        entered = reached(url + "api/door/in", body, {"Content-Type": "application/json"})
        cookie = {"Cookie": entered.headers["Set-Cookie"].partition(";")[0]}
        assert reached(url, headers=cookie).status == 200
        assert osc_answer(port, "/odette/hold") == ("/odette/hold", 1, "")
        os.kill(program.show_process(), signal.SIGKILL)
        program.hears("started again")
        wait_for(lambda: reached(url, headers=cookie).status == 200, "the session")
        address, done, why = osc_answer(port, "/odette/hold")
        assert (address, done, why) == ("/odette/hold", 0, "you have the show already")
        assert EDITOR not in program.text
    finally:
        program.end()
    assert not any(EDITOR.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


class Reached(NamedTuple):
    status: int
    headers: Message


def reached(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reached:
    """What the desk answers; redirections are not followed; status 0 where nobody does."""
    try:
        with build_opener(Stay).open(Request(url, body, headers or {}), timeout=5) as response:
            return Reached(response.status, response.headers)
    except HTTPError as refused:
        return Reached(refused.code, refused.headers)
    except OSError:
        return Reached(0, Message())


def osc_answer(port: int, address: str) -> tuple[Any, ...]:
    """Send until somebody answers; what is answered."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gear:
        gear.settimeout(1)

        def answered() -> tuple[Any, ...] | None:
            gear.sendto(osc.encode(address), ("127.0.0.1", port))
            try:
                return osc.decode(gear.recv(1000))[0].arguments
            except TimeoutError:
                return None

        return wait_for(answered, "an answer to OSC")
