"""Pages and the map from beats to places on them."""

import json
from pathlib import Path
from typing import Any

import pytest
from scores import bar, musicxml, note, written
from test_read import good_midi

from odette.faults import Faulty
from odette.score.engrave import engrave, engraved
from odette.score.read import read_score

pytest.importorskip("verovio")

END = '<barline location="right"><repeat direction="backward"/></barline>'


def song(bars: int = 30) -> str:
    body = "".join(bar(note("D4", 8) + note("E4", 8), n) for n in range(2, bars + 1))
    return musicxml(bar(note("C4", 8) + note("D4", 8) + END, 1, "4/4") + body)


def engraving(path: Path, cache: Path) -> tuple[Path, dict[str, Any]]:
    folder = engrave(path, cache)
    return folder, json.loads((folder / "map.json").read_text())


def test_every_bar_and_onset_has_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, song())
    folder, found = engraving(path, tmp_path / "cache")
    score = read_score(path)
    assert [folder.joinpath(f"page-{n}.svg").is_file() for n in range(1, found["pages"] + 2)] == [True] * found[
        "pages"
    ] + [False]
    assert [a[0] for a in found["anchors"]] == sorted({float(n.onset) for n in score.notes})
    assert [(b[0], b[2], b[3]) for b in found["bars"]] == [(float(b.start), b.number, b.passing) for b in score.bars]
    width, height = found["size"]
    for _, page, x, top, bottom in found["anchors"]:
        assert 1 <= page <= found["pages"]
        assert 0 < x < width
        assert 0 < top < bottom < height
    for beat, page, x, *_ in found["anchors"]:
        start, end, _, _, on_page, left, right, *_ = next(b for b in found["bars"] if b[0] <= beat < b[1])
        assert (page, start <= beat < end) == (on_page, True)
        assert left < x < right


def test_played_again_it_is_the_same_place(tmp_path: Path) -> None:
    _, found = engraving(written(tmp_path, song()), tmp_path / "cache")
    first, again = found["bars"][0], found["bars"][1]
    assert (first[3], again[3]) == (1, 2)
    assert first[4:] == again[4:]
    places = {anchor[0]: anchor[1:] for anchor in found["anchors"]}
    assert places[0.0] == places[4.0]
    assert places[2.0] == places[6.0]


def test_every_note_is_on_the_page_by_its_id(tmp_path: Path) -> None:
    path = written(tmp_path, song(4))
    folder, _ = engraving(path, tmp_path / "cache")
    drawn = (folder / "page-1.svg").read_text()
    assert all(f'id="{n.id}"' in drawn for n in read_score(path).notes)


def test_it_is_done_once_and_found_by_content(tmp_path: Path) -> None:
    path, cache = written(tmp_path, song(2)), tmp_path / "cache"
    assert engraved(path, cache) is None
    told: list[tuple[int, int]] = []
    folder = engrave(path, cache, lambda done, pages: told.append((done, pages)))
    assert told == [(1, 1)]
    assert engraved(path, cache) == folder
    assert engrave(path, cache, lambda done, pages: told.append((done, pages))) == folder
    assert told == [(1, 1)]
    assert [child.name for child in cache.iterdir()] == [folder.name]


def test_midi_has_bars_but_no_pages(tmp_path: Path) -> None:
    folder, found = engraving(written(tmp_path, good_midi(), "a.mid"), tmp_path / "cache")
    assert (found["pages"], found["anchors"]) == (0, [])
    assert [b[:5] for b in found["bars"]] == [[0.0, 3.0, "1", 1, 0]]
    assert [file.name for file in folder.iterdir()] == ["map.json"]


def test_a_broken_score_is_a_fault_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="breaks off"):
        engrave(written(tmp_path, song()[:-100]), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
