"""The MusicXML test suite of LilyPond, as music21 carries it: every file reads, and sounds as music21 has it."""

from collections import Counter
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest
from test_read import check_score

from odette.score.read import read_score

_MUSIC21 = find_spec("music21")
if _MUSIC21 is None or _MUSIC21.origin is None:
    pytest.skip("music21, which carries the suite, is not installed", allow_module_level=True)
SUITE = Path(_MUSIC21.origin).parent / "musicxml" / "lilypondTestSuite"
FILES = sorted(path for path in SUITE.glob("*.*") if path.suffix in (".xml", ".mxl"))

# music21 is no measure everywhere: it takes a chord apart where a direction stands between its notes (21f)
ALIKE = [
    "01a-Pitches-Pitches",
    "02b-Rests-PitchedRests",
    "03b-Rhythm-Backup",
    "03c-Rhythm-DivisionChange",
    "11a-TimeSignatures",
    "21a-Chord-Basic",
    "21d-Chords-SchubertStabatMater",
    "21e-Chords-PickupMeasures",
    "23a-Tuplets",
    "23d-Tuplets-Nested",
    "24a-GraceNotes",
    "33b-Spanners-Tie",
    "33d-Spanners-OctaveShifts",
    "42a-MultiVoice-TwoVoicesOnStaff-Lyrics",
    "43a-PianoStaff",
    "43d-MultiStaff-StaffChange",
    "45b-RepeatWithAlternatives",
    "46e-PickupMeasure-SecondVoiceStartsLater",
    "72a-TransposingInstruments",
    "72c-TransposingInstruments-Change",
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_reads(path: Path) -> None:
    check_score(read_score(path))


@pytest.mark.parametrize("name", ALIKE)
def test_notes_sound_as_music21_has_them(name: str) -> None:
    from music21 import converter

    path = SUITE / f"{name}.xml"
    theirs = converter.parse(path, forceSource=True, storePickle=False).toSoundingPitch().expandRepeats().stripTies()
    sounding: Counter[tuple[Fraction, int]] = Counter()
    for element in theirs.flatten().notes:
        if not element.duration.isGrace:
            onset = Fraction(element.offset).limit_denominator(960)
            sounding.update((onset, pitch.midi) for pitch in element.pitches)
    ours = Counter((n.onset, n.pitch) for n in read_score(path).notes if not n.grace)
    assert ours == sounding
