"""PINs, tokens, sessions and the wait for those who guess: the pure parts, on a clock of the test's own."""

from collections.abc import Hashable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.core.clocks import SECOND, ShowTime
from odette.core.cue import Department
from odette.desk import patience
from odette.desk.patience import Patience
from odette.desk.people import Role
from odette.desk.pins import (
    Keys,
    Pin,
    Pins,
    Refused,
    bearer,
    checked_name,
    new_token,
    opens,
    with_pin,
    with_token,
    without_pin,
    without_token,
)
from odette.desk.reach import Address, Reach, read
from odette.desk.sessions import LASTS, Sessions
from odette.faults import Faulty

CHEAP = (2, 1, 1)
PIN, OTHER = "482913", "771904"
EDITOR = with_pin(Keys(), Role.EDITOR, "", PIN, CHEAP)


class Memory:
    """A private file that is none."""

    path = Path("pins.json")

    def __init__(self, data: bytes | None = None) -> None:
        self.data = data
        self.failing = False
        self._version = 0

    def read(self) -> bytes | None:
        if self.failing:
            raise OSError(5, "Input/output error")
        return self.data

    def write(self, data: bytes) -> None:
        if self.failing:
            raise OSError(28, "No space left on device")
        self.data = data
        self._version += 1

    def version(self) -> Hashable:
        if self.failing:
            raise OSError(5, "Input/output error")
        return self._version


class Clock:
    def __init__(self) -> None:
        self.now = ShowTime(1000 * SECOND)

    def __call__(self) -> ShowTime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now = ShowTime(self.now + round(seconds * SECOND))


def pin_of(keys: Keys, role: Role = Role.EDITOR, department: str = "") -> Pin | None:
    return keys.pin(role, department)


def test_a_pin_opens_with_itself_and_nothing_else() -> None:
    known = pin_of(EDITOR)
    assert opens(PIN, known)
    assert not any(opens(wrong, known) for wrong in (OTHER, "", PIN[:-1], PIN + "0", PIN + "\0", "é" * 64, PIN * 20))
    assert not opens(PIN, None)


def test_what_is_kept_shows_no_pin_and_two_like_pins_look_different() -> None:
    twice = with_pin(EDITOR, Role.OPERATOR, "", PIN, CHEAP)
    kept = Memory()
    Pins(kept).write(twice)
    assert kept.data is not None
    assert PIN.encode() not in kept.data
    assert len({pin.hash for pin in twice.pins}) == 2


def test_a_new_pin_takes_the_place_of_the_old_one() -> None:
    keys = with_pin(EDITOR, Role.EDITOR, "", OTHER, CHEAP)
    assert not opens(PIN, pin_of(keys))
    assert opens(OTHER, pin_of(keys))
    assert len(keys.pins) == 1


@pytest.mark.parametrize("pin", ["", "12345", "123456", "987654", "000000", "121212", "x" * 65])
def test_a_pin_that_anybody_would_try_is_refused(pin: str) -> None:
    with pytest.raises(Refused):
        with_pin(Keys(), Role.EDITOR, "", pin, CHEAP)


def test_each_department_has_its_own_pin_and_only_real_ones_have() -> None:
    keys = with_pin(EDITOR, Role.DEPARTMENT, "machinery", OTHER, CHEAP)
    assert opens(OTHER, pin_of(keys, Role.DEPARTMENT, "machinery"))
    assert pin_of(keys, Role.DEPARTMENT, "lights") is None
    for role, department in ((Role.DEPARTMENT, ""), (Role.DEPARTMENT, "bar"), (Role.VIEWER, "lights")):
        with pytest.raises(Refused):
            with_pin(EDITOR, role, department, OTHER, CHEAP)


def test_a_token_is_its_bearers_until_it_is_removed() -> None:
    token = new_token()
    keys = with_token(EDITOR, "companion", Role.OPERATOR, token)
    person = bearer(keys, token)
    assert person is not None
    assert (person.name, person.role) == ("companion", Role.OPERATOR)
    assert bearer(keys, new_token()) is None
    assert bearer(keys, "") is None
    assert bearer(without_token(keys, "companion"), token) is None
    assert all(token.encode() not in kept.hash for kept in keys.tokens)


changes = st.lists(
    st.tuples(
        st.sampled_from(["set", "remove", "token", "no token"]),
        st.sampled_from(Role),
        st.sampled_from(["", *Department]),
        st.sampled_from(["a", "b"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(changes)
def test_whatever_is_set_and_removed_whoever_has_a_key_an_editor_has_one(
    done: list[tuple[str, Role, str, str]],
) -> None:
    keys = Keys()
    for what, role, department, name in done:
        try:
            match what:
                case "set":
                    keys = with_pin(keys, role, department, PIN, CHEAP)
                case "remove":
                    keys = without_pin(keys, role, department)
                case "token":
                    keys = with_token(keys, name, role, "t")
                case "no token":
                    keys = without_token(keys, name)
        except Refused:
            pass
        assert not keys or pin_of(keys) is not None


@pytest.mark.parametrize("name", ["", " ", "auto", "Passed", "desk", "x" * 33, "a\nb", " Anna"])
def test_a_name_that_the_log_could_not_tell_from_another_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        checked_name(name)


def test_the_file_is_read_again_when_somebody_has_written_it() -> None:
    kept = Memory()
    pins, others = Pins(kept), Pins(kept)
    assert not pins.guarded
    others.write(EDITOR)
    assert pins.guarded
    assert opens(PIN, pin_of(pins.read()))


def test_a_file_that_is_broken_lets_nobody_in_and_is_a_clear_fault() -> None:
    pins = Pins(Memory(b"{"))
    assert pins.guarded
    assert not pins.read()
    with pytest.raises(Faulty, match=r"pins\.json.*odette pin set"):
        pins.check()
    with pytest.raises(Refused):
        pins.write(EDITOR)


def test_a_disk_that_fails_for_a_moment_throws_nobody_out() -> None:
    kept = Memory()
    Pins(kept).write(EDITOR)
    pins = Pins(kept)
    kept.failing = True
    assert pins.read() == EDITOR


def signed_in(kept: Memory, clock: Clock) -> tuple[Sessions, str]:
    sessions = Sessions(kept, clock)
    known = pin_of(EDITOR)
    assert known is not None
    return sessions, sessions.begin("Anna", Role.EDITOR, "", known.salt)


def test_a_session_outlives_the_show_process_and_only_its_hash_is_on_disk() -> None:
    kept, clock = Memory(), Clock()
    _, token = signed_in(kept, clock)
    assert kept.data is not None
    assert token.encode() not in kept.data
    again = Sessions(kept, clock).find(token, EDITOR)
    assert again is not None
    assert again.person(local=False).name == "Anna"


def test_a_session_ends_after_its_hours() -> None:
    clock = Clock()
    sessions, token = signed_in(Memory(), clock)
    clock.wait(LASTS / SECOND - 1)
    assert sessions.find(token, EDITOR)
    clock.wait(1)
    assert sessions.find(token, EDITOR) is None


def test_a_session_ends_with_the_pin_that_opened_it() -> None:
    sessions, token = signed_in(Memory(), Clock())
    assert sessions.find(token, with_pin(EDITOR, Role.OPERATOR, "", OTHER, CHEAP))
    assert sessions.find(token, with_pin(EDITOR, Role.EDITOR, "", PIN, CHEAP)) is None
    assert sessions.find(token, Keys()) is None


def test_a_session_ends_when_its_person_signs_out_or_everybody_else_is() -> None:
    sessions, anna = signed_in(Memory(), Clock())
    known = pin_of(EDITOR)
    assert known is not None
    ben, cleo = (sessions.begin(name, Role.EDITOR, "", known.salt) for name in ("Ben", "Cleo"))
    found = sessions.find(ben, EDITOR)
    assert found is not None
    sessions.end(found.hash)
    assert sessions.find(ben, EDITOR) is None
    kept = sessions.find(anna, EDITOR)
    assert kept is not None
    sessions.end_all(but=kept.hash)
    assert sessions.find(anna, EDITOR)
    assert sessions.find(cleo, EDITOR) is None


def test_sessions_that_cannot_be_kept_or_read_stop_nothing() -> None:
    full = Memory()
    full.failing = True
    sessions, token = signed_in(full, Clock())
    assert sessions.find(token, EDITOR)
    assert Sessions(Memory(b"\xff"), Clock()).find(token, EDITOR) is None


def guess(door: Patience, address: str, clock: Clock, times: int) -> list[float]:
    """Guess wrong so often, as soon as it is allowed; the waits."""
    waits = []
    for _ in range(times):
        waits.append(door.wait(address, clock.now))
        clock.wait(waits[-1])
        door.tried(address, clock.now)
    return waits


def test_the_first_wrong_pins_cost_no_wait_and_then_each_costs_twice_as_long() -> None:
    waits = guess(Patience(), "10.0.0.9", Clock(), 16)
    assert waits[:5] == [0.0] * 5
    assert waits[5:12] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    assert max(waits) <= patience.LONGEST


def test_guessing_from_one_address_keeps_no_other_waiting() -> None:
    door, clock = Patience(), Clock()
    guess(door, "10.0.0.9", clock, 9)
    assert door.wait("10.0.0.9", clock.now) > 0
    assert door.wait("10.0.0.10", clock.now) == 0


def test_a_crowd_is_slowed_and_cannot_shut_out_whoever_came_in_before_or_sits_at_the_machine() -> None:
    door, clock = Patience(), Clock()
    door.tried("10.0.0.5", clock.now)
    door.right("10.0.0.5")
    for n in range(200):
        door.tried(f"10.1.0.{n}", clock.now)
    assert door.wait("10.2.0.1", clock.now) == patience.LONGEST_OF_ALL
    assert door.wait("10.0.0.5", clock.now) == 0
    assert door.wait("127.0.0.1", clock.now) == 0


def test_a_network_of_ipv6_is_one_guesser() -> None:
    door, clock = Patience(), Clock()
    for n in range(9):
        door.tried(f"2001:db8:0:1::{n}", clock.now)
    assert door.wait("2001:db8:0:1:ffff::1", clock.now) > 0
    assert door.wait("2001:db8:0:2::1", clock.now) == 0


def test_a_right_pin_ends_the_wait_and_time_forgives_a_wrong_one() -> None:
    door, clock = Patience(), Clock()
    guess(door, "10.0.0.9", clock, 7)
    door.right("10.0.0.9")
    assert guess(door, "10.0.0.9", clock, 5) == [0.0] * 5
    clock.wait(5 * patience.FORGIVEN)
    assert guess(door, "10.0.0.9", clock, 5) == [0.0] * 5


def test_where_the_desk_is_to_be_served_is_read_or_refused_with_every_mistake() -> None:
    assert read([]) == Reach()
    assert read(["10.0.0.5", "10.0.0.6:7000", "[fe80::1]:80", "https://Desk.example"]) == Reach(
        (Address("10.0.0.5"), Address("10.0.0.6", 7000), Address("fe80::1", 80)), frozenset({"desk.example"})
    )
    with pytest.raises(Faulty) as faulty:
        read(["10.0.0", "desk.example", "http://desk.example", "10.0.0.5:99999", "https://a/b", ""])
    assert len(faulty.value.faults) == 6
