"""The stage's own process: one thread that keeps the light burning, whatever becomes of the show.

It waits for the next frame or for word from the show, whichever comes first. Frames have absolute deadlines; those
that a stall has cost are left out, not made up for. When the show dies it goes on: running fades end, the look holds,
until a show is back or a person ends it.
"""

import contextlib
import gc
import hmac
import os
import secrets
import selectors
import signal
import socket
import sys
import time
from functools import partial
from pathlib import Path
from uuid import UUID

from odette.core.clocks import SECOND, ShowTime
from odette.core.events import LinkChanged, Sent
from odette.stage.endpoint import Endpoint, endpoint_file, hold_lock, remove_endpoint, write_endpoint
from odette.stage.house import House
from odette.stage.protocol import (
    Assert,
    Do,
    End,
    Knock,
    Lines,
    NotUnderstood,
    Replaced,
    Report,
    ToShow,
    ToStage,
    Welcome,
    line,
)
from odette.stage.realtime import be_punctual
from odette.wire.pacing import next_frame

PATIENCE = 30 * SECOND
"""Nanoseconds a new stage waits for its first show."""
ALREADY_RUNNING = 3
"""Exit status when this venue has a stage already."""


class Visitor:
    """A connection from this machine: a show, or a person's `end`."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.lines = Lines()
        self.trusted = False

    def tell(self, message: ToShow) -> bool:
        """Whether it could be said whole; a visitor that does not listen is not waited for."""
        words = line(message)
        try:
            return self.connection.send(words) == len(words)
        except OSError:
            return False


class Stage:
    """The loop, the house it serves and the show it obeys."""

    def __init__(self, stage: UUID) -> None:
        self._cid = stage
        self._token = secrets.token_hex(16)
        self._selector = selectors.SelectSelector()  # keeps time to the microsecond; epoll only to the millisecond
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, self._welcome)
        self._show: Visitor | None = None
        self._house: House | None = None
        self._ended = False

    def endpoint(self) -> Endpoint:
        """How a show reaches this stage."""
        return Endpoint(self._listener.getsockname()[1], os.getpid(), self._token)

    def run(self) -> None:
        """Until it is ended, or no show has come."""
        given_up = now() + PATIENCE
        deadline = next_frame(now())
        while not self._ended and (self._house is not None or now() < given_up):
            for key, _ in self._selector.select(self._wait(deadline)):
                key.data()
            if self._house is not None:
                self._house.send_messages(now())
            if now() >= deadline:
                self._send_frame()
                deadline = next_frame(now())

    def end(self) -> None:
        """Say farewell to the receivers, then stop."""
        if self._house is None:
            self._ended = True
        else:
            self._house.end()

    def close(self) -> None:
        """Let go of every connection."""
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()

    def _wait(self, deadline: ShowTime) -> float:
        message = self._house.engine.next_message() if self._house else None
        until = deadline if message is None else min(deadline, message)
        return max(0, until - now()) / SECOND

    def _send_frame(self) -> None:
        if self._house is not None:
            self._house.send_frame(now())
            self._ended = self._house.ended

    def _report(self, event: Sent | LinkChanged) -> None:
        if isinstance(event, LinkChanged):
            log(f"{event.link} is {'up' if event.up else 'down'} {event.detail}")
        if self._show is not None and not self._show.tell(Report(event)):
            self._dismiss(self._show)

    # -- visitors ----------------------------------------------------------------------------------

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            connection.setblocking(False)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            visitor = Visitor(connection)
            self._selector.register(connection, selectors.EVENT_READ, partial(self._hear, visitor))

    def _hear(self, visitor: Visitor) -> None:
        try:
            data = visitor.connection.recv(1 << 18)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._dismiss(visitor)
            return
        try:
            for message in visitor.lines.to_stage(data):
                self._obey(visitor, message)
        except Exception as error:  # nothing that anyone says may stop the light
            log(f"a visitor is sent away: {error!r}")
            self._dismiss(visitor)

    def _obey(self, visitor: Visitor, message: ToStage) -> None:
        if isinstance(message, Knock):
            self._let_in(visitor, message)
        elif not visitor.trusted:
            raise NotUnderstood("it did not knock")
        elif isinstance(message, End):
            log("ended by a person")
            self.end()
        elif visitor is self._show and self._house is not None:
            if isinstance(message, Do):
                self._house.engine.take(message.effects, now())
            elif isinstance(message, Assert):
                self._house.engine.assert_state(message.state, now())

    def _let_in(self, visitor: Visitor, knock: Knock) -> None:
        if not hmac.compare_digest(knock.token.encode(), self._token.encode()):
            raise NotUnderstood("its token is wrong")
        visitor.trusted = True
        if knock.venue is None:
            return
        if self._show is not None and self._show is not visitor:
            self._show.tell(Replaced())
            self._dismiss(self._show)
        self._show = visitor
        visitor.tell(Welcome(self._house is not None and self._house.engine.burning))
        if self._house is None:
            self._house = House(self._cid, knock.venue, self._report)
        moment = now()
        self._house.take_venue(knock.venue, moment)
        self._house.engine.assert_state(knock.state, moment)
        for down in self._house.links_down():
            self._report(down)
        gc.collect()  # a quiet moment: nothing has been asked for yet

    def _dismiss(self, visitor: Visitor) -> None:
        if visitor is self._show:
            self._show = None
            log("the show is gone; the light stays")
        with contextlib.suppress(KeyError):
            self._selector.unregister(visitor.connection)
        visitor.connection.close()


def run_stage(runtime: Path, stage: UUID) -> int:
    """Be the stage of a venue until it ends. Returns the exit status."""
    lock = hold_lock(endpoint_file(runtime, stage).with_suffix(".lock"))
    if lock is None:
        log("this venue has a stage already")
        return ALREADY_RUNNING
    with lock:
        outputs = Stage(stage)
        path, endpoint = endpoint_file(runtime, stage), outputs.endpoint()
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: outputs.end())
        write_endpoint(path, endpoint)
        log(f"the stage is up, with {be_punctual()}")
        try:
            outputs.run()
        finally:
            remove_endpoint(path, endpoint)
            outputs.close()
    return 0


def now() -> ShowTime:
    """Show time: the monotonic clock, which all processes of a machine share."""
    return ShowTime(time.monotonic_ns())


def log(words: str) -> None:
    """One line for whoever looks into it later."""
    print(time.strftime("%H:%M:%S"), words, file=sys.stderr, flush=True)
