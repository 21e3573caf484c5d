"""Receivers that are not ours, as tests start them: the OLA daemon, and packages of npm."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

PLUGINS = (
    "artnet", "dummy", "e131", "espnet", "ftdidmx", "gpio", "karate", "kinet", "milinst", "opendmx",
    "openpixelcontrol", "osc", "pathport", "renard", "sandnet", "shownet", "spi", "stageprofi", "uartdmx", "usbdmx",
    "usbserial",
)  # fmt: skip
"""All that OLA has; those that a test does not name are switched off."""


@contextmanager
def olad(plugins: Mapping[str, str], ports: str, *options: str, within: tuple[str, ...] = ()) -> Iterator[None]:
    """A daemon of our own. It refuses to run as root.

    ``plugins``: the settings of each that is wanted; ``ports``: what is patched; ``within``: a command that runs
    another somewhere else.
    """
    daemon, root = shutil.which("olad"), os.geteuid() == 0
    if daemon is None:
        pytest.skip("olad is not installed (Debian: apt install ola)")
    if root and (shutil.which("setpriv") is None or subprocess.run(["id", "olad"], capture_output=True).returncode):
        pytest.skip("olad does not run as root, and there is no setpriv or no user olad")
    config = Path("/tmp") / f"odette-ola-{uuid4()}"
    config.mkdir()
    for plugin in PLUGINS:
        settings = f"enabled = true\n{plugins[plugin]}" if plugin in plugins else "enabled = false\n"
        (config / f"ola-{plugin}.conf").write_text(settings)
    (config / "ola-port.conf").write_text(ports)
    become = []
    if root:
        for file in (config, *config.iterdir()):
            shutil.chown(file, "olad")
        become = ["setpriv", "--reuid=olad", "--regid=65534", "--init-groups"]
    command = [*within, *become, daemon, "--no-register-with-dns-sd", "-l", "1", "-c", str(config), *options]
    process = subprocess.Popen(command, env={**os.environ, "HOME": str(config)})
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(config)


def npm_script(request: pytest.FixtureRequest, package: str, script: str) -> list[str]:
    """The command that runs a script beside a package (``name@version``), which is fetched once and kept in pytest's
    cache."""
    node, installer = shutil.which("node"), shutil.which("npm")
    if node is None or installer is None:
        pytest.skip("node and npm are not installed")
    assert request.config.cache is not None
    name = package.partition("@")[0]
    home = request.config.cache.mkdir(f"npm-{name}")
    if not (home / "node_modules" / name).exists():
        command = [installer, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(home), package]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=90)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pytest.skip(f"npm could not fetch {package}; is there a network?")
    file = home / "receive.cjs"
    file.write_text(script)
    return [node, str(file)]
