"""An imported show, run cue by cue without a clock, and what it puts on each dimmer."""

from pathlib import Path

from odette.book.open import open_evening
from odette.core.clocks import SECOND, ShowTime, later
from odette.core.events import Command, Opened, Pressed
from odette.core.patch import frames, in_venue, picture
from odette.core.simulator import simulate
from odette.core.state import State, opening

SLOTS = 512


class Rehearsal:
    """A show folder with its own venue, whose GO is pressed at the times given (seconds)."""

    def __init__(self, folder: Path, gos: list[float]) -> None:
        self.show, self.venue = open_evening(folder, folder / "venue.toml")
        state = opening(self.show.book, {})
        events = [Opened(ShowTime(0)), *(Pressed(at(s), str(i), "Anna", Command.GO) for i, s in enumerate(gos))]
        self.states: list[tuple[float, State]] = [(0.0, state)]
        for _, _, after in simulate(state, [*events, Pressed(at(gos[-1] + 7200), "end", "Anna", Command.HOLD)]):
            self.states.append((after.now / SECOND, after))

    @property
    def started(self) -> dict[str, float]:
        """Cue → when it started, in seconds."""
        outcomes = self.states[-1][1].outcomes
        return {n: round(o.at / SECOND, 6) for n, o in outcomes.items() if not o.passed}

    def state_at(self, seconds: float) -> State:
        return next(state for when, state in reversed(self.states) if when <= seconds)

    def dimmers(self, seconds: float) -> dict[int, int]:
        """Dimmer → byte on the wire, at a time; dimmers that are out are left out."""
        light = in_venue(self.state_at(seconds).light, self.venue)
        universes = frames(self.venue, picture(self.venue, light, at(seconds)))
        slots = {SLOTS * (u - 1) + i + 1: byte for u, data in universes.items() for i, byte in enumerate(data)}
        return {dimmer: byte for dimmer, byte in slots.items() if byte}


def at(seconds: float) -> ShowTime:
    return later(ShowTime(0), seconds)
