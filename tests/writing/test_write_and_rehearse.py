"""``odette write``: the program, with a desk to write at and no ears; a cue written there goes in the same run."""

import json
import os
import signal
from pathlib import Path
from urllib.request import Request, urlopen

from running import Program, child_of, home, odette, small_show, wait_for


def post(url: str, **said: object) -> dict[str, object]:
    request = Request(url, json.dumps(said).encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as response:
        told: dict[str, object] = json.load(response)
        return told


def test_a_cue_written_at_the_desk_stands_by_and_goes_and_comes_back_after_a_crash(tmp_path: Path) -> None:
    """The book is edited, the show process dies, and what was edited and what had gone are as they were."""
    show = small_show(tmp_path)
    program = Program(tmp_path, "write", show, "--venue", tmp_path / "hall.toml", "--no-browser")
    try:
        revision = json.load(urlopen(f"{program.url}api/book", timeout=30))["revision"]
        added = {"do": "add", "cue": {"number": "0.5", "name": "Before", "actions": {"look": "day", "fade": 0}}}
        post(f"{program.url}api/book/edits", id="a", revision=revision, edits=[added])
        program.shows(lambda state: state["standby"] == "0.5")
        assert 'name = "Before"' in (show / "promptbook.toml").read_text()
        program.go()
        program.shows(lambda state: state["standby"] == "1")
        process = program.show_process()
        os.kill(process, signal.SIGKILL)
        wait_for(lambda: child_of(program.process.pid) not in (None, process), "a new show process")
        again = program.shows(lambda state: any("came back" in alert["text"] for alert in state["alerts"]))
        assert [cue["number"] for cue in again["cues"]] == ["0.5", "1", "2", "3", "4"]
        assert again["standby"] == "1"
    finally:
        program.end()
    assert odette("replay", next((show / "takes").glob("*/log.jsonl")), env=home(tmp_path)).returncode == 0


def test_a_new_show_is_made_and_checked(tmp_path: Path) -> None:
    score = small_show(tmp_path) / "one.musicxml"
    made = odette("new", "evening", "--score", score, cwd=tmp_path, env=home(tmp_path))
    assert made.returncode == 0, made.stderr
    checked = odette("check", "evening", "--venue", "evening", cwd=tmp_path, env=home(tmp_path))
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "evening: nothing to mend")
