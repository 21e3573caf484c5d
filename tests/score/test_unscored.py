"""Places in what has no score: minutes and seconds, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.score.model import Bar, Part, Score, Tempo
from odette.score.position import PositionError, parse, resolve, where
from odette.score.unscored import lasting, moment

STORM = lasting(200.0)


@given(st.integers(0, 199_999))
def test_every_moment_is_read_back_as_it_is_written(milliseconds: int) -> None:
    beat, offset = resolve(STORM, parse(moment(milliseconds / 1000)))
    assert (float(beat), offset) == (milliseconds / 1000, 0.0)
    assert where(STORM, beat) == moment(milliseconds / 1000)


@pytest.mark.parametrize(
    ("text", "beat", "offset"),
    [
        ("1:05.5", 65.5, 0.0),
        ("0:00", 0, 0),
        ("end - 2s", 200, -2.0),
        ("1:05 + 200ms", 65, 0.2),
        ("2:00 - 1/2", 119.5, 0),
    ],
)
def test_places_are_minutes_and_seconds(text: str, beat: float, offset: float) -> None:
    assert resolve(STORM, parse(text)) == (beat, offset)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("33", "this number has no score: write minutes and seconds"),
        ("A+4.1", "this number has no score: write minutes and seconds"),
        ("3:21", "it lasts 3:20"),
        ("1:60", "this number has no score"),
    ],
)
def test_what_is_no_place_there_is_told_in_words(text: str, wanted: str) -> None:
    with pytest.raises(PositionError, match=wanted):
        resolve(STORM, parse(text))


def test_what_has_no_length_has_no_places() -> None:
    with pytest.raises(PositionError, match="its cues go on GO"):
        resolve(lasting(0), parse("0:10"))


def test_a_score_has_bars_and_no_minutes() -> None:
    from fractions import Fraction

    score = Score(
        "", (Part("p", "Flute"),), (), (Bar(0, "1", 1, Fraction(0), Fraction(4), 4, 4),), (Tempo(Fraction(0), 90.0),)
    )
    with pytest.raises(PositionError, match="this number has a score"):
        resolve(score, parse("0:01"))


def test_bars_are_minutes() -> None:
    assert [(bar.number, float(bar.length)) for bar in STORM.bars] == [("0", 60), ("1", 60), ("2", 60), ("3", 20)]
    assert STORM.bar_at(65.5).number == "1"
