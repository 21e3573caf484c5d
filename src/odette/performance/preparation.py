"""What the follower expects of each number: made once, kept by content, and used from the file it is kept in."""

import mmap
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

import numpy as np

from odette import __version__
from odette.follow.model import ScoreModel
from odette.follow.prepared import arrays_of, intact, model_of, pack, unpack
from odette.io.disk import write_atomically
from odette.score.cache import encode
from odette.score.model import Score

LONG = 50_000
"""Notes from which preparing may take more than a second."""
_CHUNK = 1 << 20


def prepared(score: Score, folder: Path) -> ScoreModel:
    """The model of a score, from ``folder`` if it lies there unharmed; else made, and kept there if there is room."""
    key = model_key(score)
    if key is None:
        return ScoreModel.from_score(score)
    file = folder / f"{key}.model"
    with suppress(OSError):
        return _opened(file)
    model = ScoreModel.from_score(score)
    with suppress(OSError):
        write_atomically(file, *pack(arrays_of(model)))
        return _opened(file)
    return model


def model_key(score: Score) -> str | None:
    """A name for the model of a score: another for another score, and for another way of making models.

    None for the rare score that has no common grid of time to be written down on.
    """
    content = encode(score)
    return None if content is None else blake2b(_way_of_making() + content, digest_size=16).hexdigest()


@cache
def _way_of_making() -> bytes:
    """Changes with every change of the follower's code, so that no model outlives the code that made it."""
    known = blake2b(f"{__version__} {np.__version__} ".encode())
    for source in sorted(files("odette.follow").iterdir(), key=lambda file: file.name):
        if source.name.endswith(".py"):
            known.update(source.read_bytes())
    return known.digest()


def _opened(file: Path) -> ScoreModel:
    """The model in a file; only what is looked at is ever in memory. OSError: not there, or damaged."""
    with file.open("rb") as opened:
        if not intact(_chunks(opened.read)):
            raise OSError("damaged")
        return model_of(unpack(memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))))


def _chunks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while chunk := read(_CHUNK):
        yield chunk


class Models:
    """The expected sound of each number, prepared in the background in the order of the show."""

    def __init__(self, scores: dict[str, Score], prepare: Callable[[Score], ScoreModel]) -> None:
        with_one = ThreadPoolExecutor(1, "model")
        self._models: dict[str, Future[ScoreModel]] = {
            number: with_one.submit(prepare, score) for number, score in scores.items()
        }
        with_one.shutdown(wait=False)

    def __getitem__(self, number: str) -> ScoreModel:
        return self._models[number].result()


def prepare_all(scores: dict[str, Score], folder: Path, tell: Callable[[str], None]) -> None:
    """Prepare every number for the evening; ``tell`` before work that takes a while."""
    for number, score in scores.items():
        if len(score.notes) > LONG:
            tell(f"{number}: preparing {len(score.notes)} notes")
        prepared(score, folder)
