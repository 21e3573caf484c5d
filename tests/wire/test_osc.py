"""OSC 1.0 messages, byte by byte."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.wire.osc import Argument, encode


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
