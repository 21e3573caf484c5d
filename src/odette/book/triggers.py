"""What sets a cue off: one table of triggers and readers."""

import re
from collections.abc import Callable, Collection, Mapping

from odette.book.table import Table, quote, suggest
from odette.book.times import HOUR
from odette.core.clocks import Beat
from odette.core.cue import At, Called, Clock, Follow, Hang, On, Room, Trigger
from odette.score.model import Score
from odette.score.position import PositionError, parse, resolve

Scores = Mapping[str, Score | None] | None
"""The numbers of the show, in order; a score that is None could not be read, so no place in it can be checked.
None: the numbers are not known, because show.toml could not be read. Empty: a show without music."""


Parts = Collection[str] | None
"""The parts of the evening; None: not known."""


def read_trigger(cue: Table, scores: Scores, parts: Parts = None) -> Trigger:
    """The cue's one trigger; none means GO only."""
    written = [key for key in TRIGGERS if key in cue]
    if len(written) > 1:
        cue.fault(f"the cue has {' and '.join(written)}", "a cue has one trigger", written[1])
        return Called()
    companions, read = TRIGGERS[written[0]] if written else ((), None)
    for companion in ("in", "after"):
        if companion in cue and companion not in companions:
            owners = [key for key, (keys, _) in TRIGGERS.items() if companion in keys]
            found = f"{companion} stands beside {written[0] if written else 'no trigger'}"
            cue.fault(found, f"{companion} goes with {', '.join(owners)}", companion)
    return read(cue, scores, parts) if read else Called()


def _at(cue: Table, scores: Scores, _: Parts) -> Trigger:
    text = cue.text("at")
    if not scores:
        _no_music(cue, scores, "at")
        return Called()
    number = _number(cue, scores)
    if not number and "in" not in cue:
        if len(scores) > 1:
            cue.fault("the cue does not say which number it is in", f"write in = ...; {suggest('', scores)}", "at")
            return Called()
        number = next(iter(scores), "")
    score = scores.get(number)
    if not text or score is None:
        return Called()
    try:
        beat, offset = resolve(score, parse(text))
    except PositionError as error:
        cue.fault(error.found, error.wanted, "at")
        return Called()
    return At(number, Beat(float(beat)), offset, text)


def _on(cue: Table, scores: Scores, parts: Parts) -> Trigger:
    what = cue.choice("on", list(Room)) or Room.SHOW_OPENS
    if what in (Room.PART, Room.PART_OVER):
        return On(Room(what), _part(cue, parts), cue.number("after", 0, HOUR, 0.0))
    if what in (Room.UPBEAT, Room.MUSIC_BEGINS, Room.MUSIC_ENDS) or "in" in cue:
        _no_music(cue, scores, "on")
    number = _number(cue, scores)
    if number and cue.values["on"] == Room.SHOW_OPENS:
        cue.fault('"show opens" happens in no number', "leave in out", "in")
    return On(Room(what), number, cue.number("after", 0, HOUR, 0.0))


def _no_music(cue: Table, scores: Scores, key: str) -> None:
    """A cue that waits for music, in a show that has none, is a fault."""
    if scores is not None and not scores:
        cue.fault(f"{key} waits for music, and the show has none", "write its [[number]] in show.toml", key)


def _number(cue: Table, scores: Scores) -> str:
    """The number that ``in`` names; empty if it names none."""
    number = cue.text("in", "")
    if number and scores and number not in scores:
        cue.fault(f"there is no number {quote(number)}", suggest(number, scores), "in")
        return ""
    return number


def _part(cue: Table, parts: Parts) -> str:
    """The part of the evening that ``in`` names; empty if it names none."""
    if "in" not in cue:
        cue.fault("the cue does not say which part it waits for", f"write in = ...; {suggest('', parts or ())}", "on")
        return ""
    part = cue.text("in")
    if part and parts is not None and part not in parts:
        cue.fault(f"there is no part {quote(part)}", suggest(part, parts), "in")
    return part


def _follow(cue: Table, _: Scores, __: Parts) -> Trigger:
    return Follow(cue.text("follow"), *_after(cue, 0))


def _hang(cue: Table, _: Scores, __: Parts) -> Trigger:
    return Hang(cue.text("hang"), *_after(cue, -HOUR))


def _after(cue: Table, least: float) -> tuple[float, float]:
    """Seconds, and beats: one of them is 0."""
    written = cue.values.get("after")
    if not isinstance(written, str):
        return cue.number("after", least, HOUR, 0.0), 0.0
    beats = re.fullmatch(r"(-?)([0-9]+(?:\.[0-9]+)?)(?:/([1-9][0-9]*))? beats?", written)
    if beats is None or (beats[1] and least == 0):
        cue.fault(f"after is {quote(written)}", 'expected seconds, or beats such as "2 beats" or "1/2 beat"', "after")
        return 0.0, 0.0
    return 0.0, float(f"{beats[1]}1") * float(beats[2]) / int(beats[3] or 1)


def _clock(cue: Table, _: Scores, __: Parts) -> Trigger:
    return Clock(read_time_of_day(cue, "clock"))


def read_time_of_day(table: Table, key: str) -> str:
    """``HH:MM`` or ``HH:MM:SS``."""
    time = table.text(key)
    if time and not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", time):
        table.fault(f"{key} is {quote(time)}", 'expected HH:MM or HH:MM:SS, such as "19:30"', key)
        return ""
    return time


TRIGGERS: dict[str, tuple[tuple[str, ...], Callable[[Table, Scores, Parts], Trigger]]] = {
    "at": (("in",), _at),
    "on": (("in", "after"), _on),
    "follow": (("after",), _follow),
    "hang": (("after",), _hang),
    "clock": ((), _clock),
}
"""Each trigger's key, the keys that may stand beside it, and what reads them."""
