"""Verdicts become events when they change, and at most twice a second else."""

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.events import Kind, Phase, RoomHeard
from odette.room.events import RoomEvents
from odette.room.listener import Verdict


def told(*kinds: tuple[Kind, float]) -> list[RoomHeard]:
    """The events from verdicts that each last for so many seconds."""
    events, taken = RoomEvents(), []
    time = 0
    for kind, seconds in kinds:
        for _ in range(round(seconds * 50)):
            verdict = Verdict(kind, -30.04, "none")
            event = events.take(verdict, ShowTime(time * MILLISECOND), ShowTime((time + 5) * MILLISECOND))
            if event:
                taken.append(event)
            time += 20
    return taken


def test_a_change_is_told_at_once() -> None:
    events = told(("silence", 0.1), ("applause", 0.04), ("music", 0.1))
    assert [(event.kind, event.heard_at // MILLISECOND) for event in events] == [
        ("silence", 0),
        ("applause", 100),
        ("music", 140),
    ]


def test_an_unchanged_verdict_is_told_twice_a_second() -> None:
    events = told(("music", 10))
    assert [event.heard_at // MILLISECOND for event in events] == list(range(0, 10_000, 500))


def test_an_event_says_when_it_was_heard_and_when_it_came_and_how_loud() -> None:
    (event,) = told(("murmur", 0.02))
    assert event == RoomHeard(ShowTime(5 * MILLISECOND), "murmur", -30.0, ShowTime(0))


def test_a_change_of_phase_is_told_at_once_and_with_the_event() -> None:
    events = RoomEvents()
    phases: list[Phase] = ["rising", "rising", "sustained", "dying", "dying"]
    taken = [events.take(Verdict("applause", -20.0, phase), ShowTime(n), ShowTime(n)) for n, phase in enumerate(phases)]
    assert [event.phase if event else None for event in taken] == ["rising", None, "sustained", "dying", None]
