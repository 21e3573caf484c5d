"""Writes the music as a MusicXML 4.0 partwise score."""

from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from no10.instruments import BARS, ORCHESTRA, Instrument
from no10.notation import BAR, STEPS, Bar, Event, Mark, Music, Pitch

DIVISIONS = 12
TYPES = {1: "whole", 2: "half", 4: "quarter", 8: "eighth", 16: "16th"}
SIGNS = {-1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
SHARPS = "FCGDAEB"
DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE score-partwise PUBLIC '
    '"-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">\n'
)


def write(music: Music) -> bytes:
    """The whole document."""
    score = Element("score-partwise", version="4.0")
    _head(score)
    _part_list(score)
    for number, instrument in enumerate(ORCHESTRA, 1):
        part = SubElement(score, "part", id=f"P{number}")
        writer = PartWriter(instrument, music, number)
        for bar in range(1, BARS + 1):
            writer.bar(SubElement(part, "measure", number=str(bar)), bar)
    indent(score, " ")
    return f"{DOCTYPE}{tostring(score, encoding='unicode')}\n".encode()


def _text(parent: Element, tag: str, text: object, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = str(text)
    return element


def _head(score: Element) -> None:
    _text(SubElement(score, "work"), "work-title", "Swan Lake, op. 20")
    _text(score, "movement-title", "Act II, No. 10: Scène")
    identification = SubElement(score, "identification")
    _text(identification, "creator", "Pyotr Ilyich Tchaikovsky", type="composer")
    _text(identification, "rights", "Music in the public domain; this engraving is part of Odette")
    _text(SubElement(identification, "encoding"), "software", "bench/engrave_no10.py")
    scaling = SubElement(defaults := SubElement(score, "defaults"), "scaling")
    _text(scaling, "millimeters", 4.5)
    _text(scaling, "tenths", 40)
    layout = SubElement(defaults, "page-layout")
    _text(layout, "page-height", 3160)
    _text(layout, "page-width", 2240)


def _part_list(score: Element) -> None:
    parts = SubElement(score, "part-list")
    group = ""
    for number, instrument in enumerate(ORCHESTRA, 1):
        if instrument.group != group:
            if group:
                SubElement(parts, "part-group", number="1", type="stop")
            if instrument.group:
                start = SubElement(parts, "part-group", number="1", type="start")
                _text(start, "group-symbol", "bracket")
                _text(start, "group-barline", "yes")
            group = instrument.group
        part = SubElement(parts, "score-part", id=f"P{number}")
        _text(part, "part-name", instrument.name)
        _text(part, "part-abbreviation", instrument.short)
        _text(SubElement(part, "score-instrument", id=f"P{number}-I1"), "instrument-name", instrument.name)
        midi = SubElement(part, "midi-instrument", id=f"P{number}-I1")
        _text(midi, "midi-channel", number if number < 10 else number % 16 + 1)
        _text(midi, "midi-program", instrument.program + 1)
    if group:
        SubElement(parts, "part-group", number="1", type="stop")


class PartWriter:
    """Writes one part bar by bar; remembers ties over the bar line and accidentals within the bar."""

    def __init__(self, instrument: Instrument, music: Music, number: int) -> None:
        self.instrument, self.music, self.number = instrument, music, number
        self.bars = music.parts[instrument.key]
        self.tied_in: frozenset[Pitch] = frozenset()
        self.shown: dict[int, int] = {}
        """Alterations in force in this bar: written step → semitones."""

    def bar(self, measure: Element, number: int) -> None:
        bar = self.bars.get(number, Bar())
        if number == 1:
            self._attributes(measure)
        if self.number == 1:
            self._headings(measure, number)
        self.shown = self._signature()
        tuplets, beams = tuplet_ends(bar.events), beam_ends(bar.events)
        marks = sorted(bar.marks, key=lambda mark: mark.onset)
        for i, event in enumerate(bar.events):
            while marks and marks[0].onset <= event.onset:
                self._direction(measure, marks.pop(0))
            self._event(measure, event, tuplets.get(i, ""), beams.get(i, ""))
        if not bar.events:
            self._whole_rest(measure)
        for mark in marks:
            self._direction(measure, mark)
        if self.instrument.staves == 2:
            self._second_staff(measure, bar)
        if number == BARS:
            _text(SubElement(measure, "barline", location="right"), "bar-style", "light-heavy")

    def _attributes(self, measure: Element) -> None:
        attributes = SubElement(measure, "attributes")
        _text(attributes, "divisions", DIVISIONS)
        key = SubElement(attributes, "key")
        _text(key, "fifths", self.instrument.fifths or 0)
        if self.instrument.fifths is not None:
            _text(key, "mode", "minor")
        time = SubElement(attributes, "time", symbol="common")
        _text(time, "beats", 4)
        _text(time, "beat-type", 4)
        if self.instrument.staves == 2:
            _text(attributes, "staves", 2)
            _clef(attributes, "G", number="1")
            _clef(attributes, "F", number="2")
        else:
            _clef(attributes, self.instrument.clef)
        steps, semitones = self.instrument.transpose
        if semitones:
            octaves = -1 if semitones == 12 else 1 if semitones == -12 else 0
            transpose = SubElement(attributes, "transpose")
            _text(transpose, "diatonic", 0 if octaves else -steps)
            _text(transpose, "chromatic", 0 if octaves else -semitones)
            if octaves:
                _text(transpose, "octave-change", octaves)

    def _headings(self, measure: Element, number: int) -> None:
        """Tempo and rehearsal marks stand above the whole score, in its first part."""
        if number in self.music.rehearsal:
            direction = SubElement(measure, "direction", placement="above")
            _text(SubElement(direction, "direction-type"), "rehearsal", self.music.rehearsal[number])
        if number in self.music.tempi:
            words, beats = self.music.tempi[number]
            direction = SubElement(measure, "direction", placement="above")
            _text(SubElement(direction, "direction-type"), "words", words, **{"font-weight": "bold"})
            metronome = SubElement(SubElement(direction, "direction-type"), "metronome", parentheses="yes")
            _text(metronome, "beat-unit", "quarter")
            _text(metronome, "per-minute", beats)
            SubElement(direction, "sound", tempo=str(beats))

    def _direction(self, measure: Element, mark: Mark) -> None:
        above = mark.kind == "words"
        direction = SubElement(measure, "direction", placement="above" if above else "below")
        kind = SubElement(direction, "direction-type")
        if mark.kind == "dynamic":
            SubElement(SubElement(kind, "dynamics"), mark.text)
        elif mark.kind == "wedge":
            SubElement(kind, "wedge", type=mark.text)
        else:
            _text(kind, "words", mark.text, **{"font-style": "italic"})
        if self.instrument.staves == 2:
            _text(direction, "staff", 1)

    def _signature(self) -> dict[int, int]:
        """Written step (with octave) → alteration now in force, from the key signature."""
        sharps = self.instrument.fifths or 0
        names = SHARPS[:sharps] if sharps >= 0 else SHARPS[sharps:]
        alter = 1 if sharps >= 0 else -1
        return {step: alter if STEPS[step % 7] in names else 0 for step in range(70)}

    def _event(self, measure: Element, event: Event, tuplet: str, beam: str) -> None:
        steps, semitones = self.instrument.transpose
        pitches: list[Pitch | None] = [p.moved(steps, semitones) for p in event.pitches]
        for i, pitch in enumerate(pitches or [None]):
            note = SubElement(measure, "note")
            if i:
                SubElement(note, "chord")
            if pitch is None:
                SubElement(note, "rest")
            else:
                _pitch(note, pitch)
            _text(note, "duration", round(event.value.quarters * DIVISIONS))
            tied_in = pitch in self.tied_in
            for there, kind in ((tied_in, "stop"), (event.tied, "start")):
                if there:
                    SubElement(note, "tie", type=kind)
            self._shape(note, event, pitch, tied_in)
            if beam and not i:
                _text(note, "beam", beam, number="1")
            _notations(note, event, tied_in, tuplet, first=not i)
        self.tied_in = frozenset(p for p in pitches if p) if event.tied else frozenset()

    def _shape(self, note: Element, event: Event, pitch: Pitch | None, tied_in: bool) -> None:
        _text(note, "voice", 1)
        _text(note, "type", TYPES[event.value.kind])
        for _ in range(event.value.dots):
            SubElement(note, "dot")
        if pitch and self.shown[pitch.step] != pitch.alter and not tied_in:
            _text(note, "accidental", SIGNS[pitch.alter])
            self.shown[pitch.step] = pitch.alter
        if event.value.triplet:
            modification = SubElement(note, "time-modification")
            _text(modification, "actual-notes", 3)
            _text(modification, "normal-notes", 2)
        if self.instrument.staves == 2:
            low = sum(p.step for p in event.pitches) < 28 * len(event.pitches)
            _text(note, "staff", 2 if low else 1)

    def _whole_rest(self, measure: Element, voice: int = 1, staff: int = 1) -> None:
        note = SubElement(measure, "note")
        SubElement(note, "rest", measure="yes")
        _text(note, "duration", round(BAR * DIVISIONS))
        _text(note, "voice", voice)
        if self.instrument.staves == 2:
            _text(note, "staff", staff)

    def _second_staff(self, measure: Element, bar: Bar) -> None:
        """The lower staff rests where the music (one voice that wanders over both) is silent."""
        if bar.events:
            return
        _text(SubElement(measure, "backup"), "duration", round(BAR * DIVISIONS))
        self._whole_rest(measure, voice=2, staff=2)


def _clef(attributes: Element, name: str, **number: str) -> None:
    clef = SubElement(attributes, "clef", number)
    _text(clef, "sign", name[0])
    _text(clef, "line", name[1:] or {"G": 2, "F": 4}[name])


def _pitch(note: Element, pitch: Pitch) -> None:
    element = SubElement(note, "pitch")
    _text(element, "step", STEPS[pitch.step % 7])
    if pitch.alter:
        _text(element, "alter", pitch.alter)
    _text(element, "octave", pitch.step // 7)


def _notations(note: Element, event: Event, tied_in: bool, tuplet: str, first: bool) -> None:
    notations = Element("notations")
    for there, kind in ((tied_in, "stop"), (event.tied, "start")):
        if there:
            SubElement(notations, "tied", type=kind)
    if tuplet and first:
        SubElement(notations, "tuplet", type=tuplet, bracket="yes" if event.value.kind < 8 else "no")
    if event.tremolo and first:
        _text(SubElement(notations, "ornaments"), "tremolo", 3, type="single")
    if event.fermata and first:
        SubElement(notations, "fermata")
    if len(notations):
        note.append(notations)


def tuplet_ends(events: list[Event]) -> dict[int, str]:
    """Event index → start or stop. A group of triplets ends on the next beat (half bar, for quarters)."""
    ends: dict[int, str] = {}
    start: Fraction | None = None
    for i, event in enumerate(events):
        if not event.value.triplet:
            continue
        if start is None:
            start, unit = event.onset, 1 if event.value.kind == 8 else 2
            ends[i] = "start"
        if (event.onset + event.value.quarters) % unit == 0:
            ends[i] = "stop"
            start = None
    return ends


def beam_ends(events: list[Event]) -> dict[int, str]:
    """Event index → begin, continue or end: eighths beamed by half bars, triplets by beats."""
    beams: dict[int, str] = {}
    group: list[int] = []

    def close() -> None:
        for place, i in enumerate(group if len(group) > 1 else []):
            beams[i] = "begin" if place == 0 else "end" if place == len(group) - 1 else "continue"
        group.clear()

    for i, event in enumerate(events):
        unit = 1 if event.value.triplet else 2
        joins = event.pitches and event.value.kind >= 8
        if not joins or event.onset % unit == 0:
            close()
        if joins:
            group.append(i)
    close()
    return beams
