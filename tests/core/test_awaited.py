"""A cue whose note is about to be heard plainly goes on the note; one that must leave before goes by the forecast."""

from collections.abc import Iterator

import pytest
from msgspec import structs

from evenings import TEMPO, Night, at, book, opened, playing, standing
from odette.core.clocks import Beat
from odette.core.cue import At, PromptBook
from odette.core.events import Following, Heard, Opened
from odette.core.simulator import simulate
from odette.core.state import opening


def late(beat: float, by: float) -> Iterator[Heard]:
    """Players who come ``by`` seconds late to ``beat``; the report waits for it just before and says that it does."""
    arrives = 1.0 + beat / 2
    for heard in playing(0, beat + 4):
        if heard.beat < beat - 0.2:
            yield heard
        elif heard.beat < beat:
            yield structs.replace(heard, awaited=Beat(beat))
    for k in range(int(by / 0.02)):
        moment = next(iter(playing(beat - 0.02, beat, start=arrives + k * 0.02)))
        yield structs.replace(moment, awaited=Beat(beat))
    yield from playing(beat, beat + 4, start=arrives + by)


def offset(prompts: PromptBook, seconds: float) -> PromptBook:
    cues = tuple(structs.replace(c, trigger=structs.replace(c.trigger, offset=seconds)) for c in prompts.cues)
    assert all(isinstance(cue.trigger, At) for cue in cues)
    return structs.replace(prompts, cues=cues)


def test_a_cue_on_an_awaited_note_goes_when_it_sounds() -> None:
    night = Night(book("1 lights auto at 8"), opened(), late(8, 0.15))
    assert 5.15 <= night.went["1"] <= 5.25


def test_a_cue_before_an_awaited_note_goes_by_the_forecast() -> None:
    night = Night(offset(book("1 lights auto at 8"), -0.1), opened(), late(8, 0.15))
    assert 4.8 <= night.went["1"] <= 4.95


def test_a_cue_after_an_awaited_note_is_planned_from_it() -> None:
    night = Night(offset(book("1 lights auto at 8"), 0.3), opened(), late(8, 0.15))
    assert 5.4 <= night.went["1"] <= 5.5


def test_a_cue_on_an_earlier_beat_does_not_wait_for_the_note() -> None:
    night = Night(book("1 lights auto at 7.9"), opened(), late(8, 0.15))
    assert night.went["1"] <= 5.0


def test_cues_from_an_awaited_note_on_are_expected_while_it_is_waited_for() -> None:
    """Nobody who stands by for a cue sees it vanish because a note before it, or its own, is about to sound."""
    waited = [heard for heard in late(8, 0.15) if heard.heard_at <= at(5.1)]
    night = Night(book("1 lights auto at 8\n2 lights auto at 12"), opened(), waited)
    assert night.went == {}
    assert night.state.expected["1"] == pytest.approx(at(5.1), abs=0.1e9)
    assert night.state.expected["2"] - night.state.expected["1"] == pytest.approx(4 * 60 / TEMPO * 1e9, abs=1e6)


def test_cues_ahead_are_expected_while_the_players_hesitate() -> None:
    night = Night(book("1 lights auto at 8"), opened(), playing(0, 6), standing(6, 4.02, 1, Following.HOLDING))
    assert night.state.dues == {}
    assert night.state.expected["1"] == pytest.approx(at(6), abs=0.1e9)


def test_every_cue_ahead_has_a_time_as_long_as_the_follower_is_sure() -> None:
    prompts = book("1 lights auto at 4\n2 lights auto at 8\n3 messages auto at 12")
    events = [opened(), *late(8, 0.3)]
    for event, _, state in simulate(opening(prompts, {}), events):
        left = {"1", "2", "3"} - state.outcomes.keys()
        assert isinstance(event, Opened) or {**state.expected, **state.dues}.keys() >= left
    assert not left
