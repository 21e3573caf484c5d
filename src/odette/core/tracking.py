"""What a cue list's light comes to: tracking, cue-only, and the fades that bring a cue's values up."""

from collections.abc import Collection, Iterable, Iterator

from odette.core.clocks import ShowTime
from odette.core.colour import WHITE
from odette.core.cue import NOTHING, Cue, Light, Pace, PromptBook, Value, ended
from odette.core.effects import Fade
from odette.core.parameter import PARAMETERS, Family

NOW = ShowTime(0)

Picture = dict[str, Value]
"""Role → what it shows."""


def light_of(cue: Cue) -> Light | None:
    """The light a cue brings, if it does."""
    for action in cue.actions:
        if isinstance(action, Light):
            return action
    return None


def light_cues(book: PromptBook, name: str) -> Iterator[tuple[Cue, Light]]:
    """The light cues of one list, in running order."""
    return _of_list(book.cues, name)


def _of_list(cues: Iterable[Cue], name: str) -> Iterator[tuple[Cue, Light]]:
    for cue in cues:
        light = light_of(cue)
        if light is not None and cue.list == name:
            yield cue, light


def before(book: PromptBook, cue: Cue) -> tuple[Cue, Light] | None:
    """The light cue before ``cue`` in its list."""
    return next(_of_list(reversed(book.cues[: book.cues.index(cue)]), cue.list), None)


def following(book: PromptBook, cue: Cue | None, name: str) -> tuple[Cue, Light] | None:
    """The light cue after ``cue`` in a list; None for its first."""
    start = 0 if cue is None else book.cues.index(cue) + 1
    return next(_of_list(book.cues[start:], name), None)


def tracked(before: Value, move: Value) -> Value:
    """What a role shows after ``move``: what that leaves stays as it was ``before``."""
    level = before.level if move.level is None else move.level
    wave = move.wave if ended(before.wave, move) else before.wave
    return Value(level, move.colour or before.colour, before.settings | move.settings, wave)


def laid(below: Picture, above: Picture) -> Picture:
    """One picture over another."""
    return below | {role: tracked(below.get(role, NOTHING), value) for role, value in above.items()}


def pictures(book: PromptBook, name: str = "") -> Iterator[tuple[Cue, Light, Picture]]:
    """The light cues of a list run through in order, each with what the list shows when it has gone."""
    kept: Picture = {}
    for cue, light in light_cues(book, name):
        shown = laid(kept, book.looks[light.look].values)
        kept = kept if light.only else shown
        yield cue, light, shown


def picture(book: PromptBook, upto: int, name: str = "") -> Picture:
    """What a list shows after the first ``upto`` cues of the book have gone, by tracking."""
    return _through(book, upto, name)[1]


def _through(book: PromptBook, upto: int, name: str, roles: Collection[str] | None = None) -> tuple[Picture, Picture]:
    """What the list keeps after these cues, and what it shows: that of a cue-only cue is shown but not kept."""
    kept: Picture = {}
    only: Picture = {}
    for _, light in _of_list(book.cues[:upto], name):
        values = book.looks[light.look].values
        if roles is not None:
            values = {role: values[role] for role in roles if role in values}
        only = values if light.only else {}
        if not light.only:
            for role, value in values.items():
                kept[role] = tracked(kept.get(role, NOTHING), value)
    return kept, laid(kept, only)


def picture_at(book: PromptBook, cue: Cue, roles: Collection[str] | None = None) -> Picture:
    """What its list shows, all of it or of these roles, once ``cue`` has gone."""
    return _through(book, book.cues.index(cue) + 1, cue.list, roles)[1]


def moves(book: PromptBook, cue: Cue, light: Light) -> Picture:
    """What ``cue`` changes when it goes after the one before it: its look, and what a cue-only cue is to give back."""
    own = book.looks[light.look].values
    last = before(book, cue)
    if last is None or not last[1].only:
        return dict(own)
    there, _ = _through(book, book.cues.index(last[0]), cue.list)
    back = {
        role: _given_back(value, there.get(role, NOTHING)) for role, value in book.looks[last[1].look].values.items()
    }
    return laid(back, own)


def _given_back(taken: Value, there: Value) -> Value:
    """What of a role's former value a cue-only cue has covered. What was never given cannot be given back."""
    level, colour = there.level or 0.0, there.colour
    if taken.wave is not None and taken.wave.colour:
        colour = colour or WHITE
    waved = taken.wave is not None or ended(there.wave, taken)
    return Value(
        None if taken.level is None and not waved else level,
        None if taken.colour is None and not waved else colour,
        {name: to for name, to in there.settings.items() if name in taken.settings},
        there.wave if waved else None,
    )


def fades(cue: Cue, light: Light, values: Picture, due: ShowTime) -> list[Fade]:
    """The fades that bring ``values`` up in the times of ``light``, one for each pace among them."""
    paced: dict[Pace, Picture] = {}
    for role, value in values.items():
        for family, part in _families(value).items():
            picture = paced.setdefault(light.pace(role, family), {})
            picture[role] = tracked(picture.get(role, NOTHING), part)
    return [
        Fade(cue.number, due, picture, pace.up, pace.down, pace.delay, light.curve, pace.down_delay)
        for pace, picture in paced.items()
    ]


def duration(book: PromptBook, cue: Cue) -> float:
    """Seconds from a cue's start until the last fade of what its look names has ended."""
    light = light_of(cue)
    if light is None:
        return 0.0
    brought = fades(cue, light, book.looks[light.look].values, NOW)
    return max((Pace(fade.up, fade.down, fade.delay, fade.down_delay).length for fade in brought), default=0.0)


def _families(value: Value) -> dict[Family, Value]:
    """The value in parts, by family."""
    parts: dict[Family, Value] = {}
    tinting = value.wave is not None and value.wave.colour is not None
    level = Value(value.level, wave=None if tinting else value.wave)
    colour = Value(colour=value.colour, wave=value.wave if tinting else None)
    if level != NOTHING:
        parts[Family.INTENSITY] = level
    if colour != NOTHING:
        parts[Family.COLOUR] = colour
    for name, to in value.settings.items():
        family = PARAMETERS[name].family
        parts[family] = tracked(parts.get(family, NOTHING), Value(settings={name: to}))
    return parts
