"""The order of the evening as pages are told it."""

from msgspec.structs import replace

from evenings import Night, at, book, opened, playing, pressed
from odette.core.cue import Authority, Called, On, Part, PartKind, Room, number_part
from odette.core.events import Command
from odette.performance.evening_view import evening

PLAIN = book("1 lights called", numbers="scene two")
ONE, TWO = map(number_part, PLAIN.numbers)
OPEN = Part("open", PartKind.HOUSE_OPEN, On(Room.SHOW_OPENS), Authority.AUTO, "House open")
HALF = Part("half", PartKind.HOUSE_TO_HALF, Called(), Authority.CALLED, "House to half")
PAUSE = Part("pause", PartKind.INTERVAL, On(Room.PART_OVER, "scene"), Authority.AUTO, "Interval", minutes=20)
BOOK = replace(PLAIN, evening=(OPEN, HALF, ONE, PAUSE, TWO))


def test_it_is_told_what_is_now_what_comes_next_and_who_brings_it() -> None:
    told = evening(Night(BOOK, opened()).state)
    assert told["part"] == "open"
    assert [part["status"] for part in told["parts"]] == ["now", "next", "ahead", "ahead", "ahead"]
    assert [part["brings"] for part in told["parts"]] == ["itself", "person", "music", "itself", "music"]


def test_an_interval_tells_when_it_is_over() -> None:
    told = evening(Night(BOOK, opened(), pressed(1, Command.PART, "pause")).state)
    assert [(part["id"], part["over"]) for part in told["parts"] if part["status"] == "now"] == [
        ("pause", at(1 + 1200))
    ]


def test_a_show_that_says_no_order_has_its_numbers() -> None:
    told = evening(Night(PLAIN, opened(), playing(0, 8)).state)
    assert [(part["id"], part["status"]) for part in told["parts"]] == [("scene", "now"), ("two", "next")]
    assert (told["advertised"], told["calls"]) == (None, [])
