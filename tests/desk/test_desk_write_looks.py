"""Writing looks in the browser: by role, blind unless somebody says otherwise, and what a new name touches."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.browsing import DESKTOP, PHONE, expect, opened, until
from desk.small_book import BOOK, LOOKS, SmallBook
from desk.test_desk_themes import brightest
from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.events import Command, Opened, Pressed, Previewed
from odette.core.step import step

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


def previews(book: SmallBook) -> list[dict[str, Value] | None]:
    return [event.values for event in book.show.asked if isinstance(event, Previewed)]


def test_a_look_is_blind_until_it_is_shown_on_stage_and_then_plainly_so(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    level = page.get_by_role("slider", name="Slider for cyc")
    level.fill("70")
    expect(page.locator(".stage-switch")).to_contain_text("Blind")
    assert previews(book) == []
    page.get_by_role("switch", name="Show on stage").click()
    expect(page.locator(".banner.onstage")).to_contain_text("SHOWING ON STAGE")
    until(page, lambda: previews(book), "the look is on stage")
    level.fill("20")
    until(page, lambda: (previews(book)[-1] or {})["cyc"].level == 0.2, "what is written is seen at once")
    page.get_by_role("button", name="Back to blind").click()
    until(page, lambda: previews(book)[-1] is None, "the stage is given back")
    expect(page.locator(".banner.onstage")).to_have_count(0)
    assert book.text("looks.toml") == LOOKS


def test_a_cue_that_goes_takes_the_stage_back_and_the_page_says_so(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    page.get_by_role("switch").click()
    expect(page.locator(".banner.onstage")).to_be_visible()
    until(page, lambda: book.show.state.get("previewed"), "the look is on stage")
    book.show.publish(previewed=[])
    expect(page.locator(".banner.onstage")).to_have_count(0)
    expect(page.locator(".stage-switch")).to_contain_text("No longer on stage")


def test_leaving_the_looks_gives_the_stage_back(page: Any, book: SmallBook) -> None:
    choose(page, "lake")
    page.get_by_role("switch").click()
    until(page, lambda: previews(book), "the look is on stage")
    page.get_by_role("tab", name="Cues").click()
    until(page, lambda: previews(book)[-1] is None, "the stage is given back")


def test_a_preview_that_is_refused_leaves_the_page_blind_and_says_why(page: Any, book: SmallBook) -> None:
    book.show.rule = lambda _: "the show is stopped"
    choose(page, "lake")
    page.get_by_role("switch").click()
    expect(page.locator(".stage-switch")).to_contain_text("the show is stopped")
    expect(page.locator(".banner.onstage")).to_have_count(0)


def test_what_is_on_stage_is_recorded_as_a_look(page: Any, book: SmallBook) -> None:
    go = Pressed(ShowTime(1), "g", "Anna", Command.GO, "1")
    tried = Previewed(ShowTime(10**10), "p", "Anna", {"front wash": Value(0.4, (1.0, 0.0, 0.0))})
    for event in (Opened(ShowTime(0), rehearsal=True), go, tried):
        book.state, _ = step(book.state, event)
    page.get_by_role("button", name="Record the stage").click()
    asked = page.get_by_role("form", name="Record what is on stage")
    asked.get_by_label("Name").fill("dawn")
    asked.get_by_role("button", name="Record").click()
    expect(page.get_by_role("heading", name="dawn")).to_be_visible()
    assert '[look.dawn]\n"front wash" = { level = 40, colour = "#ff0000" }\n' in book.text("looks.toml")


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
