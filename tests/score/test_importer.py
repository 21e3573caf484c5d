"""MEI, Humdrum and ABC through Verovio."""

from pathlib import Path

import pytest
from scores import played, written

from odette.faults import Faulty
from odette.score.read import read_score

pytest.importorskip("verovio")

ABC = "X:1\nT:Song\nM:3/4\nL:1/4\nK:D\nA | D E F |: G A (3B/c/B/ :| d3 |]\n"
KERN = "**kern\n*M4/4\n=1\n4c\n4d\n8e\n8f\n4g\n=2\n1c\n==\n*-\n"
MEI = """<mei xmlns="http://www.music-encoding.org/ns/mei"><music><body><mdiv><score>
<scoreDef meter.count="2" meter.unit="4"><staffGrp><staffDef n="1" lines="5" clef.shape="G" clef.line="2"/></staffGrp>
</scoreDef><section><measure n="1"><staff n="1"><layer n="1"><note xml:id="a" pname="c" oct="4" dur="4"/>
<note xml:id="b" pname="d" oct="4" dur="4"/></layer></staff></measure></section></score></mdiv></body></music></mei>"""


def test_abc_with_a_pickup_and_a_repeat(tmp_path: Path) -> None:
    score = read_score(written(tmp_path, ABC, "song.abc"))
    assert [(b.start, b.length, b.passing, b.offset) for b in score.bars] == [
        (0, 1, 1, 2),
        (1, 3, 1, 0),
        (4, 3, 1, 0),
        (7, 3, 2, 0),
        (10, 3, 1, 0),
    ]
    assert [b.index for b in score.bars] == [0, 1, 2, 2, 3]
    third = pytest.approx(1 / 3, abs=0.01)
    assert played(score)[6:9] == [
        (6, third, 71),
        (pytest.approx(19 / 3), third, 73),
        (pytest.approx(20 / 3), third, 71),
    ]


def test_humdrum(tmp_path: Path) -> None:
    score = read_score(written(tmp_path, KERN, "a.krn"))
    assert played(score) == [(0, 1, 60), (1, 1, 62), (2, 0.5, 64), (2.5, 0.5, 65), (3, 1, 67), (4, 4, 60)]
    assert [b.number for b in score.bars] == ["1", "2"]


def test_mei_keeps_its_own_ids(tmp_path: Path) -> None:
    score = read_score(written(tmp_path, MEI, "a.mei"))
    assert [(n.id, n.onset, n.pitch) for n in score.notes] == [("a", 0, 60), ("b", 1, 62)]


@pytest.mark.parametrize("name", ["a.mei", "a.krn", "a.abc"])
def test_what_is_no_score_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(Faulty):
        read_score(written(tmp_path, "no music here", name))
