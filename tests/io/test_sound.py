"""Recordings: what is in the file, block by block, each with its exact time; and clear words for what is no sound."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from odette.core.clocks import SECOND, ShowTime
from odette.faults import Faulty
from odette.io.sound import Block, FileSound

soundfile = pytest.importorskip("soundfile")

RATE = 44_100


def tone(seconds: float, rate: int = RATE) -> NDArray[np.float32]:
    """Stereo: 440 Hz left, the same half as loud right."""
    left = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    return np.stack([left, left / 2], axis=1).astype(np.float32)


def write(path: Path, seconds: float = 1.0, rate: int = RATE, **how: str) -> Path:
    soundfile.write(path, tone(seconds, rate), rate, **how)
    return path


def joined(blocks: list[Block]) -> NDArray[np.float32]:
    return np.concatenate([block.samples for block in blocks])


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("a.wav", {}),
        ("a.flac", {}),
        ("a.ogg", {"subtype": "VORBIS"}),
        ("a.opus", {"format": "OGG", "subtype": "OPUS"}),
        ("a.mp3", {}),
    ],
)
def test_every_kind_of_recording_is_read_whole_and_mixed_to_mono(
    tmp_path: Path, name: str, how: dict[str, str]
) -> None:
    rate = 48_000
    source = FileSound(write(tmp_path / name, rate=rate, **how))
    heard = joined(list(source.blocks()))
    assert (source.rate, source.hop) == (rate, 960)
    assert abs(len(heard) - rate) < 0.06 * rate
    assert abs(np.sqrt(np.mean(heard[:rate] ** 2)) - 0.375 / np.sqrt(2)) < 0.02


def test_blocks_are_whole_hops_and_their_times_are_exact(tmp_path: Path) -> None:
    source = FileSound(write(tmp_path / "a.wav", 1.01), start=ShowTime(5 * SECOND))
    blocks = list(source.blocks())
    assert source.hop == 882
    assert [len(block.samples) for block in blocks] == [882] * 51
    assert [block.first for block in blocks] == [n * 882 for n in range(51)]
    assert [block.at for block in blocks] == [5 * SECOND + n * SECOND // 50 for n in range(51)]
    assert not blocks[-1].samples[-400:].any(), "the last is filled up with silence"
    assert not any(block.missing for block in blocks)


def test_a_recording_may_begin_at_an_offset(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", 2.0)
    whole = joined(list(FileSound(path).blocks()))
    blocks = list(FileSound(path, start=ShowTime(9), offset=0.7).blocks())
    assert blocks[0].first == round(0.7 * RATE)
    assert blocks[0].at == 9
    np.testing.assert_array_equal(blocks[0].samples, whole[blocks[0].first :][:882])


def test_an_offset_beyond_the_end_gives_no_blocks(tmp_path: Path) -> None:
    assert list(FileSound(write(tmp_path / "a.wav"), offset=60.0).blocks()) == []


def test_a_stopped_sound_ends(tmp_path: Path) -> None:
    source = FileSound(write(tmp_path / "a.wav"))
    blocks = source.blocks()
    next(blocks)
    source.stop()
    assert list(blocks) == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "no such file"),
        (b"", "cannot be decoded"),
        (b"This is a letter, not a sound.\n" * 99, "cannot be decoded"),
    ],
)
def test_what_is_no_sound_is_refused_in_words(tmp_path: Path, content: bytes | None, found: str) -> None:
    path = tmp_path / "a.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Faulty) as caught:
        FileSound(path)
    (fault,) = caught.value.faults
    assert fault.file == str(path)
    assert found in fault.found
    assert "WAV" in fault.wanted


def test_a_file_without_a_single_sample_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros((0, 1), np.float32), RATE)
    with pytest.raises(Faulty, match="holds no sound"):
        FileSound(path)


def test_a_recording_that_breaks_off_ends_there_without_an_exception(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", 4.0)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    said: list[tuple[bool, str]] = []
    heard = joined(list(FileSound(path, on_link=lambda up, detail: said.append((up, detail))).blocks()))
    assert 1.0 * RATE < len(heard) < 3.5 * RATE
    assert [up for up, _ in said] == [False]
