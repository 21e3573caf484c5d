"""The show's side of the link to its stage: find it or start it, keep it told, start it again if it dies."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from odette.core.clocks import SECOND, ShowTime
from odette.core.effects import AnyEffect, SendMessage
from odette.core.events import LinkChanged, Sent
from odette.core.light import LightEffect, LightState, apply
from odette.core.venue import Venue
from odette.stage.endpoint import connect, end_stage, endpoint_file, read_endpoint, stage_id
from odette.stage.protocol import (
    Assert,
    Do,
    Knock,
    Lines,
    NotUnderstood,
    Replaced,
    Report,
    StageEffect,
    ToStage,
    Welcome,
    line,
)

TOO_LATE = 2 * SECOND
"""Nanoseconds after its due time until which a message that found no stage may still be handed over."""
PAUSE = 0.02
"""Seconds between two looks for a stage that is starting."""
AGAIN = 1.0
"""Seconds after which another stage is started where one did not come up."""
SILENCE = 3.0
"""Seconds within which a stage says its welcome."""

Events = Callable[[Sent | LinkChanged], None]


class StageLink:
    """A show's hold on the stage of one venue.

    Nothing here raises, and no call waits for the stage: what happens comes as ``LinkChanged("stage", ...)``,
    ``LinkChanged("sacn ...", ...)`` and ``Sent`` through ``events``, from a thread of the link's own. Light is kept
    here as well and asserted whenever a stage is reached, so that none is lost while there is no stage; messages
    wait for a stage too, but not for long.
    """

    def __init__(self, venue: Venue, runtime: Path, events: Events) -> None:
        self._venue = venue
        self._runtime = runtime
        self._events = events
        self._stage = stage_id(venue)
        self._state = LightState()
        self._waiting: list[SendMessage] = []
        self._lock = threading.Lock()
        """Guards the three above, and that what is said is said in order."""
        self._connection: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._start_again = 0.0
        self._told: bool | None = None
        self._up = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="stage link", daemon=True)

    def open(self, state: LightState | None = None) -> None:
        """Reach the stage, or start one, in the background; ``state`` is the light there should be from the first."""
        self._state = state or LightState()
        self._thread.start()

    def wait_up(self, seconds: float) -> bool:
        """Wait for the stage to be reached; whether it was."""
        return self._up.wait(seconds)

    def send(self, effects: Iterable[AnyEffect]) -> None:
        """Have the stage carry these out, each when it is due. Effects that are not the stage's are left out."""
        for_stage = tuple(effect for effect in effects if isinstance(effect, StageEffect))
        if not for_stage:
            return
        with self._lock:
            for effect in for_stage:
                if isinstance(effect, LightEffect):
                    self._state = apply(self._state, effect, _now())
            if not self._say(Do(for_stage)):
                messages = [effect for effect in for_stage if isinstance(effect, SendMessage)]
                self._waiting = _in_time([*self._waiting, *messages])

    def assert_state(self, state: LightState) -> None:
        """Say what light there should be, all of it; the stage fades there from what it shows."""
        with self._lock:
            self._state = state
            self._say(Assert(state))

    def end(self) -> None:
        """A person ends the run: the stage tells its receivers so and exits. Waits for that, 3 s at most."""
        self.close()
        ended = end_stage(endpoint_file(self._runtime, self._stage))
        if self._process is not None:
            if not ended:
                self._process.terminate()  # it had not come up yet
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)

    def close(self) -> None:
        """Leave the stage, and leave it burning."""
        self._closed.set()
        with self._lock:
            self._hang_up()
        if self._thread.is_alive():
            self._thread.join(1.0)

    # -- the link's own thread -------------------------------------------------------------------------

    def _keep(self) -> None:
        """Reach the stage and listen to it, again and again until the link is closed."""
        self._venue = _with_addresses(self._venue)
        while not self._closed.is_set():
            connection = self._knock()
            why = self._listen(connection) if connection else ""
            welcomed = self._up.is_set()
            self._up.clear()
            with self._lock:
                self._hang_up()
            if self._closed.is_set():
                return
            if why:
                self._tell(False, why)
            if not welcomed:
                self._start()
                self._closed.wait(PAUSE)

    def _knock(self) -> socket.socket | None:
        """Connect to a stage that burns, and tell it venue, light and the messages that waited; None: none burns."""
        endpoint = read_endpoint(endpoint_file(self._runtime, self._stage))
        connection = connect(endpoint) if endpoint else None
        if endpoint is None or connection is None:
            return None
        with self._lock:
            if self._closed.is_set():
                connection.close()
                return None
            self._connection = connection
            messages, self._waiting = tuple(_in_time(self._waiting)), []
            said = self._say(Knock(endpoint.token, self._venue, self._state)) and self._say(Do(messages))
            return connection if said else None

    def _start(self) -> None:
        """Start a stage, unless one is starting. Where another holds the venue already, ours exits by itself."""
        if time.monotonic() < self._start_again:
            return
        if self._process is not None and self._process.poll() is None:
            return
        self._start_again = time.monotonic() + AGAIN
        try:
            self._runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._process = _spawn(self._runtime, str(self._stage))
        except OSError as error:
            self._tell(False, f"it cannot be started: {error}")

    def _listen(self, connection: socket.socket) -> str:
        """Pass on what the stage says, until it falls silent; returns why it did."""
        lines, welcome_by = Lines(), time.monotonic() + SILENCE
        while True:
            try:
                data = connection.recv(1 << 16)
                if not data:
                    return "it has gone; it will be started again"
                for message in lines.to_show(data):
                    match message:
                        case Welcome():
                            self._up.set()
                            self._tell(True, "")
                        case Report(event):
                            self._events(event)
                        case Replaced():
                            self._closed.set()
                            self._tell(False, "another show has taken it over")
            except TimeoutError:
                if self._closed.is_set() or (not self._up.is_set() and time.monotonic() > welcome_by):
                    return "it does not answer"
            except (OSError, NotUnderstood) as error:
                return str(error)

    def _tell(self, up: bool, detail: str) -> None:
        if up is not self._told:
            self._told = up
            self._events(LinkChanged(_now(), "stage", up, detail))

    # -- with the lock held ----------------------------------------------------------------------------

    def _say(self, message: ToStage) -> bool:
        """Whether it was handed over. A stage that cannot be told is given up, and reached anew."""
        if self._connection is None:
            return False
        try:
            self._connection.sendall(line(message))
        except OSError:
            self._hang_up()
            return False
        return True

    def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)
            self._connection.close()
            self._connection = None


def _in_time(messages: list[SendMessage]) -> list[SendMessage]:
    return [message for message in messages if message.due >= _now() - TOO_LATE]


def _now() -> ShowTime:
    return ShowTime(time.monotonic_ns())


def _spawn(runtime: Path, stage: str) -> subprocess.Popen[bytes]:
    """A stage process that no Ctrl-C and no end of this process reaches."""
    command = [sys.executable, "-P", "-m", "odette.stage", "run", "--runtime", str(runtime), "--stage", stage]
    with (runtime / f"stage-{stage}.log").open("ab") as log:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.HIGH_PRIORITY_CLASS
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, creationflags=flags
            )
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True
        )


def _with_addresses(venue: Venue) -> Venue:
    """The venue with the names of hosts looked up, so that the stage need not wait for a name server."""
    messages = {name: replace(to, host=_address(to.host)) for name, to in venue.messages.items()}
    outputs = tuple(replace(each, unicast=tuple(map(_address, each.unicast))) for each in venue.outputs)
    return replace(venue, messages=messages, outputs=outputs)


def _address(host: str) -> str:
    """The IPv4 address of a host; the name itself where it has none, for the stage to report."""
    try:
        return str(socket.getaddrinfo(host, None, socket.AF_INET)[0][4][0])
    except OSError:
        return host
