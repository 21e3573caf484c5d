"""From what a lamp shows to its DMX slots, by the profile of its fixture."""

from collections.abc import Mapping

from msgspec import Struct

from odette.core.colour import Colour, nearest
from odette.core.mix import additive, subtract
from odette.core.parameter import PARAMETERS
from odette.core.profile import (
    CLOSED,
    EMITTERS,
    OPEN,
    SHARES,
    Channel,
    Profile,
    Span,
    emitters,
    parameters,
    sets,
    subtractive,
    wheel,
)


class Lamp(Struct, frozen=True):
    """What one fixture shows."""

    level: float
    """Intensity, 0 to 1."""
    colour: Colour
    """Red, green, blue, 0 to 1: its own colour if it can change it, its gel if not."""
    settings: dict[str, float | str] = {}
    """Further parameters as in ``cue.Value``, those that were ever given."""


class Plan(Struct, frozen=True):
    """A fixture's slots in one colour and one setting, but for the level."""

    still: bytes
    dimmed: tuple[tuple[tuple[int, ...], int, float], ...]
    """Of each channel that goes with the level: its slots, its value at no light, how much full light adds."""


def slots(profile: Profile, lamp: Lamp) -> bytes:
    """One fixture's slots.

    Where nothing dims it, its lamps are driven down in proportion, or else its shutter closes at no light. A parameter
    that was never given, or a name that it does not have, leaves its channel at its default.
    """
    return at_level(Encoder(profile).plan(lamp), lamp.level)


class Encoder:
    """One profile, worked out beforehand: it is asked for thousands of lamps in every frame."""

    def __init__(self, profile: Profile) -> None:
        known = set(parameters(profile))
        self.settable = not known.isdisjoint(PARAMETERS)
        """Whether it can do anything but burn and mix colours."""
        self._lamps = emitters(profile)
        self._subtractive = subtractive(profile)
        self._wheel = () if self._lamps or self._subtractive else wheel(profile)
        self._colours = [_colour(place) for place in self._wheel]
        self._shuts = "intensity" not in known and not self._lamps
        self._dimming = {"intensity"} if "intensity" in known else set(EMITTERS)
        controls = [_Control(channel) for channel in profile.channels if channel.parameter]
        self._controls = [control for control in controls if control.only not in self._dimming]
        self._dimmers = [(c.slots, c.only, *c.range(c.only)) for c in controls if c.only in self._dimming]
        still = bytearray(profile.size)
        for channel in profile.channels:
            _write(still, channel.slots, channel.default)
        self._still = bytes(still)

    def plan(self, lamp: Lamp) -> Plan:
        """The slots of a lamp at any level, but that only an exact 0 is no light."""
        wanted, data = self._wanted(lamp), bytearray(self._still)
        dimmed = [
            (places, first, (last - first) * float(wanted[parameter]))
            for places, parameter, first, last in self._dimmers
            if parameter in wanted
        ]
        for control in self._controls:
            parameter = control.active(wanted)
            if parameter in self._dimming:
                first, last = control.range(parameter)
                dimmed.append((control.slots, first, (last - first) * float(wanted[parameter])))
            elif parameter:
                _write(data, control.slots, control.told(parameter, wanted[parameter]))
        return Plan(bytes(data), tuple(dimmed))

    def shown(self, colour: Colour) -> Colour:
        """The colour that a fixture shows for one it is asked for: on a wheel, the place that looks nearest."""
        return self._colours[nearest(colour, self._colours)] if self._wheel else colour

    def _wanted(self, lamp: Lamp) -> dict[str, float | str]:
        """Everything the fixture should be told at full light, or at none, by parameter."""
        wanted: dict[str, float | str] = {"intensity": 1.0}
        if self._lamps:
            wanted |= additive(lamp.colour, self._lamps)
        elif self._subtractive:
            wanted |= subtract(lamp.colour)
        elif self._wheel:
            wanted["colour wheel"] = self._wheel[nearest(lamp.colour, self._colours)].name
        wanted |= lamp.settings
        if lamp.level == 0 and self._shuts:
            wanted["strobe"] = CLOSED
        return wanted


class _Control:
    """One channel of an encoder, its spans by what they set."""

    def __init__(self, channel: Channel) -> None:
        self.slots = channel.slots
        self._most, self._default = channel.most, channel.default
        self._own, *self._others = sets(channel)
        self._spans: dict[str, list[Span]] = {name: [] for name in (self._own, *self._others)}
        for span in channel.spans:
            self._spans[span.parameter or channel.parameter].append(span)
        self._others = [name for name in self._spans if name != self._own]
        self.only = "" if self._others else self._own
        """Its parameter, if it has but one."""

    def active(self, wanted: Mapping[str, float | str]) -> str:
        """Which of its parameters moves it: one that is not at rest, or else its own; "": none."""
        for parameter in self._others:
            if wanted.get(parameter) not in (None, 0, OPEN):
                return parameter
        return self._own if self._own in wanted else ""

    def range(self, parameter: str) -> tuple[int, int]:
        """The DMX values of a share at 0 and at 1: of its spans, the widest."""
        spans = self._spans[parameter]
        if not spans:
            return 0, self._most
        widest = max(spans, key=lambda span: span.last - span.first)
        falls = widest.low is not None and widest.high is not None and widest.low > widest.high
        return (widest.last, widest.first) if falls else (widest.first, widest.last)

    def told(self, parameter: str, to: float | str) -> int:
        """Its DMX value where a parameter is to be ``to``."""
        if isinstance(to, str):
            return self._named(parameter, to)
        if parameter == "strobe" and to == 0:
            return self._named(parameter, OPEN)
        if parameter in SHARES or not self._spans[parameter]:
            first, last = self.range(parameter)
            return first + round((last - first) * min(max(to, 0.0), 1.0))
        return self._measured(parameter, to)

    def _named(self, parameter: str, name: str) -> int:
        """The middle of the span of that name: away from its neighbours."""
        for span in self._spans[parameter]:
            if span.name.casefold() == name.casefold():
                return (span.first + span.last) // 2
        return self._default

    def _measured(self, parameter: str, to: float) -> int:
        """The value at which a parameter is ``to``, or as near to it as the fixture can go."""
        best, off = self._default, float("inf")
        for span in self._spans[parameter]:
            if span.low is None or span.high is None:
                continue
            at = min(max(to, min(span.low, span.high)), max(span.low, span.high))
            if abs(at - to) < off:
                share = (at - span.low) / (span.high - span.low) if span.high != span.low else 0.0
                best, off = span.first + round(share * (span.last - span.first)), abs(at - to)
        return best


def at_level(plan: Plan, level: float) -> bytes:
    """The slots of a plan at a level, 0 to 1."""
    data = bytearray(plan.still)
    if not 0.0 <= level <= 1.0:
        level = min(max(level, 0.0), 1.0)
    for places, least, more in plan.dimmed:
        value = least + round(more * level)
        if len(places) == 1:
            data[places[0]] = value
        else:
            _write(data, places, value)
    return bytes(data)


def _write(data: bytearray, places: tuple[int, ...], value: int) -> None:
    """Put a channel's value into its slots, coarse first."""
    for place, part in zip(places, value.to_bytes(len(places), "big"), strict=True):
        data[place] = part


def _colour(span: Span) -> Colour:
    assert span.colour is not None
    return span.colour
