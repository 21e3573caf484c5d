"""The desk's server, over real sockets: what pages get, what is refused, who waits for whom."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from desk.fake_show import PATIENCE, FakeShow
from odette.core.events import Command, Highlighted, Mastered, Pressed, Told
from odette.desk.server import PORT, Desk
from odette.faults import Faulty


@pytest.fixture
def show(tmp_path: Path) -> Iterator[FakeShow]:
    (tmp_path / "map.json").write_text('{"pages": 1}')
    (tmp_path / "page-1.svg").write_text("<svg/>")
    (tmp_path.parent / "secret.svg").write_text("not for pages")
    show = FakeShow(0, lambda number: tmp_path if number == "scene" else None)
    yield show
    show.stop()


def silent(port: int) -> Desk:
    """A desk without a show behind it."""
    nobody: Any = None
    return Desk(port, lambda _: None, lambda _: None, lambda: nobody)


def page(show: FakeShow, **options: Any) -> ClientConnection:
    options.setdefault("origin", show.desk.url.rstrip("/"))
    return connect(show.desk.url.replace("http", "ws") + "ws", **options)


def message(connection: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of that kind."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        got: dict[str, Any] = json.loads(connection.recv(timeout=PATIENCE))
        if got["type"] == kind:
            return got
    raise AssertionError(f"no {kind} came")


def ask(connection: ClientConnection, **said: Any) -> dict[str, Any]:
    connection.send(json.dumps(said))
    return message(connection, "answer")


def post(show: FakeShow, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(
        show.desk.url + "api/press",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text.startswith(b"{") else {}


def get(show: FakeShow, path: str, **headers: str) -> tuple[int, Any]:
    try:
        request = urllib.request.Request(show.desk.url + path, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def test_a_page_that_connects_gets_the_latest_whole_state_first(show: FakeShow) -> None:
    show.publish(standby="4")
    with page(show) as connection:
        state = message(connection, "state")
        if state["standby"] != "4":
            state = message(connection, "state")
        assert state["standby"] == "4"
        assert [cue["number"] for cue in state["cues"]] == ["1", "2", "3", "4", "5"]


def test_a_page_reads_first_who_it_is_and_again_when_the_show_is_locked(show: FakeShow) -> None:
    """While no PIN is set, whoever is on this machine is an editor."""
    with page(show) as connection:
        first = json.loads(connection.recv(timeout=PATIENCE))
        assert first["type"] == "you"
        assert (first["role"], first["local"], first["locked"]) == ("editor", True, False)
        assert first["rights"] == ["see", "acknowledge", "press", "light", "edit"]
        show.publish(locked=True)
        assert message(connection, "you")["locked"] is True


def test_a_page_that_comes_back_gets_what_changed_while_it_was_away(show: FakeShow) -> None:
    with page(show) as connection:
        message(connection, "state")
    show.publish(standby="5", mode="held")
    with page(show) as seen_change:
        while message(seen_change, "state")["mode"] != "held":
            pass
    with page(show) as connection:
        assert message(connection, "state")["standby"] == "5"


def test_light_updates_reach_the_page(show: FakeShow) -> None:
    with page(show) as connection:
        assert message(connection, "now")["room"]["kind"] == "murmur"


def test_a_press_becomes_an_event_and_its_answer_comes_back(show: FakeShow) -> None:
    with page(show) as connection:
        answer = ask(connection, type="press", id="a1", command="go", cue="1")
    assert answer == {"type": "answer", "id": "a1", "done": True, "why": ""}
    event = show.asked[0]
    assert event == Pressed(at=event.at, id="a1", who="desk", command=Command.GO, cue="1")


def test_a_refusal_comes_back_with_its_reason(show: FakeShow) -> None:
    show.rule = lambda _: "cue 1 went already"
    with page(show) as connection:
        answer = ask(connection, type="press", id="a1", command="go", cue="1")
    assert (answer["done"], answer["why"]) == (False, "cue 1 went already")


def test_an_answer_goes_only_to_the_page_that_asked(show: FakeShow) -> None:
    with page(show) as asking, page(show) as watching:
        ask(asking, type="press", id="a1", command="hold")
        watching.send(json.dumps({"type": "press", "id": "b1", "command": "hold"}))
        assert message(watching, "answer")["id"] == "b1"


def test_telling_where_the_players_are_and_moving_the_master_become_events(show: FakeShow) -> None:
    with page(show) as connection:
        ask(connection, type="tell", id="t", number="scene", beat=12.5)
        ask(connection, type="master", id="m", level=0.25)
    told, mastered = show.asked
    assert isinstance(told, Told)
    assert (told.number, told.beat) == ("scene", 12.5)
    assert isinstance(mastered, Mastered)
    assert mastered.level == 0.25


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"type": "press", "id": "x", "command": "explode"}',
        '{"type": "shutdown", "id": "x"}',
        '{"type": "press", "id": "", "command": "go"}',
        '{"type": "press", "command": "go"}',
        '{"type": "press", "id": "x", "command": "go", "more": 1}',
        '{"type": "master", "id": "x", "level": 1.5}',
        '{"type": "master", "id": "x", "level": "NaN"}',
        '{"type": "tell", "id": "x", "number": "scene", "beat": -1}',
        '{"type": "press", "id": "x", "command": "go", "cue": "' + "9" * 5000 + '"}',
    ],
)
def test_what_is_not_understood_is_refused_and_never_reaches_the_show(show: FakeShow, text: str) -> None:
    with page(show) as connection:
        connection.send(text)
        answer = message(connection, "answer")
        assert answer["done"] is False
        assert answer["why"]
        ask(connection, type="press", id="after", command="hold")
    assert [event.id for event in show.asked] == ["after"]


def test_a_refused_message_is_answered_under_its_own_id_where_it_has_one(show: FakeShow) -> None:
    with page(show) as connection:
        assert ask(connection, type="press", id="mine", command="explode")["id"] == "mine"


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_web_socket_from_another_origin_is_refused(show: FakeShow, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        page(show, origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["", "static/style.css", "score/scene/map.json"])
def test_another_host_name_is_refused(show: FakeShow, path: str) -> None:
    assert get(show, path, Host="evil.example")[0] == 403


def test_localhost_is_this_machine_too(show: FakeShow) -> None:
    port = show.desk.url.rstrip("/").rpartition(":")[2]
    assert get(show, "", Host=f"localhost:{port}")[0] == 200


def test_every_answer_carries_a_strict_policy(show: FakeShow) -> None:
    for path in ("", "static/none", "score/none/map.json"):
        headers = get(show, path)[1]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Access-Control-Allow-Origin"] is None


def test_other_gear_presses_by_http_and_waits_for_the_answer(show: FakeShow) -> None:
    assert post(show, {"command": "go", "cue": "1"})[0] == 200
    show.rule = lambda _: "held"
    status, answer = post(show, {"command": "go", "id": "mine"})
    assert (status, answer) == (409, {"id": "mine", "done": False, "why": "held"})
    assert {event.who for event in show.asked if isinstance(event, Pressed)} == {"remote"}
    show.rule = lambda _: None
    assert post(show, {"type": "highlight", "fixture": "d1"})[0] == 200
    assert isinstance(show.asked[-1], Highlighted)
    assert post(show, {"type": "highlight"})[0] == 400
    assert post(show, ["go"])[0] == 400


def test_other_gear_is_told_when_the_show_does_not_answer(show: FakeShow) -> None:
    show.answering = False
    status, answer = post(show, {"command": "hold"})
    assert status == 504
    assert answer["done"] is False


def test_a_post_from_a_foreign_page_or_of_a_foreign_kind_is_refused(show: FakeShow) -> None:
    assert post(show, {"command": "go"}, Origin="http://evil.example")[0] == 403
    assert post(show, {"command": "go"}, **{"Content-Type": "text/plain"})[0] == 415
    assert post(show, {"command": "explode"})[0] == 400
    assert post(show, {"command": "go", "cue": "9" * 5000})[0] == 413
    assert show.asked == []


def test_the_engraved_score_is_served_once_it_is_there_and_nothing_beside_it(show: FakeShow) -> None:
    assert get(show, "score/scene/map.json")[0] == 200
    assert get(show, "score/scene/page-1.svg")[1]["Content-Type"] == "image/svg+xml"
    assert get(show, "score/scene/page-2.svg")[0] == 404
    assert get(show, "score/other/map.json")[0] == 404
    for path in ("../secret.svg", "..%2Fsecret.svg", "%2e%2e/secret.svg"):
        assert get(show, f"score/scene/{path}")[0] == 404


def test_a_page_that_does_not_read_keeps_nobody_waiting(show: FakeShow) -> None:
    port = int(show.desk.url.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as deaf, page(show) as reading:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        heavy = {**show.state, "title": "x" * 1_000_000}
        for number in range(30):
            show.desk.publish({**heavy, "standby": str(number)})
        while message(reading, "state")["standby"] != "29":
            pass
        assert ask(reading, type="press", id="still", command="go")["done"] is True


def test_a_port_in_use_is_a_clear_fault_before_anything_is_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Faulty, match=rf"port {port} is in use.*--port"):
            silent(port).start()


def test_where_the_default_port_is_taken_the_next_free_one_serves() -> None:
    first, second = (silent(PORT) for _ in range(2))
    first.start()
    second.start()
    try:
        assert first.url != second.url
        for desk in (first, second):
            with urllib.request.urlopen(desk.url, timeout=PATIENCE) as response:
                assert response.status == 200
    finally:
        first.stop()
        second.stop()


def test_stopping_closes_the_pages_and_frees_the_port(show: FakeShow) -> None:
    with page(show) as connection:
        show.stop()
        with pytest.raises(ConnectionClosed, match="1012"):
            list(connection)
    again = silent(int(show.desk.url.rstrip("/").rpartition(":")[2]))
    again.start()
    again.stop()
