"""The writing desk over real sockets: what is read, what an edit makes, what is refused, who was first."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from book.house import waltz
from desk.doors import VIEWER, Visitor, guarded, staffed
from desk.fake_show import PATIENCE, FakeShow
from odette.book.open import open_evening
from odette.core.cue import At, Value
from odette.core.events import Previewed
from odette.core.state import opening
from odette.writing.deskbook import DeskBook
from writing.written import BOOK, opened, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.fixture
def book(folder: Path) -> DeskBook:
    return opened(folder)


@pytest.fixture
def show(book: DeskBook) -> Iterator[FakeShow]:
    show = FakeShow(0, book=book)
    book.connect(lambda: opening(book.show.book, {}), show.desk.tell_book, lambda _: None)
    yield show
    show.stop()


def ask(show: FakeShow, path: str, said: Any = None, raw: bytes | None = None) -> tuple[int, dict[str, Any]]:
    body = raw if raw is not None else None if said is None else json.dumps(said).encode()
    request = urllib.request.Request(show.desk.url + path, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def edit(show: FakeShow, *edits: dict[str, Any], revision: str = "", id: str = "a") -> tuple[int, dict[str, Any]]:  # noqa: A002
    told = revision or ask(show, "api/book")[1]["revision"]
    return ask(show, "api/book/edits", {"id": id, "revision": told, "edits": list(edits)})


def test_the_book_is_told_whole_as_it_is_written(show: FakeShow) -> None:
    status, told = ask(show, "api/book")
    assert status == 200
    assert told["show"]["title"] == "Small evening"
    assert [cue["number"] for cue in told["cues"]] == ["1", "2", "2.5", "3", "5", "6", "8"]
    moon = told["cues"][1]
    assert moon["trigger"] == {"at": "2.1"}
    assert (moon["in"], moon["beat"], moon["line"]) == ("waltz", 3.0, 12)
    assert moon["actions"] == {"look": "lake", "up": 4, "down": 6.5, "roles": {"front wash": {"up": 8.0}}}
    assert told["looks"]["lake"]["cyc"] == {"level": 80, "colour": "#2040a0"}
    assert told["roles"]["cyc"] == {"looks": ["lake"], "fixtures": ["d1"]}
    assert (told["undo"], told["redo"], told["locked"], told["faults"]) == (False, False, False, [])


def test_an_edit_is_in_the_file_and_on_every_page(show: FakeShow, folder: Path) -> None:
    with connect(show.desk.url.replace("http", "ws") + "ws", origin=show.desk.url.rstrip("/")) as page:
        status, told = edit(show, {"do": "change", "cue": "2", "fields": {"name": "Lake"}})
        assert status == 200
        while (message := json.loads(page.recv(timeout=PATIENCE)))["type"] != "book":
            pass
    assert message["revision"] == told["revision"]
    assert (folder / "promptbook.toml").read_text() == BOOK.replace('"2"\n', '"2"\nname = "Lake"\n', 1)


def test_a_cue_put_on_a_note_gets_a_number_and_stands_in_order(show: FakeShow) -> None:
    at = ask(show, "api/place?number=waltz&beat=7.5")[1]["at"]
    status, told = edit(show, {"do": "add", "cue": {"trigger": {"at": at}, "actions": {"look": "dark"}}})
    assert status == 200
    cues = ask(show, "api/book")[1]["cues"]
    numbers = [cue["number"] for cue in cues]
    assert numbers.index("2") < numbers.index(told["cue"]) < numbers.index("3")
    assert next(cue for cue in cues if cue["number"] == told["cue"])["beat"] == 7.5


def test_what_would_not_open_is_refused_at_its_field_and_nothing_is_written(show: FakeShow, folder: Path) -> None:
    status, told = edit(show, {"do": "change", "cue": "2", "fields": {"trigger": {"at": "99.1"}}})
    assert status == 422
    (fault,) = told["faults"]
    assert (fault["file"], fault["cue"], fault["field"]) == ("promptbook.toml", "2", "at")
    assert "99" in fault["found"]
    assert (folder / "promptbook.toml").read_text() == BOOK


def test_edits_go_together_or_not_at_all(show: FakeShow, folder: Path) -> None:
    good = {"do": "change", "cue": "2", "fields": {"name": "Lake"}}
    status, _ = edit(show, good, {"do": "look", "name": "lake", "look": {"cyc": 400}})
    assert status == 422
    assert (folder / "promptbook.toml").read_text() == BOOK


def test_one_request_sent_twice_is_one_edit(show: FakeShow) -> None:
    revision = ask(show, "api/book")[1]["revision"]
    first, again = (edit(show, {"do": "copy", "cue": "2"}, revision=revision, id="once") for _ in range(2))
    assert first == again
    assert len(ask(show, "api/book")[1]["cues"]) == 8


def test_two_editors_at_once_on_two_cues_are_both_heard(show: FakeShow) -> None:
    revision = ask(show, "api/book")[1]["revision"]
    assert edit(show, {"do": "change", "cue": "2", "fields": {"name": "A"}}, revision=revision, id="a")[0] == 200
    assert edit(show, {"do": "change", "cue": "6", "fields": {"name": "B"}}, revision=revision, id="b")[0] == 200
    names = {cue["number"]: cue["name"] for cue in ask(show, "api/book")[1]["cues"]}
    assert (names["2"], names["6"]) == ("A", "B")


def test_two_editors_at_once_on_one_cue_the_second_is_told_what_the_first_did(show: FakeShow) -> None:
    revision = ask(show, "api/book")[1]["revision"]
    edit(show, {"do": "change", "cue": "2", "fields": {"name": "A"}}, revision=revision, id="a")
    status, told = edit(show, {"do": "delete", "cue": "2"}, revision=revision, id="b")
    assert status == 409
    assert told["conflict"] == "cue 2 was changed meanwhile"
    assert told["book"]["cues"][1]["name"] == "A"
    assert told["revision"] == told["book"]["revision"]


def test_a_change_from_outside_is_a_conflict_too(show: FakeShow, folder: Path) -> None:
    revision = ask(show, "api/book")[1]["revision"]
    (folder / "promptbook.toml").write_text(BOOK.replace("up = 4", "up = 40"))
    status, told = edit(show, {"do": "change", "cue": "2", "fields": {"actions": {"up": 5}}}, revision=revision)
    assert status == 409
    assert told["book"]["cues"][1]["actions"]["up"] == 40


def test_undo_and_redo(show: FakeShow, folder: Path) -> None:
    edit(show, {"do": "delete", "cue": "2.5"})
    deleted = (folder / "promptbook.toml").read_text()
    assert ask(show, "api/book")[1]["undo"] is True
    assert ask(show, "api/book/undo", {"id": "u"})[0] == 200
    assert (folder / "promptbook.toml").read_text() == BOOK
    assert ask(show, "api/book/redo", {"id": "r"})[0] == 200
    assert (folder / "promptbook.toml").read_text() == deleted
    assert ask(show, "api/book/redo", {"id": "r2"})[0] == 422


def test_a_locked_show_is_read_and_not_written(show: FakeShow, folder: Path) -> None:
    show.publish(locked=True)
    with connect(show.desk.url.replace("http", "ws") + "ws", origin=show.desk.url.rstrip("/")) as page:
        while not ((told := json.loads(page.recv(timeout=PATIENCE)))["type"] == "you" and told["locked"]):
            pass
    assert ask(show, "api/book")[0] == 200
    assert edit(show, {"do": "delete", "cue": "2.5"})[0] == 423
    assert ask(show, "api/book/undo", {"id": "u"})[0] == 423
    assert (folder / "promptbook.toml").read_text() == BOOK


@pytest.mark.parametrize("body", [b"", b"{}", b'{"id": "a", "revision": "", "edits": [{"do": "sing"}]}', b"[" * 9999])
def test_what_is_not_understood_is_refused(show: FakeShow, body: bytes) -> None:
    assert ask(show, "api/book/edits", raw=body)[0] == 400


def test_text_that_no_file_can_hold_is_refused(show: FakeShow, folder: Path) -> None:
    body = b'{"id": "a", "revision": "", "edits": [{"do": "change", "cue": "2", "fields": {"name": "\\ud800"}}]}'
    revision = ask(show, "api/book")[1]["revision"].encode()
    assert ask(show, "api/book/edits", raw=body.replace(b'"revision": ""', b'"revision": "%s"' % revision))[0] == 400
    assert (folder / "promptbook.toml").read_text() == BOOK


def test_a_request_without_end_is_cut_off(show: FakeShow) -> None:
    assert ask(show, "api/book/edits", raw=b" " * (2 << 20))[0] == 413


def test_a_place_is_told_in_the_words_of_the_book(show: FakeShow) -> None:
    assert ask(show, "api/place?number=waltz&beat=4.5")[1] == {"at": "2.2+1/2", "in": "waltz", "beat": 4.5}
    assert ask(show, "api/place?number=waltz&beat=13/3")[1]["at"] == "2.2+1/3"
    assert ask(show, "api/place?number=waltz&beat=x")[0] == 400
    assert ask(show, "api/place?number=polka&beat=1")[0] == 422
    assert ask(show, "api/place?number=waltz&beat=99")[0] == 422


def test_a_show_that_does_not_open_any_more_is_told_with_its_faults(show: FakeShow, folder: Path) -> None:
    (folder / "promptbook.toml").write_text(BOOK.replace('at = "2.1"', 'at = "2.9"'))
    told = ask(show, "api/book")[1]
    assert [(fault["cue"], fault["field"]) for fault in told["faults"]] == [("2", "at")]
    assert told["cues"][1]["trigger"] == {"at": "2.1"}


def test_no_cue_is_bound_where_the_page_did_not_put_it(show: FakeShow, book: DeskBook) -> None:
    edit(show, {"do": "move", "cue": "2", "at": "3.2"})
    (cue,) = [cue for cue in book.show.book.cues if cue.number == "2"]
    assert isinstance(cue.trigger, At)
    assert cue.trigger.beat == 7.0


def test_a_look_is_tried_out_and_ends_with_the_page_of_whoever_tried_it(show: FakeShow) -> None:
    with connect(show.desk.url.replace("http", "ws") + "ws", origin=show.desk.url.rstrip("/")) as page:
        page.recv(timeout=PATIENCE)
        assert ask(show, "api/book/preview", {"look": {"cyc": {"level": 40, "colour": "#ff0000"}}})[0] == 200
    deadline = time.monotonic() + PATIENCE
    while len(show.asked) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    tried, ended = (event for event in show.asked if isinstance(event, Previewed))
    assert tried.values == {"cyc": Value(0.4, (1.0, 0.0, 0.0))}
    assert ended.values is None


def test_whoever_may_see_the_show_reads_its_book_and_changes_nothing(book: DeskBook) -> None:
    show = guarded(staffed(), book=book)
    try:
        viewer = Visitor(show)
        viewer.sign_in("viewer", VIEWER)
        status, told, _ = viewer.ask("api/book")
        assert (status, told["cues"][1]["trigger"]) == (200, {"at": "2.1"})
        said = {"id": "a", "revision": told["revision"], "edits": [{"do": "delete", "cue": "2"}]}
        assert viewer.ask("api/book/edits", said)[0] == 403
        assert viewer.ask("api/book")[1]["revision"] == told["revision"]
    finally:
        show.stop()


def test_a_look_that_cannot_be_read_is_not_tried_out(show: FakeShow) -> None:
    status, told = ask(show, "api/book/preview", {"look": {"cyc": 400}})
    assert (status, told["faults"][0]["found"]) == (422, 'role "cyc" is 400')
    assert not show.asked


def upload(show: FakeShow, query: dict[str, str], data: bytes) -> tuple[int, dict[str, Any]]:
    return ask(show, f"api/new?{urllib.parse.urlencode(query)}", raw=data)


def test_a_dropped_score_becomes_a_show_beside_this_one(show: FakeShow, folder: Path) -> None:
    status, told = upload(show, {"file": "../../Ländler.musicxml", "title": "Two dances"}, waltz().encode())
    assert status == 200
    made = folder.parent / "two-dances"
    assert (told["folder"], told["title"], told["cues"]) == (str(made), "Two dances", 7)
    assert told["run"] == f"odette run {made} --venue {folder.parent / 'hall.toml'}"
    assert (made / "scores" / "Ländler.musicxml").is_file()
    assert open_evening(made, folder.parent / "hall.toml")[0].book.title == "Two dances"


def test_a_file_that_is_no_score_makes_no_show(show: FakeShow, folder: Path) -> None:
    status, told = upload(show, {"file": "a.musicxml", "title": "A"}, b"<html>")
    assert status == 422
    assert told["faults"][0]["file"] == "a.musicxml"
    assert upload(show, {"file": "a.exe", "title": "A"}, b"MZ")[0] == 422
    assert upload(show, {"file": "a.musicxml"}, waltz().encode())[0] == 400
    assert sorted(path.name for path in folder.parent.iterdir()) == ["hall.toml", "show"]


def test_a_score_without_end_is_cut_off(show: FakeShow) -> None:
    assert upload(show, {"file": "a.musicxml", "title": "A"}, b" " * (33 << 20))[0] == 413
