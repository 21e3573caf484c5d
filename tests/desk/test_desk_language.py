"""What the desk says is said in every language it offers."""

import re
from pathlib import Path
from typing import Any

import pytest

import odette.desk
from desk.browsing import DESKTOP, expect, opened
from desk.fake_show import FakeShow
from odette.core.alerts import WORDINGS

STATIC = Path(odette.desk.__file__).parent / "static"
PAGES = [path for path in STATIC.rglob("*.js") if not {"vendor", "words"} & set(path.parts)]
AREAS = sorted(path.stem for path in (STATIC / "words").glob("*.js"))
FILLED = re.compile(r"\{(\w+)\}")

pytestmark = pytest.mark.browser

Words = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def words(browser: Any) -> Words:
    """area → language → key → words, as a page reads them."""
    show = FakeShow(0)
    page = browser.new_page()
    page.goto(show.desk.url)
    imported = "async (area) => (await import(`/static/words/${area}.js`)).default"
    found = {area: page.evaluate(imported, area) for area in AREAS}
    page.close()
    show.stop()
    return found


@pytest.mark.parametrize("area", AREAS)
def test_all_languages_say_the_same_things_with_the_same_values(words: Words, area: str) -> None:
    english, german = words[area]["en"], words[area]["de"]
    assert set(words[area]) == {"en", "de"}
    assert list(english) == list(german), "the keys, in one order"
    for key, said in english.items():
        assert set(FILLED.findall(said)) == set(FILLED.findall(german[key])), f"the values in {area}.{key}"
        assert bool(said) == bool(german[key]), f"{area}.{key} is empty in one language"


def test_every_text_a_page_asks_for_exists_and_every_text_is_asked_for(words: Words) -> None:
    """Keys are found as they are written: "area.key", or `area.key.${...}` for one of several."""
    known = {f"{area}.{key}" for area in words for key in words[area]["en"]}
    sources = "\n".join(path.read_text() for path in PAGES)
    areas = "|".join(AREAS)
    whole = set(re.findall(rf'"((?:{areas})\.[^"/]+)"', sources))
    begun = set(re.findall(rf"`((?:{areas})\.[^`$]*)\$\{{", sources))
    assert whole <= known, "asked for, and not there"
    used = whole | {key for key in known for start in begun if key.startswith(start)}
    assert {start for start in begun if not any(key.startswith(start) for key in known)} == set()
    assert known <= used, "there, and never asked for"


def test_refusals_are_known_by_the_very_words_of_the_show(words: Words) -> None:
    core = Path(odette.desk.__file__).parents[1] / "core"
    source = "\n".join(path.read_text(encoding="utf-8") for path in core.glob("*.py"))
    for key, said in words["refusals"]["en"].items():
        assert said == key
        assert f'"{key}"' in source


def test_a_refusal_is_read_in_the_language_of_the_page(browser: Any) -> None:
    show = FakeShow(0)
    show.rule = lambda event: "no cue is standing by" if event.command == "go" else "12 has gone already"  # type: ignore[union-attr]
    for page in opened(browser, show, DESKTOP, locale="de-CH"):
        page.keyboard.press(" ")
        expect(page.locator(".answer")).to_contain_text("kein Cue steht bereit")
        page.keyboard.press("b")
        expect(page.locator(".answer")).to_contain_text("12 has gone already")
    show.stop()


def test_alerts_are_said_in_the_very_words_of_the_show(words: Words) -> None:
    assert words["alerts"]["en"] == {key: wording.words for key, wording in WORDINGS.items()}


def test_the_page_speaks_the_language_of_the_browser_until_another_is_chosen(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, DESKTOP, locale="de-CH"):
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator(".badges")).to_contain_text("Odette folgt")
        page.get_by_role("button", name="Menü").click()
        page.get_by_role("button", name="English").click()
        expect(page.locator(".badges")).to_contain_text("Odette follows")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator(".badges")).to_contain_text("Odette follows")


def test_a_language_that_is_not_there_is_answered_in_english(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, DESKTOP, locale="fr-FR"):
        expect(page.locator("html")).to_have_attribute("lang", "en")
