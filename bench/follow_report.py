"""The tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from follow_ceiling import Ceiling
from follow_data import Piece
from follow_measure import Frames, b_errors, c_errors, cue_errors, lost, steady, within
from follow_run import Reals, Run
from odette.follow.model import ScoreModel

SAID = (0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


@dataclass
class Row:
    """One performance's figures, errors in seconds."""

    set: str
    name: str
    chosen_on: bool
    who: str
    b: tuple[float, ...]
    c: tuple[float, ...]
    ceiling: tuple[float, ...]
    """B of perfect ears."""
    median: float
    bias: float
    worst: float
    cue: tuple[float, float]
    """Median and 95th percentile of its size, of the cues that went."""
    went: float
    """Share of cues that went at all."""
    steady: tuple[float, float]
    """The same in steady passages."""
    ceiling_steady: tuple[float, float]
    taken_back: float
    """Positions of 1,000 claimed that were taken back."""
    lost: bool
    cpu: float
    p50: float
    p99: float
    ready: float
    memory: float = float("nan")
    """Megabytes over the bare interpreter, where it ran in a process of its own."""


def row(piece: Piece, model: ScoreModel, run: Run, best: Ceiling, said: Frames | None, who: str = "Odette") -> Row:
    """``said``: None of a follower that says nothing about itself."""
    b = b_errors(run, piece)
    size, cue = np.abs(b), np.abs(cue_errors(run, piece))
    even = steady(np.array([model.seconds(beat) for beat in piece.beats]), piece.times)
    # Over a jump "not before" and "when a cue goes" mean nothing.
    jumped = bool(piece.jumps)
    nothing = np.empty(0)
    return Row(
        piece.set,
        piece.name,
        piece.chosen_on,
        who,
        within(size),
        within(nothing if jumped else np.abs(c_errors(run, piece))),
        best.b,
        float(np.median(size)),
        float(np.median(b)),
        float(size.max()),
        _spread(nothing if jumped else cue),
        float("nan") if jumped else float((~np.isnan(cue)).mean()),
        _spread(nothing if jumped else cue[even]),
        _spread(best.steady),
        float("nan") if said is None else 1000 * said.taken_back / max(1, said.claimed),
        lost(b),
        float(run.took.sum() / run.now[-1]),
        float(np.median(run.took)),
        float(np.quantile(run.took, 0.99)),
        run.ready,
    )


def _spread(sizes: Reals) -> tuple[float, float]:
    sizes = sizes[~np.isnan(sizes)]
    if not len(sizes):
        return float("nan"), float("nan")
    return float(np.median(sizes)), float(np.quantile(sizes, 0.95))


def _shares(values: Sequence[float]) -> str:
    return " ".join("–" if np.isnan(v) else f"{v:.3f}" for v in values)


def _ms(values: Sequence[float]) -> str:
    return " / ".join("–" if np.isnan(v) else f"{v * 1e3:.0f}" for v in values)


COLUMNS: dict[str, Callable[[Row], str]] = {
    "follower": lambda r: r.who,
    "B: 50 100 300 ms 1 s": lambda r: _shares(r.b),
    "perfect ears: B 50 100 ms": lambda r: _shares(r.ceiling[:2]),
    "C: 50 100 300 ms 1 s": lambda r: _shares(r.c),
    "median, bias ms": lambda r: f"{r.median * 1e3:.0f}, {r.bias * 1e3:+.0f}",
    "worst": lambda r: f"{r.worst:.1f} s",
    "cue median / p95 ms": lambda r: _ms(r.cue),
    "went": lambda r: "–" if np.isnan(r.went) else f"{r.went * 100:.0f} %",
    "steady": lambda r: _ms(r.steady),
    "perfect ears: steady": lambda r: _ms(r.ceiling_steady),
    "taken back ‰": lambda r: "–" if np.isnan(r.taken_back) else f"{r.taken_back:.1f}",
    "CPU": lambda r: f"{r.cpu * 100:.1f} %",
    "frame p50 / p99 ms": lambda r: f"{r.p50 * 1e3:.2f} / {r.p99 * 1e3:.2f}",
}


def performances(rows: Sequence[Row]) -> None:
    """A table for each set, and within it for what parameters were chosen on; a line for each performance."""
    columns = {
        "performance": lambda r: f"{r.name}, {r.set.partition(': ')[2]}".removesuffix(", "),
        **COLUMNS,
        "lost": lambda r: "LOST" if r.lost else "no",
    }
    order = sorted(rows, key=lambda r: (r.set.partition(":")[0], r.chosen_on, r.set, r.name, r.who))
    for (group, chosen_on), some in groupby(order, key=lambda r: (r.set.partition(":")[0], r.chosen_on)):
        print(f"\n### {group}{': parameters were chosen on these' if chosen_on else ''}\n")
        _table(columns, list(some))


def summary(rows: Sequence[Row]) -> None:
    """A line for each set and follower: means of shares, medians of the rest, the worst of the worst."""
    order = sorted(rows, key=lambda r: (r.chosen_on, r.set, r.who))
    found: list[tuple[int, int, Row]] = []
    for _, group in groupby(order, key=lambda r: (r.chosen_on, r.set, r.who)):
        some = list(group)
        found.append((len(some), sum(r.lost for r in some), _merged(some)))
    lost_of = {id(r): f"{gone} of {n}" for n, gone, r in found}
    columns = {
        "set": lambda r: r.set + (" *" if r.chosen_on else ""),
        **COLUMNS,
        "lost": lambda r: lost_of[id(r)],
        "ready": lambda r: f"{r.ready:.2f} s",
        "memory": lambda r: "–" if np.isnan(r.memory) else f"{r.memory:.0f} MB",
    }
    print("\n## All sets (means of shares, medians of the rest; *: parameters were chosen on these)\n")
    _table(columns, [r for _, _, r in found])


def _merged(rows: list[Row]) -> Row:
    first = rows[0]
    values: dict[str, Any] = {}
    for field in fields(Row):
        column = [getattr(r, field.name) for r in rows]
        if isinstance(column[0], tuple):
            middle = np.mean if field.name in ("b", "c", "ceiling") else np.median
            values[field.name] = tuple(middle(np.array(column), axis=0).tolist())
        elif field.name == "worst":
            values[field.name] = max(column)
        elif isinstance(column[0], float):
            values[field.name] = float(np.median(column))
        else:
            values[field.name] = getattr(first, field.name)
    return Row(**values)


def _table(columns: dict[str, Callable[[Row], str]], rows: Sequence[Row]) -> None:
    print("| " + " | ".join(columns) + " |\n|" + "---|" * len(columns))
    for r in rows:
        print("| " + " | ".join(cell(r) for cell in columns.values()) + " |", flush=True)


def found_again(pieces: Sequence[tuple[Piece, Frames]]) -> None:
    """After a jump: when it was back; when away: when it said so."""
    back: dict[str, list[float]] = {}
    for piece, said in pieces:
        if piece.jumps:
            chosen = " *" if piece.chosen_on else ""
            back.setdefault(piece.set + chosen, []).extend(said.back)
            if not piece.told:
                back.setdefault("all, nobody telling" + chosen, []).extend(said.back)
    if back:
        print("\n## Back after a jump (*: parameters were chosen on these)\n")
        print("| jump | number | median | p95 | within 3 s | within 8 s | not within half a minute |")
        print("|---|---|---|---|---|---|---|")
    for name, seconds in sorted(back.items()):
        print(f"| {name} | {len(seconds)} | {_times(seconds, 3, 8)} | {sum(np.isinf(seconds))} |")
    for chosen_on in (False, True):
        away = [t for piece, said in pieces if piece.chosen_on == chosen_on for t in said.away]
        of = "what parameters were chosen on" if chosen_on else "what no parameter was chosen on"
        print(f"\nAway (more than 1 s off for 2 s or longer), {of}: {len(away)} times", end="")
        print(f"; said so: median | p95 | within 2 s: {_times(away, 2)}; never: {sum(np.isinf(away))}" if away else "")


def _times(seconds: Sequence[float], *limits: float) -> str:
    late = np.quantile(seconds, (0.5, 0.95), method="higher")
    shares = [f"{np.mean(np.array(seconds) <= limit):.2f}" for limit in limits]
    return " | ".join([*(f"{x:.1f} s" for x in late), *shares])


def reliability(said: Sequence[Frames]) -> None:
    """How often the follower is right to within a quarter note when it says how sure it is."""
    confidence = np.concatenate([s.confidence for s in said])
    right = np.concatenate([s.right for s in said])
    print("\n| said | frames | right within a quarter note |\n|---|---|---|")
    for low, high in pairwise(SAID):
        here = (confidence >= low) & (confidence < high)
        if here.any():
            print(f"| {low:.2f}–{min(high, 1):.2f} | {here.sum()} | {right[here].mean():.3f} |")
    claimed = sum(s.claimed for s in said)
    back = 1000 * sum(s.taken_back for s in said) / max(1, claimed)
    print(f"\nof {claimed} positions claimed with more than 0.8, {back:.2f} in 1,000 were taken back by over a quarter")
