"""A colour from the lamps or filters that a fixture has.

Shares are what each lamp is driven at, not measured light: red, green and blue mean on a fixture what they mean on the
web. Each further lamp takes over as much of the colour as it can give alone, in the order of ``profile.EMITTERS``: the
white lamp the part that red, green and blue have in common, amber then what is left of red with its share of green.
The rest stays with red, green and blue. So a pastel burns on the white lamp, and a pure colour on its own.
"""

from collections.abc import Iterable
from functools import lru_cache

from odette.core.colour import Colour, nearest
from odette.core.profile import EMITTERS, FILTERS

_PRIMARIES = ("red", "green", "blue")
_STEPS = 20


def additive(colour: Colour, lamps: tuple[str, ...]) -> dict[str, float]:
    """Lamp → share, 0 to 1."""
    if not set(_PRIMARIES) <= set(lamps):
        return _blend(colour, lamps)
    shares, rest = dict.fromkeys(lamps, 0.0), list(colour)
    for lamp, gives in _further(lamps):
        share = min([rest[i] / part for i, part in gives])
        if share:
            shares[lamp] = share
            for i, part in gives:
                rest[i] -= share * part
    shares["red"], shares["green"], shares["blue"] = rest
    return shares


@lru_cache(maxsize=256)
def _further(lamps: tuple[str, ...]) -> list[tuple[str, list[tuple[int, float]]]]:
    """The lamps beside red, green and blue, each with how much of which of these it gives."""
    gives = {lamp: [(i, part) for i, part in enumerate(EMITTERS[lamp]) if part] for lamp in lamps}
    return [(lamp, parts) for lamp, parts in gives.items() if lamp not in _PRIMARIES and parts]


def subtract(colour: Colour) -> dict[str, float]:
    """Filter → share, 0 to 1: each takes out of white what the colour does not have."""
    return {name: 1.0 - part for name, part in zip(FILTERS, colour, strict=True)}


@lru_cache(maxsize=4096)
def _blend(colour: Colour, lamps: tuple[str, ...]) -> dict[str, float]:
    """Of lamps that cannot mix every colour, such as warm and cold white: the blend of two that looks nearest."""
    seen = [lamp for lamp in lamps if any(EMITTERS[lamp])]
    if len(seen) != 2:
        return {lamp: float(lamp in seen) for lamp in lamps}
    one, other = seen
    blends = [_full(i / _STEPS, 1 - i / _STEPS) for i in range(_STEPS + 1)]
    best = blends[nearest(colour, (_mixed(a, b, EMITTERS[one], EMITTERS[other]) for a, b in blends))]
    return {**dict.fromkeys(lamps, 0.0), one: best[0], other: best[1]}


def _full(a: float, b: float) -> tuple[float, float]:
    return a / max(a, b), b / max(a, b)


def _mixed(a: float, b: float, one: Colour, other: Colour) -> Colour:
    sums = [a * x + b * y for x, y in zip(one, other, strict=True)]
    red, green, blue = (value / _most(sums) for value in sums)
    return red, green, blue


def _most(values: Iterable[float]) -> float:
    return max(values) or 1.0
