"""A show's folder as it lies on the disk: its texts, their revision, and writing them back, all or none."""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from odette.book.open import Texts
from odette.book.toml import read_text
from odette.io.disk import write_all
from odette.writing.edits import FILES

_MARK = "\ufeff"

Signature = tuple[tuple[int, int, int] | None, ...]


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of the show by file name; palettes.toml only where there is one. Raises Faulty."""
    return {name: read_text(folder / name) for name in FILES if name != "palettes.toml" or (folder / name).exists()}


def revision(texts: Texts) -> str:
    """A name for what the texts say, to the letter."""
    digest = blake2b(digest_size=8)
    for name in FILES:
        text = texts.get(name)
        digest.update(b"\0" if text is None else b"\1" + text.encode() + b"\0")
    return digest.hexdigest()


def signature(folder: Path) -> Signature:
    """What a look at the folder tells of a change in its texts, without reading them."""
    return tuple(_of_file(folder / name) for name in FILES)


def write_texts(folder: Path, old: Texts, new: Mapping[str, str]) -> None:
    """Write the texts that differ from the old ones. Raises OSError, and then all files are as they were."""
    files = {}
    for name, text in new.items():
        if text != old.get(name):
            path = (folder / name).resolve()
            marked = path.exists() and path.read_bytes().startswith(_MARK.encode())
            files[path] = ((_MARK if marked else "") + text).encode()
    write_all(files)


def _of_file(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
