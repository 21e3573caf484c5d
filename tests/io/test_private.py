"""Files that nobody else may read: whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from odette.io.private import PrivateFile


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_it_is_its_owners_alone_from_the_first_however_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = PrivateFile(tmp_path / "new" / "pins.json")
        file.write(b"secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_it_is_read_as_written_and_its_version_changes(tmp_path: Path) -> None:
    file = PrivateFile(tmp_path / "pins.json")
    assert (file.read(), file.version()) == (None, None)
    file.write(b"one")
    before = file.version()
    file.write(b"two")
    assert file.read() == b"two"
    assert file.version() != before


def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = PrivateFile(tmp_path / "pins.json")
    file.write(b"one")

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        file.write(b"two")
    assert file.read() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["pins.json"]
