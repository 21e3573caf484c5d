"""Colours as people write them, and what lamps are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.core.colour import COLDEST, WARMEST, WHITE, distance, hexadecimal, nearest, read, temperature
from odette.core.gel import LEE, ROSCO

parts = st.integers(0, 255)


@given(parts, parts, parts)
def test_what_is_written_in_hexadecimal_comes_back_as_written(red: int, green: int, blue: int) -> None:
    written = f"#{red:02x}{green:02x}{blue:02x}"
    colour = read(written)
    assert colour == (red / 255, green / 255, blue / 255)
    assert hexadecimal(colour) == written


@pytest.mark.parametrize(
    "text", ["", "blue", "#12345", "#1234567", "L", "L9999", "R1", "X201", "3200", "K", "999K", "99999K", "3200 k"]
)
def test_what_is_no_colour_is_none(text: str) -> None:
    assert (read(text) is None) == (text != "R1")


@pytest.mark.parametrize(
    ("number", "reds", "blues"),
    [("L106", 1, 0), ("R26", 1, 0), ("L119", 0, 1), ("R80", 0, 1), ("L204", 1, 0), ("L201", 0, 1), ("r80", 0, 1)],
)
def test_a_filter_has_the_hue_of_its_name(number: str, reds: int, blues: int) -> None:
    """Reds and oranges are warm, blues are cold."""
    colour = read(number)
    assert colour is not None
    assert (colour[0] > colour[2]) == bool(reds)
    assert (colour[2] > colour[0]) == bool(blues)


def test_every_filter_of_the_table_is_a_colour_as_bright_as_can_be() -> None:
    for maker, table in (("L", LEE), ("R", ROSCO)):
        for number in table:
            colour = read(f"{maker}{number}")
            assert colour is not None
            assert max(colour) == 1
            assert min(colour) >= 0


def test_opposite_corrections_lie_on_opposite_sides_of_white() -> None:
    """L201 and L204 turn tungsten to daylight and back; half of each is nearer to white than the whole."""
    colours = [read(gel) for gel in ("L201", "L202", "L203", "L206", "L205", "L204")]
    away = [distance(colour, WHITE) for colour in colours if colour]
    assert away[0] > away[1] > away[2]
    assert away[5] > away[4] > away[3]


def test_daylight_of_6500_kelvin_is_white() -> None:
    assert distance(temperature(6504), WHITE) < 0.2


@given(st.integers(WARMEST, COLDEST - 10))
def test_the_hotter_the_bluer(kelvin: int) -> None:
    """Blue over red never falls with temperature, nor does it jump anywhere, as at the change of formula."""
    (r1, _, b1), (r2, _, b2) = temperature(kelvin), temperature(kelvin + 10)
    assert -0.001 <= b2 / r2 - b1 / r1 <= 0.02


def test_tungsten_is_what_colorimetry_tables_say() -> None:
    """3200 K beside D65: x 0.4234, y 0.3990 on the Planckian locus, which is #ffbe7a within a step or two."""
    red, green, blue = temperature(3200)
    assert (red, round(green * 255), round(blue * 255)) == (1, pytest.approx(190, abs=2), pytest.approx(122, abs=2))


def test_black_and_white_are_a_hundred_apart() -> None:
    assert distance((0, 0, 0), WHITE) == pytest.approx(100, abs=0.01)


def test_the_nearest_colour_is_the_one_that_looks_most_alike() -> None:
    wheel = [WHITE, (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.6, 0.0)]
    assert nearest((0.9, 0.1, 0.1), wheel) == 1
    assert nearest((0.2, 0.3, 0.9), wheel) == 2
    assert nearest((1.0, 0.9, 0.8), wheel) == 0
    assert nearest((1.0, 0.7, 0.2), wheel) == 3
