"""The desk: a web server in a thread of its own, inside the show process.

The show's thread hands over whole states and light updates and never waits for a page. What people press
comes back through ``commands``, called in the desk's thread. Served on 127.0.0.1, and elsewhere where that was
asked for.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odette.core.clocks import ShowTime
from odette.desk.pins import Kept, Pins
from odette.desk.post import Delivery, Post
from odette.desk.reach import HOME, Address, Reach, url_host
from odette.faults import Fault, Faulty

if TYPE_CHECKING:
    from odette.core.events import Asked
    from odette.desk.podium import Watcher
    from odette.writing.deskbook import DeskBook

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

    ``pins``: who is let in; none: whoever is on this machine. ``sessions``: the file for those of a desk on this port.
    ``book``: what pages may write in.
    """

    def __init__(
        self,
        port: int,
        commands: "Callable[[Asked], None]",
        engravings: Callable[[str], Path | None],
        watchers: "Callable[[], Watcher]",
        clock: Callable[[], ShowTime] = monotonic,
        reach: Reach = Reach(),  # noqa: B008
        pins: Pins | None = None,
        sessions: Callable[[int], Kept | None] = lambda _: None,
        book: "DeskBook | None" = None,
    ) -> None:
        self._watchers = watchers
        self._wanted_port = port
        self._commands = commands
        self._engravings = engravings
        self._clock = clock
        self._reach = reach
        self._pins = pins or Pins(None)
        self._sessions = sessions
        self._book = book
        self._port = 0
        self.unreached: dict[str, str] = {}
        """Addresses that were asked for and cannot be listened on, and why."""
        self._thread: threading.Thread | None = None
        self._post = Post()

    @property
    def url(self) -> str:
        """Where the page is, once started."""
        return f"http://{HOME}:{self._port}/"

    def start(self) -> None:
        """Take the port and serve it from a new thread; raises ``Faulty`` where the port is in use.

        A browser may connect as soon as this returns: it waits in the socket until the thread has loaded. Other
        addresses that cannot be had are left out and stand in ``unreached``.
        """
        everywhere = next((one for one in self._reach.addresses if one.everywhere and not one.port), None)
        home = listen(self._wanted_port, everywhere.host if everywhere else HOME)
        self._port = home.getsockname()[1]
        listening = [home]
        for address in self._reach.addresses:
            if address is not everywhere:
                try:
                    listening.append(listen_at(address, self._port))
                except OSError as error:
                    self.unreached[address.host] = error.strerror or str(error)
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

    def tell_book(self, revision: str) -> None:
        """The prompt book is another."""
        self._post.put_book(revision)

    def stop(self) -> None:
        """Close every page and end the thread."""
        if self._thread is None:
            return
        self._post.end()
        self._thread.join(timeout=5)
        self._thread = None

    def reached(self) -> list[str]:
        """Where else the desk is: its addresses on networks, and the names of a proxy."""
        reached = [one for one in self._reach.addresses if one.host not in self.unreached]
        hosts = [(own_address() if one.everywhere else one.host, one.port or self._port) for one in reached]
        here = [f"http://{url_host(host)}:{port}/" for host, port in hosts]
        return [*here, *(f"https://{name}/" for name in sorted(self._reach.names))]

    def _serve(self, listening: list[socket.socket]) -> None:
        # Loaded here, so that the show need not wait for the web libraries.
        import asyncio

        import msgspec
        import uvicorn

        from odette.desk.audience import Audience
        from odette.desk.door import Door
        from odette.desk.sessions import Sessions
        from odette.desk.web import Web

        audience, names = Audience(), self._reach.names
        sessions = Sessions(self._sessions(self._port), self._clock)
        door = Door(self._pins, sessions, self._clock, lambda: audience.locked, self.reached, names)
        web = Web(audience, self._commands, self._engravings, self._clock, self._watchers, door, self._book)
        server = uvicorn.Server(
            uvicorn.Config(
                web.application(names),
                proxy_headers=bool(names),
                forwarded_allow_ips=HOME,
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
            if delivery.book is not None:
                audience.show_book(msgspec.json.encode({"type": "book", "revision": delivery.book}).decode())
            if delivery.ended:
                server.should_exit = True

        async def serving() -> None:
            self._post.open(deliver)
            await server.serve(sockets=listening)
            self._post.close()

        with contextlib.ExitStack() as open_sockets:
            for one in listening:
                open_sockets.enter_context(one)
            asyncio.run(serving())


def own_address() -> str:
    """The address by which this machine is known in its network; its own to itself where there is no network."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; an address for examples (RFC 5737)
        return str(probe.getsockname()[0])
    return HOME


def listen_at(address: Address, port: int) -> socket.socket:
    """A listening socket there; raises OSError."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    return socket.create_server((address.host, address.port or port), family=family)


def listen(port: int, host: str = HOME) -> socket.socket:
    """A listening socket on that port of this machine; for the default, on the next free one."""
    ports = range(port, port + PORTS_TRIED) if port == PORT else (port,)
    for candidate in ports:
        with contextlib.suppress(OSError):
            return socket.create_server((host, candidate))
    last = f" to {ports[-1]}" if len(ports) > 1 else ""
    raise Faulty(
        Fault(
            "desk",
            0,
            f"port {port}{last} is in use or not allowed",
            "end what holds it, or give another --port",
        )
    )
