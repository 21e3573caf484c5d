"""Who may speak to the desk: pages that came from it, on this machine, and nobody else.

A web page from elsewhere, open in the same browser, must not be able to press GO: its requests carry its
own Origin, and a name that was rebound to 127.0.0.1 carries its own Host. Both are refused.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
READING = {"GET", "HEAD"}


class Guard:
    """Refuses foreign hosts and origins with 403 and puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"localhost:{port}", f"127.0.0.1:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})
        else:
            response = PlainTextResponse(refusal + "\n", status_code=403)
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


def with_headers(send: Send) -> Send:
    """``send``, with the safety headers added where a response starts."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
