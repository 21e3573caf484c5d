"""Bad input is told in a sentence and starts nothing; what fails in the middle of a run does not stop it."""

import os
import re
import signal
import socket
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from odette import supervise
from odette.faults import Faulty
from odette.io.disk import read_lines
from odette.performance.music import read_truth
from odette.stage.__main__ import end_all
from odette.stage.endpoint import read_endpoint
from running import Program, alive, free_port, hall, home, odette, quiet, recording, runtime, small_show, wait_for
from stage.receiver import Receiver

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="finds the show process with ps")


@pytest.fixture
def show(tmp_path):
    yield small_show(tmp_path)
    end_all(runtime(tmp_path))


@pytest.fixture
def start(tmp_path, show):
    """Starts ``odette run`` with the small show; what it started is ended after the test."""
    programs = []

    def starting(*arguments, venue=tmp_path / "hall.toml", **more):
        asked = ("run", show, "--venue", venue, "--no-browser", "--port", free_port(), *arguments)
        programs.append(Program(tmp_path, *asked, **more))
        return programs[-1]

    yield starting
    for program in programs:
        program.end()


def log_of(show: Path) -> Path:
    """The log of the show's only run."""
    (log,) = show.glob("takes/*/log.jsonl")
    return log


def stages(folder: Path) -> list[Path]:
    return list(runtime(folder).glob("stage-*.json"))


# -- bad input ------------------------------------------------------------------------------------------


def spoil(file, old, new):
    def spoiling(folder: Path) -> None:
        path = folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return spoiling


def write(file, data):
    return lambda folder: (folder / file).write_bytes(data)


BAD = {
    "a missing score": (lambda f: (f / "show/one.musicxml").unlink(), r"one\.musicxml.*no such file"),
    "a truncated score": (
        lambda f: (f / "show/one.musicxml").write_text((f / "show/one.musicxml").read_text()[:700]),
        r"one\.musicxml:\d+: ",
    ),
    "an unknown word": (spoil("show/promptbook.toml", '"auto"', '"auot"'), r"promptbook\.toml:4: .*auot.*auto"),
    "broken TOML": (spoil("show/promptbook.toml", 'number = "1"', 'number = "1'), r"promptbook\.toml:2: "),
    "not text at all": (write("show/promptbook.toml", b"\xff\xfe\x00"), r"promptbook\.toml"),
    "overlapping addresses": (
        spoil("hall.toml", "[roles]", '[[fixture]]\nid = "d2"\nprofile = "rgb"\nuniverse = 1\naddress = 1\n[roles]'),
        r"hall\.toml:\d+: .*d1",
    ),
    "a sound that is none": (write("tune.wav", b"no sound at all"), r"tune\.wav: cannot be decoded as sound"),
    "a truth without its columns": (write("tune.truth.csv", b"a,b\n1,2\n"), r"tune\.truth\.csv:2: .*beat, seconds"),
    "a truth that is none": (write("tune.truth.csv", b"beat,seconds\n\xff\x00\xfe,1\n"), r"tune\.truth\.csv:2: "),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_started(tmp_path, show, what):
    spoiling, told = BAD[what]
    recording(tmp_path / "tune.wav")
    spoiling(tmp_path)
    port = free_port()
    said = odette("run", show, "--venue", tmp_path / "hall.toml", "--audio", tmp_path / "tune.wav", "--no-browser",
                  "--port", port, env=home(tmp_path))  # fmt: skip
    assert said.returncode == 1
    assert re.search(told, said.stderr), said.stderr
    assert "Traceback" not in said.stderr
    assert stages(tmp_path) == []
    assert not list(tmp_path.rglob("takes")), "no take is left"
    socket.create_server(("127.0.0.1", port)).close()


def test_a_port_in_use_is_told_and_nothing_is_started(tmp_path, show):
    audio = recording(tmp_path / "tune.wav")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = odette("run", show, "--venue", tmp_path / "hall.toml", "--audio", audio, "--no-browser",
                      "--port", taken.getsockname()[1], env=home(tmp_path))  # fmt: skip
    assert said.returncode == 1
    assert re.fullmatch(r"(No sound.*\n)?desk: port \d+ is in use.*\n", said.stdout + said.stderr)
    assert stages(tmp_path) == []
    assert not list(tmp_path.rglob("takes"))


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "holds no times"),
        ("beat,seconds\n", "holds no times"),
        ("beat,seconds\n0,0\n1,x\n", ":3: not a row of numbers"),
        ("beat,seconds\n0,0\n1\n", ":3: not a row of numbers"),
        ("beat,seconds\n0,0\n2,1\n1,2\n", ":4: does not rise"),
        ("beat,seconds\n0,nan\n", "times without end"),
    ],
)
def test_a_truth_is_a_table_of_rising_times(tmp_path, table, told):
    path = tmp_path / "x.truth.csv"
    path.write_text(table)
    with pytest.raises(Faulty, match=told):
        read_truth(path)


@pytest.fixture(scope="module")
def good_log(tmp_path_factory):
    """The log of a run of the small show."""
    folder = tmp_path_factory.mktemp("good")
    show, audio = small_show(folder), recording(folder / "tune.wav")
    said = odette("run", show, "--venue", folder / "hall.toml", "--headless", "--audio", audio, "--speed", "1000",
                  env=home(folder))  # fmt: skip
    assert said.returncode == 0, said.stderr
    return log_of(show).read_bytes()


@pytest.mark.parametrize(
    ("damage", "status", "told"),
    [
        (lambda log: log, 0, "every one came out the same"),
        (lambda log: log[:-7], 0, "The last line was cut off"),
        (lambda log: b"", 1, ":1: the header cannot be read"),
        (lambda log: b"\x00\xff" * 500, 1, ":1: the header cannot be read"),
        (lambda log: b"[" * 100_000, 1, ":1: the header cannot be read"),
        (lambda log: log.replace(b'{"event":"heard"', b'{"event":"\xff\xfe"', 1), 1, r":\d+: .*expected an event"),
        (lambda log: log.replace(b'"number":"one"', b'"number":"two"'), 1, "came out differently"),
        (lambda log: log.replace(b'"look":"day"', b'"look":"dawn"'), 1, "cannot be applied"),
    ],
    ids=[
        "whole",
        "torn",
        "empty",
        "not a log",
        "not a log at all",
        "damaged",
        "of another show",
        "at odds with itself",
    ],
)
def test_a_log_is_replayed_as_far_as_it_is_one(tmp_path, good_log, damage, status, told):
    path = tmp_path / "log.jsonl"
    path.write_bytes(damage(good_log))
    said = odette("replay", path)
    assert said.returncode == status
    assert re.search(told, said.stdout + said.stderr)
    assert "Traceback" not in said.stderr


def test_a_pipe_that_nobody_reads_is_no_fault(tmp_path, good_log):
    (tmp_path / "log.jsonl").write_bytes(good_log)
    replaying = Program(tmp_path, "replay", tmp_path / "log.jsonl", unread=True)
    assert replaying.ended() == 0


# -- a run that is left alone ---------------------------------------------------------------------------


def test_a_headless_run_in_real_time_ends_by_itself_after_the_recording(tmp_path, show):
    audio = recording(tmp_path / "tune.wav")
    said = odette("run", show, "--venue", tmp_path / "hall.toml", "--headless", "--rehearsal", "--audio", audio,
                  env=home(tmp_path))  # fmt: skip
    assert said.returncode == 0
    assert "2 cues went, 2 by themselves" in said.stdout
    assert stages(tmp_path) == []
    assert b'"rehearsal":true' in log_of(show).read_bytes()


def test_a_run_at_twenty_times_its_speed_shows_itself_on_the_desk(tmp_path, show, start):
    program = start("--speed", 20, "--audio", quiet(tmp_path / "quiet.wav"))
    assert program.shows(lambda state: state["now"] > 0)["standby"] == "1"
    program.go()
    program.process.send_signal(signal.SIGINT)
    assert program.ended() == 0
    assert "1 by hand" in program.text
    assert stages(tmp_path) == [], "nothing was sent out"


def test_a_run_faster_than_the_music_that_is_killed_says_so(tmp_path, start):
    program = start("--speed", 20, "--audio", quiet(tmp_path / "quiet.wav"))
    program.shows(lambda state: state["now"] > 0)
    os.kill(program.show_process(), signal.SIGKILL)
    assert program.ended() == 3
    (log,) = tmp_path.rglob("log.jsonl")
    program.hears(rf"The show process died \(Killed.*\). What it had come to is in {re.escape(str(log.parent))}")


def test_without_a_cache_a_home_or_a_writable_show_it_runs_all_the_same(tmp_path, show):
    (show / "takes").write_text("a file where the folder should be")
    nowhere = {**home(tmp_path), "HOME": "/dev/null/home", "XDG_CACHE_HOME": ""}
    audio = recording(tmp_path / "tune.wav")
    said = odette("run", show, "--venue", tmp_path / "hall.toml", "--headless", "--speed", "1000", "--audio", audio,
                  env=nowhere)  # fmt: skip
    assert said.returncode == 0, said.stderr
    (log,) = tmp_path.rglob("log.jsonl")
    assert f"Kept in {log.parent}" in said.stdout
    assert (log.parent / "report.txt").is_file()


def test_whoever_stops_reading_its_words_does_not_start_it_again(tmp_path, show):
    program = Program(tmp_path, "run", show, "--venue", tmp_path / "hall.toml", "--headless", "--audio",
                      recording(tmp_path / "tune.wav"), "--speed", 1000, unread=True)  # fmt: skip
    assert program.ended() == 0
    assert (log_of(show).parent / "report.txt").is_file()


def test_runs_that_begin_in_the_same_second_have_takes_of_their_own(tmp_path, show, monkeypatch):
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(1895, 1, 27, 19, 30)

    monkeypatch.setattr(supervise, "datetime", Stopped)
    takes = [supervise.new_take(show) for _ in range(3)]
    assert len(set(takes)) == 3
    assert all(take.parent == show / "takes" and take.is_dir() for take in takes)


def test_a_run_that_waits_writes_little(tmp_path, show):
    seconds = 60
    audio = quiet(tmp_path / "quiet.wav", seconds)
    said = odette("run", show, "--venue", tmp_path / "hall.toml", "--headless", "--speed", "1000", "--audio", audio,
                  env=home(tmp_path))  # fmt: skip
    assert said.returncode == 0
    lines, _ = read_lines(log_of(show))
    assert len(lines) < 20 + 4 * seconds, "two estimates and two verdicts on the room a second"


# -- what fails in the middle of a run ------------------------------------------------------------------


def test_a_stage_that_is_killed_is_started_again_with_its_light(tmp_path, start):
    receiver = Receiver()
    try:
        venue = hall(tmp_path, receiver.host)
        program = start("--audio", quiet(tmp_path / "quiet.wav"), venue=venue)
        shows = program.show_process()
        program.go()
        wait_for(lambda: receiver.level() == 255, "cue 1")
        (path,) = stages(tmp_path)
        killed, before = time.monotonic(), read_endpoint(path)
        os.kill(before.pid, signal.SIGKILL)
        program.alerted("stage is down")
        program.alerted("stage is back")
        wait_for(lambda: [level for at, level in receiver.levels(killed + 0.1)][-1:] == [255], "the light")
        assert read_endpoint(path).pid != before.pid
        program.go()
        wait_for(lambda: receiver.level() == 51, "cue 2")
        assert program.show_process() == shows, "the show goes on"
    finally:
        receiver.close()


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of another process's files")
def test_a_log_without_room_is_told_and_completed_and_stops_nothing(tmp_path, show, start):
    import resource

    program = start("--audio", quiet(tmp_path / "quiet.wav"))
    program.go()
    log, pid = log_of(show), program.show_process()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (log.stat().st_size + 20, resource.RLIM_INFINITY))
    program.alerted("log is down: .*file too large; the log is kept in memory")
    program.go()
    full = log.read_bytes()
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    program.alerted("log is back")
    assert log.read_bytes().startswith(full[: full.rfind(b"\n")]), "nothing that was recorded is lost"
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (log.stat().st_size + 20, resource.RLIM_INFINITY))
    program.shows(lambda state: any(link["name"] == "log" and not link["up"] for link in state["links"]))
    program.go()
    program.process.send_signal(signal.SIGINT)
    assert program.ended() == 0
    assert "3 by hand" in program.text, "the report comes in any case"
    rest = Path(program.hears(r"They are in (.*): append").group(1))
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(b"".join(line + b"\n" for line in read_lines(log)[0]) + rest.read_bytes())
    assert "every one came out the same" in odette("replay", whole).stdout


def test_a_run_whose_folder_was_removed_still_reports(tmp_path, show, start):
    program = start("--audio", quiet(tmp_path / "quiet.wav"))
    program.go()
    log_of(show).parent.rename(tmp_path / "gone")
    program.go()
    program.process.send_signal(signal.SIGTERM)
    assert program.ended() == 0
    assert "2 by hand" in program.text
    assert "Traceback" not in program.text


BUG = """
import os, odette.core.waking as waking
sound = waking.next_due
def next_due(state):
    if os.path.exists({flag!r}):
        os.unlink({flag!r})
        raise RuntimeError("a fault of ours")
    return sound(state)
waking.next_due = next_due
"""


def test_a_show_that_dies_of_an_exception_comes_back(tmp_path, start):
    flag = tmp_path / "flag"
    (tmp_path / "sitecustomize.py").write_text(BUG.format(flag=str(flag)))
    program = start("--audio", quiet(tmp_path / "quiet.wav"), env={**home(tmp_path), "PYTHONPATH": str(tmp_path)})
    program.go()
    flag.touch()
    program.hears(r"The show process stops: RuntimeError\('a fault of ours'\) at sitecustomize.py:\d")
    state = program.alerted("came back")
    assert state["standby"] == "2"
    assert "Traceback" not in program.text


NEVER_WAKES = """
import odette.performance.evening as evening
sound = evening.step
def step(state, event):
    if type(event).__name__ == "Ticked":
        raise RuntimeError("a fault of ours")
    return sound(state, event)
evening.step = step
"""


def test_a_recording_that_is_over_ends_its_run_though_no_cue_after_it_can_go(tmp_path, show):
    (tmp_path / "sitecustomize.py").write_text(NEVER_WAKES)
    prompts = show / "promptbook.toml"
    prompts.write_text(
        f'{prompts.read_text()}\n[[cue]]\nnumber = "5"\nauthority = "auto"\nfollow = "1"\nafter = 20\nlook = "day"\n'
    )
    said = odette("run", show, "--venue", tmp_path / "hall.toml", "--headless", "--speed", "1000", "--audio",
                  recording(tmp_path / "tune.wav"), env={**home(tmp_path), "PYTHONPATH": str(tmp_path)})  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "Not reached: 3, 4, 5." in said.stdout


@pytest.mark.parametrize("damage", [b"", b"rubbish\n", None], ids=["empty", "rubbish", "half"])
def test_a_show_comes_back_from_a_damaged_log(tmp_path, show, start, damage):
    program = start("--audio", quiet(tmp_path / "quiet.wav"))
    program.go()
    log = log_of(show)
    os.kill(program.show_process(), signal.SIGSTOP)
    log.write_bytes(log.read_bytes() + b"rubbish\n" if damage is None else damage)
    os.kill(program.show_process(), signal.SIGKILL)
    state = program.alerted("came back" if damage is None else "log is down: it could not be read back")
    assert state["standby"] == ("2" if damage is None else "1")
    program.go()
    program.process.send_signal(signal.SIGINT)
    assert program.ended() == 0
    assert "every one came out the same" in odette("replay", log).stdout


# -- the end --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("when", ["process", "log", "stage"])
def test_it_ends_cleanly_while_it_starts(tmp_path, show, start, when, signum):
    program = start("--audio", quiet(tmp_path / "quiet.wav"))
    program.show_process()
    if when == "log":
        wait_for(lambda: list(show.glob("takes/*/log.jsonl")), "a log")
    elif when == "stage":
        wait_for(lambda: stages(tmp_path), "a stage")
    program.process.send_signal(signum)
    program.process.send_signal(signum)
    assert program.ended() == 0
    assert "Traceback" not in program.text
    wait_for(lambda: not stages(tmp_path), "the end of the stage")
    takes = list(show.glob("takes/*"))
    assert all((take / "log.jsonl").is_file() for take in takes), "no take without a log"


def test_a_show_whose_parent_is_killed_goes_on_and_says_how_to_end_it(tmp_path, start):
    program = start("--audio", quiet(tmp_path / "quiet.wav"))
    program.go()
    shows = program.show_process()
    program.process.kill()
    alert = program.alerted("supervisor is down")["alerts"][-1]["text"]
    assert f"`kill {shows}`" in alert
    program.go()
    os.kill(shows, signal.SIGTERM)
    wait_for(lambda: not alive(shows), "the end of the show")
    assert stages(tmp_path) == []
