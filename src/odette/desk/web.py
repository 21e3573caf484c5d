"""The web application: the page and its files, the score, the WebSocket, the press for other gear."""

import asyncio
import contextlib
import hashlib
import mimetypes
import re
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import structs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from odette.core.clocks import ShowTime
from odette.core.events import Asked, Flashed, Previewed
from odette.desk import messages
from odette.desk.audience import Audience, Page
from odette.desk.colours import shown
from odette.desk.door import HERE, Door
from odette.desk.guard import Guard
from odette.desk.modules import preloads
from odette.desk.people import Person
from odette.desk.podium import Watcher, podium
from odette.desk.printing import papers_route
from odette.desk.writing_routes import writing_routes
from odette.writing.deskbook import DeskBook

STATIC = Path(__file__).parent / "static"
PAGES = {
    "/": "index.html",
    "/department/{name}": "department.html",
    "/lights": "lights.html",
    "/write": "write.html",
    "/door": "door.html",
    "/podium": "podium.html",
}
PATIENCE = 1.0
"""Seconds that other gear's press waits for the show's answer."""
MOST_WAITING = 256
"""Presses that may wait for an answer at once; beyond that the oldest have waited too long to matter."""
ENGRAVED = re.compile(r"map\.json|page-[0-9]{1,4}\.svg")

# Some systems call .js text/plain, and a browser that is told not to guess then refuses to run it.
mimetypes.add_type("text/javascript", ".js")


class Web:
    """The application and those it still owes an answer."""

    def __init__(
        self,
        audience: Audience,
        commands: Callable[[Asked], None],
        engravings: Callable[[str], Path | None],
        clock: Callable[[], ShowTime],
        watchers: Callable[[], Watcher],
        door: Door,
        book: DeskBook | None = None,
    ) -> None:
        self._watchers = watchers
        self._audience = audience
        self._door = door
        self._commands = commands
        self._engravings = engravings
        self._clock = clock
        self._book = book
        self._files = files_version()
        self._trying = ""
        """Who tries a look out on stage."""
        self._waiting: dict[str, Callable[[bool, str], None]] = {}

    def application(self, names: frozenset[str]) -> Guard:
        routes = [
            *self._door.routes,
            *(Route(path, _served(file)) for path, file in PAGES.items()),
            Route("/score/{number}/{name}", self._engraved),
            Route("/api/press", self._press, methods=["POST"]),
            Route("/api/colours", _colours),
            *self._of_the_book(),
            WebSocketRoute("/ws", self._page),
            podium(self._watchers, self._clock),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
        return Guard(Starlette(routes=routes), self._door.who, lambda: self._audience.locked, names)

    def _of_the_book(self) -> list[Route]:
        """The routes by which the show's files are read, edited and printed."""
        if self._book is None:
            return []
        return [*writing_routes(self._book, self._answer_of, self._clock), papers_route(self._book.folder)]

    def answer(self, id: str, done: bool, why: str) -> None:  # noqa: A002
        """Pass the show's answer on to whoever asked; nobody may be waiting any more."""
        if (tell := self._waiting.pop(id, None)) is not None:
            tell(done, why)

    async def _engraved(self, request: Request) -> Response:
        name = request.path_params["name"]
        folder = self._engravings(request.path_params["number"])
        if folder is None or not ENGRAVED.fullmatch(name) or not (folder / name).is_file():
            return PlainTextResponse("not engraved yet\n", status_code=404)
        return FileResponse(folder / name)

    async def _press(self, request: Request) -> Response:
        if not request.headers.get("content-length", "").isdigit():
            return _answered(None, False, "a body with its length is wanted", 411)
        if int(request.headers["content-length"]) > messages.LONGEST:
            return _answered(None, False, "the message is too long", 413)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _answered(None, False, "application/json is wanted", 415)
        try:
            event = messages.remote_event(await request.body(), self._clock(), _gear(request), uuid.uuid4().hex)
        except messages.NotAllowed as refusal:
            return _answered(refusal.id, False, str(refusal), 403)
        except messages.NotUnderstood as refusal:
            return _answered(refusal.id, False, str(refusal), 400)
        answer = await self._answer_of(event)
        if answer is None:
            return _answered(event.id, False, "no answer from the show", 504)
        return _answered(event.id, *answer, 200 if answer[0] else 409)

    async def _answer_of(self, event: Asked) -> tuple[bool, str] | None:
        """The show's answer to what is asked of it: done, or why not. None: it did not answer in time."""
        answer: asyncio.Future[tuple[bool, str]] = asyncio.get_running_loop().create_future()
        self._ask(event, lambda done, why: _resolve(answer, done, why))
        if isinstance(event, Previewed):
            self._trying = event.who if event.values is not None else ""
        try:
            return await asyncio.wait_for(answer, PATIENCE)
        except TimeoutError:
            self._waiting.pop(event.id, None)
            return None

    async def _page(self, socket: WebSocket) -> None:
        if self._audience.full:
            await socket.close(1013, "too many pages")
            return
        await socket.accept()
        page = self._audience.join(socket.scope["person"])
        page.answer(messages.files(self._files))
        writing = asyncio.create_task(_quietly(page.write(socket.send_text)))
        try:
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                self._said(page, message.get("text") or "")
        except WebSocketDisconnect:
            pass
        finally:
            self._audience.leave(page)
            self._left(page)
            writing.cancel()

    def _left(self, page: Page) -> None:
        """A page has gone. It holds no flash any more; a look that was tried out goes with the last page of whoever
        tries it."""
        person = page.person
        for target in page.flashing:
            self._commands(Flashed(self._clock(), uuid.uuid4().hex, person.name, target, False))
        if person.name == self._trying and not self._audience.has(person.name):
            self._trying = ""
            self._commands(Previewed(self._clock(), uuid.uuid4().hex, person.name, None))

    def _said(self, page: Page, text: str) -> None:
        try:
            event = messages.event(text, self._clock(), page.person)
        except messages.NotUnderstood as refusal:
            page.answer(messages.answer(refusal.id, False, str(refusal)))
            return
        if isinstance(event, Flashed):
            page.flashing = page.flashing | {event.target} if event.on else page.flashing - {event.target}
        asked = event.id
        self._ask(event, lambda done, why: page.answer(messages.answer(asked, done, why)))

    def _ask(self, event: Asked, tell: Callable[[bool, str], None]) -> None:
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting)))
        self._waiting[event.id] = tell
        self._commands(event)


async def _colours(_request: Request) -> Response:
    return JSONResponse(shown())


def files_version() -> str:
    """Changes whenever one of the page's files does."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(STATIC.rglob("*.*")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def _served(file: str) -> Callable[[Request], Awaitable[Response]]:
    headers = {"Link": preloads(STATIC / file)}

    async def page(_request: Request) -> Response:
        return FileResponse(STATIC / file, headers=headers)

    return page


def _answered(id: str | None, done: bool, why: str, status: int) -> Response:  # noqa: A002
    return JSONResponse({"id": id, "done": done, "why": why}, status_code=status)


def _gear(request: Request) -> Person:
    """Who presses by HTTP. On this machine, while no PIN is set, that is known to be no page."""
    person: Person = request.scope["person"]
    return structs.replace(person, name="remote") if person == HERE else person


def _resolve(answer: "asyncio.Future[tuple[bool, str]]", done: bool, why: str) -> None:
    if not answer.done():
        answer.set_result((done, why))


async def _quietly(writing: Awaitable[None]) -> None:
    """A page that goes away while it is written to is no error."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await writing
