"""Disk: what was appended is kept, in order; a full disk is told, waited for and caught up with."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from odette.faults import Faulty
from odette.io.disk import LogWriter, cache_dir, read_lines, runtime_dir, write_atomically


class Link:
    """Remembers what was reported and lets a test wait for it."""

    def __init__(self) -> None:
        self.said: list[tuple[bool, str]] = []
        self._changed = threading.Condition()

    def __call__(self, up: bool, detail: str) -> None:
        with self._changed:
            self.said.append((up, detail))
            self._changed.notify_all()

    def wait_for(self, up: bool) -> str:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(self.said) and self.said[-1][0] is up, 10), self.said
            return self.said[-1][1]


@pytest.fixture
def link() -> Link:
    return Link()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """While set, the disk takes five bytes more of a line and then is full."""
    state = threading.Event()
    write = os.write

    def limited(file: int, data: bytes) -> int:
        if not state.is_set():
            return write(file, data)
        if len(data) > 5:
            return write(file, data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("odette.io.disk.os.write", limited)
    monkeypatch.setattr(LogWriter, "RETRY", 0.02)
    return state


def test_lines_are_in_the_file_as_soon_as_append_returns(tmp_path: Path, link: Link) -> None:
    log = LogWriter(tmp_path / "new folder" / "run.log", link)
    log.append(b"one", b"two")
    log.append(b"three")
    assert read_lines(log.path) == ([b"one", b"two", b"three"], b"")
    log.close()
    assert link.said == []


def test_a_killed_process_loses_nothing_that_it_appended(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from odette.io.disk import LogWriter\n"
        "log = LogWriter(Path(sys.argv[1]), print)\n"
        "for i in range(1000): log.append(b'%d' % i)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = tmp_path / "run.log"
    done = subprocess.run([sys.executable, "-c", script, str(path)], timeout=30, check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_lines(path) == ([b"%d" % i for i in range(1000)], b"")


@pytest.mark.parametrize("torn", [b"", b"half a l", b"x" * 200_000])
def test_a_torn_tail_is_told_apart_and_cut_off_on_resume(tmp_path: Path, link: Link, torn: bytes) -> None:
    path = tmp_path / "run.log"
    path.write_bytes(b"one\ntwo\n" + torn)
    assert read_lines(path) == ([b"one", b"two"], torn)
    log = LogWriter(path, link)
    log.append(b"three")
    log.close()
    assert path.read_bytes() == b"one\ntwo\nthree\n"


def test_a_full_disk_is_told_once_and_nothing_is_lost(tmp_path: Path, link: Link, full: threading.Event) -> None:
    log = LogWriter(tmp_path / "run.log", link)
    log.append(b"before the disk was full")
    full.set()
    for i in range(50):
        log.append(b"while it was full %d" % i)
    assert "disk full" in link.wait_for(up=False)
    full.clear()
    link.wait_for(up=True)
    log.append(b"after")
    log.close()
    lines, torn = read_lines(log.path)
    expected = [b"before the disk was full", *(b"while it was full %d" % i for i in range(50)), b"after"]
    assert (lines, torn) == (expected, b"")
    assert [up for up, _ in link.said] == [False, True]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device of Linux")
def test_a_device_that_is_full_from_the_start_raises_nothing(link: Link) -> None:
    log = LogWriter(Path("/dev/full"), link)
    log.append(b"one")
    log.close()
    assert "disk full" in link.wait_for(up=False)


def test_a_log_that_cannot_be_opened_is_told_and_caught_up_later(
    tmp_path: Path, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LogWriter, "RETRY", 0.02)
    obstacle = tmp_path / "takes"
    obstacle.write_text("a file where the folder should be")
    log = LogWriter(obstacle / "run.log", link)
    log.append(b"one")
    link.wait_for(up=False)
    obstacle.unlink()
    link.wait_for(up=True)
    log.close()
    assert read_lines(log.path) == ([b"one"], b"")


def test_memory_for_what_cannot_be_written_is_bounded_and_losses_are_counted(
    tmp_path: Path, link: Link, full: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LogWriter, "ROOM", 100)
    full.set()
    log = LogWriter(tmp_path / "run.log", link)
    for _ in range(30):
        log.append(b"123456789")
    full.clear()
    assert "20 lines are missing" in link.wait_for(up=True)
    log.close()
    assert read_lines(log.path) == ([b"123456789"] * 10, b"")


def test_write_atomically_replaces_the_whole_file_or_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "file"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("odette.io.disk.os.fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        write_atomically(path, b"newer")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="XDG folders are Linux's")
def test_cache_dir_follows_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert cache_dir() == tmp_path / "cache" / "odette"
    assert cache_dir().is_dir()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes are POSIX")
def test_runtime_dir_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = runtime_dir("evening")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o777)
    assert stat.S_IMODE(runtime_dir("evening").stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners and modes are POSIX")
def test_runtime_dir_refuses_a_folder_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("odette.io.disk.tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / f"odette-{os.getuid()}").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(Faulty, match="somebody else"):
        runtime_dir("evening")
