"""The order of the evening in words: as a show says it, and as an evening went."""

from collections.abc import Iterable

from odette.core.clocks import SECOND, ShowTime, seconds_between
from odette.core.cue import PromptBook
from odette.core.evening import advertised_at
from odette.core.state import NEVER, State
from odette.takes.replay import Run
from odette.takes.words import where


def in_words(book: PromptBook) -> list[str]:
    """What a show says of its evening, a line for each part; nothing if it says nothing."""
    lines = []
    if book.advertised:
        calls = ", ".join(f"{call.name} {call.minutes:g}" for call in book.calls)
        lines.append(f"advertised {book.advertised}" + (f"; calls, minutes before: {calls}" if calls else ""))
    for part in book.evening:
        words = [part.title, where(part.trigger), part.authority]
        words += [f"{part.minutes:g} minutes"] if part.minutes is not None else []
        lines.append(", ".join(words))
    return lines


def as_it_went(run: Run) -> list[str]:
    """When each part began and how long it lasted, by the clock; the calls of the house, and the rounds of bows."""
    state = run.state
    lines: list[str] = []
    if state.book.evening or state.book.advertised:
        lines += _parts(state)
        lines += _start(state)
        given = [f"{key.rpartition('/')[2]} {clock(state, at)}" for key, at in state.house_calls.items() if at != NEVER]
        lines += [f"Calls: {', '.join(given)}."] if given else []
    return [*lines, *_bows(run)]


def clock(state: State, at: ShowTime) -> str:
    """A show time as the clock in the house showed it: ``19:30:05``."""
    seconds = (at - state.midnight) // SECOND % 86400
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _parts(state: State) -> Iterable[str]:
    """A line for each part that began: when, and how long until its last note or the next part."""
    parts = [part for part in state.book.parts if part.id in state.parts]
    width = max((len(part.title) for part in parts), default=0)
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        began = state.parts[part.id]
        over = state.ended.get(part.number) if part.number else None
        if over is None and following is not None:
            over = state.parts[following.id]
        lasted = f"  lasted {_length(began, over)}" if over is not None else ""
        yield f"{clock(state, began)}  {part.title.ljust(width)}{lasted}".rstrip()


def _start(state: State) -> list[str]:
    """The advertised time, and the real one: when the first music sounded."""
    advertised, real = advertised_at(state), min(state.begun.values(), default=None)
    if advertised is None or real is None:
        return []
    late = seconds_between(advertised, real)
    said = f"{_length(ShowTime(0), ShowTime(abs(real - advertised)))} {'late' if late > 0 else 'early'}"
    return [f"Advertised for {state.book.advertised}, begun at {clock(state, real)}: {said}."]


def _bows(run: Run) -> Iterable[str]:
    """How many rounds of bows there were."""
    for last in run.state.book.cues:
        if last.again:
            rounds = sum(going.cue.number == last.again and not going.outcome.passed for going in run.goings)
            yield f"Bows, cues {last.again} to {last.number}: {rounds} round{'' if rounds == 1 else 's'}."


def _length(start: ShowTime, end: ShowTime) -> str:
    minutes, seconds = divmod(round(seconds_between(start, end)), 60)
    return f"{minutes}:{seconds:02}"
