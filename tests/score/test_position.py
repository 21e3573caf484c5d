"""Places in text: read, looked up, told back."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scores import made

from odette.score.model import Bar, Score
from odette.score.position import Position, PositionError, parse, resolve, where


def song() -> Score:
    """A pickup of one quarter, bar 1, bar 2 twice (cut after 3 beats by the repeat), its rest X1, bar 3 in 6/8."""
    plan = [
        (0, "0", 1, Fraction(1), 4, 4, Fraction(3)),
        (1, "1", 1, Fraction(4), 4, 4, Fraction(0)),
        (2, "2", 1, Fraction(3), 4, 4, Fraction(0)),
        (1, "1", 2, Fraction(4), 4, 4, Fraction(0)),
        (2, "2", 2, Fraction(3), 4, 4, Fraction(0)),
        (3, "X1", 1, Fraction(1), 4, 4, Fraction(3)),
        (4, "3", 1, Fraction(3), 6, 8, Fraction(0)),
    ]
    bars, start = [], Fraction(0)
    for index, number, passing, length, beats, beat_type, offset in plan:
        bars.append(Bar(index, number, passing, start, length, beats, beat_type, offset))
        start += length
    return made(bars, {"A": 1, "1": 2})


@pytest.mark.parametrize(
    ("text", "beat", "seconds"),
    [
        ("0", 0, 0),
        ("0.4", 0, 0),
        ("1", 1, 0),
        ("1.2", 2, 0),
        ("1.2+1/2", Fraction(5, 2), 0),
        ("1.2 pass 2", 9, 0),
        ("2.4", 15, 0),  # only the second pass has it: the bar goes on after the repeat
        ("2.4 pass 2", 15, 0),
        ("X1", 15, 0),
        ("3.4", Fraction(35, 2), 0),  # beats of 6/8 are eighths
        ("A", 1, 0),
        ("A+1.2", 6, 0),
        ("A-1", 0, 0),
        ("1+0", 5, 0),  # rehearsal mark "1", since bars are added
        ("A+1 pass 2", 12, 0),
        ("end", 19, 0),
        ("end - 2s", 19, -2),
        ("3.1 - 1/2", Fraction(63, 4), 0),
        ("1.1 - 1/2", Fraction(1, 2), 0),
        ("1.1 + 200ms", 1, 0.2),
        ("1+0.5s", 1, 0.5),
        ("1+1/2", Fraction(3, 2), 0),
        ("1 + 0.5 - 100ms", Fraction(3, 2), -0.1),
        ("  1.2   pass 2 ", 9, 0),
    ],
)
def test_places(text: str, beat: Fraction, seconds: float) -> None:
    assert resolve(song(), parse(text)) == (beat, pytest.approx(seconds))


@pytest.mark.parametrize("text", ["", "33.2.5", "33.", ".2", "33.0", "33 pass 0", "33 pass", "1 + x", "1 + 1/0", "1 2"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(PositionError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("70", "the score has bars 0 to 3"),
        ("B", "rehearsal marks A, 1"),
        ("1 pass 3", "bar 1 is played 2 times"),
        ("3 pass 2", "bar 3 is played once"),
        ("1.5", "bar 1 has beats 1 to 4"),
        ("0.1", "bar 0 has only beat 4"),
        ("A+9", "the score has bars 0 to 3"),
        ("3+1", "a bar number alone"),
        ("0 - 1", "before the start"),
        ("end + 1", "after the end"),
        ("end.2", "stands alone"),
    ],
)
def test_what_the_score_does_not_have_is_refused_with_what_it_has(text: str, said: str) -> None:
    with pytest.raises(PositionError, match=said):
        resolve(song(), parse(text))


def test_where() -> None:
    score = song()
    assert where(score, Fraction(0)) == "0.4"
    assert where(score, 9.0) == "1.2 pass 2"
    assert where(score, Fraction(15)) == "2.4 pass 2"
    assert where(score, 2.4999) == "1.2+1/2"
    assert where(score, 19) == "end"
    assert where(score, -3) == "0.4"


@settings(deadline=None)
@given(st.fractions(0, 19, max_denominator=5040))
def test_where_and_resolve_are_each_others_inverse(beat: Fraction) -> None:
    assert resolve(song(), parse(where(song(), beat))) == (beat, 0.0)


numbers = st.integers(1, 999)
positions = st.builds(
    Position,
    place=st.sampled_from(["33", "X1", "8a", "A", "end"]),
    bars=st.none() | st.integers(-99, 99),
    beat=st.none() | st.fractions(1, 99, max_denominator=64),
    passing=st.none() | numbers,
    beats=st.fractions(-9, 9, max_denominator=64),
    seconds=st.integers(-9999, 9999).map(lambda ms: ms / 1000),
)


@settings(deadline=None)
@given(positions)
def test_a_position_reads_back_as_it_is_written(position: Position) -> None:
    assert parse(str(position)) == position


@settings(deadline=None)
@given(st.text(alphabet="0123456789.+-/ AXpasendm", max_size=16))
def test_any_text_is_a_position_or_refused(text: str) -> None:
    with suppress(PositionError):
        beat, _ = resolve(song(), parse(text))
        assert 0 <= beat <= song().end
