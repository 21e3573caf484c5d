"""Effects in looks.toml: chases, sines, flickers, breaths."""

from collections import Counter

from msgspec.structs import replace

from odette.book.palettes import FULL, Palettes, read_colour
from odette.book.table import Table, quote
from odette.book.times import HOUR
from odette.core.cue import Value
from odette.core.wave import Kind, Wave

Waves = dict[str, Wave]

_KEYS = ("kind", "seconds", "beats", "depth", "colour")
_SHORTEST = 0.05
_APART = 7.31
"""Cycles between two flickers, so that no two flames are alike."""


def read_waves(top: Table, palettes: Palettes) -> Waves:
    """The effects by name."""
    effects = top.table("effect")
    return {name: _wave(effects.table(name), name, palettes) for name in effects.values}


def _wave(effect: Table, name: str, palettes: Palettes) -> Wave:
    effect.only(_KEYS, f"effect {quote(name)}")
    if ("seconds" in effect) is ("beats" in effect):
        both = "both seconds and beats" if "beats" in effect else "neither seconds nor beats"
        found = f"effect {quote(name)} has {both}"
        effect.fault(found, "say how long a cycle is: seconds = 2, or beats = 1")
    kind = effect.choice("kind", list(Kind))
    return Wave(
        Kind(kind or Kind.SINE),
        effect.number("depth", 0, FULL, FULL) / FULL,
        effect.number("seconds", _SHORTEST, HOUR, 1.0),
        effect.number("beats", _SHORTEST, HOUR) if "beats" in effect else 0.0,
        colour=read_colour(effect, palettes),
    )


def spread(values: dict[str, Value]) -> dict[str, Value]:
    """The values of a look with each chase spread over its roles in the order written, and no two flickers alike."""
    sizes = Counter(value.wave for value in values.values() if value.wave)
    place: Counter[Wave] = Counter()
    laid: dict[str, Value] = {}
    for role, value in values.items():
        wave = value.wave
        if wave is not None:
            size, index = sizes[wave], place[wave]
            place[wave] += 1
            if wave.kind is Kind.CHASE and size > 1:
                value = replace(value, wave=replace(wave, phase=(size - index) % size / size, share=1 / size))
            elif wave.kind is Kind.FLICKER:
                value = replace(value, wave=replace(wave, phase=index * _APART))
        laid[role] = value
    return laid
