"""What it costs to work out the slots of 32 full universes: milliseconds of processor time for each frame.

    python bench/patch.py [--universes 32] [--frames 40]

A frame has 22.7 ms (44 a second). ``still`` is what the stage does when nothing moves: it keeps the last frames.
``levels`` is a fade of every role; ``colours`` one of every role's colour and level; ``own`` one in which every lamp is
a role of its own and has its own level and colour at every moment: more than any cue asks for; ``tenth`` the same
where every tenth lamp moves and the others stand.
"""

import argparse
import time
from collections.abc import Callable

from odette.core.clocks import SECOND, ShowTime, later
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.profile import GENERIC, Channel, Profile, Span
from odette.core.venue import Fixture, Venue
from odette.stage.engine import Engine

HEAD = Profile(
    24,
    (
        Channel((0, 1), "pan", 32768, (Span(0, 65535, "", -270, 270),)),
        Channel((2, 3), "tilt", 32768, (Span(0, 65535, "", -135, 135),)),
        Channel((4, 5), "intensity"),
        Channel((6,), "strobe", 40, (Span(0, 31, name="closed"), Span(32, 63, name="open"), Span(64, 255, "", 1, 20))),
        *(Channel((7 + i,), name) for i, name in enumerate(("cyan", "magenta", "yellow"))),
        Channel((10, 11), "zoom", 0, (Span(0, 65535, "", 5, 50),)),
        Channel((12,), "gobo", 0, (Span(0, 9, name="open"), Span(10, 19, name="leaves"))),
    ),
)
KINDS = {"dimmer": GENERIC["dimmer"], "dimmer-rgbw": GENERIC["dimmer-rgbw"], "rgbw": GENERIC["rgbw"], "head": HEAD}
ROLES = 40
T0 = ShowTime(SECOND)


def hall(kind: str, universes: int, own: bool) -> Venue:
    """So many universes full of one kind, in roles of neighbours; or each in a role of its own."""
    size = KINDS[kind].size
    fixtures = tuple(
        Fixture(f"{universe}/{address}", kind, universe, address)
        for universe in range(1, universes + 1)
        for address in range(1, 514 - size, size)
    )
    roles: dict[str, dict[str, float]] = {}
    for i, fixture in enumerate(fixtures):
        role = str(i if own else i * ROLES // len(fixtures))
        roles.setdefault(role, {})[fixture.id] = 1.0
    return Venue("bench", fixtures, roles, profiles=KINDS)


def fade(venue: Venue, value: Callable[[int], Value]) -> Fade:
    return Fade("1", T0, {role: value(i) for i, role in enumerate(venue.roles)}, 100.0, 100.0)


def coloured(i: int) -> Value:
    return Value(1 - i % 50 / 100, (i % 97 / 97, i % 89 / 89, i % 83 / 83))


def aimed(i: int) -> Value:
    return Value(1.0, coloured(i).colour, {"pan": i % 270, "tilt": -i % 135, "zoom": 5 + i % 45})


def tenth(i: int) -> Value:
    return coloured(i) if i % 10 == 0 else Value(0.1, (1.0, 1.0, 1.0))


CASES: dict[str, tuple[bool, Callable[[int], Value] | None]] = {
    "still": (False, None),
    "levels": (False, lambda i: Value(1 - i % 50 / 100)),
    "colours": (False, coloured),
    "tenth": (True, tenth),
    "own": (True, coloured),
    "own, aimed": (True, aimed),
}


def measure(venue: Venue, value: Callable[[int], Value] | None, count: int) -> float:
    """Milliseconds of processor time for each frame, the first left out."""
    engine = Engine(venue)
    if value is not None:
        lit = Fade("0", T0, {role: Value(0.1, (1.0, 1.0, 1.0), {"pan": 0.0}) for role in venue.roles}, 0.0, 0.0)
        engine.take([lit, fade(venue, value)], T0)
    engine.frames(later(T0, 1))
    began = time.process_time()
    for frame in range(count):
        engine.frames(later(T0, 2 + frame / 44))
    return (time.process_time() - began) / count * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--universes", type=int, default=32)
    options.add_argument("--frames", type=int, default=40)
    chosen = options.parse_args()
    print(f"{'kind':<12} {'fixtures':>8}  " + "  ".join(f"{case:>10}" for case in CASES) + "   ms a frame")
    for kind in KINDS:
        row = []
        for own, value in CASES.values():
            venue = hall(kind, chosen.universes, own)
            row.append(measure(venue, value, chosen.frames if not own else max(chosen.frames // 8, 1)))
        print(f"{kind:<12} {len(venue.fixtures):>8}  " + "  ".join(f"{ms:>10.2f}" for ms in row), flush=True)


if __name__ == "__main__":
    main()
