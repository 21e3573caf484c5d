"""Reads music.txt: a small notation for a score, one line a stretch of one part. Its rules stand at its head."""

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

STEPS = "CDEFGAB"
SEMITONES = (0, 2, 4, 5, 7, 9, 11)
ALTERS = {"": 0, "#": 1, "b": -1, "##": 2}
WEDGES = {"<": "crescendo", ">": "diminuendo", ".": "stop"}
BAR = Fraction(4)
"""Quarter notes in a bar of common time."""


@dataclass(frozen=True, order=True)
class Pitch:
    """A spelled pitch: diatonic step counted from C0, and alteration in semitones."""

    step: int
    alter: int

    @property
    def midi(self) -> int:
        return 12 * (self.step // 7 + 1) + SEMITONES[self.step % 7] + self.alter

    def moved(self, steps: int, semitones: int) -> "Pitch":
        """This pitch, an interval of so many diatonic steps and semitones higher."""
        step = self.step + steps
        return Pitch(step, self.midi + semitones - Pitch(step, 0).midi)


@dataclass(frozen=True)
class Value:
    """A note value: 1 whole, 2 half, 4 quarter ...; dotted, or in a triplet (three in the time of two)."""

    kind: int
    dots: int = 0
    triplet: bool = False

    @property
    def quarters(self) -> Fraction:
        plain = Fraction(4, self.kind) * (2 - Fraction(1, 2**self.dots))
        return plain * Fraction(2, 3) if self.triplet else plain


@dataclass(frozen=True)
class Event:
    """A note, a chord or (no pitches) a rest. ``onset`` in quarter notes from the start of its bar."""

    onset: Fraction
    value: Value
    pitches: tuple[Pitch, ...] = ()
    tied: bool = False
    """To the next event."""
    tremolo: bool = False
    fermata: bool = False


@dataclass(frozen=True)
class Mark:
    """Something written at a place in a bar: a dynamic, the begin or end of a hairpin, words."""

    onset: Fraction
    kind: str
    """dynamic | wedge | words"""
    text: str


@dataclass
class Bar:
    """One bar of one part; no events: silent."""

    events: list[Event] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Music:
    """What music.txt says. Bars are counted from 1."""

    parts: dict[str, dict[int, Bar]] = field(default_factory=dict)
    rehearsal: dict[int, str] = field(default_factory=dict)
    tempi: dict[int, tuple[str, int]] = field(default_factory=dict)


TOKEN = re.compile(
    r'!(?P<dynamic>[pmf]+)|!(?P<wedge>[<>.])|"(?P<words>[^"]*)"'
    r"|(?P<pitches>r|[A-G][#b]*\d(?:\+[A-G][#b]*\d)*)(?::(?P<kind>\d+)(?P<suffix>\.|t)?)?(?P<signs>[*~^]*)"
    r"|x(?P<times>\d+)"
)
LINE = re.compile(r"(\w+) (\d+)(?:-(\d+))?: +(?:= (\w+)(?: ([+-]\d+))?|(.*))$")


Copy = tuple[str, range, str, int]
"""These bars of a part are those of another part, so many semitones higher."""


def read(path: Path) -> Music:
    """The whole file; ``ValueError`` names the line that cannot be read."""
    music = Music()
    copies: list[Copy] = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                _read_line(line, music, copies)
            except ValueError as error:
                raise ValueError(f"{path.name}:{number}: {error}") from error
    for part, bars, other, semitones in copies:
        for bar in bars:
            music.parts[part][bar] = _copied(music.parts[other][bar], semitones)
    return music


def _read_line(line: str, music: Music, copies: list[Copy]) -> None:
    found = LINE.match(line)
    if not found:
        raise ValueError(f"not a line of music: {line!r}")
    part, first, last, other, shift, text = found.groups()
    bars = range(int(first), int(last or first) + 1)
    if part == "mark":
        music.rehearsal[bars[0]] = text
    elif part == "tempo":
        words, beats = text.rsplit(" ", 1)
        music.tempi[bars[0]] = (words, int(beats))
    elif other:
        music.parts.setdefault(part, {})
        copies.append((part, bars, other, int(shift or 0)))
    else:
        pieces = text.split("|")
        if len(pieces) != len(bars):
            raise ValueError(f"{len(bars)} bars wanted, {len(pieces)} found")
        value = Value(4)
        for bar, piece in zip(bars, pieces, strict=True):
            music.parts.setdefault(part, {})[bar], value = _read_bar(piece, value)


def _copied(bar: Bar, semitones: int) -> Bar:
    steps = semitones * 7 // 12
    moved = [replace(e, pitches=tuple(p.moved(steps, semitones) for p in e.pitches)) for e in bar.events]
    return Bar(moved, list(bar.marks))


def _read_bar(text: str, value: Value) -> tuple[Bar, Value]:
    bar, now = Bar(), Fraction(0)
    for word in text.split():
        token = TOKEN.fullmatch(word)
        if not token:
            raise ValueError(f"not an event: {word!r}")
        if token["times"]:
            for _ in range(int(token["times"]) - 1):
                bar.events.append(replace(bar.events[-1], onset=now))
                now += value.quarters
        elif token["pitches"]:
            if token["kind"]:
                value = Value(int(token["kind"]), int(token["suffix"] == "."), token["suffix"] == "t")
            bar.events.append(_event(now, value, token["pitches"], token["signs"]))
            now += value.quarters
        else:
            bar.marks.append(_mark(now, token))
    if now != BAR:
        raise ValueError(f"a bar of {now} quarter notes: {text.strip()!r}")
    if all(not event.pitches for event in bar.events):
        bar.events.clear()
    return bar, value


def _event(onset: Fraction, value: Value, pitches: str, signs: str) -> Event:
    names = [] if pitches == "r" else pitches.split("+")
    spelled = tuple(sorted(_pitch(name) for name in names))
    return Event(onset, value, spelled, "~" in signs, "*" in signs, "^" in signs)


def _pitch(name: str) -> Pitch:
    return Pitch(STEPS.index(name[0]) + 7 * int(name[-1]), ALTERS[name[1:-1]])


def _mark(onset: Fraction, token: re.Match[str]) -> Mark:
    if token["dynamic"]:
        return Mark(onset, "dynamic", token["dynamic"])
    if token["wedge"]:
        return Mark(onset, "wedge", WEDGES[token["wedge"]])
    return Mark(onset, "words", token["words"].replace("_", " "))


@dataclass(frozen=True)
class Sounding:
    """One sounding note, ties joined; quarter notes from the start of the score."""

    part: str
    onset: Fraction
    duration: Fraction
    pitch: int
    tremolo: bool


def sounding(music: Music, part: str, bars: int) -> list[Sounding]:
    """The notes of a part in time."""
    notes: list[Sounding] = []
    held: dict[int, Sounding] = {}
    for number in range(1, bars + 1):
        for event in music.parts[part].get(number, Bar()).events:
            onset = (number - 1) * BAR + event.onset
            still: dict[int, Sounding] = {}
            for pitch in event.pitches:
                start = held.get(pitch.midi, Sounding(part, onset, Fraction(0), pitch.midi, event.tremolo))
                note = replace(start, duration=onset + event.value.quarters - start.onset)
                if event.tied:
                    still[pitch.midi] = note
                else:
                    notes.append(note)
            held = still
    return notes
