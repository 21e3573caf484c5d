"""What the desk shows: the show's state as messages for its pages."""

from collections import deque
from typing import Any

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.cue import At, Call, Cue, Light, Message, Title
from odette.core.effects import Alert, AnyEffect
from odette.core.events import AnyEvent, Following, Heard
from odette.core.patch import picture
from odette.core.plan import CONFIDENT
from odette.core.profile import coloured
from odette.core.slots import Lamp
from odette.core.state import State, standby, status
from odette.core.venue import Venue
from odette.score.model import Bar, Score
from odette.takes.report import where

ALERTS = 20
"""How many alerts are kept for the desk."""


class View:
    """Remembers what the state does not (alerts), and puts state and venue into the desk's words."""

    def __init__(self, venue: Venue, scores: dict[str, Score]) -> None:
        self._venue = venue
        self._scores = scores
        self._alerts: deque[dict[str, Any]] = deque(maxlen=ALERTS)
        self._texts: dict[str, str] = {}

    def note(self, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
        """Keep the alerts among an event's effects."""
        self._alerts += [{"text": e.text, "at": event.at} for e in effects if isinstance(e, Alert)]

    def state(self, state: State, now: ShowTime) -> dict[str, Any]:
        """The whole state, for a page that knows nothing yet."""
        book = state.book
        return {
            "type": "state",
            "now": now,
            "show": {"title": book.title, "venue": self._venue.title},
            "numbers": [{"id": n.id, "title": n.title, "end": n.end} for n in book.numbers],
            "number": state.number,
            "mode": "held" if state.held else "auto",
            "frozen": state.frozen,
            "blackout": state.blackout,
            "master": state.master,
            "submasters": {name: _level(state, name) for name in book.submasters},
            "parked": list(state.light.hand.parked),
            "highlighted": state.light.hand.highlighted,
            "rehearsal": state.rehearsal,
            "locked": state.locked,
            "closed": state.closed,
            "standby": cue.number if (cue := standby(state)) else None,
            "cues": [self._cue(state, cue) for cue in book.cues],
            "title": state.title,
            "call": state.call,
            "alerts": list(self._alerts),
            "links": [{"name": name, "up": not why, "detail": why} for name, why in state.links.items()],
            "stage": {"fixtures": [self._fixture(fixture.id) for fixture in self._venue.fixtures]},
        }

    def now(self, state: State, now: ShowTime) -> dict[str, Any]:
        """What changes all the time: position, room, levels, due times."""
        lamps = picture(self._venue, state.light, now)
        return {
            "type": "now",
            "now": now,
            "position": self._position(state.heard) if state.heard else None,
            "room": {"kind": state.room.kind, "level": state.room.level} if state.room else None,
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
            "department": cue.department,
            "authority": cue.authority,
            "where": where(cue.trigger),
            "in": at.number if at else None,
            "beat": at.beat if at else None,
            "status": status(state, cue),
            "due": state.dues.get(cue.number),
            "went": went,
            "late": (went - gone.planned) / MILLISECOND if gone and went else None,
            "by": outcome.by if outcome else None,
            "text": "; ".join(map(_in_words, cue.actions)),
            "until": gone.until if gone else None,
        }

    def _fixture(self, name: str) -> dict[str, Any]:
        fixture = next(f for f in self._venue.fixtures if f.id == name)
        kind = "colour" if coloured(self._venue.profile(fixture)) else "dimmer"
        return {"id": name, "name": fixture.name or name, "x": fixture.x, "y": fixture.y, "kind": kind}

    def _position(self, heard: Heard) -> dict[str, Any]:
        score = self._scores[heard.number]
        bar = score.bar_at(heard.beat)
        return {
            "number": heard.number,
            "beat": heard.beat,
            "where": f"{bar.number}.{beat_in(bar, heard.beat)}",
            "bar": bar.number,
            "tempo": heard.tempo,
            "confidence": heard.confidence,
            "following": heard.following,
            "heard_at": heard.heard_at,
            "words": in_words(heard, bar.number),
        }


def _level(state: State, name: str) -> float:
    submaster = state.light.hand.submasters.get(name)
    return submaster.level if submaster else 1.0


def beat_in(bar: Bar, beat: float) -> int:
    """Which beat of the bar sounds, from 1, as the time signature counts."""
    quarters = beat - float(bar.start) + float(bar.offset)
    return 1 + max(0, int(quarters * bar.beat_type / 4))


def in_words(heard: Heard, bar: str) -> str:
    """What the follower thinks, as a person would say it."""
    match heard.following:
        case Following.WAITING:
            return "waiting for the first note"
        case Following.HOLDING:
            return f"bar {bar}, holding"
        case Following.LOST:
            return "lost: you have the show"
        case Following.ENDED:
            return "the music is over"
        case Following.PLAYING:
            return f"bar {bar}, steady" if heard.confidence >= CONFIDENT else f"bar {bar}, not sure"


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
