"""When a universe is sent, whatever the protocol: on change, at most 44 times a second, and never quite silent."""

from dataclasses import dataclass

from odette.core.clocks import MILLISECOND, SECOND, ShowTime

RATE = 44
"""Frames a second: what DMX512-A allows for 512 slots."""
FRAME = SECOND // RATE
"""Nanoseconds. Times are cut into frames from 0 on, and a universe is sent at most once in each."""
KEEP_ALIVE = 850 * MILLISECOND
"""How often what does not change is sent: E1.31 (6.6.2) asks for 800 to 1000 ms, Art-Net for less than 4 s."""
REPEATS = 3
"""Packets that repeat the last change (E1.31, 6.6.2)."""

NEVER = ShowTime(0)


@dataclass
class Pace:
    """What was last sent to one universe, and when."""

    slots: bytes | None = None
    sent: ShowTime = NEVER
    repeats: int = 0

    def due(self, slots: bytes, now: ShowTime, refresh: int) -> bool:
        """Whether these slots are to be sent at ``now``; ``refresh``: nanoseconds between packets without change."""
        if self.slots is None:
            return True
        if now // FRAME == self.sent // FRAME:
            return False
        return slots != self.slots or self.repeats > 0 or now - self.sent >= refresh

    def next_due(self, refresh: int) -> ShowTime:
        """When it is to be sent again if nothing changes."""
        if self.repeats or self.slots is None:
            return next_frame(self.sent)
        return ShowTime(self.sent + refresh)

    def note(self, slots: bytes, now: ShowTime) -> None:
        """These slots were sent at ``now``."""
        self.repeats = REPEATS if slots != self.slots else max(self.repeats - 1, 0)
        self.slots, self.sent = slots, now


def next_frame(now: ShowTime) -> ShowTime:
    """The beginning of the frame after the one that ``now`` lies in."""
    return ShowTime((now // FRAME + 1) * FRAME)
