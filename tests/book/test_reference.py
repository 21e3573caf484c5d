"""The reference of the files holds: its examples open, and its places are places."""

import re
from pathlib import Path

import pytest
from house import waltz

from odette.book.fixture import KNOWN, read_profile
from odette.book.open import open_evening
from odette.book.toml import parse_toml
from odette.core.parameter import PARAMETERS
from odette.core.profile import PLAIN
from odette.faults import Fault
from odette.score.position import parse

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "prompt-book.md"
VENUE_PAGE = DOCS / "venue.md"
EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def test_the_examples_are_a_show_that_opens(tmp_path: Path) -> None:
    """The examples of the two pages, written into files, are one show in one venue; only its recording is left out."""
    names = ("show", "promptbook", "looks", "palettes", "venue")
    examples = [*EXAMPLE.findall(PAGE.read_text("utf-8")), EXAMPLE.findall(VENUE_PAGE.read_text("utf-8"))[0]]
    for name, text in zip(names, examples, strict=True):
        (tmp_path / f"{name}.toml").write_text(re.sub("(?m)^audio = .*$", "", text), encoding="utf-8")
    (tmp_path / "scores").mkdir()
    (tmp_path / "scores" / "no10-scene.musicxml").write_text(waltz(40), encoding="utf-8")
    show, venue = open_evening(tmp_path, tmp_path / "venue.toml")
    assert [cue.number for cue in show.book.cues] == ["12", "12.5", "13"]
    assert set(show.book.roles) == set(venue.roles)


def section(title: str) -> str:
    return PAGE.read_text("utf-8").split(f"# {title}\n")[1].split("\n#")[0]


PLACES = [
    place
    for row in re.findall(r"(?m)^\|(.*?)\|", section("Places in the score"))
    for place in re.findall('`"(.*?)"`', row)
]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_in_the_reference_can_be_read(place: str) -> None:
    parse(place)


def test_the_reference_lists_each_parameter() -> None:
    for name in PARAMETERS:
        written = f'`"{name}"`' if " " in name else f"`{name}`"
        assert re.search(rf"(?m)^\|[^|]*{written}", section("looks.toml"))


def test_the_reference_lists_each_profile() -> None:
    for profile, slots in PLAIN.items():
        assert f"| `{profile}` | {', '.join(slots)} |" in VENUE_PAGE.read_text("utf-8")


def test_the_example_of_a_fixture_file_can_be_read_and_every_parameter_is_listed() -> None:
    faults: list[Fault] = []
    (example,) = (text for text in EXAMPLE.findall(VENUE_PAGE.read_text("utf-8")) if "[[channel]]" in text)
    profile = read_profile(parse_toml("spot.toml", example), faults)
    assert not faults
    assert profile.size == 8
    listed = VENUE_PAGE.read_text("utf-8").split("| parameters | in |")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z ]+)`", listed)) - {"open", "closed"} == set(KNOWN)
