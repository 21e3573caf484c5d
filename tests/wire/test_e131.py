"""E1.31 packets, byte by byte."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.wire.e131 import Data, Discovery, Packet, Sync, decode, encode, multicast

CID = UUID("00112233-4455-6677-8899-aabbccddeeff")


def test_a_data_packet_has_the_layout_of_the_standard() -> None:
    """Table 4-1 of E1.31, written out."""
    packet = encode(Data(CID, "Odette", 7, 200, bytes(range(256)) * 2, priority=120, sync=3, preview=True))
    assert len(packet) == 638
    root = "0010 0000 4153432d45312e3137000000 726e 00000004 00112233445566778899aabbccddeeff"
    assert packet[:38] == bytes.fromhex(root.replace(" ", ""))
    assert packet[38:44] == bytes.fromhex("7258 00000002".replace(" ", ""))
    assert packet[44:108] == b"Odette".ljust(64, b"\0")
    assert packet[108:115] == bytes([120, 0, 3, 200, 0x80, 0, 7])
    assert packet[115:126] == bytes.fromhex("720b 02 a1 0000 0001 0201 00".replace(" ", ""))
    assert packet[126:] == bytes(range(256)) * 2


def test_a_discovery_packet_has_the_layout_of_the_standard() -> None:
    packet = encode(Discovery(CID, "Odette", (1, 2, 300), 0, 0))
    assert len(packet) == 120 + 2 * 3
    assert packet[16:22] == bytes.fromhex("706e00000008")
    assert packet[38:44] == bytes.fromhex("705800000002")
    assert packet[108:112] == bytes(4)
    assert packet[112:] == bytes.fromhex("700e 00000001 00 00 0001 0002 012c".replace(" ", ""))


def test_a_synchronisation_packet_has_the_layout_of_the_standard() -> None:
    """Table 4-2 of E1.31, written out."""
    packet = encode(Sync(CID, 7962, 67))
    assert len(packet) == 49
    assert packet[16:22] == bytes.fromhex("702100000008")
    assert packet[22:38] == CID.bytes
    assert packet[38:] == bytes.fromhex("700b 00000001 43 1f1a 0000".replace(" ", ""))


@pytest.mark.parametrize(
    ("universe", "address"),
    [(1, "239.255.0.1"), (255, "239.255.0.255"), (256, "239.255.1.0"), (63999, "239.255.249.255")],
)
def test_universes_have_their_multicast_address(universe: int, address: str) -> None:
    assert multicast(universe) == address


def test_the_list_of_universes_goes_to_its_own_address() -> None:
    assert multicast(64214) == "239.255.250.214"


def test_long_names_are_cut_between_characters() -> None:
    packet = decode(encode(Data(CID, "ö" * 40, 1, 0, b"")))
    assert packet is not None
    assert packet.source == "ö" * 31


names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=15)
data = st.builds(
    Data,
    cid=st.uuids(),
    source=names,
    universe=st.integers(1, 63999),
    sequence=st.integers(0, 255),
    slots=st.binary(max_size=512),
    priority=st.integers(0, 200),
    preview=st.booleans(),
    terminated=st.booleans(),
    force_sync=st.booleans(),
    sync=st.integers(0, 63999),
    start_code=st.integers(0, 255),
)
lists = st.lists(st.integers(1, 63999), max_size=512).map(tuple)
discoveries = st.builds(Discovery, st.uuids(), names, lists, st.integers(0, 255), st.integers(0, 255))
packets = data | discoveries | st.builds(Sync, st.uuids(), st.integers(1, 63999), st.integers(0, 255))


@settings(deadline=None)
@given(packets)
def test_what_is_encoded_is_decoded(packet: Packet) -> None:
    assert decode(encode(packet)) == packet


@settings(deadline=None)
@given(packets, st.data())
def test_a_packet_cut_short_is_none(packet: Packet, more: st.DataObject) -> None:
    whole = encode(packet)
    assert decode(whole[: more.draw(st.integers(0, len(whole) - 1))]) is None


@settings(deadline=None)
@given(packets, st.lists(st.tuples(st.integers(0, 637), st.integers(0, 255)), max_size=8))
def test_damaged_packets_never_raise(packet: Packet, damage: list[tuple[int, int]]) -> None:
    damaged = bytearray(encode(packet))
    for place, value in damage:
        damaged[place % len(damaged)] = value
    decoded = decode(bytes(damaged))
    assert decoded is None or decode(encode(decoded)) == decoded


@settings(deadline=None)
@given(st.binary(max_size=700))
def test_noise_is_none(noise: bytes) -> None:
    assert decode(noise) is None


@pytest.mark.parametrize("count", [0, 1, 3, 5, 513, 514])
def test_a_count_that_is_not_that_of_the_slots_is_refused(count: int) -> None:
    packet = bytearray(encode(Data(CID, "", 1, 0, bytes(3))))
    packet[123:125] = count.to_bytes(2, "big")
    assert decode(bytes(packet)) is None


@pytest.mark.parametrize("priority", [201, 255])
def test_priorities_above_200_are_refused(priority: int) -> None:
    assert decode(encode(Data(CID, "", 1, 0, b"", priority=priority))) is None
