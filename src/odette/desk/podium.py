"""The line on which a page with a camera on the podium tells what it sees move, and is told what that means."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from odette.core.clocks import ShowTime
from odette.desk.people import Person, Right, refusal

SILENT = 3.0
"""Seconds without a frame after which a camera sees nothing: its phone sleeps, or its line is broken."""

Share = Annotated[float, Meta(ge=0, le=1)]
Frames = Annotated[list[tuple[float, Share, Share]], Meta(max_length=60)]
"""Of each frame: milliseconds on the page's clock, how high it moves, which share of the picture moved."""

_frames: msgspec.json.Decoder[list[tuple[float, float, float]]] = msgspec.json.Decoder(Frames)


class Watcher(Protocol):
    """Somebody who makes sense of what one camera sees."""

    def see(self, frames: list[tuple[float, float, float]], arrived: ShowTime) -> list[str]: ...

    def gone(self, at: ShowTime, why: str) -> None:
        """The camera shows nothing any more; it may again."""


def podium(watchers: Callable[[], Watcher], clock: Callable[[], ShowTime]) -> WebSocketRoute:
    """The route. Every camera gets a watcher of its own; of several the last one opened is believed."""
    newest: list[WebSocket] = []

    async def watching(socket: WebSocket) -> None:
        person: Person = socket.scope["person"]
        await socket.accept()
        if why := refusal(person, Right.PRESS, locked=False):
            await socket.close(1008, why)
            return
        newest[:] = [socket]
        watcher = watchers()
        try:
            with contextlib.suppress(WebSocketDisconnect):
                while newest == [socket]:
                    try:
                        text = await asyncio.wait_for(socket.receive_text(), SILENT)
                    except TimeoutError:
                        watcher.gone(clock(), "it sends no picture")
                        continue
                    for sign in watcher.see(_frames.decode(text), clock()):
                        await socket.send_json({"sign": sign})
                await socket.close(1008, "another camera watches now")
        except msgspec.DecodeError as error:
            await socket.close(1007, f"not understood: {error}"[:120])
        finally:
            if newest == [socket]:
                newest.clear()
                watcher.gone(clock(), "its page is closed")

    return WebSocketRoute("/podium/line", watching)
