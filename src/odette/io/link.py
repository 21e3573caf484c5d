"""How the edge tells that the world is there, or not: a link that is down is an event, never an exception."""

from collections.abc import Callable

Report = Callable[[bool, str], None]
"""Called with (up, detail) whenever a link goes down or comes up; from any thread."""


def ignore(up: bool, detail: str) -> None:
    """A ``Report`` to nobody."""
