"""What is prepared is prepared once, and nothing that happens to the folder it is kept in does any harm."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from odette.faults import Faulty
from odette.follow.features import Frame
from odette.follow.model import ScoreModel
from odette.follow.take import learn
from odette.performance import preparation
from odette.performance.preparation import (
    Models,
    from_best,
    from_page,
    keep_take,
    kept_take,
    model_key,
    prepare_all,
    prepared,
)
from odette.score.model import Bar, Note, Part, Score, Tempo

SCORE = Score(
    "Scale",
    (Part("P1", "Flute", 73, False),),
    tuple(Note(f"n{k}", 0, Fraction(k), Fraction(1), 60 + k, False, 64) for k in range(8)),
    (Bar(0, "1", 1, Fraction(0), Fraction(8), 8, 4, Fraction(0)),),
    (Tempo(Fraction(0), 100.0, ""),),
    (),
    {},
)


@pytest.fixture
def made(monkeypatch):
    """The scores from which models were made."""
    scores = []
    make = ScoreModel.from_score

    def noted(score):
        scores.append(score)
        return make(score)

    monkeypatch.setattr(ScoreModel, "from_score", noted)
    return scores


def the_file(folder):
    (file,) = folder.iterdir()
    return file


def same(one, other):
    return np.array_equal(one.sustain.bytes, other.sustain.bytes) and one.end == other.end


def test_a_model_is_made_once_until_the_score_changes(tmp_path, made):
    first = prepared(SCORE, tmp_path)
    assert same(prepared(SCORE, tmp_path), first)
    assert made == [SCORE]
    faster = replace(SCORE, tempi=(Tempo(Fraction(0), 120.0, ""),))
    prepared(faster, tmp_path)
    assert made == [SCORE, faster]
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :],
        lambda data: b"something else altogether, of another program" * 100,
    ],
    ids=["empty", "torn in the head", "short by a byte", "one bit wrong", "another file"],
)
def test_a_damaged_file_is_made_anew(tmp_path, made, harm):
    first = prepared(SCORE, tmp_path)
    file = the_file(tmp_path)
    good = file.read_bytes()
    file.unlink()
    file.write_bytes(harm(good))
    assert same(prepared(SCORE, tmp_path), first)
    assert len(made) == 2
    assert the_file(tmp_path).read_bytes() == good


def test_a_model_of_an_older_follower_is_not_used(tmp_path, made, monkeypatch):
    prepared(SCORE, tmp_path)
    monkeypatch.setattr(preparation, "_way_of_making", lambda: b"another")
    prepared(SCORE, tmp_path)
    assert len(made) == 2


def test_without_room_the_model_is_made_all_the_same(tmp_path, made):
    blocked = tmp_path / "a file"
    blocked.touch()
    assert prepared(SCORE, blocked / "models").end == 8
    assert len(made) == 1


def test_a_score_that_has_no_name_is_made_each_time(tmp_path, made):
    odd = replace(SCORE, fermatas=tuple(Fraction(1, p) for p in (1009, 1013, 1019, 1021, 1031)))
    assert model_key(odd) is None
    prepared(odd, tmp_path)
    assert made == [odd]
    assert list(tmp_path.iterdir()) == []


def test_check_prepares_every_number_and_tells_of_the_long_ones(tmp_path, made, monkeypatch):
    monkeypatch.setattr(preparation, "LONG", 8)
    longer = replace(SCORE, notes=(*SCORE.notes, replace(SCORE.notes[-1], id="n8")))
    told = []
    best = partial(from_best, folder=tmp_path, takes=tmp_path / "takes", tell=told.append)
    prepare_all({"short": SCORE, "long": longer}, best, told.append)
    assert told == ["long: preparing 9 notes"]
    assert len(list(tmp_path.iterdir())) == 2


def test_every_number_of_a_show_has_its_model(tmp_path):
    models = Models({"one": SCORE}, from_page)
    assert models["one"].end == 8


def test_a_number_is_followed_from_its_take_and_where_that_cannot_be_read_from_its_score(tmp_path):
    models, takes, told = tmp_path / "models", tmp_path / "takes", []
    page = ScoreModel.from_score(SCORE)
    frame = Frame(np.ones(88, np.float32), np.ones(88, np.float32), 1.0, False)
    keep_take(learn(page, [(frame, k / 30) for k in range(200)]), takes / "one.take")
    assert from_best("one", SCORE, models, takes, told.append).seconds(8) != page.seconds(8)
    assert from_best("two", SCORE, models, takes, told.append).seconds(8) == page.seconds(8)
    assert told == []
    (takes / "one.take").write_bytes(b"half a take")
    assert from_best("one", SCORE, models, takes, told.append).seconds(8) == page.seconds(8)
    assert len(told) == 1
    assert "one.take" in told[0]


def test_what_takes_taught_is_kept_and_makes_another_model(tmp_path, made):
    file = tmp_path / "takes" / "one.take"
    keep_take(learn(ScoreModel.from_score(SCORE)), file)
    take = kept_take(file)
    assert model_key(SCORE, take) == model_key(SCORE, kept_take(file))
    assert model_key(SCORE, take) != model_key(SCORE)
    made.clear()
    assert same(prepared(SCORE, tmp_path / "models", take), prepared(SCORE, tmp_path / "models", take))
    assert len(made) == 1


@pytest.mark.parametrize("content", [None, b"", b"half a take"])
def test_a_take_that_cannot_be_read_is_a_fault_with_its_file(tmp_path, content):
    file = tmp_path / "one.take"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Faulty, match=r"one\.take"):
        kept_take(file)


def test_what_other_ears_heard_is_a_fault(tmp_path, monkeypatch):
    file = tmp_path / "one.take"
    keep_take(learn(ScoreModel.from_score(SCORE)), file)
    monkeypatch.setattr(preparation, "_ears", lambda: b"another")
    with pytest.raises(Faulty, match="another version"):
        kept_take(file)


def test_a_model_is_no_take(tmp_path):
    prepared(SCORE, tmp_path)
    with pytest.raises(Faulty):
        kept_take(the_file(tmp_path))
