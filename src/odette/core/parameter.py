"""What a lamp can do besides being bright and coloured: one table of its parameters."""

from enum import StrEnum

from msgspec import Struct


class Family(StrEnum):
    """The four groups of parameters that a cue may give times of their own."""

    INTENSITY = "intensity"
    FOCUS = "focus"
    """Where a lamp points."""
    COLOUR = "colour"
    BEAM = "beam"
    """The shape of its light."""


class Unit(StrEnum):
    """What a parameter's values mean."""

    DEGREES = "degrees"
    SHARE = "share"
    """0 to 1; people write per cent."""
    HERTZ = "hertz"
    TURNS = "turns a minute"
    NAME = "name"
    """One of the names that the fixture's profile has on its wheel."""


class Parameter(Struct, frozen=True):
    """One parameter. ``low`` and ``high`` bound what a look may say, not what a fixture can do."""

    name: str
    family: Family
    unit: Unit
    low: float = 0.0
    high: float = 0.0
    fades: bool = True
    """Whether it moves in the cue's time; if not, it changes at once when the cue begins."""


PARAMETERS: dict[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter("pan", Family.FOCUS, Unit.DEGREES, -360, 360),
        Parameter("tilt", Family.FOCUS, Unit.DEGREES, -180, 180),
        Parameter("zoom", Family.BEAM, Unit.DEGREES, 0, 180),
        Parameter("edge", Family.BEAM, Unit.SHARE, 0, 1),
        Parameter("iris", Family.BEAM, Unit.SHARE, 0, 1),
        Parameter("frost", Family.BEAM, Unit.SHARE, 0, 1),
        Parameter("strobe", Family.BEAM, Unit.HERTZ, 0, 30, fades=False),
        Parameter("gobo", Family.BEAM, Unit.NAME, fades=False),
        Parameter("gobo angle", Family.BEAM, Unit.DEGREES, -360, 360),
        Parameter("gobo rotation", Family.BEAM, Unit.TURNS, -600, 600),
        Parameter("prism", Family.BEAM, Unit.NAME, fades=False),
        Parameter("prism rotation", Family.BEAM, Unit.TURNS, -600, 600),
        Parameter("colour wheel", Family.COLOUR, Unit.NAME, fades=False),
    )
}
"""By name, the keys of ``cue.Value.settings``. Pan and tilt count from the middle of their range, so that a show
travels; zoom is the whole angle of the beam; edge is 0 soft, 1 sharp; iris 0 closed, 1 open; strobe 0 is an open
shutter. The name ``"open"`` is an empty place of a wheel. Rotations are clockwise, seen along the beam; negative: the
other way."""
