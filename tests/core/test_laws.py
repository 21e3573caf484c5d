"""Laws that hold for every prompt book and every evening."""

from hypothesis import given, settings
from hypothesis import strategies as st

from evenings import at, book, standing
from odette.core.clocks import Beat
from odette.core.cue import Department, Value
from odette.core.effects import Answered, Fade, SayCall, SendMessage, ShowTitle
from odette.core.events import (
    Acknowledged,
    AnyEvent,
    Asked,
    Closed,
    Command,
    Flashed,
    Following,
    Heard,
    Highlighted,
    LinkChanged,
    Mastered,
    Opened,
    Parked,
    Pressed,
    Resumed,
    RoomHeard,
    Told,
)
from odette.core.simulator import simulate
from odette.core.state import State, opening
from odette.takes.log import Header, decode, encode
from odette.takes.replay import replay

PLACES = ["at 4", "at 9.5", "at 9.5", "at 16", "at 30", "at 64"]
PERFORMANCE = st.just(False)
ROOM = ["on show opens", "on music begins", "on music ends", "on applause 1", "on applause over", "clock 00:01", ""]


@st.composite
def books(draw):
    """Prompt books with every department, authority and trigger; places in running order."""
    places = draw(st.lists(st.sampled_from(range(len(PLACES))), min_size=1, max_size=6))
    triggers = [PLACES[i] for i in sorted(places)]
    for trigger in draw(st.lists(st.sampled_from(ROOM), max_size=4)):
        triggers.insert(draw(st.integers(0, len(triggers))), trigger)
    lines = []
    for number, trigger in enumerate(triggers, start=1):
        department = draw(st.sampled_from([department.value for department in Department]))
        authority = draw(st.sampled_from(["auto", "assist", "called"]))
        if number > 1 and draw(st.booleans()):
            trigger = draw(st.sampled_from(["follow {} 1.5", "hang {} -0.5"])).format(draw(st.integers(1, number - 1)))
        lines.append(f"{number} {department} {authority} {trigger}")
    return book("\n".join(lines))


def laid(time):
    """Something that people lay over the light by hand."""
    said = at(time), f"l{time}", "Anna"
    value = st.none() | st.builds(Value, st.none() | st.floats(-1, 2))
    return st.one_of(
        st.builds(lambda target, value: Parked(*said, target, value), st.sampled_from(["", "front"]), value),
        st.builds(lambda on: Flashed(*said, "front", on), st.booleans()),
        st.builds(lambda fixture: Highlighted(*said, fixture), st.sampled_from(["", "d1"])),
        st.builds(lambda level: Mastered(*said, level, "sides"), st.floats(0, 1)),
    )


@st.composite
def evenings(draw, rehearsal=PERFORMANCE):
    """What the world may do: players who start, jump, stand and stop; a room; people pressing everything."""
    events: list[AnyEvent] = [Opened(at(0), rehearsal=draw(rehearsal))]
    time, beat = 0.5, 0.0
    for _ in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(["play", "play", "play", "jump", "stand", "room", "press", "link", "crash"]))
        time += 0.05
        if kind == "play":
            confidence = draw(st.sampled_from([0.2, 0.9, 0.9, 0.9]))
            for _ in range(draw(st.integers(1, 60))):
                time, beat = time + 0.1, min(64.0, beat + 0.2)
                following = Following.ENDED if beat == 64.0 else Following.PLAYING
                events.append(Heard(at(time), "scene", at(time - 0.05), Beat(beat), 120.0, confidence, following))
        elif kind == "jump":
            beat = draw(st.floats(0, 60))
        elif kind == "stand":
            state = draw(st.sampled_from([Following.HOLDING, Following.LOST, Following.WAITING]))
            events += list(standing(beat, time, 0.5, state))
            time += 0.6
        elif kind == "room":
            events.append(RoomHeard(at(time), draw(st.sampled_from(["applause", "music", "silence"])), -30.0, at(time)))
            time += draw(st.floats(0, 20))
        elif kind == "press":
            command = draw(st.sampled_from(Command))
            events.append(
                Pressed(at(time), f"p{draw(st.integers(0, 5))}", "Anna", command, draw(st.sampled_from(["", "2"])))
            )
            if draw(st.booleans()):
                events.append(Mastered(at(time), f"m{time}", "Anna", draw(st.floats(-1, 2))))
            if draw(st.booleans()):
                events.append(draw(laid(time)))
            if draw(st.booleans()):
                events.append(Acknowledged(at(time), f"a{time}", "Fly", draw(st.sampled_from(["1", "2", "99"]))))
            if draw(st.booleans()):
                events.append(Told(at(time), f"t{time}", "Anna", "scene", Beat(draw(st.floats(-5, 70)))))
        elif kind == "link":
            events.append(LinkChanged(at(time), "audio", draw(st.booleans())))
        else:
            events.append(Resumed(at(time)))
    return [*events, Closed(at(time + 100))]


def run(prompt_book, evening):
    return list(simulate(opening(prompt_book, {}), evening))


def goings(steps):
    """Every effect that carries out a cue."""
    kinds = Fade | ShowTitle | SendMessage | SayCall
    return [(event, effect) for event, effects, _ in steps for effect in effects if isinstance(effect, kinds)]


def recalled(evening):
    """Whether a person takes back what has gone: by BACK, or by telling a place after having stopped the show."""
    pressed = {event.command for event in evening if isinstance(event, Pressed)}
    told = any(isinstance(event, Told) for event in evening)
    return Command.BACK in pressed or (told and not pressed.isdisjoint({Command.STOP, Command.HOLD, Command.PANIC}))


@settings(max_examples=150, deadline=None)
@given(books(), evenings())
def test_in_a_performance_no_cue_goes_twice(prompt_book, evening):
    if recalled(evening):
        return
    sent = [
        effect.cue for _, effect in goings(run(prompt_book, evening)) if not isinstance(effect, Fade) and effect.cue
    ]
    assert len(sent) == len(set(sent))


@settings(max_examples=150, deadline=None)
@given(books(), evenings(st.booleans()))
def test_machinery_goes_only_in_the_step_of_a_persons_go(prompt_book, evening):
    machinery = {cue.number for cue in prompt_book.cues if cue.department is Department.MACHINERY}
    for event, effect in goings(run(prompt_book, evening)):
        if effect.cue in machinery and not isinstance(effect, Fade):
            assert isinstance(event, Pressed)
            assert event.command is Command.GO


@settings(max_examples=150, deadline=None)
@given(books(), evenings(st.booleans()))
def test_every_command_of_a_person_is_answered_in_the_step_it_makes(prompt_book, evening):
    for event, effects, _ in run(prompt_book, evening):
        if isinstance(event, Asked):
            assert [effect.id for effect in effects if isinstance(effect, Answered)] == [event.id]


@settings(max_examples=150, deadline=None)
@given(books(), evenings())
def test_while_a_person_has_the_show_or_has_stopped_it_nothing_goes_by_itself(prompt_book, evening):
    before: State = opening(prompt_book, {})
    for event, effects, after in run(prompt_book, evening):
        if (before.held and after.held) or (before.frozen and after.frozen):
            sent = [effect for effect in effects if isinstance(effect, ShowTitle | SendMessage | SayCall)]
            assert not sent or isinstance(event, Pressed | Told)
        before = after


@settings(max_examples=150, deadline=None)
@given(books(), evenings(st.booleans()))
def test_a_cue_that_a_person_holds_never_goes_by_itself(prompt_book, evening):
    before: State = opening(prompt_book, {})
    for _, _, after in run(prompt_book, evening):
        kept = before.held_cues & after.outcomes.keys() - before.outcomes.keys()
        assert all(after.outcomes[number].by in ("Anna", "passed") for number in kept)
        before = after


@settings(max_examples=150, deadline=None)
@given(books(), evenings(st.booleans()))
def test_only_cues_that_wait_are_held_or_stood_by_for(prompt_book, evening):
    for _, _, state in run(prompt_book, evening):
        assert not (state.held_cues | state.acknowledged.keys()) & state.outcomes.keys()


@settings(max_examples=100, deadline=None)
@given(books(), st.floats(0.8, 1.0))
def test_a_number_played_through_leaves_no_automatic_place_behind(prompt_book, confidence):
    """None lost: each automatic cue bound to a place went, and within half a tenth of a second of its note."""
    played = [
        Heard(at(1 + i * 0.02 + 0.05), "scene", at(1 + i * 0.02), Beat(i * 0.04), 120.0, confidence, Following.PLAYING)
        for i in range(1601)
    ]
    steps = run(prompt_book, [Opened(at(0)), *played, Closed(at(60))])
    outcomes = steps[-1][2].outcomes
    for cue in prompt_book.cues:
        alone = cue.authority != "called" and cue.department != "machinery"
        if alone and hasattr(cue.trigger, "beat"):
            assert outcomes[cue.number].by == "auto"
            assert abs(outcomes[cue.number].at - at(1 + cue.trigger.beat / 2)) < 50e6


@settings(max_examples=60, deadline=None)
@given(books(), evenings(st.booleans()), st.data())
def test_a_crash_anywhere_and_a_replay_of_its_log_give_the_same_state(prompt_book, evening, data):
    """The log is cut at any line, even between an event and its effects; what was decided is decided again."""
    header = Header(1, "0", "", prompt_book, "", {})
    lines, states = [encode(header)], [opening(prompt_book, {})]
    for event, effects, state in run(prompt_book, evening):
        lines += [encode(event), *map(encode, effects)]
        states += [state] * (1 + len(effects))
    cut = data.draw(st.integers(1, len(lines)))
    again = replay(*decode("log", lines[:cut]))
    assert again.state == states[cut - 1]
    assert not again.differences


@settings(max_examples=60, deadline=None)
@given(books(), evenings(st.booleans()))
def test_the_same_evening_twice_is_the_same_show(prompt_book, evening):
    assert run(prompt_book, evening) == run(prompt_book, evening)
