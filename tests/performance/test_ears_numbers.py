"""Several numbers through the ears and the rules of the show: handed over, asked about, confirmed."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from evenings import book
from follow.playing import RATE, Floats, model, sound, steady, tune
from odette.core.clocks import SECOND, Beat, Sample, ShowTime
from odette.core.cue import PromptBook
from odette.core.effects import AnyEffect, Listen
from odette.core.events import AnyEvent, Command, Following, Heard, Opened, Pressed, Recognised
from odette.core.state import State, opening
from odette.core.step import step
from odette.io.sound import Block
from odette.performance.ears import Ears
from odette.score.model import Bar, Part, Score, Tempo

QUARTERS = 24
WALTZ, MARCH = tune(QUARTERS, 3), [(onset, length, pitch + 2) for onset, length, pitch in tune(QUARTERS, 4)]
MODELS = {"waltz": model(WALTZ), "march": model(MARCH)}
SECONDS = QUARTERS * 0.6
BOOK: PromptBook = book("1 calls auto at 2 waltz\n2 calls auto at 4 march", float(QUARTERS), "waltz march")
BAR = Bar(0, "1", 1, Fraction(0), Fraction(QUARTERS), 4, 4)
SCORE = Score("", (Part("p", "Flute"),), (), (BAR,), (Tempo(Fraction(0), 100.0),))


def played(*notes: list[tuple[float, float, int]]) -> Floats:
    """After half a second of nothing, one after the other, attacca."""
    silence = np.zeros(RATE // 2, np.float32)
    return np.concatenate([silence, *(sound(each, steady(100, 0.0), SECONDS) for each in notes)])


class Night:
    """A show that hears. ``music``: from the opening on."""

    def __init__(self) -> None:
        self.state: State = opening(BOOK, {})
        self.ears = Ears(RATE, dict.fromkeys(MODELS, SCORE), lambda number, _: MODELS[number])
        self.events: list[AnyEvent] = []
        self.effects: list[AnyEffect] = []
        self.now = ShowTime(0)
        self.take(Opened(self.now))

    def take(self, event: AnyEvent) -> None:
        self.state, effects = step(self.state, event)
        self.ears.carry(event, effects)
        self.events.append(event)
        self.effects += effects

    def hear(self, music: Floats) -> Iterator[State]:
        hop = RATE // 50
        for i in range(0, len(music) - hop + 1, hop):
            block = Block(music[i : i + hop], Sample(self.now * RATE // SECOND), self.now)
            self.now = ShowTime(self.now + hop * SECOND // RATE)
            for event in list(self.ears.hear(block, lambda: self.now)):
                self.take(event)
            yield self.state


@pytest.fixture(scope="module")
def attacca() -> Night:
    night = Night()
    *_, _ = night.hear(played(WALTZ, MARCH)[: round((SECONDS + 6) * RATE)])
    return night


def test_attacca_the_next_number_is_heard_in_time_for_a_cue_on_its_fifth_beat(attacca: Night) -> None:
    went = attacca.state.outcomes["2"]
    assert not went.passed
    assert went.at / SECOND == pytest.approx(0.5 + SECONDS + 4 * 0.6, abs=0.3)


def test_the_number_before_is_told_as_ended_once_and_nothing_is_asked(attacca: Night) -> None:
    ends = [e.number for e in attacca.events if isinstance(e, Heard) and e.following is Following.ENDED]
    assert ends == ["waltz"]
    assert [e for e in attacca.events if isinstance(e, Recognised)] == []


def test_another_number_is_asked_about_and_followed_where_it_is_once_confirmed() -> None:
    night = Night()
    music = played(MARCH)
    asked = next((k for k, state in enumerate(night.hear(music)) if state.recognised), None)
    assert asked is not None
    assert night.state.recognised is not None
    assert night.state.recognised.number == "march"
    assert night.state.outcomes == {}
    night.take(Pressed(ShowTime(night.now + 1), "yes", "Anna", Command.CONFIRM, "march"))
    listen = [effect for effect in night.effects if isinstance(effect, Listen)][-1]
    assert listen.number == "march"
    here = (night.now / SECOND - 0.5) / 0.6
    assert listen.beat == pytest.approx(here, abs=0.5)
    rest = music[night.now * RATE // SECOND :][: 2 * RATE]
    *_, state = night.hear(rest)
    assert state.heard is not None
    assert (state.number, state.heard.number) == ("march", "march")
    assert state.heard.beat == pytest.approx(here + 2 / 0.6, abs=0.6)
    assert state.outcomes["1"].passed


def test_where_nobody_hears_a_number_the_ears_say_nothing_of_it() -> None:
    night = Night()
    *_, _ = night.hear(played(WALTZ)[: 3 * RATE])
    night.ears.carry(night.events[-1], (Listen("no such number to hear"),))
    told = len([e for e in night.events if isinstance(e, Heard)])
    *_, _ = night.hear(played(WALTZ)[: 2 * RATE])
    assert len([e for e in night.events if isinstance(e, Heard)]) == told
    assert Beat(night.state.heard.beat if night.state.heard else 0.0) > 0
