"""The door: who somebody is, signing in and out, and the PINs as an editor on this machine sets them."""

import asyncio
import math
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from odette.core.clocks import ShowTime
from odette.desk.patience import Patience, is_local
from odette.desk.people import Person, Right, Role, you
from odette.desk.pins import Pins, Refused, bearer, checked_name, digest, opens, owner, with_pin, without_pin
from odette.desk.sessions import HOURS, Session, Sessions

HERE = Person("desk", Role.EDITOR, local=True)
"""Whoever is on this machine, as long as no PIN is set."""
LONGEST = 1024
"""Bytes of a request at the door."""
MOST_TRYING = 4
"""PINs that may wait to be looked at; each takes a processor a few tenths of a second."""


class SignIn(Struct, frozen=True):
    """A person at the door."""

    role: Role
    pin: str
    department: str = ""
    name: str = ""


class SetPin(Struct, frozen=True):
    """An editor gives a role its PIN, or takes it away."""

    role: Role
    pin: str | None
    department: str = ""


Asked = TypeVar("Asked", SignIn, SetPin)


class NotAsked(Exception):
    """What came is not what is asked for here."""


class Door:
    """Knows people by their sessions, and gear by its tokens. Used from the desk's thread."""

    def __init__(
        self,
        pins: Pins,
        sessions: Sessions,
        clock: Callable[[], ShowTime],
        locked: Callable[[], bool],
        reached: Callable[[], list[str]],
        names: frozenset[str] = frozenset(),
    ) -> None:
        self._pins = pins
        self._sessions = sessions
        self._clock = clock
        self._locked = locked
        self._reached = reached
        self._names = names
        self._patience = Patience()
        self._looking = asyncio.Lock()
        self._trying = 0
        self.routes = [
            Route("/api/door", self._seen),
            Route("/api/door/in", self._sign_in, methods=["POST"]),
            Route("/api/door/out", self._sign_out, methods=["POST"]),
            Route("/api/door/everybody", self._sign_all_out, methods=["POST"]),
            Route("/api/door/pins", self._set_pin, methods=["POST"]),
        ]

    def who(self, scope: Scope) -> Person | None:
        """Who asks; None: nobody who is let in."""
        connection = HTTPConnection(scope)
        local = self._is_here(connection)
        keys = self._pins.read()
        shown = connection.headers.get("authorization")
        if shown is not None and shown[:7].lower() == "bearer ":
            return bearer(keys, shown[7:].strip())
        if not self._pins.guarded:
            return HERE if local and not self._names else None
        session = self._session(connection)
        return session.person(local) if session else None

    def _is_here(self, connection: HTTPConnection) -> bool:
        """Whether whoever asks is on the machine of the show, and not behind a proxy on it."""
        host = connection.client.host if connection.client else ""
        through = connection.headers.get("host", "").lower() in self._names or "x-forwarded-for" in connection.headers
        return not through and (is_local(host) or host == connection.scope["server"][0])

    def _session(self, connection: HTTPConnection) -> Session | None:
        token = connection.cookies.get(cookie_name(connection.scope))
        return self._sessions.find(token, self._pins.read()) if token else None

    async def _seen(self, request: Request) -> Response:
        """Who is there already, whom the door knows, and where else the desk is."""
        person: Person | None = request.scope["person"]
        known = [{"role": pin.role, "department": pin.department} for pin in self._pins.read().pins]
        return JSONResponse(
            {
                "you": you(person, self._locked()) if person else None,
                "guarded": self._pins.guarded,
                "known": known,
                "reached": self._reached() if person else [],
            }
        )

    async def _sign_in(self, request: Request) -> Response:
        try:
            asked = await read(request, SignIn)
            name = checked_name(asked.name.strip()) if asked.name.strip() else asked.department or asked.role
        except (NotAsked, Refused) as refused:
            return _refused(str(refused), 400)
        address = request.client.host if request.client else ""
        wait = self._patience.wait(address, self._clock()) or float(self._trying >= MOST_TRYING)
        if wait:
            seconds = math.ceil(wait)
            body = {"done": False, "why": f"too many wrong PINs: wait {seconds} s", "wait": seconds}
            return JSONResponse(body, status_code=429, headers={"Retry-After": str(seconds)})
        self._patience.tried(address, self._clock())
        known = self._pins.read().pin(asked.role, asked.department)
        if not await self._slowly(lambda: opens(asked.pin, known)) or known is None:
            return _refused("wrong PIN", 403)
        self._patience.right(address)
        person = Person(name, asked.role, asked.department, self._is_here(request))
        return self._let_in(request, person, known.salt)

    def _let_in(self, request: Request, person: Person, salt: bytes) -> Response:
        token = self._sessions.begin(person.name, person.role, person.department, salt)
        response = JSONResponse({"done": True, "why": "", "you": you(person, self._locked())})
        response.set_cookie(
            cookie_name(request.scope),
            token,
            max_age=HOURS * 3600,
            path="/",
            secure=self._by_https(request),
            httponly=True,
            samesite="strict",
        )
        return response

    def _by_https(self, request: Request) -> bool:
        return request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")

    async def _sign_out(self, request: Request) -> Response:
        token = request.cookies.get(cookie_name(request.scope))
        if token:
            self._sessions.end(digest(token))
        response = JSONResponse({"done": True, "why": ""})
        response.delete_cookie(cookie_name(request.scope), path="/", httponly=True, samesite="strict")
        return response

    async def _sign_all_out(self, request: Request) -> Response:
        person: Person | None = request.scope["person"]
        if person is None or not person.may(Right.EDIT):
            return _refused("only an editor may sign everybody out", 403)
        session = self._session(request)
        self._sessions.end_all(but=session.hash if session else None)
        return JSONResponse({"done": True, "why": ""})

    async def _set_pin(self, request: Request) -> Response:
        """Set or remove a PIN. Whoever sets the one that opened their own session, or the first of all, stays in."""
        person: Person | None = request.scope["person"]
        if person is None or not person.may(Right.EDIT) or not person.local:
            return _refused("only an editor on the machine of the show may set PINs", 403)
        try:
            asked = await read(request, SetPin)
            role, department, pin = asked.role, asked.department, asked.pin
            keys = self._pins.read()
            if pin is None:
                self._pins.write(without_pin(keys, role, department))
                return JSONResponse({"done": True, "why": ""})
            changed = await self._slowly(lambda: with_pin(keys, role, department, pin))
            self._pins.write(changed)
        except NotAsked as refused:
            return _refused(str(refused), 400)
        except Refused as refused:
            return _refused(str(refused), 409)
        set_now = changed.pin(role, department)
        if set_now is not None and (person.role, person.department) == (role, department):
            name = owner(role, department) if person == HERE else person.name
            return self._let_in(request, Person(name, role, department, local=True), set_now.salt)
        return JSONResponse({"done": True, "why": ""})

    async def _slowly(self, work: Callable[[], "Worked"]) -> "Worked":
        """Have a hash computed, one at a time, while the desk goes on."""
        self._trying += 1
        try:
            async with self._looking:
                return await asyncio.to_thread(work)
        finally:
            self._trying -= 1


Worked = TypeVar("Worked")


def cookie_name(scope: Scope) -> str:
    """Cookies of one host are the same for all its ports; two shows on one machine have two."""
    return f"odette-{scope['server'][1]}"


async def read(request: Request, kind: type[Asked]) -> Asked:
    """The body of a request; raises ``NotAsked``."""
    length = request.headers.get("content-length", "")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise NotAsked("application/json is wanted")
    if not length.isdigit() or int(length) > LONGEST:
        raise NotAsked(f"a body of at most {LONGEST} bytes is wanted")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.MsgspecError:
        raise NotAsked("not understood") from None


def _refused(why: str, status: int) -> Response:
    return JSONResponse({"done": False, "why": why}, status_code=status)
