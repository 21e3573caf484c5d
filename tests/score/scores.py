"""Small scores for tests: MusicXML from a line of text, and unfolded scores made directly."""

from fractions import Fraction
from pathlib import Path

from odette.score.model import Bar, Note, Part, Score, Tempo


def musicxml(*parts: str, head: str = "", listed: str = "") -> str:
    """A score whose parts are the given ``<measure>`` elements."""
    names = "".join(f'<score-part id="P{i}"><part-name>Part {i}</part-name></score-part>' for i in count(parts))
    bodies = "".join(f'<part id="P{i}">{part}</part>' for i, part in enumerate(parts, 1))
    return f'<score-partwise version="4.0">{head}<part-list>{listed or names}</part-list>{bodies}</score-partwise>'


def count(parts: tuple[str, ...]) -> range:
    return range(1, len(parts) + 1)


def bar(content: str, number: int | str = 1, time: str = "", implicit: bool = False) -> str:
    """One ``<measure>``; ``time`` such as "3/4" puts divisions of 4 and a time signature at its front."""
    front = ""
    if time:
        beats, kind = time.split("/")
        front = (
            "<attributes><divisions>4</divisions>"
            f"<time><beats>{beats}</beats><beat-type>{kind}</beat-type></time></attributes>"
        )
    flag = ' implicit="yes"' if implicit else ""
    return f'<measure number="{number}"{flag}>{front}{content}</measure>'


def note(pitch: str = "C4", duration: float = 4, extra: str = "", notations: str = "") -> str:
    """One note, e.g. "F#4" lasting ``duration`` sixteenths; "r" is a rest; ``extra``: "chord grace tie:start"."""
    words = extra.split()
    before = "".join(f"<{word}/>" for word in words if word in ("grace", "chord", "cue"))
    ties = "".join(f'<tie type="{word[4:]}"/>' for word in words if word.startswith("tie:"))
    alter = {"#": "<alter>1</alter>", "b": "<alter>-1</alter>"}.get(pitch[1:2], "")
    sound = f"<pitch><step>{pitch[0]}</step>{alter}<octave>{pitch[-1]}</octave></pitch>"
    if pitch == "r":
        sound = "<rest/>"
    elif pitch == "R":
        sound = '<rest measure="yes"/>'
    elif pitch == "x":
        sound = "<unpitched/>"
    time = "" if "grace" in words else f"<duration>{duration:g}</duration>"
    more = f"<notations>{notations}</notations>" if notations else ""
    return f"<note>{before}{sound}{time}{ties}{more}</note>"


def written(folder: Path, text: str | bytes, name: str = "score.musicxml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def played(score: Score) -> list[tuple[float, float, int | None]]:
    """Onset, duration and pitch of every note."""
    return [(float(note.onset), float(note.duration), note.pitch) for note in score.notes]


def made(bars: list[Bar], marks: dict[str, int] | None = None) -> Score:
    """A score of these bars, with one note at the start of each."""
    notes = tuple(Note(f"n{i}", 0, bar.start, bar.length, 60) for i, bar in enumerate(bars, 1))
    return Score("made", (Part("P1", "Piano"),), notes, tuple(bars), (Tempo(Fraction(0), 90.0),), (), marks or {})
