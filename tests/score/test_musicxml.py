"""MusicXML: what is written, and when it sounds."""

import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from scores import bar, musicxml, note, played, written

from odette.faults import Faulty
from odette.score.model import Score
from odette.score.read import read_score

TRANSPOSED = "<attributes><transpose><chromatic>{}</chromatic>{}</transpose></attributes>"
FERMATA = "<fermata/>"


def read(folder: Path, *parts: str, head: str = "", listed: str = "") -> Score:
    return read_score(written(folder, musicxml(*parts, head=head, listed=listed)))


def direction(kind: str, sound: str = "") -> str:
    return f"<direction><direction-type>{kind}</direction-type>{sound}</direction>"


def barline(inside: str, location: str = "right") -> str:
    return f'<barline location="{location}">{inside}</barline>'


def test_time_comes_from_duration_and_divisions(tmp_path: Path) -> None:
    triplet = "<attributes><divisions>6</divisions></attributes>" + 3 * note("D4", 2)
    score = read(tmp_path, bar(note("C4", 8) + triplet + note("E4", 6), time="4/4"))
    third = pytest.approx(1 / 3)
    assert played(score) == [
        (0, 2, 60),
        (2, third, 62),
        (pytest.approx(7 / 3), third, 62),
        (pytest.approx(8 / 3), third, 62),
        (3, 1, 64),
    ]


def test_chords_voices_and_staves_share_the_bar(tmp_path: Path) -> None:
    music = note("C4", 16) + note("E4", 16, "chord") + "<backup><duration>16</duration></backup>"
    music += "<forward><duration>4</duration></forward>" + note("G3", 4)
    assert played(read(tmp_path, bar(music, time="4/4"))) == [(0, 4, 60), (0, 4, 64), (1, 1, 55)]


def test_grace_notes_take_no_time_and_cue_notes_do_not_sound(tmp_path: Path) -> None:
    score = read(tmp_path, bar(note("D4", extra="grace") + note("C4", 8) + note("A4", 8, "cue"), time="4/4"))
    assert played(score) == [(0, 2, 60), (0, 0, 62)]
    assert [n.grace for n in score.notes] == [False, True]
    assert score.end == 4


def test_ties_join_and_keep_the_first_head(tmp_path: Path) -> None:
    score = read(
        tmp_path,
        bar(note("r", 12) + note("C4", 4, "tie:start"), time="4/4")
        + bar(note("C4", 16, "tie:stop tie:start"), 2)
        + bar(note("C4", 4, "tie:stop") + note("C4", 12), 3),
    )
    assert played(score) == [(3, 6, 60), (9, 3, 60)]
    assert score.notes[0].id == "n2"


def test_ties_join_in_the_order_of_playing(tmp_path: Path) -> None:
    """A tie out of the repeated part goes on into both endings; one that nothing takes up ends with its note."""
    score = read(
        tmp_path,
        bar(note("C4", 16, "tie:start"), time="4/4")
        + bar(barline('<ending number="1" type="start"/>', "left") + note("C4", 16, "tie:stop")
              + barline('<ending number="1" type="stop"/><repeat direction="backward"/>'), 2)
        + bar(barline('<ending number="2" type="start"/>', "left") + note("C4", 8, "tie:stop") + note("D4", 8), 3),
    )  # fmt: skip
    assert played(score) == [(0, 8, 60), (8, 6, 60), (14, 2, 62)]


def test_instruments_sound_where_they_transpose_to_from_there_on(tmp_path: Path) -> None:
    music = TRANSPOSED.format(-2, "") + note("D4", 8)
    music += TRANSPOSED.format(0, "<octave-change>-1</octave-change>") + note("D4", 8)
    assert played(read(tmp_path, bar(music, time="4/4"))) == [(0, 2, 60), (2, 2, 50)]


def test_a_pickup_is_as_long_as_its_music_and_lacks_its_front(tmp_path: Path) -> None:
    score = read(
        tmp_path,
        bar(note("C4", 4), 0, "3/4", implicit=True) + bar(note("C4", 12), 1),
        bar(note("R", 12), 0, "3/4", implicit=True) + bar(note("R", 12), 1),
    )
    pickup, first = score.bars
    assert (pickup.number, pickup.length, pickup.offset) == ("0", 1, 2)
    assert (first.number, first.start, first.offset) == ("1", 1, 0)


def test_a_bar_cut_by_a_repeat_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    score = read(
        tmp_path,
        bar(note("C4", 8) + barline('<repeat direction="backward"/>'), 1, "3/4")
        + bar(note("D4", 4), "X1", implicit=True)
        + bar(note("E4", 12), 2),
    )
    assert [(b.number, b.passing, b.start, b.offset) for b in score.bars] == [
        ("1", 1, 0, 1),
        ("1", 2, 2, 1),
        ("X1", 1, 4, 2),
        ("2", 1, 5, 0),
    ]


def test_lengths_are_those_of_the_longest_voice(tmp_path: Path) -> None:
    overfull = bar(note("C4", 20), 1, "4/4") + bar(note("C4", 4), 2)
    score = read(tmp_path, overfull, bar(note("C4", 4), 1))
    assert [b.length for b in score.bars] == [5, 1]
    assert read(tmp_path, bar("", 1, "3/4")).end == 3
    free = "<attributes><divisions>1</divisions><time><senza-misura/></time></attributes>" + note("C4", 7)
    senza = read(tmp_path, bar(free))
    assert (senza.end, senza.bars[0].beats, senza.bars[0].beat_type) == (7, 7, 4)


def test_time_signatures_add_up(tmp_path: Path) -> None:
    mixed = "<attributes><divisions>2</divisions><time><beats>3+2</beats><beat-type>8</beat-type>"
    mixed += "<beats>1</beats><beat-type>4</beat-type></time></attributes>"
    (first,) = read(tmp_path, bar(mixed + note("R", 7))).bars
    assert (first.beats, first.beat_type, first.length) == (7, 8, Fraction(7, 2))


def test_unpitched_percussion_has_no_pitch(tmp_path: Path) -> None:
    score = read(tmp_path, bar(note("x", 4), time="1/4"))
    assert played(score) == [(0, 1, None)]
    assert score.parts[0].percussion


def test_parts_get_the_sound_the_file_gives_or_their_name_asks_for(tmp_path: Path) -> None:
    names = ["Violino I", "Clarinetti in B♭", "Flöten", "Tamburo"]
    listed = "".join(f'<score-part id="P{i}"><part-name>{n}</part-name></score-part>' for i, n in enumerate(names, 1))
    midi = '<midi-instrument id="I"><midi-channel>1</midi-channel><midi-program>20</midi-program></midi-instrument>'
    listed += f'<score-part id="P5"><part-name>Violino</part-name>{midi}</score-part>'
    one = bar(note(), time="1/4")
    parts = read(tmp_path, one, one, one, one, one, listed=listed).parts
    assert [part.name for part in parts] == [*names, "Violino"]
    assert [part.program for part in parts] == [40, 71, 73, 0, 19]
    assert [part.percussion for part in parts] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("mark", "quarters"),
    [
        (direction("<words>Allegro</words>", '<sound tempo="84"/>'), 84),
        ("<sound tempo='84'/>", 84),
        (direction("<metronome><beat-unit>half</beat-unit><per-minute>66</per-minute></metronome>"), 132),
        (
            direction(
                "<metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>c. 60</per-minute></metronome>"
            ),
            90,
        ),
        (direction("<words>Andante</words>"), 76),
        (direction("<words>sempre andante</words>"), 90),
        ("", 90),
    ],
)
def test_speeds(tmp_path: Path, mark: str, quarters: float) -> None:
    score = read(tmp_path, bar(mark + note("C4", 16), time="4/4"))
    assert [t.quarters for t in score.tempi] == [quarters]


def test_speeds_come_back_with_the_place_they_stand_at(tmp_path: Path) -> None:
    slow, fast = direction("<words>Lento</words>", '<sound tempo="40"/>'), '<sound tempo="120"/>'
    score = read(
        tmp_path,
        bar(slow + note("C4", 16), 1, "4/4")
        + bar(note("C4", 8) + fast + note("C4", 8) + barline('<repeat direction="backward"/>'), 2),
    )
    assert [(t.start, t.quarters, t.text) for t in score.tempi] == [
        (0, 40, "Lento"),
        (6, 120, ""),
        (8, 40, "Lento"),
        (14, 120, ""),
    ]


def test_loudness(tmp_path: Path) -> None:
    music = direction("<dynamics><p/></dynamics>") + note() + direction("<dynamics><sfz/></dynamics>") + note()
    music += note() + direction("<dynamics><f/></dynamics>", '<sound dynamics="100"/>') + note()
    score = read(tmp_path, bar(note("C4", 16), 1, "4/4") + bar(music, 2) + bar(note("C4", 16), 3))
    assert [n.velocity for n in score.notes] == [64, 49, 104, 49, 96, 96]


def test_fermatas_and_rehearsal_marks(tmp_path: Path) -> None:
    mark = direction("<rehearsal>A</rehearsal>")
    held = note("C4", 8) + note("r", 8, notations=FERMATA)
    score = read(tmp_path, bar(held, 1, "4/4") + bar(mark + note("C4", 16, notations=FERMATA), 2))
    assert score.fermatas == (2, 4)
    assert score.marks == {"A": 1}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (direction("<words>x</words>", '<sound fine="yes"/>'), '<sound dacapo="yes"/>'),
        (direction("<words>Fine</words>"), direction("<words>D.C. al Fine</words>")),
        (direction("<segno/>") + direction("<words>Fine</words>"), direction("<words>Dal Segno al Fine</words>")),
    ],
)
def test_jumps_from_sounds_and_from_words(tmp_path: Path, first: str, last: str) -> None:
    score = read(tmp_path, bar(note() + first, 1, "1/4") + bar(note("D4") + last, 2))
    assert [b.number for b in score.bars] == ["1", "2", "1"]


@pytest.mark.parametrize("leave", ["<words>To Coda</words>", "<coda/>"])
def test_coda(tmp_path: Path, leave: str) -> None:
    score = read(
        tmp_path,
        bar(note() + direction(leave), 1, "1/4")
        + bar(note() + direction("<words>D.C. al Coda</words>"), 2)
        + bar(direction("<coda/>") + note(), 3),
    )
    assert [b.number for b in score.bars] == ["1", "2", "1", "3"]


def test_a_number_printed_twice_gets_a_letter(tmp_path: Path) -> None:
    score = read(tmp_path, bar(note(), 1, "1/4") + bar(note(), 1) + bar(note(), "1") + bar(note(), ""))
    assert [b.number for b in score.bars] == ["1", "1b", "1c", "4"]


def test_bar_by_bar_reads_like_part_by_part(tmp_path: Path) -> None:
    parts = bar(note("C4"), 1, "1/4") + bar(note("D4"), 2), bar(note("E4"), 1, "1/4") + bar(note("F4"), 2)
    straight = read(tmp_path, *parts)
    pieces = [part.replace("<measure ", "\0<measure ").split("\0")[1:] for part in parts]
    measures = ""
    for number in (0, 1):
        inside = "".join(f'<part id="P{i}">{p[number].partition(">")[2][:-10]}</part>' for i, p in enumerate(pieces, 1))
        measures += f'<measure number="{number + 1}">{inside}</measure>'
    listed = '<part-list><score-part id="P1"><part-name>Part 1</part-name></score-part>'
    listed += '<score-part id="P2"><part-name>Part 2</part-name></score-part></part-list>'
    turned = read_score(written(tmp_path, f"<score-timewise>{listed}{measures}</score-timewise>"))
    assert played(turned) == played(straight)
    assert turned.bars == straight.bars


DOCTYPE = '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "partwise.dtd">'


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1"])
def test_encodings_and_doctype(tmp_path: Path, encoding: str) -> None:
    head = "<work><work-title>Für Elise</work-title></work>"
    text = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}' + musicxml(bar(note(), time="1/4"), head=head)
    assert read_score(written(tmp_path, text.encode(encoding))).title == "Für Elise"


def test_compressed(tmp_path: Path) -> None:
    path = tmp_path / "score.mxl"
    container = '<container><rootfiles><rootfile full-path="a/b.xml"/></rootfiles></container>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("other.xml", "<no-score/>")
        archive.writestr("a/b.xml", musicxml(bar(note(), time="1/4")))
    assert played(read_score(path)) == [(0, 1, 60)]


def test_faults_say_the_line_what_was_found_and_what_is_wanted(tmp_path: Path) -> None:
    bad = note(duration=4).replace("<duration>4<", "<duration>four<")
    octave = note().replace("<octave>4", "<octave>x")
    path = written(tmp_path, musicxml("\n" + bar("\n" + bad + "\n" + octave, time="1/4")))
    with pytest.raises(Faulty) as caught:
        read_score(path)
    assert [(fault.line, fault.found) for fault in caught.value.faults] == [
        (3, "<duration>four</duration>"),
        (4, "a <pitch> that is none"),
    ]
    assert all(fault.wanted and fault.file == str(path) for fault in caught.value.faults)
