"""Several numbers in one evening: is the next one's first bar heard, and is another number noticed?

    python bench/several_numbers.py --data DIR [--start N] [--step N] [--jobs N] [--take K]

The show has eleven numbers: the nine orchestral movements, at real conductors' times in a hall, and two piano pieces,
at real pianists' times. Each evening begins 10 s before the end of a number, and goes on with another. In order: at
once (attacca), after 6 s of a quiet hall, after 10 s of applause. Out of order, after the quiet hall: the number after
the next (the next is left out), the same number again (repeated), the one before it (swapped). Sound goes through the
ears and the show's own rules, as in a run, and every onset in the next number's first 10 s (those half a second apart)
is a cue.

handed over: seconds from the next number's first note until the show listens for it. cue: when cues went, less when
their notes sounded. recognised: seconds from the first note. wrong cues: of the number listened for, sent while another
was played. cost: processor time a frame, of all the listening.

``--start``, ``--step``: which numbers the evenings begin with. ``--take``: which recording of each score, and which
pianist, is played. The thresholds in follow/sighting.py, follow/succession.py and follow/recognition.py were chosen on
take 0 of each (the beginnings and ends of its recordings), and on no other.
"""

import argparse
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import numpy as np

import follow_data
import follow_orchestra
from follow_data import Piece
from follow_scenes import noise_of
from odette.core.clocks import SECOND, Beat, Sample, ShowTime, later
from odette.core.cue import At, Authority, Call, Cue, Department, Number, PromptBook
from odette.core.events import AnyEvent, Opened, Ticked, Told
from odette.core.state import opening
from odette.core.step import step
from odette.core.waking import next_due
from odette.follow.model import ScoreModel
from odette.io.sound import Block
from odette.performance.ears import Ears
from odette.score.model import Bar, Score, Tempo
from render import RATE, Floats

HOP = RATE // 50
TAIL, HEAD, ELSE = 10.0, 14.0, 26.0
"""Seconds of the number that ends, of the next in order, and of one out of order."""
CUES, APART = 10.0, 0.5
GAPS = {"attacca": 0.0, "quiet hall": 6.0, "applause": 10.0}
QUIET = 0.0005
"""Level of the quiet hall."""
PIANISTS = (5, 12, 17, 21)


@dataclass(frozen=True)
class Evening:
    """What is played after what. Indices into the show's numbers."""

    kind: str
    first: int
    then: int
    gap: str


@dataclass
class Heard:
    """What came of it. Seconds from the first note of what was played next."""

    evening: Evening
    handed_over: float | None = None
    errors: list[float] = field(default_factory=list)
    missed: int = 0
    wrong: int = 0
    recognised: float | None = None
    false: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


@cache
def pieces(data: Path, take: int) -> list[Piece]:
    """The numbers of the show, played by the ``take``th of their players."""
    font = data / "soundfont/FluidR3Mono_GM.sf3"
    every = list(follow_orchestra.takes(data / "orchestra", font, take + 1))
    out = []
    for path in dict.fromkeys(each.path for each in every):
        of_it = [each for each in every if each.path == path]
        out.append(of_it[min(take, len(of_it) - 1)].piece(wet=True))
    grand = follow_data.vienna(data / "piano" / "vienna4x22", font)
    return out + [piece for piece in grand if int(piece.name[-2:]) == PIANISTS[take % len(PIANISTS)]]


@cache
def sound_of(data: Path, take: int, index: int) -> tuple[Floats, Floats]:
    """The last seconds of a number, from ``TAIL`` before its last onset, and its first, from its first onset."""
    piece = pieces(data, take)[index]
    sound, rate = piece.sound()
    assert rate == RATE
    start, stop = round((piece.times[-1] - TAIL) * RATE), round(piece.times[0] * RATE)
    return sound[max(0, start) :].copy(), sound[stop : stop + round(ELSE * RATE)].copy()


@cache
def models(data: Path, take: int) -> dict[str, ScoreModel]:
    return {f"n{i}": piece.model() for i, piece in enumerate(pieces(data, take))}


def evenings(count: int, start: int, step: int) -> Iterator[Evening]:
    for i in range(start, count, step):
        if i + 1 < count:
            yield from (Evening("in order", i, i + 1, gap) for gap in GAPS)
        if i + 2 < count:
            yield Evening("left out", i, i + 2, "quiet hall")
        yield Evening("repeated", i, i, "quiet hall")
        if i:
            yield Evening("swapped", i, i - 1, "quiet hall")


def listen(data: Path, take: int, evening: Evening) -> Heard:
    """One evening, run faster than real time."""
    of = pieces(data, take)
    made = models(data, take)
    then = of[evening.then]
    sound, begins = played(data, take, evening, then)
    book = book_of(of, made, evening)
    state = opening(book, {})
    ears = Ears(RATE, {name: shape(model) for name, model in made.items()}, lambda name, _: made[name])
    for name in made:
        ears._models[name]  # the models are prepared before the evening
    out = Heard(evening)

    def apply(event: AnyEvent) -> None:
        nonlocal state
        before = state.recognised
        state, effects = step(state, event)
        ears.carry(event, effects)
        at = state.now / SECOND - begins
        if out.handed_over is None and state.number == f"n{evening.then}":
            out.handed_over = at
        if state.recognised is not None and (before is None or before.number != state.recognised.number):
            right = state.recognised.number == f"n{evening.then}" and evening.kind != "in order" and at > 0
            if not right:
                out.false.append(f"{state.recognised.number} at {at:.1f}")
            elif out.recognised is None:
                out.recognised = at

    first = of[evening.first]
    apply(Opened(ShowTime(0)))
    apply(Told(ShowTime(0), "here", "bench", f"n{evening.first}", Beat(beat_at(first, first.times[-1] - TAIL))))
    for k in range(len(sound) // HOP):
        block = Block(sound[k * HOP : (k + 1) * HOP], Sample(k * HOP), ShowTime(k * HOP * SECOND // RATE))
        now = later(block.at, HOP / RATE)
        while (due := next_due(state)) is not None and due <= now:
            apply(Ticked(max(due, state.now)))
        start = time.thread_time()
        events = list(ears.hear(block, partial(ShowTime, now)))
        out.took.append(time.thread_time() - start)
        for event in events:
            apply(event)
    for cue in book.cues:
        assert isinstance(cue.trigger, At)
        outcome = state.outcomes.get(cue.number)
        went = outcome is not None and not outcome.passed
        if evening.kind == "in order" and cue.trigger.number == f"n{evening.then}":
            due = float(np.interp(cue.trigger.beat, then.beats, then.times)) - then.times[0] + begins
            if went and outcome is not None:
                out.errors.append(outcome.at / SECOND - due)
            else:
                out.missed += 1
        elif went:
            out.wrong += 1
    return out


def played(data: Path, take: int, evening: Evening, then: Piece) -> tuple[Floats, float]:
    """The sound of an evening, and when the first note of its second number sounds."""
    tail, head = sound_of(data, take, evening.first)[0], sound_of(data, take, evening.then)[1]
    head = head[: round((HEAD if evening.kind == "in order" else ELSE) * RATE)]
    begins = TAIL + 1.0 + GAPS[evening.gap]
    out = np.random.default_rng(4).standard_normal(round(begins * RATE) + len(head)).astype(np.float32) * QUIET
    ends = round((TAIL + 3.0) * RATE)
    out[: min(len(tail), ends)] += tail[:ends]
    out[round(begins * RATE) :] += head
    if evening.gap == "applause":
        clapping = noise_of(data / "audience" / "woven_applause.wav", RATE, round((GAPS["applause"] - 1.0) * RATE))
        ramp = np.minimum(1, np.minimum(np.arange(len(clapping)), np.arange(len(clapping))[::-1]) / RATE)
        start = round((TAIL + 1.0) * RATE)
        loud = np.sqrt((tail**2).mean()) / np.sqrt((clapping**2).mean())
        out[start : start + len(clapping)] += (clapping * ramp * loud).astype(np.float32)
    return out.astype(np.float32), begins


def book_of(of: list[Piece], made: dict[str, ScoreModel], evening: Evening) -> PromptBook:
    """Cues on the onsets of the beginning of what is listened for next, and of what is played."""
    numbers = tuple(Number(name, name, model.end, model.quarters(0.0)) for name, model in made.items())
    cues: list[Cue] = []
    for i in sorted({evening.then, min(evening.first + 1, len(of) - 1)} - {evening.first}):
        last = -APART
        for beat, when in zip(of[i].beats, of[i].times - of[i].times[0], strict=True):
            if when < CUES and when - last >= APART:
                last = when
                at = At(f"n{i}", Beat(float(beat)), text=f"{beat:g}")
                cues.append(Cue(f"{i}-{len(cues)}", Department.CALLS, at, Authority.AUTO, (Call("now"),)))
    return PromptBook("Several numbers", numbers, tuple(cues), {})


def shape(model: ScoreModel) -> Score:
    """As much of a score as the ears ask for."""
    bar = Bar(0, "1", 1, Fraction(0), Fraction(model.end), 4, 4)
    return Score("", (), (), (bar,), (Tempo(Fraction(0), model.quarters(0.0)),))


def beat_at(piece: Piece, seconds: float) -> float:
    return float(np.interp(seconds, piece.times, piece.beats))


def report(done: list[Heard], names: list[str]) -> str:
    lines = ["in order      handed over (s)         cue errors (ms)                         cues   false"]
    lines += ["              median  worst   never   median |e|  within 100  within 300      not sent  alarms"]
    for gap in GAPS:
        rows = [h for h in done if h.evening.kind == "in order" and h.evening.gap == gap]
        if not rows:
            continue
        over = [h.handed_over for h in rows if h.handed_over is not None]
        errors = np.abs([e for h in rows for e in h.errors]) * 1000
        missed = sum(h.missed for h in rows)
        lines.append(
            f"{gap:12s}  {np.median(over):6.2f} {max(over):6.2f}  {len(rows) - len(over):3d} of {len(rows):2d}  "
            f"{np.median(errors):6.0f}      {(errors <= 100).mean():6.0%}      {(errors <= 300).mean():6.0%}"
            f"     {missed:4d} of {missed + len(errors):4d}  {sum(bool(h.false) for h in rows):3d}"
        )
    lines += ["", "out of order  recognised (s)                    of      wrong cues  false alarms"]
    lines += ["              median  nine in ten  slowest"]
    for kind in ("left out", "repeated", "swapped"):
        rows = [h for h in done if h.evening.kind == kind]
        if not rows:
            continue
        after = [h.recognised for h in rows if h.recognised is not None] or [float("nan")]
        lines.append(
            f"{kind:12s}  {np.median(after):6.1f}  {np.quantile(after, 0.9):8.1f}  {max(after):10.1f}     "
            f"{sum(h.recognised is not None for h in rows):3d} of {len(rows):3d}  {sum(h.wrong for h in rows):6d}"
            f"  {sum(bool(h.false) for h in rows):10d}"
        )
    took = np.concatenate([h.took for h in done]) * 1000
    lines += ["", f"cost of a frame: {took.mean():.2f} ms on average, 99 of 100 under {np.quantile(took, 0.99):.1f} ms"]
    odd = [h for h in done if h.false or (h.evening.kind == "in order") != (h.recognised is None)]
    for h in odd:
        e = h.evening
        lines.append(
            f"  {e.kind}, {e.gap}: {names[e.first]} > {names[e.then]}: {'; '.join(h.false) or 'not recognised'}"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--take", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    of = pieces(options.data, options.take)
    models(options.data, options.take)  # made once, for every process
    chosen = list(evenings(len(of), options.start, options.step))
    names = [piece.name for piece in of]
    print(f"take {options.take}: {', '.join(names)}")
    done: list[Heard] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for heard in pool.map(partial(listen, options.data, options.take), chosen):
            done.append(heard)
            print(f"\n{len(done)} of {len(chosen)} evenings\n{report(done, names)}", flush=True)


if __name__ == "__main__":
    main()
