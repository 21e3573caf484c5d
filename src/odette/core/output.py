"""How light leaves the machine, and how a visiting desk's light comes in. What each field does: docs/output.md."""

from msgspec import Struct

NETWORK = ("sacn", "artnet")
SERIAL = ("enttec-pro", "open-dmx")


class Output(Struct, frozen=True):
    """One way out: a protocol on a network interface or a serial port, for some universes or all."""

    protocol: str = "sacn"
    """``sacn``, ``artnet``, ``enttec-pro`` or ``open-dmx``."""
    interface: str = "127.0.0.1"
    """Address of the network interface to send from."""
    priority: int = 100
    """sACN: 0 to 200."""
    source: str = "Odette"
    """What others on the network see us as."""
    unicast: tuple[str, ...] = ()
    """Send to these hosts: with sACN instead of multicast, with Art-Net beside the nodes that were found."""
    universes: tuple[int, ...] = ()
    """Only these; empty: every universe of the venue. A serial port carries the first."""
    preview: bool = False
    """sACN: for visualisers, not for lamps."""
    sync: int = 0
    """sACN: the universe of synchronisation packets; Art-Net: 1 to send ArtSync; 0: receivers act at once."""
    suppress: bool = False
    """Send light that does not change only as often as the standard asks, not every second frame."""
    broadcast: bool = False
    """Art-Net: send to everybody, for nodes that answer no poll."""
    port: str = ""
    """The serial port."""

    def carries(self, universe: int) -> bool:
        return not self.universes or universe in self.universes

    @property
    def link(self) -> str:
        """Its name at the desk."""
        return f"{self.protocol} {self.port if self.protocol in SERIAL else self.interface}"


class Input(Struct, frozen=True):
    """Light that comes in from a visiting desk, to be merged with our own."""

    universes: tuple[int, ...]
    protocol: str = "sacn"
    interface: str = "127.0.0.1"
    merge: str = "htp"
    """``htp``: the highest of theirs and ours; ``priority``: who has more of it, as a receiver of sACN would."""

    @property
    def link(self) -> str:
        """Its name at the desk."""
        return f"input {self.protocol} {self.interface}"
