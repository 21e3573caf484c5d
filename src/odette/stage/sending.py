"""All ways by which a venue's light leaves the machine."""

from collections.abc import Mapping
from itertools import groupby
from typing import Protocol
from uuid import UUID

from odette.core.clocks import ShowTime
from odette.core.output import SERIAL, Output
from odette.stage.artnet_out import ArtnetOut
from odette.stage.output import Link, Report
from odette.stage.sacn_out import SacnOut
from odette.stage.serial_out import SerialOut
from odette.wire.pacing import FRAME

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
    """The outputs of one venue, at once."""

    def __init__(self, cid: UUID, outputs: tuple[Output, ...], report: Report) -> None:
        self._report = report
        self._sacn = SacnOut(cid, (), REFRESH, report)
        self._others: list[Way] = []
        self._outputs: tuple[Output, ...] = ()
        self.take(outputs)

    def take(self, outputs: tuple[Output, ...]) -> None:
        """Take up other outputs: sACN streams go on or are ended, everything else begins anew."""
        if outputs == self._outputs:
            return
        self._outputs = outputs
        self._sacn.take(tuple(output for output in outputs if output.protocol == "sacn"))
        for way in self._others:
            way.close()
        artnet = sorted((output for output in outputs if output.protocol == "artnet"), key=_interface)
        serial = (output for output in outputs if output.protocol in SERIAL)
        self._others = [
            *(ArtnetOut(tuple(group), REFRESH, self._report) for _, group in groupby(artnet, _interface)),
            *(SerialOut(output, REFRESH, self._report) for output in serial),
        ]

    @property
    def links(self) -> list[Link]:
        return [link for way in self._ways() for link in way.links]

    @property
    def ended(self) -> bool:
        return all(way.ended for way in self._ways())

    def send(self, frames: Mapping[int, bytes], now: ShowTime) -> None:
        """Send what is due at ``now``; ``frames``: universe → slots."""
        for way in self._ways():
            way.send(frames, now)

    def end(self) -> None:
        """End every stream on purpose; goes on with ``send`` until ``ended``."""
        for way in self._ways():
            way.end()

    def _ways(self) -> list[Way]:
        return [self._sacn, *self._others]


def _interface(output: Output) -> str:
    return output.interface
