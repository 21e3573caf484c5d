"""MEI, Humdrum and ABC, through Verovio: in these formats the notated time is the time.

Verovio keeps the interpreter lock while it works, so it runs in a child process:
``python -m odette.score.importer FILE`` prints what this module needs, as JSON.
"""

import base64
import json
import subprocess
import sys
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from odette.faults import Fault, Faulty
from odette.score.midi import midi_score
from odette.score.model import Bar, Note, Score
from odette.score.printed import bar_name

IMPORTED = (".mei", ".krn", ".abc")
_WANTED = "a score in MEI, Humdrum **kern or ABC"
_PATIENCE = 300.0
"""Seconds after which a child that says nothing is given up."""
_ROUNDED = Fraction(1, 48)
"""How far a time in a MIDI file of 120 ticks a quarter note may be off after two roundings."""
_FINEST = 960
"""Largest denominator of a time in quarter notes."""


def import_score(path: Path) -> Score:
    """The score in an MEI, Humdrum or ABC file, as played. Raises Faulty."""
    if not path.is_file():
        raise Faulty(Fault(str(path), 0, "no such file", _WANTED))
    command = [sys.executable, "-m", "odette.score.importer", str(path)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        told = json.loads(child.stdout) if child.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        told = None
    if told is None or not told["bars"]:
        raise Faulty(Fault(str(path), 0, "a file in which Verovio finds no score", _WANTED))
    try:
        played = midi_score(base64.b64decode(told["midi"]))
    except Exception:  # as for a MIDI file
        raise Faulty(Fault(str(path), 0, "a score without notes", _WANTED)) from None
    return _score(played, told)


def _score(played: Score, told: dict[str, Any]) -> Score:
    """The notes that Verovio plays, in the bars that it prints."""
    times = [_exact(time) for time, _ in told["notes"]]
    named: dict[tuple[Fraction, int], list[str]] = defaultdict(list)
    for onset, (_, heads) in zip(times, told["notes"], strict=True):
        for name, pitch in heads:
            named[onset, pitch].append(name)
    notes = []
    for note in played.notes:
        onset = _nearest(times, note.onset)
        end = _nearest(times, note.onset + note.duration)
        names = named[onset, -1 if note.pitch is None else note.pitch]
        name = names.pop(0) if names else note.id
        notes.append(replace(note, id=name, onset=onset, duration=max(Fraction(0), end - onset)))
    return replace(
        played,
        title=told["title"] or played.title,
        notes=tuple(sorted(notes, key=_order)),
        bars=_bars(played, told),
    )


def _order(note: Note) -> tuple[Fraction, int, int]:
    return (note.onset, note.part, -1 if note.pitch is None else note.pitch)


def _bars(played: Score, told: dict[str, Any]) -> tuple[Bar, ...]:
    starts = [_exact(start) for start, _, _ in told["bars"]]
    ends = [*starts[1:], max(_exact(told["end"]), starts[-1] + Fraction(1, 4))]
    printed: dict[str, int] = {}
    passes: dict[str, int] = defaultdict(int)
    names: list[str] = []
    seen: set[str] = set()
    bars: list[Bar] = []
    for start, end, (_, name, number) in zip(starts, ends, told["bars"], strict=True):
        if end <= start:
            continue
        index = printed.setdefault(name, len(printed))
        passes[name] += 1
        signature = played.bar_at(start)
        beats, beat_type = signature.beats, signature.beat_type
        missing = Fraction(4 * beats, beat_type) - (end - start)
        offset = missing if not bars and missing > 0 else Fraction(0)
        if index == len(names):
            names.append(bar_name(number or str(index + 1), seen))
        bars.append(Bar(index, names[index], passes[name], start, end - start, beats, beat_type, offset))
    return tuple(bars)


def _exact(quarters: float) -> Fraction:
    return Fraction(quarters).limit_denominator(_FINEST)


def _nearest(times: list[Fraction], time: Fraction) -> Fraction:
    """The time of an event that a MIDI file had to round to its ticks."""
    i = bisect_left(times, time)
    near = min(times[max(0, i - 1) : i + 1], key=lambda other: abs(other - time), default=time)
    return near if abs(near - time) <= _ROUNDED else time


def _tell(path: Path) -> dict[str, Any]:
    """What Verovio makes of a file. Runs in the child."""
    import verovio

    toolkit = verovio.toolkit()
    toolkit.setOptions({"xmlIdChecksum": True, "breaks": "none"})
    if not toolkit.loadFile(str(path)):
        raise SystemExit(1)
    events = toolkit.renderToTimemap({"includeMeasures": True})
    bars: list[tuple[float, str, str]] = []
    notes = []
    for event in events:
        if "measureOn" in event:
            name = toolkit.getNotatedIdForElement(event["measureOn"])
            bars.append((event["qstamp"], name, toolkit.getElementAttr(name).get("n", "")))
        heads = []
        for sounding in event.get("on", []):
            values = toolkit.getMIDIValuesForElement(sounding)
            heads.append((toolkit.getNotatedIdForElement(sounding), values.get("pitch", -1)))
        notes.append((event["qstamp"], heads))
    end = events[-1]["qstamp"] if events else 0
    return {"title": "", "bars": bars, "notes": notes, "end": end, "midi": toolkit.renderToMIDI()}


if __name__ == "__main__":
    json.dump(_tell(Path(sys.argv[1])), sys.stdout)
