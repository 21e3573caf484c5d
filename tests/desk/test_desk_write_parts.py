"""What the writing pages reckon by themselves: numbers for new cues, places to walk to, what clashes."""

from typing import Any

import pytest

from desk.browsing import DESKTOP, expect, opened
from desk.fake_show import FakeShow
from odette.desk.colours import shown

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def parts(browser: Any) -> Any:
    """A page of the desk, to run its modules in."""
    show = FakeShow(0)
    page = browser.new_page()
    page.goto(show.desk.url + "write")
    yield page
    page.close()
    show.stop()


def between(page: Any, before: str | None, after: str | None, *taken: str) -> str:
    script = "async (given) => (await import('/static/write/numbers.js')).between(...given)"
    return str(page.evaluate(script, [before, after, list(taken)]))


@pytest.mark.parametrize(
    ("before", "after", "taken", "suggested"),
    [
        ("12", "13", ("12", "13"), "12.5"),
        ("12", "14", ("12", "14"), "13"),
        ("12", "14", ("12", "13", "14"), "12.9"),
        ("12", "12.5", ("12", "12.5"), "12.2"),
        ("12", "12.1", ("12", "12.1"), "12.05"),
        (None, "1", ("1",), "0.5"),
        (None, None, (), "1"),
        ("28", None, ("1", "28"), "29"),
        ("20", None, ("20", "201"), "202"),
        ("12", "12.001", ("12", "12.001"), "13"),
        ("13", "12", ("12", "13"), "14"),
    ],
)
def test_the_number_suggested_is_free_and_stands_between_its_neighbours(
    parts: Any, before: str | None, after: str | None, taken: tuple[str, ...], suggested: str
) -> None:
    assert between(parts, before, after, *taken) == suggested


def test_a_bar_without_notes_can_still_be_walked_beat_by_beat(parts: Any) -> None:
    bars = [[0, 4, "1", 1, 1, 0, 100, 0, 50], [4, 8, "2", 1, 1, 100, 200, 0, 50]]
    anchors = [[0, 1, 10, 0, 50], [0.5, 1, 20, 0, 50], [4, 1, 110, 0, 50]]
    script = "async (map) => (await import('/static/write/places.js')).places(map)"
    assert parts.evaluate(script, {"bars": bars, "anchors": anchors}) == [0, 0.5, 1, 2, 3, 4, 5, 6, 7]


def test_only_a_field_that_both_changed_clashes(parts: Any) -> None:
    script = """async ([edits, base, now]) =>
        (await import('/static/write/cue.js')).clashes(edits, base, now).map((clash) => clash.what)"""

    def book(**actions: Any) -> dict[str, Any]:
        cue = {"number": "1", "department": "lights", "trigger": {"at": "2.1"}, "actions": actions}
        return {"cues": [cue], "looks": {}}

    mine = [{"do": "change", "cue": "1", "fields": {"actions": {"fade": 5}}}]
    base = book(look="dusk", fade=3)
    assert parts.evaluate(script, [mine, base, book(look="dawn", fade=3)]) == []
    assert parts.evaluate(script, [mine, base, book(look="dusk", fade=5)]) == [], "both wanted the same"
    assert parts.evaluate(script, [mine, base, book(look="dusk", fade=9)]) == ["Fade"]
    assert parts.evaluate(script, [mine, base, {"cues": [], "looks": {}}]) == ["cue 1"], "they deleted it"


def test_a_cue_within_the_music_is_numbered_before_those_that_wait_for_its_end(parts: Any) -> None:
    script = "async (given) => (await import('/static/write/numbers.js')).suggested(...given)"
    plain = {"in": None, "beat": None, "trigger": {}, "actions": {}, "list": ""}
    cues = [
        {**plain, "number": "4", "trigger": {"on": "music begins", "in": "scene"}},
        {**plain, "number": "5", "trigger": {"on": "music ends", "in": "scene"}},
    ]
    book = {"show": {"number": [{"id": "scene"}]}, "cues": cues}
    assert parts.evaluate(script, [book, "scene", 4.0]) == "4.5"


def test_mine_on_top_of_a_deletion_is_the_whole_cue_again(parts: Any) -> None:
    script = "async (given) => (await import('/static/write/cue.js')).onTop(...given)"
    cue = {"number": "1", "name": "Moon", "department": "lights", "trigger": {"at": "2.1"}, "actions": {"look": "a"}}
    base, now = {"cues": [{**cue, "in": "scene", "beat": 4, "line": 9}]}, {"cues": []}
    longer = {"do": "change", "cue": "1", "fields": {"name": "", "actions": {"fade": 5, "look": "b"}}}
    moved = {"do": "move", "cue": "1", "at": "3.1"}
    assert parts.evaluate(script, [[longer], base, now]) == [
        {"do": "add", "cue": {**cue, "name": "", "actions": {"look": "b", "fade": 5}}}
    ]
    assert parts.evaluate(script, [[moved], base, now]) == [{"do": "add", "cue": {**cue, "trigger": {"at": "3.1"}}}]
    assert parts.evaluate(script, [[longer], base, base]) == [longer]


def test_swatches_know_filters_and_temperatures() -> None:
    colours = shown()
    assert colours["25000K"]
    assert colours["3200K"] != colours["5600K"]
    assert {"L201", "R80"} <= colours.keys()


def test_a_page_whose_book_does_not_come_says_so(browser: Any, show: FakeShow) -> None:
    for page in opened(browser, show, DESKTOP, "write"):
        expect(page.locator("main")).to_contain_text("The show does not answer")
