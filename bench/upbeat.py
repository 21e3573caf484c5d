"""What the conductor's hands are worth: gestures found by cameras good and bad, and the first note with and without.

    python bench/upbeat.py --data DIR [--most N] [--only cameras starts false holds]

Cameras: every track of tests/room/tracks that is drawn anew, before cameras of so many frames a second, with noise in
what they see and frames lost. Starts: the first seconds of performances, two seconds of silence before them; the
hands are drawn (an upbeat of the players' own tempo, a tenth off, whose beat comes up to 0.1 s before the first note)
and seen by a camera of 30 frames. Known: when the follower says that somebody plays; sure: when cues may go by it;
b, cue: as in follow_measure.py, over the first four seconds; tempo: median error over the same. False: upbeats before
a house in which nobody plays. Holds: a fermata of four seconds in a hall, with and without hands that end it; late:
when the next note is first reported, less its time.

Nothing was fitted here. TRUST, HELD and the widths in follow/upbeat.py were set by hand with the performances marked *
in view; the rest were heard by this bench alone.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np

import follow_data
import follow_measure
import follow_orchestra
import room
import room_sounds
from follow_clock import Clock, Stop
from follow_data import Piece
from follow_run import Reals, Run, collect
from odette.core.clocks import Sample
from odette.core.events import Following
from odette.follow.features import Floats
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.room.upbeat import Gesture, Podium, Sign

sys.path.append(str(Path(__file__).parent.parent / "tests" / "room"))
from conducting import beating, hands
from tracks import found, tracks

FONT = Path("soundfont/FluidR3Mono_GM.sf3")
SILENCE, LISTENED, EARLY = 2.0, 9.0, 4.0
"""Seconds before the music, of the music, and of it that are measured."""
STROKES = (0.5, 1.0, 2.0)
HELD_FOR, AROUND = 4.0, (10.0, 25.0)
"""Seconds a note is held; seconds into the performance between which it is chosen."""
EVERY = 3.0
"""Seconds between two upbeats for nobody."""
Seen = list[tuple[float, Gesture]]
"""Gestures, and when the camera told them, seconds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, default=8, help="performances of a set at most")
    parser.add_argument("--only", nargs="+", choices=TABLES, default=list(TABLES))
    options = parser.parse_args()
    if not (options.data / "orchestra").is_dir():
        print(f"skipped: there is no {options.data / 'orchestra'}")
        return
    for name in options.only:
        TABLES[name](options.data, options.most)


def print_cameras(data: Path, most: int) -> None:
    drawn = [track for track in tracks() if track.turns]
    print(f"{len(drawn)} tracks, five films of each; ms (median, p90)\n")
    print("| frames a second | noise | lost | upbeats missed | false | known before its beat | beat foretold off by "
          "| beats missed | beat seen off by |\n|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for rate in (60.0, 30.0, 24.0, 15.0):
        for noise, lost in ((0.002, 0.0), (0.006, 0.1)):
            results = [(t, found(t, t.film(rate, noise, lost, seed))) for t in drawn for seed in range(5)]
            upbeats, beats = (sum(len(getattr(t, kind)) for t, _ in results) for kind in ("upbeats", "beats"))
            missed, unseen = (sum(len(getattr(f, k)) for _, f in results) for k in ("missed", "beats_missed"))
            false = sum(len(f.false) for _, f in results)
            early, foretold, errors = (
                np.array([x for _, f in results for x in getattr(f, kind)]) for kind in ("early", "foretold", "errors")
            )
            counts = f"{missed} of {upbeats} | {false} | {1000 * np.median(early):.0f} | {spread(np.abs(foretold))}"
            print(f"| {rate:.0f} | {noise} | {lost:.0%} | {counts} | {unseen} of {beats} | {spread(np.abs(errors))} |")


def performances(data: Path, most: int) -> Iterator[tuple[str, Piece]]:
    """The sets, each performance marked by whether it was in view while anything was set."""
    piano = list(follow_data.vienna(data / "piano" / "vienna4x22", data / FONT))
    for heard, pieces in ((True, piano[::8]), (False, piano[1::8])):
        yield from (("piano" + "*" * heard, piece) for piece in pieces[:most])
    yield from (("violin*", piece) for piece in follow_data.violin(data / "violin"))
    takes = list(follow_orchestra.takes(data / "orchestra", data / FONT, 2))
    first = {take.path: take.name for take in reversed(takes)}
    for heard in (True, False):
        some = [take for take in takes if (first[take.path] == take.name) == heard]
        yield from (("orchestra, hall" + "*" * heard, take.piece(wet=True)) for take in some[:most])


@dataclass
class Begun:
    """How a performance began for a follower."""

    known: float
    sure: float
    b: Reals
    cues: Reals
    tempo: float


def print_starts(data: Path, most: int) -> None:
    print("\nThe first note; ms after it (median, worst), errors in ms (median, p90), without → with an upbeat\n")
    print("| set | pieces | known | sure | b, first 4 s | cues gone | cue error | tempo error |\n" + "|---" * 8 + "|")
    rows: dict[str, list[tuple[Begun, Begun]]] = {}
    for seed, (name, piece) in enumerate(performances(data, most)):
        rows.setdefault(name, []).append(begun(piece, seed))
    for name, pairs in rows.items():
        ways = list(zip(*pairs, strict=True))
        known, sure = (" → ".join(worst([getattr(x, k) for x in way]) for way in ways) for k in ("known", "sure"))
        b = " → ".join(spread(np.concatenate([x.b for x in way])) for way in ways)
        cues = [np.concatenate([x.cues for x in way]) for way in ways]
        gone = " → ".join(f"{np.isfinite(c).mean():.0%}" for c in cues)
        error = " → ".join(spread(c[np.isfinite(c)]) for c in cues)
        tempo = " → ".join(f"{np.median([x.tempo for x in way]):.0%}" for way in ways)
        print(f"| {name} | {len(pairs)} | {known} | {sure} | {b} | {gone} | {error} | {tempo} |", flush=True)


def begun(piece: Piece, seed: int) -> tuple[Begun, Begun]:
    sound, rate = piece.sound()
    first = round(float(piece.times[0]) * rate)
    sound = np.concatenate([np.zeros(max(0, round(SILENCE * rate) - first), np.float32), sound])
    skip = max(0, first - round(SILENCE * rate))
    sound = sound[skip : skip + round((SILENCE + LISTENED) * rate)]
    times = piece.times - piece.times[0] + SILENCE
    piece = replace(piece, times=times[times < SILENCE + LISTENED], beats=piece.beats[times < SILENCE + LISTENED])
    random = np.random.default_rng(seed)
    beat = shown_beat(float(np.interp(piece.beats[0] + 2, piece.beats, piece.times) - SILENCE) / 2, random)
    ready = SILENCE - float(random.uniform(0, 0.1)) - beat
    film = camera(beat, ready)
    model = piece.model()
    plain, shown = (measured(piece, listen(model, sound, rate, seen)) for seen in ([], film))
    return plain, shown


def shown_beat(quarter: float, random: np.random.Generator) -> float:
    """The stroke for a quarter of so many seconds, between those that hands can beat; a tenth off."""
    while quarter > 1.4:
        quarter /= 2
    while quarter < 0.35:
        quarter *= 2
    return quarter * float(np.exp(random.normal(0, 0.1)))


def camera(beat: float, ready: float) -> Seen:
    """What a camera tells of an upbeat that begins at ``ready`` seconds, and of its beat."""
    film = hands([(t + min(0.0, ready - 1.0), h) for t, h in beating(0.3, 0.2, beat, 0, max(1.0, ready))], noise=0.003)
    podium = Podium()
    return [(frame.at, gesture) for frame in film for gesture in podium.see(frame)]


def listen(model: ScoreModel, sound: Floats, rate: int, seen: Seen) -> Run:
    follower, left = Follower(model, rate), list(seen)
    hop, estimates = follower.features.hop, []
    for i in range(len(sound) // hop):
        show(follower, left, (i + 1) * hop / rate, rate)
        estimates.append(follower.hear(sound[i * hop : (i + 1) * hop]))
    return collect(estimates, hop / rate, rate, [0.0] * len(estimates))


def show(follower: Follower, left: Seen, now: float, rate: int) -> None:
    """Tell the follower what was seen until ``now``, as a performance does."""
    while left and left[0][0] <= now:
        _, gesture = left.pop(0)
        if gesture.sign in (Sign.UPBEAT, Sign.ICTUS):
            follower.upbeat(Sample(round(gesture.due * rate)), gesture.beat, STROKES)


def measured(piece: Piece, run: Run) -> Begun:
    early = piece.times < SILENCE + EARLY
    playing = run.following != Following.WAITING
    while_early = (run.now > SILENCE + 0.3) & (run.now < SILENCE + EARLY)
    at = run.now[while_early]
    before, after = np.maximum(at - 1, SILENCE), np.minimum(at + 1, piece.times[-1])
    true = (
        60
        * (np.interp(after, piece.times, piece.beats) - np.interp(before, piece.times, piece.beats))
        / (after - before)
    )
    return Begun(
        _first(run, playing) - SILENCE,
        _first(run, playing & (run.confidence >= follow_measure.SURE)) - SILENCE,
        np.abs(follow_measure.b_errors(run, piece)[early]),
        np.abs(follow_measure.cue_errors(run, piece)[early]),
        float(np.median(np.abs(np.log(run.tempo[while_early] / true)))),
    )


def _first(run: Run, when: Sequence[bool] | Reals) -> float:
    which = np.flatnonzero(when)
    return float(run.now[which[0]]) if len(which) else SILENCE + LISTENED


def print_false(data: Path, most: int) -> None:
    models = [take.piece(wet=True).model() for take in follow_orchestra.takes(data / "orchestra", data / FONT, 1)][
        :most
    ]
    print(f"\nAn upbeat every {EVERY:.0f} s before a house in which nobody plays, under {len(models)} scores; starts\n")
    print("| sound | without | with |\n|---|---|---|")
    for name, sound in houses(data / "audience"):
        counts = [sum(starts(model, sound, shown) for model in models) for shown in (False, True)]
        print(f"| {name} | {counts[0]} | {counts[1]} |", flush=True)


def houses(audience: Path) -> Iterator[tuple[str, Floats]]:
    rate, length = room_sounds.RATE, 13 * room_sounds.RATE
    for name in ("ambience-pub.wav", "debate1.wav", "applause.wav", "woven_applause.wav"):
        yield name, np.resize(room.read(audience / name), length)
    random = np.random.default_rng(1)
    for name in ("coughs", "knocks"):
        sound = random.normal(0, 3e-4, length)
        for due in np.arange(EVERY, 12.5, EVERY):
            t = np.arange(round(0.15 * rate)) / rate
            burst = np.sin(2 * np.pi * random.uniform(80, 300) * t) if name == "knocks" else _cough(random, len(t))
            first = round((due + random.uniform(-0.05, 0.25)) * rate)
            sound[first : first + len(t)] += 0.3 * burst * np.exp(-t / 0.05)
        yield f"{name} on the beat", sound.astype(np.float32)


def _cough(random: np.random.Generator, length: int) -> Reals:
    """Noise through two formants."""
    spectrum = np.fft.rfft(random.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / room_sounds.RATE)
    shape = np.exp(-0.5 * ((hertz - 600) / 400) ** 2) + 0.5 * np.exp(-0.5 * ((hertz - 2200) / 800) ** 2)
    burst = np.fft.irfft(spectrum * shape, length)
    return np.asarray(burst / np.abs(burst).max())


def starts(model: ScoreModel, sound: Floats, shown: bool) -> bool:
    strokes = (gesture for due in np.arange(EVERY, 12.5, EVERY) for gesture in camera(0.8, float(due) - 0.8))
    run = listen(model, sound, room_sounds.RATE, list(strokes) if shown else [])
    return bool((run.following != Following.WAITING).any())


def print_holds(data: Path, most: int) -> None:
    print(f"\nA fermata of {HELD_FOR:.0f} s in a hall; the next note and the one after, ms late, a performance each\n")
    print("| performance | next: without | with | after it: without | with |\n|---|---|---|---|---|")
    for take in islice(follow_orchestra.takes(data / "orchestra", data / FONT, 2), most):
        times = {float(b): take.clock().begins(float(b)) for b in take.onsets()}
        beats = list(times)
        here = [i for i, b in enumerate(beats[:-6]) if AROUND[0] < times[b] < AROUND[1] and beats[i + 1] - b >= 0.5]
        if here:
            late = [held(take, beats[here[0] : here[0] + 4], hand) for hand in (False, True)]
            cells = [f"{1000 * late[way][k]:.0f}" for k in (0, 1) for way in (0, 1)]
            print(f"| {take.name} | {' | '.join(cells)} |", flush=True)


def held(take: follow_orchestra.Take, beats: list[float], hand: bool) -> Reals:
    """Seconds late that the notes after the held first of ``beats`` are reported."""
    clock = Clock(take.clock().beats, take.clock().times, (Stop(beats[0], HELD_FOR, True),))
    times = np.array([clock.begins(b) for b in beats[1:]])
    notes = [(a, min(z, times[-1] + 1), *rest) for a, z, *rest in follow_orchestra.struck(take.score, clock)]
    notes = [note for note in notes if note[0] < times[-1] + 1]
    sound, rate = follow_orchestra.rendered(notes, f"{take.name} held", take.font, wet=True)
    model = ScoreModel.from_score(replace(take.score, fermatas=(Fraction(beats[0]),)))
    quarter = float(times[1] - times[0]) / (beats[2] - beats[1])
    beat = shown_beat(quarter, np.random.default_rng(5))
    run = listen(model, sound, rate, camera(beat, times[0] - 0.05 - beat) if hand else [])
    furthest = np.maximum.accumulate(run.beat)
    at = np.minimum(np.searchsorted(furthest, np.array(beats[1:]) - 1e-3), len(run.now) - 1)
    return np.asarray(run.now[at] - times)


def spread(values: Reals) -> str:
    """Median and 90th percentile, ms."""
    return "none" if not len(values) else " / ".join(f"{1000 * np.quantile(values, q):.0f}" for q in (0.5, 0.9))


def worst(values: list[float]) -> str:
    return f"{1000 * np.median(values):.0f} / {1000 * max(values):.0f}"


TABLES: dict[str, Callable[[Path, int], None]] = {
    "cameras": print_cameras,
    "starts": print_starts,
    "false": print_false,
    "holds": print_holds,
}

if __name__ == "__main__":
    main()
