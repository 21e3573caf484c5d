"""Two hosts joined by a cable, inside this machine: network namespaces of Linux, which only root may make."""

import os
import shutil
import subprocess
import sys
from uuid import uuid4

import pytest

from stage.receiver import until

DESK, NODE = "10.66.0.1", "10.66.0.2"


class Hosts:
    """Namespaces ``desk`` and ``node``. The cable is pulled at the node's end, so that the desk keeps its address."""

    def __init__(self) -> None:
        if sys.platform != "linux" or os.geteuid() or shutil.which("ip") is None:
            pytest.skip("a second host needs network namespaces: Linux, root and iproute2")
        name = uuid4().hex[:6]
        self.desk, self.node, self._ends = f"odette-d{name}", f"odette-n{name}", (f"od{name}", f"on{name}")
        for namespace in (self.desk, self.node):
            if subprocess.run(["ip", "netns", "add", namespace], capture_output=True).returncode:
                pytest.skip("this system makes no network namespaces")
            ip("-n", namespace, "link", "set", "lo", "up")
        one, other = self._ends
        ip("link", "add", one, "netns", self.desk, "type", "veth", "peer", "name", other, "netns", self.node)
        for namespace, end, address in ((self.desk, one, DESK), (self.node, other, NODE)):
            ip("-n", namespace, "addr", "add", f"{address}/24", "brd", "+", "dev", end)
            ip("-n", namespace, "link", "set", end, "up")
        until(lambda: "state UP" in ip("-n", self.node, "link", "show", other), "a cable that carries")
        until(lambda: "state UP" in ip("-n", self.desk, "link", "show", one), "a cable that carries")

    def pull(self) -> None:
        """The cable, at the node's end: the desk's interface keeps its address and loses its carrier."""
        ip("-n", self.node, "link", "set", self._ends[1], "down")

    def plug(self) -> None:
        ip("-n", self.node, "link", "set", self._ends[1], "up")

    def close(self) -> None:
        for namespace in (self.desk, self.node):
            ip("netns", "delete", namespace)


def ip(*words: str) -> str:
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout


def inside(namespace: str, *command: str) -> list[str]:
    """The command as it runs in a namespace."""
    return ["ip", "netns", "exec", namespace, *command]
