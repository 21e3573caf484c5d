"""Conditions that are watched all the time: the microphone's signal, the disk, the clocks. Each is told once when it
begins and once when it is over."""

from odette.core.alerts import alert
from odette.core.clocks import ShowTime, seconds_between
from odette.core.effects import Alert
from odette.core.events import Checked, RoomHeard
from odette.core.state import NEVER, State, Turn

NO_SIGNAL = -90.0
"""dB relative to full scale: less than this no room gives through an open microphone, however still it is."""
PATIENCE = 5.0
"""Seconds without any signal while music should sound, after which the microphone is called silent."""
CLEAR = 10.0
"""Seconds without a clipped sample after which the microphone is called clipped no longer."""

MEGABYTE = 1_000_000
LOW, FULL, WELL = 2000 * MEGABYTE, 200 * MEGABYTE, 2500 * MEGABYTE
"""Bytes left on the disk: below LOW it is nearly full, below FULL it is full; only above WELL it has room again."""

DRIFT, STEADY = 500.0, 300.0
"""Parts per million: beyond DRIFT a sound device's clock is wrong (good ones keep within 100); within STEADY it is
right again."""


def watch_signal(turn: Turn, event: RoomHeard) -> None:
    """Notice a microphone that brings nothing while a number runs, and one that is clipped. A recording is neither."""
    if turn.state.sounding is not None:
        return
    nothing = event.level < NO_SIGNAL and runs(turn.state)
    since = since_when(turn.state.silent_since, nothing, event.heard_at)
    turn.change(silent_since=since)
    silent = nothing and seconds_between(since, event.heard_at) >= PATIENCE
    tell(turn, "microphone silent", silent, alert("microphone silent"), alert("microphone heard"))
    if event.clipped:
        turn.change(clipped_at=event.heard_at)
    last = turn.state.clipped_at
    clipped = last != NEVER and seconds_between(last, event.heard_at) < CLEAR
    tell(turn, "microphone clipped", clipped, alert("microphone clipped"), alert("microphone clear"))


def runs(state: State) -> bool:
    """Whether the number that is listened to has begun and not ended."""
    return state.number in state.begun and state.number not in state.ended


def since_when(since: ShowTime, holds: bool, now: ShowTime) -> ShowTime:
    """Since when something has held without a break."""
    if not holds:
        return NEVER
    return now if since == NEVER else since


def watch_machine(turn: Turn, event: Checked) -> None:
    """Notice a disk that fills up and a sound device whose clock is wrong."""
    if event.free is not None:
        watch_disk(turn, event.free)
    if event.drift is not None:
        ppm = f"{event.drift:+.0f}"
        bound = STEADY if "clock drift" in turn.state.wrong else DRIFT
        tell(turn, "clock drift", abs(event.drift) > bound, alert("clock drift", ppm=ppm), alert("clock well"))


def watch_disk(turn: Turn, free: int) -> None:
    """Notice a disk that fills up."""
    told = turn.state.wrong & {"disk low", "disk full"}
    low = free < (WELL if told else LOW)
    now = "disk full" if free < FULL else "disk low" if low else ""
    if told != ({now} if now else set()):
        turn.change(wrong=turn.state.wrong - told | ({now} if now else set()))
        turn.cause(alert(now or "disk well", free=str(free // MEGABYTE)))


def tell(turn: Turn, name: str, wrong: bool, begins: Alert, ends: Alert) -> None:
    """Say that a condition has begun, or is over, if either is news."""
    known = name in turn.state.wrong
    if wrong is known:
        return
    turn.change(wrong=turn.state.wrong | {name} if wrong else turn.state.wrong - {name})
    turn.cause(begins if wrong else ends)
