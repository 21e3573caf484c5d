"""Where the score and the order of the evening make applause unlikely, before anything is heard."""

from odette.core.events import Following

LAST = 2.0
"""Seconds before a number's end from which on applause is no surprise: it seldom waits for the last chord to die."""


def applause_unlikely(following: Following, left: float, bows: bool) -> bool:
    """Whether applause would be a surprise now: while players play on.

    ``following``: what the follower thinks; ``left``: seconds of music left in the number, so far as is known;
    ``bows``: the evening has come to its curtain calls.
    """
    return following is Following.PLAYING and left > LAST and not bows
