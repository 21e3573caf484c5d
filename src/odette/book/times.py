"""The times of a light cue: up, down and delay, by family and by role, and the curve its fades run on."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from odette.book.table import Table, is_number, quote, show, suggest
from odette.core.cue import Pace
from odette.core.motion import LINEAR, Curve, S
from odette.core.parameter import Family

HOUR = 3600.0
"""Seconds; the longest time in a cue."""

TIMES = ("fade", "up", "down", "delay", "colour", "focus", "beam")
"""The keys of a cue that say how long it takes, and of one of its roles."""

_DOWN = "down"
"""Of the delays: that of levels that fall."""
_GENERAL = ("fade", "up", "down")
_WANTED = 'expected "s", "linear", or points from [0, 0] to [1, 1] such as [[0, 0], [0.3, 0.8], [1, 1]]'

Paces = dict[Family, Pace]
_DEFAULT: Paces = dict.fromkeys(Family, Pace())


def read_paces(table: Table, otherwise: Paces = _DEFAULT) -> Paces:
    """The pace of every family. ``otherwise``: for what the table does not say."""
    if "fade" in table and ("up" in table or "down" in table):
        table.fault("the cue has fade beside up or down", "expected fade alone, or up and down", "fade")
    paces = dict(otherwise)
    if any(key in table for key in _GENERAL):
        base = otherwise[Family.INTENSITY]
        fade = table.number("fade", 0, HOUR, None if "fade" in table else 0.0)
        up = table.number("up", 0, HOUR, fade if "fade" in table else base.up)
        down = table.number("down", 0, HOUR, fade if "fade" in table else base.down)
        paces = {family: replace(pace, up=up, down=down) for family, pace in paces.items()}
    delays = _delays(table)
    for family, pace in paces.items():
        seconds = table.number(family, 0, HOUR, None if family in table else 0.0)
        up, down = (seconds, seconds) if family in table else (pace.up, pace.down)
        fall = delays.get(_DOWN, None if family in delays else pace.down_delay) if family is Family.INTENSITY else None
        paces[family] = Pace(up, down, delays.get(family, pace.delay), fall)
    return paces


def _delays(table: Table) -> dict[str, float]:
    """``delay = 2``, or ``delay = { intensity = 1, down = 3, colour = 0.5 }``."""
    if isinstance(table.values.get("delay"), dict):
        delays = table.table("delay")
        keys = (*Family, _DOWN)
        delays.only(keys, "delay")
        return {key: delays.number(key, 0, HOUR) for key in keys if key in delays}
    if "delay" in table:
        return dict.fromkeys(Family, table.number("delay", 0, HOUR))
    return {}


def read_roles(cue: Table, otherwise: Paces, known: Collection[str] | None) -> dict[str, Paces]:
    """The paces of roles that have their own. ``known``: the roles that there are, where that is known."""
    roles = cue.table("roles")
    for role in roles.values:
        if known is not None and role not in known:
            roles.fault(f"no look names a role {quote(role)}", suggest(role, known), role)
        roles.table(role).only(TIMES, f"role {quote(role)}")
    return {role: read_paces(roles.table(role), otherwise) for role in roles.values}


def read_curve(cue: Table) -> Curve:
    """The S, a straight line, or points between which it is straight."""
    written = cue.values.get("curve", "s")
    if written in ("s", "linear"):
        return LINEAR if written == "linear" else S
    if isinstance(written, list) and all(_is_point(point) for point in written) and _rises(written):
        return tuple((float(time), float(way)) for time, way in written)
    cue.fault(f"curve is {show(written)}", _WANTED, "curve")
    return S


def _is_point(point: Any) -> bool:
    return isinstance(point, list) and len(point) == 2 and all(map(is_number, point))


def _rises(points: list[Any]) -> bool:
    """From nothing to all of it, and never back."""
    ends = len(points) > 1 and points[0] == [0, 0] and points[-1] == [1, 1]
    return ends and all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))
