"""A show that is not one: it answers presses and publishes a made-up state. Run it to look at the desk."""

import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from odette.core.events import (
    Command,
    Conducted,
    Flashed,
    Highlighted,
    LinkChanged,
    Mastered,
    Parked,
    Pressed,
    Previewed,
    Told,
)
from odette.desk.messages import Asked
from odette.desk.server import Desk
from odette.performance.eyes import Eye

SECOND = 1_000_000_000
UPDATES = 15
PATIENCE = 30
"""Seconds for anything to happen, on a slow and busy machine."""

_left: list[int] = []
"""Ports that shows have left: the next show takes one of them, and a browser still has the files from there."""


def blank_state() -> dict[str, Any]:
    """A show before its first note, with one cue standing by."""
    cues = [
        cue("1", "House to half", "lights", "called", "", None, text="half"),
        cue("2", "Moonrise", "lights", "auto", "bar 2", 4.0, text="lake by night"),
        cue("3", "", "titles", "auto", "bar 3.2", 9.0, text="Odette appears"),
        cue("4", "Curtain", "machinery", "called", "bar 5", 16.0, text="Curtain out"),
        cue("5", "Storm", "lights", "assist", "bar 7", 24.0, text="storm"),
    ]
    cues[0]["status"] = "standby"
    return {
        "type": "state",
        "now": time.monotonic_ns(),
        "show": {"title": "A made-up show", "venue": "Town Hall"},
        "numbers": [{"id": "scene", "title": "No. 10 Scène", "end": 64.0, "seconds": 60.0, "upbeat": False}],
        "calling": {"warn": 30.0, "standby": 10.0},
        "tempi": [],
        "number": "scene",
        "mode": "auto",
        "frozen": False,
        "blackout": False,
        "master": 1.0,
        "submasters": {"sides": 1.0},
        "parked": [],
        "highlighted": "",
        "roles": ["front wash", "side low, left"],
        "lists": {},
        "rehearsal": False,
        "standby": "1",
        "cues": cues,
        "title": "",
        "call": "",
        "awaited": False,
        "conducted": None,
        "alerts": [],
        "links": [{"name": "audio", "up": True, "detail": ""}, {"name": "stage", "up": True, "detail": ""}],
        "stage": {"fixtures": fixtures()},
    }


def cue(
    number: str, name: str, department: str, authority: str, where: str, beat: float | None, text: str = ""
) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "note": "",
        "department": department,
        "authority": authority,
        "where": where,
        "in": None if beat is None else "scene",
        "beat": beat,
        "over": "",
        "status": "waiting",
        "due": None,
        "went": None,
        "late": None,
        "by": None,
        "text": text,
        "until": None,
        "held": False,
        "acknowledged": [],
        "warn": None,
    }


def fixtures() -> list[dict[str, Any]]:
    front = [lamp(f"d{n}", f"Front {n}", -4.5 + 3 * n, -2.5, "dimmer") for n in range(4)]
    pars = [lamp(f"p{n}", f"Par {n}", -3.0 + 2 * n, 3.5, "rgb") for n in range(4)]
    return front + pars


def lamp(name: str, title: str, x: float, y: float, kind: str) -> dict[str, Any]:
    return {"id": name, "name": title, "x": x, "y": y, "kind": kind}


def blank_now() -> dict[str, Any]:
    return {
        "type": "now",
        "now": time.monotonic_ns(),
        "position": None,
        "told": None,
        "room": {"kind": "murmur", "level": -48.0, "phase": "none"},
        "levels": {},
        "due": {},
    }


class FakeShow:
    """A desk with a thread behind it that answers as ``rule`` says and sends updates while ``beating``.

    ``rule``: the event asked for → None where it is done, else why it is refused. ``options``: the desk's own.
    """

    def __init__(self, port: int, engravings: Callable[[str], Path | None] = lambda _: None, **options: Any) -> None:
        self.state = blank_state()
        self.position: Callable[[], dict[str, Any] | None] = lambda: None
        self.told_where: dict[str, Any] | None = None
        self.levels: dict[str, list[float]] = {}
        self.due: dict[str, int] = {}
        self.room: dict[str, Any] = {"kind": "murmur", "level": -48.0, "phase": "none"}
        self.rule: Callable[[Asked], str | None] = lambda _: None
        self.answering = True
        self.beating = True
        self.asked: list[Asked] = []
        self._queue: queue.Queue[Asked] = queue.Queue()
        self._ended = threading.Event()
        self._changing = threading.Lock()
        self.conducted: list[Conducted] = []
        self.links: list[LinkChanged] = []
        eyes: Any = partial(Eye, self._see)
        if port in _left:
            _left.remove(port)
        self.desk = Desk(port or (_left.pop() if _left else 0), self._queue.put, engravings, eyes, **options)
        self.desk.start()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def publish(self, **changes: Any) -> None:
        with self._changing:
            self.state = {**self.state, **changes, "now": time.monotonic_ns()}
            self.desk.publish(self.state)

    def stop(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        self._thread.join()
        self.desk.stop()
        _left.append(int(self.desk.url.rstrip("/").rpartition(":")[2]))

    def pressed(self, command: Command) -> list[Pressed]:
        return [event for event in self.asked if isinstance(event, Pressed) and event.command is command]

    def told(self) -> list[Told]:
        return [event for event in self.asked if isinstance(event, Told)]

    def laid(self) -> list[Asked]:
        """What was laid over the light by hand."""
        return [event for event in self.asked if isinstance(event, Mastered | Parked | Flashed | Highlighted)]

    def mastered(self) -> list[Mastered]:
        return [event for event in self.asked if isinstance(event, Mastered)]

    def _see(self, event: Any) -> None:
        (self.links if isinstance(event, LinkChanged) else self.conducted).append(event)

    def _run(self) -> None:
        self.publish()
        next_update = time.monotonic()
        while not self._ended.is_set():
            try:
                event = self._queue.get(timeout=max(0.0, next_update - time.monotonic()))
                self.asked.append(event)
                if self.answering:
                    why = self.rule(event)
                    if isinstance(event, Previewed) and why is None:
                        self.publish(previewed=list(event.values or ()))
                    self.desk.answer(event.id, why is None, why or "")
            except queue.Empty:
                next_update = time.monotonic() + 1 / UPDATES
                if self.beating:
                    self.desk.publish_now(self._now())

    def _now(self) -> dict[str, Any]:
        return {
            **blank_now(),
            "position": self.position(),
            "told": self.told_where,
            "room": self.room,
            "levels": self.levels,
            "due": self.due,
        }
