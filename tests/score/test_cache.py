"""Scores kept by content."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scores import bar, musicxml, note, written

from odette.faults import Faulty
from odette.score.cache import decode, encode, load_score
from odette.score.model import Bar, Note, Part, Score, Tempo
from odette.score.read import read_score

times = st.fractions(0, 5000, max_denominator=96)
names = st.text(max_size=5)
scores = st.builds(
    Score,
    names,
    st.tuples(st.builds(Part, names, names, st.integers(0, 127), st.booleans())),
    st.lists(
        st.builds(
            Note, names, st.just(0), times, times, st.none() | st.integers(0, 127), st.booleans(), st.integers(1, 127)
        )
    ).map(tuple),
    st.lists(
        st.builds(Bar, st.integers(0, 9), names, st.integers(1, 9), times, times, st.integers(1, 9), st.just(8), times),
        min_size=1,
    ).map(tuple),
    st.lists(st.builds(Tempo, times, st.floats(5, 999), names), min_size=1).map(tuple),
    st.lists(times).map(tuple),
    st.dictionaries(names, st.integers(0, 9)),
)


@settings(deadline=None)
@given(scores)
def test_what_is_packed_comes_back(score: Score) -> None:
    packed = encode(score)
    assert packed is None or decode(packed) == score


def test_a_score_is_read_once_until_its_content_changes(tmp_path: Path) -> None:
    seen: list[Path] = []

    def read(path: Path) -> Score:
        seen.append(path)
        return read_score(path)

    path, cache = written(tmp_path, musicxml(bar(note("C4"), time="1/4"))), tmp_path / "cache"
    first = load_score(path, cache, read)
    assert load_score(path, cache, read) == first
    assert len(seen) == 1
    written(tmp_path, musicxml(bar(note("D4"), time="1/4")))
    assert load_score(path, cache, read).notes[0].pitch == 62
    assert len(seen) == 2


def test_a_damaged_cache_is_read_past(tmp_path: Path) -> None:
    path, cache = written(tmp_path, musicxml(bar(note("C4"), time="1/4"))), tmp_path / "cache"
    first = load_score(path, cache)
    for file in cache.iterdir():
        file.write_bytes(file.read_bytes()[:-5])
    assert load_score(path, cache) == first


def test_a_missing_score_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Faulty):
        load_score(tmp_path / "none.musicxml", tmp_path)


def test_without_room_in_the_cache_the_score_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cache = written(tmp_path, musicxml(bar(note("C4"), time="1/4"))), tmp_path / "cache"

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert load_score(path, cache).notes[0].pitch == 60
    assert list(cache.iterdir()) == []
    assert load_score(path, path / "no folder can be in a file").notes[0].pitch == 60
