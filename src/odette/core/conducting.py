"""The conductor's hands: evidence for the start of a number, never for a place in it."""

from odette.core.alerts import alert
from odette.core.clocks import ShowTime, seconds_between
from odette.core.events import Conducted, Following
from odette.core.state import State, Turn

UNANSWERED = 4.0
"""Seconds after its beat in which music should have followed an upbeat."""


def conduct(turn: Turn, event: Conducted) -> None:
    """A sign of the hands. An upbeat while a number is waited for is a moment that cues wait for."""
    state = turn.state
    turn.change(conducted=event)
    if event.sign == "upbeat" and awaited(state):
        turn.change(upbeats={**state.upbeats, state.number: event.at})
    elif event.sign == "withdrawn" and unanswered(state):
        forget_upbeat(turn, "upbeat withdrawn")


def awaited(state: State) -> bool:
    """Whether the show waits for the first note of a number."""
    return bool(state.number) and state.number not in state.begun and state.number not in state.ended


def unanswered(state: State) -> bool:
    """Whether an upbeat was seen that no music has followed yet."""
    return awaited(state) and state.number in state.upbeats


def miss_music(turn: Turn) -> None:
    """Time has passed: an upbeat that no music followed was a false start, and the next one counts again."""
    state, sign = turn.state, turn.state.conducted
    waits = state.heard is None or state.heard.following is Following.WAITING
    if sign is not None and unanswered(state) and waits and seconds_between(sign.due, state.now) > UNANSWERED:
        forget_upbeat(turn, "upbeat unanswered")


def forget_upbeat(turn: Turn, why: str) -> None:
    """It was none. What went on it stays gone; BACK takes it back."""
    state = turn.state
    turn.change(upbeats={number: at for number, at in state.upbeats.items() if number != state.number})
    turn.cause(alert(why))


def upbeat_by_hand(turn: Turn, at: ShowTime) -> str:
    """A person says that the conductor gives the upbeat; returns why not, if so."""
    if not awaited(turn.state):
        return "no number is waited for: an upbeat begins one"
    conduct(turn, Conducted(at, "upbeat", at))
    return ""
