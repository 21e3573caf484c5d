"""PINs of people and tokens of gear: who has one, how they are kept, what they open.

A PIN is kept as its scrypt hash with a salt of its own (RFC 7914). A token is 256 random bits, which nobody guesses:
its SHA-256 is enough, and quick. Neither can be read back.
"""

import hashlib
import hmac
import secrets
from collections.abc import Hashable
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from odette.core.cue import Department
from odette.desk.people import Person, Role
from odette.faults import Fault, Faulty

SHORTEST, LONGEST = 6, 64
"""Characters of a PIN."""
LONGEST_NAME = 32
COST = (2**14, 8, 5)
"""scrypt's N, r and p: 16 MiB and a few tenths of a second for each try (OWASP Password Storage Cheat Sheet)."""
RESERVED = {"auto", "passed", "desk", "remote"}
"""Names that the log gives to something else."""
EASY = "01234567890 09876543210"


class Refused(Exception):
    """What was asked cannot be, in words for the one who asked."""


class Pin(Struct, frozen=True):
    """The PIN of one role, or of one department."""

    role: Role
    department: str
    salt: bytes
    hash: bytes
    cost: tuple[int, int, int] = COST


class Token(Struct, frozen=True):
    """What a piece of gear on another machine shows instead of a PIN."""

    name: str
    role: Role
    hash: bytes


class Keys(Struct, frozen=True):
    """Everything that opens the desk. Whoever else has one, an editor has."""

    pins: tuple[Pin, ...] = ()
    tokens: tuple[Token, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any: from the first on, everybody needs one."""
        return bool(self.pins or self.tokens)

    def pin(self, role: Role, department: str) -> Pin | None:
        return next((pin for pin in self.pins if (pin.role, pin.department) == (role, department)), None)


def with_pin(keys: Keys, role: Role, department: str, pin: str, cost: tuple[int, int, int] = COST) -> Keys:
    """``keys`` with this PIN in place of the one that role had; raises ``Refused``."""
    check_department(role, department)
    if not SHORTEST <= len(pin) <= LONGEST or not pin.isprintable():
        raise Refused(f"a PIN has {SHORTEST} to {LONGEST} characters")
    if pin in EASY or len(set(pin)) < 3:
        raise Refused("this PIN is the first that anybody would try")
    if role is not Role.EDITOR and not has_editor(keys):
        raise Refused("the first PIN is the editor's: without one nobody could change anything")
    salt = secrets.token_bytes(16)
    new = Pin(role, department, salt, scrypt(pin, salt, cost), cost)
    return Keys((*without(keys, role, department).pins, new), keys.tokens)


def without_pin(keys: Keys, role: Role, department: str) -> Keys:
    """``keys`` without that role's PIN; raises ``Refused``."""
    check_department(role, department)
    if keys.pin(role, department) is None:
        raise Refused(f"{owner(role, department)} has no PIN")
    left = without(keys, role, department)
    if left and not has_editor(left):
        raise Refused("the editor's PIN goes last: remove the others and the tokens first")
    return left


def with_token(keys: Keys, name: str, role: Role, token: str) -> Keys:
    """``keys`` with this token for the gear of that name; raises ``Refused``."""
    if role is Role.DEPARTMENT:
        raise Refused("a token is a viewer's, an operator's or an editor's")
    if not has_editor(keys):
        raise Refused("set the editor's PIN first: from the first token on everybody needs one")
    new = Token(checked_name(name), role, digest(token))
    return Keys(keys.pins, (*(other for other in keys.tokens if other.name != name), new))


def without_token(keys: Keys, name: str) -> Keys:
    """``keys`` without the token of that name; raises ``Refused``."""
    if name not in {token.name for token in keys.tokens}:
        raise Refused(f'there is no token "{name}"')
    return Keys(keys.pins, tuple(token for token in keys.tokens if token.name != name))


def without(keys: Keys, role: Role, department: str) -> Keys:
    return Keys(tuple(pin for pin in keys.pins if (pin.role, pin.department) != (role, department)), keys.tokens)


def has_editor(keys: Keys) -> bool:
    return keys.pin(Role.EDITOR, "") is not None


def opens(pin: str, known: Pin | None) -> bool:
    """Whether this PIN is the one that is known. As slow where none is known, so that nobody can tell the two apart."""
    tried = known or Pin(Role.VIEWER, "", b"no salt", b"")
    same = hmac.compare_digest(scrypt(pin[:LONGEST], tried.salt, tried.cost), tried.hash)
    # HMAC fills a short key up with zeros, so that a PIN with a zero byte after it has the same hash.
    return same and len(pin) <= LONGEST and pin.isprintable() and known is not None


def bearer(keys: Keys, token: str) -> Person | None:
    """Whose token this is; None: nobody's."""
    shown = digest(token)
    return next((Person(t.name, t.role) for t in keys.tokens if hmac.compare_digest(t.hash, shown)), None)


def new_token() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def scrypt(pin: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    n, r, p = cost
    return hashlib.scrypt(pin.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=2**27)


def check_department(role: Role, department: str) -> None:
    """A department has a name that the prompt book knows, and no other role has one; raises ``Refused``."""
    if role is Role.DEPARTMENT and department not in list(Department):
        raise Refused(f"a department is one of {', '.join(Department)}")
    if role is not Role.DEPARTMENT and department:
        raise Refused(f"{role} is no department")


def checked_name(name: str) -> str:
    """A name fit for the log and for alerts; raises ``Refused``."""
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name.strip() != name:
        raise Refused(f"a name has 1 to {LONGEST_NAME} characters, on one line")
    if name.casefold() in RESERVED:
        raise Refused(f'"{name}" means something else in the log: choose another name')
    return name


def owner(role: Role, department: str) -> str:
    """Whose PIN it is, in words."""
    return f"{role} {department}".strip()


class Kept(Protocol):
    """A file that nobody else may read, as ``io.private.PrivateFile``."""

    path: Path

    def read(self) -> bytes | None: ...

    def write(self, data: bytes) -> None: ...

    def version(self) -> Hashable: ...


class Pins:
    """The keys in their file, read again whenever somebody has changed it.

    A file that cannot be read opens nothing to anybody, and ``broken`` says why; one that was read before and cannot be
    now leaves the keys as they were. ``Pins(None)`` has no keys and keeps none.
    """

    def __init__(self, kept: Kept | None) -> None:
        self._kept = kept
        self._keys: Keys | None = None
        self._version: Hashable = None
        self.broken = ""
        self.read()

    def read(self) -> Keys:
        """The keys there are now."""
        if self._kept is None:
            return Keys()
        try:
            version = self._kept.version()
            if self._keys is None or version != self._version:
                data = self._kept.read()
                self._keys = msgspec.json.decode(data, type=Keys) if data is not None else Keys()
                self._version, self.broken = version, ""
        except (OSError, msgspec.MsgspecError) as error:
            why = error.strerror if isinstance(error, OSError) else None
            self.broken = why or "it is not as Odette writes it"
        return self._keys or Keys()

    @property
    def guarded(self) -> bool:
        """Whether everybody needs a PIN or a token."""
        return bool(self.read()) or bool(self.broken)

    def write(self, keys: Keys) -> None:
        """Keep these; raises ``Refused`` where the file cannot be read or written."""
        if self.broken or self._kept is None:
            raise Refused(f"the PINs cannot be changed: {self.broken or 'they are not kept'}")
        try:
            self._kept.write(msgspec.json.encode(keys))
        except OSError as error:
            raise Refused(f"the PINs cannot be kept: {error.strerror}") from None

    def check(self) -> None:
        """Raises ``Faulty`` where the file cannot be read."""
        self.read()
        if self.broken and self._kept is not None:
            wanted = "mend it, or remove it and set the PINs anew with `odette pin set`"
            raise Faulty(Fault(str(self._kept.path), 0, self.broken, wanted))
