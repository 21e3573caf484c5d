"""Wrist tracks: what a camera saw, or where hands turned, and what Odette should make of it.

A file of ``tracks/`` says in prose what happens; then what is expected, a line each, in seconds: ``upbeat`` and
``beat`` are due then, a ``may upbeat`` may be seen or not, ``no upbeat`` and ``withdrawn`` mean what they say; then
either ``turns`` (seconds, height: where the hands turn or rest, drawn anew for any camera) or ``frames`` (seconds,
height, share of the picture that moves: as a camera saw them).
"""

from dataclasses import dataclass, field
from pathlib import Path

from conducting import Points, hands

from odette.room.upbeat import Motion, Podium, Sign

FOLDER = Path(__file__).parent / "tracks"
NEAR = 0.25
"""Seconds by which an upbeat may foretell its beat wrongly: it is one stroke."""
BEAT_NEAR = 0.12
"""Seconds by which a beat may be seen early or late."""


@dataclass
class Track:
    """One film of a conductor."""

    name: str
    prose: str = ""
    upbeats: list[float] = field(default_factory=list)
    may: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    withdrawn: bool = False
    turns: Points = field(default_factory=list)
    frames: list[Motion] = field(default_factory=list)

    def film(self, rate: float = 30.0, noise: float = 0.002, dropped: float = 0.0, seed: int = 0) -> list[Motion]:
        """What a camera sees of it; one that saw it has seen it."""
        return self.frames or hands(self.turns, rate, noise, seed, dropped)


@dataclass
class Found:
    """What was made of a track."""

    missed: list[float]
    """Upbeats."""
    false: list[float]
    """Upbeats, when they were said to be due."""
    early: list[float]
    """Seconds from an upbeat's being found to its beat."""
    foretold: list[float]
    """Seconds by which upbeats foretold their beat too late."""
    beats_missed: list[float]
    errors: list[float]
    """Seconds by which beats were seen too late."""


def read(path: Path) -> Track:
    prose, expected, data = path.read_text().split("\n\n")
    track = Track(path.stem, prose)
    for line in expected.splitlines():
        match line.split():
            case ["upbeat", at]:
                track.upbeats.append(float(at))
            case ["may", "upbeat", at]:
                track.may.append(float(at))
            case ["beat", at]:
                track.beats.append(float(at))
            case ["withdrawn"]:
                track.withdrawn = True
            case _:
                assert line == "no upbeat", f"{path.name}: {line}"
    kind, *rows = data.split("\n")
    numbers = [tuple(map(float, row.split())) for row in rows if row]
    if kind == "turns":
        track.turns = [(at, height) for at, height in numbers]
    else:
        track.frames = [Motion(*row) for row in numbers]
    return track


def tracks() -> list[Track]:
    return [read(path) for path in sorted(FOLDER.glob("*.txt"))]


def found(track: Track, film: list[Motion]) -> Found:
    """What the podium finds in a film of this track, beside what is expected."""
    podium = Podium()
    said = [(frame.at, gesture) for frame in film for gesture in podium.see(frame)]
    upbeats = [(at, g.due) for at, g in said if g.sign is Sign.UPBEAT]
    beats = [(at, g.due) for at, g in said if g.sign is Sign.ICTUS]
    hits = [(due, *hit) for due in track.upbeats if (hit := _nearest(upbeats, due))]
    expected = [*track.upbeats, *track.may]
    seen = [(due, hit[1]) for due in track.beats if (hit := _nearest(beats, due))]
    return Found(
        [due for due in track.upbeats if not _nearest(upbeats, due)],
        [due for _, due in upbeats if all(abs(due - known) > 2 * NEAR for known in expected)],
        [due - at for due, at, _ in hits],
        [foretold - due for due, _, foretold in hits],
        [due for due in track.beats if not _nearest(beats, due)],
        [at - due for due, at in seen],
    )


def _nearest(gestures: list[tuple[float, float]], due: float) -> tuple[float, float] | None:
    near = [g for g in gestures if abs(g[1] - due) < NEAR]
    return min(near, key=lambda g: abs(g[1] - due), default=None)
