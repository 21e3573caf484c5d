"""What the score and the order of the evening make likely before anything is heard."""

from odette.core.events import Following

LAST = 2.0
"""Seconds before a number's end from which on applause is no surprise: it seldom waits for the last chord to die."""


def applause_likely(following: Following, left: float, bows: bool) -> bool | None:
    """Whether applause is likely now, unlikely, or neither (None).

    ``following``: what the follower thinks; ``left``: seconds of music left in the number, so far as is known;
    ``bows``: the evening has come to its curtain calls.
    """
    if bows or following is Following.ENDED:
        return True
    if following is Following.WAITING:
        return None
    if left <= LAST:
        return True
    return False if following is Following.PLAYING else None
