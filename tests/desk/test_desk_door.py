"""The door, over real sockets: who is let in, who is not, and what nobody ever learns."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from desk.doors import CHEAP, EDITOR, MACHINERY, OPERATOR, TOKEN, VIEWER, Paper, Visitor, guarded, staffed
from desk.fake_show import PATIENCE, FakeShow
from odette.core.events import Pressed
from odette.desk.patience import FREE
from odette.desk.people import Role
from odette.desk.pins import Keys, Pins, with_pin
from odette.desk.reach import Address, Reach


@pytest.fixture
def show() -> Iterator[FakeShow]:
    show = guarded(staffed())
    yield show
    show.stop()


@pytest.fixture
def visitor(show: FakeShow) -> Visitor:
    return Visitor(show)


def line(visitor: Visitor, **headers: str) -> ClientConnection:
    cookie = {"Cookie": visitor.cookie} if visitor.cookie else {}
    origin: Any = headers.pop("Origin", visitor.url.rstrip("/"))
    return connect(visitor.url.replace("http", "ws") + "ws", origin=origin, additional_headers={**cookie, **headers})


def first(connection: ClientConnection) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(connection.recv(timeout=PATIENCE))
    return said


def answer(connection: ClientConnection, **said: Any) -> dict[str, Any]:
    connection.send(json.dumps({"id": "a", **said}))
    while (got := json.loads(connection.recv(timeout=PATIENCE)))["type"] != "answer":
        pass
    return dict(got)


def test_once_a_pin_is_set_this_machine_needs_one_too(visitor: Visitor) -> None:
    status, _, headers = visitor.ask("")
    assert (status, headers["Location"]) == (303, "/door")
    assert visitor.ask("department/lights")[2]["Location"] == "/door?to=/department/lights"
    assert visitor.ask("score/scene/map.json")[0] == 401
    assert visitor.go() == 401
    with pytest.raises(InvalidStatus) as refused:
        line(visitor)
    assert refused.value.response.status_code == 403


def test_the_door_itself_is_open_and_says_nothing_of_the_show(visitor: Visitor) -> None:
    assert visitor.ask("door")[0] == 200
    assert visitor.ask("static/style.css")[0] == 200
    status, seen, _ = visitor.ask("api/door")
    assert status == 200
    assert (seen["you"], seen["reached"]) == (None, [])
    assert {"role": "department", "department": "machinery"} in seen["known"]


def test_a_person_signs_in_and_is_who_they_say_in_the_log(show: FakeShow, visitor: Visitor) -> None:
    status, answered = visitor.sign_in("operator", OPERATOR, name="Anna")
    assert (status, answered["you"]["name"], answered["you"]["role"]) == (200, "Anna", "operator")
    assert visitor.ask("")[0] == 200
    with line(visitor) as connection:
        assert first(connection)["name"] == "Anna"
        assert answer(connection, type="press", command="go")["done"]
    assert [event.who for event in show.asked if isinstance(event, Pressed)] == ["Anna"]


def test_the_session_is_in_a_cookie_that_no_script_and_no_other_site_gets(visitor: Visitor) -> None:
    visitor.sign_in("operator", OPERATOR)
    flags = {flag.strip().lower() for flag in visitor.set_cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/", "max-age=57600"} <= flags
    assert "secure" not in flags


def test_a_wrong_pin_is_refused_in_words_and_opens_nothing(visitor: Visitor) -> None:
    for role, pin, more in (
        ("operator", EDITOR, {}),
        ("department", MACHINERY, {"department": "lights"}),
        ("department", MACHINERY, {}),
        ("viewer", "", {}),
    ):
        status, answered = visitor.sign_in(role, pin, **more)
        assert (status, answered) == (403, {"done": False, "why": "wrong PIN"})
    assert visitor.cookie == ""
    assert visitor.ask("")[0] == 303


@pytest.mark.parametrize(
    "body",
    [{}, [], {"role": "boss", "pin": "x"}, {"role": "viewer"}, {"role": "viewer", "pin": 1}, {"pin": "x" * 2000}],
)
def test_what_is_no_sign_in_is_refused_without_repeating_it(visitor: Visitor, body: Any) -> None:
    status, answered, _ = visitor.ask("api/door/in", body)
    assert status == 400
    assert answered["why"] in ("not understood", "a body of at most 1024 bytes is wanted")


def test_another_site_can_sign_nobody_in_or_out(visitor: Visitor) -> None:
    visitor.sign_in("editor", EDITOR)
    evil = {"Origin": "http://evil.example"}
    for path, body in (("in", {"role": "viewer", "pin": VIEWER}), ("out", {}), ("everybody", {}), ("pins", {})):
        assert visitor.ask(f"api/door/{path}", body, **evil)[0] == 403
    with pytest.raises(InvalidStatus):
        line(visitor, Origin="http://evil.example")
    assert visitor.ask("")[0] == 200


def test_each_role_may_what_it_may_and_is_told_what_it_may_not(show: FakeShow, visitor: Visitor) -> None:
    visitor.sign_in("viewer", VIEWER)
    with line(visitor) as connection:
        assert first(connection)["rights"] == ["see"]
        refused = answer(connection, type="press", command="go")
    assert (refused["done"], refused["id"], refused["why"]) == (False, "a", "a viewer may not do this")
    assert visitor.go() == 403
    visitor.sign_in("department", MACHINERY, department="machinery")
    with line(visitor) as connection:
        you = first(connection)
    assert (you["department"], you["name"], you["rights"]) == ("machinery", "machinery", ["see", "acknowledge"])
    assert show.asked == []


def test_whoever_guesses_is_made_to_wait_and_let_in_again_and_those_inside_notice_nothing(show: FakeShow) -> None:
    """The wait is over after a second; an open session presses GO meanwhile."""
    inside, guesser = Visitor(show), Visitor(show)
    inside.sign_in("operator", OPERATOR)
    for _ in range(FREE):
        assert guesser.sign_in("editor", "wrong-one")[0] == 403
    status, answered, headers = guesser.ask("api/door/in", {"role": "editor", "pin": EDITOR})
    assert (status, answered["wait"], headers["Retry-After"]) == (429, 1, "1")
    assert "wait 1 s" in answered["why"]
    assert inside.go() == 200
    deadline = time.monotonic() + PATIENCE
    while guesser.sign_in("editor", EDITOR)[0] == 429:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert guesser.ask("")[0] == 200


def test_signing_out_closes_the_page_and_ends_the_session(visitor: Visitor) -> None:
    visitor.sign_in("operator", OPERATOR)
    cookie = visitor.cookie
    with line(visitor) as connection:
        first(connection)
        assert visitor.ask("api/door/out", {})[0] == 200
        with pytest.raises(ConnectionClosed, match="4401"):
            list(connection)
    visitor.cookie = cookie
    assert visitor.ask("")[0] == 303


def test_an_editor_signs_everybody_else_out_and_nobody_less_can(show: FakeShow) -> None:
    editor, operator = Visitor(show), Visitor(show)
    editor.sign_in("editor", EDITOR)
    operator.sign_in("operator", OPERATOR)
    assert operator.ask("api/door/everybody", {})[0] == 403
    assert editor.ask("api/door/everybody", {})[0] == 200
    assert editor.ask("")[0] == 200
    assert operator.ask("")[0] == 303


def test_a_show_that_dies_and_comes_back_throws_nobody_out() -> None:
    paper, keys = Paper(), staffed()
    show = guarded(keys, sessions=paper)
    visitor = Visitor(show)
    visitor.sign_in("operator", OPERATOR, name="Anna")
    port = int(show.desk.url.rstrip("/").rpartition(":")[2])
    show.stop()
    again = guarded(keys, port, sessions=paper)
    try:
        with line(visitor) as connection:
            assert first(connection)["name"] == "Anna"
    finally:
        again.stop()


def test_gear_shows_its_token_and_is_an_operator_by_name(show: FakeShow, visitor: Visitor) -> None:
    assert visitor.go(Authorization=f"Bearer {TOKEN}") == 200
    assert [event.who for event in show.asked if isinstance(event, Pressed)] == ["foot switch"]
    assert visitor.go(Authorization="Bearer wrong") == 401
    assert visitor.go(Authorization="Bearer ") == 401
    assert visitor.go(Authorization=f"Basic {TOKEN}") == 401
    origin: Any = None
    with line(visitor, Origin=origin, Authorization=f"Bearer {TOKEN}") as connection:
        assert first(connection)["role"] == "operator"


def test_the_first_pin_is_set_from_the_machine_itself_and_whoever_sets_it_stays_in() -> None:
    show = guarded(Keys())
    try:
        visitor, other = Visitor(show), Visitor(show)
        assert other.ask("")[0] == 200
        assert visitor.ask("api/door/pins", {"role": "viewer", "pin": VIEWER})[0] == 409
        status, answered, _ = visitor.ask("api/door/pins", {"role": "editor", "pin": EDITOR})
        assert (status, answered["you"]["role"]) == (200, "editor")
        assert visitor.ask("")[0] == 200
        assert other.ask("")[0] == 303
        assert visitor.ask("api/door/pins", {"role": "operator", "pin": OPERATOR})[0] == 200
        other.sign_in("operator", OPERATOR)
        assert other.ask("api/door/pins", {"role": "viewer", "pin": VIEWER})[0] == 403
        assert visitor.ask("api/door/pins", {"role": "operator", "pin": None})[0] == 200
        assert other.ask("")[0] == 303
    finally:
        show.stop()


def test_a_new_pin_for_oneself_keeps_one_in_and_throws_the_others_out() -> None:
    show = guarded(staffed())
    try:
        here, there = Visitor(show), Visitor(show)
        here.sign_in("editor", EDITOR, name="Anna")
        there.sign_in("editor", EDITOR)
        assert here.ask("api/door/pins", {"role": "editor", "pin": "another-1"})[1]["you"]["name"] == "Anna"
        assert (here.ask("")[0], there.ask("")[0]) == (200, 303)
    finally:
        show.stop()


OWN = "127.0.0.2"
"""On Linux the whole network 127.0.0.0/8 is this machine; here it stands for an address that others reach."""


@pytest.fixture
def reached() -> Iterator[FakeShow]:
    try:
        socket.create_server((OWN, 0)).close()
    except OSError:
        pytest.skip(f"this machine has no {OWN}")
    show = guarded(staffed(), reach=Reach((Address(OWN),), frozenset({"desk.example"})))
    yield show
    show.stop()


def test_the_desk_answers_at_each_of_its_addresses_to_that_address_alone(reached: FakeShow) -> None:
    url = reached.desk.reached()[0]
    port = url.rstrip("/").rpartition(":")[2]
    there = Visitor(reached, url)
    assert there.ask("door")[0] == 200
    assert there.ask("door", Host=f"evil.example:{port}")[0] == 403
    assert there.ask("door", Host=f"10.0.0.1:{port}")[0] == 403
    assert Visitor(reached).ask("door")[0] == 200
    assert Visitor(reached).ask("door", Host=f"{OWN}:{port}")[0] == 403
    there.sign_in("operator", OPERATOR)
    with line(there) as connection:
        assert first(connection)["role"] == "operator"
    with pytest.raises(InvalidStatus):
        line(there, Origin="http://evil.example")


def test_behind_a_named_proxy_the_cookie_is_for_https_alone_and_whoever_comes_is_not_on_this_machine(
    reached: FakeShow,
) -> None:
    visitor = Visitor(reached)
    through = {"Host": "desk.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
    asked = {"role": "editor", "pin": EDITOR}
    status, answered, _ = visitor.ask("api/door/in", asked, Origin="https://desk.example", **through)
    assert (status, answered["you"]["local"]) == (200, False)
    assert "Secure" in visitor.set_cookie
    assert visitor.ask("api/door/pins", {}, Origin="https://desk.example", **through)[0] == 403


def test_a_proxy_that_was_not_named_is_refused(visitor: Visitor) -> None:
    """It would make everybody behind it look like somebody on this machine."""
    assert visitor.ask("door", **{"X-Forwarded-For": "10.0.0.9"})[0] == 403


def test_without_a_pin_nobody_comes_in_through_a_proxy() -> None:
    show = guarded(Keys(), reach=Reach(names=frozenset({"desk.example"})))
    try:
        assert Visitor(show).ask("", Host="desk.example")[0] == 303
    finally:
        show.stop()


def test_an_address_that_is_not_ours_is_told_and_the_desk_is_served_without_it() -> None:
    show = guarded(staffed(), reach=Reach((Address("192.0.2.77"),)))
    try:
        assert list(show.desk.unreached) == ["192.0.2.77"]
        assert show.desk.reached() == []
        assert Visitor(show).ask("door")[0] == 200
    finally:
        show.stop()


def test_pins_of_a_desk_that_keeps_none_cannot_be_set() -> None:
    show = FakeShow(0, pins=Pins(None))
    try:
        assert Visitor(show).ask("api/door/pins", {"role": "editor", "pin": EDITOR})[0] == 409
        assert Visitor(show).ask("")[0] == 200
    finally:
        show.stop()


def test_a_pin_taken_away_while_somebody_is_in_ends_their_session() -> None:
    keys = staffed()
    known = Pins(Paper())
    known.write(keys)
    show = FakeShow(0, pins=known)
    try:
        visitor = Visitor(show)
        visitor.sign_in("viewer", VIEWER)
        known.write(with_pin(keys, Role.VIEWER, "", "new-pin-1", CHEAP))
        assert visitor.ask("")[0] == 303
    finally:
        show.stop()
