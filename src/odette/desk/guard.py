"""Who may speak to the desk: pages that came from it, on this machine, and nobody else.

A web page from elsewhere, open in the same browser, must not be able to press GO: its requests carry its
own Origin, and a name that was rebound to 127.0.0.1 carries its own Host. Both are refused.
"""

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from odette.desk.people import Person, Right, Role, refusal

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
HERE = Person("desk", Role.EDITOR, local=True)
"""Whoever is on this machine, as long as no PIN is set."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Guard:
    """Refuses foreign hosts and origins with 403 and puts the safety headers on every answer.

    What it lets in carries ``scope["person"]``, who asks, and ``scope["locked"]``, whether the show is locked.
    """

    def __init__(self, app: ASGIApp, port: int, locked: Callable[[], bool]) -> None:
        self._app = app
        self._locked = locked
        self._hosts = {f"localhost:{port}", f"127.0.0.1:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        why = self._refusal(scope)
        if why is None:
            scope["person"], scope["locked"] = HERE, self._locked()
            await self._app(scope, receive, with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": why})
        else:
            response = PlainTextResponse(why + "\n", status_code=403)
            await response(scope, receive, with_headers(send))

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return "The desk answers only to localhost."
        origin = headers.get("origin")
        if scope["type"] == "websocket":
            return None if origin in self._origins else "The page must come from the desk itself."
        if scope["method"] not in READING and origin is not None and origin not in self._origins:
            return "The request must come from this machine, not from another site's page."
        return None


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
