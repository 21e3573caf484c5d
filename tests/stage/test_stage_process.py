"""The real stage process, sending to a real socket: through a show's death, its return, and a deliberate end."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from machine import watched
from odette.core.clocks import ShowTime, later
from odette.core.cue import Message, Value
from odette.core.effects import Fade, SendMessage
from odette.core.events import LinkChanged, Sent
from odette.core.light import LightState, apply
from odette.core.output import Output
from odette.core.venue import Destination, Fixture, Venue
from odette.stage.endpoint import Endpoint, endpoint_file, hold_lock, read_endpoint, stage_id, write_endpoint
from odette.stage.link import StageLink
from odette.stage.process import ALREADY_RUNNING
from stage.receiver import Receiver, until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def venue(receiver: Receiver) -> Venue:
    return Venue(
        f"hall of {receiver.host}",
        (Fixture("d1", "dimmer", 1, 1), Fixture("d2", "dimmer", 1, 2)),
        {"front": {"d1": 1}, "cyc": {"d2": 1}},
        (Output(unicast=(receiver.host,), priority=120),),
    )


class Show:
    """A show's link, and what it was told through it."""

    def __init__(self, venue: Venue, runtime: Path, state: LightState | None = None) -> None:
        self.events: list[Sent | LinkChanged] = []
        self.link = StageLink(venue, runtime, self.events.append)
        self.link.open(state)
        assert self.link.wait_up(15), "the stage did not come up"

    def links(self) -> list[tuple[str, bool]]:
        return [(event.link, event.up) for event in self.events if isinstance(event, LinkChanged)]

    def fade(self, cue: str, seconds: float, **to: float) -> Fade:
        fade = Fade(cue, now(), {role: Value(level) for role, level in to.items()}, seconds, seconds)
        self.link.send([fade])
        return fade


@pytest.fixture
def runtime(tmp_path: Path, venue: Venue) -> Iterator[Path]:
    """A runtime directory whose stage is ended after the test, whatever the test did."""
    runtime = tmp_path / "run"
    yield runtime
    endpoint = read_endpoint(endpoint_file(runtime, stage_id(venue)))
    if endpoint is not None and alive(endpoint.pid):
        os.kill(endpoint.pid, signal.SIGKILL)


def now() -> ShowTime:
    return ShowTime(time.monotonic_ns())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def stage_pid(runtime: Path, venue: Venue) -> int:
    endpoint = read_endpoint(endpoint_file(runtime, stage_id(venue)))
    assert endpoint is not None
    return endpoint.pid


def test_a_fade_arrives_smoothly_and_ends_at_its_target(receiver: Receiver, venue: Venue, runtime: Path) -> None:
    show = Show(venue, runtime)
    until(lambda: receiver.level() == 0, "a first frame")
    show.fade("1", 1.0, front=1.0)
    until(lambda: receiver.level() == 255, "the fade's end")
    levels = [level for _, level in receiver.levels()]
    assert levels == sorted(levels)
    assert len(set(levels)) > 10
    until(lambda: any(isinstance(e, Sent) and e.cue == "1" for e in show.events), "the report that cue 1 went")
    assert {p.priority for _, p in receiver.packets} == {120}
    show.link.end()


DUMMY = """
    import sys, time
    from pathlib import Path
    import msgspec
    from odette.core.clocks import ShowTime
    from odette.core.cue import Value
    from odette.core.effects import Fade
    from odette.core.venue import Venue
    from odette.stage.link import StageLink

    link = StageLink(msgspec.json.decode(sys.argv[1], type=Venue), Path(sys.argv[2]), lambda event: None)
    link.open()
    link.wait_up(15)
    due = ShowTime(time.monotonic_ns())
    link.send([Fade("1", due, {"front": Value(1.0)}, 2.0, 2.0)])
    print(due, flush=True)
    time.sleep(60)
"""


def dying_show(venue: Venue, runtime: Path) -> tuple[subprocess.Popen[str], ShowTime]:
    """A show in a process of its own that has begun a fade of 2 s; and when it began."""
    show = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(DUMMY), msgspec.json.encode(venue).decode(), str(runtime)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert show.stdout is not None
    return show, ShowTime(int(show.stdout.readline()))


@pytest.mark.parametrize("kind", ["kill -9", "ctrl-c"])
def test_the_stream_goes_on_when_the_show_dies_and_its_fades_end(
    receiver: Receiver, venue: Venue, runtime: Path, kind: str
) -> None:
    """Killed in a running fade: no frame is left out, then or in the look that holds; no gap over 100 ms."""
    show, _ = dying_show(venue, runtime)
    until(lambda: (receiver.level() or 0) > 60, "the fade under way")
    with watched() as machine:
        died = time.monotonic()
        if kind == "kill -9":
            show.kill()
        else:
            os.killpg(show.pid, signal.SIGINT)
        show.wait()
        until(lambda: receiver.level() == 255, "the fade's end")
        ended, frames = time.monotonic(), len(receiver.packets)
        until(lambda: len(receiver.packets) > frames + 60, "the look that holds")
        gap = receiver.longest_gap(died, time.monotonic())
    assert gap < 0.1 or not machine.calm
    sequence = [packet.sequence for _, packet in receiver.packets]
    assert all((late - early) % 256 == 1 for early, late in pairwise(sequence))
    assert len({packet.cid for _, packet in receiver.packets}) == 1
    assert {level for _, level in receiver.levels(ended)} == {255}
    assert not any(packet.terminated for _, packet in receiver.packets)


def test_a_show_that_comes_back_takes_up_a_running_fade_without_a_jump(
    receiver: Receiver, venue: Venue, runtime: Path
) -> None:
    show, due = dying_show(venue, runtime)
    until(lambda: (receiver.level() or 0) > 60, "the fade under way")
    show.kill()
    show.wait()
    pid = stage_pid(runtime, venue)
    state = apply(LightState(), Fade("1", due, {"front": Value(1.0)}, 2.0, 2.0), due)
    back = Show(venue, runtime, state)
    until(lambda: receiver.level() == 255, "the fade's end")
    steps = receiver.levels()
    for (before, low), (after, high) in pairwise(steps):
        assert 0 <= high - low <= 3 + 255 * 1.5 / 2.0 * (after - before)
    assert stage_pid(runtime, venue) == pid
    back.fade("2", 0.0, front=0.5)
    until(lambda: receiver.level() == 128, "the next cue")
    back.link.end()


def test_a_deliberate_end_says_farewell_three_times_in_every_universe(
    receiver: Receiver, venue: Venue, runtime: Path
) -> None:
    show = Show(venue, runtime)
    show.fade("1", 0.0, front=1.0)
    until(lambda: receiver.level() == 255, "the light")
    pid = stage_pid(runtime, venue)
    show.link.end()
    assert not alive(pid)
    until(lambda: sum(packet.terminated for _, packet in receiver.packets) == 3, "the farewell")
    assert [p.terminated for _, p in receiver.packets[-4:]] == [False, True, True, True]
    sequence = [p.sequence for _, p in receiver.packets]
    assert all((late - early) % 256 == 1 for early, late in pairwise(sequence))
    assert not endpoint_file(runtime, stage_id(venue)).exists()


def test_a_person_ends_a_stage_that_was_left_burning(receiver: Receiver, venue: Venue, runtime: Path) -> None:
    show = Show(venue, runtime)
    until(lambda: receiver.level() == 0, "a first frame")
    show.link.close()
    command = [sys.executable, "-m", "odette.stage", "end", "--runtime", str(runtime)]
    first = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (first.returncode, first.stdout) == (0, "1 stage ended.\n")
    until(lambda: receiver.packets[-1][1].terminated, "the farewell")
    second = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (second.returncode, second.stdout) == (1, f"No stage burns in {runtime}.\n")


def test_a_stage_that_is_killed_is_started_again_and_shows_the_light_there_should_be(
    receiver: Receiver, venue: Venue, runtime: Path
) -> None:
    show = Show(venue, runtime)
    show.fade("1", 0.0, front=0.6)
    until(lambda: receiver.level() == 153, "the light")
    first = stage_pid(runtime, venue)
    os.kill(first, signal.SIGKILL)
    died = time.monotonic()
    until(lambda: len(show.links()) == 3, "word that the stage has gone and is back")
    assert show.links() == [("stage", True), ("stage", False), ("stage", True)]
    assert stage_pid(runtime, venue) != first
    until(lambda: len(receiver.levels(died + 0.1)) > 5, "light again")
    assert {level for _, level in receiver.levels(died)} == {153}
    show.link.end()


def test_a_venue_has_one_stage_and_the_last_show_that_knocks_has_it(
    receiver: Receiver, venue: Venue, runtime: Path
) -> None:
    one = Show(venue, runtime)
    one.fade("1", 0.0, front=1.0)
    until(lambda: receiver.level() == 255, "the light")
    pid = stage_pid(runtime, venue)
    rival = subprocess.run(
        [sys.executable, "-m", "odette.stage", "run", "--runtime", str(runtime), "--stage", str(stage_id(venue))],
        timeout=30,
        capture_output=True,
    )
    assert rival.returncode == ALREADY_RUNNING
    other = Show(venue, runtime, apply(LightState(), Fade("1", now(), {"front": Value(1.0)}, 0, 0), now()))
    until(lambda: one.links() == [("stage", True), ("stage", False)], "word that the stage is taken")
    assert stage_pid(runtime, venue) == pid
    one.fade("2", 0.0, front=0.0)
    other.fade("3", 0.0, cyc=1.0)
    until(lambda: receiver.level(slot=2) == 255, "the other show's cue")
    assert receiver.level() == 255
    other.link.end()


def test_only_this_user_may_speak_to_the_stage(receiver: Receiver, venue: Venue, runtime: Path) -> None:
    show = Show(venue, runtime)
    path = endpoint_file(runtime, stage_id(venue))
    assert path.stat().st_mode & 0o777 == 0o600
    endpoint = read_endpoint(path)
    assert endpoint is not None
    for words in (b'{"type":"end"}\n', b'{"type":"knock","token":"guess"}\n', b"GET / HTTP/1.1\r\n\r\n", b"\xff\n"):
        with socket.create_connection(("127.0.0.1", endpoint.port), timeout=5) as stranger:
            stranger.sendall(words)
            assert stranger.recv(100) == b""
    show.fade("1", 0.0, front=1.0)
    until(lambda: receiver.level() == 255, "light after strangers called")
    show.link.end()


def test_an_old_endpoint_whose_port_someone_else_has_now_is_not_taken_for_a_stage(
    receiver: Receiver, venue: Venue, runtime: Path
) -> None:
    runtime.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        path = endpoint_file(runtime, stage_id(venue))
        write_endpoint(path, Endpoint(stranger.getsockname()[1], 1, "old"))
        stranger.settimeout(10)
        link = StageLink(venue, runtime, lambda event: None)
        link.open()
        stranger.accept()[0].close()
        assert link.wait_up(15)
    until(lambda: receiver.level() == 0, "a first frame")
    link.end()


def test_a_link_that_is_ended_before_its_stage_is_up_leaves_none_behind(venue: Venue, runtime: Path) -> None:
    link = StageLink(venue, runtime, lambda event: None)
    link.open()
    until(lambda: (runtime / f"stage-{stage_id(venue)}.log").exists(), "a stage that is starting")
    link.end()
    until(lambda: hold_lock(runtime / f"stage-{stage_id(venue)}.lock") is not None, "the stage's exit")


def test_messages_go_out_when_they_are_due(receiver: Receiver, venue: Venue, runtime: Path) -> None:
    qlab = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    qlab.bind(("127.0.0.1", 0))
    qlab.settimeout(5)
    to = {"qlab": Destination("localhost", qlab.getsockname()[1])}
    show = Show(msgspec.structs.replace(venue, messages=to), runtime)
    due = later(now(), 0.3)
    show.link.send([SendMessage("7", due, Message("qlab", "/cue/5/start", (1,)))])
    with qlab:
        assert qlab.recv(1000) == b"/cue/5/start\0\0\0\0,i\0\0\0\0\0\1"
    assert now() >= due
    until(lambda: [e.cue for e in show.events if isinstance(e, Sent)] == ["7"], "the report")
    show.link.end()


def test_an_interface_that_is_not_there_is_a_link_that_is_down(venue: Venue, runtime: Path) -> None:
    nowhere = Output(interface="192.0.2.77", unicast=("127.0.0.1",))
    show = Show(msgspec.structs.replace(venue, outputs=(nowhere,)), runtime)
    until(lambda: ("sacn 192.0.2.77", False) in show.links(), "word that nothing can be sent")
    pid = stage_pid(runtime, venue)
    assert alive(pid)
    show.link.end()
    assert not alive(pid)


def test_an_endpoint_that_is_damaged_is_none(runtime: Path, venue: Venue) -> None:
    runtime.mkdir()
    path = endpoint_file(runtime, stage_id(venue))
    for data in (b"", b"{", b'{"port":1,"pid":1,"token":"\xff"}'):
        path.write_bytes(data)
        assert read_endpoint(path) is None
