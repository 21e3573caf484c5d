"""False starts: what a house and an orchestra do before the music, heard by a follower that waits for it."""

from pathlib import Path

import numpy as np

import room_sounds as made
from odette.core.events import Following
from odette.follow.follower import Follower
from odette.follow.model import ScoreModel
from odette.score.read import read_score
from render import hall
from room_sounds import RATE, Sound

SCORES = (
    "orchestra/Beethoven_Op.67_2.mxl",
    "orchestra/Beethoven_Op.92_2.mxl",
    "orchestra/Bach_BWV.1048_1.mxl",
    "orchestra/Brahms_Op.98_3.mxl",
    "violin/bwv1002_mov7_10.mxl",
)


def print_starts(data: Path, font: Path, recorded: dict[str, Sound]) -> None:
    """``recorded``: sounds at hand, by name, beside those that are made."""
    sounds = {name: in_the_house(sound) for name, sound in (before(font) | recorded).items()}
    print(f"\nFalse starts of a follower that waits for the first note, of {len(sounds)} sounds each")
    for name in SCORES:
        model = ScoreModel.from_score(read_score(data / name))
        started = [sound for sound in sounds if starts(model, sounds[sound])]
        print(f"{Path(name).stem:30}{len(started):3}  {', '.join(started)}", flush=True)


def before(font: Path) -> dict[str, Sound]:
    """What is heard before a number, by name."""
    quiet = np.random.default_rng(9).normal(size=15 * RATE).astype(np.float32)
    return {
        "tuning": hall(made.played(made.tuning(15, 1), "tuning", font), RATE),
        "tuning, dry": made.played(made.tuning(15, 7), "tuning 7", font),
        "scales of nine players": hall(made.played(made.scales(15, 1), "scales", font), RATE),
        "scales of five, dry": made.played(made.scales(15, 8, 5), "scales 8", font),
        "coughs": made.coughing(10, 0.7, 1),
        "a house that coughs": made.coughing(10, 3, 2),
        "a telephone": made.ringing(8),
        "taps on the desk": made.taps(4, 1),
        "a chair": made.chair(4, 1),
        "laughter": made.laughing(5, 20, 1),
        "a quiet house": 0.3 * quiet,
    }


def in_the_house(sound: Sound) -> Sound:
    """At a level at which a microphone over the pit has it, with a quiet second before and after."""
    loud = sound * 10 ** (-30 / 20) / float(np.sqrt(np.mean(sound**2)))
    house = np.random.default_rng(1).normal(size=len(sound) + 2 * RATE) * 2e-4
    house[RATE : RATE + len(sound)] += loud
    return np.asarray(house, np.float32)


def starts(model: ScoreModel, sound: Sound) -> bool:
    follower = Follower(model, RATE)
    hop = follower.features.hop
    hops = (sound[n : n + hop] for n in range(0, len(sound) - hop + 1, hop))
    return any(follower.hear(block).following is not Following.WAITING for block in hops)
