"""The prompt book as the desk writes it: revisions, conflicts, undo, and changes from outside.

Every edit is made on the texts as they lie on the disk, read again just before; opened by the reader that opens the
show for an evening; and only then written. Safe to use from any thread.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from odette.book.looks import read_looks
from odette.book.open import ReadScore, Show, Texts, open_evening
from odette.book.palettes import read_palettes
from odette.book.toml import Document, parse_toml
from odette.core.cue import At, PromptBook, Value
from odette.core.state import State, opening
from odette.core.venue import Venue
from odette.faults import Fault, Faulty
from odette.score.model import Score
from odette.score.position import parse, resolve, where
from odette.writing.compare import Topic, differences, in_words, merged
from odette.writing.edits import (
    BOOK,
    LOOKS,
    PALETTES,
    SHOW,
    Alter,
    AnyEdit,
    Copy,
    Delete,
    Move,
    PutLook,
    apply,
    fields_of,
    refused,
)
from odette.writing.folder import read_texts, revision, signature, write_texts
from odette.writing.record import Record, as_look

REMEMBERED = 64
"""Revisions, and answers, that are kept."""
UNDONE = 200
"""Edits that can be taken back."""


class Conflict(Exception):
    """Somebody else was first. Says what they changed, in words."""


class Entry(NamedTuple):
    """One edit of one person."""

    who: str
    before: Texts
    after: Texts


class DeskBook:
    """The texts of one show while a desk is open on it."""

    def __init__(
        self,
        show: Show,
        venue: Venue,
        venue_path: Path,
        read: ReadScore,
    ) -> None:
        self.folder, self.venue_path = show.folder, venue_path
        self._state: Callable[[], State] = lambda: opening(show.book, venue.lead)
        self._changed: Callable[[str], None] = lambda _: None
        self._taken: Callable[[PromptBook], None] = lambda _: None
        self._read = _remembering(read)
        self._lock = threading.RLock()
        self._signature = signature(show.folder)
        self._texts: Texts = read_texts(show.folder)
        self._show, self._venue = show, venue
        self._good: Texts = self._texts
        self._faults: tuple[Fault, ...] = ()
        self._untaken = False
        self._known: dict[str, Texts] = {self.revision: self._texts}
        self._answers: dict[str, dict[str, Any]] = {}
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    @property
    def revision(self) -> str:
        """A name for the texts as they are."""
        return revision(self._texts)

    @property
    def locked(self) -> bool:
        """Whether the show is locked against edits."""
        return self._state().locked

    @property
    def show(self) -> Show:
        """The show as it last opened."""
        return self._show

    def connect(
        self, state: Callable[[], State], changed: Callable[[str], None], taken: Callable[[PromptBook], None]
    ) -> None:
        """Let a running show hear of the book.

        ``state``: the show's. ``changed`` is called with the revision whenever the texts are others, ``taken`` with the
        book whenever it is another that opens without a fault and the show is not locked; either from any thread.
        """
        with self._lock:
            self._state, self._changed, self._taken = state, changed, taken
            self._untaken = state().book != self._show.book

    def edit(self, who: str, base: str, edits: Sequence[AnyEdit | Record], id: str) -> dict[str, Any]:  # noqa: A002
        """Carry edits out, all or none; one ``id`` twice is one edit. ``base``: the revision that they were made on.

        Raises Faulty where they cannot be carried out or the show would not open; Conflict where what they touch has
        changed since ``base``; OSError where the files cannot be written.
        """
        with self._lock:
            if id in self._answers:
                return self._answers[id]
            self.look()
            since = self._since(base)
            self._refuse(since, _named(edits))
            texts: Texts = self._texts
            cue = ""
            for one in edits:
                if isinstance(one, Record):
                    one = as_look(one, self._state(), _data(LOOKS, texts).get("look", {}))
                texts, cue = apply(texts, one, self._show.scores)
            self._refuse(since, differences(self._texts, texts))
            entry = Entry(who, self._texts, texts)
            self._write(texts)
            if entry.before != entry.after:
                self._done = [*self._done, entry][-UNDONE:]
                self._undone = [other for other in self._undone if other.who != who]
            return self._answer(id, {"cue": cue} if cue else {})

    def undo(self, who: str, id: str) -> dict[str, Any]:  # noqa: A002
        """Take back the last edit of this person. Raises as ``edit`` does, and Faulty where there is none."""
        return self._step(who, id, self._done, self._undone, "take back", lambda entry: (entry.after, entry.before))

    def redo(self, who: str, id: str) -> dict[str, Any]:  # noqa: A002
        """Make the last edit that this person took back once more. Raises as ``undo`` does."""
        return self._step(who, id, self._undone, self._done, "make again", lambda entry: (entry.before, entry.after))

    def look(self) -> None:
        """See whether the files have changed from outside, and whether a book that waits may be taken."""
        with self._lock:
            seen = signature(self.folder)
            if seen != self._signature:
                try:
                    texts = read_texts(self.folder)
                except Faulty as faulty:
                    self._faults = faulty.faults
                    return
                self._signature = seen
                if texts != self._texts:
                    self._keep(texts)
            self._offer()

    def told(self, who: str) -> dict[str, Any]:
        """The whole book for a page. Where the files do not open, what they last said, and their faults."""
        with self._lock:
            self.look()
            book = _data(BOOK, self._good)
            looks = _data(LOOKS, self._good)
            return {
                "revision": self.revision,
                "show": _data(SHOW, self._good) | {"ends": {n.id: n.end for n in self._show.book.numbers}},
                "cues": self._cues(book),
                "lists": book.get("list", {}),
                "looks": looks.get("look", {}),
                "effects": looks.get("effect", {}),
                "submasters": looks.get("submaster", {}),
                "palettes": _data(PALETTES, self._good),
                "roles": self._roles(),
                "destinations": list(self._venue.messages),
                "faults": [self.located(fault) for fault in self._faults],
                "locked": self.locked,
                "undo": any(entry.who == who for entry in self._done),
                "redo": any(entry.who == who for entry in self._undone),
            }

    def picture(self, look: Mapping[str, Any]) -> dict[str, Value]:
        """A look as written, role by role, as the show would read it. Raises Faulty."""
        faults: list[Fault] = []
        texts = self._good
        palettes = read_palettes(parse_toml(PALETTES, texts.get(PALETTES, "")), faults)
        data = {**_data(LOOKS, texts), "look": {"": {role: value for role, value in look.items() if value is not None}}}
        read = read_looks(Document(LOOKS, data, {}), faults, palettes) if look else {}
        if faults:
            raise Faulty(*faults)
        return dict(read[""].values) if read else {}

    def place(self, number: str, beat: Fraction | float) -> dict[str, Any]:
        """A beat of a number in the prompt book's words. Raises Faulty where there is no such number or beat."""
        score = self._show.scores.get(number)
        if score is None:
            raise refused(f"there is no number {number}", "expected a number of this show")
        if not 0 <= beat <= score.end:
            raise refused(f"beat {float(beat):g} is not in the music", f"expected 0 to {float(score.end):g}")
        at = where(score, beat)
        return {"at": at, "in": number, "beat": float(resolve(score, parse(at))[0])}

    def located(self, fault: Fault, texts: Texts | None = None) -> dict[str, Any]:
        """A fault with the cue, or the look, and the field on whose line it stands, in these texts or as they are."""
        texts = self._texts if texts is None else texts
        file = Path(fault.file).name
        told: dict[str, Any] = {"file": file, "line": fault.line, "found": fault.found, "wanted": fault.wanted}
        try:
            document = parse_toml(file, texts.get(file, ""))
        except Faulty:
            return told
        places = [place for place, line in document.lines.items() if line == fault.line and len(place) > 1]
        place = max(places, key=len, default=())
        if place[:1] == ("cue",):
            told["cue"] = str(document.data["cue"][place[1]].get("number", ""))
        elif place[:1] == ("look",):
            told["look"] = place[1]
        if len(place) > 2:
            told["field"] = place[2]
        return told

    def _step(
        self,
        who: str,
        id: str,  # noqa: A002
        here: list[Entry],
        there: list[Entry],
        doing: str,
        ends: Callable[[Entry], tuple[Texts, Texts]],
    ) -> dict[str, Any]:
        with self._lock:
            if id in self._answers:
                return self._answers[id]
            self.look()
            entry = next((entry for entry in reversed(here) if entry.who == who), None)
            if entry is None:
                raise refused(f"there is nothing to {doing}", "edit something first")
            before, after = self._texts, self._brought(*ends(entry))
            self._write(after)
            here.remove(entry)
            there.append(Entry(who, after, before) if there is self._undone else Entry(who, before, after))
            return self._answer(id, {})

    def _answer(self, id: str, more: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
        answer = {"revision": self.revision, **more}
        self._answers = {**dict(list(self._answers.items())[-REMEMBERED:]), id: answer}
        return answer

    def _brought(self, start: Texts, goal: Texts) -> Texts:
        """The texts as they are with what leads from ``start`` to ``goal`` done to them."""
        since = differences(start, self._texts)
        self._refuse(since, differences(start, goal))
        brought = dict(self._texts)
        for file in goal:
            both = merged(start.get(file, ""), goal[file], self._texts.get(file, ""))
            if both is None:
                raise Conflict(f"{in_words(since)} since, close to this")
            brought[file] = both
        return brought

    def _since(self, base: str) -> dict[Topic, str]:
        """What has changed since a revision."""
        if base == self.revision:
            return {}
        if base not in self._known:
            raise Conflict("the book has changed since this page read it")
        return differences(self._known[base], self._texts)

    def _refuse(self, since: dict[Topic, str], touched: dict[Topic, str]) -> None:
        """Raise Conflict where something that is touched has changed since."""
        both = {topic: words for topic, words in since.items() if topic in touched}
        if both:
            raise Conflict(f"{in_words(both)} meanwhile")

    def _open(self, texts: Texts) -> tuple[Show, Venue]:
        return open_evening(self.folder, self.venue_path, self._read, texts)

    def _write(self, texts: Texts) -> None:
        """Make these the texts, on the disk too, if the show opens with them."""
        if texts == self._texts:
            return
        try:
            opened = self._open(texts)
        except Faulty as faulty:
            raise Unwritten(faulty, [self.located(fault, texts) for fault in faulty.faults]) from None
        write_texts(self.folder, self._texts, texts)
        self._signature = signature(self.folder)
        self._keep(texts, opened)

    def _keep(self, texts: Texts, opened: tuple[Show, Venue] | None = None) -> None:
        """These are the texts now."""
        self._texts = texts
        self._known = {**dict(list(self._known.items())[-REMEMBERED:]), self.revision: texts}
        try:
            self._show, self._venue = opened or self._open(texts)
            self._good = texts
            self._faults, self._untaken = (), True
        except Faulty as faulty:
            self._faults = faulty.faults
        self._changed(self.revision)
        self._offer()

    def _offer(self) -> None:
        """Let the show have a book that waits for it, if it may be edited."""
        if self._untaken and not self.locked:
            self._untaken = False
            self._taken(self._show.book)

    def _cues(self, book: dict[str, Any]) -> list[dict[str, Any]]:
        cues = []
        for table, cue in zip(book["cue"], self._show.book.cues, strict=True):
            at = cue.trigger if isinstance(cue.trigger, At) else None
            bound = {"in": at.number, "beat": at.beat} if at else {"in": None, "beat": None}
            cues.append(fields_of(table) | bound | {"line": cue.line})
        return cues

    def _roles(self) -> dict[str, Any]:
        """Every role of the show or the venue: the looks that name it, and the fixtures that it lights here."""
        looks = self._show.book.looks.values()
        return {
            role: {
                "looks": [look.name for look in looks if role in look.values],
                "fixtures": list(self._venue.roles.get(role, {})),
            }
            for role in sorted({*self._show.book.roles, *self._venue.roles})
        }


class Unwritten(Faulty):
    """The show would not open with an edit, so nothing was written. ``located``: the faults with cue and field."""

    def __init__(self, faulty: Faulty, located: list[dict[str, Any]]) -> None:
        super().__init__(*faulty.faults)
        self.located = located


def _named(edits: Sequence[AnyEdit | Record]) -> dict[Topic, str]:
    """What edits name."""
    cues = {("cue", one.cue): "" for one in edits if isinstance(one, Alter | Move | Copy | Delete)}
    return cues | {("look", one.name): "" for one in edits if isinstance(one, PutLook | Record)}


def _data(file: str, texts: Texts) -> dict[str, Any]:
    return parse_toml(file, texts.get(file, "")).data


def _remembering(read: ReadScore) -> ReadScore:
    """Reads each score once, until its file changes."""
    known: dict[Path, tuple[tuple[int, int], Score]] = {}

    def remembered(path: Path) -> Score:
        found = path.stat()
        stamp = found.st_mtime_ns, found.st_size
        if path not in known or known[path][0] != stamp:
            known[path] = stamp, read(path)
        return known[path][1]

    return remembered
