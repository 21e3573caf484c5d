"""DMX USB adapters, byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from odette.wire.usb import line_frame, pro_message


def test_a_message_has_the_layout_of_the_widget_api() -> None:
    """Start 7E, label 6, length with its low byte first, start code and slots, end E7."""
    assert pro_message(bytes(range(256)) * 2) == b"\x7e\x06\x01\x02\x00" + bytes(range(256)) * 2 + b"\xe7"


def test_a_short_universe_is_filled_up_to_what_the_pro_accepts() -> None:
    assert pro_message(b"\xff") == b"\x7e\x06\x19\x00\x00\xff" + bytes(23) + b"\xe7"


@given(st.binary(max_size=512))
def test_a_message_says_its_own_length(slots: bytes) -> None:
    message = pro_message(slots)
    assert int.from_bytes(message[2:4], "little") == len(message) - 5
    assert message[5:].startswith(slots)


def test_a_frame_on_the_line_begins_with_the_start_code_of_levels() -> None:
    assert line_frame(b"\x01\x02") == b"\x00\x01\x02"
