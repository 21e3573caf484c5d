"""Does a four-hour score cost more than a short one? Memory, time to be ready, time a frame.

python bench/follow_length.py
"""

import resource
import time
from pathlib import Path

import numpy as np

from odette.follow.features import Features
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel

RATE = 48_000


def memory() -> float:
    """Megabytes resident now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    rng = np.random.default_rng(1)
    print("| score | notes | ready in | memory added, now / at most | frame median / p99 |\n|---|---|---|---|---|")
    for minutes in (5, 30, 240):
        before, peak = memory(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        notes = minutes * 60 * 12
        onset = np.sort(rng.integers(0, minutes * 60 * 8, notes)) / 4
        start = time.perf_counter()
        model = ScoreModel(onset, rng.choice([0.25, 0.5, 1, 2], notes), rng.integers(36, 84, notes), [(0, 120)])
        follower = Follower(model, RATE)
        ready = time.perf_counter() - start
        hop = follower.features.hop
        t = np.arange(20 * RATE) / RATE
        sound = (0.1 * np.sin(2 * np.pi * 330 * t) + 0.01 * rng.standard_normal(len(t))).astype(np.float32)
        features = Features(RATE)
        features(sound[:hop])
        took = []
        follower.tell(model.beat(model.cells / 2))
        for i in range(0, len(sound) - hop, hop):
            begin = time.thread_time()
            follower.hear(sound[i : i + hop])
            took.append(time.thread_time() - begin)
        most = max(0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - peak)
        print(
            f"| {minutes} min | {notes} | {ready:.2f} s | {memory() - before:.0f} / {most:.0f} MB "
            f"| {np.median(took) * 1e3:.2f} / {np.quantile(took, 0.99) * 1e3:.2f} ms |",
            flush=True,
        )
        del model, follower


if __name__ == "__main__":
    main()
