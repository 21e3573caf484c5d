"""Who is signed in. What a browser holds is a random token; here, and on disk, is only its hash.

They are kept in the runtime folder as well, so that a show that dies and is started again throws nobody out.
"""

from collections.abc import Callable
from contextlib import suppress

import msgspec
from msgspec import Struct

from odette.core.clocks import SECOND, ShowTime
from odette.desk.people import Person, Role
from odette.desk.pins import Kept, Keys, digest, new_token

HOURS = 16
LASTS = HOURS * 3600 * SECOND
"""Nanoseconds of show time; longer than the longest day in a theatre, shorter than until the same tomorrow."""
MOST = 200
"""Sessions kept; beyond that the oldest ends."""


class Session(Struct, frozen=True):
    """One browser that is signed in. ``salt``: of the PIN that opened it, and with which it ends."""

    hash: bytes
    name: str
    role: Role
    department: str
    salt: bytes
    begun: ShowTime

    def valid(self, keys: Keys, now: ShowTime) -> bool:
        """Whether it is young enough and its PIN is still the same."""
        pin = keys.pin(self.role, self.department)
        return 0 <= now - self.begun < LASTS and pin is not None and pin.salt == self.salt

    def person(self, local: bool) -> Person:
        return Person(self.name, self.role, self.department, local)


class Sessions:
    """All of them. Used from the desk's thread."""

    def __init__(self, kept: Kept | None, clock: Callable[[], ShowTime]) -> None:
        self._kept = kept
        self._clock = clock
        self._open: dict[bytes, Session] = {session.hash: session for session in _read(kept)}

    def begin(self, name: str, role: Role, department: str, salt: bytes) -> str:
        """A new session; returns the token for its browser."""
        token = new_token()
        session = Session(digest(token), name, role, department, salt, self._clock())
        self._open[session.hash] = session
        while len(self._open) > MOST:
            del self._open[next(iter(self._open))]
        self._keep()
        return token

    def find(self, token: str, keys: Keys) -> Session | None:
        """The session of this token, if it is valid."""
        return self.still(digest(token), keys)

    def still(self, known: bytes, keys: Keys) -> Session | None:
        """The session with this hash, if it is valid still."""
        session = self._open.get(known)
        return session if session is not None and session.valid(keys, self._clock()) else None

    def end(self, known: bytes) -> None:
        """Sign out."""
        if self._open.pop(known, None) is not None:
            self._keep()

    def end_all(self, but: bytes | None) -> None:
        """Sign everybody out, one session aside."""
        self._open = {known: session for known, session in self._open.items() if known == but}
        self._keep()

    def _keep(self) -> None:
        """On disk as well, where that can be; a full disk throws nobody out."""
        now = self._clock()
        young = [session for session in self._open.values() if 0 <= now - session.begun < LASTS]
        self._open = {session.hash: session for session in young}
        if self._kept is not None:
            with suppress(OSError):
                self._kept.write(msgspec.json.encode(young))


def _read(kept: Kept | None) -> list[Session]:
    try:
        data = kept.read() if kept is not None else None
        return msgspec.json.decode(data, type=list[Session]) if data is not None else []
    except (OSError, msgspec.MsgspecError):
        return []
