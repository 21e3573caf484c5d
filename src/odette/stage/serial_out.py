"""One universe on a serial port: an ENTTEC DMX USB Pro, or an Open DMX USB that is nothing but the line.

A serial port may keep a writer waiting, so each has a thread of its own; the stage only hands it the latest frame.
"""

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from odette.core.clocks import SECOND, ShowTime
from odette.core.output import Output
from odette.stage.output import Link, Report
from odette.wire.pacing import FRAME, Pace
from odette.wire.usb import BAUD, BREAK, MARK, line_frame, pro_message

if TYPE_CHECKING:
    from serial import Serial

STUCK = 0.4
"""Seconds after which a write that does not end is a failure."""
AGAIN = 0.2
"""Seconds between two attempts to open a port."""
LINE_PERIOD = 0.025
"""Seconds between two frames on a bare line: 40 a second, for 513 slots take 22.6 ms."""


class SerialOut:
    """One serial port. Opened when it is there, again and again."""

    def __init__(self, output: Output, refresh: int, report: Report) -> None:
        self._output = output
        self._refresh = refresh
        self._pace = Pace()
        self._slots = b""
        self._fresh = threading.Event()
        self._closing = threading.Event()
        self._failure = ""
        self._link = Link(output.link, report)
        self.ended = False
        self._thread = threading.Thread(target=self._keep, name=output.link, daemon=True)
        self._thread.start()

    @property
    def links(self) -> list[Link]:
        return [self._link]

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Hand the universe over if it is due, and tell how the last one fared."""
        slots = frames.get(self._output.universes[0])
        if slots is not None and self._pace.due(slots, now, self._refresh):
            self._pace.note(slots, now)
            self._slots = slots
            self._fresh.set()
        self._link.note(now, self._failure)

    def end(self) -> None:
        """Leave the port: a Pro goes on with the last look, a bare line falls silent."""
        self.close()
        self.ended = True

    def close(self) -> None:
        """Let the port go; a write that is stuck is not waited for, since the other outputs would wait too."""
        self._closing.set()
        self._fresh.set()
        self._thread.join(FRAME / SECOND)

    # -- the port's own thread -------------------------------------------------------------------------

    def _keep(self) -> None:
        serve = self._serve_pro if self._output.protocol == "enttec-pro" else self._serve_line
        while not self._closing.is_set():
            try:
                with _open(self._output.port) as port:
                    serve(port)
            except Exception as error:  # drivers raise more than OSError when an adapter is pulled
                self._failure = str(error) or repr(error)
                self._closing.wait(AGAIN)

    def _serve_pro(self, port: "Serial") -> None:
        """The Pro repeats by itself what it was told last."""
        while self._fresh.wait() and not self._closing.is_set():
            self._fresh.clear()
            port.write(pro_message(self._slots))
            self._failure = ""

    def _serve_line(self, port: "Serial") -> None:
        """A bare line shows nothing that is not sent: frame after frame, each after a break."""
        self._fresh.wait()
        while not self._closing.is_set():
            again = time.monotonic() + LINE_PERIOD
            port.break_condition = True
            time.sleep(BREAK)
            port.break_condition = False
            time.sleep(MARK)
            port.write(line_frame(self._slots))
            port.flush()
            self._failure = ""
            self._closing.wait(max(0.0, again - time.monotonic()))


def _open(name: str) -> "Serial":
    """The port, set as the line wants it. Raises OSError."""
    from serial import EIGHTBITS, PARITY_NONE, STOPBITS_TWO, Serial

    port = Serial(None, BAUD, EIGHTBITS, PARITY_NONE, STOPBITS_TWO, write_timeout=STUCK)
    port.rts = False  # an Open DMX USB drives its line while this is low
    port.port = name
    port.open()
    return port
