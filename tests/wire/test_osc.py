"""OSC 1.0 messages, byte by byte."""

import contextlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.wire.osc import Argument, Malformed, Message, decode, encode


def test_a_float() -> None:
    """The first example of the OSC 1.0 specification."""
    assert encode("/oscillator/4/frequency", (440.0,)) == b"/oscillator/4/frequency\0,f\0\0\x43\xdc\x00\x00"


def test_whole_numbers_text_and_floats() -> None:
    """The second example of the OSC 1.0 specification."""
    expected = "2f666f6f 00000000 2c696973 66660000 000003e8 ffffffff 68656c6c 6f000000 3f9df3b6 40b5b22d".replace(
        " ", ""
    )
    assert encode("/foo", (1000, -1, "hello", 1.234, 5.678)) == bytes.fromhex(expected)


def test_a_message_without_arguments_still_has_its_type_tags() -> None:
    assert encode("/go") == b"/go\0,\0\0\0"


def test_numbers_too_large_for_32_bits_are_sent_in_64() -> None:
    assert encode("/x", (2**31,)) == b"/x\0\0,h\0\0" + struct.pack(">q", 2**31)
    assert encode("/x", (1e300,)) == b"/x\0\0,d\0\0" + struct.pack(">d", 1e300)


@pytest.mark.parametrize(("flag", "tag"), [(True, b"T"), (False, b"F")])
def test_flags_are_tags_without_a_value(flag: bool, tag: bytes) -> None:
    assert encode("/x", (flag,)) == b"/x\0\0," + tag + b"\0\0"


arguments = st.lists(st.text(max_size=9) | st.integers(-(2**63), 2**63 - 1) | st.floats())


@settings(deadline=None)
@given(st.text(max_size=20), arguments)
def test_every_message_is_a_whole_number_of_words(address: str, values: list[Argument]) -> None:
    assert len(encode("/" + address, values)) % 4 == 0


def test_the_examples_of_the_specification_are_read_back() -> None:
    assert decode(encode("/oscillator/4/frequency", (440.0,))) == [Message("/oscillator/4/frequency", (440.0,))]
    packet = encode("/foo", (1000, -1, "hello"))
    assert decode(packet) == [Message("/foo", (1000, -1, "hello"))]


@settings(deadline=None)
@given(st.text(max_size=20), arguments)
def test_what_is_written_is_read(address: str, values: list[Argument]) -> None:
    """Text ends at its first zero, and floats of 32 bits are as near as they can be."""
    [message] = decode(encode("/" + address, values))
    assert message.address == ("/" + address).split("\0")[0]
    for read, written in zip(message.arguments, values, strict=True):
        if isinstance(written, str):
            assert read == written.split("\0")[0]
        elif isinstance(written, float):
            assert read == pytest.approx(written, rel=1e-6, abs=1e-37, nan_ok=True)
        else:
            assert read == written


def bundle(*elements: bytes) -> bytes:
    return b"#bundle\0" + bytes(7) + b"\1" + b"".join(struct.pack(">i", len(one)) + one for one in elements)


def test_a_bundle_is_its_messages_whatever_its_time() -> None:
    packet = bundle(encode("/a"), bundle(encode("/b", (1,))), encode("/c"))
    assert [message.address for message in decode(packet)] == ["/a", "/b", "/c"]


def test_arguments_that_say_nothing_to_us_are_passed_by() -> None:
    packet = b"/x\0\0,bitTFN\0" + struct.pack(">i", 3) + b"abc\0" + struct.pack(">i", 7) + bytes(8)
    assert decode(packet) == [Message("/x", (None, 7, None, True, False, None))]


def test_an_old_sender_that_leaves_the_type_tags_out_is_understood() -> None:
    assert decode(b"/go\0") == [Message("/go", ())]


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"go",
        b"/go",
        b"/go\0,i\0\0",
        b"/go\0,i\0\0\0\0",
        b"/go\0,q\0\0",
        b"/go\0i\0\0\0",
        b"/\xff\0\0,\0\0\0",
        b"/go\0,b\0\0\xff\xff\xff\xff",
        b"/go\0,s\0\0abcd",
        b"#bundle\0" + bytes(8) + b"\0\0\0\x08/go\0",
        b"#bundle\0" + bytes(8) + b"\0\0\0\0",
        b"#bundle\0" + bytes(8) + b"\0\0",
    ],
)
def test_what_is_no_packet_is_malformed(packet: bytes) -> None:
    with pytest.raises(Malformed):
        decode(packet)


def test_bundles_within_bundles_come_to_an_end() -> None:
    packet = encode("/go")
    for _ in range(100):
        packet = bundle(packet)
    with pytest.raises(Malformed):
        decode(packet)


shaped = st.builds(
    bytes.__add__, st.sampled_from([b"/go\0", b"#bundle\0" + bytes(8), b"/x\0\0,"]), st.binary(max_size=64)
)


@settings(deadline=None, max_examples=500)
@given(st.binary(max_size=64) | shaped)
def test_no_bytes_raise_anything_else(packet: bytes) -> None:
    with contextlib.suppress(Malformed):
        decode(packet)
