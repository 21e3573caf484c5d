"""What a caller says through the evening: warn, standby, go, in the order in which it is said."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from odette.book.open import Show
from odette.core.cue import At, Authority, Cue, Follow, Hang, Light, On, Pace, Room
from odette.exchange.sheet import LETTERS, WHO, cue_lines
from odette.score.model import Score
from odette.score.position import where

LONGEST = 30.0
"""Seconds that a group of cues with one standby may last."""

PageOf = Callable[[str, float], int]
"""The page of the engraved score on which a beat of a number stands; 0: not known."""


class Word(StrEnum):
    """What is said."""

    WARN = "Warn"
    STANDBY = "Standby"
    GO = "GO"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the script."""

    word: Word
    heading: str
    """The number, and the page of its score."""
    place: str
    """Bar and beat; or what it waits for."""
    cues: str
    """``LX 12, TITLE 12.5``."""
    name: str = ""
    what: str = ""
    note: str = ""
    who: str = ""
    """Who sends it: on GO, assist, auto."""
    spoken: bool = True
    """Whether it is said at all: a cue that follows another goes without a word."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """When something is said, as the score's tempo has it: which number (-1: before the first), seconds into it."""

    number: int
    seconds: float


def script(show: Show, page_of: PageOf = lambda number, beat: 0) -> list[Line]:
    """All lines, in the order in which they are said at the score's tempo."""
    clocks = {number.id: _Clock(show.scores[number.id]) for number in show.book.numbers}
    moments = _moments(show, clocks)
    rows = {row.cue: row for row in cue_lines(show)}
    said: list[tuple[tuple[int, float, int], Line]] = []

    def say(moment: _Moment, order: int, word: Word, cues: Iterable[Cue]) -> None:
        names = [_called(cue) for cue in cues]
        heading, bar = _place(show, clocks, moment, page_of)
        line = Line(word, heading, bar, ", ".join(names))
        said.append(((moment.number, moment.seconds, order), line))

    warned: dict[_Moment, list[Cue]] = {}
    for group in _groups(show.book.cues, moments, show.book.calling.standby):
        first = moments[group[0].number]
        warned.setdefault(_warning(show, clocks, group[0], first), []).extend(group)
        say(_before(first, show.book.calling.standby), -1, Word.STANDBY, group)
    for moment, cues in warned.items():
        say(moment, -2, Word.WARN, cues)
    for order, cue in enumerate(show.book.cues):
        moment, row = moments[cue.number], rows[cue.number]
        heading, _ = _place(show, clocks, moment, page_of)
        place = f"{row.bar}.{row.beat}" if row.bar else row.trigger
        if row.passing:
            place += f" pass {row.passing}"
        spoken = not isinstance(cue.trigger, Follow | Hang) or cue.authority is Authority.CALLED
        who = WHO[Authority(row.authority)]
        line = Line(Word.GO, heading, place, _called(cue), row.name, row.what, row.notes, who, spoken)
        said.append(((moment.number, moment.seconds, order), line))
    return [line for _, line in sorted(said, key=lambda entry: entry[0])]


def _warning(show: Show, clocks: Mapping[str, "_Clock"], cue: Cue, moment: _Moment) -> _Moment:
    """When a cue is warned of: so many seconds before it, or bars."""
    calling = show.book.calling
    if not calling.bars or not isinstance(cue.trigger, At):
        return _before(moment, calling.warn)
    bars = show.scores[cue.trigger.number].bars
    here = bisect_right(bars, float(cue.trigger.beat), key=lambda bar: float(bar.start)) - 1
    beat = cue.trigger.beat - float(bars[here].start - bars[max(0, here - calling.bars)].start)
    return _Moment(moment.number, clocks[cue.trigger.number].seconds(beat))


def _before(moment: _Moment, seconds: float) -> _Moment:
    return _Moment(moment.number, max(0.0, moment.seconds - seconds))


def _called(cue: Cue) -> str:
    """Department and number, never parted at the end of a line."""
    return f"{LETTERS[cue.department]}\xa0{cue.number}"


class _Clock:
    """Seconds into a score at its own tempi, and back to beats."""

    def __init__(self, score: Score) -> None:
        self.end = float(score.end)
        starts = [float(tempo.start) for tempo in score.tempi]
        self.pieces: list[tuple[float, float, float]] = []
        seconds = 0.0
        for tempo, start, until in zip(score.tempi, starts, [*starts[1:], self.end], strict=True):
            self.pieces.append((start, seconds, tempo.quarters / 60))
            seconds += (until - start) * 60 / tempo.quarters

    def seconds(self, beat: float) -> float:
        start, at, speed = [piece for piece in self.pieces if piece[0] <= beat][-1]
        return at + (beat - start) / speed

    def beat(self, seconds: float) -> float:
        start, at, speed = [piece for piece in self.pieces if piece[1] <= seconds][-1]
        return min(start + (seconds - at) * speed, self.end)


def _moments(show: Show, clocks: Mapping[str, _Clock]) -> dict[str, _Moment]:
    """When each cue goes. One without a place of its own goes after the cue before it."""
    index = {number.id: i for i, number in enumerate(show.book.numbers)}
    moments: dict[str, _Moment] = {}
    last = _Moment(-1, 0.0)
    for cue in show.book.cues:
        match cue.trigger:
            case At(number=number, beat=beat, offset=offset):
                last = _Moment(index[number], clocks[number].seconds(beat) + offset)
            case On(what=Room.SHOW_OPENS, after=after):
                last = _Moment(-1, after)
            case On(what=what, number=number, after=after) if number in index:
                late = what in (Room.MUSIC_ENDS, Room.APPLAUSE, Room.APPLAUSE_OVER)
                ended = clocks[number].seconds(clocks[number].end) if late else 0.0
                last = _Moment(index[number], max(ended + after, last.seconds if last.number == index[number] else 0))
            case Follow(cue=leader, after=after):
                last = _Moment(moments[leader].number, moments[leader].seconds + after)
            case Hang(cue=leader, after=after):
                fade = _fade(next(other for other in show.book.cues if other.number == leader))
                last = _Moment(moments[leader].number, moments[leader].seconds + fade + after)
        moments[cue.number] = last
    return moments


def _fade(cue: Cue) -> float:
    light = next(action for action in cue.actions if isinstance(action, Light))
    return Pace(light.up, light.down, light.delay, light.down_delay).length


def _groups(cues: Iterable[Cue], moments: Mapping[str, _Moment], apart: float) -> Iterator[list[Cue]]:
    """Cues that one standby speaks of: none is more than ``apart`` seconds after the one before.

    Those that go of themselves after another need none.
    """
    alone = [
        cue for cue in cues if not (isinstance(cue.trigger, Follow | Hang) and cue.authority is not Authority.CALLED)
    ]
    group: list[Cue] = []
    for cue in sorted(alone, key=lambda cue: (moments[cue.number].number, moments[cue.number].seconds)):
        if group:
            first, last, here = (moments[other.number] for other in (group[0], group[-1], cue))
            over = here.seconds - last.seconds > apart or here.seconds - first.seconds > LONGEST
            if last.number != here.number or over:
                yield group
                group = []
        group.append(cue)
    if group:
        yield group


def _place(show: Show, clocks: Mapping[str, _Clock], moment: _Moment, page_of: PageOf) -> tuple[str, str]:
    """Heading and bar of a moment."""
    if moment.number < 0:
        return "Before the music", ""
    number = show.book.numbers[moment.number]
    clock = clocks[number.id]
    beat = clock.beat(moment.seconds)
    page = page_of(number.id, beat)
    bar = where(show.scores[number.id], float(int(beat)))
    return f"{number.title}, page {page}" if page else number.title, bar
