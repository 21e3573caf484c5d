"""A log is read back as it was written, run again to the same end, and a difference is told."""

from pathlib import Path

import pytest

from evenings import at, book, opened, playing, pressed
from odette.core.clocks import ShowTime
from odette.core.effects import Alert, SayCall
from odette.core.events import Closed, Resumed, RoomHeard
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.faults import Faulty
from odette.takes.log import Header, decode, encode
from odette.takes.replay import replay

BOOK = book("1 lights auto at 4\n2 calls auto at 8\n3 titles called")
HEADER = Header(1, "0.1.0", "2026-11-22T19:30:00+01:00", BOOK, "Town Hall", {})


def lines(*events):
    """The log of these events."""
    log = [encode(HEADER)]
    flat = [e for event in events for e in (event if hasattr(event, "__iter__") else [event])]
    for event, effects, _ in simulate(opening(BOOK, {}), sorted(flat, key=lambda e: e.at)):
        log += [encode(event), *map(encode, effects)]
    return log


def evening():
    return lines(opened(), playing(0, 12), pressed(6.5), Closed(at(8)))


def test_a_log_is_run_again_to_the_same_end():
    run = replay(*decode("log.jsonl", evening()))
    assert not run.differences
    assert [going.cue.number for going in run.goings] == ["1", "2", "3"]
    assert run.state.closed


def test_an_effect_that_comes_out_differently_is_told():
    header, entries = decode("log.jsonl", evening())
    changed = [SayCall("2", e.due, "another word") if isinstance(e, SayCall) else e for e in entries]
    (difference,) = replay(header, changed).differences
    assert "another word" in difference


def test_a_log_of_version_0_2_comes_out_as_it_did():
    """Two numbers with applause between them, a GO, a crash, a tapped bar: as 0.2 wrote it."""
    log = Path(__file__).parent / "log-0.2.jsonl"
    run = replay(*decode(log.name, log.read_bytes().splitlines()))
    assert not run.differences
    assert [going.cue.number for going in run.goings] == ["1", "2", "3", "4", "5", "6", "7"]
    assert run.state.ended.keys() == {"scene", "finale"}


def test_a_log_from_before_applause_had_phases_is_read():
    old = b'{"event":"room","at":5,"kind":"applause","level":-20.0,"heard_at":4,"clipped":0}'
    _, (event,) = decode("log.jsonl", [encode(HEADER), old])
    assert event == RoomHeard(ShowTime(5), "applause", -20.0, ShowTime(4), phase="none")


def test_an_effect_missing_in_mid_log_is_told_unless_a_crash_explains_it():
    header, entries = decode("log.jsonl", evening())
    without = [e for e in entries if not isinstance(e, SayCall)]
    assert replay(header, without).differences
    crash = next(i for i, e in enumerate(entries) if isinstance(e, SayCall))
    assert not replay(header, [*entries[:crash], Resumed(at(60))]).differences


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "log.jsonl:1: the header cannot be read"),
        (
            encode(HEADER).replace(b'"format":1', b'"format":9'),
            "log.jsonl:1: log format 9; this version reads format 1",
        ),
    ],
)
def test_a_header_that_is_none_is_told_with_its_line(line, told):
    with pytest.raises(Faulty, match=told):
        decode("log.jsonl", [line])


def test_a_line_that_is_none_is_told_with_its_line():
    with pytest.raises(Faulty, match=r"log.jsonl:3: .*; expected an event or an effect"):
        decode("log.jsonl", [encode(HEADER), encode(opened()), b'{"event":"heard"}'])


def test_every_kind_of_line_survives_writing_and_reading():
    entries = [opened(), Resumed(at(1)), Alert("mind the gap"), *playing(0, 1)]
    assert decode("log", [encode(HEADER), *map(encode, entries)])[1] == entries
