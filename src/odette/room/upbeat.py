"""The conductor's upbeat and beats, from where a camera sees the hands move.

Hands that begin a piece come to rest, rise, and fall; the first note is due where the fall ends, at its ictus. Players
take the beat from how a stroke is braked more than from where it is lowest (Luck & Sloboda, Music Perception 26, 2009),
so a fall ends here when it has lost most of its speed. Strokes are measured against themselves: neither the camera's
distance nor its rate matters.

What is found is evidence for when music begins, for the end of a fermata and for tempo; never for a place in the score.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import NamedTuple

MOVING = 0.002
"""Share of the picture that changes from one frame to the next, above which something moves."""
MOST = 0.3
"""Share of the picture above which it is no pair of hands: somebody walks past, or the light changes."""
RESTED = 0.4
"""Seconds for which hands that are about to begin have rested."""
PAUSE = 0.8
"""Seconds for which they may stop at the top of an upbeat: a breath."""
LEAST = 0.04
"""Rise, of the picture's height, below which it is fidgeting."""
QUICKEST, SLOWEST = 0.07, 1.6
"""Seconds that a rise or a fall may take: one beat of anything from a gallop to a very slow adagio."""
TURNED = 0.15
"""Share of a rise by which the hands must have come down again for it to be over, and half of ``LEAST``."""
FALLEN = 0.5
"""Share of the rise through which a fall has gone at its ictus."""
BRAKED = 0.3
"""Share of a fall's greatest speed that is left when it has ended."""
NOTICED = 0.4
"""Share of the rise's time for which hands have fallen when that is noticed."""
SMOOTH = 0.04
"""Seconds over which heights are smoothed."""
LOOK_BACK, BRIEFEST = 0.15, 0.05
"""Share of the rise's time over which the fall's speed is taken, and the least such time in seconds."""
BEATS = 5
"""Intervals between beats from whose median the tempo is taken."""
LONGEST = 2.5
"""Seconds between two beats beyond which the conductor had stopped beating."""


class Motion(NamedTuple):
    """One frame of the camera."""

    at: float
    """Seconds, on a clock that only goes forward."""
    height: float
    """Where it moves, on average: 0 at the picture's bottom, 1 at its top."""
    moving: float
    """Share of the picture that changed, 0 to 1."""


class Sign(StrEnum):
    """What the hands say."""

    READY = "ready"
    """They rest: what comes next may be the upbeat."""
    UPBEAT = "upbeat"
    """From rest they have risen, and now they fall: music is due."""
    ICTUS = "ictus"
    """A fall has ended: a beat."""
    WITHDRAWN = "withdrawn"
    """What looked like an upbeat was none: the hands did not come down."""


class Gesture(NamedTuple):
    """A sign and what it says of the time, in seconds of the frames' clock."""

    sign: Sign
    at: float
    """When it was given; an upbeat: when it began."""
    due: float
    """When the beat falls: of an upbeat as foretold, of an ictus as seen."""
    beat: float
    """Seconds of a beat as the hands show it; 0: not yet known."""


@dataclass
class Stroke:
    """A rise and, once it has turned, the fall after it."""

    began: float
    bottom: float
    rested: bool
    """It came out of rest."""
    top_at: float
    top: float
    falling: bool = False
    fallen: float = 0.0
    fastest: float = 0.0
    paused_at: float | None = None
    """When it stopped at its top."""

    @property
    def lifted(self) -> float:
        """Seconds it rose."""
        return (self.top_at if self.paused_at is None else self.paused_at) - self.began

    @property
    def rise(self) -> float:
        return self.top - self.bottom

    @property
    def counts(self) -> bool:
        """Whether the rise is one that a conductor makes to give a beat."""
        return self.rise >= LEAST and QUICKEST <= self.lifted <= SLOWEST

    @property
    def down(self) -> bool:
        """Whether the fall has gone far enough to be a beat."""
        return self.falling and self.fallen >= FALLEN * self.rise


class Podium:
    """Finds upbeats and beats in a stream of ``Motion``. Deterministic: the frames carry the time."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque(maxlen=64)  # (at, smoothed height)
        self._at = float("-inf")
        self._still_since: float | None = None
        self._ready = False
        self._stroke: Stroke | None = None
        self._beats: deque[float] = deque(maxlen=BEATS + 1)

    def see(self, motion: Motion) -> Iterator[Gesture]:
        """The signs that this frame completes. A frame not later than the last, or of more than hands, is left out."""
        if motion.at <= self._at or motion.moving > MOST:
            return
        self._at = motion.at
        if motion.moving < MOVING:
            yield from self._rest()
        else:
            self._seen.append((motion.at, self._smooth(motion)))
            yield from self._move(*self._seen[-1])
            self._still_since = None

    def _smooth(self, motion: Motion) -> float:
        """The height, less the camera's noise; where the hands had gone to while nothing was seen of them, anew."""
        if not self._seen or (self._still_since is not None and self._stroke is None):
            self._seen.clear()
            return motion.height
        before, height = self._seen[-1]
        step = motion.at - before
        return height + (motion.height - height) * step / (SMOOTH + step)

    def _rest(self) -> Iterator[Gesture]:
        """Nothing moves. A fall that stops dead has ended; hands at the top of a stroke may pause there a moment."""
        if self._still_since is None:
            self._still_since = self._at
        if self._stroke is not None and self._stroke.down:
            yield from self._land(self._still_since)
        stroke = self._stroke
        breath = stroke is not None and stroke.rested and stroke.counts and not stroke.falling
        if stroke is not None and breath and stroke.paused_at is None:
            stroke.paused_at = self._still_since
        rested = self._at - self._still_since >= (PAUSE if breath else RESTED)
        if rested and self._stroke is not None:
            self._stroke = None
        if rested and not self._ready:
            self._ready = True
            yield self._sign(Sign.READY, self._at)

    def _move(self, at: float, height: float) -> Iterator[Gesture]:
        stroke = self._stroke
        if stroke is None or (not stroke.falling and height < stroke.bottom):
            rested = self._ready if stroke is None else stroke.rested
            self._ready = False
            self._stroke = Stroke(at, height, rested, at, height)
        elif not stroke.falling:
            if height > stroke.top + LEAST:
                stroke.paused_at = None
            if height >= stroke.top:
                stroke.top_at, stroke.top = at, height
            turned = stroke.rise >= LEAST and stroke.top - height > max(TURNED * stroke.rise, LEAST / 2)
            if turned and stroke.counts:
                stroke.falling = True
                if stroke.rested:
                    falls_from = stroke.top_at if stroke.paused_at is None else at - NOTICED * stroke.lifted
                    yield Gesture(Sign.UPBEAT, stroke.began, falls_from + stroke.lifted, self._tempo(stroke))
            elif turned or at - stroke.began > SLOWEST:
                self._stroke = Stroke(at, height, False, at, height)
        if stroke is not None and stroke.falling:
            yield from self._fall(stroke, height)

    def _fall(self, stroke: Stroke, height: float) -> Iterator[Gesture]:
        speed = self._speed(max(BRIEFEST, LOOK_BACK * stroke.lifted))
        stroke.fastest = max(stroke.fastest, speed)
        stroke.fallen = stroke.top - height
        if stroke.down and speed < BRAKED * stroke.fastest:
            yield from self._land(self._at)
        elif height > stroke.top or self._at - stroke.top_at > SLOWEST:
            if stroke.rested:
                yield self._sign(Sign.WITHDRAWN, self._at)
            self._stroke = None

    def _land(self, at: float) -> Iterator[Gesture]:
        stroke, self._stroke = self._stroke, None
        assert stroke is not None
        if self._beats and at - self._beats[-1] > LONGEST:
            self._beats.clear()
        self._beats.append(at)
        yield Gesture(Sign.ICTUS, at, at, self._tempo(stroke))

    def _speed(self, over: float) -> float:
        """Downward, picture heights a second, over the last ``over`` seconds."""
        while len(self._seen) > 2 and self._seen[1][0] <= self._at - over:
            self._seen.popleft()
        (first, above), (last, below) = self._seen[0], self._seen[-1]
        return (above - below) / (last - first) if last > first else 0.0

    def _tempo(self, stroke: Stroke) -> float:
        """Seconds of a beat: from the last beats given, or from this stroke's rise and an equal fall."""
        if len(self._beats) > 2:
            times = list(self._beats)
            return median(b - a for a, b in pairwise(times))
        return 2 * stroke.lifted

    def _sign(self, sign: Sign, at: float) -> Gesture:
        return Gesture(sign, at, at, 0.0)
