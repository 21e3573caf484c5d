"""Who speaks to the desk, and what each of them may do."""

from enum import StrEnum
from typing import Any

from msgspec import Struct


class Role(StrEnum):
    """What a person is to the show."""

    VIEWER = "viewer"
    DEPARTMENT = "department"
    """A flyman, a follow spot: sees the show and acknowledges the calls of one department."""
    OPERATOR = "operator"
    EDITOR = "editor"


class Right(StrEnum):
    """What a person may do."""

    SEE = "see"
    ACKNOWLEDGE = "acknowledge"
    PRESS = "press"
    """GO, HOLD and their kin, and telling where the players are."""
    LIGHT = "light"
    """Masters, parks, flashes, highlight, and looks tried out on stage."""
    EDIT = "edit"
    """The prompt book and its looks, the show lock, and who may use the desk."""


RIGHTS: dict[Role, tuple[Right, ...]] = {
    Role.VIEWER: (Right.SEE,),
    Role.DEPARTMENT: (Right.SEE, Right.ACKNOWLEDGE),
    Role.OPERATOR: (Right.SEE, Right.ACKNOWLEDGE, Right.PRESS, Right.LIGHT),
    Role.EDITOR: (Right.SEE, Right.ACKNOWLEDGE, Right.PRESS, Right.LIGHT, Right.EDIT),
}

LOCKED = "the show is locked while it runs: unlock it first"


class Person(Struct, frozen=True):
    """Somebody at a page, or a piece of gear, as ``scope["person"]`` of every request and WebSocket.

    ``department``: empty unless that is the role. ``local``: on the machine that runs the show.
    """

    name: str
    role: Role
    department: str = ""
    local: bool = False

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


def refusal(person: Person, right: Right, locked: bool) -> str:
    """Why this person may not do now what needs this right; empty where they may."""
    if not person.may(right):
        return f"{article(person.role)} may not do this"
    return LOCKED if right is Right.EDIT and locked else ""


def article(role: Role) -> str:
    return f"an {role}" if role in (Role.OPERATOR, Role.EDITOR) else f"a {role}"


def you(person: Person, locked: bool) -> dict[str, Any]:
    """The first message on a page's line, sent again when it changes: who it is, and whether the show is locked."""
    return {
        "type": "you",
        "name": person.name,
        "role": person.role,
        "department": person.department,
        "rights": RIGHTS[person.role],
        "local": person.local,
        "locked": locked,
    }
