"""What of a show a venue cannot do, in a table: each line is a loss, and no loss is without its line."""

import pytest

from odette.book.serving import gaps
from odette.core.colour import WHITE
from odette.core.cue import Look, Value
from odette.core.profile import Channel, Profile, Span
from odette.core.venue import Fixture, Venue

BLUE = (0.0, 0.0, 1.0)
PLACES = (Span(0, 9, name="open", colour=WHITE), Span(10, 19, name="Sky", colour=BLUE))
SPOT = Profile(
    3,
    (
        Channel((0,), "intensity"),
        Channel((1,), "pan", 128, (Span(0, 255, "", -135, 135),)),
        Channel(
            (2,), "colour wheel", 0, (Span(0, 9, name="open", colour=WHITE), Span(10, 19, name="Sky", colour=BLUE))
        ),
    ),
)
HALL = Venue(
    "hall",
    (
        Fixture("d1", "dimmer", 1, 1, colour=(1.0, 1.0, 0.0)),
        Fixture("led", "rgb", 1, 2),
        Fixture("spot", "spot", 1, 5),
    ),
    {"front": {"d1": 1}, "all": {"d1": 1, "led": 1}, "led": {"led": 1}, "special": {"spot": 1}, "pit": {}},
    profiles={"spot": SPOT},
)


@pytest.mark.parametrize(
    ("role", "value", "told"),
    [
        ("front", Value(0.5), []),
        ("front", Value(0.5, BLUE), [("colour #0000ff", "intensity only, in #ffff00")]),
        ("front", Value(0.5, (1.0, 1.0, 0.0)), []),
        ("all", Value(0.5, BLUE), [("colour #0000ff", "intensity only on 1 of 2, in #ffff00")]),
        ("led", Value(0.5, BLUE), []),
        ("special", Value(0.5, BLUE), []),
        ("special", Value(0.5, (0.1, 0.1, 0.8)), [("colour #1a1acc", "the nearest on the wheel: #0000ff")]),
        ("special", Value(None, None, {"pan": 90.0}), []),
        ("special", Value(None, None, {"pan": -200.0}), [("pan -200", "as far as it goes: -135")]),
        ("special", Value(None, None, {"gobo": "leaves"}), [('gobo "leaves"', "nothing")]),
        ("special", Value(None, None, {"colour wheel": "sky"}), []),
        (
            "special",
            Value(None, None, {"colour wheel": "rose"}),
            [('colour wheel "rose"', "leaves it where it is: no such name on it")],
        ),
        ("pit", Value(1.0, BLUE), [("light", "nothing: it has no fixture for it, and knows it")]),
        ("cyc", Value(1.0), [("light", "nothing: the role is not among its roles")]),
    ],
)
def test_what_a_venue_cannot_do_is_told(role: str, value: Value, told: list[tuple[str, str]]) -> None:
    assert gaps({"one": Look("one", {role: value})}, HALL) == [(role, *gap) for gap in told]


def test_what_ends_the_same_is_told_together() -> None:
    looks = {str(i): Look(str(i), {"front": Value(1.0, (0.0, 0.0, i / 255))}) for i in range(4)}
    assert gaps(looks, HALL) == [("front", "colour #000000, colour #000001 and 2 more", "intensity only, in #ffff00")]


def test_roles_that_are_numbered_stand_as_people_count() -> None:
    look = Look("one", {f"channel {n}": Value(1.0) for n in (11, 2, 101)})
    assert [role for role, _, _ in gaps({"one": look}, HALL)] == ["channel 2", "channel 11", "channel 101"]
