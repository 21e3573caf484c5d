"""The one writer: what reaches the world is in the log before."""

import msgspec

from evenings import at, book, opened, playing, pressed, room, standing
from odette.core.effects import Answered, Fade
from odette.core.events import Closed, Command, Following, Mastered, Ticked, Told
from odette.core.state import ALERTS, opening
from odette.core.step import step
from odette.performance.evening import Evening, Inbox, perform
from odette.takes.log import encode


class Log:
    def __init__(self):
        self.lines = []

    def append(self, *lines):
        self.lines += lines


def test_effects_are_logged_before_they_are_carried_out():
    log, seen = Log(), []
    evening = Evening(opening(book("1 lights called"), {}), log, lambda event, effects: seen.append(list(log.lines)))
    evening.take(pressed(1))
    (at_that_time,) = seen
    assert encode(pressed(1)) == at_that_time[0]
    assert len(at_that_time) == 3, "the event, the fade and the answer"


def test_it_wakes_the_show_when_the_show_wants_to_be_woken():
    log = Log()
    evening = Evening(opening(book("1 lights called\n2 lights auto follow 1 1"), {}), log)
    evening.take(pressed(1))
    evening.catch_up(at(1.9))
    assert set(evening.state.outcomes) == {"1"}
    evening.catch_up(at(2.0))
    assert evening.state.outcomes["2"].at == at(2.0)
    assert any(b"ticked" in line for line in log.lines)


def test_a_closed_show_is_over():
    inbox, carried, breaths = Inbox(), [], []
    for event in [opened(), *playing(0, 5), pressed(3.6, press="p"), Closed(at(4))]:
        inbox.put(event)
    evening = Evening(opening(book("1 lights auto at 4"), {}), Log(), lambda event, effects: carried.extend(effects))
    perform(evening, inbox, lambda: evening.state.now, lambda: breaths.append(1))
    assert evening.state.closed
    assert [type(effect) for effect in carried if isinstance(effect, Fade | Answered)] == [Fade, Answered]
    assert breaths


def test_a_tick_never_goes_back_in_time():
    evening = Evening(opening(book("1 lights called\n2 lights auto follow 1 0"), {}), Log())
    evening.take(pressed(5))
    evening.take(Ticked(at(1)))
    assert evening.state.now == at(5)


def poisonous(state, event):
    """A step with a fault: the press called poison is too much for it."""
    if getattr(event, "id", "") == "poison":
        raise KeyError("a fault of ours")
    return step(state, event)


def test_an_event_that_cannot_be_applied_is_left_out_of_the_log_and_told_once(monkeypatch):
    monkeypatch.setattr("odette.performance.evening.step", poisonous)
    log, told = Log(), []
    evening = Evening(opening(book("1 lights called"), {}), log, trouble=told.append)
    before = evening.state
    for _ in range(3):
        assert not evening.take(pressed(1, press="poison"))
    assert evening.state is before
    assert log.lines == [], "a restarted show would meet it again"
    (words,) = told
    assert words.startswith("Pressed was left out: KeyError('a fault of ours') at test_evening.py:")
    assert evening.take(pressed(2))
    assert "1" in evening.state.outcomes, "the show goes on"


def test_a_wake_that_cannot_be_applied_keeps_nobody_waiting(monkeypatch):
    def no_ticks(state, event):
        if isinstance(event, Ticked):
            raise KeyError("a fault of ours")
        return step(state, event)

    monkeypatch.setattr("odette.performance.evening.step", no_ticks)
    evening = Evening(opening(book("1 lights called\n2 lights auto follow 1 1"), {}), Log(), trouble=lambda _: None)
    evening.take(pressed(1))
    evening.catch_up(at(5))
    assert set(evening.state.outcomes) == {"1"}
    evening.take(pressed(6, Command.HOLD))
    assert evening.state.held, "a person can still take the show"


def test_a_carrier_that_fails_is_told_once_and_keeps_no_other_from_its_work():
    carried, told = [], []

    def failing(event, effects):
        raise OSError("a fault of ours")

    carriers = (failing, lambda event, effects: carried.append(event))
    evening = Evening(opening(book("1 lights called\n2 lights called"), {}), Log(), *carriers, trouble=told.append)
    evening.take(pressed(1))
    evening.take(pressed(2))
    assert carried == [pressed(1), pressed(2)]
    assert len(told) == 1


def test_an_endless_evening_does_not_grow():
    """What a show remembers has an end: answers, alerts, light, links; whatever is pressed and heard, for hours."""
    evening = Evening(opening(book("1 lights called\n2 lights called\n3 titles auto at 8"), {}), Log())
    sizes = []
    evening.take(opened())
    for round_ in range(45):
        t = 20.0 * round_
        events = [
            *standing(0.0, t, 1.0, Following.WAITING),
            *(room(t + 1 + i / 10, kind) for i, kind in enumerate(["murmur", "applause", "silence"])),
            *(pressed(t + 2 + i, Command.GO, press=f"{round_} go {i}") for i in range(4)),
            *(pressed(t + 7 + i, Command.BACK, press=f"{round_} back {i}") for i in range(6)),
            *(pressed(t + 14, command, press=f"{round_} {command}") for command in Command),
            Mastered(at(t + 15), f"{round_} master", "Anna", 0.5 + round_ / 100),
            Told(at(t + 16), f"{round_} told", "Anna", "scene", 4.0 + round_ / 10),
        ]
        for event in events:
            evening.catch_up(event.at)
            evening.take(event)
        sizes.append(len(msgspec.json.encode(evening.state)))
    assert max(sizes[30:]) < 1.1 * max(sizes[20:30])
    assert len(evening.state.alerts) <= ALERTS
