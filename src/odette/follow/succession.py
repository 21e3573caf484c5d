"""One number ends and the next begins: which of two followers is to be believed?"""

from enum import StrEnum

from odette.follow.features import FRAME

NEAR = 10.0
"""Nominal seconds before the last note of a number from which the next is listened for."""
OVER = 1.0
"""Nominal seconds before the last note from which the next number may have begun."""
LEAD = 10.0
"""Log-likelihood by which the next number's beginning must explain the sound better than this number's end."""
EARLY_LEAD = 40.0
"""The same before the last note: something was left out, or the follower is behind."""
FORGET = 0.99
"""Share of the lead that is kept from frame to frame."""
FALSE_START = -5.0
"""Lead at which the next number has not begun after all."""
PROBATION = 4.0
"""Seconds in which a beginning must prove itself."""


class Verdict(StrEnum):
    """What to do about the next number."""

    LISTEN = "listen"
    """Go on listening for its first note."""
    AGAIN = "again"
    """What was taken for its beginning was none: listen for it anew."""
    BEGUN = "begun"
    """It is played; this one is over."""


class Succession:
    """Watches the end of one number and the beginning of the next. Pure: numbers in, a verdict out."""

    def __init__(self) -> None:
        self.lead = 0.0
        """Log-likelihood by which the next number explains the sound better, since it seems to have begun."""
        self._playing = 0.0

    def hear(self, left: float, lost: bool, here: float, there: float, begun: bool, sure: bool) -> Verdict:
        """After each frame. ``left``: nominal seconds to this number's last note, negative after it; ``lost``: it is
        not known where the players are; ``here``, ``there``: log-likelihood of the frame in this number and in the
        next; ``begun``: the next has, as its follower thinks; ``sure``: and is confident of its place."""
        if not begun:
            self.lead = self._playing = 0.0
            return Verdict.LISTEN
        self._playing += FRAME
        self.lead = FORGET * self.lead + there - here
        wanted = LEAD if left < OVER or lost else EARLY_LEAD
        if sure and self.lead > wanted:
            return Verdict.BEGUN
        if self.lead < FALSE_START or self._playing > PROBATION:
            self.lead = self._playing = 0.0
            return Verdict.AGAIN
        return Verdict.LISTEN
