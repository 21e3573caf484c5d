"""Folders and files on disk, and a log for which a full disk is an event and not the end of the show."""

import errno
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from odette.faults import Fault, Faulty
from odette.io.link import Report


def cache_dir() -> Path:
    """Where things that can be made again are kept for this user; the folder exists on return.

    Where the user's own cache cannot be written, under the temporary folder. Raises Faulty where that is refused.
    """
    try:
        folder = _users_cache()
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except (OSError, RuntimeError):  # RuntimeError: nobody knows this user's home
        pass
    return _private(_private(_temporary()) / "cache")


def _users_cache() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "odette"


def _temporary() -> Path:
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    return Path(tempfile.gettempdir()) / f"odette-{user}"


def runtime_dir(name: str) -> Path:
    """A folder for the sockets of one run, open to this user alone; it exists on return.

    Under XDG_RUNTIME_DIR, else under the temporary folder. Raises Faulty where another user owns it.
    """
    base = os.environ.get("XDG_RUNTIME_DIR")
    usable = base and Path(base).is_dir() and os.access(base, os.W_OK)
    top = Path(base) / "odette" if base and usable else _temporary()
    return _private(_private(top) / name)


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Faulty(
            Fault(str(folder), 0, _in_words(error), "a folder that can be made: set XDG_RUNTIME_DIR")
        ) from None
    if not hasattr(os, "getuid"):
        return folder  # Windows: the temporary folder is the user's own
    state = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or state.st_uid != os.getuid():
        wanted = "a folder of your own: remove it, or set XDG_RUNTIME_DIR to one"
        raise Faulty(Fault(str(folder), 0, "belongs to somebody else", wanted))
    if state.st_mode & 0o077:
        folder.chmod(0o700)
    return folder


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which appears under its name when the block ends well, and not at all when it does not.

    Raises Faulty where there is one already, or none can be written.
    """
    if folder.exists():
        raise Faulty(Fault(str(folder), 0, "is there already", "expected the name of a folder that is new"))
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        yield beside
        beside.chmod(0o755)
        beside.rename(folder)
    except OSError as error:
        raise Faulty(Fault(str(folder), 0, _in_words(error), "a place where a folder can be written")) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def write_atomically(path: Path, *pieces: bytes | memoryview) -> None:
    """Write a file, in pieces, so that whoever reads it finds the old or the new one, never half. Raises OSError."""
    draft = _draft(path, *pieces)
    try:
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files, each as ``write_atomically`` does, and each with the rights it had.

    Raises OSError; then every file is as it was.
    """
    drafts: dict[Path, Path] = {}
    before: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            drafts[path] = _draft(path, data)
            if path.exists():
                shutil.copymode(path, drafts[path])
                before[path] = _draft(path, path.read_bytes())
                shutil.copymode(path, before[path])
        done: list[Path] = []
        try:
            for path, draft in drafts.items():
                draft.replace(path)
                done.append(path)
        except OSError:
            for path in done:
                if path in before:
                    before[path].replace(path)
                else:
                    path.unlink(missing_ok=True)
            raise
    finally:
        for draft in (*drafts.values(), *before.values()):
            draft.unlink(missing_ok=True)


def _draft(path: Path, *pieces: bytes | memoryview) -> Path:
    """A file beside ``path`` with what it is to hold, on the disk. Raises OSError, and then there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def read_lines(path: Path) -> tuple[list[bytes], bytes]:
    """The whole lines of a log, without their ends, and its torn tail: a last line half written, or empty."""
    *lines, torn = path.read_bytes().split(b"\n")
    return lines, torn


class LogWriter:
    """Appends lines to a file, in order, and never raises.

    ``append`` hands its lines to the operating system before it returns, so that the death of this process
    loses nothing; a thread has them put on the disk itself every ``SYNC`` seconds, for the death of the
    machine. What cannot be written (disk full, folder gone) waits in memory and is tried again every ``RETRY``
    seconds.

    A torn last line, left by a crash of the machine or by a full disk, is cut off when the file is opened.
    """

    SYNC = 0.5
    RETRY = 1.0
    ROOM = 64 << 20
    """Bytes kept in memory at most; beyond it the newest lines are lost."""

    def __init__(self, path: Path, on_link: Report) -> None:
        self.path = path
        self._on_link = on_link
        self._file: int | None = None
        self._waiting = bytearray()
        self._lost = 0  # lines that neither disk nor memory had room for
        self._synced = True
        self._up = True
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._write()
        self._keeper = threading.Thread(target=self._keep, name="log", daemon=True)
        self._keeper.start()

    def append(self, *lines: bytes) -> None:
        """Append lines, each without its end."""
        batch = b"".join(line + b"\n" for line in lines)
        with self._lock:
            if len(self._waiting) + len(batch) > self.ROOM:
                self._lost += len(lines)
            else:
                self._waiting += batch
        if self._up:
            self._write()

    def close(self) -> bytes:
        """Write and sync what can be, then close the file; returns the lines that could not be written."""
        self._closing.set()
        self._keeper.join()
        self._write()
        self._sync()
        if self._file is not None:
            os.close(self._file)
            self._file = None
        return bytes(self._waiting)

    def _keep(self) -> None:
        """Thread: sync what was written, try again what could not be."""
        while not self._closing.wait(self.SYNC if self._up else self.RETRY):
            if not self._up:
                self._write()
            self._sync()

    def _write(self) -> None:
        problem = ""
        with self._lock:
            try:
                self._write_waiting()
            except OSError as error:
                problem = _in_words(error)
            changed = self._up == bool(problem)
            self._up = not problem
        if changed:
            self._tell(problem)

    def _write_waiting(self) -> None:
        """Write all that waits. After an error the file is opened anew and its torn line written again."""
        data, written = bytes(self._waiting), 0
        try:
            if self._file is None:
                self._file = _open_log(self.path)
            while written < len(data):
                written += os.write(self._file, data[written:])
        except OSError:
            if self._file is not None:
                os.close(self._file)
                self._file = None
            raise
        finally:
            del self._waiting[: data.rfind(b"\n", 0, written) + 1]
            self._synced = self._synced and not written

    def _sync(self) -> None:
        if self._synced or self._file is None:
            return
        self._synced = True
        try:
            os.fsync(self._file)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # of a pipe or device with no disk under it
                self._up = False
                self._tell(_in_words(error))

    def _tell(self, problem: str) -> None:
        if problem:
            self._on_link(False, f"{self.path}: {problem}; the log is kept in memory until it can be written")
        else:
            lost, self._lost = self._lost, 0
            self._on_link(True, f"{self.path}: {lost} lines are missing" if lost else str(self.path))


def _open_log(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o644)
    try:
        if path.is_file():
            os.ftruncate(file, _whole_lines(file))
    except OSError:
        os.close(file)
        raise
    return file


def _whole_lines(file: int, chunk: int = 1 << 16) -> int:
    """Size of an open file up to the end of its last whole line."""
    end = os.lseek(file, 0, os.SEEK_END)
    while end > 0:
        start = max(0, end - chunk)
        os.lseek(file, start, os.SEEK_SET)
        newline = os.read(file, end - start).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        end = start
    return 0


def _in_words(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk full"
    return (error.strerror or str(error)).lower()
