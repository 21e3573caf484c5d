"""What the desk shows: the show's state as messages for its pages."""

from bisect import bisect_right
from collections import deque
from typing import Any

from odette.core.clocks import MILLISECOND, SECOND, Beat, ShowTime
from odette.core.conducting import awaited
from odette.core.cue import At, Call, Cue, Light, Message, Number, On, Room, Title
from odette.core.effects import AnyEffect, Listen
from odette.core.events import AnyEvent, Following, Heard, Recognised, Told
from odette.core.lists import ELSEWHERE
from odette.core.patch import picture
from odette.core.plan import CONFIDENT, relied_on
from odette.core.profile import coloured
from odette.core.slots import Lamp
from odette.core.state import State, number_named, standby, status
from odette.core.venue import Venue
from odette.performance.evening_view import evening
from odette.score.model import Bar, Score
from odette.score.unscored import moment
from odette.takes.words import where

ENDS = (Room.MUSIC_ENDS, Room.APPLAUSE, Room.APPLAUSE_OVER)
TRACE_EVERY = SECOND
TRACE = 120
"""How many tempi are kept for the desk, one every ``TRACE_EVERY``."""


class View:
    """Puts state and venue into the desk's words. Remembers what the state does not: lately heard tempi, since
    when the follower thinks what it thinks, and where people last said that the players are."""

    def __init__(self, venue: Venue, scores: dict[str, Score]) -> None:
        self._venue = venue
        self._scores = scores
        self._tempi: deque[tuple[ShowTime, float]] = deque(maxlen=TRACE)
        self._since: tuple[str, Following | None, ShowTime] = ("", None, ShowTime(0))
        self._told: Told | None = None
        self._found: ShowTime | None = None
        self._repeated = {name: repeated(score) for name, score in scores.items()}

    def note(self, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
        """Keep where a person said that the players are."""
        if isinstance(event, Told) and any(isinstance(e, Listen) for e in effects):
            self._told, self._found = event, None

    def state(self, state: State, now: ShowTime) -> dict[str, Any]:
        """The whole state, for a page that knows nothing yet."""
        book = state.book
        return {
            "type": "state",
            "now": now,
            "show": {"title": book.title, "venue": self._venue.title},
            "numbers": [self._number(number) for number in book.numbers],
            "calling": {"warn": book.calling.warn, "standby": book.calling.standby},
            "number": state.number,
            "evening": evening(state),
            "mode": "held" if state.held else "auto",
            "frozen": state.frozen,
            "blackout": state.blackout,
            "master": state.master,
            "submasters": {name: _level(state, name) for name in book.submasters},
            "parked": list(state.light.hand.parked),
            "previewed": list(state.light.hand.preview),
            "highlighted": state.light.hand.highlighted,
            "roles": list(self._venue.roles),
            "lists": {name: cue for name, cue in state.stands.items() if name in book.lists and cue != ELSEWHERE},
            "rehearsal": state.rehearsal,
            "locked": state.locked,
            "closed": state.closed,
            "standby": cue.number if (cue := standby(state)) else None,
            "cues": [self._cue(state, cue) for cue in book.cues],
            "title": state.title,
            "call": state.call,
            "awaited": awaited(state),
            "recognised": self._recognised(state, asked) if (asked := state.recognised) else None,
            "conducted": {"sign": sign.sign, "at": sign.at} if (sign := state.conducted) else None,
            "tempi": [[at, round(tempo, 1)] for at, tempo in self._tempi],
            "alerts": alerts(state),
            "links": [{"name": name, "up": not why, "detail": why} for name, why in state.links.items()],
            "stage": {"fixtures": [self._fixture(fixture.id) for fixture in self._venue.fixtures]},
        }

    def now(self, state: State, now: ShowTime) -> dict[str, Any]:
        """What changes all the time: position, room, levels, due times."""
        lamps, room = picture(self._venue, state.light, now), state.room
        self._remember(state, now)
        return {
            "type": "now",
            "now": now,
            "position": self._position(state.heard) if state.heard else None,
            "told": self._told_where(self._told) if self._told else None,
            "room": {"kind": room.kind, "level": room.level, "phase": room.phase} if room else None,
            "levels": {name: _drawn(lamp) for name, lamp in lamps.items()},
            "due": {**state.expected, **state.dues},
        }

    def _cue(self, state: State, cue: Cue) -> dict[str, Any]:
        at = cue.trigger if isinstance(cue.trigger, At) else None
        outcome = state.outcomes.get(cue.number)
        gone = outcome if outcome and not outcome.passed else None
        went = max(gone.at, state.sent.get(cue.number, gone.at)) if gone else None
        return {
            "number": cue.number,
            "name": cue.name,
            "note": cue.note,
            "department": cue.department,
            "authority": cue.authority,
            "where": where(cue.trigger),
            "in": at.number if at else None,
            "beat": at.beat if at else None,
            "over": ended_before(cue),
            "status": status(state, cue),
            "due": state.dues.get(cue.number),
            "went": went,
            "late": (went - gone.planned) / MILLISECOND if gone and went else None,
            "by": outcome.by if outcome else None,
            "text": "; ".join(map(_in_words, cue.actions)),
            "until": gone.until if gone else None,
            "held": cue.number in state.held_cues,
            "acknowledged": state.acknowledged.get(cue.number, ()),
            "warn": self._warned(state, at) if at else None,
        }

    def _remember(self, state: State, now: ShowTime) -> None:
        """Keep of this moment what later ones are to show."""
        heard = state.heard
        if heard is None:
            self._since = ("", None, now)
            return
        if self._since[:2] != (heard.number, heard.following):
            self._since = (heard.number, heard.following, heard.heard_at)
        if not relied_on(state):
            return
        if self._found is None and self._told and heard.heard_at >= self._told.at:
            self._found = now
        if not self._tempi or now - self._tempi[-1][0] >= TRACE_EVERY:
            self._tempi.append((now, heard.tempo))

    def _number(self, number: Number) -> dict[str, Any]:
        score = self._scores[number.id]
        return {
            "id": number.id,
            "title": number.title,
            "kind": number.kind,
            "end": number.end,
            "seconds": lasting(number),
            "upbeat": bool(score.bars[0].offset),
        }

    def _warned(self, state: State, at: At) -> Beat | None:
        """The beat at which the caller warns of a cue, where that is counted in bars."""
        if not state.book.calling.bars:
            return None
        bars = self._scores[at.number].bars
        index = bisect_right([float(bar.start) for bar in bars], at.beat) - 1
        return Beat(at.beat - float(bars[index].start - bars[max(0, index - state.book.calling.bars)].start))

    def _fixture(self, name: str) -> dict[str, Any]:
        fixture = next(f for f in self._venue.fixtures if f.id == name)
        kind = "colour" if coloured(self._venue.profile(fixture)) else "dimmer"
        return {"id": name, "name": fixture.name or name, "x": fixture.x, "y": fixture.y, "kind": kind}

    def _told_where(self, told: Told) -> dict[str, Any]:
        """Where a person said that the players are, and when they were found there."""
        bar = self._scores[told.number].bar_at(told.beat)
        place = {"number": told.number, "beat": told.beat, "bar": bar.number}
        return {**place, "who": told.who, "at": told.at, "found": self._found}

    def _recognised(self, state: State, asked: Recognised) -> dict[str, Any]:
        """What is played instead of the number that is listened for."""
        bar = self._scores[asked.number].bar_at(asked.beat).number
        title = number_named(state, asked.number).title
        return {"number": asked.number, "title": title, "bar": bar, "at": asked.heard_at}

    def _position(self, heard: Heard) -> dict[str, Any]:
        score = self._scores[heard.number]
        bar = score.bar_at(heard.beat)
        return {
            "number": heard.number,
            "beat": heard.beat,
            "where": moment(int(heard.beat)) if score.unscored else f"{bar.number}.{beat_in(bar, heard.beat)}",
            "bar": bar.number,
            "pass": bar.passing if bar.index in self._repeated[heard.number] else None,
            "tempo": heard.tempo,
            "unit": bar.unit,
            "confidence": heard.confidence,
            "sure": heard.confidence >= CONFIDENT,
            "following": heard.following,
            "since": self._since[2],
            "heard_at": heard.heard_at,
        }


def alerts(state: State) -> list[dict[str, Any]]:
    """The last alerts, oldest first. ``over``: told again since, for better or worse."""
    told: set[str] = set()
    shown: list[dict[str, Any]] = []
    for at, alert in ((raised.at, raised.alert) for raised in reversed(state.alerts)):
        over = alert.about in told
        told |= {alert.about} if alert.about else set()
        shown.append(
            {
                "id": f"{at} {alert.key or alert.text}",
                "at": at,
                "text": alert.text,
                "key": alert.key,
                "values": alert.values,
                "severity": alert.severity,
                "about": alert.about,
                "over": over,
            }
        )
    return shown[::-1]


def _level(state: State, name: str) -> float:
    submaster = state.light.hand.submasters.get(name)
    return submaster.level if submaster else 1.0


def ended_before(cue: Cue) -> str:
    """The number whose music is over when a cue goes; empty: that is not said."""
    return cue.trigger.number if isinstance(cue.trigger, On) and cue.trigger.what in ENDS else ""


def beat_in(bar: Bar, beat: float) -> int:
    """Which beat of the bar sounds, from 1, as the time signature counts."""
    quarters = beat - float(bar.start) + float(bar.offset)
    return 1 + max(0, int(quarters * bar.beat_type / 4))


def repeated(score: Score) -> set[int]:
    """The printed bars that are played more than once."""
    return {bar.index for bar in score.bars if bar.passing > 1}


def lasting(number: Number) -> float:
    """Seconds that a number lasts at the tempi of its score."""
    tempi = number.tempi or ((Beat(0.0), number.tempo),)
    ends = [*(start for start, _ in tempi[1:]), number.end]
    return sum((end - start) * 60 / tempo for (start, tempo), end in zip(tempi, ends, strict=True))


def _drawn(lamp: Lamp) -> list[float]:
    return [round(value, 3) for value in (lamp.level, *lamp.colour)]


def _in_words(action: Light | Title | Message | Call) -> str:
    match action:
        case Light(look=look):
            return look
        case Title(text=text) | Call(text=text):
            return text
        case Message(to=to, address=address):
            return f"{to} {address}"
