"""How well Odette follows: real players' timing through a SoundFont, real violins, piano as sound and as MIDI.

python bench/follow.py --data DIR [--set piano violin orchestra midi drawn jumps scenes] [--most N] [--conductors N]
                       [--quick] [--jobs N] [--out DIR] [--matchmaker none|some|all]

What must be rendered is kept in bench/.cache. B, C, cue, steady, taken back, away: see follow_measure.py; perfect
ears: follow_ceiling.py. ``--quick`` hears the beginnings of some; ``--out`` takes a drawing of every performance;
``--matchmaker``: whether pymatchmaker hears some of the performances, too, or all.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import groupby, islice
from pathlib import Path

import follow_ceiling
import follow_data
import follow_drawn
import follow_jumps
import follow_length
import follow_matchmaker
import follow_measure
import follow_orchestra
import follow_plot
import follow_report
import follow_run
import follow_scenes
import render
from follow_ceiling import Gains
from follow_data import Piece
from follow_measure import Frames
from follow_report import Row

SETS = ("orchestra", "violin", "piano", "midi", "drawn", "jumps", "scenes")
FONT = Path("soundfont/FluidR3Mono_GM.sf3")
QUICK = 45.0
"""Seconds of each performance that a quick look hears."""


def pieces_of(name: str, data: Path, conductors: int = 3) -> Iterator[Piece]:
    """The performances of one of ``SETS``, those that parameters were chosen on among them."""
    font = data / FONT
    grand = data / "piano" / "vienna4x22"
    if name == "violin":
        yield from follow_data.violin(data / "violin")
    elif name in ("piano", "midi"):
        yield from follow_data.vienna(grand, font, as_midi=name == "midi")
    elif name == "orchestra":
        yield from follow_orchestra.orchestra(data / "orchestra", font, conductors)
    elif name == "drawn":
        yield from follow_drawn.drawn(data / "orchestra", font)
    elif name == "jumps":
        for take in follow_orchestra.takes(data / "orchestra", font, 1):
            yield from follow_jumps.jumps(take)
    elif name == "scenes":
        for take in follow_orchestra.takes(data / "orchestra", font, 1):
            yield from follow_scenes.scenes(take, data / "audience")
        for piece in islice(follow_data.vienna(grand, font, as_midi=True), 0, None, 4):
            yield follow_scenes.strings(piece, font)


def left_out(data: Path) -> None:
    """Which recordings of orchestral scores no set contains, and why."""
    print("## Left out\n")
    for take in follow_orchestra.recordings(data / "orchestra", data / FONT):
        if why := follow_orchestra.unfit(take):
            print(f"- {take.name}: {why}")


def quick(name: str, pieces: Iterator[Piece]) -> list[Piece]:
    """Some of a set, each piece and each kind of thing once, their beginnings only."""
    every = {"piano": 9, "midi": 9, "orchestra": 7, "drawn": 7, "jumps": 37, "scenes": 13, "violin": 1}[name]
    some = islice(pieces, 0, None, every)
    return [p if p.jumps or p.midi else follow_data.shortened(p, QUICK) for p in some]


def heard(piece: Piece, gains: Gains, out: Path | None) -> tuple[Row, Frames]:
    start = time.perf_counter()
    model = piece.model()
    ready = time.perf_counter() - start
    if piece.midi:
        assert piece.notes is not None
        run = follow_run.run_notes(piece.notes(), follow_run.keys_of(piece.midi))
    else:
        run = follow_run.run(model, *piece.sound(), start=piece.start, told=piece.told)
    said = follow_measure.frames(run, piece)
    best = follow_ceiling.ceiling(piece, model, gains)
    if out:
        follow_plot.draw(out / _file_name(piece), piece, run)
    return follow_report.row(piece, model, replace(run, ready=ready), best, said), said


def heard_by_matchmaker(piece: Piece, gains: Gains, font: Path) -> list[Row]:
    """A row for each of its methods; none, and a word why, for one that fails."""
    model, rows = piece.model(), []
    best = follow_ceiling.ceiling(piece, model, gains)
    for method in follow_matchmaker.METHODS["MIDI" if piece.midi else "sound"]:
        found = follow_matchmaker.run(piece, font, method)
        if isinstance(found, str):
            print(f"matchmaker {method} on {piece.name}: {found}")
            continue
        run, memory = found
        row = follow_report.row(piece, model, run, best, None, f"matchmaker {method}")
        rows.append(replace(row, memory=memory))
    return rows


def _file_name(piece: Piece) -> str:
    return re.sub(r"[^\w.]+", "-", f"{piece.set} {piece.name}") + ".svg"


def gains_of(pieces: list[Piece]) -> Callable[[Piece], Gains]:
    """For each set the gains of perfect ears, chosen on the pieces parameters may be chosen on."""
    found = {}
    for name, some in groupby(sorted(pieces, key=lambda p: p.set), key=lambda p: p.set):
        chosen = [p for p in some if p.chosen_on and not p.jumps][:6]
        found[name] = follow_ceiling.best([(p, p.model()) for p in chosen])
    return lambda piece: found[piece.set]


def beside_matchmaker(pool: Executor, sets: list[str], data: Path, everything: bool) -> list[Row]:
    if why := follow_matchmaker.missing():
        print(f"\n{why}; it is left out")
        return []
    font = data / FONT
    rows = []
    for kind in (s for s in sets if s in ("orchestra", "violin", "piano", "midi")):
        pieces = list(follow_matchmaker.sample(kind, pieces_of(kind, data, 1), everything))
        gains = gains_of(pieces)
        rows += [r for r, _ in pool.map(partial(heard, out=None), pieces, map(gains, pieces))]
        for some in pool.map(partial(heard_by_matchmaker, font=font), pieces, map(gains, pieces)):
            rows += some
    follow_report.performances(rows)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--most", type=int, help="performances of a set at most, drawn by lot, always the same")
    parser.add_argument("--conductors", type=int, default=3, help="of each orchestral score at most")
    parser.add_argument("--quick", action="store_true", help="the beginnings of some, in under three minutes")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--out", type=Path, help="folder for drawings")
    parser.add_argument("--matchmaker", choices=("none", "some", "all"), help="default: some; none in a quick look")
    a = parser.parse_args()
    if render.synthesiser() is None:
        print("no fluidsynth: what must be rendered is left out")
        a.set = [s for s in a.set if s in ("violin", "midi")]
    beside = a.matchmaker or ("none" if a.quick else "some")
    if a.out:
        a.out.mkdir(parents=True, exist_ok=True)
    if {"orchestra", "jumps", "scenes"} & set(a.set):
        left_out(a.data)
    rows: list[Row] = []
    said: list[tuple[Piece, Frames]] = []
    with ProcessPoolExecutor(a.jobs) as pool:
        for kind in a.set:
            stream = pieces_of(kind, a.data, 1 if a.quick else a.conductors)
            pieces = quick(kind, stream) if a.quick else list(stream)
            if a.most and a.most < len(pieces):
                pieces = random.Random(1).sample(pieces, a.most)
            gains = gains_of(pieces)
            done = list(pool.map(partial(heard, out=a.out), pieces, map(gains, pieces)))
            follow_report.performances([r for r, _ in done])
            rows += [r for r, _ in done]
            said += [(p, frames) for p, (_, frames) in zip(pieces, done, strict=True)]
        if beside != "none":
            rows += beside_matchmaker(pool, a.set, a.data, beside == "all")
    follow_report.summary(rows)
    follow_report.found_again(said)
    for chosen_on in (False, True):
        some = [frames for piece, frames in said if piece.chosen_on == chosen_on]
        if some:
            of = "what parameters were chosen on" if chosen_on else "what no parameter was chosen on"
            print(f"\n## Confidence: said, and right, on {of}")
            follow_report.reliability(some)
    if not a.quick:
        print("\n## Starting and memory (follow_length.py)\n")
        follow_length.table(sorted((a.data / "orchestra").glob("*.mxl")), (240,))


if __name__ == "__main__":
    main()
