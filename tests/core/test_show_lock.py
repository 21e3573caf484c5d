"""The show lock: in a performance nothing is edited by accident."""

from evenings import at
from odette.core.alerts import alert
from odette.core.cue import PromptBook
from odette.core.effects import Answered
from odette.core.events import AnyEvent, Closed, LockSet, Opened
from odette.core.state import State, opening
from odette.core.step import step


def after(*events: AnyEvent) -> State:
    state = opening(PromptBook("show", (), (), {}), {})
    for event in events:
        state, _ = step(state, event)
    return state


def test_a_performance_is_locked_from_its_opening_to_its_close() -> None:
    assert not after().locked
    assert after(Opened(at(0))).locked
    assert not after(Opened(at(0)), Closed(at(9))).locked


def test_a_rehearsal_is_never_locked() -> None:
    assert not after(Opened(at(0), rehearsal=True)).locked
    assert not after(Opened(at(0), rehearsal=True), LockSet(at(1), "a", "Anna", True)).locked


def test_a_person_opens_it_and_locks_it_again_and_everybody_is_told() -> None:
    unlocked, effects = step(after(Opened(at(0))), LockSet(at(1), "a", "Anna", False))
    assert not unlocked.locked
    assert effects == (alert("unlocked", who="Anna"), Answered("a", True))
    locked, effects = step(unlocked, LockSet(at(2), "b", "Anna", True))
    assert locked.locked
    assert effects == (alert("locked", who="Anna"), Answered("b", True))


def test_the_same_press_twice_is_one() -> None:
    state = after(Opened(at(0)), LockSet(at(1), "a", "Anna", False), LockSet(at(2), "b", "Anna", True))
    again, effects = step(state, LockSet(at(3), "a", "Anna", False))
    assert again.locked
    assert effects == (Answered("a", True),)
