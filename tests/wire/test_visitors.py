"""Visiting desks, told as scenes: who says what when, and what is to be seen beside our own light.

A line of a scene: seconds, who (or ``-`` for nobody), what, and after ``=`` the first slot that goes out.
What: ``level``, ``level@priority``, ``#sequence`` where it is not the next, ``preview``, ``ends``.
"""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.core.clocks import ShowTime, later
from odette.core.output import Input, Output
from odette.wire.artnet import Dmx
from odette.wire.e131 import Data
from odette.wire.visitors import Visitors, highest_of

OURS = UUID(int=999)


def at_second(second: float) -> ShowTime:
    return later(ShowTime(0), second)


SCENES = {
    "ours alone, then the higher of theirs and ours": """
        0.0 - = 50
        0.1 A 40 = 50
        0.2 A 60 = 60
    """,
    "two desks are merged with ours": """
        0.0 A 60 = 60
        0.1 B 70 = 70
        0.2 B 10 = 60
    """,
    "of the visitors only those of the highest priority count": """
        0.0 A 90@100 = 90
        0.1 B 60@150 = 60
        0.2 B 60@100 = 90
    """,
    "a desk that ends is gone at once": """
        0.0 A 90 = 90
        0.1 A ends = 50
        0.2 A 80 = 80
    """,
    "a desk that is silent is lost after two and a half seconds": """
        0.0 A 90 = 90
        2.49 - = 90
        2.5 - = 50
    """,
    "a lost desk waits until the other has been heard from": """
        0.0 A 90 = 90
        0.5 B 60 = 90
        2.6 - = 90
        2.7 B 60 = 60
    """,
    "desks that die one after the other go together": """
        0.0 A 90 = 90
        0.5 B 60 = 90
        2.6 - = 90
        3.0 - = 50
    """,
    "three that die one after the other go together": """
        0.0 A 90 = 90
        0.5 B 60 = 90
        1.0 C 70 = 90
        2.6 - = 90
        3.1 - = 90
        3.5 - = 50
    """,
    "one of three lives: the two lost ones go when it has been heard": """
        0.0 A 90 = 90
        0.5 B 80 = 90
        1.0 C 70 = 90
        3.1 - = 90
        3.2 C 70 = 70
    """,
    "a lost desk goes when the other says that it ends": """
        0.0 A 90 = 90
        0.5 B 60 = 90
        2.6 B ends = 50
    """,
    "a doubted desk that is heard again was never away": """
        0.0 A 90 = 90
        0.5 B 60 = 90
        2.6 - = 90
        2.7 A 95 = 95
        2.8 B 60 = 95
    """,
    "late packets are dropped, and a new beginning is not": """
        0.0 A 90#100 = 90
        0.1 A 60#100 = 90
        0.2 A 60#81 = 90
        0.3 A 70#80 = 70
        0.4 A 80#250 = 80
        0.5 A 85#3 = 85
    """,
    "a late farewell is dropped too": """
        0.0 A 90#100 = 90
        0.1 A ends#99 = 90
        0.2 A ends#101 = 50
    """,
    "previews and other start codes are not light": """
        0.0 A 90 preview = 50
        0.1 A 90 code = 50
    """,
    "we are no visitor": """
        0.0 us 90 = 50
    """,
}
BY_PRIORITY = {
    "who has the higher priority has the universe": """
        0.0 A 20@101 = 20
        0.1 A 90@99 = 50
        0.2 A 90@100 = 90
        0.3 A 20@100 = 50
    """,
    "a takeover that is lost gives back": """
        0.0 A 20@150 = 20
        2.4 - = 20
        2.5 - = 50
    """,
}


def play(scene: str, merge: str) -> None:
    visitors = Visitors((Input((1,), merge=merge),), (Output(),), OURS)
    counts: dict[str, int] = {}
    for line in scene.strip().splitlines():
        said, wanted = line.split("=")
        at, who, *what = said.split()
        now = at_second(float(at))
        if who != "-":
            visitors.hear_sacn(packet(who, what, counts), now)
        shown = visitors.merged({1: bytes([50]) * 512}, now)
        assert shown[1][0] == int(wanted), line.strip()


def packet(who: str, what: list[str], counts: dict[str, int]) -> Data:
    head, _, sequence = what[0].partition("#")
    level, _, priority = head.partition("@")
    counts[who] = int(sequence) if sequence else (counts.get(who, 0) + 1) % 256
    return Data(
        OURS if who == "us" else UUID(int=ord(who)),
        who,
        1,
        counts[who],
        bytes([0 if level == "ends" else int(level)]) * 512,
        int(priority or 100),
        preview="preview" in what,
        terminated=level == "ends",
        start_code=0xDD if "code" in what else 0,
    )


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_merged_highest_takes_precedence(scene: str) -> None:
    play(scene, "htp")


@pytest.mark.parametrize("scene", BY_PRIORITY.values(), ids=BY_PRIORITY)
def test_merged_by_priority(scene: str) -> None:
    play(scene, "priority")


def test_a_desk_of_art_net_is_lost_after_ten_seconds_and_its_order_may_not_matter() -> None:
    visitors = Visitors((Input((1,), "artnet"),))
    for sequence, level in ((0, 90), (0, 80), (7, 70), (6, 60)):
        visitors.hear_artnet(Dmx(0, sequence, bytes([level, level])), "2.0.0.9", ShowTime(0))
    assert visitors.merged({}, at_second(9.9)) == {1: b"\x46\x46"}
    assert visitors.merged({}, at_second(10)) == {}
    assert visitors.silent == {"2.0.0.9": "2.0.0.9"}


def test_universes_and_protocols_that_were_not_asked_for_stay_out() -> None:
    visitors = Visitors((Input((1,)),))
    visitors.hear_sacn(Data(UUID(int=1), "", 2, 0, b"\xff"), ShowTime(0))
    visitors.hear_artnet(Dmx(0, 0, b"\xff\xff"), "2.0.0.9", ShowTime(0))
    assert visitors.merged({3: b"\1"}, ShowTime(0)) == {3: b"\1"}


def test_a_desk_that_is_lost_is_named_until_it_is_back_and_one_that_ends_is_not() -> None:
    visitors = Visitors((Input((1,)),))
    for number, name in enumerate(("Eos", "Hog"), 1):
        visitors.hear_sacn(Data(UUID(int=number), name, 1, 0, b"\xff"), ShowTime(0))
    visitors.hear_sacn(Data(UUID(int=2), "Hog", 1, 1, b"", terminated=True), ShowTime(1))
    visitors.merged({}, at_second(3))
    assert list(visitors.silent.values()) == ["Eos"]
    visitors.hear_sacn(Data(UUID(int=1), "Eos", 1, 1, b"\xff"), at_second(4))
    assert visitors.silent == {}


frames = st.lists(st.binary(max_size=512), min_size=1, max_size=4)


@given(frames)
def test_highest_takes_precedence_slot_by_slot_in_any_order(given: list[bytes]) -> None:
    together = highest_of(*given)
    assert highest_of(*reversed(given)).rstrip(b"\0") == together.rstrip(b"\0")
    for slot, level in enumerate(together):
        assert level == max(frame[slot] if slot < len(frame) else 0 for frame in given)
