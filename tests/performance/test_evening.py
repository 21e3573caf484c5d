"""The one writer: what reaches the world is in the log before."""

from evenings import at, book, opened, playing, pressed

from odette.core.effects import Answered, Fade
from odette.core.events import Closed, Ticked
from odette.core.state import opening
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
