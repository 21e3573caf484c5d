"""``odette venue``: make a venue, see what a show loses in it, and try it out."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from odette.faults import Faulty
from odette.io.terminal import say, warn

FindVenue = Callable[[str], Path]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", find_venue: FindVenue) -> None:
    """Add them to the command line. ``find_venue``: a venue's file from its path, folder or name."""
    venue = commands.add_parser("venue", help="make a venue, and try it out before the show")
    todo = venue.add_subparsers(metavar="WHAT", required=True)

    add = todo.add_parser("add", help="keep a fixture from a library's file beside a venue")
    add.add_argument("fixture", type=Path, metavar="FIXTURE", help="Open Fixture Library (.json) or GDTF (.gdtf)")
    add.add_argument("venue", metavar="VENUE", help="the venue's file or folder")
    add.add_argument("--mode", default="", help="only this mode of it")
    add.set_defaults(command=partial(add_fixture, find_venue))

    rig = todo.add_parser("import", help="make a venue of a rig")
    rig.add_argument("rig", type=Path, metavar="RIG", help="an MVR scene (.mvr) or a table (.csv)")
    rig.add_argument("venue", type=Path, metavar="VENUE", help="the folder or file to make")
    rig.set_defaults(command=import_rig)

    mapped = todo.add_parser("map", help="what of a show a venue cannot do, and what it does instead")
    mapped.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    mapped.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    mapped.set_defaults(command=partial(map_show, find_venue))

    test = todo.add_parser("test", help="light every fixture, one after the other, then all; Ctrl-C ends it, dark")
    test.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    test.add_argument("--seconds", type=_seconds, default=1.0, help="for each fixture (1)")
    test.add_argument("--force", action="store_true", help="even if a show runs there: it loses its light")
    test.set_defaults(command=partial(try_lamps, find_venue))

    audit = todo.add_parser("audit", help="ask the lamps over RDM where they sit, beside the venue file")
    audit.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    audit.set_defaults(command=partial(audit_venue, find_venue))

    probe = todo.add_parser("probe", help="two desks at once on one lamp: priorities, merging, loss, takeover")
    probe.add_argument("venue", metavar="VENUE", help="the venue's file, folder or name")
    probe.add_argument("--lamp", required=True, metavar="ID", help="a fixture that can be seen from here")
    probe.set_defaults(command=partial(probe_venue, find_venue))


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"expected seconds from 0 to 3600, found {text}")
    return seconds


def add_fixture(find_venue: FindVenue, options: argparse.Namespace) -> int:
    """``odette venue add``."""
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


def map_show(find_venue: FindVenue, options: argparse.Namespace) -> int:
    """``odette venue map``."""
    from odette.book.open import open_show, open_venue
    from odette.book.serving import gaps

    venue = open_venue(find_venue(options.venue))
    rows = [("role", "the show wants", "the venue does"), *gaps(open_show(options.show).book.looks, venue)]
    if len(rows) == 1:
        say(f"{venue.title} can do all of it")
        return 0
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    for row in rows:
        say(f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}")
    return 0


def try_lamps(find_venue: FindVenue, options: argparse.Namespace) -> int:
    """``odette venue test``."""
    from odette.getin import try_lamps

    return try_lamps(find_venue(options.venue), options.seconds, options.force)


def audit_venue(find_venue: FindVenue, options: argparse.Namespace) -> int:
    """``odette venue audit``."""
    from odette.getin import audit_venue

    return audit_venue(find_venue(options.venue))


def probe_venue(find_venue: FindVenue, options: argparse.Namespace) -> int:
    """``odette venue probe``."""
    from odette.getin import probe_venue

    return probe_venue(find_venue(options.venue), options.lamp)
