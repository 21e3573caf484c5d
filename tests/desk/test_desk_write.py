"""Writing cues in the browser, against the show's own files: what a stage manager does is what then stands in them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, expect, opened, until
from desk.small_book import BOOK, SmallBook, note, score
from odette.book.open import check

pytestmark = pytest.mark.browser


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SmallBook]:
    book = SmallBook(tmp_path)
    yield book
    book.show.stop()


@pytest.fixture
def page(browser: Any, book: SmallBook) -> Iterator[Any]:
    for page in opened(browser, book.show, DESKTOP, "write"):
        expect(page.locator(".paper .flag")).to_have_count(2)
        yield page


@pytest.fixture
def other(browser: Any, book: SmallBook) -> Iterator[Any]:
    """A second person's page."""
    for page in opened(browser, book.show, DESKTOP, "write"):
        expect(page.locator(".paper .flag")).to_have_count(2)
        yield page


@pytest.fixture
def phone(browser: Any, book: SmallBook) -> Iterator[Any]:
    for page in opened(browser, book.show, PHONE, "write", has_touch=True):
        expect(page.locator(".paper .flag")).to_have_count(2)
        yield page


def field(page: Any, name: str) -> Any:
    return page.locator(f"form.form [name='{name}']")


def saved(page: Any, words: str) -> None:
    expect(page.locator(".done-line")).to_contain_text(words)
    expect(page.locator(".saved")).to_contain_text("Saved")


def mark(page: Any, number: str) -> Any:
    return page.locator(".paper .mark").filter(has_text=re.compile(rf"^\w{re.escape(number)}✎?$"))


def row(page: Any, number: str) -> Any:
    return page.locator(".side .list li").filter(
        has=page.locator(".number", has_text=re.compile(rf"^\w{re.escape(number)}$"))
    )


def test_a_note_touched_gets_a_new_cue_with_the_next_free_number(page: Any, book: SmallBook) -> None:
    page.mouse.click(*note(page, 3, 2))
    expect(field(page, "number")).to_have_value("12.5")
    expect(field(page, "at")).to_have_value("3.2")
    expect(field(page, "name")).to_be_focused()
    page.keyboard.type("Ripples")
    field(page, "look").select_option("dark")
    field(page, "fade").fill("2.5")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12.5 is in the book")
    expect(mark(page, "12.5")).to_be_visible()
    written = '[[cue]]\nnumber = "12.5"\nname = "Ripples"\nat = "3.2"\nlook = "dark"\nfade = 2.5\n\n'
    assert book.text() == BOOK.replace('[[cue]]\nnumber = "13"', written + '[[cue]]\nnumber = "13"')


def test_a_mark_touched_is_edited_and_nothing_else_in_the_file_changes(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    expect(page.locator("form.form h2")).to_have_text("Cue 12")
    expect(field(page, "number")).to_be_disabled()
    expect(field(page, "fade")).to_have_value("4")
    field(page, "fade").fill("6,5")
    field(page, "note").fill("The oboe, alone")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    assert book.text() == BOOK.replace("fade = 4  # slow", "fade = 6.5  # slow").replace(
        '"The oboe"', '"The oboe, alone"'
    )


def test_a_mark_pulled_to_another_note_moves_its_cue(page: Any, book: SmallBook) -> None:
    held = mark(page, "12").bounding_box()
    page.mouse.move(held["x"] + 10, held["y"] + 10)
    page.mouse.down()
    page.mouse.move(*note(page, 3, 1), steps=4)
    page.mouse.move(*note(page, 3, 3), steps=4)
    page.mouse.up()
    saved(page, "Cue 12 now stands at 3.3")
    assert book.text() == BOOK.replace('at = "2.1"', 'at = "3.3"')


def test_everything_can_be_done_by_keyboard_alone(page: Any, book: SmallBook) -> None:
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator(".pen-at")).to_contain_text("3.2")
    page.keyboard.press("n")
    expect(field(page, "name")).to_be_focused()
    page.keyboard.type("Ripples")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "look":
            break
    page.keyboard.type("dark")
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 12.5 is in the book")
    assert 'name = "Ripples"\nat = "3.2"\nlook = "dark"' in book.text()
    page.keyboard.press("e")
    expect(field(page, "name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("form.form")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("m")
    saved(page, "Cue 12.5 now stands at 3.3")
    page.keyboard.press("Delete")
    saved(page, "Cue 12.5 is deleted")
    assert book.text() == BOOK
    page.keyboard.press("Control+z")
    saved(page, "Undone")
    assert 'at = "3.3"' in book.text()
    page.keyboard.press("Control+y")
    saved(page, "Done again")
    assert book.text() == BOOK


def test_what_is_done_can_be_undone_in_order_and_done_again(page: Any, book: SmallBook) -> None:
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    mark(page, "12").click()
    field(page, "fade").fill("9")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    mark(page, "13").click()
    page.get_by_role("button", name="Delete").click()
    saved(page, "Cue 13 is deleted")
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
        saved(page, "Undone")
        expect(page.locator(".done-line")).to_be_visible()
    until(page, lambda: book.text() == BOOK, "both undone")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("button", name="Redo").click()
    until(page, lambda: "fade = 9  # slow" in book.text(), "the first is done again")


def test_a_copy_stands_beside_its_cue_under_a_number_of_its_own(page: Any, book: SmallBook) -> None:
    mark(page, "13").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("form.form h2")).to_have_text("Cue 13.5")
    assert book.text().count('text = "Odette appears"') == 2
    assert '[[cue]]\nnumber = "13.5"\ndepartment = "titles"\nat = "4.1"\n' in book.text()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    field(page, "at").fill("99.1")
    field(page, "name").fill("Moonset")
    page.get_by_role("button", name="Save").click()
    wrong = page.locator(".field[data-faulty=true]")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("the score has bars 1 to 16")
    expect(field(page, "at")).to_be_focused()
    expect(page.locator(".saved")).to_have_text("Not saved")
    assert book.text() == BOOK
    page.keyboard.press("Escape")
    expect(page.locator("form.form")).to_have_count(0)
    expect(page.locator(".saved")).to_contain_text("Saved")
    assert book.text() == BOOK


def test_a_note_touched_while_a_cue_is_edited_is_its_new_place(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    page.mouse.click(*note(page, 3, 4))
    expect(field(page, "at")).to_have_value("3.4")
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 12 is changed")
    assert book.text() == BOOK.replace('at = "2.1"', 'at = "3.4"')


@pytest.mark.parametrize(
    ("trigger", "fields", "written"),
    [
        ("on:upbeat", {}, 'on = "upbeat"\n'),
        ("on:applause over", {"after": "1"}, 'on = "applause over"\nafter = 1\n'),
        ("follow", {"follow": "1", "after": "2 beats"}, 'follow = "1"\nafter = "2 beats"\n'),
        ("hang", {"hang": "1", "after": "-1"}, 'hang = "1"\nafter = -1\n'),
        ("clock", {"clock": "19:30"}, 'clock = "19:30"\n'),
    ],
)
def test_a_cue_may_wait_for_the_room_another_cue_or_the_clock(
    page: Any, book: SmallBook, trigger: str, fields: dict[str, str], written: str
) -> None:
    mark(page, "12").click()
    field(page, "trigger").select_option(trigger)
    for name, value in fields.items():
        if name in ("follow", "hang"):
            field(page, name).select_option(value)
        else:
            field(page, name).fill(value)
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 12 is changed")
    assert written in book.text()
    assert 'at = "2.1"' not in book.text()
    assert "fade = 4  # slow" in book.text()


def test_machinery_and_a_cue_without_a_trigger_are_always_called(page: Any) -> None:
    mark(page, "12").click()
    expect(page.locator("input[name=authority][value=auto]")).to_be_checked()
    field(page, "department").select_option("machinery")
    expect(page.locator("input[name=authority][value=called]")).to_be_checked()
    expect(page.locator("input[name=authority][value=auto]")).to_be_disabled()
    expect(page.locator("form.form")).to_contain_text("Machinery is always called")


def test_times_of_families_and_roles_and_flags_are_written(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    field(page, "fade").fill("")
    field(page, "up").fill("2")
    field(page, "down").fill("5")
    page.get_by_label("Cue-only").check()
    page.get_by_text("More times").click()
    field(page, "colour").fill("8")
    field(page, "curve").select_option("linear")
    page.get_by_label("A role with times of its own").select_option("cyc")
    page.get_by_role("group", name="cyc").get_by_label("Fade").fill("7")
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 12 is changed")
    cue = book.desk.show.book.cues[1].actions[0]
    assert (cue.up, cue.down, cue.only, cue.curve) == (2, 5, True, ((0.0, 0.0), (1.0, 1.0)))  # type: ignore[union-attr]
    assert "[cue.roles.cyc]\nfade = 7\n" in book.text()


def test_a_message_keeps_numbers_and_texts_apart(page: Any, book: SmallBook) -> None:
    page.keyboard.press("n")
    expect(field(page, "number")).to_have_value("15")
    field(page, "department").select_option("messages")
    field(page, "to").fill("qlab")
    field(page, "address").fill("/cue/5/start")
    field(page, "arguments").fill('1\n0.5\nnow\n"2"')
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 15 is in the book")
    assert 'arguments = [1, 0.5, "now", "2"]' in book.text()


def test_cues_are_found_by_number_by_words_and_by_department(page: Any) -> None:
    rows = page.locator(".side .list li")
    expect(rows).to_have_count(4)
    page.keyboard.press("/")
    for words, found in (("13", 1), ("oboe", 1), ("beginners", 1), ("titles", 1), ("lake", 1), ("nothing", 0)):
        page.get_by_role("searchbox").fill(words)
        expect(rows).to_have_count(found)
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="calls", exact=True).click()
    expect(rows).to_have_count(1)
    expect(page.locator(".counted")).to_have_text("1 of 4 cues")


def test_a_cue_chosen_in_the_list_is_shown_in_the_score_with_its_note(page: Any, book: SmallBook) -> None:
    book.write(BOOK.replace('at = "4.1"', 'at = "12.1"'))
    expect(page.locator(".paper .flag")).to_have_count(1)
    row(page, "13").locator(".cue").click()
    expect(page.locator(".pages")).to_contain_text("2 / 2")
    expect(page.locator(".paper .flag[data-chosen=true]")).to_contain_text("13")
    expect(row(page, "12")).to_contain_text("✎ The oboe")


def test_two_people_write_at_once_and_each_sees_the_other(page: Any, other: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    mark(other, "13").click()
    field(page, "fade").fill("7")
    field(other, "text").fill("Odette comes")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    other.get_by_role("button", name="Save").click()
    saved(other, "Cue 13 is changed")
    expect(row(page, "13")).to_contain_text("Odette comes")
    mark(other, "12").click()
    expect(field(other, "fade")).to_have_value("7")
    assert book.text() == BOOK.replace("fade = 4  #", "fade = 7  #").replace("Odette appears", "Odette comes")


def test_a_form_in_which_nothing_was_touched_follows_what_others_write(page: Any, other: Any) -> None:
    mark(page, "12").click()
    mark(other, "12").click()
    field(page, "fade").fill("7")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    expect(field(other, "fade")).to_have_value("7")


def test_two_fields_of_one_cue_are_both_kept(page: Any, other: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    mark(other, "12").click()
    field(page, "fade").fill("7")
    field(other, "name").fill("The moon")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    other.get_by_role("button", name="Save").click()
    saved(other, "Cue 12 is changed")
    assert book.text() == BOOK.replace("fade = 4  #", "fade = 7  #").replace("Moonrise", "The moon")


@pytest.mark.parametrize(("choice", "fade"), [("Write mine", "9"), ("Leave theirs", "7")])
def test_where_two_wrote_the_same_the_person_sees_both_and_chooses(
    page: Any, other: Any, book: SmallBook, choice: str, fade: str
) -> None:
    mark(page, "12").click()
    mark(other, "12").click()
    field(page, "fade").fill("7")
    field(other, "fade").fill("9")
    page.get_by_role("button", name="Save").click()
    saved(page, "Cue 12 is changed")
    other.get_by_role("button", name="Save").click()
    asked = other.get_by_role("alertdialog")
    expect(asked).to_contain_text("Somebody else changed the same")
    expect(asked.locator("tbody tr")).to_have_text(re.compile(r"Fade\s*4\s*7\s*9"))
    assert "fade = 7  # slow" in book.text()
    asked.get_by_role("button", name=choice).click()
    expect(asked).to_have_count(0)
    expect(other.locator("form.form")).to_have_count(0)
    until(other, lambda: f"fade = {fade}  # slow" in book.text(), "the choice is in the file")


def test_a_file_changed_by_hand_is_seen_and_met_as_a_conflict(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    field(page, "fade").fill("8")
    book.write(BOOK.replace("fade = 4", "fade = 1"))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alertdialog").locator("tbody tr")).to_have_text(re.compile(r"Fade\s*4\s*1\s*8"))
    page.get_by_role("button", name="Write mine").click()
    saved(page, "Cue 12 is changed")
    assert book.text() == BOOK.replace("fade = 4", "fade = 8")


def test_a_cue_deleted_by_hand_meanwhile_is_made_again_by_who_wants_it(page: Any, book: SmallBook) -> None:
    mark(page, "12").click()
    field(page, "fade").fill("8")
    book.write(re.sub(r"# When the oboe.*The oboe\"\n\n", "", BOOK, flags=re.DOTALL))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Write mine").click()
    saved(page, "Cue 12 is changed")
    expect(mark(page, "12")).to_be_visible()
    for line in ('number = "12"', 'name = "Moonrise"', 'at = "2.1"', "fade = 8", 'note = "The oboe"'):
        assert line in book.text()


def test_files_that_no_longer_open_are_told_with_what_is_wrong(page: Any, book: SmallBook) -> None:
    book.write(BOOK.replace('look = "lake"', 'look = "laek"'))
    broken = page.locator(".banner.broken")
    expect(broken).to_contain_text("do not open")
    expect(broken).to_contain_text('there is no look "laek"')
    book.write(BOOK)
    expect(broken).to_have_count(0)


def test_a_locked_show_is_read_and_not_written_and_says_where_to_unlock(page: Any, book: SmallBook) -> None:
    book.show.publish(locked=True)
    expect(page.locator(".banner.locked")).to_contain_text("locked")
    expect(page.locator(".banner.locked").get_by_role("button")).to_be_visible()
    mark(page, "12").click()
    expect(field(page, "fade")).to_have_value("4")
    for name in ("name", "fade", "look", "note", "trigger"):
        expect(field(page, name)).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.click(*note(page, 3, 2))
    expect(page.locator("form.form")).to_have_count(0)
    page.keyboard.press("Delete")
    expect(page.locator(".done-line")).to_contain_text("locked")
    assert book.text() == BOOK


def test_papers_are_printed_from_the_files_as_they_are(page: Any, book: SmallBook) -> None:
    page.get_by_text("Print").click()
    links = page.locator(".print a")
    expect(links).to_have_count(3)
    for name in ("cue-sheet", "script"):
        paper = page.request.get(f"{book.show.desk.url}api/papers/{name}.pdf")
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.body().startswith(b"%PDF")
    assert page.request.get(f"{book.show.desk.url}api/papers/secret.pdf").status == 404


def test_a_score_handed_over_becomes_a_show_that_opens(page: Any, book: SmallBook) -> None:
    page.get_by_role("button", name="New show").click()
    asked = page.get_by_role("dialog", name="New show")
    asked.locator("input[type=file]").set_input_files(
        {"name": "night-music.musicxml", "mimeType": "application/xml", "buffer": score(4).encode()}
    )
    expect(asked.get_by_label("Title of the show")).to_have_value("night music")
    asked.get_by_label("Title of the show").fill("Night Music")
    asked.get_by_role("button", name="Make the show").click()
    expect(asked).to_contain_text("Night Music is made")
    expect(asked.locator("code")).to_contain_text("odette run")
    made = book.folder.parent / "night-music"
    assert check(made, book.folder.parent / "hall.toml") == []
    assert book.text() == BOOK


def test_a_score_dropped_on_the_page_asks_for_its_title_and_one_that_is_none_is_refused(page: Any) -> None:
    for name, words in (("night.musicxml", "night.musicxml"), ("night.pdf", "expected MusicXML")):
        page.evaluate(
            """(name) => {
                const data = new DataTransfer();
                data.items.add(new File(["x"], name));
                window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
            }""",
            name,
        )
        expect(page.get_by_role("dialog", name="New show")).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_keys_are_told(page: Any) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("from note to note")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_cue_is_written_on_a_phone(phone: Any, book: SmallBook) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.touchscreen.tap(*note(phone, 1, 3))
    expect(field(phone, "at")).to_have_value("1.3")
    field(phone, "name").fill("Wind")
    field(phone, "look").select_option("dark")
    expect(phone.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("button", name="Save").tap()
    saved(phone, "Cue 2 is in the book")
    assert 'number = "2"\nname = "Wind"\nat = "1.3"\nlook = "dark"' in book.text()


def test_what_is_touched_is_large_enough_to_touch(phone: Any) -> None:
    mark(phone, "12").tap()
    expect(phone.locator("form.form")).to_be_visible()
    small = phone.evaluate(
        """() => [...document.querySelectorAll("form.form button, form.form select, form.form input, .head button")]
            .filter((one) => one.type !== "radio" && one.type !== "checkbox" && one.offsetParent !== null)
            .map((one) => [one.name || one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)"""
    )
    assert small == []


def test_what_was_done_is_told_in_one_line_that_hides_nothing(page: Any) -> None:
    mark(page, "12").click()
    field(page, "fade").fill("9")
    page.keyboard.press("Control+Enter")
    saved(page, "Cue 12 is changed")
    assert page.locator(".done-line").bounding_box()["height"] < 80
