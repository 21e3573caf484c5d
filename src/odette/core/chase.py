"""A look at every lamp of a house, as effects over time: one after the other, then all."""

from collections.abc import Iterator

from msgspec.structs import replace

from odette.core.clocks import ShowTime, later
from odette.core.colour import WHITE
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.venue import Venue

ON, OFF = Value(1.0, WHITE), Value(0.0)


def lamp_by_lamp(venue: Venue) -> Venue:
    """The venue with one role for each fixture, of the same name."""
    return replace(venue, roles={fixture.id: {fixture.id: 1.0} for fixture in venue.fixtures})


def chase(venue: Venue, start: ShowTime, seconds: float) -> Iterator[Fade]:
    """Cuts, ``seconds`` apart: each fixture alone at full white, in the order of the file; then all of them."""
    names = [fixture.id for fixture in venue.fixtures]
    for i, name in enumerate(names):
        before = {names[i - 1]: OFF} if i else {}
        yield Fade(f"chase {i + 1}", later(start, i * seconds), {**before, name: ON}, 0.0, 0.0)
    yield Fade("chase all", later(start, len(names) * seconds), dict.fromkeys(names, ON), 0.0, 0.0)


def dark(venue: Venue, start: ShowTime) -> Fade:
    """A cut to dark."""
    return Fade("chase dark", start, {fixture.id: OFF for fixture in venue.fixtures}, 0.0, 0.0)
