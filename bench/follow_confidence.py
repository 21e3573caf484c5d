"""Fits the weights of ``odette.follow.confidence`` on what parameters may be chosen on, and reports them on the rest.

python bench/follow_confidence.py --data DIR [--set orchestra violin piano jumps scenes] [--every N]
"""

import argparse
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import follow
import follow_measure
import follow_run
from follow_data import Piece
from odette.core.clocks import Beat
from odette.core.plan import CONFIDENT
from odette.follow.confidence import WEIGHTS
from odette.follow.follower import Follower

Reals = NDArray[np.float64]
SAID = (0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
EVERY = 5
"""Frames from one that is fitted to the next: neighbours tell the same."""


@dataclass
class Frames:
    """Signs (frames, signs) and whether the place was right within a quarter note."""

    signs: list[Reals] = field(default_factory=list)
    right: list[NDArray[np.bool_]] = field(default_factory=list)

    def hear(self, piece: Piece) -> None:
        sound, rate = piece.sound()
        follower = Follower(piece.model(), rate, None if piece.start is None else Beat(piece.start))
        hop = follower.features.hop
        estimates, signs = [], []
        for i in range(len(sound) // hop):
            estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
            signs.append(follower.trust.signs)
        run = follow_run.collect(estimates, hop / rate, rate, [0.0] * len(estimates))
        off, _ = follow_measure.off(run, piece)
        seen = ~np.isnan(off) & np.isin(run.following, ("playing", "holding", "lost"))
        self.signs.append(np.array(signs)[seen][::EVERY])
        self.right.append(np.abs(off[seen][::EVERY]) <= 1)

    def all(self) -> tuple[Reals, NDArray[np.bool_]]:
        return np.concatenate(self.signs), np.concatenate(self.right)


def fitted(signs: Reals, right: NDArray[np.bool_]) -> Reals:
    """Logistic regression by Newton's method, with a touch of ridge."""
    weights = np.zeros(signs.shape[1])
    for _ in range(30):
        q = probability(signs, weights)
        curvature = (signs * (q * (1 - q))[:, None]).T @ signs + 0.1 * np.eye(len(weights))
        weights += np.linalg.solve(curvature, signs.T @ (right - q) - 0.1 * weights)
    return weights


def probability(signs: Reals, weights: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-np.clip(signs @ weights, -30, 30))))


def report(title: str, said: Reals, right: NDArray[np.bool_]) -> None:
    sure = said >= CONFIDENT
    print(f"\n{title}: right in {right.mean():.3f} of frames; sure enough for a cue in {sure[right].mean():.3f}")
    print(f"of those, and in {sure[~right].mean():.3f} of the others\n\n| said | share | right |\n|---|---|---|")
    for low, high in pairwise(SAID):
        here = (said >= low) & (said < high)
        if here.any():
            print(f"| {low:.2f}–{min(high, 1):.2f} | {here.mean():.3f} | {right[here].mean():.3f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", nargs="+", default=["orchestra", "violin", "piano", "jumps", "scenes"])
    parser.add_argument("--every", type=int, default=1, help="take only every Nth performance of a set")
    a = parser.parse_args()
    chosen, other = Frames(), Frames()
    for name in a.set:
        for piece in islice(follow.pieces_of(name, a.data, 1), 0, None, a.every):
            (chosen if piece.chosen_on else other).hear(piece)
    weights = fitted(*chosen.all())
    for (name, now), new in zip(WEIGHTS.items(), weights, strict=True):
        print(f"{name:24s} {new:+.2f} (in use {now:+.2f})")
    in_use = np.array(list(WEIGHTS.values()))
    for title, frames in (("chosen on", chosen), ("others", other)):
        if frames.signs:
            signs, right = frames.all()
            report(f"{title}, fitted anew", probability(signs, weights), right)
            report(f"{title}, in use", probability(signs, in_use), right)


if __name__ == "__main__":
    main()
