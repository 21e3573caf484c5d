"""The sentences of scenarios that tell what must be true, beside those that tell what happens."""

from happenings import SENTENCES
from odette.core.clocks import later, seconds_between
from odette.core.light import levels
from odette.core.state import standby
from odette.core.tracking import picture_at
from odette.takes.replay import Going
from theatre import Theatre

truth = SENTENCES.truth

ON_ITS_NOTE = 0.05
"""Seconds from its note at which a cue still counts as being on it."""


def taken(theatre: Theatre, cues: str, passed: bool) -> list[Going]:
    """The goings that a sentence tells of, taken off those not told of yet."""
    goings = []
    for number in theatre.cues(cues):
        found = next((going for going in theatre.goings if going.cue.number == number), None)
        assert found is not None, f"cue {number} has not left the waiting list since it was last told of"
        assert found.outcome.passed is passed, f"cue {number} {'was passed over' if found.outcome.passed else 'went'}"
        theatre.goings.remove(found)
        goings.append(found)
    return goings


@truth("{cues} goes", "{cues} go", "{cues} goes again", "{cues} go again")
def go(theatre: Theatre, cues: str) -> None:
    taken(theatre, cues, passed=False)


@truth("{cues} goes by itself", "{cues} go by themselves")
def go_alone(theatre: Theatre, cues: str) -> None:
    for going in taken(theatre, cues, passed=False):
        assert going.outcome.by == "auto", f"cue {going.cue.number} went by {going.outcome.by}"


@truth("{cues} goes by hand", "{cues} go by hand")
def go_by_hand(theatre: Theatre, cues: str) -> None:
    for going in taken(theatre, cues, passed=False):
        assert going.outcome.by not in ("auto", "passed"), f"cue {going.cue.number} went by itself"


@truth("{cues} goes on its note", "{cues} go on their notes", "{cues} goes again on its note")
def go_on_note(theatre: Theatre, cues: str) -> None:
    go_within(theatre, cues, ON_ITS_NOTE)


@truth("{cues} goes within {milliseconds} of its note", "{cues} go within {milliseconds} of their notes")
def go_within(theatre: Theatre, cues: str, seconds: float) -> None:
    for going in taken(theatre, cues, passed=False):
        went = theatre.seconds(going.outcome.at)
        off = went - theatre.played(going.cue, went)
        assert going.outcome.by == "auto", f"cue {going.cue.number} went by {going.outcome.by}"
        assert abs(off) <= seconds, f"cue {going.cue.number} went {off * 1000:+.0f} ms from its note"


@truth("{cues} goes {seconds} after cue {cue}")
def go_after(theatre: Theatre, cues: str, seconds: float, cue: str) -> None:
    (going,) = taken(theatre, cues, passed=False)
    since = seconds_between(theatre.state.outcomes[cue].at, going.outcome.at)
    assert abs(since - seconds) < ON_ITS_NOTE, f"it went {since:.2f} s after cue {cue}"


@truth("{cues} goes {seconds} into {number}")
def go_into(theatre: Theatre, cues: str, seconds: float, number: str) -> None:
    """By the clock, in a number that nobody plays."""
    (going,) = taken(theatre, cues, passed=False)
    since = seconds_between(theatre.state.begun[theatre.number(number)], going.outcome.at)
    assert abs(since - seconds) < ON_ITS_NOTE, f"it went {since:.2f} s into {number}"


@truth("{cues} is passed over", "{cues} are passed over")
def are_passed(theatre: Theatre, cues: str) -> None:
    taken(theatre, cues, passed=True)


@truth("{cues} still waits", "{cues} still wait", "{cues} waits again", "{cues} wait again")
def wait(theatre: Theatre, cues: str) -> None:
    for number in theatre.cues(cues):
        assert number not in theatre.state.outcomes, f"cue {number} does not wait"


@truth("Cue {cue} is standing by")
def stands_by(theatre: Theatre, cue: str) -> None:
    found = standby(theatre.state)
    assert found is not None
    assert found.number == cue, f"cue {found.number} is standing by"


@truth("The evening is in {part}")
def is_in(theatre: Theatre, part: str) -> None:
    assert theatre.state.part == theatre.part(part), f"the evening is in {theatre.state.part}"


@truth("{number} is called")
def is_called(theatre: Theatre, name: str) -> None:
    found = next((call for call in theatre.calls if call.text.lower() == f"{name}, please"), None)
    assert found is not None, f"called: {[call.text for call in theatre.calls]}"
    theatre.calls.remove(found)


@truth("Nothing goes")
def nothing(theatre: Theatre) -> None:
    """What went and is not told of is a fault at any event; this says it aloud."""
    assert not theatre.goings, untold(theatre)


@truth("The desk says {words}")
def says(theatre: Theatre, words: str) -> None:
    found = next((alert for alert in theatre.said if words in alert.text), None)
    assert found is not None, f"the desk says {[alert.text for alert in theatre.said]}"
    theatre.said.remove(found)


@truth("It is refused: {words}")
def is_refused(theatre: Theatre, words: str) -> None:
    found = next((answer for answer in theatre.refused if words in answer.why), None)
    assert found is not None, f"refused: {[answer.why for answer in theatre.refused]}"
    theatre.refused.remove(found)


@truth("The stage shows cue {cue}")
def shows(theatre: Theatre, cue: str) -> None:
    """What the stage is to show once running fades have ended."""
    wanted = picture_at(theatre.show.book, theatre.cue(cue))
    shown = levels(theatre.state.light, later(theatre.state.now, 60.0))
    wrong = [
        f"{role} is at {shown[role].level} and not {value.level}"
        for role, value in wanted.items()
        if value.level is not None and abs((shown[role].level or 0.0) - value.level) > 0.01
    ]
    assert not wrong, ", ".join(wrong)


@truth("Odette asks whether it is {number}")
def asks(theatre: Theatre, number: str) -> None:
    asked = theatre.state.recognised
    assert asked is not None, "nothing is asked"
    assert asked.number == theatre.number(number), f"{asked.number} is asked for"


@truth("Nothing is asked")
def asks_nothing(theatre: Theatre) -> None:
    assert theatre.state.recognised is None, f"{theatre.state.recognised} is asked for"


@truth("{number} is listened for")
def listened_for(theatre: Theatre, number: str) -> None:
    assert theatre.state.number == theatre.number(number), f"{theatre.state.number} is listened for"
    assert theatre.state.number not in theatre.state.begun


def untold(theatre: Theatre) -> str:
    """What has happened that the scenario does not tell of; empty: nothing."""
    told = [f"cue {g.cue.number} {'is passed over' if g.outcome.passed else 'goes'}" for g in theatre.goings]
    told += [f'the desk says "{alert.text}"' for alert in theatre.said]
    told += [f'"{call.text}" is called' for call in theatre.calls]
    told += [f'it is refused: "{answer.why}"' for answer in theatre.refused]
    return ", ".join(told)
