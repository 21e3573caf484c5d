"""From a lamp to its slots: every kind of fixture does its best."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.core.colour import WHITE, read
from odette.core.mix import additive
from odette.core.profile import EMITTERS, GENERIC, Channel, Profile, Span, coloured, plain
from odette.core.slots import Encoder, Lamp, slots

RED, BLUE, AMBER = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.6, 0.0)
shares = st.floats(0, 1)
colours = st.tuples(shares, shares, shares)

SPOT = Profile(
    14,
    (
        Channel((0, 1), "pan", 32768, (Span(0, 65535, "", -270, 270),)),
        Channel((2, 4), "tilt", 32768, (Span(0, 65535, "", 135, -135),)),
        Channel((3,), "zoom", 0, (Span(0, 255, "", 50, 5),)),
        Channel(
            (5,),
            "strobe",
            40,
            (
                Span(0, 31, name="closed"),
                Span(32, 63, name="open"),
                Span(64, 127, "", 1, 20),
                Span(128, 255, name="random"),
            ),
        ),
        Channel((6,), "intensity"),
        Channel((7, 8), "intensity"),
        Channel(
            (9,),
            "colour wheel",
            0,
            (
                Span(0, 9, name="open", colour=WHITE),
                Span(10, 19, name="red", colour=RED),
                Span(20, 29, name="blue", colour=BLUE),
                Span(30, 255, name="spin"),
            ),
        ),
        Channel((10,), "gobo", 0, (Span(0, 9, name="open"), Span(10, 19, name="Leaves"))),
        Channel(
            (11,), "gobo angle", 0, (Span(0, 127, "", 0, 360), Span(128, 255, "gobo rotation", -60, 60))
        ),
        Channel((12,), "", 77),
        Channel((13,), "iris", 0, (Span(0, 200, "", 1, 0),)),
    ),
)  # fmt: skip


def told(profile: Profile, level: float = 1.0, colour=WHITE, **settings) -> list[int]:
    return list(slots(profile, Lamp(level, colour, {name.replace("_", " "): to for name, to in settings.items()})))


def word(data: list[int], coarse: int, fine: int) -> int:
    return data[coarse] * 256 + data[fine]


@given(st.integers(0, 65535))
def test_sixteen_bits_are_exact(value: int) -> None:
    """Every one of the 65536 levels, and every one of the places that a head can point to, comes out as itself."""
    assert word(told(GENERIC["dimmer-16"], value / 65535), 0, 1) == value
    assert word(told(SPOT, pan=-270 + 540 * value / 65535), 0, 1) == value
    assert word(told(SPOT, tilt=135 - 270 * value / 65535), 2, 4) == value, "slots apart, and a range that runs down"


def test_what_was_never_said_stays_at_its_default() -> None:
    assert told(SPOT, 0.0) == [128, 0, 128, 0, 0, 40, 0, 0, 0, 4, 0, 0, 77, 0]


@pytest.mark.parametrize(
    ("settings", "slot", "value"),
    [
        ({"zoom": 5}, 3, 255),
        ({"zoom": 50}, 3, 0),
        ({"zoom": 90}, 3, 0),
        ({"strobe": 0}, 5, 47),
        ({"strobe": 1}, 5, 64),
        ({"strobe": 20}, 5, 127),
        ({"strobe": 25}, 5, 127),
        ({"strobe": 0.2}, 5, 64),
        ({"colour_wheel": "blue"}, 9, 24),
        ({"colour_wheel": "spin"}, 9, 142),
        ({"gobo": "leaves"}, 10, 14),
        ({"gobo": "Dots"}, 10, 0),
        ({"gobo_angle": 180}, 11, 64),
        ({"gobo_rotation": 60}, 11, 255),
        ({"gobo_rotation": 0, "gobo_angle": 360}, 11, 127),
        ({"gobo_rotation": -60, "gobo_angle": 360}, 11, 128),
        ({"iris": 1}, 13, 0),
        ({"iris": 0}, 13, 200),
    ],
)
def test_a_parameter_is_as_near_as_the_fixture_can_go(settings: dict, slot: int, value: int) -> None:
    assert told(SPOT, **settings)[slot] == value


@pytest.mark.parametrize(
    ("colour", "place"), [(WHITE, 4), ((0.8, 0.1, 0.2), 14), (read("L119"), 24), (read("R02"), 4), (read("3200K"), 4)]
)
def test_a_wheel_turns_to_the_colour_that_looks_nearest(colour: tuple[float, float, float], place: int) -> None:
    assert told(SPOT, colour=colour)[9] == place
    assert Encoder(SPOT).shown(colour) == {4: WHITE, 14: RED, 24: BLUE}[place]


@pytest.mark.parametrize(
    ("profile", "colour", "expected"),
    [
        ("rgba", AMBER, [0, 0, 0, 255]),
        ("rgba", RED, [255, 0, 0, 0]),
        ("rgbaw", (1.0, 0.8, 0.5), [0, 0, 0, 128, 128]),
        ("dimmer-rgbaw", BLUE, [255, 0, 0, 255, 0, 0]),
    ],
)
def test_white_and_amber_take_over_what_they_can_give(profile: str, colour, expected: list[int]) -> None:
    assert told(GENERIC[profile], 1.0, colour) == pytest.approx(expected, abs=1)


@given(colours, st.sets(st.sampled_from(list(EMITTERS)[3:])))
def test_what_the_lamps_give_together_is_the_colour(colour: tuple[float, float, float], more: set[str]) -> None:
    lamps = tuple(name for name in EMITTERS if name in {"red", "green", "blue", *more})
    given_ = additive(colour, lamps)
    for i in range(3):
        assert sum(share * EMITTERS[lamp][i] for lamp, share in given_.items()) == pytest.approx(colour[i], abs=1e-9)
    assert all(-1e-9 <= share <= 1 + 1e-9 for share in given_.values())


def test_warm_and_cold_white_are_blended_to_a_temperature() -> None:
    pair = plain("tunable", "intensity", "warm white", "cold white")
    warm, middle, cold = (told(pair, 1.0, read(kelvin)) for kelvin in ("2700K", "4300K", "9000K"))
    assert warm == [255, 255, 0]
    assert cold == [255, 0, 255]
    assert min(middle[1:]) > 0


def test_subtractive_mixing_takes_out_what_the_colour_does_not_have() -> None:
    cmy = plain("spot", "intensity", "cyan", "magenta", "yellow")
    assert told(cmy, 0.5, (1.0, 0.5, 0.0)) == [128, 0, 128, 255]
    assert told(cmy, 0.5) == [128, 0, 0, 0]


def test_without_a_dimmer_the_level_goes_into_the_lamps_or_closes_the_shutter() -> None:
    assert told(GENERIC["rgb"], 0.5, (1.0, 0.5, 0.0)) == [128, 64, 0]
    shutter = Profile(1, (Channel((0,), "strobe", 255, (Span(0, 9, name="closed"), Span(250, 255, name="open"))),))
    assert told(shutter, 0.0) == [4]
    assert told(shutter, 0.3) == [255]


def test_a_dimmer_that_shares_its_channel_with_the_strobe_leaves_it_to_a_strobe() -> None:
    shared = Profile(1, (Channel((0,), "intensity", 0, (Span(0, 189), Span(190, 250, "strobe", 1, 15))),))
    assert told(shared, 1.0) == [189]
    assert told(shared, 1.0, strobe=15) == [250]
    assert told(shared, 1.0, strobe=0) == [189]


@pytest.mark.parametrize("profile", [SPOT, *GENERIC.values()], ids=lambda profile: profile.name or "spot")
@given(level=shares, colour=colours, pan=st.floats(-720, 720), strobe=st.floats(0, 40))
def test_every_lamp_has_its_slots_and_no_more(profile: Profile, level, colour, pan, strobe) -> None:
    assert len(slots(profile, Lamp(level, colour, {"pan": pan, "strobe": strobe}))) == profile.size


def test_only_what_can_change_its_colour_is_coloured() -> None:
    assert [name for name, profile in GENERIC.items() if not coloured(profile)] == ["dimmer", "dimmer-16"]
    assert coloured(SPOT)
