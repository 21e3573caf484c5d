"""Does a four-hour score cost more than a short one? Time to be ready, memory, time a frame; each in a fresh process.

python bench/follow_length.py [--score FILE ...]

The scores are made up, 12 notes a second. ``--score``: real ones besides. "Made" is the first time; "prepared" is
every later start, from the file the model is kept in. Memory is what is resident beyond an interpreter with numpy and
Odette imported (Linux); "over a bare interpreter" is all there is, imports and the score as read included. "To the end"
is after hearing a second of music at every minute of the score: of a prepared score this counts pages of the file,
which the system takes back when it needs them; the rest is the process's own.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from odette.core.clocks import Beat
from odette.follow.features import Floats
from odette.follow.follower import Follower
from odette.performance.preparation import prepared
from odette.score.cache import load_score
from odette.score.model import Bar, Note, Part, Score, Tempo

RATE = 48_000


@dataclass
class Cost:
    """What one start and the music after it took: seconds, megabytes."""

    imported: float
    """Resident before the start, with numpy and Odette imported."""
    ready: float
    started: float
    peak: float
    ended: float
    own: float
    frames: list[float]


def memory(what: str) -> float:
    """Megabytes: ``VmRSS`` resident now, ``RssAnon`` this process's own of it, ``VmHWM`` the most there was."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def made_up(minutes: int) -> Score:
    """Twelve notes a second at quarter = 120, of random pitch and length."""
    rng = np.random.default_rng(1)
    notes = minutes * 60 * 12
    onsets = np.sort(rng.integers(0, minutes * 60 * 8, notes)).tolist()
    lengths = rng.choice([1, 2, 4, 8], notes).tolist()
    pitches = rng.integers(36, 84, notes).tolist()
    return Score(
        "",
        (Part("P1", "", 0, False),),
        tuple(
            Note("", 0, Fraction(on, 4), Fraction(length, 4), pitch, False, 64)
            for on, length, pitch in zip(onsets, lengths, pitches, strict=True)
        ),
        tuple(Bar(k, str(k + 1), 1, Fraction(4 * k), Fraction(4), 4, 4, Fraction(0)) for k in range(minutes * 30)),
        (Tempo(Fraction(0), 120.0, ""),),
        (),
        {},
    )


def music(seconds: float) -> Floats:
    rng = np.random.default_rng(2)
    t = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    sound = np.sin(2 * np.pi * 330 * t)
    sound *= 0.1
    sound += 0.01 * rng.standard_normal(len(t), np.float32)
    return sound.astype(np.float32)


def cost(score: Score, folder: Path) -> Cost:
    """In a process of its own: be ready, then hear some music all over the score."""
    sound = music(1.0)
    Follower(prepared(made_up(1), folder), RATE).hear(sound[:960])
    Path("/proc/self/clear_refs").write_text("5")  # the most there was begins anew
    before = memory("VmRSS")
    own = memory("RssAnon")
    start = time.perf_counter()
    model = prepared(score, folder)
    follower = Follower(model, RATE)
    ready = time.perf_counter() - start
    peak, started = memory("VmHWM"), memory("VmRSS")
    hop, frames = follower.features.hop, []
    follower.tell(model.beat(0))
    for second in range(0, int(model.seconds(model.end)), 60):
        follower.tell(Beat(model.beat(second * 80)))
        for i in range(0, len(sound) - hop, hop):
            begin = time.thread_time()
            follower.hear(sound[i : i + hop])
            frames.append(time.thread_time() - begin)
    ended = memory("VmRSS")
    return Cost(before, ready, started - before, peak - before, ended - before, memory("RssAnon") - own, frames)


def bare() -> float:
    """Megabytes resident of an interpreter that has imported nothing."""
    ask = "print(next(int(x.split()[1]) for x in open('/proc/self/status') if x.startswith('VmRSS')))"
    return int(subprocess.run([sys.executable, "-c", ask], capture_output=True, check=True).stdout) / 1024


def line(name: str, score: Score, folder: Path) -> None:
    for how in ("made", "prepared"):
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            c = pool.submit(cost, score, folder).result()
        print(
            f"| {name} | {len(score.bars)} | {len(score.notes)} | {how} | {c.ready:.2f} s "
            f"| {c.peak:.0f} / {c.started:.0f} / {c.ended:.0f} MB, {c.own:.0f} of it its own "
            f"| {c.imported + c.ended - bare():.0f} MB "
            f"| {np.median(c.frames) * 1e3:.2f} / {np.quantile(c.frames, 0.99) * 1e3:.2f} ms |",
            flush=True,
        )


def table(scores: Iterable[Path], lengths: Iterable[int]) -> None:
    """``scores``: files; ``lengths``: minutes of scores made up."""
    print(
        "| score | bars | notes | | ready in | memory at most / ready / to the end | over a bare interpreter ", end=""
    )
    print("| frame median / p99 |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in scores:
            line(file.stem, load_score(file, folder), folder)
        for minutes in lengths:
            line(f"{minutes} min", made_up(minutes), folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", type=Path, nargs="*", default=[])
    table(parser.parse_args().score, (5, 30, 240))


if __name__ == "__main__":
    main()
