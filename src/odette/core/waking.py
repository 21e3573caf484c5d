"""When the show wants to be woken: for its next cue, its next part, its next round of bows."""

from odette.core import timed
from odette.core.bows import round_end
from odette.core.clocks import ShowTime
from odette.core.ordering import wakes
from odette.core.plan import COMMIT, sendable
from odette.core.state import State


def next_due(state: State) -> ShowTime | None:
    """When the show wants to be woken next (``Ticked``); None: nothing is planned."""
    ready = sendable(state)
    ends = [round_end(state, cue) for cue in state.book.cues if cue.number in state.bowing]
    times = [time for time in (*wakes(state), *timed.wakes(state), *ends) if time is not None and time > state.now]
    return min([ShowTime(ready[0][0] - COMMIT), *times] if ready else times, default=None)
