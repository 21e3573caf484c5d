"""The probe by eye, asked of receivers whose eyes are ours."""

import pytest

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.core.output import Input, Output
from odette.stage import sacn_out
from odette.stage.probe import STEPS, Probe, farewell, questions
from odette.wire.e131 import Data, decode
from odette.wire.visitors import Visitors

LIT = {1: bytes([255]) * 512}


class KeepsTheRules:
    """A receiver that merges as the standard has it, and holds the last look."""

    def __init__(self) -> None:
        self._visitors = Visitors((Input((1,)),))
        self._shown = bytes(512)

    def hear(self, packet: Data, now: ShowTime) -> None:
        self._visitors.hear_sacn(packet, now)

    def lit(self, now: ShowTime) -> bool:
        self._shown = self._visitors.merged({}, now).get(1, self._shown)
        return self._shown[0] == 255


class TakesWhatCame:
    """A receiver that shows the last packet, whoever sent it."""

    def __init__(self) -> None:
        self._slots = bytes(512)

    def hear(self, packet: Data, now: ShowTime) -> None:
        self._slots = packet.slots

    def lit(self, now: ShowTime) -> bool:
        return self._slots[0] == 255


def answers(monkeypatch: pytest.MonkeyPatch, receiver: KeepsTheRules | TakesWhatCame) -> list[bool]:
    """What a person says who sees exactly what the receiver shows."""
    now = 0

    class Wire:
        def __init__(self, interface: str) -> None:
            pass

        def send(self, data: bytes, host: str, port: int) -> None:
            packet = decode(data)
            if isinstance(packet, Data):
                receiver.hear(packet, ShowTime(now))

        def close(self) -> None:
            pass

    monkeypatch.setattr(sacn_out, "Udp", Wire)
    probe = Probe((Output(), Output("artnet")), LIT, lambda event: None)
    saw: list[bool] = []

    def pause(seconds: float) -> None:
        nonlocal now
        end = now + round(seconds * SECOND)
        saw.clear()
        while now < end:
            now += 20 * MILLISECOND
            probe.send(ShowTime(now))
            saw.append(receiver.lit(ShowTime(now)))

    def ask(words: str) -> bool:
        return saw[-1] is ("dark" not in words.split(". ")[-1])

    answered = [yes for _, yes in questions(probe, ask, pause)]
    farewell(probe, pause)
    assert saw[-1] is False, "the lamp is left dark"
    return answered


def test_a_house_that_keeps_the_rules_answers_yes_to_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers(monkeypatch, KeepsTheRules()) == [True] * len(STEPS)


def test_a_house_that_ignores_priorities_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = answers(monkeypatch, TakesWhatCame())
    assert seen[0]
    assert not all(seen)


def test_where_nothing_arrives_nothing_more_is_asked() -> None:
    said: list[str] = []

    def no(words: str) -> bool:
        said.append(words)
        return False

    probe = Probe((), LIT, lambda event: None)
    assert [yes for _, yes in questions(probe, no, lambda seconds: None)] == [False]
    assert said == ["We send the lamp at full. Is it lit?"]
