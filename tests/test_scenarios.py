"""Simulated evenings, told in prose (tests/scenarios), and the laws that hold in every one of them."""

from functools import cache
from pathlib import Path

import pytest

from odette.book.open import Show, open_show
from odette.core.bows import round_of
from odette.core.cue import Department, On, Room
from odette.core.effects import Fade, SayCall, SendMessage, ShowTitle
from odette.core.events import Command, Pressed, Told
from odette.core.state import opening
from odette.faults import Faulty
from odette.takes.log import Header, decode, encode
from odette.takes.replay import replay
from prose import read
from theatre import Theatre
from truths import SENTENCES, untold

FOLDER = Path(__file__).parent / "scenarios"


@cache
def show(name: str = "show") -> Show:
    return open_show(FOLDER / name)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.txt")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_evening_goes_as_it_is_told(path: Path) -> None:
    """Every sentence holds, whatever goes is told of, and the laws hold. One in a show's folder is of that show."""
    theatre = Theatre(show() if path.parent == FOLDER else show(path.parent.name))
    for told in read(path, SENTENCES).told:
        if told.sentence.event and untold(theatre):
            pytest.fail(f"{path.name}:{told.line}: {told.text} But first {untold(theatre)} (at {theatre.now:.1f} s)")
        try:
            told.sentence.act(theatre, *told.gaps)
        except AssertionError as error:
            pytest.fail(f"{path.name}:{told.line}: {told.text} But {error} (at {theatre.now:.1f} s). {untold(theatre)}")
    assert not untold(theatre), f"{path.name}: at the end, {untold(theatre)}"
    hold_to_the_laws(theatre)


def hold_to_the_laws(theatre: Theatre) -> None:
    """What is true of every evening."""
    machinery = {cue.number for cue in theatre.show.book.cues if cue.department is Department.MACHINERY}
    before, gone = opening(theatre.show.book, {}), set[str]()
    for event, effects, after in theatre.steps:
        by_hand = isinstance(event, Pressed) and event.command in (Command.GO, Command.GO_TO)
        went = {effect.cue for effect in effects if isinstance(effect, SendMessage | SayCall | ShowTitle)} - {""}
        went |= {effect.cue for effect in effects if isinstance(effect, Fade)} & (
            after.outcomes.keys() - before.outcomes.keys()
        )
        assert by_hand or not went & machinery, f"machinery went by itself: {went & machinery}"
        stopped = (before.held and after.held) or (before.frozen and after.frozen)
        assert by_hand or not stopped or not went, f"{went} went while a person had the show"
        if isinstance(event, Told) or (isinstance(event, Pressed) and event.command in (Command.BACK, Command.GO_TO)):
            gone = gone & after.outcomes.keys()
        for last in theatre.show.book.cues:
            if after.rounds.get(last.number) != before.rounds.get(last.number):
                gone -= {cue.number for cue in round_of(after, last)}
        assert not went & gone, f"{went & gone} went twice"
        gone |= went
        if before.room is not None and before.room.kind == "applause" and not by_hand:
            over = {cue.number for cue in theatre.show.book.cues if awaits_quiet(cue.trigger)}
            assert not went & over, f"{went & over} went on top of applause"
        before = after
    lines = [encode(Header(1, "0", "", theatre.show.book, "", {}))]
    for event, effects, _ in theatre.steps:
        lines += [encode(event), *map(encode, effects)]
    again = replay(*decode("log", lines))
    assert not again.differences
    assert again.state == theatre.state


def awaits_quiet(trigger: object) -> bool:
    return isinstance(trigger, On) and trigger.what is Room.APPLAUSE_OVER


def test_a_sentence_that_is_none_is_told_with_its_line_and_what_could_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text("A title\n\n  A remark.\n\nThe show opens. The players\nbegin too early. They play to bar\n3.2.\n")
    with pytest.raises(Faulty) as faulty:
        read(path, SENTENCES)
    (fault,) = faulty.value.faults
    assert fault.line == 5
    assert '"The players begin too early." is no sentence' in fault.found
    assert "The players begin {number}." in fault.wanted


def test_an_evening_that_leaves_something_untold_is_no_account_of_it() -> None:
    """What went unmentioned is found, or else "nothing went" would need saying everywhere."""
    theatre = Theatre(show())
    theatre.open()
    assert untold(theatre) == "cue 1 goes"
