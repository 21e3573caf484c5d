"""The order of the evening: what begins by itself, what waits for a person, and what everybody is told."""

from msgspec.structs import replace

from evenings import Night, at, book, playing, pressed, room
from odette.core.clocks import Beat
from odette.core.cue import Authority, Called, Clock, HouseCall, On, Part, PartKind, PromptBook, Room, number_part
from odette.core.effects import Listen, PartBegins
from odette.core.events import Command, Following, Heard, Opened

MINUTE = 60.0
CALLS = (HouseCall("half", 35), HouseCall("five", 10), HouseCall("beginners", 5))


def part(kind: str, trigger=None, authority: str = "auto", **more: object) -> Part:
    return Part(kind.replace(" ", "-"), PartKind(kind), trigger or Called(), Authority(authority), kind, **more)


def evening(*parts: Part | str, cues: str = "1 lights called", advertised: str = "") -> PromptBook:
    """A book with an order; a part given as text is a number that waits for its music."""
    numbers = " ".join(each for each in parts if isinstance(each, str)) or "scene"
    written = book(cues, numbers=numbers)
    named = {number.id: number_part(number) for number in written.numbers}
    ids = [*named, *(each.id for each in parts if isinstance(each, Part) and each.number)]
    order = tuple(named[each] if isinstance(each, str) else each for each in parts)
    assert ids
    return replace(written, evening=order, advertised=advertised, calls=CALLS if advertised else ())


def opens(seconds: float = 0.0) -> Opened:
    return Opened(at(seconds))


def ended(number: str, seconds: float) -> Heard:
    return Heard(at(seconds), number, at(seconds), Beat(64.0), 120.0, 0.95, Following.ENDED)


def played(number: str, start: float) -> list[Heard]:
    """A number played from its last beats to its end: begun at ``start``, over four seconds later."""
    return [*playing(58, 64, start=start, number=number), ended(number, start + 4)]


def began(night: Night) -> list[tuple[str, int]]:
    return [(effect.part, round(when)) for when, effect in night.effects if isinstance(effect, PartBegins)]


def listened(night: Night) -> list[tuple[str, int]]:
    return [(effect.number, round(when)) for when, effect in night.effects if isinstance(effect, Listen)]


def go_on(seconds: float, to: str = "") -> object:
    return pressed(seconds, Command.PART, to)


INTERVAL = part("interval", On(Room.MUSIC_ENDS, "one", 5.0), minutes=20.0)


def test_a_whole_evening_goes_from_part_to_part() -> None:
    """House open by the clock, a called half, a number, its interval, the second number, bows, and the house out."""
    order = evening(
        part("house open", Clock("00:01")),
        part("house to half"),
        "one",
        INTERVAL,
        "two",
        part("curtain calls", On(Room.APPLAUSE)),
        part("house out", On(Room.APPLAUSE_OVER, after=3.0)),
    )
    night = Night(
        order,
        opens(),
        go_on(120),
        played("one", 130),
        played("two", 1400),
        [room(1406 + second, "applause") for second in range(20)],
        room(1426, "murmur"),
        room(1440, "murmur"),
    )
    assert began(night) == [
        ("house-open", 60),
        ("house-to-half", 120),
        ("one", 130),
        ("interval", 139),
        ("two", 1400),
        ("curtain-calls", 1406),
        ("house-out", 1429),
    ]
