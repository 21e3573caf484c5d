"""Places in a score as people write them: "33.2 pass 2", "A+4.1", "end - 2s"; both ways.

    33            bar 33                      33.2          its second beat
    33.2+1/2      half a beat later           33.2 pass 2   the second time it is played
    A             the bar of rehearsal mark A  A+4.1        four bars after it, first beat
    end           the end of the music        33.1 - 1/2    half a beat before it
    33 + 200ms    a fifth of a second later   33.1 + 0.5s

In a number that has no score, minutes and seconds from where it began: "1:05", "1:05.5", "end - 2s".

Beats are those of the time signature: six in 6/8. A bar number that is also a rehearsal mark is the bar, unless
bars are added ("12+0" is the bar of mark 12). Without a pass, the first one in which the beat is played is meant.
Where a printed bar is cut in two by a repeat, its beats count on through both halves.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from odette.score.model import Bar, Score
from odette.score.unscored import moment

_PLACE = re.compile(
    r"""(?P<place>[^\s.+\-]+)
        (?P<bars>[+-]\d{1,6}(?![\d/]|\.?\d*\s*m?s\b))?
        (\.(?P<beat>\d{1,6})(?P<part>\+\d{1,9}/[1-9]\d{0,8})?)?
        (\s+pass\s+(?P<passing>\d{1,6}))?
        (?P<offsets>(\s*[+-]\s*(\d{1,9}/[1-9]\d{0,8}|\d{1,6}(\.\d{1,6})?)\s*(ms|s)?(?![\w./]))*)""",
    re.VERBOSE,
)
_TIME = re.compile(r"(?P<minutes>\d{1,4}):(?P<seconds>[0-5]\d(\.\d{1,3})?)")
_OFFSET = re.compile(r"([+-])\s*([\d./]+)\s*(ms|s)?")
_FINEST = 48
"""Denominator of a beat to which ``where`` rounds a float."""


class PositionError(ValueError):
    """A place that cannot be read or that the score does not have."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"{found}; {wanted}")
        self.found = found
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class Position:
    """A place as written, not yet looked up in a score."""

    place: str
    """A bar number, a rehearsal mark, "end", or minutes and seconds."""
    bars: int | None = None
    """Bars after a rehearsal mark."""
    beat: Fraction | None = None
    """From 1; None: where the bar begins."""
    passing: int | None = None
    beats: Fraction = Fraction(0)
    """Offset in beats of the time signature."""
    seconds: float = 0.0

    def __str__(self) -> str:
        text = self.place
        if self.bars is not None:
            text += f"{self.bars:+d}"
        if self.beat is not None:
            whole = int(self.beat)
            part = self.beat - whole
            text += f".{whole}" + (f"+{part}" if part else "")
        if self.passing is not None:
            text += f" pass {self.passing}"
        if self.beats:
            text += f" {'+' if self.beats > 0 else '-'} {abs(self.beats)}"
        if self.seconds:
            text += f" {'+' if self.seconds > 0 else '-'} {abs(round(self.seconds * 1000))}ms"
        return text


def parse(text: str) -> Position:
    """Read a place. Raises PositionError, a ValueError with ``found`` and ``wanted``."""
    time = _TIME.match(text.strip())
    if time is not None:
        return replace(parse("end" + text.strip()[time.end() :]), place=time[0])
    wanted = "a place such as 33, 33.2, 33.2+1/2, 33.2 pass 2, A+4.1 or end, perhaps with - 1/2 or + 200ms after it"
    match = _PLACE.fullmatch(text.strip())
    if match is None:
        raise PositionError(f'"{text}"', wanted)
    beat = None
    if match["beat"] is not None:
        beat = Fraction(match["beat"]) + Fraction((match["part"] or "+0")[1:])
        if beat < 1:
            raise PositionError(f'beat 0 in "{text}"', "beats are counted from 1")
    if match["passing"] is not None and int(match["passing"]) < 1:
        raise PositionError(f'pass 0 in "{text}"', "passes are counted from 1")
    beats, seconds = Fraction(0), Fraction(0)
    for sign, amount, unit in _OFFSET.findall(match["offsets"]):
        value = Fraction(amount) * (-1 if sign == "-" else 1)
        if unit:
            seconds += value / (1000 if unit == "ms" else 1)
        else:
            beats += value
    return Position(
        match["place"],
        int(match["bars"]) if match["bars"] else None,
        beat,
        int(match["passing"]) if match["passing"] else None,
        beats,
        float(seconds),
    )


def resolve(score: Score, position: Position) -> tuple[Fraction, float]:
    """Quarter notes from the start of the unfolded score, and seconds after that.

    Raises PositionError if the score has no such place.
    """
    if score.unscored and not score.end:
        raise PositionError(f'"{position}"', "this number has neither score nor length: its cues go on GO")
    time = _TIME.fullmatch(position.place)
    if score.unscored and position.place != "end":
        if time is None:
            raise PositionError(
                f'"{position}"', 'this number has no score: write minutes and seconds, such as "1:05.5"'
            )
        bar, at = score.bars[0], 60 * Fraction(time["minutes"]) + Fraction(time["seconds"])
    elif time is not None:
        raise PositionError(f'"{position}"', f"this number has a score: {_bars(score)}")
    elif position.place == "end":
        if position.bars is not None or position.beat is not None or position.passing is not None:
            raise PositionError(f'"{position}"', '"end" stands alone, or with an offset: "end - 2s"')
        bar, at = score.bars[-1], score.end
    else:
        bar, at = _find(score, position)
    at += position.beats * _beat(bar)
    if not 0 <= at <= score.end:
        side = "before the start" if at < 0 else "after the end"
        known = f"it lasts {moment(score.end)}" if score.unscored else _bars(score)
        raise PositionError(f'"{position}" is {side} of the music', known)
    return at, position.seconds


def where(score: Score, beat: Fraction | float) -> str:
    """The place at ``beat`` quarter notes as one would write it: "33.2+1/2 pass 2".

    A Fraction is told exactly, a float to the nearest 48th of a beat. Outside the music: its first bar or "end".
    """
    if beat >= score.end:
        return "end"
    if score.unscored:
        return moment(max(0, beat))
    exact = isinstance(beat, Fraction)
    beat = max(Fraction(0), Fraction(beat))
    i = _index(score, beat)
    bar = score.bars[i]
    count = 1 + (beat - bar.start + bar.offset) / _beat(bar)
    if not exact:
        count = Fraction(round(count * _FINEST), _FINEST)
    while i and _goes_on(score.bars[i - 1], score.bars[i]):
        i -= 1
    head = score.bars[i]
    return str(Position(head.number, None, count, head.passing if head.passing > 1 else None))


def _index(score: Score, beat: Fraction) -> int:
    """Index in ``score.bars`` of the bar that sounds at ``beat``."""
    low, high = 0, len(score.bars) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if score.bars[middle].start <= beat:
            low = middle
        else:
            high = middle - 1
    return low


def _find(score: Score, position: Position) -> tuple[Bar, Fraction]:
    """The bar that the position names, and the moment."""
    printed = _printed(score, position)
    played = [i for i, bar in enumerate(score.bars) if bar.index == printed]
    if not played:
        raise PositionError(f'"{position}"', "that bar is printed but never played")
    number = score.bars[played[0]].number
    if position.passing is not None:
        if position.passing > len(played):
            times = "once" if len(played) == 1 else f"{len(played)} times"
            raise PositionError(f'pass {position.passing} in "{position}"', f"bar {number} is played {times}")
        played = [played[position.passing - 1]]
    if position.beat is None:
        return score.bars[played[0]], score.bars[played[0]].start
    for i in played:
        found = _beat_in(score, i, position.beat)
        if found:
            return found
    bar = score.bars[played[0]]
    first = 1 + bar.offset / _beat(bar)
    last = -(-(bar.offset + bar.length) // _beat(bar))
    beats = f"beats {float(first):g} to {last}" if first < last else f"only beat {float(first):g}"
    raise PositionError(f'"{position}"', f"bar {number} has {beats}")


def _printed(score: Score, position: Position) -> int:
    """Index of the printed bar that the position names."""
    numbers = {bar.number: bar.index for bar in score.bars}
    place = position.place
    if position.bars is None and place in numbers:
        return numbers[place]
    if place in score.marks:
        index = score.marks[place] + (position.bars or 0)
        if index not in {bar.index for bar in score.bars}:
            raise PositionError(f'"{position}"', _bars(score))
        return index
    if place in numbers:
        raise PositionError(f'"{position}"', f'a bar number alone, or with a beat: "{place}.1 + 1/2"')
    marks = ", ".join(score.marks)
    known = f", and the rehearsal marks {marks}" if marks else " and no rehearsal marks"
    raise PositionError(f'bar "{place}"' if place[:1].isdigit() else f'"{place}"', _bars(score) + known)


def _beat_in(score: Score, i: int, beat: Fraction) -> tuple[Bar, Fraction] | None:
    """Where that beat is in the ``i``-th bar played, or in the rest of it if the bar is cut in two."""
    while True:
        bar = score.bars[i]
        at = (beat - 1) * _beat(bar) - bar.offset
        if 0 <= at < bar.length:
            return bar, bar.start + at
        i += 1
        if at < 0 or i == len(score.bars) or not _goes_on(bar, score.bars[i]):
            return None


def _goes_on(bar: Bar, after: Bar) -> bool:
    """Whether ``after`` is the rest of the same written bar."""
    return after.index == bar.index + 1 and bar.offset + bar.length == after.offset


def _beat(bar: Bar) -> Fraction:
    return Fraction(4, bar.beat_type)


def _bars(score: Score) -> str:
    numbers = [bar.number for bar in sorted(score.bars, key=lambda bar: bar.index)]
    return f"the score has bars {numbers[0]} to {numbers[-1]}"
