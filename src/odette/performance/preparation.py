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
from odette.book.open import Show
from odette.faults import Fault, Faulty
from odette.follow.features import Features, Frame
from odette.follow.model import ScoreModel
from odette.follow.notes_score import NoteScore
from odette.follow.prepared import arrays_of, intact, model_of, pack, take_of, unpack
from odette.follow.recorded import from_recording
from odette.follow.take import TakeModel, from_take
from odette.io.disk import write_atomically
from odette.io.sound import FileSound
from odette.score.cache import encode
from odette.score.model import Score

LONG = 50_000
"""Notes from which preparing may take more than a second."""
_CHUNK = 1 << 20

Prepare = Callable[[str, Score], ScoreModel | NoteScore]
"""Makes the model of a number from its name and score, or finds the one that is kept."""


def from_page(number: str, score: Score) -> ScoreModel:
    """The model of a number, made from its score and kept nowhere."""
    return ScoreModel.from_score(score)


def from_notes(number: str, score: Score) -> NoteScore:
    """The same for MIDI."""
    return NoteScore.from_score(score)


def from_best(number: str, score: Score, folder: Path, takes: Path, tell: Callable[[str], None]) -> ScoreModel:
    """The prepared model of a number: from its take in ``takes``, or, if none there can be read, from its score."""
    file = takes / f"{number}.take"
    take = None
    if file.is_file():
        try:
            take = kept_take(file)
        except Faulty as faulty:
            tell(f"{faulty}; {number} is followed from the score")
    return prepared(score, folder, take)


def from_sound(number: str, score: Score, recording: Path, folder: Path) -> ScoreModel:
    """The prepared model of a number that is followed by its recording, made from the recording's own sound."""
    key = blake2b(_way_of_making(), digest_size=16)
    with recording.open("rb") as opened:
        for chunk in _chunks(opened.read):
            key.update(chunk)
    file = folder / f"{key.hexdigest()}.model"
    with suppress(OSError):
        return _opened(file)
    model = from_recording(_frames(recording))
    with suppress(OSError):
        write_atomically(file, *pack(arrays_of(model)))
    return model


def _frames(recording: Path) -> list[Frame]:
    """What the follower's ears make of a sound file."""
    sound = FileSound(recording)
    features = Features(sound.rate)
    return [features(block.samples) for block in sound.blocks()]


def prepared(score: Score, folder: Path, take: TakeModel | None = None) -> ScoreModel:
    """The model of a score, or of a score as it was taken: from ``folder`` if it lies there unharmed; else made, and
    kept there if there is room."""
    key = model_key(score, take)
    if key is None:
        return _made(score, take)
    file = folder / f"{key}.model"
    with suppress(OSError):
        return _opened(file)
    model = _made(score, take)
    with suppress(OSError):
        write_atomically(file, *pack(arrays_of(model)))
        return _opened(file)
    return model


def _made(score: Score, take: TakeModel | None) -> ScoreModel:
    return ScoreModel.from_score(score) if take is None else from_take(score, take)


def model_key(score: Score, take: TakeModel | None = None) -> str | None:
    """A name for the model of a score: another for another score or take, and for another way of making models.

    None for the rare score that has no common grid of time to be written down on.
    """
    content = encode(score)
    if content is None:
        return None
    key = blake2b(_way_of_making() + content, digest_size=16)
    for piece in () if take is None else pack(arrays_of(take)):
        key.update(piece)
    return key.hexdigest()


def keep_take(take: TakeModel, file: Path) -> None:
    """Keep what takes taught. Raises OSError."""
    write_atomically(file, *pack(arrays_of(take) | {"ears": np.frombuffer(_ears(), np.uint8)}))


def kept_take(file: Path) -> TakeModel:
    """What takes taught, as it was kept. Raises Faulty."""
    wanted = "what Odette kept of takes: learn it anew"
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(file), 0, error.strerror or "unreadable", wanted)) from None
    if not intact([data]):
        raise Faulty(Fault(str(file), 0, "damaged, or of another kind", wanted))
    arrays = unpack(data)
    if "ears" not in arrays or arrays.pop("ears").tobytes() != _ears():
        raise Faulty(Fault(str(file), 0, "heard by another version of Odette", wanted))
    return take_of(arrays)


@cache
def _way_of_making() -> bytes:
    """Changes with every change of the follower's code, so that no model outlives the code that made it."""
    return f"{__version__} {np.__version__} ".encode() + _code(".py")


@cache
def _ears() -> bytes:
    """Changes when the same sound would give other frames: a take's sound compares with those of its own ears only."""
    return _code("features.py")


def _code(ending: str) -> bytes:
    """A digest of those of the follower's source files whose names end so."""
    known = blake2b(digest_size=16)
    for source in sorted(files("odette.follow").iterdir(), key=lambda file: file.name):
        if source.name.endswith(ending):
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


def _is_made(future: Future[ScoreModel | NoteScore]) -> bool:
    return future.done() and future.exception() is None


class Models:
    """The expected sound of each number, prepared in the background in the order of the show."""

    def __init__(self, scores: dict[str, Score], prepare: Prepare) -> None:
        with_one = ThreadPoolExecutor(1, "model")
        self._models: dict[str, Future[ScoreModel | NoteScore]] = {
            number: with_one.submit(prepare, number, score) for number, score in scores.items()
        }
        with_one.shutdown(wait=False)

    @property
    def numbers(self) -> tuple[str, ...]:
        """In the order of the show."""
        return tuple(self._models)

    def by_sound(self) -> dict[str, ScoreModel]:
        """Those that are prepared, for sound, in the order of the show."""
        made = {number: future.result() for number, future in self._models.items() if _is_made(future)}
        return {number: model for number, model in made.items() if isinstance(model, ScoreModel)}

    def __getitem__(self, number: str) -> ScoreModel | NoteScore:
        return self._models[number].result()


def by_ear(show: Show, folder: Path, tell: Callable[[str], None]) -> Prepare:
    """What makes or finds the models of a show's numbers: from their takes, their scores or their recordings."""

    def prepare(number: str, score: Score) -> ScoreModel:
        if number in show.recordings:
            return from_sound(number, score, show.recordings[number], folder)
        return from_best(number, score, folder, show.folder / "takes", tell)

    return prepare


def prepare_all(scores: dict[str, Score], prepare: Prepare, tell: Callable[[str], None]) -> None:
    """Prepare every number for the evening; ``tell`` before work that takes a while."""
    for number, score in scores.items():
        if len(score.notes) > LONG:
            tell(f"{number}: preparing {len(score.notes)} notes")
        prepare(number, score)
