"""The eyes: what a camera page sees of the conductor, as events of the show."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.events import AnyEvent, Conducted, LinkChanged
from odette.room.upbeat import Motion, Podium

LINK = "camera"
DRIFT = 1e-4
"""How much faster than the show's a page's clock may run: so soon an old best guess of its offset is given up."""


class Eye:
    """One camera on the podium. Its frames carry the page's clock; the one that came quickest tells the offset."""

    def __init__(self, post: Callable[[AnyEvent], None]) -> None:
        self._post = post
        self._podium = Podium()
        self._offset = float("inf")
        self._last = 0.0
        self._watching = False

    def see(self, frames: list[tuple[float, float, float]], arrived: ShowTime) -> list[str]:
        """Frames as (milliseconds on the page's clock, height, share that moved), just ``arrived``; what they mean."""
        if not self._watching:
            self._watching = True
            self._post(LinkChanged(arrived, LINK, True))
        signs: list[str] = []
        for at, height, moving in frames:
            seconds = at / 1000
            self._offset += DRIFT * max(0.0, seconds - self._last)
            self._last = seconds
            self._offset = min(self._offset, arrived / SECOND - seconds)
            for gesture in self._podium.see(Motion(seconds, height, moving)):
                due = later(ShowTime(0), gesture.due + self._offset)
                self._post(Conducted(arrived, gesture.sign.value, due, round(gesture.beat, 3)))
                signs.append(gesture.sign.value)
        return signs

    def gone(self, at: ShowTime, why: str) -> None:
        """The camera shows nothing any more."""
        if self._watching:
            self._watching = False
            self._post(LinkChanged(at, LINK, False, why))


class Film:
    """Hands that were seen while a recording was made, seen again as it plays."""

    def __init__(self, eye: Eye, track: Sequence[Motion]) -> None:
        self._eye = eye
        self._track = track
        self._next: int | None = None

    def see(self, seconds: float, now: ShowTime) -> None:
        """The recording has played to here; the first time, what came before has not been seen."""
        until = bisect_right(self._track, seconds, key=lambda motion: motion.at)
        frames = self._track[until if self._next is None else self._next : until]
        self._next = until
        if frames:
            self._eye.see([(motion.at * 1000, motion.height, motion.moving) for motion in frames], now)
