"""An Art-Net controller: whom it finds, whom it serves, what it answers."""

import itertools
from collections.abc import Mapping

from odette.core.clocks import MILLISECOND, SECOND, ShowTime
from odette.core.output import Output
from odette.wire.artnet import CONTROLLER, TARGETED, Dmx, Packet, Poll, PollReply, Sync, decode
from odette.wire.controller import EVERYBODY, PATIENCE, Controller
from odette.wire.pacing import FRAME

ME, NODE, OTHER = "2.0.0.1", "2.0.0.5", "2.0.0.6"
LIT = b"\xff" * 512


def controller(**more: object) -> Controller:
    return Controller(ME, (Output("artnet", ME, **more),))  # type: ignore[arg-type]


def said(speaker: Controller, frames: Mapping[int, bytes], now: int) -> list[tuple[str, Packet]]:
    packets = [(host, decode(packet)) for host, packet in speaker.packets(frames, ShowTime(now))]
    assert all(packet is not None for _, packet in packets)
    return [(host, packet) for host, packet in packets if packet is not None]


def dmx(speaker: Controller, frames: Mapping[int, bytes], now: int) -> list[tuple[str, Dmx]]:
    return [(host, packet) for host, packet in said(speaker, frames, now) if isinstance(packet, Dmx)]


def node(speaker: Controller, host: str, *ports: int, bind: int = 1, now: int = 0) -> None:
    speaker.hear(PollReply(host, "node", outputs=ports, bind_index=bind), host, ShowTime(now))


def test_it_polls_everybody_at_once_and_every_two_and_a_half_seconds() -> None:
    speaker = controller()
    polls = [n * FRAME for n in range(44 * 10) if (EVERYBODY, Poll()) in said(speaker, {}, n * FRAME)]
    assert polls[0] == 0
    assert all(2500 * MILLISECOND <= b - a <= 3 * SECOND for a, b in itertools.pairwise(polls))
    assert len(polls) == 4


def test_a_universe_goes_by_unicast_to_the_nodes_that_asked_for_it_and_to_nobody_else() -> None:
    speaker = controller()
    node(speaker, NODE, 0)
    node(speaker, OTHER, 0, 1)
    sent = dmx(speaker, {1: LIT, 2: LIT, 3: LIT}, 0)
    assert [(host, packet.port_address) for host, packet in sent] == [(NODE, 0), (OTHER, 0), (OTHER, 1)]


def test_a_node_with_many_ports_says_so_in_many_replies() -> None:
    speaker = controller()
    for bind in range(1, 4):
        node(speaker, NODE, bind - 1, bind=bind)
    assert [packet.port_address for _, packet in dmx(speaker, {1: LIT, 2: LIT, 3: LIT}, 0)] == [0, 1, 2]


def test_a_node_that_is_set_to_another_port_is_sent_that_one() -> None:
    speaker = controller()
    node(speaker, NODE, 0)
    node(speaker, NODE, 1)
    assert [packet.port_address for _, packet in dmx(speaker, {1: LIT, 2: LIT}, 0)] == [1]


def test_named_hosts_are_served_until_they_answer_a_poll_and_say_what_they_want() -> None:
    speaker = controller(unicast=(NODE,))
    assert (NODE, Poll()) in said(speaker, {}, 0)
    assert [host for host, _ in dmx(speaker, {1: LIT, 2: LIT}, FRAME)] == [NODE, NODE]
    node(speaker, NODE, 1)
    assert [packet.port_address for _, packet in dmx(speaker, {1: LIT, 2: LIT}, 2 * FRAME)] == [1]


def test_frames_are_broadcast_only_where_it_is_asked_for() -> None:
    assert dmx(controller(), {1: LIT}, 0) == []
    assert [host for host, _ in dmx(controller(broadcast=True), {1: LIT}, 0)] == [EVERYBODY]


def test_sequence_numbers_run_from_1_to_255_for_every_port_and_are_the_same_for_all_its_nodes() -> None:
    speaker = controller()
    node(speaker, NODE, 0, 1)
    node(speaker, OTHER, 0)
    counts: dict[tuple[str, int], list[int]] = {}
    for n in range(600):
        frames = {1: bytes([n % 256])} | ({2: bytes([n % 256])} if n % 2 else {})
        for host, packet in dmx(speaker, frames, n * FRAME):
            counts.setdefault((host, packet.port_address), []).append(packet.sequence)
    assert counts[NODE, 0] == counts[OTHER, 0] == [n % 255 + 1 for n in range(600)]
    assert counts[NODE, 1] == [n % 255 + 1 for n in range(300)]


def test_what_does_not_change_is_kept_alive_within_a_second() -> None:
    speaker = controller()
    node(speaker, NODE, 0)
    times = [n * FRAME for n in range(44 * 4) if dmx(speaker, {1: LIT}, n * FRAME)]
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert gaps[:3] == [FRAME] * 3
    assert all(800 * MILLISECOND <= gap <= 900 * MILLISECOND for gap in gaps[3:])


def test_sync_follows_the_frames_where_it_is_asked_for() -> None:
    speaker = controller(sync=1, unicast=(NODE,))
    said(speaker, {}, 0)
    packets = said(speaker, {1: LIT, 2: LIT}, FRAME)
    assert [type(packet) for _, packet in packets] == [Dmx, Dmx, Sync]
    assert packets[-1][0] == EVERYBODY


def test_a_poll_is_answered_to_who_asked() -> None:
    ((host, answer),) = controller(source="Odette, hall").hear(Poll(), NODE, ShowTime(0))
    reply = decode(answer)
    assert host == NODE
    assert isinstance(reply, PollReply)
    assert (reply.ip, reply.name, reply.style, reply.outputs) == (ME, "Odette, hall", CONTROLLER, ())


def test_a_poll_is_answered_with_the_universes_that_are_received() -> None:
    speaker = Controller(ME, (), wanted=(1, 40))
    answers = [decode(packet) for _, packet in speaker.hear(Poll(), NODE, ShowTime(0))]
    assert [(a.outputs, a.bind_index) for a in answers if isinstance(a, PollReply)] == [((0,), 1), ((39,), 2)]
    assert speaker.hear(Poll(TARGETED, 0, (1, 38)), NODE, ShowTime(0)) == []
    assert len(speaker.hear(Poll(TARGETED, 0, (1, 39)), NODE, ShowTime(0))) == 2


def test_its_own_packets_are_not_heard() -> None:
    speaker = controller()
    assert speaker.hear(Poll(), ME, ShowTime(0)) == []
    node(speaker, ME, 0)
    assert dmx(speaker, {1: LIT}, 0) == []


def test_universes_that_nobody_takes_are_told_when_nodes_have_had_time_to_answer() -> None:
    speaker = controller()
    dmx(speaker, {1: LIT, 2: LIT}, 0)
    node(speaker, NODE, 0)
    assert speaker.complaints(ShowTime(PATIENCE - 1)) == ""
    assert speaker.complaints(ShowTime(PATIENCE)) == "no node takes universe 2"


def test_a_node_that_falls_silent_is_told_and_still_served() -> None:
    speaker = controller()
    node(speaker, NODE, 0)
    dmx(speaker, {1: LIT}, 0)
    assert speaker.complaints(ShowTime(10 * SECOND)) == ""
    assert speaker.complaints(ShowTime(11 * SECOND)) == f"node node ({NODE}) does not answer"
    assert [host for host, _ in dmx(speaker, {1: LIT}, 11 * SECOND)] == [NODE]
    node(speaker, NODE, 0, now=11 * SECOND)
    assert speaker.complaints(ShowTime(11 * SECOND)) == ""
