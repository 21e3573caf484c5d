"""How well Odette follows notes that go wrong: MIDI of the Vienna 4x22 performances, spoilt in known ways.

    python bench/follow_notes.py --data DIR [--all]

Parameters were chosen on pianists 3, 11 and 19; the others are reported (``--all``: also those three, apart).
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import follow_data
import follow_measure
from follow_data import Piece, Reals, Sound
from follow_run import MIDI_RATE, Key, Run, keys_of, run_notes
from no10.reduction import REDUCTION, read_reduction
from odette.book.open import open_show
from odette.follow.features import FRAME
from odette.follow.model import ScoreModel
from odette.follow.notes_score import WRITTEN, NoteScore
from odette.score.model import Score

SHOWS = Path(__file__).parent.parent / "shows"

BACK, STAY = 0.5, 2.0
"""Players are found again when the report is within so many seconds of them, and stays there so long."""


@dataclass(frozen=True)
class Scene:
    """A changed performance."""

    name: str
    keys: list[Key]
    beats: Reals
    times: Reals
    jump: float | None = None
    """When the players went elsewhere in the score, seconds."""


def spoilt(piece: Piece, keys: list[Key], seed: int = 7) -> Iterator[Scene]:
    """Wrong, missing, extra notes; other tempi; hands missing."""
    rng = np.random.default_rng(seed)
    beats, times = piece.beats, piece.times
    yield Scene("as played", keys, beats, times)
    for percent in (5, 10):
        spoiled = _errors(keys, percent / 100, rng)
        name = f"{percent} % wrong, {percent} % missing, {percent} % extra"
        yield Scene(name, spoiled, *_sounding(keys, spoiled, beats, times))
    for name, k in (("half the tempo", 2.0), ("twice the tempo", 0.5)):
        yield Scene(name, [(t * k, p, v) for t, p, v in keys], beats, times * k)
    yield _rolled(keys, beats, times)
    for name, pitches in (("left hand only", range(60)), ("right hand only", range(60, 128))):
        some = [key for key in keys if key[1] in pitches]
        yield Scene(name, some, *_sounding(keys, some, beats, times))
    pause = float(times[len(times) // 2]) - 0.01
    late = [(t + 4.0 if t > pause else t, p, v) for t, p, v in keys]
    yield Scene("4 s pause in the middle", late, beats, np.where(times > pause, times + 4.0, times))


def _sounding(keys: list[Key], some: list[Key], beats: Reals, times: Reals) -> tuple[Reals, Reals]:
    """The onsets of which any note is still played, and when those that are left sound."""
    left = set(some)
    kept = [[t for t, p, v in keys if v and abs(t - onset) < 0.05 and (t, p, v) in left] for onset in times]
    here = np.array([bool(ons) for ons in kept])
    when = np.maximum.accumulate([float(np.median(ons)) for ons in kept if ons])
    return beats[here], when


def _rolled(keys: list[Key], beats: Reals, times: Reals, step: float = 0.04) -> Scene:
    """Every chord broken upwards, note by note."""
    chord = {i: [j for j, (s, _, v) in enumerate(keys) if v and abs(s - t) < 0.05] for i, t in enumerate(times)}
    shift = np.zeros(len(keys))
    later = np.zeros(len(times))
    for i, notes in chord.items():
        notes = [j for j in notes if shift[j] == 0]
        for k, j in enumerate(sorted(notes, key=lambda j: keys[j][1])):
            shift[j] = k * step
        if notes:
            later[i] = float(np.median([keys[j][0] + shift[j] for j in notes])) - times[i]
    rolled = sorted((t + float(s), p, v) for (t, p, v), s in zip(keys, shift, strict=True))
    return Scene("chords broken, 40 ms a note", rolled, beats, np.maximum.accumulate(times + later))


def _errors(keys: list[Key], share: float, rng: np.random.Generator) -> list[Key]:
    out: list[Key] = []
    for t, p, v in keys:
        if v == 0:
            out.append((t, p, v))
            continue
        draw = float(rng.random())
        if draw < share:
            out.append((t, p + int(rng.choice([-12, -2, -1, 1, 2, 7])), v))
        elif draw > 2 * share:
            out.append((t, p, v))
        if rng.random() < share:
            out.append((t + float(rng.uniform(0.02, 0.4)), int(rng.integers(36, 90)), v))
    return sorted(out)


def jumps(piece: Piece, keys: list[Key], places: int = 4) -> Iterator[Scene]:
    """Cuts, repeats, restarts from the beginning, and a stop followed by a restart from any place."""
    last = float(piece.beats[-1])
    rng = np.random.default_rng(5)
    for k in range(1, places + 1):
        x = last * k / (places + 2)
        anywhere = float(rng.uniform(0, 0.85 * last))
        for name, there, pause in (
            ("cut", x + 0.15 * last, 0.0),
            ("repeat", x - 0.12 * last, 0.0),
            ("from the beginning", 0.0, 0.0),
            ("restart after 5 s", anywhere, 5.0),
        ):
            until = min(last, there + 0.25 * last)
            yield _spliced(name, piece, keys, (max(0.0, x - 0.2 * last), x), (there, until), pause)


def _spliced(
    name: str, piece: Piece, keys: list[Key], one: tuple[float, float], two: tuple[float, float], pause: float
) -> Scene:
    """Everything from the beginning to the end of ``one``, then ``two``."""
    stop = float(np.interp(one[1], piece.beats, piece.times)) - 0.05
    a, z = (float(x) - 0.05 for x in np.interp(two, piece.beats, piece.times))
    shift = stop + pause - a
    first = [key for key in keys if key[0] < stop]
    second = [(t + shift, p, v) for t, p, v in keys if a <= t < z]
    early, late = piece.times < stop, (piece.times >= a) & (piece.times < z)
    beats = np.concatenate([piece.beats[early], piece.beats[late]])
    times = np.concatenate([piece.times[early], piece.times[late] + shift])
    return Scene(name, first + second, beats, times, stop + pause)


def same_music(score: NoteScore, said: Reals, true: Reals) -> NDArray[np.bool_]:
    """Where beats stand, within an event or two, in bars that are the same, so that nobody could tell them apart."""
    a, b = (np.maximum(0, np.searchsorted(score.beats, x + 1e-3, side="right") - 1) for x in (said, true))
    written = score.stands == WRITTEN
    last = len(written) - 1
    found = np.zeros(len(said), bool)
    for off in range(-2, 3):
        alike = np.ones(len(said), bool)
        for k in range(-1, 3):
            alike &= (written[np.clip(a + off + k, 0, last)] == written[np.clip(b + k, 0, last)]).all(1)
        found |= alike
    return found


def recovery(r: Run, scene: Scene, score: NoteScore) -> float:
    """Seconds from the first note elsewhere until the reports are right, and stay so; ∞ if never.

    Right is also where the same bars stand a second time.
    """
    assert scene.jump is not None
    after = scene.times >= scene.jump
    beats, times = scene.beats[after], scene.times[after]
    looks = np.arange(times[0], times[-1], FRAME)
    k = np.searchsorted(r.now, looks, side="right") - 1
    where = r.beat[k] + r.moving()[k] * (looks - r.now[k])
    said = follow_measure.time_of(where, beats, times)
    right = (np.abs(said - looks) < BACK) | same_music(score, where, np.interp(looks, times, beats))
    length = int(STAY / FRAME)
    for i in range(len(right) - length):
        if right[i : i + length].all():
            return float(looks[i] - times[0])
    return float("inf")


def steadiness(pieces: list[Piece]) -> None:
    """Onsets found at the moment they sound, by what was done to the notes."""
    print("\n| notes | within 50 ms | 100 ms | 300 ms | 1 s | lost | note p50 / p99 |\n|---|---|---|---|---|---|---|")
    found: dict[str, list[tuple[Reals, float, float, bool]]] = {}
    for piece in pieces:
        assert piece.midi is not None
        assert piece.notes is not None
        score = piece.notes()
        for scene in spoilt(piece, keys_of(piece.midi)):
            r = run_notes(score, scene.keys)
            times = np.round(scene.times * MIDI_RATE) / MIDI_RATE  # as the notes are stamped
            b = follow_measure.b_errors(r, replace(piece, beats=scene.beats, times=times))
            struck = r.took[r.took > 1e-4]
            row = (np.abs(b), float(np.median(struck)), float(np.quantile(struck, 0.99)), follow_measure.lost(b))
            found.setdefault(scene.name, []).append(row)
    for name, rows in found.items():
        within = " | ".join(f"{np.mean([(b <= t).mean() for b, *_ in rows]):.3f}" for t in follow_measure.TOLERANCES)
        cost = f"{np.median([r[1] for r in rows]) * 1e3:.2f} / {np.median([r[2] for r in rows]) * 1e3:.2f} ms"
        print(f"| {name} | {within} | {sum(r[3] for r in rows)} of {len(rows)} | {cost} |", flush=True)


def recoveries(pieces: list[Piece]) -> None:
    """How soon the players are found after a jump."""
    found: dict[str, list[float]] = {}
    for piece in pieces:
        assert piece.midi is not None
        assert piece.notes is not None
        score = piece.notes()
        for scene in jumps(piece, keys_of(piece.midi)):
            found.setdefault(scene.name, []).append(recovery(run_notes(score, scene.keys), scene, score))
    print("\n| jump | number | back within, median | p95 | never |\n|---|---|---|---|---|")
    for name, seconds in [*found.items(), ("all", [s for x in found.values() for s in x])]:
        never = sum(np.isinf(seconds))
        late = np.quantile(seconds, 0.95, method="lower")
        print(f"| {name} | {len(seconds)} | {np.median(seconds):.1f} s | {late:.1f} s | {never} |", flush=True)


def reduction(data: Path) -> Scene:
    """No. 10 from its piano reduction, by someone whose tempo ebbs and flows."""
    rng = np.random.default_rng(10)
    struck, length = read_reduction(data / REDUCTION)
    quarters = np.arange(int(length) + 2)
    sway = 0.12 * np.sin(quarters / 9) + np.convolve(rng.normal(0, 0.06, len(quarters)), np.ones(4) / 4, "same")
    clock = np.concatenate([[1.0], 1.0 + np.cumsum(60 / 84 * np.exp(sway))])
    keys: list[Key] = []
    sounds: dict[float, list[float]] = {}
    for note in struck:
        on, off = (float(x) for x in np.interp([note.onset, note.onset + note.duration], range(len(clock)), clock))
        on = round((on + float(rng.uniform(-0.015, 0.015))) * MIDI_RATE) / MIDI_RATE
        keys += [(on, note.pitch, 70), (max(on + 0.05, off - 0.03), note.pitch, 0)]
        sounds.setdefault(float(note.onset), []).append(on)
    times = np.maximum.accumulate([float(np.median(sounds[beat])) for beat in sorted(sounds)])
    return Scene("piano reduction", sorted(keys), np.array(sorted(sounds)), times)


def reduced(data: Path) -> None:
    """An orchestral score followed from its piano reduction; and what the length of a score costs."""
    score = next(iter(open_show(SHOWS / "swan-lake").scores.values()))
    scene = reduction(data)
    piece = Piece("reduction", scene.name, partial(ScoreModel.from_score, score), scene.beats, scene.times, no_sound)
    print("\n## Swan Lake No. 10, the orchestral score from its piano reduction\n")
    print("| score | events | ready in | within 50 ms | 100 ms | 300 ms | 1 s | note p50 / p99 |")
    print("|---|---|---|---|---|---|---|---|")
    for copies in (1, 80):
        start = time.perf_counter()
        notes = copied(score, copies)
        ready = time.perf_counter() - start
        r = run_notes(notes, scene.keys)
        b = follow_measure.within(np.abs(follow_measure.b_errors(r, piece)))
        took = r.took[r.took > 1e-4]
        cost = f"{np.median(took) * 1e3:.2f} / {np.quantile(took, 0.99) * 1e3:.2f} ms"
        hours = notes.nominal(notes.end) / 3600
        right = " | ".join(f"{x:.3f}" for x in b)
        print(f"| {hours:.2f} h | {len(notes.size)} | {ready:.2f} s | {right} | {cost} |", flush=True)


def no_sound() -> Sound:
    raise ValueError("this is followed from its notes alone")


def copied(score: Score, copies: int) -> NoteScore:
    """A score and then as many other ones: it, with its notes in another order each time."""
    onset, duration, pitch = [], [], []
    notes = [n for n in score.notes if n.pitch is not None]
    rng = np.random.default_rng(1)
    for k in range(copies):
        order = rng.permutation(len(notes)) if k else np.arange(len(notes))
        onset += [float(n.onset + k * score.end) for n in notes]
        duration += [float(n.duration) for n in notes]
        pitch += [notes[i].pitch or 0 for i in order]
    return NoteScore(onset, duration, pitch, [(float(t.start), t.quarters) for t in score.tempi])


def _group(piece: Piece) -> tuple[bool, str]:
    return piece.chosen_on, piece.name.rsplit("_", 1)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--all", action="store_true", help="also the performances that parameters were chosen on")
    a = parser.parse_args()
    folder = a.data / "piano" / "vienna4x22"
    pieces = sorted(follow_data.vienna(folder, a.data, as_midi=True), key=_group)
    for (chosen_on, name), some in groupby(pieces, key=_group):
        if chosen_on and not a.all:
            continue
        group = list(some)
        print(f"\n## {name}, {len(group)} pianists" + (" — parameters were chosen on these" if chosen_on else ""))
        steadiness(group)
        recoveries(group)
    reduced(a.data)


if __name__ == "__main__":
    main()
