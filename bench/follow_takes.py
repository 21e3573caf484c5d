"""What a rehearsal gives: the evening followed from the page, and from takes whose timing is known.

python bench/follow_takes.py --data DIR [--seconds N] [--score NAME ...]

Of each orchestral score two conductors, A and B. Both are recorded in the empty hall. Then B conducts the evening:
other scatter and loudness of each note, people in the hall, noise 30 dB below. Where there is one recording, B is A.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

import follow_run
from follow_data import Piece, Sound
from follow_measure import TOLERANCES, b_errors, within
from follow_orchestra import Take, struck, takes
from odette.follow.features import FRAME, Features
from odette.follow.model import ScoreModel
from odette.follow.take import Heard, from_take, learn
from render import Floats, hall, load, midi_of, sound_of

REHEARSAL, EVENING = 1, 2
SCATTER, LOUDNESS = 0.012, 6.0
"""Standard deviations from night to night, on top of a player's own: seconds, MIDI velocity."""


def played(take: Take, night: int, seconds: float) -> Sound:
    """The beginning of a performance as it is one night, in the hall."""
    rng = np.random.default_rng(night)
    notes = []
    for start, end, channel, program, pitch, velocity in struck(take.score, take.clock()):
        off, louder = float(rng.normal(0, SCATTER)), float(rng.normal(0, LOUDNESS))
        if start < seconds:
            loud = int(np.clip(velocity + louder, 1, 127))
            notes.append((max(0.0, start + off), end + off, channel, program, pitch, loud))
    dry, rate = load(sound_of(midi_of(notes, f"{take.name} night {night}"), take.font))
    dry = dry[: int(seconds * rate)]
    if night == REHEARSAL:
        return hall(dry, rate, 2.2, 0.5, seed=7), rate
    wet = hall(dry, rate, 1.7, 0.45, seed=8)
    noise = rng.standard_normal(len(wet)) * np.sqrt((wet**2).mean()) * 10 ** (-30 / 20)
    return (wet + noise).astype(np.float32), rate


def heard(take: Take, seconds: float) -> Heard:
    """The rehearsal, frame by frame, with the beat that sounded as each frame ended."""
    sound, rate = played(take, REHEARSAL, seconds)
    features, clock = Features(rate), take.clock()
    frames = [features(block) for block in _blocks(sound, features.hop)]
    now = np.arange(1, len(frames) + 1) * FRAME
    beats = np.interp(now, clock.times, clock.beats, left=np.nan, right=np.nan)
    return list(zip(frames, beats.tolist(), strict=True))


def _blocks(sound: Floats, hop: int) -> Iterator[Floats]:
    return (sound[i : i + hop] for i in range(0, len(sound) - hop + 1, hop))


def evening(first: Take, second: Take, seconds: float) -> Iterator[tuple[str, float, tuple[float, ...]]]:
    """``second``'s evening from each model: what the model is from, median of the error, shares within tolerances."""
    piece = second.piece(wet=True)
    here = piece.times < seconds - 2
    piece = replace(piece, beats=piece.beats[here], times=piece.times[here])
    sound = played(second, EVENING, seconds)
    page = ScoreModel.from_score(second.score)
    yield "the page", *followed(piece, page, sound)
    own = heard(second, seconds)
    if first != second:
        other = heard(first, seconds)
        yield "a take by A", *followed(piece, from_take(second.score, learn(page, other)), sound)
        yield "both takes", *followed(piece, from_take(second.score, learn(page, other, own)), sound)
    yield "B's own take", *followed(piece, from_take(second.score, learn(page, own)), sound)


def followed(piece: Piece, model: ScoreModel, sound: Sound) -> tuple[float, tuple[float, ...]]:
    b = b_errors(follow_run.run(model, *sound), piece)
    return float(np.median(np.abs(b))), within(np.abs(b))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=180.0, help="of each performance")
    parser.add_argument("--score", nargs="+", help="only these")
    a = parser.parse_args()
    font = a.data / "soundfont" / "FluidR3Mono_GM.sf3"
    head = " | ".join(f"{t * 1000:.0f} ms" for t in TOLERANCES)
    print(f"| evening | followed from | {head} | median |\n|{'---|' * (len(TOLERANCES) + 3)}")
    figures: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    for path, group in groupby(takes(a.data / "orchestra", font, 2), key=lambda take: take.path):
        if a.score and path.stem not in a.score:
            continue
        pair = list(group)
        first, second = pair[0], pair[-1]
        chosen = ", chosen on" if first.chosen_on or second.chosen_on else ""
        kind = "one recording" if first == second else "two"
        for source, median, shares in evening(first, second, a.seconds):
            print(_line(f"{second.name}{chosen}", source, shares, median), flush=True)
            if not chosen:
                figures.setdefault((kind, source), []).append((*shares, median))
    for (kind, source), rows in figures.items():
        *shares, median = np.mean(rows, axis=0)
        print(_line(f"mean of {len(rows)} not chosen on, with {kind}", source, tuple(shares), median))


def _line(name: str, source: str, shares: tuple[float, ...], median: float) -> str:
    return f"| {name} | {source} | {' | '.join(f'{s:.3f}' for s in shares)} | {median * 1e3:.0f} ms |"


if __name__ == "__main__":
    main()
