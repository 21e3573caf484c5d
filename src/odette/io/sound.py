"""Sound as the listener gets it: blocks of one hop, mono, each with its place in sample time and show time."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from odette.core.clocks import SECOND, Sample, ShowTime
from odette.faults import Fault, Faulty
from odette.io.link import Report, ignore


@dataclass(frozen=True, slots=True)
class Block:
    """One hop of sound."""

    samples: NDArray[np.float32]
    """Mono, full scale 1, exactly ``hop`` of them."""
    first: Sample
    """Index of the first of them."""
    at: ShowTime
    """When the first of them sounded."""
    missing: bool = False
    """The device gave nothing; silence stands in, so that sample index and show time stay in step."""


class Source(Protocol):
    """Where sound comes from."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    @property
    def hop(self) -> int:
        """Samples a block."""

    def blocks(self) -> Iterator[Block]:
        """Every block, in order and without gaps in ``first``; returns when the sound ends or is stopped."""

    def stop(self) -> None:
        """End ``blocks`` soon, from any thread."""


class FileSound:
    """A recording, decoded as it is read (WAV, FLAC, Ogg Vorbis, Opus, MP3), as fast as its reader takes it.

    ``Sample`` counts from the start of the file, at the file's own rate. The sound begins ``offset`` seconds into
    it, at show time ``start``, and the block times follow from that exactly. Raises Faulty if the file cannot be
    read; if it breaks off in the middle, that is reported and the sound ends there.
    """

    def __init__(
        self,
        path: Path,
        hop_seconds: float = 0.02,
        start: ShowTime = ShowTime(0),  # noqa: B008 (an int)
        offset: float = 0.0,
        on_link: Report = ignore,
    ) -> None:
        self.path = path
        self._file = open_sound(path)
        self.rate: int = self._file.samplerate
        self.hop = round(hop_seconds * self.rate)
        self.seconds = self._file.frames / self.rate
        self._start = start
        self._first = min(round(offset * self.rate), self._file.frames)
        self._on_link = on_link
        self._stopped = threading.Event()

    def blocks(self) -> Iterator[Block]:
        """The last block is filled up with silence."""
        first = self._first
        for frames in read_frames(self._file, first, self.hop, self._on_link):
            if self._stopped.is_set():
                return
            samples = np.zeros(self.hop, np.float32)
            samples[: len(frames)] = frames.mean(axis=1)
            yield Block(samples, Sample(first), self.time(Sample(first)))
            first += self.hop

    def time(self, sample: Sample) -> ShowTime:
        """Show time of a sample of the file."""
        return ShowTime(self._start + (sample - self._first) * SECOND // self.rate)

    def stop(self) -> None:
        self._stopped.set()


def open_sound(path: Path) -> Any:
    """An open ``soundfile.SoundFile``; raises Faulty if there is none or it cannot be decoded."""
    import soundfile  # 0.1 s: only when there is a sound to read

    wanted = "a sound file: WAV, FLAC, Ogg Vorbis, Opus or MP3"
    if not path.is_file():
        raise Faulty(Fault(str(path), 0, "no such file", wanted))
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", str(error)).rstrip(".")
        raise Faulty(Fault(str(path), 0, f"cannot be decoded as sound ({reason})", wanted)) from None
    if not file.frames:
        raise Faulty(Fault(str(path), 0, "holds no sound", wanted))
    if file.format == "MP3":
        # soundfile seeks after every read. In an MP3 that forgets the bits which a frame borrows from those before
        # it, and the sound comes out broken; only a file that cannot seek is left alone.
        file.seekable = lambda: False
    return file


def read_frames(file: Any, first: int, size: int, on_link: Report) -> Iterator[NDArray[np.float32]]:
    """Frames × channels, ``size`` frames at a time (fewer at the end), from frame ``first`` of a sound file."""
    try:
        file.seek(first)
        while len(frames := file.read(size, dtype="float32", always_2d=True)):
            yield frames
    except (RuntimeError, OSError) as error:  # soundfile's errors are RuntimeErrors
        on_link(False, f"{file.name}: breaks off after {file.tell() / file.samplerate:.1f} s ({error})")
