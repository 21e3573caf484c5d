"""What show and stage say to each other: one JSON message a line, over TCP on this machine.

The side that connects knocks first, with the token that only this user can read. A show brings its venue and is then
the one the stage obeys, until another show knocks; without a venue the visitor may only end the stage.
"""

from collections.abc import Iterator
from typing import TypeVar

import msgspec
from msgspec import Struct

from odette.core.effects import OnLight, SendMessage
from odette.core.events import LinkChanged, Sent
from odette.core.light import LightState
from odette.core.venue import Venue

LONGEST = 16 * 2**20
"""Bytes in one line, at most."""

StageEffect = OnLight | SendMessage
"""The effects that the stage carries out."""


class Knock(Struct, frozen=True, tag="knock"):
    """The first line of a connection."""

    token: str
    venue: Venue | None = None
    state: LightState = LightState()
    """With a venue: the light there should be in it, as in Assert; in one line, so that no frame comes between."""


class Do(Struct, frozen=True, tag="do"):
    """Carry these out, each when it is due."""

    effects: tuple[StageEffect, ...]


class Assert(Struct, frozen=True, tag="assert"):
    """This is all the light there should be: go there, without a jump."""

    state: LightState


class End(Struct, frozen=True, tag="end"):
    """A person ends the stage: say farewell to the receivers and exit."""


class Welcome(Struct, frozen=True, tag="welcome"):
    """The stage obeys this connection. ``burning``: it has light up from before."""

    burning: bool


class Report(Struct, frozen=True, tag="report"):
    """What the show should know."""

    event: Sent | LinkChanged


class Replaced(Struct, frozen=True, tag="replaced"):
    """Another show has knocked; the stage obeys that one now."""


ToStage = Knock | Do | Assert | End
ToShow = Welcome | Report | Replaced

_to_stage = msgspec.json.Decoder(ToStage)
_to_show = msgspec.json.Decoder(ToShow)
T = TypeVar("T")


class NotUnderstood(Exception):
    """The other side said something that is not of this protocol."""


def line(message: ToStage | ToShow) -> bytes:
    """A message as it goes over the wire."""
    return msgspec.json.encode(message) + b"\n"


class Lines:
    """Bytes as they come in → whole messages."""

    def __init__(self) -> None:
        self._rest = b""

    def to_stage(self, data: bytes) -> Iterator[ToStage]:
        """Messages a show sent. Raises NotUnderstood."""
        return self._read(data, _to_stage)

    def to_show(self, data: bytes) -> Iterator[ToShow]:
        """Messages a stage sent. Raises NotUnderstood."""
        return self._read(data, _to_show)

    def _read(self, data: bytes, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST:
            raise NotUnderstood("a line without an end")
        for each in whole:
            try:
                yield decoder.decode(each)
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                raise NotUnderstood(str(error)) from error
