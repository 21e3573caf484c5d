"""Fixture files: what they may say, that they are written as they are read, and the sentence for each mistake."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.book.fixture import KNOWN, read_profile, write_profile
from odette.book.open import open_venue
from odette.book.toml import parse_toml
from odette.core.profile import Channel, Profile, Span
from odette.faults import Fault, Faulty

SPOT = """\
name = "Example Spot, 5 slots"
slots = 5
[[channel]]
slots = [1, 2]
parameter = "pan"
default = 32768
range = [-270, 270]
[[channel]]
slots = [3]
parameter = "colour wheel"
spans = [
  { from = 0, to = 9, name = "open", colour = "#ffffff" },
  { from = 10, to = 19, name = "red", colour = "L106" },
  { from = 20, to = 29, name = "spin" },
]
[[channel]]
slots = [5]
parameter = "intensity"
spans = [{ from = 0, to = 199 }, { from = 200, to = 255, parameter = "strobe", range = [1.5, 20] }]
"""
VENUE = """\
title = "Hall"
[[fixture]]
id = "s1"
profile = "spot"
universe = 1
address = 1
[[fixture]]
id = "s2"
profile = "spot"
universe = 1
address = 6
[roles]
special = ["s1", "s2"]
"""


def read(text: str) -> tuple[Profile, list[Fault]]:
    faults: list[Fault] = []
    return read_profile(parse_toml("spot.toml", text), faults), faults


def test_a_fixture_is_read() -> None:
    profile, faults = read(SPOT)
    assert not faults
    assert profile == Profile(
        5,
        (
            Channel((0, 1), "pan", 32768, (Span(0, 65535, "", -270, 270),)),
            Channel(
                (2,),
                "colour wheel",
                0,
                (
                    Span(0, 9, name="open", colour=(1.0, 1.0, 1.0)),
                    Span(10, 19, name="red", colour=(1.0, 0.0, 0.0)),
                    Span(20, 29, name="spin"),
                ),
            ),
            Channel((4,), "intensity", 0, (Span(0, 199), Span(200, 255, "strobe", 1.5, 20.0))),
        ),
        "Example Spot, 5 slots",
    )


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
hexes = st.tuples(*[st.integers(0, 255).map(lambda part: part / 255)] * 3)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Any profile: channels of one to three slots, side by side or not."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=6))
    places = draw(st.permutations(range(sum(sizes))))
    channels = []
    for size in sizes:
        own, places = tuple(places[:size]), places[size:]
        most = 256**size - 1
        spans = []
        for name in draw(st.lists(names, unique=True, max_size=3)):
            first = draw(st.integers(0, most))
            low, high = draw(st.one_of(st.just((None, None)), st.tuples(*[st.floats(-1e6, 1e6)] * 2)))
            last = draw(st.integers(first, most))
            parameter = draw(st.sampled_from(("", *KNOWN)))
            spans.append(Span(first, last, parameter, low, high, name, draw(st.none() | hexes)))
        parameter = draw(st.sampled_from(("", *KNOWN)))
        channels.append(Channel(own, parameter, draw(st.integers(0, most)), tuple(spans)))
    return Profile(sum(sizes), tuple(channels), draw(names), draw(names))


@given(profiles())
def test_what_is_written_reads_as_it_was(profile: Profile) -> None:
    assert read(write_profile(profile)) == (profile, [])


MISTAKES = {
    "parameter": (('"pan"', '"pann"'), 'spot.toml:5: parameter is "pann"; did you mean "pan"?'),
    "slot outside": (("[5]", "[6]"), "spot.toml:17: slots is a list; expected 1 to 3 of the slots 1 to 5"),
    "slot twice": (("[5]", "[2]"), "spot.toml:17: slot 2 is already on line 4; give each slot to one channel"),
    "default": (("32768", "65536"), "spot.toml:6: default is 65536; expected a whole number from 0 to 65535"),
    "range": (("[-270, 270]", "[270]"), "spot.toml:7: range is a list; expected two numbers, such as [-270, 270]"),
    "backwards": (("from = 10, to = 19", "from = 19, to = 10"), "a span goes from 19 to 10; write the smaller value"),
    "beyond": (("to = 255", "to = 256"), "spot.toml:19: to is 256; expected a whole number from 0 to 255"),
    "nameless": (('name = "red", ', ""), "a span has a colour and no name; give it a name"),
    "one name twice": (('"spin"', '"red"'), 'two spans have the name "red"; give each a name of its own'),
    "no channel": ((SPOT[SPOT.index("[[") :], ""), "the fixture has no channel; write a [[channel]] for each thing"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told(change: tuple[str, str], sentence: str) -> None:
    assert SPOT.count(change[0]) == 1
    _, faults = read(SPOT.replace(*change))
    assert len(faults) == 1
    assert sentence in str(faults[0])


def house(folder: Path, spot: str = SPOT, venue: str = VENUE) -> Path:
    (folder / "fixtures").mkdir()
    (folder / "fixtures" / "spot.toml").write_text(spot)
    (folder / "venue.toml").write_text(venue)
    return folder / "venue.toml"


def test_a_venue_finds_the_fixture_files_beside_it_and_no_library(tmp_path: Path) -> None:
    venue = open_venue(house(tmp_path))
    assert venue.profile(venue.fixtures[0]).name == "Example Spot, 5 slots"
    assert set(venue.profiles) == {"spot"}


def test_a_fixture_file_that_no_fixture_is_of_is_not_read(tmp_path: Path) -> None:
    path = house(tmp_path)
    (tmp_path / "fixtures" / "other.toml").write_text("nonsense")
    open_venue(path)


def test_a_mistake_in_a_fixture_file_is_told_once_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Faulty) as refused:
        open_venue(house(tmp_path, SPOT.replace('"pan"', '"pann"')))
    assert [(Path(f.file).name, f.line) for f in refused.value.faults] == [("spot.toml", 5)]


@pytest.mark.parametrize(
    ("change", "line", "found"),
    [
        (("address = 6", "address = 5"), 11, 'fixture "s2" and fixture "s1" (line 6) are both on universe 1, slot 5'),
        (("address = 6", "address = 509"), 11, "a fixture of profile spot at address 509 ends on slot 513"),
        (('id = "s2"\nprofile = "spot"', 'id = "s2"\nprofile = "spotty"'), 9, 'profile is "spotty"'),
    ],
)
def test_a_fixture_that_does_not_fit_is_told_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, found: str
) -> None:
    with pytest.raises(Faulty) as refused:
        open_venue(house(tmp_path, venue=VENUE.replace(*change)))
    assert [(f.line, f.found) for f in refused.value.faults] == [(line, found)]
