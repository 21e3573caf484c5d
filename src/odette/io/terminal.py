"""Words for whoever sits at the terminal. A terminal or a pipe that is gone stops nothing."""

import os
import sys
from typing import TextIO


def say(words: str) -> None:
    """Say something."""
    _print(words, sys.stdout)


def warn(words: str) -> None:
    """Say that something is wrong."""
    _print(words, sys.stderr)


def _print(words: str, stream: TextIO | None) -> None:
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        for line in words.encode(encoding, "replace").decode(encoding).split("\n"):
            _print_line(line, stream)
    except (OSError, ValueError):
        _give_up(stream)


def _print_line(line: str, stream: TextIO) -> None:
    try:
        print(line, file=stream, flush=True)
    except BlockingIOError:  # there is a reader, and it is slow: what it has not taken yet is kept for it
        os.set_blocking(stream.fileno(), True)
        stream.flush()


def _give_up(stream: TextIO) -> None:
    """Nobody reads this any more: the rest goes nowhere, so that not even the last flush at the exit fails."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
