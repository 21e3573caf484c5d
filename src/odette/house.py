"""``odette venue add, import, map, test``: what a house has, what a show loses in it, and a look at every lamp."""

import argparse
import time
from pathlib import Path

from odette.faults import Fault, Faulty
from odette.io.terminal import say, warn

ALL_ON = 5.0
"""Seconds for which all lamps burn at the end of a chase."""
REACHED = 5.0
"""Seconds within which an output process comes up."""
DARK = 0.3
"""Seconds for which dark is sent before the output ends."""


def add_commands(todo: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these to the commands of ``odette venue``."""
    add = todo.add_parser("add", help="keep a fixture from a library's file beside a venue")
    add.add_argument("fixture", type=Path, metavar="FIXTURE", help="Open Fixture Library (.json) or GDTF (.gdtf)")
    add.add_argument("venue", metavar="VENUE", help="the venue's file or folder")
    add.add_argument("--mode", default="", help="only this mode of it")
    add.set_defaults(command=add_fixture)

    rig = todo.add_parser("import", help="make a venue of a rig")
    rig.add_argument("rig", type=Path, metavar="RIG", help="an MVR scene (.mvr) or a table (.csv)")
    rig.add_argument("venue", type=Path, metavar="VENUE", help="the folder or file to make")
    rig.set_defaults(command=import_rig)

    mapped = todo.add_parser("map", help="what of a show a venue cannot do, and what it does instead")
    mapped.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    mapped.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    mapped.set_defaults(command=map_show)

    test = todo.add_parser("test", help="light every fixture, one after the other, then all; Ctrl-C ends it, dark")
    test.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    test.add_argument("--seconds", type=float, default=1.0, help="for each fixture (1)")
    test.add_argument("--force", action="store_true", help="even if a show runs there: it loses its light")
    test.set_defaults(command=try_lamps)


def add_fixture(options: argparse.Namespace) -> int:
    """``odette venue add``."""
    from odette.cli import find_venue
    from odette.core.profile import sets
    from odette.fixtures.library import add_fixture

    added, left_out = add_fixture(options.fixture, find_venue(options.venue), options.mode)
    for name, profile in added.items():
        told = {slot for channel in profile.channels if sets(channel) for slot in channel.slots}
        still = [str(slot + 1) for slot in range(profile.size) if slot not in told]
        rest = f"; slots {', '.join(still)} stay at their defaults" if still else ""
        say(f'profile = "{name}": {profile.name}, {profile.size} slots{rest}')
    for fault in left_out:
        warn(f"left out: {fault}")
    return 0


def import_rig(options: argparse.Namespace) -> int:
    """``odette venue import``."""
    from odette.book.open import open_venue
    from odette.fixtures.rig import import_rig

    path: Path = options.venue
    venue = path if path.suffix == ".toml" else path / "venue.toml"
    rig = import_rig(options.rig, venue)
    say(f"{venue}: {len(rig.fixtures)} fixtures of {len(rig.profiles) or 'no'} kinds, {len(rig.roles)} roles to name")
    for what in rig.left_out:
        warn(f"not carried over: {what}")
    try:
        open_venue(venue)
    except Faulty as faulty:
        for fault in faulty.faults:
            warn(str(fault))
        say(f"{len(faulty.faults)} things to mend before a show can play there")
    return 0


def map_show(options: argparse.Namespace) -> int:
    """``odette venue map``."""
    from odette.book.open import open_show, open_venue
    from odette.book.serving import gaps
    from odette.cli import find_venue

    venue = open_venue(find_venue(options.venue))
    rows = [("role", "the show wants", "the venue does"), *gaps(open_show(options.show).book.looks, venue)]
    if len(rows) == 1:
        say(f"{venue.title} can do all of it")
        return 0
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    for row in rows:
        say(f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}")
    return 0


def try_lamps(options: argparse.Namespace) -> int:
    """``odette venue test``."""
    from odette.book.open import open_venue
    from odette.cli import find_venue
    from odette.core.chase import chase, dark, lamp_by_lamp
    from odette.core.events import LinkChanged, Sent
    from odette.io.clock import now
    from odette.io.disk import runtime_dir
    from odette.stage.endpoint import connect, endpoint_file, read_endpoint, stage_id
    from odette.stage.link import StageLink

    venue, runtime = lamp_by_lamp(open_venue(find_venue(options.venue))), runtime_dir("stage")
    endpoint = read_endpoint(endpoint_file(runtime, stage_id(venue)))
    if endpoint and (burning := connect(endpoint)):
        burning.close()
        if not options.force:
            wanted = "end it with odette end, or give --force and take its light away"
            raise Faulty(Fault(str(options.venue), 0, "its output is running, perhaps for a show", wanted))

    def tell(event: Sent | LinkChanged) -> None:
        if isinstance(event, LinkChanged) and not event.up:
            warn(f"{event.link} is down: {event.detail}")

    link = StageLink(venue, runtime, tell)
    link.open()
    try:
        if not link.wait_up(REACHED):
            warn("the output process does not come up")
            return 1
        say(f"{venue.title}: {len(venue.fixtures)} fixtures. Ctrl-C ends it.")
        names = [f"{one.name or one.id} ({one.id}, {one.universe}/{one.address})" for one in venue.fixtures]
        for fade, name in zip(chase(venue, now(), options.seconds), [*names, "all"], strict=True):
            say(name)
            link.send([fade])
            time.sleep(options.seconds if name != "all" else ALL_ON)
    finally:
        link.send([dark(venue, now())])
        time.sleep(DARK)
        link.end()
    return 0
