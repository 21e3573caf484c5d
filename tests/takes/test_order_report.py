"""The order of the evening in words: before it, in ``odette check``, and after it, in the report."""

from msgspec.structs import replace

from evenings import at, book, playing, pressed, room
from odette.core.clocks import Beat
from odette.core.cue import Authority, Called, HouseCall, On, Part, PartKind, PromptBook, Room, number_part
from odette.core.events import Closed, Command, Following, Heard, Opened
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.takes.log import Header
from odette.takes.order import as_it_went, in_words
from odette.takes.replay import Run, replay
from odette.takes.report import as_text

HOUR = 3600
BOWS = "1 lights auto on applause\n2 calls auto follow 1 4\n3 lights called"


def evening() -> PromptBook:
    plain = book(BOWS, numbers="one two")
    one, two = map(number_part, plain.numbers)
    interval = Part(
        "interval", PartKind.INTERVAL, On(Room.MUSIC_ENDS, "one", 5.0), Authority.AUTO, "Interval", minutes=20.0
    )
    calls = (HouseCall("half", 35), HouseCall("beginners", 5))
    house_open = Part("house-open", PartKind.HOUSE_OPEN, Called(), Authority.CALLED, "House open")
    cues = tuple(replace(cue, again="1") if cue.number == "2" else cue for cue in plain.cues)
    return replace(plain, cues=cues, evening=(house_open, one, interval, two), advertised="19:30", calls=calls)


def ran(prompt_book: PromptBook) -> tuple[Header, Run]:
    """The house opens at seven, the music begins five minutes late, and the second number after a long interval."""
    header = Header(1, "0", "2026-11-22", prompt_book, "Town Hall", {})
    late = 19 * HOUR + 35 * 60
    events = [
        Opened(at(19 * HOUR), at(0)),
        pressed(19 * HOUR + 60, Command.PART),
        *playing(50, 64, start=late, number="one"),
        Heard(at(late + 8), "one", at(late + 8), Beat(64.0), 120.0, 0.95, Following.ENDED),
        *playing(50, 64, start=late + 1500, number="two"),
        Heard(at(late + 1508), "two", at(late + 1508), Beat(64.0), 120.0, 0.95, Following.ENDED),
        *(room(late + 1510 + i, "applause") for i in range(10)),
        room(late + 1520, "murmur"),
        Closed(at(late + 1600)),
    ]
    entries = []
    for event, effects, _ in simulate(opening(prompt_book, {}), events):
        entries += [event, *effects]
    return header, replay(header, entries)


def test_the_report_tells_when_each_part_began_and_how_long_it_lasted() -> None:
    _, run = ran(evening())
    assert as_it_went(run) == [
        "19:01:00  House open  lasted 34:00",
        "19:35:00  one         lasted 0:08",
        "19:35:13  Interval    lasted 24:47",
        "20:00:00  two         lasted 0:08",
        "Advertised for 19:30, begun at 19:35:00: 5:00 late.",
        "Calls: beginners 19:25:00.",
        "Bows, cues 1 to 2: 3 rounds.",
    ]


def test_a_report_of_a_show_without_an_order_says_nothing_of_one() -> None:
    header, run = ran(book("1 lights called", numbers="one two"))
    assert as_it_went(run) == []
    assert "lasted" not in as_text(header, run)


def test_the_order_is_said_before_the_evening() -> None:
    assert in_words(evening()) == [
        "advertised 19:30; calls, minutes before: half 35, beginners 5",
        "House open, GO, called",
        "one, music begins, auto",
        "Interval, music ends +5 s, auto, 20 minutes",
        "two, music begins, auto",
    ]
    assert in_words(book("1 lights called")) == []
