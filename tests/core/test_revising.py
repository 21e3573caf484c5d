"""A prompt book edited while the show runs: what has happened stays, and nothing goes because it was edited."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.test_laws import books, evenings, goings
from evenings import Night, at, book, opened, playing, pressed, room
from odette.core.clocks import Beat
from odette.core.cue import At, Look, Number, PromptBook, Value
from odette.core.effects import Fade, Inhibit, Preview, SayCall, SendMessage, ShowTitle
from odette.core.events import Command, LockSet, Mastered, Opened, Previewed, Revised, Told
from odette.core.light import level_in_house
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.core.step import step
from odette.takes.log import FORMAT, Header, decode, encode
from odette.takes.replay import replay

BOOK = book("1 lights auto at 2\n2 titles auto at 8\n3 lights auto at 16\n4 lights called", end=32.0)


def revised(seconds: float, text: str) -> Revised:
    return Revised(at(seconds), book(text, end=32.0))


def night(*events: object) -> Night:
    return Night(BOOK, opened(rehearsal=True), *events)


def test_a_cue_added_ahead_goes_on_its_note() -> None:
    edited = revised(
        3, "1 lights auto at 2\n2 titles auto at 8\n2.5 titles auto at 12\n3 lights auto at 16\n4 lights called"
    )
    assert night(playing(0, 20), edited).went["2.5"] == 7.0


def test_a_cue_added_behind_does_not_go_and_is_told() -> None:
    edited = revised(
        4, "1 lights auto at 2\n1.5 titles auto at 4\n2 titles auto at 8\n3 lights auto at 16\n4 lights called"
    )
    show = night(playing(0, 20), edited)
    assert show.passed == {"1.5"}
    assert "1.5 lie behind" in show.said()


def test_a_cue_moved_from_ahead_to_behind_is_passed_over_and_told() -> None:
    edited = revised(4, "1 lights auto at 2\n3 lights auto at 3\n2 titles auto at 8\n4 lights called")
    show = night(playing(0, 20), edited)
    assert show.passed == {"3"}
    assert set(show.went) == {"1", "2"}


def test_a_cue_that_has_gone_and_is_moved_ahead_does_not_go_again() -> None:
    edited = revised(4, "2 titles auto at 8\n1 lights auto at 12\n3 lights auto at 16\n4 lights called")
    assert night(playing(0, 20), edited).went["1"] == 2.0


def test_a_cue_that_is_no_more_does_not_go() -> None:
    show = night(playing(0, 20), revised(3, "1 lights auto at 2\n3 lights auto at 16\n4 lights called"))
    assert set(show.went) == {"1", "3"}
    assert set(show.state.dues) <= {"3", "4"}


def test_a_moment_that_has_come_does_not_send_a_cue_that_now_waits_for_it() -> None:
    edited = revised(4, "1 lights auto at 2\n2 titles auto on applause\n3 lights auto at 16\n4 lights called")
    assert night(playing(0, 20), room(3, "applause"), edited).passed == {"2"}


def test_what_a_deleted_cue_held_back_is_not_let_loose() -> None:
    """Cue 2 waits for the beginning of the music behind cue 1, which never came by; without that it stays unsent."""
    first = book("1 lights auto at 30\n2 titles auto on music begins", end=32.0)
    show = Night(
        first,
        opened(rehearsal=True),
        playing(0, 20),
        Revised(at(4), book("2 titles auto on music begins", end=32.0)),
    )
    assert show.passed == {"2"}


def test_a_follow_that_is_still_to_come_is_planned_anew() -> None:
    first = book("1 lights auto at 2\n2 titles auto follow 1 3", end=32.0)
    edited = Revised(at(3), book("1 lights auto at 2\n2 titles auto follow 1 5", end=32.0))
    assert Night(first, opened(rehearsal=True), playing(0, 20), edited).went["2"] == 7.0
    late = Revised(at(4), book("1 lights auto at 2\n2 titles auto follow 1 1", end=32.0))
    assert Night(first, opened(rehearsal=True), playing(0, 20), late).passed == {"2"}


def test_a_called_cue_written_before_those_that_went_does_not_stand_by() -> None:
    edited = revised(
        6, "1 lights auto at 2\n1.5 lights called\n2 titles auto at 8\n3 lights auto at 16\n4 lights called"
    )
    show = night(playing(0, 20), edited, pressed(12, Command.GO))
    assert "1.5" in show.passed
    assert show.went["4"] == 12.0


def test_a_called_cue_whose_name_alone_was_edited_stands_by_as_before() -> None:
    first = book("1 lights called at 2\n2 titles auto at 8", end=32.0)
    cues = (replace(first.cues[0], name="Moonrise"), first.cues[1])
    show = Night(first, opened(rehearsal=True), playing(0, 6), Revised(at(4), replace(first, cues=cues)), pressed(4.5))
    assert show.went["1"] == 4.5
    assert not show.passed


def test_a_look_edited_while_it_is_up_touches_nothing_until_the_next_cue_which_asserts_it() -> None:
    looks = BOOK.looks | {"look 1": Look("look 1", {"front": Value(0.9), "1": Value(0.7)})}
    edited = Revised(at(4), replace(BOOK, looks=looks))
    show = night(playing(0, 20), edited)
    assert not [effect for time, effect in show.effects if time == 4.0 and isinstance(effect, Fade)]
    (third,) = [effect for effect in show.all(Fade) if effect.cue == "3" and not effect.mark]
    assert third.values["1"].level == 0.7


def test_a_submaster_that_is_edited_holds_down_the_roles_it_now_has() -> None:
    first = replace(BOOK, submasters={"sides": ("1",), "fronts": ("front",)})
    events = [Mastered(at(1), "a", "Anna", 0.5, "sides"), Mastered(at(1), "b", "Anna", 0.5, "fronts")]
    edited = Revised(at(2), replace(BOOK, submasters={"sides": ("front",)}))
    show = Night(first, opened(rehearsal=True), *events, edited)
    assert show.all(Inhibit)[2:] == [
        Inhibit(at(2), "sides", ("front",), 0.5),
        Inhibit(at(2), "fronts", ("front",), 1.0),
    ]


def test_while_the_show_is_locked_no_book_is_taken() -> None:
    performance = opened(rehearsal=False)
    edited = revised(3, "1 lights auto at 2")
    assert Night(BOOK, performance, edited).state.book == BOOK
    unlocked = Night(BOOK, performance, LockSet(at(2), "a", "Anna", False), edited)
    assert len(unlocked.state.book.cues) == 1


def test_a_book_of_other_music_is_left_and_told() -> None:
    other = replace(BOOK, numbers=(Number("polka", "Polka", Beat(9.0)),), cues=())
    show = night(playing(0, 4), Revised(at(2), other))
    assert show.state.book == BOOK
    assert "start the show anew" in show.said()


def test_a_look_tried_out_is_seen_and_ends_with_the_next_light_cue() -> None:
    tried = Previewed(at(0.5), "p", "Anna", {"front": Value(0.9)})
    show = night(tried)
    assert level_in_house(show.state.light, "front", at(0.5)) == 0.9
    assert night(tried, playing(0, 4)).all(Preview) == [Preview(at(0.5), {"front": Value(0.9)}), Preview(at(1.96), {})]
    assert not night(tried, Previewed(at(0.7), "q", "Anna", None)).state.light.hand.preview


def test_a_look_tried_out_ends_when_the_show_is_locked_and_none_is_tried_out_then() -> None:
    tried = Previewed(at(2), "p", "Anna", {"front": Value(0.9)})
    events = [LockSet(at(1), "a", "Anna", False), tried, LockSet(at(3), "b", "Anna", True)]
    assert not Night(BOOK, opened(), *events).state.light.hand.preview
    assert not Night(BOOK, opened(), tried).state.light.hand.preview


@st.composite
def edited_evenings(draw):  # type: ignore[no-untyped-def]
    """An evening in which the book becomes another one, again and again."""
    first = draw(books())
    events = draw(evenings(st.booleans()))
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(1, len(events) - 1))
        events.insert(index, Revised(events[index].at, draw(books())))
    if draw(st.booleans()):
        events.insert(1, LockSet(events[0].at, "unlock", "Anna", False))
    return first, events


@settings(max_examples=150, deadline=None)
@given(edited_evenings())
def test_what_has_happened_stays_and_an_edit_sends_nothing(evening) -> None:  # type: ignore[no-untyped-def]
    first, events = evening
    before = opening(first, {})
    for event, effects, after in simulate(before, events):
        if isinstance(event, Revised):
            for number, outcome in before.outcomes.items():
                if before.locked or any(cue.number == number for cue in after.book.cues):
                    assert after.outcomes[number] == outcome
            planned = {number for number, due in before.dues.items() if due <= event.at + 40_000_000}
            for effect in effects:
                if isinstance(effect, Fade | ShowTitle | SendMessage | SayCall) and effect.cue:
                    assert effect.cue in planned or getattr(effect, "mark", "")
            known = {cue.number for cue in after.book.cues}
            kept = {*after.outcomes, *after.dues, *after.held_cues, *after.acknowledged, *after.recalled}
            assert kept <= known
        before = after


@settings(max_examples=100, deadline=None)
@given(edited_evenings())
def test_in_a_performance_no_cue_goes_twice_however_the_book_is_edited(evening) -> None:  # type: ignore[no-untyped-def]
    first, events = evening
    events = [Opened(at(0)), *events[1:]]
    if any(getattr(event, "command", "") in (Command.BACK, Command.GO_TO, Command.RELEASE) for event in events):
        return
    removed: set[str] = set()
    sent: list[str] = []
    before = opening(first, {})
    for event, effects, after in simulate(before, events):
        sent += [
            effect.cue for _, effect in goings([(event, effects, after)]) if not isinstance(effect, Fade) and effect.cue
        ]
        removed |= before.outcomes.keys() - after.outcomes.keys()
        before = after
    assert len([number for number in sent if number not in removed]) == len({*sent} - removed)


@settings(max_examples=60, deadline=None)
@given(edited_evenings())
def test_an_edited_evening_replays_the_same(evening) -> None:  # type: ignore[no-untyped-def]
    first, events = evening
    lines = [encode(Header(FORMAT, "0", "then", first, "hall", {}))]
    for event, effects, _ in simulate(opening(first, {}), events):
        lines += [encode(event), *map(encode, effects)]
    assert not replay(*decode("log", lines)).differences


def test_every_event_of_the_core_can_be_taken_before_the_show_opens() -> None:
    state, effects = step(opening(BOOK, {}), Revised(at(0), PromptBook(BOOK.title, BOOK.numbers, (), {})))
    assert not state.book.cues
    assert not effects


def test_a_place_that_has_passed_in_an_earlier_number_is_behind() -> None:
    two = book("1 lights auto at 2 a\n2 lights auto at 2 b", end=8.0, numbers="a b")
    cues = (two.cues[0], replace(two.cues[1], number="1.5", trigger=At("a", Beat(4.0))), two.cues[1])
    events = [Told(at(1), "t", "Anna", "b", Beat(0.0)), *playing(0, 1, start=2, number="b")]
    show = Night(two, opened(rehearsal=True), events, Revised(at(2.5), replace(two, cues=cues)))
    assert show.passed == {"1.5"}
