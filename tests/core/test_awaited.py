"""A cue whose note is about to be heard plainly goes on the note; one that must leave before goes by the forecast."""

from collections.abc import Iterator

from msgspec import structs

from evenings import Night, book, opened, playing
from odette.core.clocks import Beat
from odette.core.cue import At, PromptBook
from odette.core.events import Heard


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
