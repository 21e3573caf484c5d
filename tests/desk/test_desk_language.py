"""What the desk says is said in every language it offers."""

import ast
import re
from collections.abc import Iterator
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
REFUSING = ("conducting", "laying", "lists", "pressing", "recognising")
"""Where the core refuses what people ask for."""

UNTOLD = {"_none", "titled"}
"""What lists all that there is stays English; what gives a name is no refusal."""

WHY = {
    "go": "no cue is standing by",
    "back": "12.5 is not standing by: 13 is",
    "stop": "something new",
}

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


def refusals() -> Iterator[str]:
    """What functions of the core return as why something is refused, with {} for what they fill in."""
    for name in REFUSING:
        path = Path(odette.desk.__file__).parents[1] / "core" / f"{name}.py"
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name not in UNTOLD:
                for given in (each.value for each in ast.walk(function) if isinstance(each, ast.Return)):
                    yield from wordings(given)


def wordings(given: ast.expr | None) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(words)) if " " in words:
            yield words
        case ast.JoinedStr(values=values):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in values)
        case ast.IfExp(body=one, orelse=other):
            yield from (*wordings(one), *wordings(other))
        case ast.Tuple(elts=several):
            for each in several:
                yield from wordings(each)


def test_refusals_are_known_by_the_very_words_of_the_show(words: Words) -> None:
    known = words["refusals"]["en"]
    assert all(said == key for key, said in known.items())
    assert {FILLED.sub("{}", key) for key in known} == set(refusals())


def test_a_refusal_is_read_in_the_language_of_the_page(browser: Any) -> None:
    show = FakeShow(0)
    show.rule = lambda event: WHY[event.command]  # type: ignore[union-attr]
    for page in opened(browser, show, DESKTOP, locale="de-CH"):
        page.keyboard.press(" ")
        expect(page.locator(".answer")).to_contain_text("kein Cue steht bereit")
        page.keyboard.press("b")
        expect(page.locator(".answer")).to_contain_text("12.5 steht nicht bereit, sondern 13")
        page.keyboard.press("s")
        expect(page.locator(".answer")).to_contain_text("something new")
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
