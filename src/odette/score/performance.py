"""From print to time: a printed score played through once, repeats written out, ties joined."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from odette.score.model import Bar, Note, Score, Tempo
from odette.score.printed import PrintedBar, PrintedNote, PrintedScore
from odette.score.repeats import unfold

DEFAULT_TEMPO = 90.0
"""Quarter notes a minute where a score says nothing."""


def perform(printed: PrintedScore) -> Score:
    """The score as it is played. Ties are joined in the order of playing, so also into a second ending."""
    order = unfold([bar.signs for bar in printed.bars])
    bars = _bars(printed.bars, order)
    notes: list[Note] = []
    open_ties: dict[tuple[int, int | None], list[int]] = defaultdict(list)
    for bar in bars:
        for printed_note in printed.bars[bar.index].notes:
            _sound(notes, open_ties, printed_note, bar.start)
    notes.sort(key=lambda note: (note.onset, note.part, -1 if note.pitch is None else note.pitch))
    fermatas = {bar.start + at for bar in bars for at in printed.bars[bar.index].fermatas}
    marks: dict[str, int] = {}
    for index, printed_bar in enumerate(printed.bars):
        for mark in printed_bar.marks:
            marks.setdefault(mark, index)
    return Score(
        printed.title,
        printed.parts,
        tuple(notes),
        tuple(bars),
        tuple(_tempi(printed.bars, bars)),
        tuple(sorted(fermatas)),
        marks,
    )


def _bars(printed: list[PrintedBar], order: list[int]) -> list[Bar]:
    passes: dict[int, int] = defaultdict(int)
    start = Fraction(0)
    bars = []
    for index in order:
        bar = printed[index]
        passes[index] += 1
        bars.append(Bar(index, bar.number, passes[index], start, bar.length, bar.beats, bar.beat_type, bar.offset))
        start += bar.length
    return bars


def _sound(
    notes: list[Note],
    open_ties: dict[tuple[int, int | None], list[int]],
    printed: PrintedNote,
    bar_start: Fraction,
) -> None:
    """Add a notehead to ``notes``, or lengthen the note that is tied to it."""
    onset = bar_start + printed.onset
    waiting = open_ties[printed.part, printed.pitch]
    if printed.tied_from:
        for i in waiting:
            held = notes[i]
            if held.onset + held.duration == onset:
                notes[i] = replace(held, duration=held.duration + printed.duration, grace=held.grace and printed.grace)
                if not printed.tied_on:
                    waiting.remove(i)
                return
    if printed.tied_on:
        waiting[:] = [i for i in waiting if notes[i].onset + notes[i].duration >= bar_start]
        waiting.append(len(notes))
    notes.append(
        Note(
            printed.id,
            printed.part,
            onset,
            printed.duration,
            printed.pitch,
            printed.grace,
            printed.velocity,
        )
    )


def _tempi(printed: list[PrintedBar], bars: list[Bar]) -> list[Tempo]:
    """Every change of speed in the order of playing; after a jump the speed printed there holds again."""
    standing = _standing(printed)
    tempi = [Tempo(Fraction(0), *standing[bars[0].index])]
    before = bars[0].index
    for bar in bars:
        changes = [(bar.start + t.onset, t.quarters, t.text) for t in printed[bar.index].tempi]
        if bar.index not in (before, before + 1):
            changes.insert(0, (bar.start, *standing[bar.index]))
        for start, quarters, text in changes:
            if tempi[-1].start == start:
                tempi.pop()
            if not tempi or (tempi[-1].quarters, tempi[-1].text) != (quarters, text):
                tempi.append(Tempo(start, quarters, text))
        before = bar.index
    return tempi


def _standing(printed: list[PrintedBar]) -> list[tuple[float, str]]:
    """Speed and heading in force where each printed bar begins.

    A speed first given in the second bar also holds for a pickup before it.
    """
    early = [t for bar in printed[:2] for t in bar.tempi]
    now = (early[0].quarters, early[0].text) if early else (DEFAULT_TEMPO, "")
    standing = []
    for bar in printed:
        standing.append(now)
        if bar.tempi:
            now = (bar.tempi[-1].quarters, bar.tempi[-1].text)
    return standing
