"""What filters and temperatures look like on a screen, for the swatches of the writing pages."""

from functools import lru_cache

from odette.core.colour import COLDEST, WARMEST, gel, hexadecimal, temperature
from odette.core.gel import LEE, ROSCO

_STEP = 100
"""Kelvin between two temperatures that are told; nobody sees a difference of half of that."""


@lru_cache(maxsize=1)
def shown() -> dict[str, str]:
    """As the prompt book writes them → ``#rrggbb``: ``L201``, ``R80``, ``3200K``."""
    filters = {
        f"{maker}{number}": gel(maker, number) for maker, table in (("L", LEE), ("R", ROSCO)) for number in table
    }
    told = {name: hexadecimal(colour) for name, colour in filters.items() if colour}
    return told | {f"{k}K": hexadecimal(temperature(k)) for k in range(WARMEST, COLDEST + 1, _STEP)}
