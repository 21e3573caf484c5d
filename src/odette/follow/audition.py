"""An audition: another place is followed beside the reported one, until one of the two explains the sound better."""

from enum import Enum

from odette.follow.evidence import Evidence
from odette.follow.filter import Filter
from odette.follow.model import CELLS

FORGET = 0.99
"""Share of the lead that is kept from frame to frame: what happened before counts less and less."""
JUMP_LEAD, JUMP_AFTER, GIVE_UP = 14.0, 0.5, -6.0
"""Log-likelihood by which the other place must explain the sound better, and nominal seconds for which it must have
been played, to be taken; by how much worse it is given up."""
AUDITION, LONG_AUDITION = 3.0, 15.0
"""Seconds an audition may take; before the first note."""
JOIN_LEAD, JOIN_AFTER = 60.0, 5.0
"""While waiting, to take it that the beginning was missed: log-likelihood, and nominal seconds played."""
SAME = 0.5
"""Nominal seconds apart at which two places are one."""


class Verdict(Enum):
    OPEN = "open"
    TAKEN = "taken"
    GIVEN_UP = "given up"


class Audition:
    """Of ``rival``, a filter put at ``cell``, where the players may be instead; it may take so many ``frames``."""

    def __init__(self, rival: Filter, cell: float, frames: int) -> None:
        self.rival = rival
        self.lead = 0.0
        """Log-likelihood by which it has explained the sound better."""
        self._from = cell
        self._frames = frames

    def hear(self, evidence: Evidence, cell: float, here: float, starting: bool, waiting: bool) -> Verdict:
        """Take in the newest frame.

        ``cell``, ``here``: the reported place, and the frame's log-likelihood there; ``starting``: the start is still
        in doubt; ``waiting``: nobody has begun, so far as is known.
        """
        self._frames -= 1
        self.rival.hear(evidence, learn=False)
        place = self.rival.place()[0]
        self.lead = (1 if waiting else FORGET) * self.lead + self.rival.evidence - here
        lead, after = (JOIN_LEAD, JOIN_AFTER) if starting else (JUMP_LEAD, JUMP_AFTER)
        same = not waiting and abs(place - cell) < SAME * CELLS
        if self.lead > lead and place - self._from > after * CELLS:
            return Verdict.TAKEN
        if self.lead < GIVE_UP or same or self._frames < 0:
            return Verdict.GIVEN_UP
        return Verdict.OPEN
