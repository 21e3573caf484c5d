"""Words at the terminal: none is lost that somebody can read, and nobody who does not read stops anything."""

import io
import os
import threading
from contextlib import suppress

import pytest

from odette.io.terminal import say


def test_what_a_terminal_cannot_write_stands_for_itself_and_takes_no_other_words_with_it(monkeypatch):
    """A report with a musical sign in it is read, without the sign, on a terminal that has none."""
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding="ascii"))
    say("bar 3, ♩ = 60\ncue 2")
    say("the end")
    assert written.getvalue().decode().splitlines() == ["bar 3, ? = 60", "cue 2", "the end"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="pipes that do not wait are of POSIX")
def test_a_slow_reader_of_a_pipe_that_does_not_wait_gets_every_word(monkeypatch):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writing, b"x" * 4096)
    with os.fdopen(writing, "w") as stream, os.fdopen(reading) as reader:
        monkeypatch.setattr("sys.stdout", stream)
        saying = threading.Thread(target=lambda: (say("one\ntwo"), say("three"), stream.close()), daemon=True)
        saying.start()
        assert reader.read().lstrip("x") == "one\ntwo\nthree\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="closes a pipe as POSIX does")
def test_a_reader_who_has_gone_stops_nothing(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        say("one")
        say("two")
