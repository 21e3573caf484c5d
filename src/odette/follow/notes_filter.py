"""The forward filter over notes: which event of the score was played last, given every note so far?

A hidden semi-Markov model in the manner of Cont ("A coupled duration-focused architecture for real-time
music-to-score alignment", 2010) and Nakamura et al. (2016): each note either completes the chord that has begun,
begins a later event, or belongs to no written note. Every place carries a tempo of its own, followed by a Kalman
filter on its logarithm. Only places that are not out of the question exist, wherever in the score they are, and the
probability that the players are at none of them.
"""

from dataclasses import dataclass, fields

import numpy as np

from odette.follow.notes_score import WRITTEN, Flags, Indices, NoteScore, Reals

AHEAD = 32
"""Events from one note to the next at most."""
MOST = 32
"""Places kept."""
PRUNE = 1e-7
JITTER = 0.025
"""Seconds by which players miss the moment they mean."""
RUBATO = 0.12
"""Standard deviation of a single interval's log tempo."""
RESTLESS = 0.2
"""How far log tempo wanders: standard deviation per √s."""
UNKNOWN = 0.25
"""Variance of log tempo where none was heard."""
HOLD, HOLD_FERMATA = 0.04, 0.5
"""Chance that the players wait before the next event."""
WAIT = 1.0
"""Seconds they then wait, or longer, as often as not."""
GRACEFUL = 0.1
"""Seconds by which a grace note may be earlier or later."""
TOGETHER, SPREAD, ARPEGGIO = 0.02, 0.15, 0.1
"""Seconds between notes of one chord: on average, of a broken one; and the share of these."""
WRONG = 0.03
"""Chance that an event is begun with a wrong note."""
EXTRA, ORNAMENT, QUICK = 0.15, 1.5, 0.25
"""Notes a second that are not written; where the last notes go to and fro or by step; seconds between notes that do."""
LATE = 0.03
"""Chance that the next note is one that its chord still lacked when the next event began."""
EARLIEST = 0.02
"""Chance at least that an event is left before its chord is complete."""
LEFT_OUT, GRACE_LEFT_OUT = 0.003, 0.15
"""Chances at least of leaving out an event, a grace note."""
STILL_LEFT_OUT = 0.3
"""Chance at least of leaving out another event after one."""
UNPLAYED, LEAST_UNPLAYED, MOST_UNPLAYED = 0.05, 0.01, 0.9
"""Chance that a written note is not played, at first and within what bounds it is learned."""
ASTRAY = 1e-4
"""Chance per note that the players are suddenly nowhere the filter knows of."""
NOWHERE_PITCH = 1 / 60
"""Chance of a particular pitch when they are."""
TRYING = (0.15, 0.08, 0.08)
"""Chance of the pitch before, and of those one and two semitones from it, when they try the instrument."""
_OTHER = np.array([0.006, 0.07, 0.1])
"""Chance of a particular unwritten pitch by how it stands to the event: foreign, kin, or a note struck again."""


@dataclass
class Places:
    """Arrays of equal length, one entry for each place the players may be."""

    event: Indices
    mass: Reals
    when: Reals
    """Seconds at which its first note was heard."""
    moment: Reals
    """Seconds at which the middle one of its notes was heard, or the last one so far: when the event *is*."""
    log_stretch: Reals
    """Log of seconds a nominal second takes."""
    doubt: Reals
    """Variance of that."""
    struck: Reals
    """How many of its notes were heard."""
    waited: Reals
    """Chance that no later event would have begun before the last note."""

    def take(self, chosen: Indices | Flags) -> "Places":
        """Those of the places: by index, or by a flag for each."""
        return Places(*(getattr(self, f.name)[chosen] for f in fields(self)))


def nobody() -> Places:
    """No place at all."""
    return Places(np.zeros(0, np.intp), *(np.zeros(0) for _ in range(7)))


class NoteFilter:
    """Probabilities: ``places.mass`` and ``nowhere`` sum to one."""

    def __init__(self, score: NoteScore) -> None:
        self._score = score
        self.places = nobody()
        self.nowhere = 1.0
        self.entrances: dict[int, float] = {}
        """Events at which the players may begin when they are nowhere, and the chance per note that they do."""
        self.entering = 0.0
        """Log of the seconds a nominal second takes of those who begin."""
        self.unplayed = UNPLAYED
        """Chance that a written note is not played."""
        self._last = -np.inf
        self._pitches = (-99, -99)
        self._struck_at = np.full(128, -np.inf)

    @property
    def last(self) -> float:
        """When the last note was heard, seconds."""
        return self._last

    def put(self, place: Places) -> None:
        """Give a place its mass, from all the others."""
        left = 1 - float(place.mass.sum())
        self.places.mass = self.places.mass * left
        self.nowhere *= left
        self._join(self.places, place)

    def postpone(self, seconds: float) -> None:
        """Let these last seconds not have been."""
        self.places.when = self.places.when + seconds
        self.places.moment = self.places.moment + seconds

    def learn_unplayed(self, missing: float, weight: float) -> None:
        """This share of some written notes was not played."""
        learned = self.unplayed + weight * (missing - self.unplayed)
        self.unplayed = min(MOST_UNPLAYED, max(LEAST_UNPLAYED, learned))

    def next_sure(self, event: int) -> float:
        """Nominal seconds of the first event after ``event`` that is likelier played than not; inf: there is none."""
        ahead = np.arange(event + 1, min(event + 1 + AHEAD, len(self._score.size)))
        played = 1 - np.cumprod(self._left_out(ahead))
        return float(self._score.seconds[ahead[int((played >= 0.5).argmax())]]) if (played >= 0.5).any() else np.inf

    def clear(self) -> None:
        """The players are nowhere."""
        self.places, self.nowhere = nobody(), 1.0

    def hear(self, pitch: int, at: float) -> None:
        """A note begins at ``at`` seconds."""
        since = at - self._last if np.isfinite(self._last) else 1.0
        onward, waited = self._onward(pitch, at)
        heard = [self._stay(pitch, at, since, waited), onward]
        density = 0.8 * 4 * np.exp(-4 * since) + 0.2 * 0.4 * np.exp(-0.4 * since)
        for event, chance in self.entrances.items():
            begins = float(self._begins(np.array([event]), pitch)[0])
            heard.append(one_place(event, self.nowhere * chance * begins * density, at, self.entering, 1.0))
        step = abs(pitch - self._pitches[0])
        roaming = TRYING[step] if self.entrances and step < len(TRYING) else NOWHERE_PITCH
        self.nowhere = (self.nowhere + ASTRAY * float(self.places.mass.sum())) * roaming * density
        self._last, self._pitches = at, (pitch, self._pitches[0])
        self._struck_at[pitch] = at
        self._join(*heard)

    def _stay(self, pitch: int, at: float, since: float, waited: Reals) -> Places:
        """The note completes the chord, or is not written, or comes late from the chord before."""
        old, score = self.places, self._score
        size = score.size[old.event]
        left = np.maximum(size - old.struck, 0)
        stands = score.stands[old.event, pitch]
        fresh = (stands == WRITTEN) & (self._struck_at[pitch] < old.when - 1e-6) & (left > 0)
        before = np.maximum(old.event - 1, 0)
        reach = (score.seconds[old.event] - score.seconds[before]) * np.exp(old.log_stretch)
        late = (score.stands[before, pitch] == WRITTEN) & (self._struck_at[pitch] < old.when - 1.5 * reach - 0.1)
        rest = 1 - self.unplayed ** np.maximum(left, 1)
        chord = rest / np.maximum(left, 1) * _spread(since)
        ornament = since < QUICK and (abs(pitch - self._pitches[0]) <= 2 or pitch == self._pitches[1])
        other = (ORNAMENT if ornament else EXTRA) * _OTHER[stands]
        likely = np.where(fresh, chord, 0.0) + other + np.where(late & ~fresh, LATE * _spread(at - old.when), 0.0)
        struck = old.struck + fresh
        middle = fresh & (2 * old.struck < size)
        moment = np.where(middle, at, old.moment)
        likely *= np.minimum(waited / old.waited, 1.0)
        return Places(old.event, old.mass * likely, old.when, moment, old.log_stretch, old.doubt, struck, waited)

    def _onward(self, pitch: int, at: float) -> tuple[Places, Reals]:
        """The note begins one of the events ahead; and (places,) the chance that none of them has begun before."""
        old, score = self.places, self._score
        events = old.event[:, None] + np.arange(1, AHEAD + 1)
        there = events < len(score.size)
        events = np.minimum(events, len(score.size) - 1)
        gap = np.maximum(score.seconds[events] - score.seconds[old.event][:, None], 1e-3)
        mean = gap * np.exp(old.log_stretch)[:, None]
        interval = np.maximum(at - old.when, 1e-3)[:, None]
        grace = score.grace[events] | score.grace[old.event][:, None]
        noise = JITTER**2 + grace * GRACEFUL**2 + (RUBATO * mean) ** 2
        deviation = np.sqrt(noise + mean**2 * old.doubt[:, None])
        hold = np.where(score.fermata[old.event], HOLD_FERMATA, HOLD)[:, None]
        density, begun = _arrival(interval, mean, deviation, hold)
        chosen = self._skipped(events) * there
        left = np.maximum(score.size[old.event] - old.struck, 0)
        leave = 1 - (1 - EARLIEST) * (1 - self.unplayed**left) * _more_to_come(at - self._last)
        weight = (old.mass * leave / old.waited)[:, None] * chosen * density * self._begins(events, pitch)
        off = (interval - mean) / deviation
        stretch, doubt = _pace(old, np.log(interval / gap), noise / mean**2, off)
        doubt = np.minimum(doubt + RESTLESS**2 * np.minimum(interval, 1.0), UNKNOWN)
        now, sure = np.full(events.shape, at), np.ones(events.shape)
        written = (score.stands[events, pitch] == WRITTEN).astype(float)
        columns = (weight, now, now, stretch, doubt, written, sure)
        flat = Places(events.ravel(), *(c.ravel() for c in columns))
        return flat.take(flat.mass > PRUNE * flat.mass.max(initial=0.0)), 1 - (chosen * begun).sum(1)

    def _skipped(self, events: Indices) -> Reals:
        """(places, AHEAD) chance that all events on the way are left out."""
        each = self._left_out(events)
        following = np.maximum(each[:, 1:-1], STILL_LEFT_OUT)
        first, then = each[:, :1], np.cumprod(following, axis=1)
        passed = np.concatenate([np.ones_like(first), first, first * then], axis=1)
        return np.asarray(passed * (1 - each))

    def _left_out(self, events: Indices) -> Reals:
        """Chance that nothing of an event is played."""
        each = np.maximum(self.unplayed ** self._score.size[events], LEFT_OUT)
        return np.asarray(np.where(self._score.grace[events], GRACE_LEFT_OUT, each))

    def _begins(self, events: Indices, pitch: int) -> Reals:
        """Chance that each event begins with this pitch."""
        stands = self._score.stands[events, pitch]
        right = (1 - WRONG) / self._score.size[events]
        return np.asarray(np.where(stands == WRITTEN, right, WRONG * _OTHER[stands]))

    def _join(self, *heard: Places) -> None:
        """Make one place of each event, with the likeliest path's knowledge; prune, and let all sum to one."""
        both = Places(*(np.concatenate([getattr(p, f.name) for p in heard]) for f in fields(Places)))
        both = both.take(np.lexsort((-both.mass, both.event)))
        if len(both.event):
            starts = np.flatnonzero(np.concatenate([[True], np.diff(both.event) > 0]))
            mass = np.add.reduceat(both.mass, starts)
            both = both.take(starts)
            both.mass = mass
        keep = both.mass > PRUNE * (both.mass.sum() + self.nowhere)
        if keep.sum() > MOST:
            keep &= both.mass >= np.partition(both.mass, -MOST)[-MOST]
        self.places = both.take(keep)
        total = float(self.places.mass.sum()) + self.nowhere
        self.places.mass = self.places.mass / total
        self.nowhere /= total


def one_place(event: int, mass: float, at: float, log_stretch: float, struck: float) -> Places:
    """A single place, its event begun at ``at`` seconds, with ``struck`` notes of it heard."""
    return Places(np.array([event]), *(np.array([x]) for x in (mass, at, at, log_stretch, UNKNOWN, struck, 1.0)))


def _arrival(interval: Reals, mean: Reals, deviation: Reals, hold: Reals) -> tuple[Reals, Reals]:
    """Density of an event's coming after this interval, and the chance that it has come before.

    Student's t with two degrees of freedom; and a long tail for those who wait.
    """
    z = (interval - mean) / deviation
    root = np.sqrt(2 + z * z)
    over = np.maximum(interval - 0.7 * mean, 0.0) / WAIT
    density = (1 - hold) / (root**3 * deviation) + hold * (over > 0) / (WAIT * (1 + over) ** 2)
    return density, (1 - hold) * (0.5 + 0.5 * z / root) + hold * over / (1 + over)


def _pace(old: Places, log_stretch: Reals, noise: Reals, off: Reals) -> tuple[Reals, Reals]:
    """A Kalman step on log tempo; an interval ``off`` by several standard deviations says less, or nothing."""
    before, doubt = old.log_stretch[:, None], old.doubt[:, None]
    gain = doubt / (doubt + noise * (2 + off**2) / 3) * (np.abs(off) < 4)
    return before + gain * np.clip(log_stretch - before, -0.5, 0.5), (1 - gain) * doubt


def _more_to_come(seconds: float) -> float:
    """Chance that the next note of a chord takes longer than this."""
    return float((1 - ARPEGGIO) * np.exp(-seconds / TOGETHER) + ARPEGGIO * np.exp(-seconds / SPREAD))


def _spread(seconds: Reals | float) -> Reals:
    """Density of the time between two notes of a chord."""
    together = np.exp(-np.asarray(seconds) / TOGETHER) / TOGETHER
    broken = np.exp(-np.asarray(seconds) / SPREAD) / SPREAD
    return np.asarray((1 - ARPEGGIO) * together + ARPEGGIO * broken)
