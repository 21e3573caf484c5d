"""Where a running stage is found: a file that only this user can read, and a lock that only one stage holds."""

import contextlib
import os
import platform
import socket
import sys
import uuid
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from odette.core.venue import Venue
from odette.stage.protocol import End, Knock, line
from odette.wire.sacn import component_id


class Endpoint(Struct, frozen=True):
    """How to reach a stage on 127.0.0.1."""

    port: int
    pid: int
    token: str


def stage_id(venue: Venue) -> uuid.UUID:
    """The one identity of a venue's stage on this machine; also the CID of its sACN source."""
    node = uuid.getnode()
    invented = bool(node >> 40 & 1)  # RFC 4122, 4.5: no hardware address was found
    return component_id(platform.node() if invented else f"{node:012x}", venue.title)


def endpoint_file(runtime: Path, stage: uuid.UUID) -> Path:
    return runtime / f"stage-{stage}.json"


def write_endpoint(path: Path, endpoint: Endpoint) -> None:
    """Put the file in place in one step, readable by this user alone."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(msgspec.json.encode(endpoint))
    draft.replace(path)


def read_endpoint(path: Path) -> Endpoint | None:
    """None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Endpoint)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def remove_endpoint(path: Path, endpoint: Endpoint) -> None:
    """Take the file away, unless another stage has put its own there."""
    if read_endpoint(path) == endpoint:
        with contextlib.suppress(OSError):
            path.unlink()


def hold_lock(path: Path) -> IO[bytes] | None:
    """The lock, held while the file stays open and given back by the system however the process ends; None: taken."""
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def connect(endpoint: Endpoint) -> socket.socket | None:
    """A connection to the stage, its sends and receives limited to half a second; None: nobody is there."""
    try:
        connection = socket.create_connection(("127.0.0.1", endpoint.port), timeout=0.5)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        return None
    return connection


def end_stage(path: Path) -> bool:
    """Have the stage that the file names tell its receivers and exit, in 2 s at most; whether there was one."""
    endpoint = read_endpoint(path)
    connection = connect(endpoint) if endpoint else None
    if endpoint is None or connection is None:
        return False
    with connection:
        try:
            connection.settimeout(2.0)
            connection.sendall(line(Knock(endpoint.token)) + line(End()))
            while connection.recv(1 << 16):
                pass
        except OSError:
            return False
    return True
