"""A microphone that is lost, and ears that fail: the show goes on, is told, and hears again when it can."""

import json
import tempfile
import threading
import time

import pytest

from odette.cli import parser
from odette.core.clocks import SECOND, seconds_between
from odette.core.effects import Fade
from odette.core.events import Command, Opened, Pressed
from odette.follow.follower import Follower
from odette.io import capture, device
from odette.io.clock import now
from odette.performance import ears
from odette.run import Performance
from running import hall, music, small_show, wait_for

RATE = 48_000


class Microphone:
    """An input that brings the small show's music as time passes, while it is plugged in."""

    def __init__(self) -> None:
        self.music = music(RATE, after=120.0)
        self.began = 0.0
        self.plugged = True
        self._open = 0

    def open(self, name, rate, heard):
        if not self.plugged:
            raise device.DeviceError("is not connected")
        assert rate == RATE
        self.began = self.began or time.monotonic()
        self._open += 1
        threading.Thread(target=self._bring, args=(self._open, heard), daemon=True).start()
        return self

    def close(self):
        self._open += 1

    def _bring(self, mine, heard):
        done = self._reached()
        while self.plugged and self._open == mine:
            time.sleep(0.01)
            reached = self._reached()
            heard(self.music[done:reached].tobytes())
            done = reached

    def _reached(self):
        return int((time.monotonic() - self.began) * RATE)


class Stage:
    """Stands in for the link to the stage: keeps what it is sent."""

    def __init__(self, venue, runtime, events):
        self.effects = []

    def open(self, light):
        pass

    def send(self, effects):
        self.effects += effects

    def end(self):
        pass


@pytest.fixture
def microphone(monkeypatch):
    microphone = Microphone()
    monkeypatch.setattr(device, "devices", lambda: ["Pit microphone"] if microphone.plugged else [])
    monkeypatch.setattr(device, "open_capture", microphone.open)
    monkeypatch.setattr(capture.CaptureSound, "RETRY", 0.1)
    monkeypatch.setattr(capture.CaptureSound, "PATIENCE", 2.0)  # a busy machine may bring sound late
    return microphone


class Live:
    """A performance in this process, in a thread of its own."""

    def __init__(self, folder, show, *more) -> None:
        self.take = folder / "take"
        arguments = ["run", str(show), "--venue", "", "--headless", "--audio", "pit", "--take", str(self.take), *more]
        options = parser().parse_args(arguments)
        options.venue = hall(folder, "127.0.0.1")
        from odette.book.open import open_evening
        from odette.performance.music import chosen

        self.performance = Performance(options, *open_evening(show, options.venue), chosen(options.audio, None))
        self.thread = threading.Thread(target=self.performance.play, daemon=True)

    def start(self):
        self.thread.start()
        return self

    @property
    def state(self):
        return self.performance.evening.state

    def gone(self, cue):
        return wait_for(lambda: self.state.outcomes.get(cue), f"cue {cue}")

    def alerted(self, words):
        wait_for(lambda: any(words in text for text in self.alerts()), lambda: f"{words} in {self.alerts()}")

    def alerts(self):
        lines = (self.take / "log.jsonl").read_bytes().split(b"\n")[:-1]
        return [json.loads(line)["text"] for line in lines if line.startswith(b'{"effect":"alert"')]

    def go(self, cue):
        """Press GO until it is done: it is refused right after a cue that went by itself."""

        def done():
            press = f"press {now()}"
            self.performance.inbox.put(Pressed(now(), press, "Anna", Command.GO, cue))
            return wait_for(lambda: self.state.answers.get(press), "an answer").done

        wait_for(done, "GO")
        assert self.state.outcomes[cue].by == "Anna"

    def end(self):
        self.performance.close()
        if self.thread.ident is not None:
            self.thread.join(20)
        self.performance.finish()


@pytest.fixture
def live(tmp_path, monkeypatch, microphone):
    """Makes performances of the small show that keep everything in this test's folder, and ends them."""
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("odette.run.StageLink", Stage)
    show = small_show(tmp_path)
    made = []

    def making(*more):
        made.append(Live(tmp_path, show, *more))
        return made[-1]

    yield making
    for each in made:
        each.end()


def test_without_its_microphone_no_cue_of_the_score_goes_by_itself_and_go_works(live, microphone):
    run = live().start()
    assert run.gone("1").by == "auto"
    due = wait_for(lambda: run.state.dues.get("2"), "a time for cue 2")
    microphone.plugged = False
    run.alerted("audio is down: Pit microphone: ")
    wait_for(lambda: seconds_between(due, now()) > 0.5, "the time of cue 2")
    assert "2" not in run.state.outcomes
    run.go("2")
    fades = [effect.cue for effect in run.performance.stage.effects if isinstance(effect, Fade)]
    assert fades == ["1", "2"]
    microphone.plugged = True
    back = now()
    run.alerted("audio is back")
    wait_for(lambda: run.state.heard.at > back and run.state.room.at > back, "hearing again")


def test_a_show_comes_back_from_a_crash_without_its_microphone_and_takes_it_up_later(live, microphone):
    before = live()
    before.performance.evening.take(Opened(now()))
    before.end()
    microphone.plugged = False
    run = live("--resume").start()
    run.alerted("audio is down: sound input: there is none on this machine")
    run.go("1")
    microphone.plugged = True
    run.alerted("audio is back")
    wait_for(lambda: run.state.heard, "hearing")


def test_a_follower_that_fails_is_told_and_begins_anew_where_the_players_should_be(live, monkeypatch):
    fail, told, last = threading.Event(), [], []
    hear, tell = Follower.step, Follower.tell

    def hearing(self, frame):
        if fail.is_set():
            last.append(run.performance.ears._heard)
            raise ZeroDivisionError("a fault of ours")
        return hear(self, frame)

    def telling(self, beat):
        told.append(beat)
        tell(self, beat)

    monkeypatch.setattr(Follower, "step", hearing)
    monkeypatch.setattr(Follower, "tell", telling)
    monkeypatch.setattr(ears, "RECOVERY", 0.2)
    run = live().start()
    run.gone("1")
    fail.set()
    run.alerted("listener is down: ZeroDivisionError('a fault of ours') at test_microphone.py")
    run.go("2")
    fail.clear()
    back = now()
    run.alerted("listener is back")
    wait_for(lambda: run.state.heard.at > back, "hearing again")
    assert told
    recovered = last[0].beat + ears.RECOVERY * last[0].tempo / 60
    assert min(16, recovered) - 1e-6 <= told[0] <= 16, (
        "from where they were heard last they played on, and the music ends at 16"
    )
    assert len([text for text in run.alerts() if "listener is down" in text]) == 1


def test_a_source_that_fails_is_told_and_opened_again(live, monkeypatch):
    fail = threading.Event()
    judge = capture.CaptureSound._judge

    def judging(self, samples):
        if fail.is_set():
            raise ZeroDivisionError("a fault of ours")
        judge(self, samples)

    monkeypatch.setattr(capture.CaptureSound, "_judge", judging)
    monkeypatch.setattr("odette.run.AGAIN", 0.1)
    run = live().start()
    run.gone("1")
    fail.set()
    run.alerted("audio is down: ZeroDivisionError('a fault of ours')")
    fail.clear()
    run.alerted("audio is back")
    back = now()
    wait_for(lambda: run.state.heard.at > back, "hearing again")
    assert run.state.now - back < 60 * SECOND


def test_a_thread_that_dies_is_told_once_as_a_part_of_the_show(live):
    run = live().start()
    wait_for(lambda: run.state.opened_at, "the opening")
    for _ in range(2):
        threading.Thread(target=lambda: 1 / 0, name="engraving").start()
    run.alerted("part of the show is down: engraving has ended: ZeroDivisionError")
    run.go("1")
    assert len([text for text in run.alerts() if "engraving" in text]) == 1
