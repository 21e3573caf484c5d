"""From a verdict every 20 ms to the few events that the show needs."""

from odette.core.clocks import ShowTime, seconds_between
from odette.core.events import Kind, Phase, RoomHeard
from odette.room.listener import Verdict

AGAIN = 0.5
"""Seconds after which an unchanged verdict is told again, for its level."""


class RoomEvents:
    """Tells a verdict when its kind or phase changes, and else at most twice a second."""

    def __init__(self) -> None:
        self._told: tuple[Kind, Phase] | None = None
        self._told_at = ShowTime(0)
        self._clipped = 0

    def take(self, verdict: Verdict, heard_at: ShowTime, at: ShowTime, clipped: int = 0) -> RoomHeard | None:
        """The event, if one is due. ``heard_at``: when the sound was heard; ``at``: when it reached the show;
        ``clipped``: how many of its samples were."""
        self._clipped += clipped
        said = verdict.kind, verdict.phase
        if said == self._told and seconds_between(self._told_at, heard_at) < AGAIN:
            return None
        self._told, self._told_at = said, heard_at
        clipped, self._clipped = self._clipped, 0
        return RoomHeard(at, verdict.kind, round(verdict.level, 1), heard_at, clipped, verdict.phase)
