"""Where the desk can be reached: on this machine always, elsewhere only where a person asked for it."""

import re
from collections.abc import Iterable
from ipaddress import ip_address

from msgspec import Struct

from odette.faults import Fault, Faulty

HOME = "127.0.0.1"
WANTED = "expected an address of this machine, such as 10.0.0.5 or 10.0.0.5:7000, or https://NAME of a proxy on it"
_ADDRESS = re.compile(r"(?P<v4>[0-9.]+)(:(?P<port>[0-9]+))?|\[(?P<v6>[0-9a-fA-F:.]+)\](:(?P<port6>[0-9]+))?")
_NAME = re.compile(r"https://(?P<name>[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?)/?")


class Address(Struct, frozen=True):
    """Where to listen. ``port`` 0: the port that it has on this machine."""

    host: str
    port: int = 0

    @property
    def everywhere(self) -> bool:
        """All addresses of this machine, its own among them."""
        return self.host == "0.0.0.0"


class Reach(Struct, frozen=True):
    """Beyond this machine: addresses to listen on, and names by which a proxy on this machine serves it as https."""

    addresses: tuple[Address, ...] = ()
    names: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.addresses or self.names)


def read(written: Iterable[str]) -> Reach:
    """What was asked for on the command line; raises ``Faulty``."""
    addresses, names, faults = [], set(), []
    for text in written:
        if named := _NAME.fullmatch(text.lower()):
            names.add(named["name"])
        elif address := _address(text):
            addresses.append(address)
        else:
            faults.append(Fault("--desk", 0, f'found "{text}"', WANTED))
    if faults:
        raise Faulty(*faults)
    return Reach(tuple(addresses), frozenset(names))


def _address(text: str) -> Address | None:
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    host, port = found["v4"] or found["v6"], int(found["port"] or found["port6"] or 0)
    try:
        return Address(str(ip_address(host)), port) if port < 65536 else None
    except ValueError:
        return None


def url_host(host: str) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
