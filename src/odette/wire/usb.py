"""DMX on a serial port, bytes only: the ENTTEC DMX USB Pro's messages, and the bare line of an Open DMX USB."""

START_OF_MESSAGE, END_OF_MESSAGE = 0x7E, 0xE7
SEND_DMX = 6
"""Label of "Output Only Send DMX Packet" (DMX USB Pro Widget API)."""
FEWEST = 24
"""Slots, at least, in a message to a DMX USB Pro."""

BAUD = 250_000
"""Of the line itself, with eight data bits, no parity and two stop bits (ANSI E1.11)."""
BREAK = 0.0002
"""Seconds; a sender's break is at least 92 µs (E1.11, table 6)."""
MARK = 0.00002
"""Seconds after the break; at least 12 µs."""


def pro_message(slots: bytes) -> bytes:
    """The message that has a DMX USB Pro send these slots, again and again, until the next."""
    data = line_frame(slots.ljust(FEWEST, b"\0"))
    head = bytes([START_OF_MESSAGE, SEND_DMX]) + len(data).to_bytes(2, "little")
    return head + data + bytes([END_OF_MESSAGE])


def line_frame(slots: bytes) -> bytes:
    """What follows a break on the line: the start code of levels, and the slots."""
    return b"\0" + slots
