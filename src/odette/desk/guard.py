"""Who may speak to the desk: pages that came from it, people who are let in, and nobody else.

A web page from elsewhere, open in the same browser, must not be able to press GO: its requests carry its
own Origin, and a name that was rebound to an address of this machine carries its own Host. Both are refused.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from odette.desk.patience import is_local
from odette.desk.people import Person, Right, refusal
from odette.desk.reach import url_host

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
READING = {"GET", "HEAD"}
OPEN = ("/door", "/api/door", "/static/")
"""What is served to people who are not signed in: the way in, and the files that are the same in every house."""
FOR_PROGRAMS = ("/api/", "/score/")
SEEN_OUT = 1.0
"""Seconds within which the line of a page closes whose person has been signed out."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Refuses foreign hosts and origins with 403, sends people without a session to the door, and puts the safety
    headers on every answer.

    What it lets in carries ``scope["person"]``, who asks, and ``scope["locked"]``, whether the show is locked. Where
    everybody is served (``OPEN``) the person may be None. ``names``: of a proxy on this machine.
    """

    def __init__(
        self,
        app: ASGIApp,
        who: Callable[[Scope], Person | None],
        locked: Callable[[], bool],
        names: frozenset[str] = frozenset(),
    ) -> None:
        self._app = app
        self._who = who
        self._locked = locked
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        person = self._who(scope)
        why = self._foreign(scope, person)
        if why:
            response: Response = PlainTextResponse(why + "\n", status_code=403)
        elif person is None and (scope["type"] == "websocket" or not scope["path"].startswith(OPEN)):
            why, response = "Sign in first, at /door.", to_the_door(scope)
        else:
            scope["person"], scope["locked"] = person, self._locked()
            if scope["type"] == "websocket":
                await self._while_signed_in(scope, receive, send)
            else:
                await self._app(scope, receive, with_headers(send))
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": why})
        else:
            await response(scope, receive, with_headers(send))

    async def _while_signed_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page's line; once its person has been signed out, nothing that it says is heard, and it closes."""

        def known() -> bool:
            return bool(self._who(scope) == scope["person"])

        async def receiving() -> Message:
            message = await receive()
            return message if known() else {"type": "websocket.disconnect", "code": 4401}

        async def seeing_out() -> None:
            while known():
                await asyncio.sleep(SEEN_OUT)
            with suppress(RuntimeError):  # it has just closed by itself
                await send({"type": "websocket.close", "code": 4401, "reason": "signed out"})

        watching = asyncio.create_task(seeing_out())
        try:
            await self._app(scope, receiving, send)
        finally:
            watching.cancel()

    def _foreign(self, scope: Scope, person: Person | None) -> str:
        """Why this is refused whoever sent it; empty where it is not."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        if host not in hosts_of(scope) | self._names:
            return "The desk answers only to its own address."
        if "x-forwarded-for" in headers and not self._names:
            return "The desk was not told of a proxy: name it with --desk https://NAME."
        home = {f"https://{name}" for name in self._names} | {f"http://{host}"}
        if scope["type"] == "websocket":
            gear = origin is None and "authorization" in headers and person is not None
            return "" if gear or origin in home else "The page must come from the desk itself."
        if scope["method"] not in READING and origin is not None and origin not in home:
            return "The request must come from the desk's own page, not from another site's."
        return ""


def hosts_of(scope: Scope) -> set[str]:
    """The names of the very address at which this arrived. No name can be rebound to make it one of them."""
    host, port = scope["server"]
    names = {f"{url_host(host)}:{port}"}
    return names | {f"localhost:{port}", f"127.0.0.1:{port}"} if is_local(host) else names


def to_the_door(scope: Scope) -> Response:
    """Where somebody without a session is sent: a person to the page on which to sign in, a program nowhere."""
    path: str = scope.get("path", "/")
    if scope["type"] != "http" or scope["method"] not in READING or path.startswith(FOR_PROGRAMS):
        body = {"done": False, "why": "sign in first, at /door, or show a token"}
        return JSONResponse(body, status_code=401, headers={"WWW-Authenticate": "Bearer"})
    return RedirectResponse(f"/door?to={quote(path)}" if path != "/" else "/door", status_code=303)


def needs(right: Right, endpoint: Endpoint) -> Endpoint:
    """``endpoint`` for those who have this right: 403 for others, and 423 for whoever would edit a locked show.

    A locked show may still be read.
    """

    async def guarded(request: Request) -> Response:
        person: Person = request.scope["person"]
        locked = request.scope["locked"] and request.method not in READING
        if why := refusal(person, right, locked):
            return JSONResponse({"done": False, "why": why}, status_code=403 if not person.may(right) else 423)
        return await endpoint(request)

    return guarded


def with_headers(send: Send) -> Send:
    """``send``, with the safety headers added where a response starts."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
