"""Opening a show folder and a venue file: everything checked, nothing half-loaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from odette.book.cross import broken_marks, unfollowed, unknown_destinations, unmapped_roles, unused_looks
from odette.book.evening import Evening, read_evening
from odette.book.looks import read_looks, read_submasters
from odette.book.palettes import Palettes, read_palettes
from odette.book.promptbook import read_cues, read_lists
from odette.book.show import Entry, read_back, read_calling, read_show
from odette.book.toml import Document, parse_toml, read_toml
from odette.book.venue import read_venue
from odette.core.clocks import Beat
from odette.core.cue import BACK, Calling, Cue, Look, Number, NumberKind, PromptBook
from odette.core.venue import Venue
from odette.faults import Fault, Faulty
from odette.score.model import Score
from odette.score.read import read_score
from odette.score.unscored import lasting

ReadScore = Callable[[Path], Score]
"""Reads a score file, or remembers what it read; raises Faulty."""

Texts = Mapping[str, str]
"""Files of a show's folder, by name, that are to be read from here and not from the disk."""

NONE: Texts = {}


@dataclass(frozen=True, slots=True)
class Show:
    """A show folder as read. Dictionaries go by number id."""

    folder: Path
    book: PromptBook
    scores: dict[str, Score]
    score_files: dict[str, Path]
    audio: dict[str, Path]
    """Recordings of numbers; not every number has one."""
    recordings: dict[str, Path] = field(default_factory=dict)
    """Those of numbers that are followed by their recording."""

    @property
    def heard(self) -> dict[str, Score]:
        """The scores of the numbers that are followed by ear, in the order of the evening."""
        heard = {number.id for number in self.book.numbers if number.kind.heard}
        order = dict.fromkeys([*(part.number for part in self.book.parts), *self.scores])
        return {name: self.scores[name] for name in order if name in heard}


def open_show(folder: Path, read: ReadScore = read_score, texts: Texts = NONE) -> Show:
    """Read a show folder. Faulty with every fault in it."""
    faults: list[Fault] = []
    draft = _read(folder, faults, read, texts)
    if faults:
        raise Faulty(*sorted(faults))
    return draft.show(folder)


def open_venue(path: Path) -> Venue:
    """Read a venue file. Faulty with every fault in it."""
    faults: list[Fault] = []
    venue = read_venue(read_toml(path), faults)
    if faults:
        raise Faulty(*sorted(faults))
    return venue


def open_evening(
    folder: Path, venue_path: Path, read: ReadScore = read_score, texts: Texts = NONE
) -> tuple[Show, Venue]:
    """Read a show and the venue it plays in. Faulty with every fault in either."""
    faults: list[Fault] = []
    draft = _read(folder, faults, read, texts)
    venue = _read_venue(venue_path, faults)
    if venue is None or faults:
        raise Faulty(*sorted(faults))
    return draft.show(folder), venue


def check(folder: Path, venue_path: Path | None = None, read: ReadScore = read_score) -> list[Fault]:
    """Every fault in a show and in a venue, by file and line."""
    faults: list[Fault] = []
    _read(folder, faults, read)
    if venue_path is not None:
        _read_venue(venue_path, faults)
    return sorted(faults)


def remarks(show: Show, venue_path: Path | None = None) -> list[Fault]:
    """What in a show and a venue without faults is no mistake, but should be meant. Raises Faulty."""
    told = list(broken_marks(show.book, str(show.folder / "promptbook.toml")))
    told += unfollowed(read_toml(show.folder / "show.toml"), show.book.numbers)
    looks = read_toml(show.folder / "looks.toml")
    told += unused_looks(looks, show.book.looks, show.book.cues)
    if venue_path is not None:
        venue = open_venue(venue_path)
        told += unmapped_roles(looks, show.book.looks, venue, venue_path.name)
        book = read_toml(show.folder / "promptbook.toml")
        told += unknown_destinations(book, show.book.cues, venue, venue_path.name)
    return sorted(told)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A show as far as it could be read. A document is None if it could not be; what it holds is empty then."""

    title: str
    entries: tuple[Entry, ...]
    scores: dict[str, Score | None]
    """By number id; None: faulty."""
    looks: dict[str, Look]
    cues: tuple[Cue, ...]
    lists: dict[str, int]
    submasters: dict[str, tuple[str, ...]]
    calling: Calling
    back: float
    evening: Evening

    def show(self, folder: Path) -> Show:
        """The show, if no fault was found on the way."""
        tempi = {entry.id: entry.tempo for entry in self.entries}
        scores = {name: _at_tempo(score, tempi[name]) for name, score in self.scores.items() if score}
        numbers = tuple(_number(entry, scores[entry.id]) for entry in self.entries)
        return Show(
            folder=folder,
            book=PromptBook(
                self.title,
                numbers,
                self.cues,
                self.looks,
                self.lists,
                self.submasters,
                self.calling,
                self.back,
                self.evening.parts,
                self.evening.advertised,
                self.evening.calls,
            ),
            scores=scores,
            score_files={entry.id: entry.score for entry in self.entries if entry.score},
            audio={entry.id: entry.audio for entry in self.entries if entry.audio},
            recordings={entry.id: entry.recording for entry in self.entries if entry.recording},
        )


def _read(folder: Path, faults: list[Fault], read: ReadScore = read_score, texts: Texts = NONE) -> _Draft:
    if not folder.is_dir():
        faults.append(Fault(str(folder), 0, "no such folder", "expected a show's folder"))
        return _Draft("", (), {}, {}, (), {}, {}, Calling(), BACK, Evening())
    show_document, looks_document, book_document = (
        _document(folder / name, faults, texts) for name in ("show.toml", "looks.toml", "promptbook.toml")
    )
    title, entries = read_show(show_document, folder, faults) if show_document else ("", ())
    calling = read_calling(show_document, faults) if show_document else Calling()
    back = read_back(show_document, faults) if show_document else BACK
    titles = {entry.id: entry.title for entry in entries}
    unheard = [entry.id for entry in entries if not entry.kind.heard]
    evening = read_evening(show_document, titles, unheard, faults) if show_document else Evening()
    scores: dict[str, Score | None] = {}
    for entry in entries:
        if entry.id not in scores:
            scores[entry.id] = _score(entry, faults, read)
    palettes = _palettes(folder / "palettes.toml", faults, texts)
    looks = read_looks(looks_document, faults, palettes) if looks_document else {}
    submasters = read_submasters(looks_document, looks, faults) if looks_document else {}
    known = looks if looks_document else None
    numbers = scores if show_document else None
    lists = read_lists(book_document, faults) if book_document else {}
    parts = ([part.id for part in evening.parts] or list(titles)) if show_document else None
    cues = read_cues(book_document, numbers, known, lists, faults, parts) if book_document else ()
    return _Draft(title, entries, scores, looks, cues, lists, submasters, calling, back, evening)


def _document(path: Path, faults: list[Fault], texts: Texts = NONE) -> Document | None:
    try:
        return parse_toml(str(path), texts[path.name]) if path.name in texts else read_toml(path)
    except Faulty as error:
        faults.extend(error.faults)
        return None


def _palettes(path: Path, faults: list[Fault], texts: Texts) -> Palettes:
    """The show's palettes; a show need not have any."""
    document = _document(path, faults, texts) if path.name in texts or path.exists() else None
    return read_palettes(document, faults) if document else Palettes()


def _score(entry: Entry, faults: list[Fault], read: ReadScore) -> Score | None:
    if entry.kind is not NumberKind.SCORE:
        unknown = entry.kind is not NumberKind.FREE and not entry.lasts
        return None if unknown else lasting(entry.lasts)
    if entry.score is None:
        return None
    try:
        return read(entry.score)
    except Faulty as error:
        faults.extend(error.faults)
        return None


def _at_tempo(score: Score, quarters: float | None) -> Score:
    """The score with its first tempo as the show wants it, and the others in proportion."""
    if quarters is None:
        return score
    scale = quarters / score.tempi[0].quarters
    return replace(score, tempi=tuple(replace(t, quarters=t.quarters * scale) for t in score.tempi))


def _number(entry: Entry, score: Score) -> Number:
    tempi = tuple((Beat(float(tempo.start)), tempo.quarters) for tempo in score.tempi)
    beats: list[tuple[Beat, float]] = []
    for bar in score.bars:
        length = 4 / bar.beat_type
        if not beats or beats[-1][1] != length:
            beats.append((Beat(float(bar.start)), length))
    return Number(entry.id, entry.title, Beat(float(score.end)), tempi[0][1], tempi, tuple(beats), entry.kind)


def _read_venue(path: Path, faults: list[Fault]) -> Venue | None:
    """The venue; None if it could not be read."""
    document = _document(path, faults)
    if document is None:
        return None
    return read_venue(document, faults)
