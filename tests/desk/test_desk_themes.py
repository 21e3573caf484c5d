"""Three themes: what is written can be read in each, and what can be worked can be seen.

Contrast as WCAG 2.2 defines it (relative luminance, contrast ratio): 4.5 for text (1.4.3, AA), 3 for the outlines of
what can be worked (1.4.11), computed from the variables that all pages use.
"""

import base64
import re
from pathlib import Path
from typing import Any

import pytest

import odette.desk
from desk.browsing import DESKTOP, expect, opened, playing
from desk.fake_show import FakeShow

STATIC = Path(odette.desk.__file__).parent / "static"
SHEETS = sorted(path for path in STATIC.rglob("*.css") if path.name != "themes.css")
DEPARTMENTS = ["lights", "titles", "messages", "calls", "machinery"]

TEXT = 4.5
PART = 3.0
ON = {
    "text": ["ground", "panel", "raised", "pressed", "next-fill", "fade", "go-fill", "bad-fill"],
    "quiet": ["ground", "panel", "raised", "next-fill", "fade", "go-fill"],
    "strong": ["ground", "panel", "raised", "go-fill", "go-pressed", "bad-fill"],
    "go": ["ground", "panel", "raised", "fade", "go-fill"],
    "next": ["ground", "panel", "raised", "next-fill"],
    "armed": ["ground", "panel"],
    "bad": ["ground", "panel", "raised"],
    "on-loud": ["loud"],
    "ink": ["next", "go", "bad", "text", *DEPARTMENTS],
} | {department: ["ground", "panel", "next-fill", "fade"] for department in DEPARTMENTS}
"""What is written in a colour → the surfaces that it is written on."""

OUTLINED = {
    "edge": ["ground", "panel", "raised"],
    "go-edge": ["ground", "panel"],
    "strong": ["ground", "panel", "raised", "next-fill", "go-fill", "bad-fill"],
}
"""What outlines what can be worked, or has the focus → what lies around it."""


def themes() -> dict[str, dict[str, str]]:
    """theme → variable → colour; a theme that leaves one out has that of the first."""
    text = (STATIC / "themes.css").read_text()
    blocks = re.findall(r':root(?:\[data-theme="(\w+)"\])? \{(.*?)\}', text, re.DOTALL)
    found = {name or "dark": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks}
    return {name: found["dark"] | own for name, own in found.items()}


THEMES = themes()


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_as_the_standard_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_there_are_three_themes_and_each_knows_every_colour_it_needs() -> None:
    assert set(THEMES) == {"dark", "contrast", "red"}
    for theme in THEMES.values():
        assert {*ON, *OUTLINED, *(name for names in [*ON.values(), *OUTLINED.values()] for name in names)} <= set(theme)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_whatever_it_stands(theme: str) -> None:
    colours = THEMES[theme]
    weak = {
        f"{name} on {surface}": round(ratio, 2)
        for name, surfaces in ON.items()
        for surface in surfaces
        if (ratio := contrast(colours[name], colours[surface])) < TEXT
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_what_can_be_worked_is_outlined_plainly(theme: str) -> None:
    colours = THEMES[theme]
    weak = {
        f"{name} on {surface}": round(ratio, 2)
        for name, surfaces in OUTLINED.items()
        for surface in surfaces
        if (ratio := contrast(colours[name], colours[surface])) < PART
    }
    assert weak == {}


def test_high_contrast_keeps_seven_to_one() -> None:
    """As WCAG asks at its highest level (1.4.6, AAA)."""
    colours = THEMES["contrast"]
    for name, surfaces in ON.items():
        for surface in surfaces:
            assert contrast(colours[name], colours[surface]) >= 7.0, f"{name} on {surface}"


def test_the_wings_see_red_and_nothing_else() -> None:
    assert {
        name: colour for name, colour in THEMES["red"].items() if not re.fullmatch("#[0-9a-f]{2}0000", colour)
    } == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_has_a_colour_of_its_own(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text()) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "lights", "department/lights", "write", "door"])
def test_a_page_by_red_light_shows_no_green_and_no_blue(browser: Any, show: FakeShow, path: str) -> None:
    """Looked at as it is drawn: pictures, lamps, sliders and lists to choose from too."""
    show.position = lambda: playing(5.0)
    show.levels = {"d0": [1.0, 0.0, 1.0, 0.2], "p1": [0.8, 0.2, 0.4, 1.0]}
    for page in opened(browser, show, DESKTOP, path):
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("button", name="Red, for the wings").click()
        if not path:
            expect(page.locator(".playhead")).to_be_visible()
        page.keyboard.press("Tab")
        assert brightest(page, page.screenshot()) == [255, 0, 0]


def brightest(page: Any, picture: bytes) -> list[int]:
    """The most red, green and blue that any pixel of a picture has."""
    return page.evaluate(  # type: ignore[no-any-return]
        """async (data) => {
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes]));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
            const most = [0, 0, 0];
            for (let i = 0; i < pixels.length; i++) if (i % 4 < 3) most[i % 4] = Math.max(most[i % 4], pixels[i]);
            return most;
        }""",
        base64.b64encode(picture).decode(),
    )


@pytest.mark.browser
def test_who_needs_contrast_gets_it_without_asking_twice(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, DESKTOP, contrast="more"):
        expect(page.locator("html")).to_have_attribute("data-theme", "contrast")


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.html")), ids=lambda path: path.name)
def test_every_page_is_in_its_theme_from_the_start(path: Path) -> None:
    page = path.read_text()
    assert page.index("/static/first.js") < page.index("/static/themes.css") < page.index("/static/style.css")
