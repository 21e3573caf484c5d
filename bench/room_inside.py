"""Applause inside a number: is the follower where the players are when it listens alone, and when the room holds it?

    python bench/room_inside.py --data DIR [--most N]

The scenes are those of follow_scenes.py: an orchestra stops for twelve seconds of applause as loud as its music. With
the room the follower stands still while applause is heard, as in a show (performance/ears.py).
"""

import argparse
from itertools import islice
from pathlib import Path

import numpy as np

import follow
from follow_data import Piece
from follow_measure import b_errors
from follow_run import Run, collect
from odette.core.events import Following
from odette.follow.estimate import Estimate
from odette.follow.follower import Follower
from odette.room.listener import RoomListener
from odette.room.prior import applause_unlikely

LEFT = 60.0
"""Seconds of music said to be left: nobody is near the end."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--most", type=int, help="performances at most")
    arguments = parser.parse_args()
    scenes = (piece for piece in follow.pieces_of("scenes", arguments.data, 1) if "applause" in piece.set)
    print(f"{'applause inside':50} within 0.25, 0.5 and 1 s alone, and held by the room; seconds held")
    for piece in islice(scenes, arguments.most):
        alone, _ = run(piece, False)
        held, seconds = run(piece, True)
        print(f"{piece.name:50} {shares(alone, piece)}   {shares(held, piece)}   {seconds:.1f}", flush=True)


def run(piece: Piece, room: bool) -> tuple[Run, float]:
    """The follower's run, and for how many seconds the room held it."""
    sound, rate = piece.sound()
    follower, listener = Follower(piece.model(), rate), RoomListener(rate)
    estimates: list[Estimate] = []
    hop, held = follower.features.hop, 0
    for n in range(len(sound) // hop):
        block = sound[n * hop : (n + 1) * hop]
        if room:
            clapping = listener.hear(block).kind == "applause"
            began = bool(estimates) and estimates[-1].following is not Following.WAITING
            follower.hold(clapping and began)
            held += clapping and began
        estimates.append(follower.hear(block))
        listener.doubt(applause_unlikely(estimates[-1].following, LEFT, False))
    return collect(estimates, hop / rate, rate, [0.0] * len(estimates)), held / 50


def shares(run: Run, piece: Piece) -> str:
    errors = np.abs(b_errors(run, piece))
    return " ".join(f"{np.mean(errors <= limit):.3f}" for limit in (0.25, 0.5, 1.0))


if __name__ == "__main__":
    main()
