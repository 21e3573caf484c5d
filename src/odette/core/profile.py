"""What a fixture's slots mean: one mode of one kind of fixture, as data.

A channel carries a parameter on one slot, or on several for 16 or 24 bits: coarse first, and not always side by side.
Its DMX values are counted at its full resolution: 0 to 65535 on two slots. Parameters are ``intensity``, the emitters
(``EMITTERS``), the filters of subtractive mixing (``FILTERS``) and those of ``core.parameter``; a channel of no
parameter stays where it is by default.
"""

from collections.abc import Iterator

from msgspec import Struct

from odette.core.colour import Colour

OPEN, CLOSED = "open", "closed"
"""Names of the spans of a shutter that let all light through, or none; ``open`` is an empty place of a wheel too."""

EMITTERS: dict[str, Colour] = {
    "red": (1.0, 0.0, 0.0),
    "green": (0.0, 1.0, 0.0),
    "blue": (0.0, 0.0, 1.0),
    "white": (1.0, 1.0, 1.0),
    "cold white": (0.9, 0.95, 1.0),
    "warm white": (1.0, 0.82, 0.6),
    "amber": (1.0, 0.6, 0.0),
    "lime": (0.7, 1.0, 0.0),
    "uv": (0.0, 0.0, 0.0),
}
"""The lamps of a fixture that mixes light, and what each gives, roughly: our estimate, since no two makers' are alike.
What ultraviolet gives cannot be seen."""

FILTERS = ("cyan", "magenta", "yellow")
"""What a fixture of subtractive mixing takes out of white: red, green, blue, in this order."""

SHARES = frozenset({"intensity", *EMITTERS, *FILTERS})
"""What goes from 0 to 1 and has no other measure."""


class Span(Struct, frozen=True):
    """A part of a channel's range that does one thing."""

    first: int
    last: int
    """DMX values, both included."""
    parameter: str = ""
    """What it sets, if not what its channel sets."""
    low: float | None = None
    high: float | None = None
    """What the parameter is at ``first`` and at ``last``, in the parameter's unit; ``low`` may be the greater."""
    name: str = ""
    """Of a place on a wheel, or of a state: ``open``, ``closed``."""
    colour: Colour | None = None
    """Of a place on a colour wheel."""


class Channel(Struct, frozen=True):
    """One thing that a fixture can be told."""

    slots: tuple[int, ...]
    """Offsets from the fixture's address, from 0, coarse first."""
    parameter: str = ""
    default: int = 0
    spans: tuple[Span, ...] = ()
    """Without any: the whole range, from 0 to 1."""

    @property
    def most(self) -> int:
        """The highest DMX value."""
        return int(256 ** len(self.slots)) - 1


class Profile(Struct, frozen=True):
    """One mode of one kind of fixture."""

    size: int
    """How many slots it takes."""
    channels: tuple[Channel, ...]
    name: str = ""
    """For people: maker, model, mode."""
    source: str = ""
    """Where it was read."""


def parameters(profile: Profile) -> Iterator[str]:
    """Everything the fixture can be told, in the order of its channels."""
    for channel in profile.channels:
        yield from dict.fromkeys(sets(channel))


def sets(channel: Channel) -> tuple[str, ...]:
    """The parameters of a channel, its own first."""
    return tuple(name for name in (channel.parameter, *(span.parameter for span in channel.spans)) if name)


def wheel(profile: Profile) -> tuple[Span, ...]:
    """The places of the colour wheel whose colours are known."""
    for channel in profile.channels:
        if channel.parameter == "colour wheel":
            return tuple(span for span in channel.spans if span.colour is not None)
    return ()


def emitters(profile: Profile) -> tuple[str, ...]:
    """The lamps of a fixture that mixes light."""
    have = set(parameters(profile))
    return tuple(name for name in EMITTERS if name in have)


def subtractive(profile: Profile) -> bool:
    """Whether it mixes colour with cyan, magenta and yellow."""
    return set(FILTERS) <= set(parameters(profile))


def coloured(profile: Profile) -> bool:
    """Whether it can change its colour."""
    return len(set(emitters(profile)) - {"uv"}) > 1 or subtractive(profile) or bool(wheel(profile))


def plain(name: str, *carried: str) -> Profile:
    """A profile of channels one after the other; a name followed by ``fine`` is the fine slot of the one before."""
    channels: list[Channel] = []
    for slot, parameter in enumerate(carried):
        if parameter.endswith(" fine"):
            channels[-1] = Channel((*channels[-1].slots, slot), channels[-1].parameter)
        else:
            channels.append(Channel((slot,), parameter))
    return Profile(len(carried), tuple(channels), name)


PLAIN: dict[str, tuple[str, ...]] = {
    "dimmer": ("intensity",),
    "dimmer-16": ("intensity", "intensity fine"),
    "rgb": ("red", "green", "blue"),
    "rgbw": ("red", "green", "blue", "white"),
    "rgba": ("red", "green", "blue", "amber"),
    "rgbaw": ("red", "green", "blue", "amber", "white"),
    "dimmer-rgb": ("intensity", "red", "green", "blue"),
    "dimmer-rgbw": ("intensity", "red", "green", "blue", "white"),
    "dimmer-rgba": ("intensity", "red", "green", "blue", "amber"),
    "dimmer-rgbaw": ("intensity", "red", "green", "blue", "amber", "white"),
}
"""The fixtures that need no profile of their own: what each slot carries, from the address on."""

GENERIC: dict[str, Profile] = {name: plain(name, *carried) for name, carried in PLAIN.items()}
