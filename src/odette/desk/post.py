"""What the show's thread has for the pages, until the desk's own loop comes for it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, NamedTuple


class Delivery(NamedTuple):
    """Everything new since the last delivery; of states and updates only the latest."""

    state: dict[str, Any] | None = None
    now: dict[str, Any] | None = None
    answers: tuple[tuple[str, bool, str], ...] = ()
    book: str | None = None
    """The revision of the prompt book, if it is another."""
    ended: bool = False


class Post:
    """A letter box between two threads that neither waits at."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = Delivery()
        self._called = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._deliver: Callable[[Delivery], None] = lambda _: None

    def put_state(self, state: dict[str, Any]) -> None:
        with self._lock:
            self._keep(self._next._replace(state=state))

    def put_now(self, now: dict[str, Any]) -> None:
        with self._lock:
            self._keep(self._next._replace(now=now))

    def put_answer(self, id: str, done: bool, why: str) -> None:  # noqa: A002
        with self._lock:
            self._keep(self._next._replace(answers=(*self._next.answers, (id, done, why))))

    def put_book(self, revision: str) -> None:
        with self._lock:
            self._keep(self._next._replace(book=revision))

    def end(self) -> None:
        with self._lock:
            self._keep(self._next._replace(ended=True))

    def open(self, deliver: Callable[[Delivery], None]) -> None:
        """Deliver in the running loop, from now on, first what has gathered."""
        with self._lock:
            self._loop, self._deliver = asyncio.get_running_loop(), deliver
            self._keep(self._next)

    def close(self) -> None:
        """Deliver no more: the loop is about to end."""
        with self._lock:
            self._loop = None

    def _keep(self, delivery: Delivery) -> None:
        self._next = delivery
        if self._loop is not None and not self._called:
            self._called = True
            self._loop.call_soon_threadsafe(self._come)

    def _come(self) -> None:
        with self._lock:
            delivery, self._next, self._called = self._next, Delivery(), False
        self._deliver(delivery)
