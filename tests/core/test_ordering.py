"""The order of the evening: what begins by itself, what waits for a person, and what everybody is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from evenings import Night, at, book, playing, pressed, room
from odette.core.clocks import Beat
from odette.core.cue import Authority, Called, Clock, HouseCall, On, Part, PartKind, PromptBook, Room, number_part
from odette.core.effects import Answered, Listen, PartBegins, SayCall
from odette.core.events import Closed, Command, Following, Heard, Opened, Resumed, Told
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.takes.log import Header, decode, encode
from odette.takes.replay import replay

CALLS = (HouseCall("half", 35), HouseCall("five", 10), HouseCall("beginners", 5))


def part(kind: str, trigger=None, authority: str = "auto", **more: object) -> Part:
    return Part(kind.replace(" ", "-"), PartKind(kind), trigger or Called(), Authority(authority), kind, **more)


def evening(*parts: Part | str, cues: str = "1 lights called", advertised: str = "") -> PromptBook:
    """A book with an order; a part given as text is a number that waits for its music."""
    numbers = " ".join(each for each in parts if isinstance(each, str)) or "scene"
    written = book(cues, numbers=numbers)
    named = {number.id: number_part(number) for number in written.numbers}
    order = tuple(named[each] if isinstance(each, str) else each for each in parts)
    return replace(written, evening=order, advertised=advertised, calls=CALLS if advertised else ())


def opens(seconds: float = 0.0) -> Opened:
    return Opened(at(seconds))


def ended(number: str, seconds: float) -> Heard:
    return Heard(at(seconds), number, at(seconds), Beat(64.0), 120.0, 0.95, Following.ENDED)


def played(number: str, start: float) -> list[Heard]:
    """A number played from its last beats to its end: begun at ``start``, over four seconds later."""
    return [*playing(58, 64, start=start, number=number), ended(number, start + 4)]


def began(night: Night) -> list[tuple[str, int]]:
    return [(effect.part, round(when)) for when, effect in night.effects if isinstance(effect, PartBegins)]


def listened(night: Night) -> list[tuple[str, int]]:
    return [(effect.number, round(when)) for when, effect in night.effects if isinstance(effect, Listen)]


def go_on(seconds: float, to: str = "") -> object:
    return pressed(seconds, Command.PART, to)


INTERVAL = part("interval", On(Room.MUSIC_ENDS, "one", 5.0), minutes=20.0)


def test_a_whole_evening_goes_from_part_to_part() -> None:
    """House open by the clock, a called half, a number, its interval, the second number, bows, and the house out."""
    order = evening(
        part("house open", Clock("00:01")),
        part("house to half"),
        "one",
        INTERVAL,
        "two",
        part("curtain calls", On(Room.APPLAUSE)),
        part("house out", On(Room.APPLAUSE_OVER, after=3.0)),
    )
    night = Night(
        order,
        opens(),
        go_on(120),
        played("one", 130),
        played("two", 1400),
        [room(1406 + second, "applause") for second in range(20)],
        room(1426, "murmur"),
        room(1440, "murmur"),
    )
    assert began(night) == [
        ("house-open", 60),
        ("house-to-half", 120),
        ("one", 130),
        ("interval", 139),
        ("two", 1400),
        ("curtain-calls", 1406),
        ("house-out", 1429),
    ]


def test_a_number_is_listened_for_only_when_nothing_stands_between() -> None:
    """Not while the house comes in, nor in the interval: from the part before it on, or when the interval is over."""
    order = evening(part("house open"), part("house to half"), "one", INTERVAL, "two")
    night = Night(order, opens(), go_on(10), go_on(60), played("one", 70), room(2000, "murmur"))
    assert listened(night) == [("one", 60), ("two", 79 + 20 * 60)]


def test_music_in_the_interval_begins_nothing() -> None:
    """Somebody plays in the pit what the second act begins with."""
    order = evening("one", INTERVAL, "two")
    night = Night(order, opens(), played("one", 1), playing(0, 20, start=300, number="two"))
    assert night.state.part == "interval"
    assert "two" not in night.state.begun


def test_an_interval_without_minutes_is_over_when_a_person_says_so() -> None:
    order = evening("one", replace(INTERVAL, minutes=None), "two")
    night = Night(order, opens(), played("one", 1), room(7000, "murmur"), go_on(7100))
    assert listened(night) == [("one", 0), ("two", 7100)]


def on_part(order: PromptBook, what: Room, name: str) -> PromptBook:
    """The book, its first cue waiting for a part."""
    return replace(order, cues=(replace(order.cues[0], trigger=On(what, name)), *order.cues[1:]))


@pytest.mark.parametrize("minutes", [20.0, None])
def test_an_interval_that_a_person_ends_is_over_with_that(minutes: float | None) -> None:
    """What waits for its end goes as it is left, not in the middle of the act after it."""
    order = evening("one", replace(INTERVAL, minutes=minutes), "two", cues="1 calls auto on part")
    left = [go_on(600), *playing(0, 16, start=700, number="two"), room(1400, "murmur")]
    assert Night(on_part(order, Room.PART_OVER, "interval"), opens(), played("one", 1), *left).went == {"1": 600.0}


def test_going_back_before_an_interval_lets_nothing_go_that_waits_for_its_end() -> None:
    order = evening("one", INTERVAL, "two", cues="1 calls auto on part")
    back = Night(
        on_part(order, Room.PART_OVER, "interval"), opens(), played("one", 1), go_on(60, "one"), room(1400, "murmur")
    )
    assert back.went == {}


def test_a_number_attacca_begins_as_the_one_before_ends_and_one_that_waits_with_its_music() -> None:
    order = evening("one", "two", "three")
    attacca = replace(order.evening[1], trigger=On(Room.PART_OVER, "one"))
    night = Night(replace(order, evening=(order.evening[0], attacca, order.evening[2])), opens(), played("one", 1))
    assert (night.state.part, night.state.number) == ("two", "two")
    waits = Night(order, opens(), played("one", 1))
    assert (waits.state.part, waits.state.number) == ("one", "two")


def test_a_number_that_is_called_is_not_listened_for_before_a_person_goes_on_to_it() -> None:
    order = evening("one", "two")
    called = replace(order.evening[1], trigger=Called(), authority=Authority.CALLED)
    order = replace(order, evening=(order.evening[0], called))
    night = Night(order, opens(), played("one", 1), playing(0, 4, start=20, number="two"), go_on(30))
    assert listened(night) == [("one", 0), ("two", 30)]
    assert "two waits for you" in night.said()


def test_a_called_part_is_told_in_time_and_waits() -> None:
    order = evening(part("house open"), part("house to half", Clock("00:10"), "called"), "one")
    night = Night(order, opens(), go_on(10), room(700, "murmur"))
    alerts = [(round(when), effect.key) for when, effect in night.effects if getattr(effect, "key", "")]
    assert alerts == [(0, "part waits"), (570, "part soon"), (600, "part waits")]
    assert night.state.part == "house-open"


def test_hold_keeps_the_evening_where_it_is_and_what_its_time_has_passed_is_a_persons() -> None:
    order = evening(part("house open", Clock("00:01")), part("house to half", Clock("00:02")), "one")
    held = [pressed(90, Command.HOLD), pressed(180, Command.FOLLOW)]
    night = Night(order, opens(), *held, room(300, "murmur"))
    assert night.state.part == "house-open"
    assert "house to half waits for you" in night.said()
    assert Night(order, opens(), *held, room(300, "murmur"), go_on(310)).state.part == "house-to-half"


def test_a_house_that_opens_late_begins_nothing_by_itself() -> None:
    order = evening(part("house open", Clock("00:01")), part("house to half", Clock("00:02")), "one")
    assert Night(order, opens(100), room(300, "murmur")).state.part == ""


def test_a_part_is_never_left_for_the_next_while_a_number_is_played() -> None:
    """Applause in the middle is none for the curtain, and no clock ends the music."""
    order = evening("one", part("curtain calls", On(Room.APPLAUSE)), part("house out", Clock("00:01")))
    heard = [*playing(0, 20, start=50), room(58, "applause"), room(62, "music"), *playing(20, 30, start=62)]
    night = Night(order, opens(), [replace(e, number="one") if isinstance(e, Heard) else e for e in heard])
    assert night.state.part == "one"


def test_a_number_that_waits_for_its_music_is_not_left_because_the_conductor_was_applauded() -> None:
    order = evening(
        part("house open", On(Room.SHOW_OPENS)), "one", part("interval", On(Room.APPLAUSE_OVER), minutes=5.0)
    )
    night = Night(order, opens(), go_on(1, "one"), room(2, "applause"), room(6, "silence"), Closed(at(60)))
    assert [name for name, _ in began(night)] == ["house-open", "one"]


def test_the_house_goes_out_only_after_the_applause_and_waits_again_when_it_swells() -> None:
    order = evening(
        "one", part("curtain calls", On(Room.APPLAUSE)), part("house out", On(Room.APPLAUSE_OVER, after=4.0))
    )
    room_heard = [room(6, "applause"), room(20, "murmur"), room(22, "applause"), room(30, "murmur"), room(40, "murmur")]
    assert began(Night(order, opens(), played("one", 1), room_heard))[-1] == ("house-out", 34)


def test_a_cue_waits_for_its_part() -> None:
    order = evening("one", INTERVAL, "two", cues="1 calls auto on part\n2 lights called")
    cue = replace(order.cues[0], trigger=On(Room.PART, "interval", 2.0))
    night = Night(replace(order, cues=(cue, order.cues[1])), opens(), played("one", 1), room(20, "murmur"))
    assert night.went == {"1": pytest.approx(5 + 5 + 2, abs=0.1)}


def test_what_a_person_leaves_out_is_passed_over_and_told() -> None:
    order = evening("one", INTERVAL, "two", cues="1 calls auto on part\n2 calls auto on part\n3 machinery called")
    first, second, third = order.cues
    first = replace(first, trigger=On(Room.PART, "interval"))
    second = replace(second, trigger=On(Room.PART, "two"))
    order = replace(order, cues=(first, replace(third, trigger=On(Room.PART, "interval")), second))
    night = Night(order, opens(), go_on(5, "two"), room(10, "murmur"))
    assert night.passed == {"1"}
    assert night.went == {"2": 5.0}
    assert "passed over 1" in night.said()


def test_a_number_that_a_person_leaves_is_over() -> None:
    order = evening("one", part("interval", minutes=20.0), cues="1 lights auto at 40 one\n2 calls auto on music ends")
    night = Night(order, opens(), playing(0, 20, start=1, number="one"), go_on(12), room(20, "murmur"))
    assert night.passed == {"1"}
    assert night.went == {"2": 12.0}
    assert night.state.part == "interval"


def test_a_person_may_go_back_and_in_a_performance_no_cue_goes_twice() -> None:
    order = evening("one", INTERVAL, "two", cues="1 calls auto on part\n2 calls auto on part")
    cues = tuple(replace(cue, trigger=On(Room.PART, p)) for cue, p in zip(order.cues, ("one", "two"), strict=True))
    there_and_back = [go_on(5, "two"), go_on(10, "one"), go_on(20, "two")]
    there_and_back = [go_on(5, "two"), go_on(10, "one"), go_on(20, "two")]
    night = Night(replace(order, cues=cues), opens(), *there_and_back)
    assert listened(night) == [("one", 0), ("two", 5), ("one", 10), ("two", 20)]
    assert [effect.cue for effect in night.all(SayCall)] == ["2", "1"]  # type: ignore[attr-defined]


def test_going_on_is_guarded_like_go_and_done_once() -> None:
    order = evening(part("house open"), part("house to half"), "one")
    presses = [pressed(5, Command.PART, press="a"), pressed(6, Command.PART, press="a"), pressed(6.1, Command.PART)]
    night = Night(order, opens(), *presses, pressed(6.2, Command.PART), pressed(9, Command.PART, "house-to-half"))
    assert night.state.part == "house-to-half"
    answers = [answer.why for answer in night.all(Answered)]  # type: ignore[attr-defined]
    assert answers == ["", "", "", "PART came 0.1 s after GO or PART", "the evening is there already"]
    nowhere = Night(order, opens(), go_on(5, "circus"))
    assert nowhere.all(Answered)[0].why == "there is no part circus"  # type: ignore[attr-defined]


def test_the_evening_is_where_a_person_says_that_the_players_are() -> None:
    order = evening("one", INTERVAL, "two")
    told = Told(at(5), "t", "Anna", "two", Beat(8.0))
    night = Night(order, opens(), told, playing(8, 12, start=6, number="two"))
    assert night.state.part == "two"


def test_in_a_rehearsal_the_order_holds_nothing_up() -> None:
    order = evening(part("house open"), part("house to half"), "one", INTERVAL, "two", advertised="00:40")
    rehearsal = replace(opens(), rehearsal=True)
    night = Night(order, rehearsal, played("one", 10), playing(0, 4, start=20, number="two"), room(2000, "murmur"))
    assert [number for number, _ in listened(night)] == ["one", "two"]
    assert night.state.part == "two"
    assert not night.all(SayCall)


def calls(night: Night) -> list[tuple[str, int]]:
    return [(effect.text, round(when)) for when, effect in night.effects if isinstance(effect, SayCall)]


def test_calls_are_given_before_the_advertised_time() -> None:
    night = Night(evening("one", advertised="00:40"), opens(), room(2500, "murmur"))
    assert calls(night) == [("Half, please", 300), ("Five, please", 1800), ("Beginners, please", 2100)]


def test_a_late_opening_skips_the_calls_whose_time_has_passed() -> None:
    night = Night(evening("one", advertised="00:40"), opens(1900), room(2500, "murmur"))
    assert calls(night) == [("Beginners, please", 2100)]
    assert night.said() == ""


def test_calls_wait_while_the_house_is_held_and_those_that_passed_are_told() -> None:
    held = [pressed(1700, Command.HOLD), pressed(1900, Command.FOLLOW)]
    night = Night(evening("one", advertised="00:40"), opens(), *held, room(2500, "murmur"))
    assert calls(night) == [("Half, please", 300), ("Beginners, please", 2100)]
    assert "their time has passed: five" in night.said()


def test_an_interval_has_calls_of_its_own() -> None:
    interval = replace(INTERVAL, calls=(HouseCall("beginners", 5),))
    night = Night(evening("one", interval, "two"), opens(), played("one", 1), room(2000, "murmur"))
    assert calls(night) == [("Beginners, please", 10 + 15 * 60)]


def test_an_interval_that_comes_again_has_its_calls_again() -> None:
    """A person had gone on to it too early."""
    interval = replace(INTERVAL, calls=(HouseCall("beginners", 19.5),))
    early = [go_on(5, "interval"), go_on(60, "one"), *played("one", 100)]
    night = Night(evening("one", interval, "two"), opens(), *early, room(2000, "murmur"))
    assert calls(night) == [("Beginners, please", 35), ("Beginners, please", 109 + 30)]


def test_a_show_without_an_order_goes_on_as_it_always_did() -> None:
    """It listens to its numbers one after the other, and says nothing of parts."""
    night = Night(
        book("1 lights called", numbers="one two"), opens(), played("one", 1), playing(0, 4, 20, number="two")
    )
    assert listened(night) == [("one", 0), ("two", 5)]
    assert night.state.part == "two"
    assert not night.all(PartBegins)
    assert night.said() == ""


TRIGGERS = [
    Called(),
    Clock("00:00:20"),
    Clock("00:01"),
    On(Room.SHOW_OPENS, after=3.0),
    On(Room.APPLAUSE),
    On(Room.APPLAUSE_OVER, after=2.0),
]


@st.composite
def orders(draw: st.DrawFn) -> PromptBook:
    """Orders of two numbers and all that may stand around them, with a cue bound to every part."""
    parts: list[Part | str] = []
    for name in ("house open", "house to half", "one", "interval", "two", "curtain calls", "house out"):
        if name in ("one", "two"):
            parts.append(name)
        elif draw(st.booleans()):
            trigger = draw(st.sampled_from([*TRIGGERS, *([On(Room.MUSIC_ENDS, "one", 2.0)] if "two" in parts else [])]))
            minutes = draw(st.sampled_from([None, 1.0])) if name == "interval" else None
            authority = draw(st.sampled_from(["called", "assist", "auto"]))
            parts.append(part(name, trigger, authority, minutes=minutes, calls=CALLS[2:] if minutes else ()))
    names = [each if isinstance(each, str) else each.id for each in parts]
    order = evening(*parts, cues="\n".join(f"{i} calls auto on part" for i in range(len(parts))), advertised="00:36")
    cues = (replace(cue, trigger=On(Room.PART, name)) for cue, name in zip(order.cues, names, strict=True))
    return replace(order, cues=tuple(cues))


@st.composite
def nights(draw: st.DrawFn) -> list[object]:
    """What may happen in an evening: music, applause, people who press anything, crashes."""
    events: list[object] = [replace(opens(draw(st.sampled_from([0.0, 30.0]))), rehearsal=draw(st.booleans()))]
    time = 31.0
    for _ in range(draw(st.integers(1, 12))):
        time += draw(st.sampled_from([0.1, 3.0, 30.0, 80.0]))
        number = draw(st.sampled_from(["one", "two"]))
        match draw(st.sampled_from(["play", "end", "clap", "quiet", "part", "press", "tell", "crash"])):
            case "play":
                events += playing(draw(st.sampled_from([0, 30])), 34, start=time, number=number)
                time += 18.0
            case "end":
                events += played(number, time)
                time += 4.0
            case "clap":
                events.append(room(time, "applause"))
            case "quiet":
                events.append(room(time, "murmur"))
            case "part":
                names = ["", "one", "interval", "two", "house-out"]
                events.append(go_on(time, draw(st.sampled_from(names))))
            case "press":
                commands = [Command.HOLD, Command.FOLLOW, Command.STOP, Command.GO, Command.BACK]
                events.append(pressed(time, draw(st.sampled_from(commands))))
            case "tell":
                events.append(Told(at(time), f"t{time}", "Anna", number, Beat(draw(st.sampled_from([0.0, 32.0])))))
            case _:
                events.append(Resumed(at(time)))
    return [*events, Closed(at(time + 3000))]


def run(order: PromptBook, night: list[object]) -> list[object]:
    return list(simulate(opening(order, {}), sorted(night, key=lambda e: e.at)))


@settings(max_examples=60, deadline=None)
@given(orders(), nights())
def test_nothing_but_a_person_or_the_music_goes_on_while_the_evening_is_held_stopped_or_in_a_number(order, night):
    before = opening(order, {})
    numbers = {"one", "two"}
    for event, effects, after in run(order, night):
        for effect in effects:
            if isinstance(effect, PartBegins) and effect.part not in numbers and not isinstance(event, Told):
                asked = getattr(event, "command", None) is Command.PART
                released = (before.held or before.frozen) and not (after.held or after.frozen)
                sure = not (before.held or before.frozen or before.number in before.begun.keys() - after.ended.keys())
                assert asked or sure or released
                assert asked or next(p for p in order.evening if p.id == effect.part).authority != "called"
        before = after


@settings(max_examples=60, deadline=None)
@given(orders(), nights())
def test_no_call_and_in_a_performance_no_cue_of_a_part_is_given_twice(order, night):
    said = [effect for _, effects, _ in run(order, night) for effect in effects if isinstance(effect, SayCall)]
    house = [effect.text for effect in said if not effect.cue]
    assert len(house) <= 2 * len(CALLS)
    if not night[0].rehearsal and not any(getattr(e, "command", None) is Command.BACK for e in night):
        cues = [effect.cue for effect in said if effect.cue]
        assert len(cues) == len(set(cues))


@settings(max_examples=40, deadline=None)
@given(orders(), nights())
def test_the_log_of_an_ordered_evening_replays(order, night):
    lines, state = [encode(Header(1, "0", "", order, "", {}))], opening(order, {})
    for event, effects, after in run(order, night):
        lines, state = [*lines, encode(event), *map(encode, effects)], after
    again = replay(*decode("log", lines))
    assert not again.differences
    assert again.state == state
