"""Art-Net 4 packets, byte by byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.wire.artnet import (
    CONTROLLER,
    TARGETED,
    Dmx,
    Packet,
    Poll,
    PollReply,
    Rdm,
    Sync,
    TodData,
    TodRequest,
    decode,
    encode,
    port_address,
    universe_of,
)

HEAD = b"Art-Net\0"


def test_a_frame_has_the_layout_of_artdmx() -> None:
    packet = encode(Dmx(0x1234, 7, bytes(range(256)) * 2, physical=2))
    assert packet[:18] == HEAD + bytes.fromhex("0050 000e 07 02 34 12 0200")
    assert packet[18:] == bytes(range(256)) * 2


def test_slots_of_an_odd_number_get_one_more() -> None:
    assert encode(Dmx(0, 1, b"\1\2\3"))[16:] == b"\0\4\1\2\3\0"


def test_a_poll_has_the_layout_of_artpoll() -> None:
    assert encode(Poll()) == HEAD + bytes.fromhex("0020 000e 02 00")
    assert encode(Poll(0x22, 0x10, (3, 0x105))) == HEAD + bytes.fromhex("0020 000e 22 10 0105 0003")


def test_a_sync_has_the_layout_of_artsync() -> None:
    assert encode(Sync()) == HEAD + bytes.fromhex("0052 000e 00 00")


def test_rdm_packets_have_their_layouts() -> None:
    """ArtTodRequest, ArtTodData and ArtRdm."""
    request = encode(TodRequest((0x123, 0x1FF)))
    assert request == HEAD + bytes.fromhex("0080 000e 0000 00000000000000 01 00 02 23ff") + bytes(30)
    table = encode(TodData(0x123, (b"abcdef", b"ghijkl"), 0x0102, 3))
    assert table == HEAD + bytes.fromhex("0081 000e 01 00 000000000000 00 01 00 23 0102 03 02") + b"abcdefghijkl"
    assert encode(Rdm(0x123, b"rdm")) == HEAD + bytes.fromhex("0083 000e 01 00 00000000000000 01 00 23") + b"rdm"


def test_a_reply_has_the_layout_of_artpollreply() -> None:
    reply = PollReply("2.0.0.5", "short", "long", "ok", (0x123, 0x12F), (0x120,), CONTROLLER, 3, b"\1\2\3\4\5\6")
    packet = encode(reply)
    assert len(packet) == 239
    assert packet[8:16] == bytes.fromhex("0021 02000005 3619")
    assert packet[18:20] == bytes([1, 2])  # net, sub-net
    assert packet[20:26] == bytes.fromhex("00ff 00 c0 f07f")
    assert packet[26:44] == b"short".ljust(18, b"\0")
    assert packet[44:108] == b"long".ljust(64, b"\0")
    assert packet[108:172] == b"ok".ljust(64, b"\0")
    assert packet[172:174] == bytes([0, 2])
    assert packet[174:178] == bytes([0xC0, 0x80, 0, 0])
    assert packet[182:186] == bytes([0x80, 0x80, 0, 0])
    assert packet[186:190] == bytes([0, 0, 0, 0])
    assert packet[190:194] == bytes([3, 15, 0, 0])
    assert packet[200] == CONTROLLER
    assert packet[201:207] == b"\1\2\3\4\5\6"
    assert packet[207:213] == bytes([2, 0, 0, 5, 3, 0x08])


def test_a_reply_of_an_older_revision_is_read() -> None:
    """Art-Net II ends before the bind index."""
    reply = PollReply("2.0.0.5", "old", outputs=(0x00F,))
    assert decode(encode(reply)[:207]) == reply


@pytest.mark.parametrize(("universe", "port"), [(1, 0), (2, 1), (16, 15), (17, 0x10), (257, 0x100), (32768, 0x7FFF)])
def test_universe_1_is_port_address_0(universe: int, port: int) -> None:
    assert port_address(universe) == port
    assert universe_of(port) == universe


names = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=17)


@st.composite
def replies(draw: st.DrawFn) -> PollReply:
    base = draw(st.integers(0, 0x7FF)) << 4
    ports = st.lists(st.integers(base, base + 15), max_size=4).map(tuple)
    return PollReply(
        str(draw(st.ip_addresses(v=4))),
        draw(names),
        draw(names),
        draw(names),
        draw(ports),
        draw(ports),
        draw(st.integers(0, 6)),
        draw(st.integers(1, 255)),
        draw(st.binary(min_size=6, max_size=6)),
    )


ports = st.integers(0, 0x7FFF)
frames = st.builds(
    Dmx, ports, st.integers(0, 255), st.binary(min_size=2, max_size=512).filter(lambda b: len(b) % 2 == 0)
)
polls = st.builds(Poll, st.sampled_from([0, 2, 6]), st.integers(0, 255))
targeted = st.builds(Poll, st.just(TARGETED), st.integers(0, 255), st.tuples(ports, ports))
nets = st.integers(0, 127)
uids = st.lists(st.binary(min_size=6, max_size=6), max_size=200).map(tuple)


@st.composite
def requests(draw: st.DrawFn) -> TodRequest:
    net = draw(nets) << 8
    return TodRequest(tuple(net | low for low in draw(st.lists(st.integers(0, 255), min_size=1, max_size=32))))


tables = st.builds(TodData, ports, uids, st.integers(0, 65535), st.integers(0, 255))
rdm = st.builds(Rdm, ports, st.binary(max_size=257))
packets = frames | polls | targeted | replies() | st.just(Sync()) | requests() | tables | rdm


@given(packets)
def test_what_is_encoded_is_decoded(packet: Packet) -> None:
    assert decode(encode(packet)) == packet


@given(packets, st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=8), st.integers(0, 600))
def test_damaged_packets_never_raise(packet: Packet, damage: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(encode(packet))
    for place, value in damage:
        damaged[place % len(damaged)] = value
    decode(bytes(damaged[:length]))


@given(st.binary(max_size=300))
def test_noise_is_none(noise: bytes) -> None:
    assert decode(noise) is None
    assert decode(HEAD + noise[:1]) is None


@pytest.mark.parametrize("length", [0, 3, 513])
def test_a_length_that_is_not_that_of_the_slots_is_refused(length: int) -> None:
    packet = bytearray(encode(Dmx(0, 1, b"\1\2")))
    packet[16:18] = length.to_bytes(2, "big")
    assert decode(bytes(packet)) is None


def test_versions_before_14_are_refused() -> None:
    packet = bytearray(encode(Dmx(0, 1, b"\1\2")))
    packet[11] = 13
    assert decode(bytes(packet)) is None
