"""The writing desk over HTTP: the book read and edited, as docs/writing.md says."""

import uuid
from collections.abc import Awaitable, Callable
from fractions import Fraction
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from odette.core.clocks import ShowTime
from odette.core.events import Asked, Previewed
from odette.desk.guard import needs
from odette.desk.messages import Id
from odette.desk.people import LOCKED, Person, Right
from odette.faults import Faulty
from odette.writing.deskbook import Conflict, DeskBook, Unwritten
from odette.writing.edits import AnyEdit
from odette.writing.new import show_of
from odette.writing.record import Record

LONGEST = 1 << 20
"""Bytes a request may have; a look for a great house has some 10000."""
LARGEST_SCORE = 32 << 20
"""Bytes a dropped score may have."""
MOST_EDITS = 500


class Edits(Struct, frozen=True, forbid_unknown_fields=True):
    """Edits to be carried out together. ``id``: the sender's own, new for every such request."""

    id: Id
    revision: str
    edits: Annotated[list[AnyEdit | Record], Meta(max_length=MOST_EDITS)]


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """Undo, or redo."""

    id: Id
    revision: str = ""


class LookTried(Struct, frozen=True, forbid_unknown_fields=True):
    """A look as written, to be seen on stage; null: none any more."""

    look: dict[str, Any] | None
    id: str = ""


Ask = Callable[[Asked], Awaitable[tuple[bool, str] | None]]
"""Asks the show; its answer, or None where none came."""

_edits = msgspec.json.Decoder(Edits)
_step = msgspec.json.Decoder(Step)
_preview = msgspec.json.Decoder(LookTried)


class TooLong(Exception):
    """A request with more bytes than are read."""


def writing_routes(book: DeskBook, ask: Ask, clock: Callable[[], ShowTime]) -> list[Route]:
    """The routes by which pages read and edit ``book``. ``ask``: the show."""

    async def told(request: Request) -> Response:
        return _json(200, await run_in_threadpool(book.told, _who(request)))

    async def edits(request: Request) -> Response:
        said = _edits.decode(await _body(request))
        return _json(200, await run_in_threadpool(book.edit, _who(request), said.revision, said.edits, said.id))

    async def undo(request: Request) -> Response:
        said = _step.decode(await _body(request))
        return _json(200, await run_in_threadpool(book.undo, _who(request), said.id))

    async def redo(request: Request) -> Response:
        said = _step.decode(await _body(request))
        return _json(200, await run_in_threadpool(book.redo, _who(request), said.id))

    async def place(request: Request) -> Response:
        beat = _beat(request.query_params.get("beat", ""))
        if beat is None:
            return _json(400, {"done": False, "why": "beat is a number of quarter notes: 12.5, or 25/2"})
        return _json(200, book.place(request.query_params.get("number", ""), beat))

    async def preview(request: Request) -> Response:
        said = _preview.decode(await _body(request))
        values = None if said.look is None else book.picture(said.look)
        if request.scope["locked"] and values is not None:
            return _json(423, {"revision": book.revision, "done": False, "why": LOCKED})
        answer = await ask(Previewed(clock(), uuid.uuid4().hex, _who(request), values))
        done, why = answer or (False, "no answer from the show")
        status = 200 if done else 409 if answer else 504
        return _json(status, {"revision": book.revision, "done": done, "why": why})

    async def new(request: Request) -> Response:
        name, title = request.query_params.get("file", ""), request.query_params.get("title", "").strip()
        if not name or not title:
            return _json(400, {"done": False, "why": "file and title are wanted"})
        data = await _body(request, LARGEST_SCORE)
        made = await run_in_threadpool(show_of, data, name, title, book.folder, book.venue_path)
        return _json(200, {"revision": book.revision, **made})

    return [
        Route("/api/new", _answered(book, new, Right.EDIT), methods=["POST"]),
        Route("/api/book/preview", _answered(book, preview, Right.LIGHT), methods=["POST"]),
        Route("/api/book", _answered(book, told, Right.SEE)),
        Route("/api/book/edits", _answered(book, edits, Right.EDIT), methods=["POST"]),
        Route("/api/book/undo", _answered(book, undo, Right.EDIT), methods=["POST"]),
        Route("/api/book/redo", _answered(book, redo, Right.EDIT), methods=["POST"]),
        Route("/api/place", _answered(book, place, Right.SEE)),
    ]


def _answered(
    book: DeskBook, endpoint: Callable[[Request], Awaitable[Response]], right: Right
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint, for whoever has the right, and its refusals as answers."""

    async def answering(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Conflict as conflict:
            told = await run_in_threadpool(book.told, _who(request))
            return _json(409, {"revision": book.revision, "conflict": str(conflict), "book": told})
        except Unwritten as unwritten:
            return _json(422, {"revision": book.revision, "faults": unwritten.located})
        except Faulty as faulty:
            faults = [book.located(fault) for fault in faulty.faults]
            return _json(422, {"revision": book.revision, "faults": faults})
        except msgspec.DecodeError as error:
            return _json(400, {"done": False, "why": f"not understood: {error}"})
        except TooLong:
            return _json(413, {"done": False, "why": "the request is too long"})
        except OSError as error:
            why = f"the show's files cannot be written: {error.strerror or error}"
            return _json(507, {"revision": book.revision, "done": False, "why": why})

    return needs(right, answering)


def _json(status: int, told: dict[str, Any]) -> Response:
    return JSONResponse(told, status)


def _who(request: Request) -> str:
    person: Person = request.scope["person"]
    return person.name


async def _body(request: Request, longest: int = LONGEST) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > longest:
            raise TooLong
    return bytes(body)


def _beat(text: str) -> Fraction | float | None:
    """A beat as written: exactly where it is a fraction, else to the nearest that people would write."""
    try:
        return Fraction(text) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError):
        return None
