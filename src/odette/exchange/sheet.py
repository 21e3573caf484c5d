"""The cue sheet and the patch list: what stands in each line, for paper and for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from odette.book.open import Show
from odette.core.cue import Action, At, Authority, Call, Cue, Department, Follow, Hang, Light, Message, Pace, Title
from odette.core.motion import LINEAR, S
from odette.core.profile import GENERIC
from odette.core.venue import Fixture, Venue
from odette.score.model import Score
from odette.takes.words import where


@dataclass(frozen=True, slots=True)
class CueLine:
    """One cue, in words. Bar, beat and pass are those of its place in the score, if it has one."""

    cue: str
    list: str
    department: str
    number: str
    """Title of the piece of music."""
    bar: str
    beat: str
    passing: str
    """Which time the bar is played, if it is more than once."""
    trigger: str
    authority: str
    name: str
    what: str
    times: str
    notes: str


@dataclass(frozen=True, slots=True)
class PatchLine:
    """One fixture, in words."""

    universe: int
    first: int
    last: int
    fixture: str
    name: str
    profile: str
    roles: str
    """With weights in per cent, where they are not whole."""
    colour: str


def cue_lines(show: Show) -> list[CueLine]:
    """The cue sheet, in running order."""
    titles = {number.id: number.title for number in show.book.numbers}
    return [_cue_line(cue, show.scores, titles) for cue in show.book.cues]


def patch_lines(venue: Venue) -> list[PatchLine]:
    """The patch list, by universe and address."""
    profiles = {**GENERIC, **venue.profiles}
    usual = Fixture("", "", 1, 1).colour
    lines = []
    for fixture in sorted(venue.fixtures, key=lambda fixture: (fixture.universe, fixture.address)):
        weights = {role: lamps[fixture.id] for role, lamps in venue.roles.items() if fixture.id in lamps}
        last = fixture.address + profiles[fixture.profile].size - 1
        lines.append(
            PatchLine(
                fixture.universe,
                fixture.address,
                last,
                fixture.id,
                fixture.name,
                fixture.profile,
                ", ".join(role if weight == 1 else f"{role} {100 * weight:g} %" for role, weight in weights.items()),
                "" if fixture.colour == usual else "#" + "".join(f"{round(255 * part):02x}" for part in fixture.colour),
            )
        )
    return lines


def as_csv(lines: Iterable[CueLine | PatchLine], kind: type[CueLine] | type[PatchLine]) -> bytes:
    """A table with a line of headings; UTF-8 with a mark that spreadsheets know it by."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["pass" if field.name == "passing" else field.name for field in fields(kind)])
    table.writerows([getattr(line, field.name) for field in fields(kind)] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _cue_line(cue: Cue, scores: Mapping[str, Score], titles: Mapping[str, str]) -> CueLine:
    at = cue.trigger if isinstance(cue.trigger, At) else None
    bar, beat, passing = _place(at, scores[at.number]) if at else ("", "", "")
    return CueLine(
        cue.number,
        cue.list,
        cue.department,
        titles[at.number] if at else "",
        bar,
        beat,
        passing,
        _trigger(cue),
        cue.authority,
        cue.name,
        "; ".join(map(_what, cue.actions)),
        "; ".join(filter(None, map(_times, cue.actions))),
        cue.note,
    )


def _place(at: At, score: Score) -> tuple[str, str, str]:
    """Bar, beat (from 1, as the time signature counts) and pass."""
    bar = score.bar_at(at.beat)
    beat = 1 + (at.beat - float(bar.start) + float(bar.offset)) * bar.beat_type / 4
    again = any(other.index == bar.index and other is not bar for other in score.bars)
    return bar.number, f"{beat:.3f}".rstrip("0").rstrip("."), str(bar.passing) if again else ""


def _trigger(cue: Cue) -> str:
    trigger = cue.trigger
    if isinstance(trigger, Follow | Hang) and trigger.beats:
        return f"{where(trigger)} {trigger.beats:+g} beats"
    return where(trigger)


def _what(action: Action) -> str:
    match action:
        case Light(look=look):
            return look
        case Title(text=text):
            return " / ".join(text.splitlines()) or "(title off)"
        case Call(text=text):
            return text
        case Message(to=to, address=address, arguments=arguments):
            return " ".join([to, address, *map(str, arguments)])


def _times(action: Action) -> str:
    """As people write them: ``4``, ``4 / 6.5`` (up / down), ``delay 2``; then what differs, and what the cue is."""
    if not isinstance(action, Light):
        return ""
    words = [_pace(Pace(action.up, action.down, action.delay, action.down_delay))]
    words += [f"{family} {_pace(pace)}" for family, pace in action.paces.items()]
    if action.roles:
        words.append(f"own times: {', '.join(action.roles)}")
    if action.curve != S:
        words.append("linear" if action.curve == LINEAR else "curve")
    flags = {"cue-only": action.only, "assert": action.asserts, "block": action.block}
    return ", ".join(words + [word for word, flag in flags.items() if flag])


def _pace(pace: Pace) -> str:
    times = f"{pace.up:g}" if pace.up == pace.down else f"{pace.up:g} / {pace.down:g}"
    fall = pace.delay if pace.down_delay is None else pace.down_delay
    delays = f"{pace.delay:g}" if pace.delay == fall else f"{pace.delay:g} / {fall:g}"
    return f"{times}, delay {delays}" if pace.delay or fall else times


LETTERS = {
    Department.LIGHTS: "LX",
    Department.TITLES: "TITLE",
    Department.MESSAGES: "MSG",
    Department.CALLS: "CALL",
    Department.MACHINERY: "MACH",
}
"""Departments as stage managers call them."""

WHO = {Authority.CALLED: "on GO", Authority.ASSIST: "assist", Authority.AUTO: "auto"}
