"""What a person lays over the light by hand: submasters, parks, flashes, one fixture highlighted.

From above: blackout; highlight; park; flash, which master and submasters still hold down; a look tried out, which they
hold down too; the cues. Only blackout puts
out a highlighted or a parked lamp. A park or a flash names a role or, where there is no role of that name, a fixture.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from odette.core.cue import Value
from odette.core.effects import Flash, Highlight, Inhibit, Park, Preview

HandEffect = Inhibit | Park | Flash | Highlight | Preview


class Submaster(Struct, frozen=True):
    """Holds the intensities of its roles down to its level."""

    roles: tuple[str, ...]
    level: float


class Hand(Struct, frozen=True):
    """All that lies over the light."""

    submasters: dict[str, Submaster] = {}
    parked: dict[str, Value] = {}
    flashed: frozenset[str] = frozenset()
    highlighted: str = ""
    preview: dict[str, Value] = {}
    """A look tried out, by role."""


def take(hand: Hand, effect: HandEffect) -> Hand:
    """The hand after ``effect``."""
    match effect:
        case Inhibit(name=name, roles=roles, level=level):
            submaster = Submaster(roles, min(max(level, 0.0), 1.0))
            return replace(hand, submasters={**hand.submasters, name: submaster})
        case Park(target=target, value=value):
            others = {name: parked for name, parked in hand.parked.items() if name != target}
            return replace(hand, parked=others if value is None else {**others, target: value})
        case Flash(target=target, on=on):
            return replace(hand, flashed=hand.flashed | {target} if on else hand.flashed - {target})
        case Highlight(fixture=fixture):
            return replace(hand, highlighted=fixture)
        case Preview(values=values):
            return replace(hand, preview=values)


def inhibited(hand: Hand, role: str) -> float:
    """The factor that the submasters lay over a role's intensity."""
    factor = 1.0
    for submaster in hand.submasters.values():
        if role in submaster.roles:
            factor *= submaster.level
    return factor


def parks(hand: Hand, lamp: str, lamps: dict[str, tuple[str, ...]]) -> Iterator[Value]:
    """What is laid over the cues for a lamp, the weightiest first: parked by itself, by its roles, then tried out."""
    if lamp in hand.parked and lamp not in lamps:
        yield hand.parked[lamp]
    for role in reversed(hand.parked):
        if lamp in lamps.get(role, ()):
            yield hand.parked[role]
    for role in reversed(hand.preview):
        if lamp in lamps.get(role, (role,)):
            yield hand.preview[role]
