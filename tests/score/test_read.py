"""Whatever is in the file: a score, or faults that say what is wrong. Never another exception."""

import io
import random
import zipfile
from pathlib import Path

import mido
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scores import bar, musicxml, note, written

from odette.faults import Faulty
from odette.score.model import Score
from odette.score.read import read_score


def good_musicxml() -> bytes:
    left = '<barline location="left"><repeat direction="forward"/><ending number="1" type="start"/></barline>'
    right = (
        '<barline location="right"><ending number="1" type="stop"/><repeat direction="backward" times="2"/></barline>'
    )
    mark = "<metronome><beat-unit>quarter</beat-unit><per-minute>80</per-minute></metronome>"
    heading = f'<direction><direction-type><words>Lento</words>{mark}</direction-type><sound tempo="80"/></direction>'
    first = (
        heading + note() + note("E4", 4, "chord tie:start") + "<backup><duration>4</duration></backup>" + note("F#5")
    )
    return musicxml(
        bar(first, 0, "3/4", implicit=True) + bar(left + note("D4", 12, notations="<fermata/>") + right)
    ).encode()


def good_mxl() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        container = '<container><rootfiles><rootfile full-path="s.xml"/></rootfiles></container>'
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("s.xml", good_musicxml())
    return buffer.getvalue()


def good_midi() -> bytes:
    file = mido.MidiFile()
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
    track.append(mido.MetaMessage("set_tempo", tempo=600_000))
    for key in (60, 64, 67):
        track.append(mido.Message("note_on", note=key, velocity=70, time=0))
        track.append(mido.Message("note_off", note=key, time=480))
    file.tracks.append(track)
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


GOOD = {"a.musicxml": good_musicxml(), "a.mxl": good_mxl(), "a.mid": good_midi()}


@pytest.mark.parametrize("name", GOOD)
def test_the_good_file_is_good(tmp_path: Path, name: str) -> None:
    assert read_score(written(tmp_path, GOOD[name], name)).notes


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(GOOD)), seed=st.integers(0, 2**32), hurts=st.integers(0, 8), cut=st.booleans())
def test_damaged_files_give_a_score_or_faults(tmp_path: Path, name: str, seed: int, hurts: int, cut: bool) -> None:
    chance = random.Random(seed)
    data = bytearray(GOOD[name])
    for _ in range(hurts):
        at = chance.randrange(len(data))
        if chance.random() < 0.3:
            del data[at : at + chance.randrange(1, 20)]
        else:
            data[at] = chance.choice([*b"0123456789-+.<>/ \x00\xff", chance.randrange(256)])
    if cut:
        del data[chance.randrange(len(data)) :]
    check(written(tmp_path, bytes(data), name))


texts = st.sampled_from(["", "-1", "0", "1", "3", "x", "9" * 30, "1e999", "1/0", "0.0000001", "NaN", "yes", "\n"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(data=st.data())
def test_absurd_values_give_a_score_or_faults(tmp_path: Path, data: st.DataObject) -> None:
    """XML that is well-formed, with texts and attributes that no one would write."""
    pieces = good_musicxml().decode().replace('"', ">").replace("<", ">").split(">")
    values = sorted({piece for piece in pieces if piece and not piece.startswith(("/", "score", "part", "measure"))})
    text = good_musicxml().decode()
    for _ in range(data.draw(st.integers(1, 4))):
        old, new = data.draw(st.sampled_from(values)), data.draw(texts)
        text = text.replace(f">{old}<", f">{new}<").replace(f'"{old}"', f'"{new}"')
    check(written(tmp_path, text))


def check(path: Path) -> None:
    outcome = score_or_faults(path)
    if isinstance(outcome, Score):
        check_score(outcome)
    else:
        assert outcome.faults
        assert all(fault.file == str(path) and fault.found and fault.wanted for fault in outcome.faults)


def score_or_faults(path: Path) -> Score | Faulty:
    try:
        return read_score(path)
    except Faulty as faulty:
        return faulty


def check_score(score: Score) -> None:
    """What every score holds to."""
    assert score.tempi[0].start == 0
    assert all(
        before.start + before.length == after.start for before, after in zip(score.bars, score.bars[1:], strict=False)
    )
    assert all(bar.length > 0 for bar in score.bars)
    assert list(score.notes) == sorted(score.notes, key=lambda n: (n.onset, n.part, -1 if n.pitch is None else n.pitch))
    assert all(0 <= n.onset <= score.end and n.duration >= 0 and 1 <= n.velocity <= 127 for n in score.notes)
    assert all(n.pitch is None or 0 <= n.pitch <= 127 for n in score.notes)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.musicxml", b"", "an empty file"),
        ("a.mid", b"", "damaged"),
        ("a.mxl", b"PK\x05\x06" + bytes(18), "an archive without a score"),
        ("a.mxl", good_mxl()[:-40], "a damaged archive"),
        ("a.xml", b"<html><body/></html>", "begins with <html>"),
        ("a.xml", b"<score-partwise/>", "a score without bars"),
        ("a.xml", b"\n\n<score-partwise><part>", ":3: XML that breaks off"),
        ("a.xml", b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        ("a.pdf", b"%PDF", "a score file called *.pdf"),
    ],
)
def test_faults_name_what_is_wrong(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(Faulty, match=";") as caught:
        read_score(written(tmp_path, content, name))
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["none.musicxml", "none.mxl", "none.mid", "none.mei", "none.krn"])
def test_a_missing_file_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(Faulty, match=r"[Nn]o such file"):
        read_score(tmp_path / name)
