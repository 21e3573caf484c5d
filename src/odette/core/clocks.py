"""The four time lines, each with a type of its own, so that they are never mixed by accident.

1. ``Sample``: audio sample index of the capture device, from 0 at its start.
2. ``ShowTime``: integer nanoseconds of the monotonic clock; the only time in events.
3. wall time: a ``datetime``, written once in a log's header, for people.
4. ``Beat``: score time, in quarter notes from the start of the unfolded score.
"""

from typing import NewType

Sample = NewType("Sample", int)
ShowTime = NewType("ShowTime", int)
Beat = NewType("Beat", float)

SECOND = 1_000_000_000
MILLISECOND = 1_000_000


def later(time: ShowTime, seconds: float) -> ShowTime:
    """The show time that many seconds after ``time``."""
    return ShowTime(time + round(seconds * SECOND))


def seconds_between(earlier: ShowTime, late: ShowTime) -> float:
    """Seconds from ``earlier`` to ``late``; negative if ``late`` comes first."""
    return (late - earlier) / SECOND
