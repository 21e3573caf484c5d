"""Time as the machine gives it: show time, wall time, and show time for a sound device's sample index."""

import math
import threading
import time
from datetime import datetime

from odette.core.clocks import SECOND, Sample, ShowTime, seconds_between


def now() -> ShowTime:
    """Show time now: nanoseconds of the monotonic clock, which all processes of one machine share."""
    return ShowTime(time.monotonic_ns())


def wall() -> datetime:
    """Wall time now, with its time zone; for a log's header and for people."""
    return datetime.now().astimezone()


def wait_until(due: ShowTime, stopped: threading.Event) -> bool:
    """Sleep until show time ``due``, an absolute deadline; False as soon as ``stopped`` is set."""
    return not stopped.wait(max(0.0, seconds_between(now(), due)))


class SampleClock:
    """Maps a device's sample index to show time, from pairs of both seen in its callbacks.

    Callbacks come late by chance, never early, and the device's crystal is not the computer's. A second-order
    delay-locked loop smooths the one and learns the other (F. Adriaensen, "Using a DLL to filter time", Linux
    Audio Conference 2005). What one late callback can do to it is bounded; lateness that stays is no jitter:
    the device has lost samples, and ``hear`` says how many.
    """

    BANDWIDTH = 0.05
    """Hz; the loop forgets jitter faster than this and follows drift slower than this."""
    BOUND = 0.002
    """Seconds: the most that one pair's error counts for, once the loop has settled."""
    STRAY = 0.02
    """Seconds off that are no jitter if they last for ``PATIENCE``."""
    PATIENCE = 0.5
    SETTLED = 15.0
    """Seconds of sound after which the drift is known to some 50 parts per million."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._line = (0, 0.0, SECOND / rate)
        """The last pair, smoothed: sample, nanoseconds; and nanoseconds a sample, as learned. Replaced as a whole,
        so that one thread may read it while another calls ``hear``."""
        self._pairs = 0
        self._stray_since: int | None = None  # sample from which on every pair was too far off
        self._stray = 0.0  # nanoseconds: the least of their errors

    @property
    def started(self) -> bool:
        """Has it heard a pair?"""
        return self._pairs > 0

    @property
    def drift(self) -> float | None:
        """How much faster the device's clock runs than the computer's, in parts per million; None: not settled yet."""
        if self._line[0] < self.SETTLED * self.rate:
            return None
        return (SECOND / (self.rate * self._line[2]) - 1) * 1e6

    def hear(self, sample: Sample, at: ShowTime) -> int:
        """At show time ``at`` the device had brought the samples up to, not including, ``sample``.

        Returns how many samples the device has lost, nearly always 0. The caller counts them into the index
        of everything that follows, so that index and show time stay in step.
        """
        if not self._pairs:
            self._line = (sample, float(at), self._line[2])
            self._pairs = 1
            return 0
        error = at - self._nanoseconds(sample)
        lost = self._check(sample, error)
        if not lost:
            self._follow(sample, error)
        return lost

    def at(self, sample: Sample) -> ShowTime:
        """Show time of a sample, before or after the last pair."""
        return ShowTime(round(self._nanoseconds(sample)))

    def sample(self, at: ShowTime) -> Sample:
        """The sample that sounds at a show time."""
        known, time_known, period = self._line
        return Sample(round(known + (at - time_known) / period))

    def _nanoseconds(self, sample: int) -> float:
        known, time_known, period = self._line
        return time_known + (sample - known) * period

    def _follow(self, sample: int, error: float) -> None:
        known, time_known, period = self._line
        step = sample - known
        omega = 2 * math.pi * self.BANDWIDTH * step / self.rate
        self._pairs += 1
        average = 1 / self._pairs  # a plain average, until the loop's own gain is the greater
        loop = math.sqrt(2) * omega
        if average < loop:
            error = max(-self.BOUND * SECOND, min(self.BOUND * SECOND, error))
        smoothed = time_known + step * period + min(1.0, max(average, loop)) * error
        self._line = (sample, smoothed, period + (omega * omega * error / step if step > 0 else 0.0))

    def _check(self, sample: int, error: float) -> int:
        """Off for so long that it is no jitter? Late: count the samples lost; early: set the clock right."""
        if abs(error) <= self.STRAY * SECOND:
            self._stray_since = None
            return 0
        if self._stray_since is None or (error > 0) != (self._stray > 0):
            self._stray_since, self._stray = sample, error
        self._stray = min(self._stray, error, key=abs)
        if sample - self._stray_since < self.PATIENCE * self.rate:
            return 0
        self._stray_since = None
        known, time_known, period = self._line
        if self._stray < 0:
            self._line = (known, time_known + self._stray, period)
            return 0
        return round(self._stray / period)


def last_midnight() -> ShowTime:
    """Show time of the last midnight, wall clock: where times of day count from."""
    today = wall()
    since = today - today.replace(hour=0, minute=0, second=0, microsecond=0)
    return ShowTime(now() - round(since.total_seconds() * SECOND))
