"""A look recorded from what is on stage is what is on stage, in the words of looks.toml."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from evenings import Night, at, book, opened, pressed
from odette.book.looks import read_looks
from odette.book.toml import Document
from odette.core.cue import Look, PromptBook, Value
from odette.core.events import Mastered, Parked, Previewed
from odette.core.state import State
from odette.core.venue import Names
from odette.faults import Faulty
from odette.writing.record import Record, as_look

BOOK = book("1 lights called\n2 lights called")
LOOKS = {"look 1": {"front": 50, "1": 100}}


def standing(*events: Any, prompt_book: PromptBook = BOOK) -> State:
    """The show three seconds after cue 1 was sent, with these events after it."""
    return Night(prompt_book, opened(), pressed(1), *events, Mastered(at(9), "last", "Anna", 1.0)).state


def test_the_whole_is_every_role_that_was_given_anything() -> None:
    assert as_look(Record("new", "whole"), standing(), LOOKS).look == {"1": 100, "front": 50}


def test_of_the_changes_only_what_the_cues_did_not_bring_is_recorded() -> None:
    parked = Parked(at(5), "p", "Anna", "front", Value(0.8, (1.0, 0.0, 0.0)))
    put = as_look(Record("new"), standing(parked), LOOKS)
    assert put.look == {"front": {"level": 80, "colour": "#ff0000"}}


def test_before_any_cue_what_hands_have_laid_over_the_stage_is_on_it() -> None:
    tried = Previewed(at(2), "p", "Anna", {"front": Value(0.4)})
    parked = Parked(at(3), "q", "Anna", "back", Value(0.7))
    state = Night(BOOK, opened(rehearsal=True), tried, parked).state
    assert as_look(Record("new"), state, {}).look == {"back": 70, "front": 40}


def test_a_park_of_a_single_lamp_is_not_recorded() -> None:
    lamp = Parked(at(3), "q", "Anna", "d1", Value(0.7))
    state = replace(Night(BOOK, opened(rehearsal=True), lamp).state, house=Names(("front",), ("d1",)))
    with pytest.raises(Faulty, match="what the cues have brought"):
        as_look(Record("new"), state, {})


def test_changes_are_laid_into_a_look_that_is_there() -> None:
    parked = Parked(at(5), "p", "Anna", "front", Value(0.8))
    assert as_look(Record("look 1"), standing(parked), LOOKS).look == {"front": 80, "1": 100}


def test_where_nothing_was_changed_there_is_nothing_to_record() -> None:
    with pytest.raises(Faulty, match="what the cues have brought"):
        as_look(Record("new"), standing(), LOOKS)


def test_masters_are_not_of_a_look() -> None:
    assert as_look(Record("new", "whole"), standing(Mastered(at(5), "m", "Anna", 0.5)), LOOKS).look["front"] == 50


def test_an_effect_is_recorded_by_its_name() -> None:
    waved = {"effect": {"flame": {"kind": "flicker", "seconds": 1}}, "look": {"look 1": {"front": {"effect": "flame"}}}}
    look = read_looks(Document("looks.toml", waved, {}), [])["look 1"]
    looks = BOOK.looks | {"look 1": Look("look 1", {"front": Value(0.5, wave=look.values["front"].wave)})}
    state = standing(prompt_book=PromptBook("x", BOOK.numbers, BOOK.cues, looks))
    assert as_look(Record("new", "whole"), state, waved["look"]).look["front"] == {"level": 50, "effect": "flame"}


parts = st.builds(
    Value,
    st.none() | st.integers(0, 1000).map(lambda level: level / 1000),
    st.none() | st.tuples(*[st.integers(0, 255).map(lambda part: part / 255)] * 3),
    st.dictionaries(st.sampled_from(["pan", "tilt"]), st.integers(-90, 90).map(float)),
)


@given(st.dictionaries(st.sampled_from(["front", "1"]), parts, min_size=1))
def test_what_is_recorded_reads_back_as_what_was_seen(values: dict[str, Value]) -> None:
    """Recorded whole while a look is tried out, and read again: the same levels, colours and positions."""
    state = Night(BOOK, opened(rehearsal=True), pressed(1), Previewed(at(9), "p", "Anna", values)).state
    put = as_look(Record("new", "whole"), state, LOOKS)
    faults: list[Any] = []
    read = read_looks(Document("looks.toml", {"look": {"new": put.look}}, {}), faults)["new"].values
    assert not faults
    for role, value in values.items():
        if value.level is not None:
            assert read[role].level == pytest.approx(value.level, abs=0.0006)
        if value.colour is not None:
            assert read[role].colour == pytest.approx(value.colour, abs=0.003)
        assert read[role].settings == value.settings
