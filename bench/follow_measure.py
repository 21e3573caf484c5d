"""How right was the follower? Errors at every onset of the score, and what it said about itself."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from follow_data import Piece
from follow_run import Reals, Run
from odette.core.events import Following

TOLERANCES = (0.05, 0.1, 0.3, 1.0)
LEAD = 0.05
"""Seconds before its due time that a cue must have been decided."""
STEADY_FOR, STEADY_WITHIN = 3.0, 0.1
"""An onset is in a steady passage if over this many seconds before it (and since the last onset but one: within a
held note no tempo can be told) no third of the time was played more than this share faster or slower than they were
on average."""
SURE = 0.8
"""Confidence at which a position counts as claimed, and cues go by themselves."""
LEAP = 2.0
"""Quarter notes from one estimate to the next that are no playing on."""
TAKEN_BACK_WITHIN = 10.0
"""Seconds within which a step back counts as taking back what was reported."""
AWAY, AWAY_FOR = 1.0, 2.0
"""The follower is away while it is this many seconds of the performance off; for this long at least, or it does not
count."""
FOUND_WITHIN, FOUND_FOR = 0.5, 2.0
"""After a jump it is back once it is right to within this many seconds, for this long."""


def within(sizes: Reals) -> tuple[float, ...]:
    """Share of errors within each of ``TOLERANCES``; nothing to measure: not a number."""
    return tuple(float((sizes <= t).mean()) if len(sizes) else float("nan") for t in TOLERANCES)


def spans(piece: Piece) -> list[slice]:
    """The stretches of onsets between jumps."""
    cuts = [0, *(int(np.searchsorted(piece.times, t - 0.05)) for t in piece.jumps), len(piece.times)]
    return [slice(a, b) for a, b in pairwise(cuts) if b - a > 1]


def time_of(beats: Reals, truth_beats: Reals, truth_times: Reals) -> Reals:
    """When a beat was really played; beyond both ends at the mean tempo."""
    slope = (truth_times[-1] - truth_times[0]) / (truth_beats[-1] - truth_beats[0])
    t = np.interp(beats, truth_beats, truth_times)
    t = np.where(beats < truth_beats[0], truth_times[0] + (beats - truth_beats[0]) * slope, t)
    return np.where(beats > truth_beats[-1], truth_times[-1] + (beats - truth_beats[-1]) * slope, t)


def b_errors(r: Run, piece: Piece) -> Reals:
    """At each onset, the performance time of where the follower says the players are now (its last estimate, at most a
    frame old, carried on at its tempo), less the time. Seconds; negative: behind."""
    k = np.maximum(np.searchsorted(r.now, piece.times, side="right") - 1, 0)
    where = r.beat[k] + r.moving()[k] * (piece.times - r.heard[k])
    parts = [time_of(where[s], piece.beats[s], piece.times[s]) - piece.times[s] for s in spans(piece)]
    return np.concatenate(parts)


def c_errors(r: Run, piece: Piece) -> Reals:
    """When each onset, or what comes after it, is first reported, less its time. Seconds; positive: late."""
    furthest = np.maximum.accumulate(r.beat)
    j = np.minimum(np.searchsorted(furthest, piece.beats - 1e-4), len(r.now) - 1)
    return np.asarray(r.now[j] - piece.times)


def cue_errors(r: Run, piece: Piece) -> Reals:
    """When a cue on each onset, planned anew on every estimate, would go off, less its time. Seconds; positive: late.

    It goes by the first plan that falls due before the next estimate could change it; an onset that is awaited must
    have been heard. As in a show, nothing goes while the follower is not sure, and what a leap passes over does not
    go: not a number.
    """
    moving = r.moving()
    revisable = np.append(r.now[1:], r.now[-1]) + LEAD
    reach = r.beat + moving * np.maximum(0.0, revisable - r.heard)
    reach = np.where(reach >= r.awaited - 0.01, r.awaited - 0.01, reach)
    going = (r.confidence >= SURE) & np.isin(r.following, (Following.PLAYING, Following.HOLDING))
    leap = np.concatenate([[False], np.abs(np.diff(r.beat)) > LEAP])
    out = np.full(len(piece.beats), np.nan)
    for a, z in _stretches(going, leap):
        here = np.flatnonzero((piece.beats > r.beat[a]) & (piece.beats <= reach[a:z].max()))
        i = a + np.searchsorted(np.maximum.accumulate(reach[a:z]), piece.beats[here])
        ahead = np.where(moving[i] > 0, (piece.beats[here] - r.beat[i]) / np.maximum(moving[i], 1e-9), 0.0)
        error = np.maximum(r.heard[i] + ahead, r.now[i]) - piece.times[here]
        out[here] = np.where(np.abs(error) < np.abs(np.nan_to_num(out[here], nan=np.inf)), error, out[here])
    return out


def steady(nominal: Reals, times: Reals) -> NDArray[np.bool_]:
    """(onsets,) which are in steady passages. ``nominal``: their places in seconds at the printed tempo."""
    before_last = times[np.maximum(np.arange(len(times)) - 2, 0)]
    back = np.maximum(STEADY_FOR, times - before_last)
    place = np.interp(times[:, None] - back[:, None] * np.linspace(1, 0, 7), times, nominal)
    seconds = place[:, 2:] - place[:, :-2]
    mean = seconds.mean(1, keepdims=True)
    even = (np.abs(seconds - mean) <= STEADY_WITHIN * mean).all(1)
    return np.asarray(even & (times - times[0] >= STEADY_FOR))


def lost(b: Reals) -> bool:
    """At the end: half of the last tenth of the onsets over 2 s off."""
    last = max(1, len(b) // 10)
    return bool(np.median(np.abs(b[-last:])) > 2)


@dataclass
class Frames:
    """What was said frame by frame while the players played, and what was true."""

    confidence: Reals
    right: NDArray[np.bool_]
    """Within a quarter note."""
    taken_back: int = 0
    """Positions claimed that were taken back by more than a quarter note."""
    claimed: int = 0
    away: list[float] = field(default_factory=list)
    """For each time it was away: seconds until it said it was lost; ∞: it never did."""
    back: list[float] = field(default_factory=list)
    """For each jump: seconds until it was back; ∞: it never was."""


def frames(r: Run, piece: Piece) -> Frames:
    notes, seconds = off(r, piece)
    played = ~np.isnan(notes)
    out = Frames(r.confidence[played], np.abs(notes[played]) <= 1)
    sure = (r.confidence > SURE) & (r.following != Following.WAITING)
    least = _least_ahead(r.beat, round(TAKEN_BACK_WITHIN / float(np.median(np.diff(r.now)))))
    # Whoever jumps back makes the follower step back: that is no fault of its own.
    for jump in piece.jumps:
        least[(r.now > jump - TAKEN_BACK_WITHIN) & (r.now < jump + TAKEN_BACK_WITHIN)] = np.inf
    out.claimed, out.taken_back = int(sure.sum()), int((sure & (least < r.beat - 1)).sum())
    said = np.isin(r.following, (Following.LOST, Following.WAITING))
    for a, z in _stretches(played & (seconds > AWAY)):
        if r.now[z - 1] - r.now[a] >= AWAY_FOR:
            lost_at = np.flatnonzero(said[a:z])
            out.away.append(float(r.now[a + lost_at[0]] - r.now[a]) if len(lost_at) else float("inf"))
    for jump in piece.jumps:
        near = _stretches((r.heard >= jump) & (seconds <= FOUND_WITHIN))
        since = [r.now[a] - jump for a, z in near if r.now[z - 1] - r.now[a] >= FOUND_FOR - 0.05]
        out.back.append(float(since[0]) if since else float("inf"))
    return out


def off(r: Run, piece: Piece) -> tuple[Reals, Reals]:
    """(frames,) how far from the truth: quarter notes, and seconds of the performance; nan where nobody played."""
    notes, seconds = np.full(len(r.now), np.nan), np.full(len(r.now), np.nan)
    ends = (*piece.jumps, np.inf)
    for s, end in zip(spans(piece), ends, strict=False):
        beats, times = piece.beats[s], piece.times[s]
        here = (r.heard >= times[0]) & (r.heard <= min(end, times[-1]))
        notes[here] = r.beat[here] - np.interp(r.heard[here], times, beats)
        seconds[here] = np.abs(time_of(r.beat[here], beats, times) - r.heard[here])
    for a, z in piece.quiet:
        notes[(r.heard >= a) & (r.heard <= z)] = np.nan
        seconds[(r.heard >= a) & (r.heard <= z)] = np.nan
    return notes, seconds


def _least_ahead(x: Reals, n: int) -> Reals:
    """(frames,) the least of each value and the ``n`` after it."""
    padded = np.concatenate([x, np.full(n, np.inf)])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, n + 1).min(1))


def _stretches(where: NDArray[np.bool_], anew: NDArray[np.bool_] | None = None) -> list[tuple[int, int]]:
    """First and past-the-end index of every run of true; ``anew``: where another run begins in any case."""
    bounds = np.diff(np.concatenate([[False], where, [False]]).astype(int)) != 0
    if anew is not None:
        bounds[:-1] |= anew
    edges = np.flatnonzero(bounds).tolist()
    return [(a, z) for a, z in pairwise(edges) if where[a]]
