"""What is done in a house before there is a show: look at its lamps, ask who answers, try how it takes two desks."""

import time
from pathlib import Path

from odette.book.open import open_venue
from odette.core.chase import chase, dark, lamp_by_lamp
from odette.core.clocks import ShowTime
from odette.core.cue import Value
from odette.core.effects import Fade
from odette.core.events import LinkChanged, Sent
from odette.core.venue import Venue
from odette.faults import Fault, Faulty
from odette.io.clock import now
from odette.io.disk import runtime_dir
from odette.io.terminal import say, warn
from odette.stage.audit import audit, compare
from odette.stage.endpoint import connect, endpoint_file, read_endpoint, stage_id
from odette.stage.engine import Engine
from odette.stage.link import StageLink
from odette.stage.probe import Probe, questions, sending

ALL_ON = 5.0
"""Seconds for which all lamps burn at the end of a chase."""
REACHED = 5.0
"""Seconds within which an output process comes up."""
DARK = 0.3
"""Seconds for which dark is sent before the output ends."""


def try_lamps(path: Path, seconds: float, force: bool) -> int:
    """``odette venue test``: every fixture for ``seconds``, then all. ``force``: even if a show's light burns there."""
    venue = lamp_by_lamp(open_venue(path))
    if not force:
        _must_be_quiet(path, venue)
    link = StageLink(venue, runtime_dir("stage"), _tell_what_fails)
    link.open()
    try:
        if not link.wait_up(REACHED):
            warn("the output process does not come up")
            return 1
        say(f"{venue.title}: {len(venue.fixtures)} fixtures. Ctrl-C ends it.")
        names = [f"{one.name or one.id} ({one.id}, {one.universe}/{one.address})" for one in venue.fixtures]
        for fade, name in zip(chase(venue, now(), seconds), [*names, "all"], strict=True):
            say(name)
            link.send([fade])
            time.sleep(seconds if name != "all" else ALL_ON)
    finally:
        link.send([dark(venue, now())])
        time.sleep(DARK)
        link.end()
    return 0


def audit_venue(path: Path) -> int:
    """``odette venue audit``: what answers over RDM, beside what the venue file says. Asks, and changes nothing."""
    venue = open_venue(path)
    _must_be_quiet(path, venue)
    if not any(output.protocol == "artnet" for output in venue.outputs):
        raise Faulty(Fault(str(path), 0, "no output of this venue is artnet", "RDM goes through Art-Net nodes"))
    try:
        found = audit(venue)
    except OSError as error:
        raise Faulty(Fault(str(path), 0, f"nothing can be sent: {error}", "is the interface right?")) from None
    lines, wrong = compare(venue, found)
    for line in lines:
        say(line)
    say(f"{len(found)} devices answered; {wrong} of them not as the venue file says.")
    if not found:
        warn("nothing answers: are the nodes on, do they speak RDM, and is the interface right?")
    return 1 if wrong or not found else 0


def probe_venue(path: Path, lamp: str) -> int:
    """``odette venue probe``: one lamp, two desks, eight questions to who watches it."""
    venue = open_venue(path)
    _must_be_quiet(path, venue)
    if lamp not in {fixture.id for fixture in venue.fixtures}:
        raise Faulty(Fault(str(path), 0, f'no fixture "{lamp}"', "name one that can be seen from here"))
    if not any(output.protocol == "sacn" for output in venue.outputs):
        raise Faulty(Fault(str(path), 0, "no output of this venue speaks sACN", "only sACN has priorities"))
    probe = Probe(venue.outputs, _at_full(venue, lamp), _tell)
    wrong = []
    try:
        with sending(probe):
            for step, seen in questions(probe, _ask, time.sleep):
                if not seen:
                    wrong.append(step.wrong)
    except EOFError:
        warn("\nnobody answers: the probe needs a terminal and eyes on the lamp")
        return 1
    for words in wrong or ["This house keeps the rules: priorities, merging, the end and the loss of a stream."]:
        say(words)
    return 1 if wrong else 0


def _must_be_quiet(path: Path, venue: Venue) -> None:
    """None of this is for a running show."""
    endpoint = read_endpoint(endpoint_file(runtime_dir("stage"), stage_id(venue)))
    if endpoint and (burning := connect(endpoint)):
        burning.close()
        wanted = f"end it first: odette end --venue {path}"
        raise Faulty(Fault(str(path), 0, "its output is running, perhaps for a show", wanted))


def _at_full(venue: Venue, lamp: str) -> dict[int, bytes]:
    """Universe → slots with one fixture at full, and everything else dark."""
    one = Venue(venue.title, venue.fixtures, {"probe": {lamp: 1.0}}, profiles=venue.profiles)
    engine = Engine(one)
    start = ShowTime(0)
    engine.take([Fade("probe", start, {"probe": Value(1.0)}, 0, 0)], start)
    return engine.frames(ShowTime(1))


def _ask(words: str) -> bool:
    while True:
        answer = input(f"{words} [y/n] ").strip().lower()[:1]
        if answer in ("y", "n"):
            return answer == "y"


def _tell(event: LinkChanged) -> None:
    warn(f"{event.link} is {'up' if event.up else 'down'} {event.detail}")


def _tell_what_fails(event: Sent | LinkChanged) -> None:
    if isinstance(event, LinkChanged) and not event.up:
        _tell(event)
