"""Reading MusicXML: from ``<part>`` and ``<measure>`` to printed bars. Time comes from ``<duration>`` alone."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import floor
from pathlib import Path
from xml.etree.ElementTree import Element

from odette.faults import Fault, Faulty
from odette.score.directions import Directions
from odette.score.document import Document, open_document
from odette.score.instruments import guess_program, is_percussion
from odette.score.model import Part, Score
from odette.score.performance import perform
from odette.score.printed import PrintedBar, PrintedNote, PrintedScore, PrintedTempo, bar_name
from odette.score.words import beat_unit, settle_codas, speed

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_NUMBER = re.compile(r"\s*\d{1,9}(\.\d{1,6})?\s*")


def read_musicxml(path: Path) -> Score:
    """The score in a MusicXML file, as played. Raises Faulty."""
    return perform(read_printed(open_document(path)))


def read_printed(document: Document) -> PrintedScore:
    """What is printed in a MusicXML score.

    A bar is as long as its longest voice; rests that fill a bar do not lengthen a pickup. A bar number that is
    printed a second time gets a letter: the second "33" is called "33b". Raises Faulty.
    """
    elements = document.root.findall("part")
    count = max((len(part.findall("measure")) for part in elements), default=0)
    if not count:
        wanted = "at least one <part> with a <measure> in it"
        raise Faulty(Fault(str(document.path), 0, "a score without bars", wanted))
    drafts = [_Draft() for _ in range(count)]
    faults: list[Fault] = []
    parts = []
    for index, element in enumerate(elements):
        reader = _PartReader(index, drafts, document, faults)
        reader.read(element)
        parts.append(_part(document.root, element, index, reader.unpitched))
    if faults:
        raise Faulty(*sorted(faults))
    bars = [draft.bar for draft in drafts]
    _finish(drafts)
    title = _title(document.root)
    heading = speed(title) if title else None
    if heading and not any(bar.tempi for bar in bars[:2]):
        bars[0].tempi.append(PrintedTempo(Fraction(0), heading * beat_unit(bars[0].beats, bars[0].beat_type, heading)))
    settle_codas([bar.signs for bar in bars])
    return PrintedScore(title, tuple(parts), bars)


@dataclass(slots=True)
class _Draft:
    """A bar while its parts are being read. Lengths in quarter notes."""

    bar: PrintedBar = field(default_factory=lambda: PrintedBar(""))
    implicit: bool = False
    reach: Fraction = Fraction(0)
    """End of its last note."""
    rest: Fraction = Fraction(0)
    """Its longest whole-bar rest."""
    nominal: Fraction | None = None
    """What the time signature says; None: it has none."""
    timed: bool = False


@dataclass(slots=True)
class _Time:
    beats: int
    beat_type: int
    nominal: Fraction | None


class _PartReader:
    """Goes through one part from left to right and adds what it finds to the bars."""

    def __init__(self, index: int, drafts: list[_Draft], document: Document, faults: list[Fault]) -> None:
        self.index = index
        self.drafts = drafts
        self.document = document
        self.faults = faults
        self.divisions = Fraction(1)
        self.transpose: dict[str, int] = {}
        self.time = _Time(4, 4, None)
        self.directions = Directions()
        self.unpitched = False
        self.cursor = Fraction(0)
        self.onset = Fraction(0)
        self.draft = drafts[0]

    def read(self, part: Element) -> None:
        for i, measure in enumerate(part.iterfind("measure")):
            self.draft = draft = self.drafts[i]
            self.cursor = self.onset = Fraction(0)
            draft.implicit |= measure.get("implicit") == "yes"
            draft.bar.number = draft.bar.number or (measure.get("number") or "").strip()
            first = len(draft.bar.notes)
            self.directions.begin_bar(draft.bar, self.drafts[i - 1].bar if i else draft.bar)
            for child in measure:
                self._child(child)
            self.directions.end_bar(draft.bar.notes[first:], (self.time.beats, self.time.beat_type))
            if not draft.timed:
                draft.timed, draft.nominal = True, self.time.nominal
                draft.bar.beats, draft.bar.beat_type = self.time.beats, self.time.beat_type

    def _child(self, child: Element) -> None:
        if child.tag == "note":
            self._note(child)
        elif child.tag == "backup":
            self.cursor = max(Fraction(0), self.cursor - self._duration(child))
        elif child.tag == "forward":
            self.cursor += self._duration(child)
            self.draft.reach = max(self.draft.reach, self.cursor)
        elif child.tag == "attributes":
            self._attributes(child)
        elif child.tag == "direction":
            self.directions.direction(child, self.cursor, self.divisions)
        elif child.tag == "sound":
            self.directions.sound(child, self.cursor)
        elif child.tag == "barline":
            self.directions.barline(child, self.cursor)

    def _note(self, note: Element) -> None:
        fields = {child.tag: child for child in note}
        grace = "grace" in fields
        duration = Fraction(0) if grace else self._duration(note)
        if "chord" not in fields:
            self.onset = self.cursor
            self.cursor += duration
        rest = fields.get("rest")
        if rest is not None and rest.get("measure") == "yes":
            self.draft.rest = max(self.draft.rest, self.cursor)
        else:
            self.draft.reach = max(self.draft.reach, self.onset + duration)
        notations = fields.get("notations")
        if notations is not None:
            self.directions.notations(note, self.onset)
        if rest is not None or "cue" in fields or not ({"pitch", "unpitched"} & fields.keys()):
            return
        pitch = self._pitch(fields["pitch"], fields.get("staff")) if "pitch" in fields else None
        self.unpitched |= pitch is None
        tied = [tie.get("type") for tie in note.iterfind("tie")]
        if not tied and notations is not None:
            tied = [tie.get("type") for tie in notations.iterfind("tied")]
        self.draft.bar.notes.append(
            PrintedNote(
                note.get("id", ""),
                self.index,
                self.onset,
                duration,
                pitch,
                grace,
                self.directions.own_velocity(note),
                "start" in tied or "continue" in tied,
                "stop" in tied or "continue" in tied,
            )
        )

    def _pitch(self, pitch: Element, staff: Element | None) -> int:
        """Sounding MIDI pitch; microtones go to the nearest semitone."""
        step = _STEPS.get((pitch.findtext("step") or "").strip().upper())
        octave = _whole(pitch.findtext("octave"))
        alter = _decimal(pitch.findtext("alter") or "0")
        if step is None or octave is None or alter is None:
            self._fault(pitch, "a <pitch> that is none", "a step C to B and an octave 0 to 9")
            return 0
        key = (staff.text or "") if staff is not None else ""
        shift = self.transpose.get(key, self.transpose.get("", 0))
        return min(127, max(0, 12 * (octave + 1) + step + floor(alter + 0.5) + shift))

    def _duration(self, element: Element) -> Fraction:
        text = element.findtext("duration")
        if text is None:
            self._fault(element, f"a <{element.tag}> without <duration>", "a <duration> in divisions")
            return Fraction(0)
        if not _NUMBER.fullmatch(text):
            self._fault(element, f"<duration>{text}</duration>", "a number of divisions, 0 or more")
            return Fraction(0)
        return _quarters(text, self.divisions)

    def _attributes(self, attributes: Element) -> None:
        divisions = attributes.find("divisions")
        if divisions is not None:
            text = divisions.text or ""
            if _NUMBER.fullmatch(text) and Fraction(text.strip()) > 0:
                self.divisions = Fraction(text.strip())
            else:
                self._fault(divisions, f"<divisions>{text}</divisions>", "a number greater than 0")
        for transpose in attributes.iterfind("transpose"):
            semitones = _decimal(transpose.findtext("chromatic") or "0") or 0
            octaves = _whole(transpose.findtext("octave-change") or "0") or 0
            self.transpose[transpose.get("number", "")] = round(semitones) + 12 * octaves
        time = attributes.find("time")
        if time is not None:
            self._time(time)

    def _time(self, time: Element) -> None:
        """A time signature; 3+2/8 adds up to 5/8, and 2/4 + 3/8 to 7/8."""
        if time.find("senza-misura") is not None:
            self.time = _Time(4, 4, None)
            return
        tops = [re.findall(r"\d{1,3}", beats.text or "") for beats in time.iterfind("beats")]
        types = [_whole(kind.text) or 0 for kind in time.iterfind("beat-type")]
        sums = [sum(map(int, top)) for top in tops]
        if not sums or len(sums) != len(types) or min(sums) < 1 or not set(types) <= _BEAT_TYPES:
            self._fault(time, "a time signature that is none", "such as <beats>3</beats><beat-type>4</beat-type>")
            return
        beat_type = max(types)
        beats = sum(top * beat_type // kind for top, kind in zip(sums, types, strict=True))
        self.time = _Time(beats, beat_type, Fraction(4 * beats, beat_type))

    def _fault(self, element: Element, found: str, wanted: str) -> None:
        self.faults.append(self.document.fault(element, found, wanted))


_BEAT_TYPES = {1, 2, 4, 8, 16, 32, 64, 128}


@lru_cache(maxsize=4096)
def _quarters(text: str, divisions: Fraction) -> Fraction:
    return Fraction(text.strip()) / divisions


def _whole(text: str | None) -> int | None:
    match = re.fullmatch(r"\s*([+-]?\d{1,3})\s*", text or "")
    return int(match[1]) if match else None


def _decimal(text: str) -> float | None:
    match = re.fullmatch(r"\s*([+-]?\d{1,3}(\.\d*)?)\s*", text)
    return float(match[1]) if match else None


def _finish(drafts: list[_Draft]) -> None:
    """Settle each bar's length, its name, and what is missing at its front."""
    seen: set[str] = set()
    before: PrintedBar | None = None
    for i, draft in enumerate(drafts):
        bar = draft.bar
        pickup = draft.implicit or i == 0
        rest = min(draft.rest, draft.nominal) if draft.nominal else draft.rest
        filled = draft.reach if pickup and draft.reach else max(draft.reach, rest)
        bar.length = filled or draft.nominal or Fraction(4)
        if draft.nominal is None:
            bar.beats, bar.beat_type = max(1, -(-bar.length.numerator // bar.length.denominator)), 4
        else:
            bar.offset = _offset(bar.length, draft.nominal, pickup, before)
        bar.number = bar_name(bar.number or str(i + 1), seen)
        before = bar


def _offset(length: Fraction, nominal: Fraction, pickup: bool, before: PrintedBar | None) -> Fraction:
    """Quarter notes missing at a short bar's front: those that the bar before has, or else all that are missing."""
    if length >= nominal:
        return Fraction(0)
    if before is not None:
        so_far = before.offset + before.length
        if so_far < nominal and (so_far + length == nominal or (pickup and so_far + length < nominal)):
            return so_far
    return nominal - length if pickup else Fraction(0)


def _part(root: Element, element: Element, index: int, unpitched: bool) -> Part:
    """The part's name and sound, from the part list, or guessed from its name."""
    identity = element.get("id") or f"P{index + 1}"
    listed = [p for p in root.iterfind("part-list/score-part") if p.get("id") == element.get("id")]
    if not listed:
        return Part(identity, identity, percussion=unpitched)
    texts = [listed[0].findtext(tag) or "" for tag in ("part-name", "score-instrument/instrument-name")]
    names = [" ".join(text.split()) for text in texts]
    name = next((text for text in names if text), identity)
    channel = _whole(listed[0].findtext("midi-instrument/midi-channel"))
    program = _whole(listed[0].findtext("midi-instrument/midi-program"))
    sound = program - 1 if program and 1 <= program <= 128 else guess_program(name)
    return Part(identity, name, sound, unpitched or channel == 10 or (program is None and is_percussion(name)))


def _title(root: Element) -> str:
    texts = [root.findtext("work/work-title") or "", root.findtext("movement-title") or ""]
    titles = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
    return ", ".join(titles)
