"""Writing looks in the browser: by role, blind unless somebody says otherwise, and what a new name touches."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, expect, opened, until
from desk.small_book import BOOK, LOOKS, SmallBook
from desk.test_desk_themes import brightest

pytestmark = pytest.mark.browser


@pytest.fixture
def book(tmp_path: Path) -> Iterator[SmallBook]:
    book = SmallBook(tmp_path)
    yield book
    book.show.stop()


@pytest.fixture
def page(browser: Any, book: SmallBook) -> Iterator[Any]:
    for page in opened(browser, book.show, DESKTOP, "write"):
        looks(page)
        yield page


def looks(page: Any) -> None:
    page.get_by_role("tab", name="Looks").click()
    expect(page.locator(".looks .list li")).to_have_count(3)


def choose(page: Any, name: str) -> None:
    page.locator(".looks .list .cue").filter(has_text=re.compile(rf"^{name}")).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def role(page: Any, name: str) -> Any:
    return page.get_by_role("group", name=name, exact=True)


def save(page: Any) -> None:
    page.locator("form.look .save").click()
    expect(page.locator("form.look .save")).to_be_disabled()
    expect(page.locator(".saved")).to_contain_text("Saved")


def test_a_level_is_set_by_slider_or_number_and_only_its_role_changes_in_the_file(page: Any, book: SmallBook) -> None:
    choose(page, "preset")
    expect(role(page, "front wash").get_by_label("Level of front wash")).to_have_value("30")
    page.get_by_role("slider", name="Slider for front wash").fill("45")
    expect(role(page, "front wash").get_by_label("Level of front wash")).to_have_value("45")
    assert book.text("looks.toml") == LOOKS
    save(page)
    assert book.text("looks.toml") == LOOKS.replace("30  # warm", "45  # warm")


@pytest.mark.parametrize("colour", ["#2040a0", "R80", "3200K"])
def test_a_colour_is_a_filter_a_temperature_or_red_green_and_blue(page: Any, book: SmallBook, colour: str) -> None:
    choose(page, "lake")
    swatch = page.get_by_label("Pick the colour of cyc")
    before = swatch.input_value()
    role(page, "cyc").get_by_label("Colour of cyc", exact=True).fill(colour)
    expect(swatch).not_to_have_value(before)
    save(page)
    assert book.text("looks.toml") == LOOKS.replace('"L201"', f'"{colour}"')


def test_a_role_is_added_shaped_and_taken_out(page: Any, book: SmallBook) -> None:
    choose(page, "dark")
    page.get_by_label("Another role").fill("cyc")
    page.get_by_role("button", name="Add").click()
    role(page, "cyc").get_by_text("More: pan").click()
    role(page, "cyc").get_by_label("Zoom").fill("20")
    page.get_by_role("button", name="Leave front wash out of this look").click()
    save(page)
    assert book.text("looks.toml") == LOOKS.replace('"front wash" = 0\n', "cyc = { level = 50, zoom = 20 }\n")


def test_what_is_wrong_in_a_look_is_said_and_not_written(page: Any, book: SmallBook) -> None:
    choose(page, "preset")
    role(page, "front wash").get_by_label("Level of front wash").fill("130")
    page.locator("form.look .save").click()
    expect(page.locator("form.look .fault")).to_contain_text("from 0 to 100")
    assert book.text("looks.toml") == LOOKS
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(role(page, "front wash").get_by_label("Level of front wash")).to_have_value("30")


def test_a_new_name_for_a_look_says_what_it_touches_first(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    page.get_by_role("button", name="Rename", exact=True).click()
    asked = page.get_by_role("form", name="Rename the look")
    expect(asked).to_contain_text("the looks lake; the cues 12")
    asked.get_by_label("New name").fill("lake by night")
    assert book.text("looks.toml") == LOOKS
    asked.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", name="lake by night")).to_be_visible()
    assert book.text("looks.toml") == LOOKS.replace("[look.lake]", '[look."lake by night"]')
    assert book.text() == BOOK.replace('look = "lake"', 'look = "lake by night"')


def test_a_new_name_for_a_role_says_what_it_touches_first(page: Any, book: SmallBook) -> None:
    page.get_by_role("button", name="Rename a role").click()
    asked = page.get_by_role("form", name="Rename a role everywhere")
    asked.locator("select").select_option("front wash")
    expect(asked).to_contain_text("the looks preset, lake, dark")
    expect(asked).to_contain_text("The venue's file names roles too")
    asked.get_by_label("New name").fill("warm front")
    asked.get_by_role("button", name="Rename").click()
    until(page, lambda: "front wash" not in book.text("looks.toml"), "the role has its new name")
    assert book.text("looks.toml") == LOOKS.replace('"front wash"', '"warm front"')
    page.get_by_role("button", name="Undo").click()
    until(page, lambda: book.text("looks.toml") == LOOKS, "and its old one again")


def test_a_look_that_a_cue_brings_is_not_deleted_and_one_that_is_free_is(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    page.get_by_role("button", name="Delete").click()
    asked = page.get_by_role("form", name="Delete the look")
    expect(asked).to_contain_text("Cues 12 bring it")
    asked.get_by_role("button", name="Delete").click()
    expect(asked.locator(".fault")).to_contain_text('there is no look "lake"')
    asked.get_by_role("button", name="Leave").click()
    choose(page, "dark")
    page.get_by_role("button", name="Delete").click()
    expect(asked).to_contain_text("No cue brings it")
    asked.get_by_role("button", name="Delete").click()
    expect(page.locator(".looks .list li")).to_have_count(2)
    assert book.text("looks.toml") == LOOKS.replace('\n[look.dark]\n"front wash" = 0\n', "")


def test_a_copy_of_a_look_begins_as_what_it_was_copied_from(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("form", name="Copy the look").get_by_label("Name").fill("deep lake")
    page.get_by_role("form", name="Copy the look").get_by_role("button", name="Copy").click()
    expect(page.get_by_role("heading", name="deep lake")).to_be_visible()
    assert '[look."deep lake"]\n"front wash" = 60\ncyc = { level = 80, colour = "L201" }\n' in book.text("looks.toml")


def test_what_others_wrote_in_the_same_look_is_met_as_a_conflict(page: Any, book: SmallBook) -> None:
    choose(page, "preset")
    role(page, "front wash").get_by_label("Level of front wash").fill("40")
    book.write(LOOKS.replace("30  # warm", "10  # warm"), "looks.toml")
    page.locator("form.look .save").click()
    asked = page.get_by_role("alertdialog")
    expect(asked.locator("tbody tr")).to_have_text(re.compile("Look preset.*30.*10.*40"))
    asked.get_by_role("button", name="Leave theirs").click()
    expect(role(page, "front wash").get_by_label("Level of front wash")).to_have_value("10")
    assert "10  # warm" in book.text("looks.toml")


def test_a_locked_show_lets_looks_be_read_alone(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    book.show.publish(locked=True)
    expect(role(page, "cyc").get_by_label("Level of cyc")).to_be_disabled()
    expect(page.get_by_role("switch")).to_be_disabled()
    expect(page.locator("form.look .save")).to_have_count(0)


def test_looks_are_written_on_a_phone(browser: Any, book: SmallBook) -> None:
    for phone in opened(browser, book.show, PHONE, "write", has_touch=True):
        looks(phone)
        choose(phone, "lake")
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        phone.get_by_label("Level of cyc").fill("55")
        save(phone)
        assert "level = 55" in book.text("looks.toml")


def test_in_the_wings_even_the_swatches_are_red(page: Any, book: SmallBook) -> None:
    page.evaluate("document.documentElement.dataset.theme = 'red'")
    choose(page, "lake")
    assert brightest(page, page.screenshot())[1:] == [0, 0]
