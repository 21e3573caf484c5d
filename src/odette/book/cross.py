"""What only shows when files are laid side by side: looks against cues, a show against a venue."""

from collections.abc import Iterable, Iterator, Mapping

from odette.book.table import quote, suggest
from odette.book.toml import Document
from odette.core.cue import Cue, Light, Look, Message, Number, NumberKind, PromptBook
from odette.core.marks import TURN, broken
from odette.core.venue import Venue
from odette.faults import Fault


def unused_looks(document: Document, looks: Iterable[str], cues: Iterable[Cue]) -> Iterator[Fault]:
    """Looks that no cue brings: written ahead of their cues, or forgotten. ``document``: looks.toml."""
    used = {action.look for cue in cues for action in cue.actions if isinstance(action, Light)}
    for look in looks:
        if look not in used:
            found = f"no cue brings the look {quote(look)}"
            yield Fault(document.file, document.line("look", look), found, "use it, or take it out")


def unfollowed(document: Document, numbers: Iterable[Number]) -> Iterator[Fault]:
    """Numbers in which nothing goes by itself: a score was forgotten, or none is meant. ``document``: show.toml."""
    for i, number in enumerate(numbers):
        if number.kind is NumberKind.FREE:
            found = f"number {quote(number.id)} has no score, recording or lasts: nothing in it goes but by hand"
            yield Fault(document.file, document.line("number", i), found, "write one of them, unless that is meant")


def broken_marks(book: PromptBook, file: str) -> Iterator[Fault]:
    """Where lamps will be seen to move, which is no mistake but should be meant. ``file``: promptbook.toml."""
    for mark in broken(book):
        moves = f"cue {mark.cue.number} moves {', '.join(mark.moves)} of {quote(mark.role)}"
        if mark.dark is None:
            yield Fault(
                file, mark.cue.line, f"{moves} in the light", "move it in the dark before, or write live = true"
            )
        else:
            found = f"{moves}, which is dark for only {mark.dark:.1f} s before"
            yield Fault(file, mark.cue.line, found, f"give it {TURN:g} s in the dark, or write live = true")


def unmapped_roles(document: Document, looks: Mapping[str, Look], venue: Venue, file: str) -> Iterator[Fault]:
    """Roles that the venue (in ``file``) does not name, each once; they light nothing there, which is no mistake of
    the show but should be meant. ``document``: looks.toml."""
    told: set[str] = set()
    for look in looks.values():
        for role in look.values:
            if role not in venue.roles and role not in told:
                told.add(role)
                found = f"role {quote(role)} lights nothing: it is not among the roles of {file}"
                line = document.line("look", look.name, role)
                yield Fault(document.file, line, found, suggest(role, venue.roles))


def unknown_destinations(document: Document, cues: Iterable[Cue], venue: Venue, file: str) -> Iterator[Fault]:
    """Messages to where the venue (in ``file``) has no destination; they are not sent there, which is no mistake of
    the show but should be meant. ``document``: promptbook.toml."""
    for i, cue in enumerate(cues):
        for action in cue.actions:
            if isinstance(action, Message) and action.to and action.to not in venue.messages:
                found = f"messages to {quote(action.to)} go nowhere: it is not among the messages of {file}"
                line = document.line("cue", i, "to")
                yield Fault(document.file, line, found, suggest(action.to, venue.messages))
