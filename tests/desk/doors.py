"""Desks with a door: PINs that cost little to try, files in a folder of the test, and people who come to it."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from desk.fake_show import PATIENCE, FakeShow
from odette.desk.people import Role
from odette.desk.pins import Kept, Keys, Pins, with_pin, with_token

CHEAP = (2, 1, 1)
EDITOR, OPERATOR, VIEWER, MACHINERY = "ed-48291", "op-77190", "vi-30581", "ma-55127"
TOKEN = "t0ken-of-the-foot-switch"


class Paper:
    """A private file that two desks, one after the other, may keep things in."""

    path = Path("pins.json")

    def __init__(self) -> None:
        self.data: bytes | None = None
        self._version = 0

    def read(self) -> bytes | None:
        return self.data

    def write(self, data: bytes) -> None:
        self.data = data
        self._version += 1

    def version(self) -> int:
        return self._version


def staffed() -> Keys:
    """Keys for one of each."""
    keys = with_pin(Keys(), Role.EDITOR, "", EDITOR, CHEAP)
    keys = with_pin(keys, Role.OPERATOR, "", OPERATOR, CHEAP)
    keys = with_pin(keys, Role.VIEWER, "", VIEWER, CHEAP)
    keys = with_pin(keys, Role.DEPARTMENT, "machinery", MACHINERY, CHEAP)
    return with_token(keys, "foot switch", Role.OPERATOR, TOKEN)


def guarded(keys: Keys, port: int = 0, sessions: Kept | None = None, **options: Any) -> FakeShow:
    """A show whose desk has these keys."""
    pins = Pins(Paper())
    pins.write(keys)
    return FakeShow(port, pins=pins, sessions=lambda _: sessions, **options)


class Visitor:
    """Somebody at the door: requests to one desk, and the cookie they were given."""

    def __init__(self, show: FakeShow, url: str = "") -> None:
        self.url = url or show.desk.url
        self.cookie = ""
        self.set_cookie = ""

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any], Any]:
        """Status, answer where it is JSON, headers. Redirections are not followed."""
        data = None if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"} if data is not None else {}
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        request = urllib.request.Request(self.url + path, data, {**kind, **cookie, **headers})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=PATIENCE) as response:
                status, text, got = response.status, response.read(), response.headers
        except urllib.error.HTTPError as error:
            status, text, got = error.code, error.read(), error.headers
        if "Set-Cookie" in got:
            self.set_cookie = got["Set-Cookie"]
            self.cookie = self.set_cookie.partition(";")[0]
        return status, json.loads(text) if text.startswith(b"{") else {}, got

    def sign_in(self, role: str, pin: str, **more: str) -> tuple[int, dict[str, Any]]:
        status, answer, _ = self.ask("api/door/in", {"role": role, "pin": pin, **more})
        return status, answer

    def go(self, **headers: str) -> int:
        return self.ask("api/press", {"command": "go"}, **headers)[0]


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: Any) -> None:
        return None
