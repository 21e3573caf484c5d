"""The desk's book: undo, two hands at once, files that change under it, and the show that hears of it."""

import errno
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.core.cue import PromptBook
from odette.core.events import LockSet, Opened
from odette.core.state import State, opening
from odette.core.step import step
from odette.faults import Faulty
from odette.score.position import parse, resolve
from odette.writing.compare import merged
from odette.writing.deskbook import Conflict, DeskBook
from odette.writing.edits import FILES, AnyEdit
from writing.test_edits import edits
from writing.written import BOOK, opened, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.fixture
def book(folder: Path) -> DeskBook:
    return opened(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}


def edit(book: DeskBook, who: str = "Anna", **said: Any) -> dict[str, Any]:
    edit.count += 1  # type: ignore[attr-defined]
    return book.edit(who, book.revision, [msgspec.convert(said, AnyEdit)], f"id {edit.count}")  # type: ignore[attr-defined]


edit.count = 0  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Anna"]), edits), max_size=6))
def test_any_edits_and_then_their_undo_leave_the_same_bytes(tmp_path_factory: Any, said: list[Any]) -> None:
    folder = write_folder(tmp_path_factory.mktemp("undo"))
    book, before = opened(folder), contents(folder)
    for who, one in said:
        try:
            edit(book, who, **one)
        except Faulty:
            assert contents(folder)  # refused, and still there
    after = contents(folder)
    undone = 0
    while book.told("Anna")["undo"]:
        book.undo("Anna", f"undo {undone}")
        undone += 1
    assert contents(folder) == before
    for index in range(undone):
        book.redo("Anna", f"redo {index}")
    assert contents(folder) == after


def test_undo_takes_back_ones_own_edit_and_leaves_that_of_another(book: DeskBook, folder: Path) -> None:
    edit(book, "Anna", do="change", cue="1", fields={"name": "Open"})
    edit(book, "Ben", do="change", cue="8", fields={"name": "Night"})
    book.undo("Anna", "u")
    text = (folder / "promptbook.toml").read_text()
    assert "Open" not in text
    assert "Night" in text
    book.undo("Ben", "v")
    assert (folder / "promptbook.toml").read_text() == BOOK


def test_undo_of_what_another_has_changed_since_is_refused_in_words(book: DeskBook) -> None:
    edit(book, "Anna", do="change", cue="1", fields={"name": "Open"})
    edit(book, "Ben", do="change", cue="1", fields={"name": "House open"})
    with pytest.raises(Conflict, match="cue 1 was changed"):
        book.undo("Anna", "u")


def test_a_change_from_outside_is_told_once_and_kept(book: DeskBook, folder: Path) -> None:
    told: list[str] = []
    book.connect(lambda: opening(book.show.book, {}), told.append, lambda _: None)
    (folder / "looks.toml").write_text((folder / "looks.toml").read_text().replace("30.0", "31"))
    book.look()
    book.look()
    assert told == [book.revision]
    edit(book, do="change", cue="1", fields={"name": "Open"})
    assert '"front wash" = 31' in (folder / "looks.toml").read_text()


def test_a_running_show_hears_of_every_book_that_opens_and_of_no_other(book: DeskBook, folder: Path) -> None:
    taken: list[PromptBook] = []
    book.connect(lambda: opening(book.show.book, {}), lambda _: None, taken.append)
    edit(book, do="delete", cue="8")
    (folder / "promptbook.toml").write_text("[[cue]\n")
    book.look()
    assert [len(one.cues) for one in taken] == [6]
    (folder / "promptbook.toml").write_text(BOOK)
    book.look()
    assert [len(one.cues) for one in taken] == [6, 7]


def test_while_the_show_is_locked_a_change_from_outside_waits(book: DeskBook, folder: Path) -> None:
    taken: list[PromptBook] = []
    states: list[State] = [step(opening(book.show.book, {}), Opened(1_000))[0]]  # type: ignore[arg-type]
    book.connect(lambda: states[0], lambda _: None, taken.append)
    (folder / "promptbook.toml").write_text(BOOK.replace("up = 4", "up = 5"))
    book.look()
    assert not taken
    states[0] = step(states[0], LockSet(2_000, "a", "Anna", False))[0]  # type: ignore[arg-type]
    book.look()
    assert len(taken) == 1


def test_a_show_that_came_back_with_an_older_book_takes_that_of_the_folder(book: DeskBook) -> None:
    taken: list[PromptBook] = []
    old = msgspec.structs.replace(book.show.book, cues=())
    book.connect(lambda: opening(old, {}), lambda _: None, taken.append)
    book.look()
    assert taken == [book.show.book]


def test_files_that_cannot_be_written_are_all_as_they_were(
    book: DeskBook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == "looks.toml" and ".looks" in path.name and not failing.failed:  # type: ignore[attr-defined]
            failing.failed = True  # type: ignore[attr-defined]
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    failing.failed = False  # type: ignore[attr-defined]
    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        edit(book, **{"do": "rename look", "from": "lake", "to": "water"})
    assert contents(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, "waltz.musicxml"])


def test_a_byte_order_mark_and_the_rights_of_a_file_stay(folder: Path) -> None:
    path = folder / "promptbook.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BOOK.encode())
    path.chmod(0o640)
    edit(opened(folder), do="delete", cue="8")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# The whole evening.")
    assert path.stat().st_mode & 0o777 == 0o640


@given(st.integers(0, 24 * 48))
def test_every_beat_has_a_place_that_is_that_beat(tmp_path_factory: Any, grain: int) -> None:
    """In the prompt book's words and back: the same beat, exactly."""
    from fractions import Fraction

    book = _place_book(tmp_path_factory)
    beat = Fraction(grain, 48)
    told = book.place("waltz", beat)
    assert resolve(book.show.scores["waltz"], parse(told["at"]))[0] == beat
    assert book.place("waltz", float(beat)) == told


def _place_book(factory: Any) -> DeskBook:
    if "book" not in _kept:
        _kept["book"] = opened(write_folder(factory.mktemp("places")))
    return _kept["book"]


_kept: dict[str, DeskBook] = {}

lines = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda letters: "".join(f"{one}\n" for one in letters))


@given(lines, lines)
def test_what_one_side_alone_has_changed_is_merged_as_it_is(base: str, other: str) -> None:
    assert merged(base, other, base) == other
    assert merged(base, base, other) == other
