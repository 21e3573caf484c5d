"""All ways by which light leaves the machine, and those by which a visiting desk's comes in to leave with it."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from odette.core.clocks import ShowTime
from odette.core.output import SERIAL, Input, Output
from odette.stage.artnet import Artnet
from odette.stage.output import Link, Report
from odette.stage.sacn_in import SacnIn
from odette.stage.sacn_out import SacnOut
from odette.stage.serial_out import SerialOut
from odette.wire.pacing import FRAME
from odette.wire.visitors import Visitors

REFRESH = 2 * FRAME
"""Nanoseconds after which light that does not change is sent again (docs/adr/0005)."""


class Way(Protocol):
    """One way out. Nothing in it raises: what goes wrong is told by its links."""

    @property
    def links(self) -> list[Link]: ...

    @property
    def ended(self) -> bool:
        """After ``end``: the receivers know."""

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Universe → slots, once in every frame."""

    def end(self) -> None: ...

    def close(self) -> None: ...


class Sending:
    """The outputs and inputs of one venue, at once."""

    def __init__(self, cid: UUID, outputs: tuple[Output, ...], inputs: tuple[Input, ...], report: Report) -> None:
        self._report = report
        self._cid = cid
        self._sacn = SacnOut(cid, (), REFRESH, report)
        self._artnet: list[Artnet] = []
        self._serial: list[SerialOut] = []
        self._ears: list[SacnIn] = []
        self._visitors = Visitors()
        self._desks = Link("visiting desks", report)
        self._given: tuple[tuple[Output, ...], tuple[Input, ...]] = ((), ())
        self.take(outputs, inputs, ShowTime(0))

    def take(self, outputs: tuple[Output, ...], inputs: tuple[Input, ...], now: ShowTime) -> None:
        """Take up other outputs and inputs: sACN streams go on or are ended, everything else begins anew."""
        if (outputs, inputs) == self._given:
            return
        self._given = (outputs, inputs)
        for link in self.links:
            link.leave(now)
        for closing in (*self._serial, *self._listening()):
            closing.close()
        self._sacn.take(tuple(output for output in outputs if output.protocol == "sacn"))
        self._visitors = Visitors(inputs, outputs, self._cid)
        interfaces = {output.interface for output in outputs if output.protocol == "artnet"}
        interfaces |= {each.interface for each in inputs if each.protocol == "artnet"}
        self._artnet = [
            Artnet(interface, outputs, self._visitors, REFRESH, self._report) for interface in sorted(interfaces)
        ]
        self._serial = [SerialOut(output, REFRESH, self._report) for output in outputs if output.protocol in SERIAL]
        self._ears = [SacnIn(each, self._visitors, self._report) for each in inputs if each.protocol == "sacn"]

    @property
    def links(self) -> list[Link]:
        return [link for way in self._ways() for link in way.links] + [ear.link for ear in self._ears] + [self._desks]

    @property
    def ended(self) -> bool:
        return all(way.ended for way in self._ways())

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Hear what has come, and send what is due at ``now``; ``frames``: universe → slots of our own."""
        for ear in self._listening():
            ear.listen(now)
        together = self._visitors.merged(frames, now)
        for way in self._ways():
            way.send(together, now)
        silent = ", ".join(sorted(self._visitors.silent.values()))
        self._desks.note(now, silent and f"nothing comes from {silent} any more")

    def end(self) -> None:
        """End every stream on purpose; goes on with ``send`` until ``ended``."""
        for way in self._ways():
            way.end()

    def _listening(self) -> list[Artnet | SacnIn]:
        return [*self._artnet, *self._ears]

    def _ways(self) -> list[Way]:
        return [self._sacn, *self._artnet, *self._serial]
