"""The full score of No. 10: complete in every part, and written so that players could play from it."""

from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from odette.score.model import Score
from odette.score.read import read_score

PATH = Path(__file__).parent.parent.parent / "shows" / "swan-lake" / "scores" / "no10-scene.musicxml"
BARS = 62
TRANSPOSING = {"Clarinets in A I, II": -3, "Horns in F I, II": -7, "Trumpets in F I, II": 5, "Double basses": -12}
"""Semitones from written to sounding."""

COMPASS = {
    "Piccolo": (74, 108),
    "Flutes": (60, 96),
    "Oboes": (58, 91),
    "Clarinets in A": (49, 91),
    "Bassoons": (34, 72),
    "Horns": (35, 77),
    "Trumpets": (52, 82),
    "Trombones": (40, 72),
    "Trombone III, Tuba": (26, 65),
    "Timpani": (41, 57),
    "Harp": (23, 103),
    "Violins": (55, 100),
    "Violas": (48, 91),
    "Cellos": (36, 81),
    "Double basses": (28, 67),
}
"""Lowest and highest sounding pitch that orchestral players are asked for."""


@pytest.fixture(scope="module")
def score() -> Score:
    return read_score(PATH)


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.parse(PATH).getroot()


def test_it_has_62_bars_of_common_time(score: Score) -> None:
    assert [bar.number for bar in score.bars] == [str(number) for number in range(1, BARS + 1)]
    assert {bar.length for bar in score.bars} == {Fraction(4)}
    assert score.end == 4 * BARS


def test_no_bar_of_any_part_is_over_or_underfull(root: ElementTree.Element) -> None:
    for part in root.iter("part"):
        measures = part.findall("measure")
        assert len(measures) == BARS
        divisions = int(measures[0].findtext("attributes/divisions", ""))
        for measure in measures:
            filled: dict[str, int] = defaultdict(int)
            for note in measure.findall("note"):
                if note.find("chord") is None:
                    filled[note.findtext("voice", "")] += int(note.findtext("duration", ""))
            assert set(filled.values()) == {4 * divisions}, (part.get("id"), measure.get("number"))


def test_written_values_and_durations_agree(root: ElementTree.Element) -> None:
    """Type, dots and tuplet of every note make its duration."""
    types = {"whole": Fraction(4), "half": Fraction(2), "quarter": Fraction(1), "eighth": Fraction(1, 2)}
    for part in root.iter("part"):
        divisions = int(part.findtext("measure/attributes/divisions", ""))
        for note in part.iter("note"):
            if note.find("type") is None:
                continue
            value = types[note.findtext("type", "")] * (2 - Fraction(1, 2 ** len(note.findall("dot"))))
            if note.find("time-modification") is not None:
                value *= Fraction(2, 3)
            assert value * divisions == int(note.findtext("duration", ""))


def test_every_tie_that_starts_stops_on_the_same_pitch(root: ElementTree.Element) -> None:
    def spelled(note: ElementTree.Element) -> tuple[str, str, str]:
        pitch = note.find("pitch")
        assert pitch is not None
        return (pitch.findtext("step", ""), pitch.findtext("alter", "0"), pitch.findtext("octave", ""))

    for part in root.iter("part"):
        open_ties: list[tuple[str, str, str]] = []
        for note in part.iter("note"):
            ties = {tie.get("type") for tie in note.findall("tie")}
            if "stop" in ties:
                open_ties.remove(spelled(note))
            if "start" in ties:
                open_ties.append(spelled(note))
        assert open_ties == []


def test_transposing_parts_sound_where_they_should(score: Score, root: ElementTree.Element) -> None:
    """Sounding pitch less written pitch is the instrument's transposition."""
    semitones = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    names = {part.findtext("part-name"): part.get("id") for part in root.iter("score-part")}
    for index, sounding_part in enumerate(score.parts):
        if sounding_part.name not in TRANSPOSING:
            continue
        (part,) = [part for part in root.iter("part") if part.get("id") == names[sounding_part.name]]
        pitch = next(part.iter("pitch"))
        written = 12 * (int(pitch.findtext("octave", "")) + 1) + semitones[pitch.findtext("step", "")]
        written += int(pitch.findtext("alter", "0"))
        sounding = next(note.pitch for note in score.notes if note.part == index)
        assert sounding is not None
        assert sounding - written == TRANSPOSING[sounding_part.name]


def test_every_note_can_be_played(score: Score) -> None:
    for note in score.notes:
        name = score.parts[note.part].name
        low, high = next(compass for instrument, compass in COMPASS.items() if name.startswith(instrument))
        assert note.pitch is not None
        assert low <= note.pitch <= high, (name, float(note.onset))


def test_the_oboe_begins_the_theme_in_bar_2(score: Score) -> None:
    """F♯ B C♯ D E F♯, as everybody knows it."""
    oboe = next(index for index, part in enumerate(score.parts) if part.name.startswith("Oboe"))
    theme = [(note.onset, note.pitch) for note in score.notes if note.part == oboe][:6]
    assert theme == [(4, 78), (6, 71), (Fraction(13, 2), 73), (7, 74), (Fraction(15, 2), 76), (8, 78)]


def test_marks_tempo_and_fermata_are_read(score: Score) -> None:
    assert score.marks == {"A": 9, "B": 18, "C": 26, "D": 33, "E": 48, "F": 54}
    assert [(tempo.start, tempo.quarters, tempo.text) for tempo in score.tempi] == [(0, 88, "Moderato")]
    assert score.fermatas == (Fraction(4 * (BARS - 1)),)


def test_dynamics_reach_from_pianissimo_to_triple_forte(score: Score) -> None:
    """The loudest bars are the theme with everyone; the oboe's is the quietest."""

    def loudness(bar: int) -> int:
        return sum(note.velocity for note in score.notes if 4 * (bar - 1) <= note.onset < 4 * bar)

    assert max(range(1, BARS + 1), key=loudness) in range(34, 53)
    assert {note.velocity for note in score.notes if note.onset == 192} == {max(note.velocity for note in score.notes)}
