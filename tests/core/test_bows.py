"""Rounds of bows: they go on while the applause carries, and end with it, or when a person takes the evening over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from evenings import Night, at, book, pressed, room
from odette.core.cue import PromptBook
from odette.core.effects import SayCall, ShowTitle
from odette.core.events import AnyEvent, Closed, Command, Opened, Revised, RoomHeard
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.takes.log import Header, decode, encode
from odette.takes.replay import replay

BOWS = """
1 lights called
2 titles auto on applause
3 messages auto follow 2 4
4 calls auto follow 3 4
5 lights auto on applause over 3
6 calls called
"""
"""A round is 2, 3 and 4: eight seconds. Then the house lights."""


def bows(text: str = BOWS) -> PromptBook:
    plain = book(text)
    return replace(plain, cues=tuple(replace(c, again="2") if c.number == "4" else c for c in plain.cues))


def clapping(start: float, end: float, phase: str = "sustained") -> list[RoomHeard]:
    """Applause from ``start`` to ``end``, told as often as the ears tell it."""
    heard = [room(start + i * 0.5, "applause") for i in range(round((end - start) / 0.5))]
    return [*(replace(each, phase=phase) for each in heard), room(end, "murmur")]


def evening(*events: AnyEvent | list[RoomHeard], text: str = BOWS) -> Night:
    return Night(bows(text), Opened(at(0)), *events, Closed(at(200)))


def rounds(night: Night) -> int:
    return sum(isinstance(effect, ShowTitle) and effect.cue == "2" for _, effect in night.effects)


def test_bows_loop_while_the_applause_carries_and_then_the_house_lights_come() -> None:
    """Rounds begin at 10, 18 and 26; the last is finished although the applause dies at 30, and none comes after it."""
    night = evening(clapping(10, 30))
    assert rounds(night) == 3
    assert night.state.rounds == {"4": 3}
    assert night.went["4"] == pytest.approx(34.0)
    assert night.went["5"] == pytest.approx(34.0)


def test_house_lights_are_never_on_top_of_applause_that_swells_again() -> None:
    night = evening(clapping(10, 17), clapping(19, 40))
    assert night.went["5"] == pytest.approx(43.0)


def test_dying_applause_carries_no_round() -> None:
    night = evening(clapping(10, 16), clapping(17, 30, "dying"))
    assert rounds(night) == 1
    assert night.went["5"] == pytest.approx(33.0)


def test_applause_that_was_dying_and_swells_again_carries_a_round() -> None:
    assert rounds(evening(clapping(10, 16)[:-1], clapping(16, 22, "dying")[:-1], clapping(22, 24))) == 2


def test_a_room_that_is_no_longer_heard_carries_no_round() -> None:
    """The microphone is gone while they clap: nobody knows whether they still do."""
    assert rounds(evening(room(10, "applause"))) == 1


@pytest.mark.parametrize("command", [Command.HOLD, Command.STOP, Command.PANIC])
def test_whoever_takes_the_evening_over_makes_the_round_the_last(command: Command) -> None:
    released = pressed(13, Command.GO if command is Command.STOP else Command.FOLLOW)
    assert rounds(evening(clapping(10, 60), pressed(12, command), released)) == 1


def test_a_persons_go_of_a_later_cue_ends_the_rounds() -> None:
    """In the second round the caller goes on to the house lights; what is left of the round is finished, no more."""
    night = evening(clapping(10, 60), pressed(19, Command.HOLD_CUE, "6"), pressed(19.5, Command.GO_TO, "5"))
    assert rounds(night) == 2


def test_each_round_shows_the_light_of_its_cues_again() -> None:
    text = BOWS.replace("2 titles", "2 lights").replace("3 messages", "3 lights")
    night = evening(clapping(10, 20), text=text)
    went = [going for _, going in night.effects if getattr(going, "cue", "") == "2" and hasattr(going, "values")]
    assert len(went) == 2
    assert went[1].values["2"].level == 1.0


def test_a_first_cue_that_is_called_waits_for_a_person_in_every_round() -> None:
    text = BOWS.replace("2 titles auto on applause", "2 titles called")
    night = evening(clapping(10, 60), pressed(10, cue="1"), pressed(11, cue="2"), text=text)
    assert rounds(night) == 1
    assert "cue 2 waits for GO" in night.said()


def test_machinery_in_a_round_waits_for_its_person_every_time() -> None:
    text = BOWS.replace("3 messages auto follow 2 4", "3 machinery called").replace("follow 3 4", "follow 3 1")
    heard = [pressed(11, cue="1"), pressed(12, cue="3"), pressed(20, cue="3")]
    night = evening(clapping(10, 60), *heard, text=text)
    assert [effect.cue for effect in night.all(SayCall)] == ["3", "4", "3", "4"]  # type: ignore[attr-defined]


def test_a_round_that_is_edited_away_begins_no_other() -> None:
    """Even if it is written again before the applause swells: nothing goes because it was edited."""
    applause = [*clapping(10, 17)[:-1], *clapping(17, 22, "dying")[:-1], *clapping(22, 40)]
    edits = [Revised(at(19), book(BOWS)), Revised(at(20), bows())]
    assert rounds(Night(bows(), Opened(at(0), rehearsal=True), *applause, Closed(at(60)))) > 1
    assert rounds(Night(bows(), Opened(at(0), rehearsal=True), *applause, *edits, Closed(at(60)))) == 1


def test_a_round_of_no_length_is_not_gone_through_again_and_again() -> None:
    text = BOWS.replace("follow 2 4", "follow 2 0").replace("follow 3 4", "follow 3 0")
    assert rounds(evening(clapping(10, 20), text=text)) <= 6


@st.composite
def nights(draw: st.DrawFn) -> list[AnyEvent]:
    """Applause that comes and goes, and people who press anything."""
    time, events = 5.0, [Opened(at(0))]
    for _ in range(draw(st.integers(1, 8))):
        match draw(st.sampled_from(["clap", "clap", "die", "quiet", "deaf", "press"])):
            case "clap":
                events += clapping(time, time + draw(st.sampled_from([3.0, 9.0, 30.0])))[:-1]
            case "die":
                events += clapping(time, time + 3.0, "dying")
            case "quiet":
                events.append(room(time, "murmur"))
            case "press":
                keys = [Command.GO, Command.HOLD, Command.FOLLOW, Command.STOP, Command.BACK, Command.PANIC]
                events.append(pressed(time, draw(st.sampled_from(keys))))
        time = events[-1].at / 1e9 + draw(st.sampled_from([0.1, 0.5, 4.0, 10.0]))
    return [*events, Closed(at(time + 100))]


@settings(max_examples=120, deadline=None)
@given(nights())
def test_a_round_begins_again_only_on_applause_and_nothing_else_goes_twice(night: list[AnyEvent]) -> None:
    before = opening(bows(), {})
    gone: list[str] = []
    recalled = any(getattr(event, "command", None) is Command.BACK for event in night)
    for event, effects, after in simulate(before, night):
        if after.rounds != before.rounds:
            heard = after.room
            assert heard is not None
            assert (heard.kind, heard.phase) == ("applause", "sustained")
            assert after.now - heard.at <= 3e9
            assert not before.held
            assert not before.frozen
        for effect in effects:
            if after.rounds != before.rounds and getattr(effect, "cue", "") == "2":
                gone = [number for number in gone if number not in ("2", "3", "4")]
            if isinstance(effect, SayCall | ShowTitle) and effect.cue and not recalled:
                assert effect.cue not in gone, event
                gone.append(effect.cue)
        before = after


@settings(max_examples=60, deadline=None)
@given(nights())
def test_house_lights_by_themselves_are_never_on_top_of_applause(night: list[AnyEvent]) -> None:
    before = opening(bows(), {})
    for _, _, after in simulate(before, night):
        new = after.outcomes.get("5")
        if new is not None and new != before.outcomes.get("5") and new.by == "auto":
            assert after.room is not None
            assert after.room.kind != "applause"
        before = after


@settings(max_examples=40, deadline=None)
@given(nights())
def test_the_log_of_bows_replays(night: list[AnyEvent]) -> None:
    lines, state = [encode(Header(1, "0", "", bows(), "", {}))], opening(bows(), {})
    for event, effects, after in simulate(state, night):
        lines, state = [*lines, encode(event), *map(encode, effects)], after
    again = replay(*decode("log", lines))
    assert not again.differences
    assert again.state == state
