"""What a score file gives, kept by the content of the file: the same bytes are never worked on twice."""

import os
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from hashlib import blake2b
from math import lcm
from pathlib import Path

import msgspec
from msgspec import Struct

from odette.faults import Fault, Faulty
from odette.score.model import Bar, Note, Part, Score, Tempo
from odette.score.read import read_score

_FORMAT = b"score 1"
"""Changes whenever reading would give something else for the same file."""
_FINEST = 2**40


def content_key(path: Path, purpose: bytes) -> str:
    """A name for the content of the file, different for each purpose. Raises Faulty if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(path), 0, error.strerror or "unreadable", "a score file")) from None
    return blake2b(purpose + path.suffix.lower().encode() + data, digest_size=16).hexdigest()


def load_score(path: Path, cache_dir: Path, read: Callable[[Path], Score] = read_score) -> Score:
    """The score at ``path``, from the cache if it has been read before. Raises Faulty."""
    file = cache_dir / f"{content_key(path, _FORMAT)}.score"
    try:
        return decode(file.read_bytes())
    except (OSError, msgspec.MsgspecError, ValueError, IndexError):
        pass  # not there yet, or damaged: read it again
    score = read(path)
    packed = encode(score)
    if packed is not None:
        with suppress(OSError):  # without room for it the score is read again next time
            _keep(packed, file)
    return score


def _keep(packed: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    try:
        draft.write_bytes(packed)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


class _Packed(Struct, array_like=True):
    """A score in columns; times are whole numbers of 1/``grid`` quarter notes."""

    grid: int
    title: str
    parts: list[tuple[str, str, int, bool]]
    notes: list[tuple[str, int, int, int, int | None, bool, int]]
    bars: list[tuple[int, str, int, int, int, int, int, int]]
    tempi: list[tuple[int, float, str]]
    fermatas: list[int]
    marks: dict[str, int]


def encode(score: Score) -> bytes | None:
    """The score as bytes; None if its times have no common grid fine enough."""
    times = {note.onset.denominator for note in score.notes} | {n.duration.denominator for n in score.notes}
    times |= {bar.start.denominator for bar in score.bars} | {bar.length.denominator for bar in score.bars}
    times |= {bar.offset.denominator for bar in score.bars}
    times |= {tempo.start.denominator for tempo in score.tempi} | {at.denominator for at in score.fermatas}
    grid = lcm(*times)
    if grid > _FINEST or score.end * grid > 2**62:
        return None

    def whole(time: Fraction) -> int:
        return time.numerator * (grid // time.denominator)

    return msgspec.msgpack.encode(
        _Packed(
            grid,
            score.title,
            [(p.id, p.name, p.program, p.percussion) for p in score.parts],
            [(n.id, n.part, whole(n.onset), whole(n.duration), n.pitch, n.grace, n.velocity) for n in score.notes],
            [
                (b.index, b.number, b.passing, whole(b.start), whole(b.length), b.beats, b.beat_type, whole(b.offset))
                for b in score.bars
            ],
            [(whole(t.start), t.quarters, t.text) for t in score.tempi],
            [whole(at) for at in score.fermatas],
            score.marks,
        )
    )


def decode(data: bytes) -> Score:
    """The score in ``data``. Raises ValueError or msgspec.MsgspecError if that is damaged."""
    packed = msgspec.msgpack.decode(data, type=_Packed)
    known: dict[int, Fraction] = {}

    def time(whole: int) -> Fraction:
        if whole not in known:
            known[whole] = Fraction(whole, packed.grid)
        return known[whole]

    if packed.grid < 1 or not packed.bars or not packed.tempi:
        raise ValueError("not a score")
    return Score(
        packed.title,
        tuple(Part(*part) for part in packed.parts),
        tuple(
            Note(name, part, time(onset), time(duration), pitch, grace, velocity)
            for name, part, onset, duration, pitch, grace, velocity in packed.notes
        ),
        tuple(
            Bar(index, number, passing, time(start), time(length), beats, beat_type, time(offset))
            for index, number, passing, start, length, beats, beat_type, offset in packed.bars
        ),
        tuple(Tempo(time(start), quarters, text) for start, quarters, text in packed.tempi),
        tuple(map(time, packed.fermatas)),
        packed.marks,
    )
