"""Colour as people write it and as lamps are told it: red, green and blue from 0 to 1, as on the web (sRGB).

A colour says hue and saturation; how much light there is, the level says. So a filter and a temperature are the
brightest red, green and blue of their chromaticity, and white is (1, 1, 1).
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from odette.core.gel import LEE, ROSCO

Colour = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)
WRITTEN = 'a colour such as "#2040a0", a filter such as "L201" or "R80", or a temperature such as "3200K"'
"""What ``read`` understands, for messages."""
COLDEST = 25000
WARMEST = 1000
"""Kelvin; the range of temperatures."""

_D65 = (0.3127, 0.3290)
_SOURCE_C = (0.3101, 0.3162)
"""Chromaticities of the CIE's standard illuminants (CIE 15:2004, table T.3)."""
_TO_RGB = (
    (3.24096994, -1.53738318, -0.49861076),
    (-0.96924364, 1.8759675, 0.04155506),
    (0.05563008, -0.20397696, 1.05697151),
)
_TO_XYZ = (
    (0.4123908, 0.35758434, 0.18048079),
    (0.21263901, 0.71516868, 0.07219232),
    (0.01933082, 0.11919478, 0.95053215),
)
"""Between CIE XYZ and linear sRGB of the primaries of IEC 61966-2-1."""


@lru_cache(maxsize=1024)
def read(text: str) -> Colour | None:
    """The colour that ``text`` writes; None if it is none: ``#2040a0``, ``L201``, ``R80``, ``3200K``."""
    if re.fullmatch("#[0-9A-Fa-f]{6}", text):
        return int(text[1:3], 16) / 255, int(text[3:5], 16) / 255, int(text[5:7], 16) / 255
    if filtered := re.fullmatch(r"([LR])(\d{1,4})", text, re.IGNORECASE):
        return gel(filtered[1].upper(), int(filtered[2]))
    if (kelvin := re.fullmatch(r"(\d{4,5}) ?K", text)) and WARMEST <= int(kelvin[1]) <= COLDEST:
        return temperature(int(kelvin[1]))
    return None


def gel(maker: str, number: int) -> Colour | None:
    """The colour of a filter, ``L`` for LEE and ``R`` for Rosco, in front of a white lamp; None: not in the table."""
    table, white = (LEE, _SOURCE_C) if maker == "L" else (ROSCO, _D65)
    return of_chromaticity(table[number], white) if number in table else None


def temperature(kelvin: float) -> Colour:
    """The colour of white light of a colour temperature beside daylight of 6500 K.

    Below 4000 K the Planckian radiator (Krystek 1985, Color Research and Application 10, 38), from 5000 K daylight
    (CIE 15:2004, 3.1), between them in proportion.
    """
    share = min(max((kelvin - 4000) / 1000, 0.0), 1.0)
    (px, py), (dx, dy) = _planckian(min(kelvin, 5000)), _daylight(max(kelvin, 4000))
    return of_chromaticity((px + (dx - px) * share, py + (dy - py) * share))


def of_chromaticity(xy: tuple[float, float], white: tuple[float, float] = _D65) -> Colour:
    """The brightest colour of a chromaticity (CIE 1931) where ``white`` counts as white.

    Adaptation scales linear red, green and blue (von Kries); what a screen cannot show is cut to what it can.
    """
    linear, against = _linear(xy), _linear(white)
    adapted = [max(value / w, 0.0) for value, w in zip(linear, against, strict=True)]
    most = max(adapted)
    red, green, blue = (round(_encoded(value / most), 4) for value in adapted)
    return red, green, blue


def hexadecimal(colour: Colour) -> str:
    """A colour as ``read`` understands it."""
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02x}" for part in colour)


def distance(one: Colour, other: Colour) -> float:
    """How different two colours look: CIELAB, delta E of 1976 (CIE 15:2004, 8.2). Around 2 can just be seen."""
    return math.dist(_lab(one), _lab(other))


def nearest(colour: Colour, among: Iterable[Colour]) -> int:
    """Index of the colour that looks most like ``colour``."""
    return min(enumerate(among), key=lambda item: distance(colour, item[1]))[0]


def _planckian(kelvin: float) -> tuple[float, float]:
    t = kelvin
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t)
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t)
    return 3 * u / (2 * u - 8 * v + 4), 2 * v / (2 * u - 8 * v + 4)


def _daylight(kelvin: float) -> tuple[float, float]:
    a, b, c, d = (
        (-4.6070e9, 2.9678e6, 0.09911e3, 0.244063) if kelvin <= 7000 else (-2.0064e9, 1.9018e6, 0.24748e3, 0.237040)
    )
    x = a / kelvin**3 + b / kelvin**2 + c / kelvin + d
    return x, -3.000 * x * x + 2.870 * x - 0.275


def _linear(xy: tuple[float, float]) -> tuple[float, ...]:
    """Linear sRGB of a chromaticity at luminance 1."""
    x, y = xy
    return _times(_TO_RGB, (x / y, 1.0, (1 - x - y) / y))


@lru_cache(maxsize=4096)
def _lab(colour: Colour) -> tuple[float, float, float]:
    white = _times(_TO_XYZ, WHITE)
    x, y, z = (
        value ** (1 / 3) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29
        for value in (part / w for part, w in zip(_times(_TO_XYZ, tuple(map(_decoded, colour))), white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _encoded(value: float) -> float:
    """Linear light as sRGB writes it."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _decoded(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
