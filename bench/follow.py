"""How well Odette follows: real players' timing through a SoundFont, real violins, piano as sound and as MIDI.

python bench/follow.py --data DIR [--set piano violin orchestra midi scenes] [--most N] [--conductors N] [--out DIR]
"""

import argparse
import resource
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from pathlib import Path

import mido
import numpy as np

import follow_data
import follow_measure
import follow_plot
import follow_scenes
import render
from follow_data import Piece
from follow_measure import Row, Run
from odette.follow.follower import Follower
from odette.follow.symbolic import MIDI_DELAY, SymbolicFeatures

SETS = ("orchestra", "violin", "piano", "midi", "scenes")


def pieces_of(name: str, data: Path, conductors: int = 3) -> Iterator[Piece]:
    font = data / "soundfont" / "FluidR3Mono_GM.sf3"
    if name == "violin":
        yield from follow_data.violin(data / "violin")
    elif name in ("piano", "midi"):
        yield from follow_data.vienna(data / "piano" / "vienna4x22", font)
    elif name in ("orchestra", "scenes"):
        yield from follow_data.orchestra(data / "orchestra", font, conductors)


def follow_midi(piece: Piece) -> Run:
    """A MIDI performance through the symbolic front end."""
    assert piece.midi is not None
    follower, symbolic = Follower(piece.model(), 50 * 960, delay=MIDI_DELAY), SymbolicFeatures()
    now, events = 0.0, []
    for message in mido.MidiFile(piece.midi):
        now += message.time
        if message.type in ("note_on", "note_off"):
            events.append((now, message.note, message.velocity if message.type == "note_on" else 0))
    estimates, took, k = [], [], 0
    for i in range(int((now + 2) / 0.02)):
        start = time.thread_time()
        while k < len(events) and events[k][0] <= (i + 1) * 0.02:
            symbolic.note_on(events[k][1], events[k][2])
            k += 1
        estimates.append(follower.step(symbolic.frame()))
        took.append(time.thread_time() - start)
    return follow_measure.collect(estimates, follower.features.hop / 48_000, 48_000, took)


def measured(job: tuple[str, Piece | str, Path, Path | None]) -> tuple[Row, Run]:
    kind, name, data, out = job
    piece = next(p for p in pieces_of(kind, data) if f"{p.set}/{p.name}" == name)
    if kind == "midi":
        run = follow_midi(piece)
    else:
        sound, rate = piece.sound()
        run = follow_measure.run(piece.model(), sound, rate)
    row = follow_measure.row(
        "piano, MIDI" if kind == "midi" else piece.set, piece.name, piece.chosen_on, run, piece.beats, piece.times
    )
    if out:
        follow_plot.draw(out / f"{row.set} {row.name}.svg".replace(", ", "-").replace(" ", "-"), piece, run)
    return row, run


HEAD = (
    "| performance | 50 ms | 100 ms | 300 ms | 1 s | median | bias | worst | cue median / p95 | lost | CPU "
    "| frame p50 / p99 |"
)


def line(r: Row) -> str:
    within = " | ".join(f"{b:.3f}" for b in r.b)
    return (
        f"| {r.name} | {within} | {r.median * 1e3:.0f} ms | {r.bias * 1e3:+.0f} ms | {r.worst:.1f} s "
        f"| {r.cue_median * 1e3:.0f} / {r.cue_p95 * 1e3:.0f} ms | {'LOST' if r.lost else 'no'} "
        f"| {r.cpu * 100:.1f} % | {r.p50 * 1e3:.2f} / {r.p99 * 1e3:.2f} ms |"
    )


def table(title: str, rows: list[Row]) -> None:
    print(f"\n## {title}\n\n{HEAD}\n|{'---|' * 12}")
    for r in rows:
        print(line(r))
    mean = [float(np.mean([r.b[i] for r in rows])) for i in range(4)]
    cues = [float(np.median([getattr(r, name) for r in rows])) * 1e3 for name in ("median", "cue_median", "cue_p95")]
    print(
        f"\nmean of {len(rows)}: within 50 ms {mean[0]:.3f}, 100 ms {mean[1]:.3f}, 300 ms {mean[2]:.3f}, "
        f"1 s {mean[3]:.3f}; median of medians {cues[0]:.0f} ms; cue {cues[1]:.0f} / {cues[2]:.0f} ms; "
        f"lost {sum(r.lost for r in rows)} of {len(rows)}",
        flush=True,
    )


def reliability(runs: Iterable[tuple[Piece, Run]]) -> None:
    """How often the follower is right to within a quarter note when it says how sure it is."""
    said, right = [], []
    for piece, run in runs:
        played = (run.heard >= piece.times[0]) & (run.heard <= piece.times[-1])
        truth = np.interp(run.heard, piece.times, piece.beats)
        said.append(run.confidence[played])
        right.append(np.abs(run.beat - truth)[played] <= 1)
    all_said, all_right = np.concatenate(said), np.concatenate(right)
    print("\n## Confidence: said, and right within a quarter note\n\n| said | frames | right |\n|---|---|---|")
    for low, high in (
        (0, 0.3),
        (0.3, 0.5),
        (0.5, 0.7),
        (0.7, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 0.99),
        (0.99, 1.01),
    ):
        here = (all_said >= low) & (all_said < high)
        if here.any():
            print(f"| {low:.2f}–{min(high, 1):.2f} | {here.sum()} | {all_right[here].mean():.3f} |")


def scenes(data: Path, most: int) -> None:
    """Jumps, applause, noise and tuning on orchestra in a hall.

    Only scores without repeats: where the same bars come twice, nobody could tell from the sound which are meant.
    """
    pieces = [p for p in pieces_of("scenes", data) if p.set.endswith("hall") and not p.repeats]
    firsts = [next(group) for _, group in groupby(pieces, key=lambda p: p.name.split()[0])][:most]
    found: dict[str, list[float]] = {}
    print("\n## Scenes: orchestra in a hall\n\n| piece | scene | within 300 ms | within 1 s |\n|---|---|---|---|")
    for piece in firsts:
        model = piece.model()
        for scene in follow_scenes.spoilt(piece, data / "audience"):
            run = follow_measure.run(model, scene.sound, scene.rate)
            b, _, _ = follow_measure.errors(run, scene.beats, scene.times)
            size = np.abs(b)
            print(
                f"| {piece.name} | {scene.name} | {(size <= 0.3).mean():.3f} | {(size <= 1).mean():.3f} |", flush=True
            )
        for scene in follow_scenes.jumps(piece):
            run = follow_measure.run(model, scene.sound, scene.rate)
            took = follow_scenes.recovery(run.heard, run.beat, scene, lambda b, m=model: m.quarters(m.cell(b)) / 60)  # type: ignore[misc]
            found.setdefault(scene.name, []).append(took)
    print("\n| jump | number | back within, median | p95 | never |\n|---|---|---|---|---|")
    for name, seconds in [*found.items(), ("all", [s for x in found.values() for s in x])]:
        never = sum(np.isinf(seconds))
        late = np.quantile(seconds, 0.95, method="lower")
        print(f"| {name} | {len(seconds)} | {np.median(seconds):.1f} s | {late:.1f} s | {never} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--most", type=int, default=1000, help="performances of a set at most")
    parser.add_argument("--conductors", type=int, default=3, help="of each orchestral score at most")
    parser.add_argument("--out", type=Path, help="folder for plots")
    a = parser.parse_args()
    if render.synthesiser() is None:
        print("no fluidsynth: what must be rendered is left out")
        a.set = [s for s in a.set if s in ("violin", "midi")]
    if a.out:
        a.out.mkdir(parents=True, exist_ok=True)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    runs: list[tuple[Piece, Run]] = []
    with ProcessPoolExecutor(1) as pool:
        for kind in (s for s in a.set if s != "scenes"):
            pieces = list(pieces_of(kind, a.data, a.conductors))[: a.most]
            jobs = [(kind, f"{p.set}/{p.name}", a.data, a.out) for p in pieces]
            done = list(pool.map(measured, jobs))
            runs += [(p, run) for p, (_, run) in zip(pieces, done, strict=True)]
            rows = sorted((row for row, _ in done), key=lambda r: (r.set, r.chosen_on))
            for (group, chosen_on), some in groupby(rows, key=lambda r: (r.set, r.chosen_on)):
                table(group + (" — parameters were chosen on these" if chosen_on else ""), list(some))
    if runs:
        reliability(runs)
    if "scenes" in a.set:
        scenes(a.data, a.most)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nmemory: {base:.0f} MB before, {peak:.0f} MB at the most (this process, data loading included)")


if __name__ == "__main__":
    main()
