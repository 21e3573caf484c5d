"""What stands over, under and between the staves of a part: speed, loudness, repeats, fermatas, marks."""

import re
from fractions import Fraction
from xml.etree.ElementTree import Element

from odette.score.printed import PrintedBar, PrintedNote, PrintedTempo
from odette.score.repeats import Signs
from odette.score.words import (
    ACCENTS,
    AFTER_ACCENT,
    VELOCITIES,
    beat_unit,
    plain_text,
    read_signs,
    speed,
)

_UNITS = {
    "maxima": Fraction(32),
    "long": Fraction(16),
    "breve": Fraction(8),
    "whole": Fraction(4),
    "half": Fraction(2),
    "quarter": Fraction(1),
    "eighth": Fraction(1, 2),
    "16th": Fraction(1, 4),
    "32nd": Fraction(1, 8),
    "64th": Fraction(1, 16),
}
_FORTE = 90
"""Velocity that MusicXML's loudness in per cent refers to."""


class Directions:
    """Collects the directions of one part, bar by bar."""

    def __init__(self) -> None:
        self.level = 64
        self.levels: list[tuple[Fraction, int]] = []
        self.accents: dict[Fraction, int] = {}
        self.headings: list[tuple[Fraction, float, str]] = []
        """Tempo words of this bar with their beats a minute."""
        self.bar = self.before = PrintedBar("")

    def begin_bar(self, bar: PrintedBar, before: PrintedBar) -> None:
        self.bar, self.before = bar, before
        self.levels, self.accents, self.headings = [], {}, []

    def end_bar(self, notes: list[PrintedNote], time: tuple[int, int]) -> None:
        """Give the part's notes of this bar their loudness, and tempo words that have no mark a speed."""
        self.levels.sort(key=lambda level: level[0])
        if self.levels or self.accents:
            for note in notes:
                note.velocity = note.velocity or self._velocity(note.onset)
            self.level = self.levels[-1][1] if self.levels else self.level
        else:
            for note in notes:
                note.velocity = note.velocity or self.level
        for at, beats, text in self.headings:
            self._tempo(at, beats * beat_unit(*time, beats), text)
        self.bar.tempi.sort(key=lambda tempo: tempo.onset)

    def own_velocity(self, note: Element) -> int:
        """What the note itself says of its loudness; 0: nothing."""
        return _per_cent(note.get("dynamics"))

    def direction(self, element: Element, cursor: Fraction, divisions: Fraction) -> None:
        """A ``<direction>`` at ``cursor`` quarter notes of the bar."""
        at = cursor
        offset = element.find("offset")
        if offset is not None and offset.get("sound") == "yes" and _number(offset.text):
            at = max(Fraction(0), cursor + _number(offset.text) / divisions)
        words = plain_text(w.text or "" for w in element.iterfind("direction-type/words"))
        sound = element.find("sound")
        if sound is None or not _SIGNS.intersection(sound.keys()):
            symbols = {s for s in ("segno", "coda") if element.find(f"direction-type/{s}") is not None}
            if words or symbols:
                read_signs(words, symbols, self.bar.signs)
        if sound is not None:
            self.sound(sound, at, words)
        for dynamics in element.iterfind("direction-type/dynamics"):
            self._dynamics(dynamics, at)
        for rehearsal in element.iterfind("direction-type/rehearsal"):
            mark = " ".join((rehearsal.text or "").split())
            if mark and mark not in self.bar.marks:
                self.bar.marks.append(mark)
        if sound is None or not _number(sound.get("tempo")):
            self._speed(element, at, words)

    def sound(self, element: Element, at: Fraction, words: str = "") -> None:
        """A ``<sound>``: what a player would do."""
        tempo = _number(element.get("tempo"))
        if tempo:
            self._tempo(at, float(tempo), words)
        level = _per_cent(element.get("dynamics"))
        if level:
            self.levels.append((at, level))
        signs = self.bar.signs
        signs.da_capo |= element.get("dacapo") == "yes"
        signs.fine |= element.get("fine") is not None
        for name in ("segno", "coda"):
            if element.get(name) is not None and getattr(signs, name) is None:
                setattr(signs, name, element.get(name))
        if element.get("tocoda") is not None:
            signs.to_coda = element.get("tocoda")
        if element.get("dalsegno") is not None:
            signs.dal_segno = element.get("dalsegno")
        signs.with_repeats |= element.get("forward-repeat") == "yes" and _jumps(signs)

    def barline(self, element: Element, cursor: Fraction) -> None:
        """A ``<barline>``: repeats, voltas, and a fermata over it."""
        left = element.get("location") == "left"
        repeat, ending = element.find("repeat"), element.find("ending")
        if element.find("fermata") is not None:
            self.bar.fermatas.add(Fraction(0) if left else cursor)
        if repeat is not None and repeat.get("direction") == "forward":
            self.bar.signs.start = True
        elif repeat is not None:
            signs = self.before.signs if left and cursor == 0 else self.bar.signs
            signs.times = max(2, int(_number(repeat.get("times")) or 2))
        if ending is not None and ending.get("type") == "start":
            self.bar.signs.volta = _passes(ending.get("number", ""))
        elif ending is not None:
            self.bar.signs.volta_ends = True
        for name in ("segno", "coda"):
            if element.find(name) is not None and getattr(self.bar.signs, name) is None:
                setattr(self.bar.signs, name, "")

    def notations(self, note: Element, onset: Fraction) -> None:
        """Fermatas and dynamics that a note bears itself."""
        if note.find("notations/fermata") is not None:
            self.bar.fermatas.add(onset)
        for dynamics in note.iterfind("notations/dynamics"):
            self._dynamics(dynamics, onset)

    def _dynamics(self, dynamics: Element, at: Fraction) -> None:
        for mark in dynamics:
            name = (mark.text or "").strip() if mark.tag == "other-dynamics" else mark.tag
            if name in VELOCITIES:
                self.levels.append((at, VELOCITIES[name]))
            elif name in ACCENTS:
                self.accents[at] = ACCENTS[name]
                if name in AFTER_ACCENT:
                    self.levels.append((at, AFTER_ACCENT[name]))

    def _velocity(self, onset: Fraction) -> int:
        if onset in self.accents:
            return self.accents[onset]
        before = [velocity for at, velocity in self.levels if at <= onset]
        return before[-1] if before else self.level

    def _speed(self, direction: Element, at: Fraction, words: str) -> None:
        """The speed that a metronome mark or a tempo word gives."""
        for metronome in direction.iterfind("direction-type/metronome"):
            unit = _unit(metronome)
            beats = _number(metronome.findtext("per-minute"))
            if unit and beats:
                self._tempo(at, float(beats * unit), words)
                return
        beats_a_minute = speed(words) if words else None
        if beats_a_minute:
            self.headings.append((at, beats_a_minute, words))

    def _tempo(self, at: Fraction, quarters: float, text: str) -> None:
        """The first that says something of this moment is heard; a heading of its own adds the words."""
        same = next((tempo for tempo in self.bar.tempi if tempo.onset == at), None)
        if same is None:
            self.bar.tempi.append(PrintedTempo(at, min(1000.0, max(5.0, quarters)), text))
        elif text and not same.text:
            same.text = text


_SIGNS = {"dacapo", "dalsegno", "segno", "coda", "tocoda", "fine"}


def _jumps(signs: Signs) -> bool:
    return signs.da_capo or signs.dal_segno is not None


def _unit(metronome: Element) -> Fraction | None:
    """The (first) note value of a metronome mark, in quarter notes, with its dots."""
    unit: Fraction | None = None
    dot = Fraction(0)
    for child in metronome:
        if child.tag == "beat-unit":
            if unit is not None:
                break
            unit = _UNITS.get((child.text or "").strip())
            dot = unit or Fraction(0)
        elif child.tag == "beat-unit-dot" and unit is not None:
            dot /= 2
            unit += dot
    return unit


def _passes(text: str) -> tuple[int, ...]:
    """The passes of a volta: "1", "1, 2", "1-3"."""
    passes: set[int] = set()
    for first, last in re.findall(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?", text):
        passes.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(passes - {0}))


def _per_cent(text: str | None) -> int:
    """MIDI velocity for a loudness in per cent of forte; 0: none given."""
    return min(127, max(0, round(_number(text) * _FORTE / 100)))


def _number(text: str | None) -> Fraction:
    """The first number in a text; 0 if there is none."""
    match = re.search(r"-?\d{1,6}(\.\d{1,6})?", text or "")
    return Fraction(match[0]) if match else Fraction(0)
