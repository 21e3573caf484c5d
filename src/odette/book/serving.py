"""What of a show a venue cannot do, and what it does instead."""

import re
from collections.abc import Iterable, Iterator, Mapping

from odette.book.table import quote
from odette.core.colour import Colour, hexadecimal
from odette.core.cue import Look, Value
from odette.core.parameter import PARAMETERS, Unit
from odette.core.profile import Profile, Span, coloured, emitters, parameters, subtractive, wheel
from odette.core.slots import Encoder
from odette.core.venue import Fixture, Venue

Gap = tuple[str, str, str]
"""A role, what the show wants of it, what the venue does."""


def gaps(looks: Mapping[str, Look], venue: Venue) -> list[Gap]:
    """Every role, colour and parameter of the looks that the venue cannot serve as written, by role and by remedy."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for look in looks.values():
        for role, value in look.values.items():
            for wanted, instead in _of_role(role, value, venue):
                found.setdefault((role, instead), {})[wanted] = None
    return [(role, _several(list(found[role, instead])), instead) for role, instead in sorted(found, key=_counted)]


def _counted(key: tuple[str, str]) -> tuple[list[tuple[int, str]], str]:
    """In the order in which people count: channel 2 stands before channel 11."""
    role, instead = key
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", role)], instead


def _several(wanted: list[str]) -> str:
    more = len(wanted) - 2
    return ", ".join(wanted[:2]) + (f" and {more} more" if more > 0 else "")


def _of_role(role: str, value: Value, venue: Venue) -> Iterator[tuple[str, str]]:
    if role not in venue.roles:
        yield "light", "nothing: the role is not among its roles"
    elif not venue.roles[role]:
        yield "light", "nothing: it has no fixture for it, and knows it"
    else:
        yield from _lacks([one for one in venue.fixtures if one.id in venue.roles[role]], value, venue)


def _lacks(hung: list[Fixture], value: Value, venue: Venue) -> Iterator[tuple[str, str]]:
    if value.colour is not None:
        yield from _colour(hung, value.colour, venue)
    for name, to in value.settings.items():
        yield from _setting(hung, name, to, venue)


def _colour(hung: list[Fixture], colour: Colour, venue: Venue) -> Iterator[tuple[str, str]]:
    wanted = f"colour {hexadecimal(colour)}"
    still = [one for one in hung if not coloured(venue.profile(one)) and hexadecimal(one.colour) != hexadecimal(colour)]
    if still:
        gels = ", ".join(dict.fromkeys(hexadecimal(one.colour) for one in still))
        yield wanted, f"intensity only{_some(still, hung)}, in {gels}"
    wheels = [one for one in hung if _only_wheel(venue.profile(one))]
    for nearest in dict.fromkeys(Encoder(venue.profile(one)).shown(colour) for one in wheels):
        if hexadecimal(nearest) != hexadecimal(colour):
            yield wanted, f"the nearest on the wheel{_some(wheels, hung)}: {hexadecimal(nearest)}"


def _only_wheel(profile: Profile) -> bool:
    return bool(wheel(profile)) and not emitters(profile) and not subtractive(profile)


def _setting(hung: list[Fixture], name: str, to: float | str, venue: Venue) -> Iterator[tuple[str, str]]:
    wanted = f"{name} {quote(to) if isinstance(to, str) else f'{to:g}'}"
    lacking = [one for one in hung if name not in set(parameters(venue.profile(one)))]
    if lacking:
        yield wanted, f"nothing{_some(lacking, hung)}"
    able = [one for one in hung if one not in lacking]
    if isinstance(to, str):
        lost = [one for one in able if to.casefold() not in _names(venue.profile(one), name)]
        if lost:
            yield wanted, f"leaves it where it is{_some(lost, hung)}: no such name on it"
    elif PARAMETERS[name].unit is not Unit.SHARE and to:
        for one in able:
            ends = [
                end for span in _spans(venue.profile(one), name) for end in (span.low, span.high) if end is not None
            ]
            if ends and not min(ends) <= to <= max(ends):
                yield wanted, f"as far as it goes: {min(max(to, min(ends)), max(ends)):g}"


def _spans(profile: Profile, name: str) -> Iterable[Span]:
    for channel in profile.channels:
        for span in channel.spans:
            if (span.parameter or channel.parameter) == name:
                yield span


def _names(profile: Profile, name: str) -> set[str]:
    return {span.name.casefold() for span in _spans(profile, name)}


def _some(some: list[Fixture], hung: list[Fixture]) -> str:
    return "" if len(some) == len(hung) else f" on {len(some)} of {len(hung)}"
