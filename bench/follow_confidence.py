"""Fits the weights of ``odette.follow.confidence`` on what parameters may be chosen on, and reports them on the rest.

python bench/follow_confidence.py --data DIR [--set orchestra violin piano jumps scenes drawn] [--every N] [--auditions]

The first 150 s of every performance; every fifth frame while somebody plays. ``--auditions``: the weights of
``odette.follow.audition`` instead, from auditions none of which is taken, all alike.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import follow
import follow_measure
import follow_run
from follow_data import Piece, shortened
from odette.core.clocks import Beat
from odette.core.plan import CONFIDENT
from odette.follow import audition, confidence
from odette.follow.estimate import Estimate
from odette.follow.follower import Follower

Reals = NDArray[np.float64]
SAID = (0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
LONGEST = 150.0
"""Seconds of a performance."""
EVERY = 5
"""Frames from one that is fitted to the next: neighbours tell the same."""
CAUTION = 3.0
"""How often a frame in which the place is wrong counts: other pieces go wrong in other ways."""
AFTER = 12.0
"""Seconds after a jump in which an audition can tell something: none is taken, so the follower stays lost."""
HERE, ELSEWHERE = 0.7, 1.0
"""Quarter notes within which an auditioned place is the right one, and beyond which it is not."""


@dataclass
class Frames:
    """Signs (frames, signs), whether the place was right, and how sure the follower was of that."""

    signs: list[Reals] = field(default_factory=list)
    right: list[NDArray[np.bool_]] = field(default_factory=list)
    said: list[Reals] = field(default_factory=list)

    def hear(self, piece: Piece) -> None:
        """Whether the reported place is right within a quarter note."""
        signs: list[tuple[float, ...]] = []
        run = _followed(piece, lambda follower, _: signs.append(follower.trust.signs))
        off, _ = follow_measure.off(run, piece)
        seen = np.flatnonzero(~np.isnan(off) & np.isin(run.following, ("playing", "holding", "lost")))[::EVERY]
        self._keep(np.array(signs)[seen], np.abs(off[seen]) <= 1, run.confidence[seen])

    def audition(self, piece: Piece) -> None:
        """Whether a place in audition is right and the reported one is not."""
        model = piece.model()
        considered: list[tuple[int, float, tuple[float, ...]]] = []

        def listen(follower: Follower, frame: int) -> None:
            considered.extend((frame, model.beat(cell), signs) for cell, signs in follower.auditions.considered())

        run = _followed(piece, listen)
        off, _ = follow_measure.off(run, piece)
        if piece.jumps:
            off[run.now > piece.jumps[-1] + AFTER] = np.nan
        for frame, beat, signs in considered:
            there = abs(off[frame] + beat - run.beat[frame])
            right = there < HERE and abs(off[frame]) > ELSEWHERE
            if right or there > ELSEWHERE:
                self._keep(np.array([signs]), np.array([right]), np.array([_probability(signs)]))

    def all(self) -> tuple[Reals, NDArray[np.bool_], Reals]:
        return np.concatenate(self.signs), np.concatenate(self.right), np.concatenate(self.said)

    def _keep(self, signs: Reals, right: NDArray[np.bool_], said: Reals) -> None:
        self.signs.append(signs)
        self.right.append(right)
        self.said.append(said)


def _followed(piece: Piece, listen: Callable[[Follower, int], None]) -> follow_run.Run:
    """``listen``: is called after each frame."""
    sound, rate = piece.sound()
    follower = Follower(piece.model(), rate, None if piece.start is None else Beat(piece.start))
    hop = follower.features.hop
    estimates: list[Estimate] = []
    for i in range(len(sound) // hop):
        estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
        listen(follower, i)
    return follow_run.collect(estimates, hop / rate, rate, [0.0] * len(estimates))


def pieces(names: Sequence[str], data: Path, every: int) -> Iterator[Piece]:
    """Every ``every``th performance of each set."""
    for name in names:
        untold = (p for p in follow.pieces_of(name, data, 1) if not p.told)
        for piece in islice(untold, 0, None, every):
            yield piece if piece.times[-1] < LONGEST else shortened(piece, LONGEST)


def fitted(signs: Reals, right: NDArray[np.bool_], caution: float) -> Reals:
    """Logistic regression by Newton's method, with a touch of ridge. ``caution``: how often what is wrong counts."""
    weights = np.zeros(signs.shape[1])
    counts = np.where(right, 1.0, caution)
    for _ in range(30):
        q = probability(signs, weights)
        curvature = (signs * (counts * q * (1 - q))[:, None]).T @ signs + 0.1 * np.eye(len(weights))
        weights += np.linalg.solve(curvature, signs.T @ (counts * (right - q)) - 0.1 * weights)
    return weights


def probability(signs: Reals, weights: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-np.clip(signs @ weights, -30, 30))))


def _probability(signs: tuple[float, ...]) -> float:
    return float(probability(np.array([signs]), np.array(list(audition.WEIGHTS.values())))[0])


def report(title: str, said: Reals, right: NDArray[np.bool_]) -> None:
    sure = said >= CONFIDENT
    print(f"\n{title}: right in {right.mean():.3f} of {len(right)}; {CONFIDENT} or more in {sure[right].mean():.3f}")
    print(f"of those, and in {sure[~right].mean():.3f} of the others\n\n| said | share | right |\n|---|---|---|")
    for low, high in pairwise(SAID):
        here = (said >= low) & (said < high)
        if here.any():
            print(f"| {low:.2f}–{min(high, 1):.2f} | {here.mean():.3f} | {right[here].mean():.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", nargs="+", default=["orchestra", "violin", "piano", "jumps", "scenes", "drawn"])
    parser.add_argument("--every", type=int, default=1, help="take only every Nth performance of a set")
    parser.add_argument("--auditions", action="store_true", help="fit the odds of auditions")
    a = parser.parse_args()
    if a.auditions:
        audition.JUMP_LEAD = audition.CLEAR_LEAD = inf
    chosen, other = Frames(), Frames()
    for piece in pieces(a.set, a.data, a.every):
        frames = chosen if piece.chosen_on else other
        (frames.audition if a.auditions else frames.hear)(piece)
    signs, right, _ = chosen.all()
    weights = fitted(signs, right, 1.0 if a.auditions else CAUTION)
    for (name, now), new in zip((audition if a.auditions else confidence).WEIGHTS.items(), weights, strict=True):
        print(f"{name:24s} {new:+.2f} (in use {now:+.2f})")
    for title, frames in (("chosen on", chosen), ("others", other)):
        if frames.signs:
            signs, right, said = frames.all()
            report(f"{title}, fitted anew", probability(signs, weights), right)
            report(f"{title}, in use", said, right)


if __name__ == "__main__":
    main()
