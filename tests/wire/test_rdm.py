"""RDM messages, byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from odette.wire.rdm import (
    ACK,
    DEVICE_INFO,
    GET,
    GET_RESPONSE,
    DeviceInfo,
    Message,
    decode,
    device_info,
    encode,
    spelt,
)

LAMP, DESK = bytes.fromhex("7a7000000001"), bytes.fromhex("7ff000000001")


def test_a_question_has_the_layout_of_the_standard() -> None:
    """6.2 of E1.20, written out; the checksum is the sum of every byte and of the start code 0xCC."""
    packet = encode(Message(LAMP, DESK, 5, GET, DEVICE_INFO))
    expected = bytes.fromhex("01 18 7a7000000001 7ff000000001 05 01 00 0000 20 0060 00")
    assert packet == expected + (sum(expected) + 0xCC).to_bytes(2, "big")


def test_device_info_is_read() -> None:
    data = bytes.fromhex("0100 0102 0101 00000007 000e 01 03 00c9 0000 02")
    assert device_info(data) == DeviceInfo(0x0102, 14, 201)
    assert device_info(data[:-1]) is None


def test_identities_are_written_as_people_do() -> None:
    assert spelt(LAMP) == "7a70:00000001"


uids = st.binary(min_size=6, max_size=6)
messages = st.builds(
    Message,
    uids,
    uids,
    st.integers(0, 255),
    st.sampled_from([GET, GET_RESPONSE]),
    st.integers(0, 65535),
    st.binary(max_size=231),
    st.sampled_from([ACK, 1, 2]),
)


@given(messages)
def test_what_is_encoded_is_decoded(message: Message) -> None:
    assert decode(encode(message)) == message
    assert decode(encode(message) + b"more") == message


@given(messages, st.integers(0, 400), st.integers(1, 255))
def test_one_byte_that_is_wrong_or_missing_is_noticed(message: Message, place: int, change: int) -> None:
    packet = bytearray(encode(message))
    assert decode(bytes(packet[:-1])) is None
    packet[place % len(packet)] ^= change
    assert decode(bytes(packet)) is None


@given(st.binary(max_size=300))
def test_noise_never_raises(noise: bytes) -> None:
    decode(noise)
