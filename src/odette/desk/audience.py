"""The pages that watch the show. A page that reads slowly misses what is old; it never makes anyone wait.

Everything here runs in the desk's own event loop.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import msgspec

from odette.desk.people import Person, you

MOST_PAGES = 64
MOST_ANSWERS = 32
"""Answers kept for a page that does not read; it has long shown "no answer" for older ones."""


class Page:
    """One page: at most one state, one update and a few answers wait for it, whatever it does.

    It reads first who it is to the desk, ``person``.
    """

    def __init__(self, person: Person, locked: bool, state: str | None) -> None:
        self.person = person
        self.flashing: frozenset[str] = frozenset()
        """What it holds at full by its flash buttons."""
        self._you: str | None = None
        self._state = state
        self._now: str | None = None
        self._book: str | None = None
        self._answers: deque[str] = deque(maxlen=MOST_ANSWERS)
        self._something = asyncio.Event()
        self.show_you(locked)

    def show_you(self, locked: bool) -> None:
        """Let this be the next it reads: who it is, and whether the show is locked."""
        self._you = msgspec.json.encode(you(self.person, locked)).decode()
        self._something.set()

    def show_state(self, text: str) -> None:
        """Let this be the next state it reads, in place of one it has not read yet."""
        self._state = text
        self._something.set()

    def show_now(self, text: str) -> None:
        """Let this be the next update it reads, in place of one it has not read yet."""
        self._now = text
        self._something.set()

    def show_book(self, text: str) -> None:
        """Let it read that the book is another, in place of such news that it has not read yet."""
        self._book = text
        self._something.set()

    def answer(self, text: str) -> None:
        """Let it read this answer first."""
        self._answers.append(text)
        self._something.set()

    async def write(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send whatever is newest, for ever. Each ``send`` may take as long as the page's line takes."""
        while True:
            await self._something.wait()
            self._something.clear()
            while (text := self._take()) is not None:
                await send(text)

    def _take(self) -> str | None:
        if self._you is not None:
            text_you, self._you = self._you, None
            return text_you
        if self._answers:
            return self._answers.popleft()
        if self._book is not None:
            book, self._book = self._book, None
            return book
        if self._state is not None:
            text, self._state = self._state, None
            return text
        text_now, self._now = self._now, None
        return text_now


class Audience:
    """All pages, and the latest state for the next one that comes.

    Updates are not kept: one that a new page gets is the sign that the show is alive now.
    """

    def __init__(self) -> None:
        self._pages: set[Page] = set()
        self._state: str | None = None
        self.locked = False

    @property
    def full(self) -> bool:
        return len(self._pages) >= MOST_PAGES

    def join(self, person: Person) -> Page:
        """A new page of this person, which reads the latest whole state first."""
        page = Page(person, self.locked, self._state)
        self._pages.add(page)
        return page

    def has(self, name: str) -> bool:
        """Whether a page of this person is open."""
        return any(page.person.name == name for page in self._pages)

    def leave(self, page: Page) -> None:
        self._pages.discard(page)

    def show_lock(self, locked: bool) -> None:
        """Tell every page whether the show is locked, when that changes."""
        if locked != self.locked:
            self.locked = locked
            for page in self._pages:
                page.show_you(locked)

    def show_state(self, text: str) -> None:
        self._state = text
        for page in self._pages:
            page.show_state(text)

    def show_book(self, text: str) -> None:
        for page in self._pages:
            page.show_book(text)

    def show_now(self, text: str) -> None:
        for page in self._pages:
            page.show_now(text)
