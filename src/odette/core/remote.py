"""Gear that presses: what a foot switch or an OSC sender means by what it sends."""

from collections.abc import Sequence

from msgspec import Struct

from odette.core.clocks import MILLISECOND, ShowTime
from odette.core.events import Command

OSC = "/odette/"
"""What the addresses of all commands begin with."""
BOUNCE = 100 * MILLISECOND
"""A contact that closes again so soon after it last did has bounced; nobody presses twice as fast."""
PRESSED = 64
"""A controller at or above this is down (MIDI 1.0 Detailed Specification: switches, 64 and above is on)."""
NAMED = {Command.GO_TO, Command.HOLD_CUE, Command.FOLLOW_CUE, Command.RELEASE}
"""Commands that mean nothing without a cue."""
NAMING = {Command.GO, Command.BACK, Command.CONFIRM, Command.DENY, Command.PART, *NAMED}
"""Commands that may name one, the number that was recognised, or a part of the evening."""


class Button(Struct, frozen=True):
    """What pressing it does."""

    command: Command
    cue: str = ""


class OscIn(Struct, frozen=True):
    """OSC over UDP, from these addresses alone. ``interface``: the address to listen on."""

    port: int
    senders: tuple[str, ...]
    interface: str = "0.0.0.0"


class Signal(Struct, frozen=True):
    """What a MIDI message says: ``kind`` note, cc or program; ``channel`` 1 to 16; ``value`` 0 to 127."""

    kind: str
    number: int
    channel: int
    value: int = 127


class Switch(Struct, frozen=True):
    """One button on MIDI gear. ``channel`` 0: any."""

    kind: str
    number: int
    button: Button
    channel: int = 0

    def means(self, signal: Signal) -> bool:
        same = (self.kind, self.number) == (signal.kind, signal.number)
        return same and self.channel in (0, signal.channel)


class MidiIn(Struct, frozen=True):
    """A MIDI input with buttons on it. ``name``: what the log and the desk call it."""

    input: str
    switches: tuple[Switch, ...]
    name: str


class Remotes(Struct, frozen=True):
    """The gear of a venue that presses."""

    osc: OscIn | None = None
    midi: tuple[MidiIn, ...] = ()


class NoButton(Exception):
    """What came is none of our commands; in words."""


def button(words: str) -> Button:
    """``go``, ``go 12``, ``go to 12``, ``hold`` ...: a command, and the cue it means. Raises ``NoButton``."""
    for command in sorted(Command, key=len, reverse=True):
        if words == command or words.startswith(f"{command} "):
            return checked(Button(command, words[len(command) :].strip()))
    raise NoButton(f'"{words}" is no command: {", ".join(Command)}')


def checked(wanted: Button) -> Button:
    """The button, if it names a cue where it must and none where it may not. Raises ``NoButton``."""
    if wanted.command in NAMED and not wanted.cue:
        raise NoButton(f'"{wanted.command}" must name a cue: "{wanted.command} 12"')
    if wanted.command not in NAMING and wanted.cue:
        raise NoButton(f'"{wanted.command}" names no cue')
    return wanted


def osc_button(address: str, arguments: Sequence[str | int | float | None]) -> Button | None:
    """``/odette/go``, ``/odette/go "12"``, ``/odette/go-to 12``. Raises ``NoButton``.

    Text or a whole number names the cue. A fraction or a truth is a button's own: 0 and false say that it was let go,
    for which None is returned.
    """
    name = address.removeprefix(OSC)
    command = next((command for command in Command if command.replace(" ", "-") == name), None)
    if command is None or name == address:
        known = ", ".join(OSC + command.replace(" ", "-") for command in Command)
        raise NoButton(f'"{address[:60]}" is none of {known}')
    given = arguments[0] if arguments else None
    if given is not None and not isinstance(given, str) and not given:
        return None
    named = isinstance(given, str) or (isinstance(given, int) and not isinstance(given, bool))
    return checked(Button(command, str(given).strip()[:64] if named else ""))


class Switches:
    """The buttons of one piece of MIDI gear, and which controllers are down."""

    def __init__(self, switches: Sequence[Switch]) -> None:
        self._switches = switches
        self._down: set[tuple[int, int]] = set()

    def heard(self, signal: Signal) -> Button | None:
        """What this presses; None: nothing, or something is let go. A controller that moves while down is one press."""
        if signal.kind == "note" and signal.value == 0:
            return None
        if signal.kind == "cc":
            place = (signal.channel, signal.number)
            was_down = place in self._down
            (self._down.add if signal.value >= PRESSED else self._down.discard)(place)
            if was_down or signal.value < PRESSED:
                return None
        return next((switch.button for switch in self._switches if switch.means(signal)), None)


class Contacts:
    """Contacts of gear, which bounce."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, Button], ShowTime] = {}

    def fresh(self, gear: str, pressed: Button, at: ShowTime) -> bool:
        """Whether this is a new press, and not an old one still trembling or a packet that came twice."""
        self._last = {contact: last for contact, last in self._last.items() if at - last < BOUNCE}
        bounced = (gear, pressed) in self._last
        self._last[gear, pressed] = at
        return not bounced
