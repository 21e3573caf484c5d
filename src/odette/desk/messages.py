"""What a page or a remote may say to the show, and how it becomes an event."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, structs

from odette.core.clocks import Beat, ShowTime
from odette.core.cue import Value
from odette.core.events import (
    Acknowledged,
    Asked,
    Command,
    Flashed,
    Highlighted,
    LockSet,
    Mastered,
    Parked,
    Pressed,
    Told,
)
from odette.desk.people import Person, Right, refusal

LONGEST = 4096
"""Bytes a message may have; the longest honest one has some 200."""

Id = Annotated[str, Meta(min_length=1, max_length=64)]
Name = Annotated[str, Meta(max_length=64)]


class Said(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Base of all messages from a page. ``id``: the sender's own, new for every press."""

    id: Id


class Press(Said, frozen=True, tag="press"):
    """A key or a button. ``cue``: the cue that stood by on the page at that moment."""

    command: Command
    cue: Name = ""


class Tell(Said, frozen=True, tag="tell"):
    """The players are at this beat of this number."""

    number: Name
    beat: Annotated[float, Meta(ge=0)]


class Acknowledge(Said, frozen=True, tag="acknowledge"):
    """Somebody in a department stands by for this cue."""

    cue: Name


class SetMaster(Said, frozen=True, tag="master"):
    """The grand master was moved, or the submaster that is named."""

    level: Annotated[float, Meta(ge=0, le=1)]
    name: Name = ""


class SetPark(Said, frozen=True, tag="park"):
    """Park a role or a fixture at a value; null: let it go."""

    target: Name
    value: Value | None


class SetFlash(Said, frozen=True, tag="flash"):
    """A flash button went down or up."""

    target: Name
    on: bool


class SetHighlight(Said, frozen=True, tag="highlight"):
    """This fixture alone; empty: none."""

    fixture: Name


class SetLock(Said, frozen=True, tag="lock"):
    """Lock the show against edits while it runs, or open it."""

    on: bool


_Said = Press | Tell | Acknowledge | SetMaster | SetPark | SetFlash | SetHighlight | SetLock

NEEDS: dict[type[Said], Right] = {
    Press: Right.PRESS,
    Tell: Right.PRESS,
    Acknowledge: Right.ACKNOWLEDGE,
    SetMaster: Right.LIGHT,
    SetPark: Right.LIGHT,
    SetFlash: Right.LIGHT,
    SetHighlight: Right.LIGHT,
    SetLock: Right.EDIT,
}
"""The right that each message needs."""

_said: msgspec.json.Decoder[_Said] = msgspec.json.Decoder(_Said)
_remote = msgspec.json.Decoder(dict[str, Any])


class NotUnderstood(Exception):
    """A message was refused before it reached the show. ``id``: whose it was, where that can be told."""

    def __init__(self, why: str, id: str | None) -> None:  # noqa: A002
        super().__init__(why)
        self.id = id


class NotAllowed(NotUnderstood):
    """A message was understood, and whoever sent it has no right to it."""


def event(text: str, at: ShowTime, person: Person) -> Asked:
    """The event that a page's message asks for; raises ``NotUnderstood`` or ``NotAllowed``."""
    if len(text) > LONGEST:
        raise NotUnderstood("the message is too long", None)
    try:
        said = _said.decode(text)
    except msgspec.DecodeError as error:
        raise NotUnderstood(f"not understood: {error}", _id_in(text)) from None
    return _asked(said, at, person)


def remote_event(body: bytes, at: ShowTime, person: Person, new_id: str) -> Asked:
    """The event that other gear asks for: a page's message, of which it may leave out the ``id`` (``new_id`` then) and,
    for a press, the ``type``. Raises ``NotUnderstood`` or ``NotAllowed``."""
    try:
        told = _remote.decode(body)
        said = msgspec.convert({"type": "press", **told, "id": told.get("id") or new_id}, _Said)
    except msgspec.DecodeError as error:
        raise NotUnderstood(f"not understood: {error}", None) from None
    asked = _asked(said, at, person)
    return structs.replace(asked, gear=True) if isinstance(asked, Pressed) else asked


def _asked(said: _Said, at: ShowTime, person: Person) -> Asked:
    if why := refusal(person, NEEDS[type(said)], locked=False):
        raise NotAllowed(why, said.id)
    who = person.name
    match said:
        case Press(command=command, cue=cue):
            return Pressed(at, said.id, who, command, cue)
        case Tell(number=number, beat=beat):
            return Told(at, said.id, who, number, Beat(beat))
        case Acknowledge(cue=cue):
            return Acknowledged(at, said.id, who, cue, person.department)
        case SetMaster(level=level, name=name):
            return Mastered(at, said.id, who, level, name)
        case SetPark(target=target, value=value):
            return Parked(at, said.id, who, target, value)
        case SetFlash(target=target, on=on):
            return Flashed(at, said.id, who, target, on)
        case SetHighlight(fixture=fixture):
            return Highlighted(at, said.id, who, fixture)
        case SetLock(on=on):
            return LockSet(at, said.id, who, on)


def answer(id: str | None, done: bool, why: str) -> str:  # noqa: A002
    """The answer to one message, as pages read it."""
    return msgspec.json.encode({"type": "answer", "id": id, "done": done, "why": why}).decode()


def files(version: str) -> str:
    """Which files the desk serves: a page that runs others is older than an upgrade."""
    return msgspec.json.encode({"type": "files", "version": version}).decode()


def _id_in(text: str) -> str | None:
    """The id of a message that is wrong in some other way, so that its sender can be told."""
    try:
        return msgspec.json.decode(text, type=_Signed).id
    except msgspec.DecodeError:
        return None


class _Signed(Struct):
    id: Id
