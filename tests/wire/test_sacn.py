"""When a source speaks, and when it is silent."""

import itertools
from collections.abc import Mapping
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.core.output import Output
from odette.wire.e131 import DISCOVERY_UNIVERSE, Data, Discovery, Packet, Sync, decode
from odette.wire.pacing import FRAME, next_frame
from odette.wire.sacn import Source, component_id

CID = UUID(int=1)
DARK, LIT = bytes(512), b"\xff" * 512


def source(**more: object) -> Source:
    return Source(CID, **more)  # type: ignore[arg-type]


def heard(source: Source, frames: Mapping[int, bytes], now: int) -> list[Packet]:
    packets = []
    for universe, raw in source.packets(frames, ShowTime(now)):
        packet = decode(raw)
        assert packet is not None
        assert universe == (DISCOVERY_UNIVERSE if isinstance(packet, Discovery) else packet.universe)
        packets.append(packet)
    return packets


def run(source: Source, frames: Mapping[int, bytes], start: int, stop: int) -> list[tuple[int, Data]]:
    """Ask as often as ``next_due`` says: (time, packet) of every data packet."""
    said, now = [], start
    while now < stop:
        said += [(now, packet) for packet in heard(source, frames, now) if isinstance(packet, Data)]
        now = source.next_due(ShowTime(now))
    return said


def test_what_does_not_change_is_sent_repeated_three_times_and_then_kept_alive() -> None:
    times = [now for now, _ in run(source(), {1: LIT}, FRAME * 100, FRAME * 100 + 3 * SECOND)]
    gaps = [late - early for early, late in itertools.pairwise(times)]
    assert gaps[:3] == [FRAME] * 3
    assert gaps[3:]
    assert all(800 * MILLISECOND <= gap <= 900 * MILLISECOND for gap in gaps[3:])


def test_a_source_may_be_told_to_refresh_more_often() -> None:
    times = [now for now, _ in run(source(refresh=2 * FRAME), {1: LIT}, FRAME * 100, FRAME * 130)]
    assert {late - early for early, late in itertools.pairwise(times[4:])} == {2 * FRAME}


def test_a_change_is_sent_in_the_next_frame() -> None:
    speaker = source()
    run(speaker, {1: DARK}, 0, SECOND)
    now = FRAME * 60
    assert heard(speaker, {1: DARK}, now) == []
    assert [p.slots for p in heard(speaker, {1: LIT}, now + 1) if isinstance(p, Data)] == [LIT]


@settings(deadline=None)
@given(st.lists(st.integers(1, 40 * MILLISECOND), min_size=2, max_size=200))
def test_however_often_it_is_asked_a_universe_is_sent_at_most_once_in_a_frame(steps: list[int]) -> None:
    speaker, now, sent = source(), 7, []
    for number, step in enumerate(steps):
        now += step
        sent += [now // FRAME for p in heard(speaker, {1: bytes([number % 256])}, now) if isinstance(p, Data)]
    assert len(sent) == len(set(sent))


def test_every_universe_counts_its_own_packets_from_zero_and_wraps() -> None:
    speaker, counts = source(), {1: [], 2: []}  # type: ignore[var-annotated]
    for n in range(600):
        frames = {1: bytes([n % 256])} | ({2: bytes([n % 256])} if n % 2 else {})
        for packet in heard(speaker, frames, n * FRAME):
            if isinstance(packet, Data):
                counts[packet.universe].append(packet.sequence)
    for sequence in counts.values():
        assert sequence[0] == 0
        assert all((late - early) % 256 == 1 for early, late in itertools.pairwise(sequence))


def test_priority_name_preview_and_component_are_on_every_packet() -> None:
    for _, packet in run(source(outputs=(Output(source="Hall", priority=150, preview=True),)), {5: LIT}, 0, SECOND):
        assert (packet.cid, packet.source, packet.priority, packet.preview) == (CID, "Hall", 150, True)


def test_universes_are_listed_at_once_and_every_ten_seconds() -> None:
    speaker, listed, now = source(), [], 0
    while now < 25 * SECOND:
        packets = heard(speaker, {9: DARK, 2: DARK}, now)
        listed += [(now // SECOND, packet.universes) for packet in packets if isinstance(packet, Discovery)]
        now = speaker.next_due(ShowTime(now))
    assert [pages for _, pages in listed] == [(2, 9)] * 3
    assert [second for second, _ in listed] == [0, 10, 20]


def test_long_lists_of_universes_take_several_pages() -> None:
    packets = heard(source(), dict.fromkeys(range(1, 1031), DARK), 0)
    pages = [packet for packet in packets if isinstance(packet, Discovery)]
    assert [(page.page, page.last_page, len(page.universes)) for page in pages] == [(0, 2, 512), (1, 2, 512), (2, 2, 6)]


def test_a_stream_that_is_ended_says_so_three_times_and_is_silent() -> None:
    speaker = source()
    run(speaker, {1: LIT, 2: DARK}, 0, SECOND)
    assert not any(packet.terminated for _, packet in run(speaker, {1: LIT, 2: DARK}, SECOND, 2 * SECOND))
    last = {number: universe.sequence for number, universe in speaker.universes.items()}
    speaker.end()
    rounds = [heard(speaker, {1: LIT, 2: DARK}, 2 * SECOND + n * FRAME) for n in range(5)]
    assert [len(packets) for packets in rounds] == [2, 2, 2, 0, 0]
    assert speaker.ended
    ends = [packet for packets in rounds for packet in packets if isinstance(packet, Data)]
    assert all(packet.terminated for packet in ends)
    assert [packet.sequence for packet in ends if packet.universe == 1] == [last[1] + n for n in range(3)]


def test_a_universe_that_is_no_longer_used_ends_and_the_others_go_on() -> None:
    speaker = source()
    run(speaker, {1: LIT, 2: LIT}, 0, SECOND)
    said = [packet for _, packet in run(speaker, {1: LIT}, SECOND, 3 * SECOND)]
    assert [packet.terminated for packet in said if packet.universe == 2] == [True] * 3
    assert {packet.terminated for packet in said if packet.universe == 1} == {False}
    again = [packet for _, packet in run(speaker, {1: LIT, 2: LIT}, 3 * SECOND, 4 * SECOND) if packet.universe == 2]
    assert again
    assert not any(packet.terminated for packet in again)


def test_the_component_is_the_same_for_a_machine_and_a_venue() -> None:
    assert component_id("laptop", "Town Hall") == component_id("laptop", "Town Hall")
    places = [("laptop", "Town Hall"), ("spare", "Town Hall"), ("laptop", "Opera")]
    assert len({component_id(*place) for place in places}) == 3


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_the_next_frame_is_later_and_at_most_one_frame_away(now: int) -> None:
    assert 0 < next_frame(ShowTime(now)) - now <= FRAME


def test_an_output_that_suppresses_is_kept_alive_as_the_standard_has_it_whatever_the_others_do() -> None:
    both = (Output(universes=(1,)), Output(universes=(2,), suppress=True))
    speaker = source(outputs=both, refresh=2 * FRAME)
    said = run(speaker, {1: LIT, 2: LIT}, FRAME * 100, FRAME * 100 + 2 * SECOND)
    counts = [sum(packet.universe == universe for _, packet in said) for universe in (1, 2)]
    assert counts[0] > 40
    assert 5 <= counts[1] <= 6


def test_every_universe_has_the_priority_and_the_name_of_its_output() -> None:
    outputs = (Output(universes=(1,), priority=150, source="front"), Output(priority=90, source="rest"))
    said = {packet.universe: packet for _, packet in run(source(outputs=outputs), {1: LIT, 2: LIT}, 0, SECOND)}
    assert {n: (packet.priority, packet.source) for n, packet in said.items()} == {1: (150, "front"), 2: (90, "rest")}


def test_a_farewell_has_the_priority_and_the_name_of_what_it_ends() -> None:
    speaker = source(outputs=(Output(priority=150, source="front"),))
    run(speaker, {1: LIT}, 0, SECOND)
    speaker.end()
    said = [packet for n in range(4) for packet in heard(speaker, {1: LIT}, SECOND + n * FRAME)]
    assert [(p.priority, p.source, p.terminated) for p in said if isinstance(p, Data)] == [(150, "front", True)] * 3


def test_a_universe_that_no_output_carries_is_not_sent_and_one_that_lost_its_output_is_ended() -> None:
    speaker = source(outputs=(Output(universes=(1, 2)),))
    assert {packet.universe for _, packet in run(speaker, {1: LIT, 2: LIT, 3: LIT}, 0, SECOND)} == {1, 2}
    speaker.outputs = (Output(universes=(1,)),)
    said = [packet for _, packet in run(speaker, {1: LIT, 2: LIT, 3: LIT}, SECOND, 2 * SECOND)]
    assert [packet.terminated for packet in said if packet.universe == 2] == [True] * 3


def test_a_synchronisation_packet_follows_the_data_it_is_for() -> None:
    """6.3: one for all universes that share it, numbered for itself, and none for universes that have none."""
    outputs = (Output(universes=(1, 2), sync=7962), Output(universes=(3,)))
    speaker, numbers = source(outputs=outputs), []
    for n in range(300):
        said = heard(speaker, dict.fromkeys((1, 2, 3), bytes([n % 256])), n * FRAME)
        said = [packet for packet in said if not isinstance(packet, Discovery)]
        assert [type(packet) for packet in said] == [Data, Data, Data, Sync]
        assert [packet.sync for packet in said if isinstance(packet, Data)] == [7962, 7962, 0]
        numbers.append(said[-1].sequence)
    assert numbers == [n % 256 for n in range(300)]
