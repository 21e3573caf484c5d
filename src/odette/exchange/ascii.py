"""A show in one venue as USITT ASCII, for any console that reads it.

Cues are whole pictures. A role whose lamps are dimmers of its own is a channel with their patch; every slot of any
other fixture is a channel by itself, so that the bytes on the wire are those that Odette would send.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count

from odette.book.open import Show
from odette.core.clocks import SECOND, ShowTime
from odette.core.cue import Called, Cue, Follow, Hang, Light, Pace, PromptBook
from odette.core.effects import Fade
from odette.core.light import LightState, apply
from odette.core.parameter import Family
from odette.core.patch import frames, in_venue, picture
from odette.core.profile import GENERIC
from odette.core.tracking import light_of, picture_at
from odette.core.venue import SLOTS, Fixture, Venue
from odette.exchange.draft import Losses

_LONGEST = 80
"""Characters in a line."""
_BEYOND = 1000
"""Channels of single slots are numbered from here on."""


def as_ascii(show: Show, venue: Venue, losses: Losses) -> str:
    """The file's text. What it cannot carry goes to ``losses``, with lines of the prompt book."""
    desk = _Desk(show.book, venue)
    for role in desk.mixed:
        losses.add(0, f"role {role} is not of dimmers alone: each slot of its lamps is a channel")
    lines = ["Ident 3:0", "Manufacturer Odette", "Console Odette"]
    lines += [_line("$$Title", show.book.title), "Clear All", ""]
    lines += _wrapped("Patch 1", [f"{c}<{d}@H{level:02x}" for d, (c, level) in sorted(desk.patch.items())])
    for channel, name in desk.names.items():
        if name != f"channel {channel}":
            lines += ["", f"$ChanData {channel}", _line("   Text", name)]
    for cue in show.book.cues:
        if light_of(cue) is None:
            losses.add(cue.line, f"a cue of the department {cue.department}")
    for cue, light, following in _stacked(show.book, losses):
        lines += ["", *_cue(cue, light, following, desk, show.book)]
    return "\r\n".join([*lines, "", "Enddata", ""])


class _Desk:
    """The channels of a console that would light this show in this venue."""

    def __init__(self, book: PromptBook, venue: Venue) -> None:
        self.book, self.venue = book, venue
        profiles = {**GENERIC, **venue.profiles}
        self.lamps = {fixture.id: fixture for fixture in venue.fixtures}
        self.sizes = {fixture.id: profiles[fixture.profile].size for fixture in venue.fixtures}
        dimmers = {f.id for f in venue.fixtures if f.profile == "dimmer"}
        used = {role: venue.roles.get(role, {}) for role in book.roles}
        times = Counter(lamp for lamps in used.values() for lamp in lamps)
        shared = {lamp for lamp in times if times[lamp] > 1}
        self.roles = {role: lamps for role, lamps in used.items() if lamps.keys() <= dimmers - shared}
        self.mixed = [role for role in used if role not in self.roles]
        self.lists = {"": 1} | {name: number for number, name in enumerate(book.lists, start=2)}
        self.channels: dict[str, int] = {}
        """Role → channel."""
        self.slots: dict[tuple[int, int], int] = {}
        """Universe and address → channel."""
        self.names: dict[int, str] = {}
        self.patch: dict[int, tuple[int, int]] = {}
        """Dimmer → channel, level."""
        self._number()
        self._spare()

    def _number(self) -> None:
        own = {role: number for role in self.roles if (number := _own_number(role))}
        free = (n for n in count(1) if n not in own.values())
        for role, weights in self.roles.items():
            channel = self.channels[role] = own.get(role) or next(free)
            self.names[channel] = role
            for lamp, weight in weights.items():
                self.patch[_dimmer(self.lamps[lamp])] = (channel, round(255 * weight))
        beyond = (n for n in count(_BEYOND + 1) if n not in self.names)
        for lamp in dict.fromkeys(lamp for role in self.mixed for lamp in self.venue.roles.get(role, {})):
            fixture = self.lamps[lamp]
            for i in range(self.sizes[lamp]):
                channel = self.slots[fixture.universe, fixture.address + i] = next(beyond)
                name = fixture.name or lamp
                self.names[channel] = f"{name} {i + 1}" if self.sizes[lamp] > 1 else name
                self.patch[_dimmer(fixture) + i] = (channel, 255)

    def _spare(self) -> None:
        """Patch the roles that no look uses as well, where their dimmers are free."""
        free = (n for n in count(1) if n not in self.names)
        for role, weights in self.venue.roles.items():
            places = {_dimmer(self.lamps[lamp]): round(255 * weight) for lamp, weight in weights.items()}
            dim = all(self.lamps[lamp].profile == "dimmer" for lamp in weights)
            if role not in self.book.roles and places and dim and not places.keys() & self.patch.keys():
                own = _own_number(role)
                channel = own if own and own not in self.names else next(free)
                self.names[channel] = role
                self.patch |= {dimmer: (channel, level) for dimmer, level in places.items()}

    def levels(self, cue: Cue) -> dict[int, int]:
        """Channel → byte, once ``cue`` has gone after those before it; of its list alone."""
        shown = picture_at(self.book, cue)
        values = {role: value for role, value in shown.items() if value.level is not None}
        levels = {self.channels[r]: round(255 * (v.level or 0)) for r, v in values.items() if r in self.channels}
        if self.slots:
            light = apply(LightState(), Fade(cue.number, ShowTime(0), shown, 0.0, 0.0), ShowTime(0))
            light = in_venue(light, self.venue)
            universes = frames(self.venue, picture(self.venue, light, ShowTime(SECOND)))
            levels |= {channel: universes[u][a - 1] for (u, a), channel in self.slots.items()}
        return levels

    def own_times(self, light: Light) -> Iterator[tuple[Pace, list[int]]]:
        """The channels that move in times of their own, by time."""
        paces: dict[Pace, list[int]] = {}
        usual = light.paces.get(Family.INTENSITY, Pace(light.up, light.down, light.delay, light.down_delay))
        for role in light.roles:
            pace = light.pace(role, Family.INTENSITY)
            if pace != usual and role in self.channels:
                paces.setdefault(pace, []).append(self.channels[role])
        yield from paces.items()


def _stacked(book: PromptBook, losses: Losses) -> Iterator[tuple[Cue, Light, Cue | None]]:
    """The light cues, each with the one that follows it by itself."""
    lights = {cue.number: (cue, light) for cue in book.cues if (light := light_of(cue)) is not None}
    following: dict[str, Cue] = {}
    for cue, _ in lights.values():
        match cue.trigger:
            case Called():
                pass
            case Follow(cue=leader, beats=0) | Hang(cue=leader, beats=0) if leader in lights.keys() - following:
                following[leader] = cue
            case _:
                losses.add(cue.line, "a cue that more than GO or another cue sets off: on the console it waits for GO")
    for cue, light in lights.values():
        yield cue, light, following.get(cue.number)


def _cue(cue: Cue, light: Light, following: Cue | None, desk: _Desk, book: PromptBook) -> list[str]:
    page = desk.lists[cue.list]
    lines = [f"Cue {cue.number}" + (f" {page}" if page > 1 else "")]
    lines += [_line("   Text", cue.name)] if cue.name else []
    own = list(desk.own_times(light))
    apart = {channel for _, channels in own for channel in channels}
    levels = desk.levels(cue)
    lines += ["   Part 1"] if own else []
    lines += _times(Pace(light.up, light.down, light.delay, light.down_delay))
    lines += _levels({c: level for c, level in levels.items() if level and c not in apart})
    lines += ["   $$Assert"] if light.asserts else ["   $$Block"] if light.block else []
    lines += _wrapped("   $$CueNotes", cue.note.split())
    if following is not None:
        lines += _follow(following, book, cue)
    for number, (pace, channels) in enumerate(own, start=2):
        lines += [f"   Part {number}", *_times(pace), *_levels({c: levels.get(c, 0) for c in channels})]
    return lines


def _follow(following: Cue, book: PromptBook, cue: Cue) -> list[str]:
    """What starts the next cue; and a link, where that is not the next one in the list."""
    trigger = following.trigger
    word = "Followon" if isinstance(trigger, Follow) else "$$Hang"
    lines = [f"   {word} {trigger.after:g}"] if isinstance(trigger, Follow | Hang) else []
    after = [c for c in book.cues[book.cues.index(cue) + 1 :] if c.list == cue.list and light_of(c) is not None]
    return lines if after[:1] == [following] else [*lines, f"   Link {following.number}"]


def _times(pace: Pace) -> list[str]:
    fall = pace.delay if pace.down_delay is None else pace.down_delay
    times = (("Up", pace.up, pace.delay), ("Down", pace.down, fall))
    return [f"   {word} {seconds:g}{f' {wait:g}' if wait else ''}" for word, seconds, wait in times]


def _levels(levels: Mapping[int, int]) -> list[str]:
    return _wrapped("   Chan", [f"{channel}@H{level:02x}" for channel, level in sorted(levels.items())])


def _wrapped(keyword: str, words: list[str]) -> list[str]:
    """Lines of at most 80 characters, as the standard has it."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= _LONGEST:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{keyword} {word}")
    return lines


def _own_number(role: str) -> int:
    """The number of a role that is called after its channel; 0: it is not."""
    digits = role.removeprefix("channel ")
    return int(digits) if digits != role and digits.isdecimal() else 0


def _dimmer(fixture: Fixture) -> int:
    return SLOTS * (fixture.universe - 1) + fixture.address


def _line(keyword: str, text: str) -> str:
    """Text on one line, cut where the standard's line ends."""
    return f"{keyword} {' '.join(text.split())}"[:_LONGEST]
