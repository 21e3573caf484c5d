"""From what a lamp shows to its DMX slots, by the profile of its fixture."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from odette.core.colour import Colour, nearest
from odette.core.mix import additive, subtract
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
    return at_level(plan(profile, lamp), lamp.level)


def plan(profile: Profile, lamp: Lamp) -> Plan:
    """The slots of a lamp at any level, but that only an exact 0 is no light."""
    wanted, data = _wanted(profile, lamp), bytearray(profile.size)
    dimming = {"intensity"} if "intensity" in parameters(profile) else set(EMITTERS)
    dimmed = []
    for channel in profile.channels:
        parameter = _active(channel, wanted)
        if parameter in dimming:
            first, last = _range(channel, parameter)
            dimmed.append((channel.slots, first, (last - first) * float(wanted[parameter])))
        else:
            _write(data, channel.slots, _told(channel, parameter, wanted[parameter]) if parameter else channel.default)
    return Plan(bytes(data), tuple(dimmed))


def at_level(plan: Plan, level: float) -> bytes:
    """The slots of a plan at a level, 0 to 1."""
    data, level = bytearray(plan.still), min(max(level, 0.0), 1.0)
    for places, least, more in plan.dimmed:
        value = least + round(more * level)
        if len(places) == 1:
            data[places[0]] = value
        else:
            _write(data, places, value)
    return bytes(data)


def shown(profile: Profile, colour: Colour) -> Colour:
    """The colour that a fixture shows for one it is asked for: on a wheel, the place that looks nearest."""
    places = wheel(profile)
    if not places or emitters(profile) or subtractive(profile):
        return colour
    return _colour(places[nearest(colour, map(_colour, places))])


def _write(data: bytearray, places: tuple[int, ...], value: int) -> None:
    """Put a channel's value into its slots, coarse first."""
    for place, part in zip(places, value.to_bytes(len(places), "big"), strict=True):
        data[place] = part


def _wanted(profile: Profile, lamp: Lamp) -> dict[str, float | str]:
    """Everything the fixture should be told at full light, or at none, by parameter."""
    lamps = emitters(profile)
    wanted: dict[str, float | str] = {"intensity": 1.0}
    if lamps:
        wanted |= additive(lamp.colour, lamps)
    elif subtractive(profile):
        wanted |= subtract(lamp.colour)
    elif places := wheel(profile):
        wanted["colour wheel"] = places[nearest(lamp.colour, map(_colour, places))].name
    wanted |= lamp.settings
    if lamp.level == 0 and not lamps and "intensity" not in parameters(profile):
        wanted["strobe"] = CLOSED
    return wanted


def _active(channel: Channel, wanted: Mapping[str, float | str]) -> str:
    """Which of the parameters on a channel moves it: one that is not at rest, or else the channel's own; "": none."""
    own, *others = sets(channel) or ("",)
    for parameter in others:
        if parameter != own and wanted.get(parameter) not in (None, 0, OPEN):
            return parameter
    return own if own in wanted else ""


def _range(channel: Channel, parameter: str) -> tuple[int, int]:
    """The DMX values of a share at 0 and at 1: of its spans, the widest."""
    spans = [span for span in channel.spans if (span.parameter or channel.parameter) == parameter]
    if not spans:
        return 0, channel.most
    widest = max(spans, key=lambda span: span.last - span.first)
    falls = widest.low is not None and widest.high is not None and widest.low > widest.high
    return (widest.last, widest.first) if falls else (widest.first, widest.last)


def _told(channel: Channel, parameter: str, to: float | str) -> int:
    spans = [span for span in channel.spans if (span.parameter or channel.parameter) == parameter]
    if isinstance(to, str) or (parameter == "strobe" and to == 0):
        return _named(channel, spans, to if isinstance(to, str) else OPEN)
    if parameter in SHARES or not channel.spans:
        first, last = _range(channel, parameter)
        return first + round((last - first) * min(max(to, 0.0), 1.0))
    return _measured(channel, spans, to)


def _named(channel: Channel, spans: Iterable[Span], name: str) -> int:
    """The middle of the span of that name: away from its neighbours."""
    for span in spans:
        if span.name.casefold() == name.casefold():
            return (span.first + span.last) // 2
    return channel.default


def _measured(channel: Channel, spans: Iterable[Span], to: float) -> int:
    """The value at which the parameter is ``to``, or as near to it as the fixture can go."""
    best, off = channel.default, float("inf")
    for span in spans:
        if span.low is None or span.high is None:
            continue
        at = min(max(to, min(span.low, span.high)), max(span.low, span.high))
        if abs(at - to) < off:
            share = (at - span.low) / (span.high - span.low) if span.high != span.low else 0.0
            best, off = span.first + round(share * (span.last - span.first)), abs(at - to)
    return best


def _colour(span: Span) -> Colour:
    assert span.colour is not None
    return span.colour
