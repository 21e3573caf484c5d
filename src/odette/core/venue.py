"""One building: its fixtures, where roles land on them, where messages go. A show knows nothing of it."""

from msgspec import Struct

from odette.core.cue import Department
from odette.core.output import Input, Output
from odette.core.profile import GENERIC, Profile
from odette.core.remote import Remotes

SLOTS = 512
"""Of a universe."""


class Fixture(Struct, frozen=True):
    """One lamp: what it is, where it hangs, where it listens."""

    id: str
    profile: str
    """One of ``profile.GENERIC``, or of the venue's own."""
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
    invert: tuple[str, ...] = ()
    """``pan``, ``tilt``: it hangs so that this turns the other way."""
    swap: bool = False
    """It hangs so that its pan does what looks call tilt, and the other way round."""


class Destination(Struct, frozen=True):
    """Where OSC messages go (UDP)."""

    host: str
    port: int


class Names(Struct, frozen=True):
    """What people may call by name in a venue."""

    roles: tuple[str, ...]
    fixtures: tuple[str, ...]


class Venue(Struct, frozen=True):
    """One building, as its file says."""

    title: str
    fixtures: tuple[Fixture, ...]
    roles: dict[str, dict[str, float]]
    """Role → fixture id → weight (0 to 1)."""
    outputs: tuple[Output, ...] = (Output(),)
    inputs: tuple[Input, ...] = ()
    messages: dict[str, Destination] = {}
    lead: dict[Department, float] = {}
    """Seconds a department's gear needs from command to effect."""
    remotes: Remotes = Remotes()
    """Gear that presses."""
    profiles: dict[str, Profile] = {}
    """The profiles of its own that its fixtures have."""

    @property
    def names(self) -> Names:
        return Names(tuple(self.roles), tuple(fixture.id for fixture in self.fixtures))

    def profile(self, fixture: Fixture) -> Profile:
        """What the slots of a fixture mean."""
        return self.profiles.get(fixture.profile) or GENERIC[fixture.profile]
