"""Files that this user alone may read."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def config_dir() -> Path:
    """Where this user's settings are; it need not exist. Raises RuntimeError where nobody knows this user's home."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "odette"


def settings_file(name: str) -> "PrivateFile | None":
    """A file among this user's settings; None where nobody knows this user's home."""
    try:
        return PrivateFile(config_dir() / name)
    except RuntimeError:
        return None


class PrivateFile:
    """A small file, readable by this user alone (mode 0600; on Windows by the rights of its folder).

    It is written whole or not at all. ``read``, ``write`` and ``version`` raise OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes | None:
        """What is in it; None: there is none."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, data: bytes) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")  # 0600 from the first
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise

    def version(self) -> tuple[int, int, int] | None:
        """Another one whenever it has been written; None: there is none."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_size, state.st_ino
