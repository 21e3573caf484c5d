"""What the follower says each frame."""

from dataclasses import dataclass

from odette.core.clocks import Beat, Sample
from odette.core.events import Following


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where the players are now, as far as has been heard."""

    heard: Sample
    """Sample of the capture device at which the newest frame, or note, ended."""
    beat: Beat
    """Where they are then: carried on by the known lag, but not past the next onset that was not heard."""
    tempo: float
    """Quarter notes a minute."""
    confidence: float
    """Probability that ``beat`` is right to within a quarter note."""
    following: Following
    awaited: Beat | None = None
    """An onset that is about to sound and will be heard plainly: what is bound to it had better wait for it."""
