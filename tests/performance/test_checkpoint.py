"""Coming back from a checkpoint and the end of the log is the same as replaying all of the log."""

import pytest

from evenings import at, book, opened, playing, pressed, room
from odette.core.events import Resumed, Revised
from odette.core.state import opening
from odette.io.disk import write_atomically
from odette.performance import checkpoint
from odette.performance.checkpoint import Checkpoints, read_checkpoint
from odette.performance.evening import Evening
from odette.performance.recall import recall
from odette.takes.log import FORMAT, Header, encode

BOOK = book("1 lights auto at 4\n2 titles auto follow 1 1\n3 lights called\n4 calls auto on applause", end=16.0)


class Log:
    def __init__(self):
        self.lines = [encode(Header(FORMAT, "0", "then", BOOK, "hall", {}))]

    def append(self, *lines):
        self.lines += lines


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run that was killed: the state it had, the lines of its log; its checkpoint is from the middle."""
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    log = Log()
    evening = Evening(opening(BOOK, {}), log)
    checkpoints = Checkpoints(tmp_path / "checkpoint.json", BOOK)
    events = [opened(), *playing(0, 8), pressed(5.5), room(6, "applause"), *playing(8.1, 10, start=6.5)]
    for index, event in enumerate(events):
        evening.take(event)
        if index == 150:
            checkpoints.offer(evening.run, 1 + evening.logged, evening.last, at(20))
            checkpoints.offer(evening.run, 1 + evening.logged, evening.last, at(21))
    write_atomically(tmp_path / "log.jsonl", b"".join(line + b"\n" for line in log.lines))
    return evening.run, log.lines


def test_a_checkpoint_changes_nothing_but_how_long_it_takes(tmp_path, run, monkeypatch):
    was, lines = run
    point = read_checkpoint(tmp_path / "checkpoint.json")
    assert point is not None
    assert point.fits(lines)
    assert 1 < point.lines < len(lines)
    seen = []
    monkeypatch.setattr("odette.takes.replay.step", counting(seen))
    from_checkpoint = recall(tmp_path / "log.jsonl")
    quick = len(seen)
    (tmp_path / "checkpoint.json").unlink()
    from_log = recall(tmp_path / "log.jsonl")
    assert from_checkpoint.run.state == from_log.run.state == was.state
    assert from_checkpoint.run.goings == from_log.run.goings == was.goings
    assert from_checkpoint.lines == from_log.lines == len(lines)
    assert 0 < quick < len(seen) - quick
    assert not from_checkpoint.run.differences


def counting(seen):
    from odette.core.step import step

    def stepping(state, event):
        seen.append(event)
        return step(state, event)

    return stepping


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'{"lines":3,"last":"","state":{},"goings":[]}'])
def test_a_damaged_checkpoint_is_passed_by(tmp_path, run, data):
    (tmp_path / "checkpoint.json").write_bytes(data)
    assert recall(tmp_path / "log.jsonl").run.state == run[0].state


def test_a_checkpoint_of_another_log_is_passed_by(tmp_path, run):
    _, lines = run
    point = read_checkpoint(tmp_path / "checkpoint.json")
    shorter = lines[:1] + lines[10:]
    assert not point.fits(shorter)
    assert not point.fits(lines[:20])


def test_a_log_that_is_damaged_after_its_checkpoint_is_read_up_to_there(tmp_path, run):
    _, lines = run
    good = len(lines) - 5
    (tmp_path / "log.jsonl").write_bytes(b"\n".join([*lines[:good], b"rubbish", *lines[good:], b""]))
    recalled = recall(tmp_path / "log.jsonl")
    assert recalled.lines == good
    assert (tmp_path / "log.jsonl").read_bytes().split(b"\n")[:-1] == lines[:good]
    assert (tmp_path / "log.damaged.jsonl").read_bytes().split(b"\n")[good] == b"rubbish"


def test_without_room_for_a_checkpoint_the_show_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    (tmp_path / "take").write_text("a file where the folder should be")
    evening = Evening(opening(BOOK, {}), Log())
    evening.take(Resumed(at(1)))
    Checkpoints(tmp_path / "take" / "checkpoint.json", BOOK).offer(evening.run, 2, evening.last, at(checkpoint.EVERY))


def test_a_book_that_was_edited_before_the_checkpoint_comes_back_as_it_was_edited(tmp_path, monkeypatch):
    monkeypatch.setattr("threading.Thread.start", lambda thread: thread.run())
    edited = book("1 lights auto at 4\n3 lights called\n5 titles auto at 6", end=16.0)
    log = Log()
    evening = Evening(opening(BOOK, {}), log)
    for event in [opened(rehearsal=True), Revised(at(0.5), edited), *playing(0, 8)]:
        evening.take(event)
    Checkpoints(tmp_path / "checkpoint.json", BOOK).offer(evening.run, 1 + evening.logged, evening.last, at(20))
    write_atomically(tmp_path / "log.jsonl", b"".join(line + b"\n" for line in log.lines))
    recalled = recall(tmp_path / "log.jsonl")
    assert recalled.run.state == evening.state
    assert recalled.run.state.book == edited
    assert "5" in recalled.run.state.outcomes
