"""The desk: a web server in a thread of its own, inside the show process.

The show's thread hands over whole states and light updates and never waits for a page. What people press
comes back through ``commands``, called in the desk's thread. Served on 127.0.0.1 alone.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odette.core.clocks import ShowTime
from odette.desk.post import Delivery, Post
from odette.faults import Fault, Faulty

if TYPE_CHECKING:
    from odette.core.events import Asked
    from odette.desk.podium import Watcher

HOST = "127.0.0.1"
PORT = 6338
"""The default; where it is taken, the next free one of ``PORTS_TRIED``."""
PORTS_TRIED = 20


def monotonic() -> ShowTime:
    """Show time, read from the system's monotonic clock."""
    return ShowTime(time.monotonic_ns())


class Desk:
    """Serves the page and carries presses to the show.

    ``commands`` is called with every message that is understood, in the desk's thread: it must be quick and
    thread-safe (a queue's ``put_nowait``). The show answers each with ``answer``. ``engravings`` gives the folder
    that holds a number's ``map.json`` and ``page-1.svg`` ..., or None while there is none. All public methods may be
    called from any thread.
    """

    def __init__(
        self,
        port: int,
        commands: "Callable[[Asked], None]",
        engravings: Callable[[str], Path | None],
        watchers: "Callable[[], Watcher]",
        clock: Callable[[], ShowTime] = monotonic,
    ) -> None:
        self._watchers = watchers
        self._wanted_port = port
        self._commands = commands
        self._engravings = engravings
        self._clock = clock
        self._port = 0
        self._thread: threading.Thread | None = None
        self._post = Post()

    @property
    def url(self) -> str:
        """Where the page is, once started."""
        return f"http://{HOST}:{self._port}/"

    def start(self) -> None:
        """Take the port and serve it from a new thread; raises ``Faulty`` where the port is in use.

        A browser may connect as soon as this returns: it waits in the socket until the thread has loaded.
        """
        listening = listen(self._wanted_port)
        self._port = listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, args=(listening,), name="desk", daemon=True)
        self._thread.start()

    def publish(self, state: dict[str, Any]) -> None:
        """Show this whole state on every page; one not yet sent is dropped for it. Do not change it after."""
        self._post.put_state(state)

    def publish_now(self, now: dict[str, Any]) -> None:
        """Show this light update on every page. Pages call the show lost when none came for a second."""
        self._post.put_now(now)

    def answer(self, id: str, done: bool, why: str = "") -> None:  # noqa: A002
        """The show's answer to the press with this id."""
        self._post.put_answer(id, done, why)

    def stop(self) -> None:
        """Close every page and end the thread."""
        if self._thread is None:
            return
        self._post.end()
        self._thread.join(timeout=5)
        self._thread = None

    def _serve(self, listening: socket.socket) -> None:
        # Loaded here, so that the show need not wait for the web libraries.
        import asyncio

        import msgspec
        import uvicorn

        from odette.desk.audience import Audience
        from odette.desk.web import Web

        audience = Audience()
        web = Web(audience, self._commands, self._engravings, self._clock, self._watchers)
        server = uvicorn.Server(
            uvicorn.Config(
                web.application(self._port),
                ws="websockets-sansio",
                ws_max_size=65536,
                ws_ping_interval=5,
                ws_ping_timeout=5,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )

        def deliver(delivery: Delivery) -> None:
            for answer in delivery.answers:
                web.answer(*answer)
            if delivery.state is not None:
                audience.show_lock(delivery.state.get("locked", False))
                audience.show_state(msgspec.json.encode(delivery.state).decode())
            if delivery.now is not None:
                audience.show_now(msgspec.json.encode(delivery.now).decode())
            if delivery.ended:
                server.should_exit = True

        async def serving() -> None:
            self._post.open(deliver)
            await server.serve(sockets=[listening])
            self._post.close()

        with listening:
            asyncio.run(serving())


def listen(port: int) -> socket.socket:
    """A listening socket on that port of this machine; for the default, on the next free one."""
    ports = range(port, port + PORTS_TRIED) if port == PORT else (port,)
    for candidate in ports:
        with contextlib.suppress(OSError):
            return socket.create_server((HOST, candidate))
    last = f" to {ports[-1]}" if len(ports) > 1 else ""
    raise Faulty(
        Fault(
            "desk",
            0,
            f"port {port}{last} is in use or not allowed",
            "end what holds it, or give another --port",
        )
    )
