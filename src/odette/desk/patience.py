"""How long somebody who guesses PINs is made to wait. Sessions that are open are not concerned by any of it."""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address

from odette.core.clocks import ShowTime, later, seconds_between

FREE, LONGEST = 5, 60.0
"""Wrong PINs of one address before it waits; seconds that it waits at most."""
FREE_OF_ALL, LONGEST_OF_ALL = 20, 10.0
"""The same for all addresses together, those aside from which somebody has come in."""
FORGIVEN = 120.0
"""Seconds after which one wrong PIN is forgotten."""
MOST = 1000
"""Addresses remembered."""


class Counter:
    """Wrong tries, and until when the next has to wait: 1 s after the free ones, then twice as long each time."""

    def __init__(self, free: int, longest: float) -> None:
        self._free, self._longest = free, longest
        self._wrong = 0
        self._last = self._until = ShowTime(0)

    def wait(self, now: ShowTime) -> float:
        """Seconds until another try is heard; 0: now."""
        return max(0.0, seconds_between(now, self._until))

    def tried(self, now: ShowTime) -> None:
        """A try that counts as wrong until it proves right."""
        forgiven = int(seconds_between(self._last, now) / FORGIVEN)
        self._wrong = max(0, self._wrong - forgiven) + 1
        self._last = now
        beyond = self._wrong - self._free
        if beyond >= 0:
            self._until = later(now, min(2.0 ** min(beyond, 10), self._longest))

    def right(self) -> None:
        self._wrong, self._until = 0, ShowTime(0)


class Patience:
    """Growing waits for each address, and for all together, which keep a crowd of addresses from guessing fast.

    A crowd cannot shut out this machine, nor an address from which somebody came in before: those wait for their own
    wrong tries alone.
    """

    def __init__(self) -> None:
        self._all = Counter(FREE_OF_ALL, LONGEST_OF_ALL)
        self._each: OrderedDict[str, Counter] = OrderedDict()
        self._known: set[str] = set()

    def wait(self, address: str, now: ShowTime) -> float:
        """Seconds until a try from this address is heard; 0: now."""
        who = network(address)
        own = self._each[who].wait(now) if who in self._each else 0.0
        return own if self._trusts(who) else max(own, self._all.wait(now))

    def tried(self, address: str, now: ShowTime) -> None:
        """A try is about to be looked at: it counts as wrong until ``right`` is called."""
        who = network(address)
        self._each.setdefault(who, Counter(FREE, LONGEST)).tried(now)
        self._each.move_to_end(who)
        while len(self._each) > MOST:
            self._each.popitem(last=False)
        if not self._trusts(who):
            self._all.tried(now)

    def right(self, address: str) -> None:
        """The try was right."""
        who = network(address)
        self._each.pop(who, None)
        if len(self._known) < MOST:
            self._known.add(who)

    def _trusts(self, who: str) -> bool:
        return who in self._known or is_local(who)


def network(address: str) -> str:
    """The address as one person may hold it: of IPv6 the first 64 bits, which one machine has all to itself."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.is_loopback:
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def is_local(address: str) -> bool:
    """Whether this is an address of this machine to itself."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
