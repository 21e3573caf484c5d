"""One building: its fixtures, where roles land on them, where messages go. A show knows nothing of it."""

from msgspec import Struct

from odette.core.cue import Department
from odette.core.output import Output

PROFILES: dict[str, tuple[str, ...]] = {
    "dimmer": ("intensity",),
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "dimmer-rgb": ("intensity", "red", "green", "blue"),
    "dimmer-rgbw": ("intensity", "red", "green", "blue", "white"),
}
"""The one table of fixture kinds: what each 8 bit slot of a fixture carries, from its address on."""


class Fixture(Struct, frozen=True):
    """One lamp: what it is, where it hangs, where it listens."""

    id: str
    profile: str
    universe: int
    """sACN universe, 1 to 63999."""
    address: int
    """First DMX slot, 1 to 512."""
    name: str = ""
    x: float = 0.0
    """Metres right of centre, seen from the house."""
    y: float = 0.0
    """Metres upstage of the curtain line; negative: in front of it."""
    colour: tuple[float, float, float] = (1.0, 0.86, 0.66)
    """Colour of a lamp that cannot change it (its gel), red, green, blue, 0 to 1."""


class Destination(Struct, frozen=True):
    """Where OSC messages go (UDP)."""

    host: str
    port: int


class Venue(Struct, frozen=True):
    """One building, as its file says."""

    title: str
    fixtures: tuple[Fixture, ...]
    roles: dict[str, dict[str, float]]
    """Role → fixture id → weight (0 to 1)."""
    outputs: tuple[Output, ...] = (Output(),)
    messages: dict[str, Destination] = {}
    lead: dict[Department, float] = {}
    """Seconds a department's gear needs from command to effect."""
