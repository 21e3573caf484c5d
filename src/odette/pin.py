"""``odette pin``: who may use the desk."""

import argparse
import getpass
import sys

from odette.desk.people import Role
from odette.desk.pins import (
    Keys,
    Pins,
    Refused,
    check_department,
    new_token,
    owner,
    with_pin,
    with_token,
    without_pin,
    without_token,
)
from odette.faults import Fault, Faulty
from odette.io.private import settings_file
from odette.io.terminal import say, warn

FILE = "pins.json"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to the command line."""
    pin = commands.add_parser("pin", help="say who may use the desk")
    todo = pin.add_subparsers(metavar="WHAT", required=True)

    new = todo.add_parser("set", help="give a role its PIN, typed twice and not shown, or from a pipe")
    whose(new)
    new.set_defaults(command=set_pin)

    listed = todo.add_parser("list", help="who has a PIN or a token")
    listed.set_defaults(command=list_pins)

    gone = todo.add_parser("remove", help="take a role its PIN, or gear its token")
    whose(gone, "?")
    gone.add_argument("--token", metavar="NAME", help="the token of this name instead")
    gone.set_defaults(command=remove_pin)

    token = todo.add_parser("token", help="make a token for gear on another machine; it is shown once")
    token.add_argument("name", metavar="NAME", help="what the log is to call it")
    roles = [Role.VIEWER, Role.OPERATOR, Role.EDITOR]
    token.add_argument("--role", type=Role, choices=roles, default=Role.OPERATOR, help="operator if not said")
    token.set_defaults(command=make_token)


def whose(command: argparse.ArgumentParser, how_many: str | None = None) -> None:
    role = command.add_argument("role", metavar="ROLE", type=Role, choices=list(Role), help=", ".join(Role))
    role.nargs = how_many
    command.add_argument("department", metavar="DEPARTMENT", nargs="?", default="", help="of a department: its name")


def known() -> Pins:
    """The PINs of this user; raises Faulty where they cannot be read."""
    file = settings_file(FILE)
    if file is None:
        raise Faulty(Fault("odette pin", 0, "nobody knows your home", "expected a user with a home folder: set HOME"))
    pins = Pins(file)
    pins.check()
    return pins


def set_pin(options: argparse.Namespace) -> int:
    """``odette pin set``."""
    pins = known()
    role, department = options.role, options.department
    try:
        check_department(role, department)
        pins.write(with_pin(pins.read(), role, department, asked_for(owner(role, department))))
    except Refused as refused:
        return refuse(refused)
    say(f"{owner(role, department)}: the PIN is set. Who was signed in with another one is signed out.")
    return 0


def asked_for(whose_pin: str) -> str:
    """A PIN from the keyboard, unseen, twice; or one line from a pipe. Raises ``Refused``."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    pin = getpass.getpass(f"PIN for {whose_pin}: ")
    if getpass.getpass("Once more: ") != pin:
        raise Refused("the two are not the same")
    return pin


def list_pins(options: argparse.Namespace) -> int:
    """``odette pin list``."""
    keys = known().read()
    for pin in keys.pins:
        say(owner(pin.role, pin.department))
    for token in keys.tokens:
        say(f"token {token.name} ({token.role})")
    if not keys:
        say("No PIN is set: whoever is on this machine may do everything, and nobody else anything.")
    return 0


def remove_pin(options: argparse.Namespace) -> int:
    """``odette pin remove``."""
    pins = known()
    try:
        pins.write(removed(pins.read(), options))
    except Refused as refused:
        return refuse(refused)
    say("Removed.")
    return 0


def removed(keys: Keys, options: argparse.Namespace) -> Keys:
    if options.token is not None:
        return without_token(keys, options.token)
    if options.role is None:
        raise Refused("say whose PIN: a role, or --token NAME")
    return without_pin(keys, options.role, options.department)


def make_token(options: argparse.Namespace) -> int:
    """``odette pin token``."""
    pins = known()
    token = new_token()
    try:
        pins.write(with_token(pins.read(), options.name, options.role, token))
    except Refused as refused:
        return refuse(refused)
    say(token)
    warn("It is not shown again. The gear sends it with every request: Authorization: Bearer TOKEN")
    return 0


def refuse(refused: Refused) -> int:
    warn(f"Not done: {refused}.")
    return 1
