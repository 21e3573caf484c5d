"""A chase lights every lamp, alone, in its turn; then all; then none."""

from odette.core.chase import chase, dark, lamp_by_lamp
from odette.core.clocks import SECOND, ShowTime, later
from odette.core.light import LightState, apply
from odette.core.patch import in_venue, picture
from odette.core.venue import Fixture, Venue

T0 = ShowTime(9 * SECOND)
HALL = lamp_by_lamp(
    Venue("hall", (Fixture("a", "dimmer", 1, 1), Fixture("b", "rgb", 1, 2), Fixture("c", "dimmer", 2, 1)), {"all": {}})
)


def test_each_lamp_alone_then_all_then_none() -> None:
    state = in_venue(LightState(), HALL)
    lit = []
    for fade in [*chase(HALL, T0, 0.5), dark(HALL, later(T0, 9))]:
        state = apply(state, fade, fade.due)
        lamps = picture(HALL, state, fade.due)
        assert all(lamp.level in (0, 1) for lamp in lamps.values())
        lit.append(((fade.due - T0) / SECOND, "".join(name for name, lamp in lamps.items() if lamp.level)))
    assert lit == [(0, "a"), (0.5, "b"), (1, "c"), (1.5, "abc"), (9, "")]
