"""The ``odette`` command."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from math import inf
from pathlib import Path

from odette import house, pin
from odette.exchange import commands as exchange
from odette.faults import Fault, Faulty
from odette.io.terminal import say, warn
from odette.writing import guide

EPILOG = "Show folders are described in docs/prompt-book.md, venues in docs/venue.md."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; mistakes are told in sentences, one a line."""
    options = parser().parse_args(arguments)
    try:
        sys.exit(options.command(options))
    except Faulty as faulty:
        for fault in faulty.faults:
            warn(str(fault))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def parser() -> argparse.ArgumentParser:
    """The command line. Each command imports what it needs when it runs."""
    top = argparse.ArgumentParser("odette", description="Runs a live performance from its music.", epilog=EPILOG)
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    demo = commands.add_parser("demo", help="the evening in miniature: Swan Lake, Act II, No. 10")
    demo.add_argument("--venue", default="town-hall", help="town-hall (default) or opera-house")
    running(demo)
    demo.set_defaults(command=run_demo)

    run = commands.add_parser("run", help="run a show")
    run.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    run.add_argument("--venue", help="a venue file, or the name of one that comes with Odette (the show's own)")
    music = run.add_mutually_exclusive_group()
    music.add_argument("--audio", default="default", help="a recording, or a sound device's name (the default one)")
    music.add_argument("--midi", help="a MIDI file, or a MIDI port's name, instead of sound")
    running(run)
    run.add_argument("--rehearsal", action="store_true", help="a jump backwards makes later cues wait again")
    run.add_argument("--unheard", action="store_true", help="listen to nothing: for writing, or a show called by hand")
    run.set_defaults(command=run_show)

    guide.add_commands(commands, find_venue)

    write = commands.add_parser("write", help="write and rehearse a show at the desk, without listening")
    write.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    write.add_argument("--venue", help="a venue file or name (the show's own venue.toml)")
    running(write)
    write.set_defaults(command=write_show)

    check = commands.add_parser("check", help="read a show, report every mistake, and prepare it for the evening")
    check.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    check.add_argument("--venue", help="check it against this venue as well (the show's own)")
    check.set_defaults(command=check_show)

    replay = commands.add_parser("replay", help="run a log again and say whether it comes out the same")
    replay.add_argument("log", type=Path, metavar="LOG", help="log.jsonl of a run")
    replay.set_defaults(command=replay_log)

    exchange.add_commands(commands, find_venue)

    end = commands.add_parser("end", help="end the output of a venue that burns on after its show has gone")
    end.add_argument("--venue", required=True, help="its venue file or name")
    end.set_defaults(command=end_stage)

    house.add_commands(commands, find_venue)
    pin.add_commands(commands)
    return top


def running(command: argparse.ArgumentParser) -> None:
    """The options of every command that runs a show."""
    command.add_argument(
        "--speed", type=_speed, default=1.0, help="a recording faster than real time; sends nothing out"
    )
    command.add_argument("--headless", action="store_true", help="without the desk; ends when the recording does")
    command.add_argument("--port", type=_port, help="the desk's port (default 6338 or the next free one)")
    command.add_argument(
        "--desk",
        action="append",
        default=[],
        metavar="ADDRESS[:PORT]",
        help="serve the desk at this address of this machine too (0.0.0.0: at all); https://NAME: by a proxy on it",
    )
    command.add_argument("--no-browser", action="store_true", help="do not open the desk in a browser")
    command.add_argument("--take", type=Path, help=argparse.SUPPRESS)
    command.add_argument("--resume", action="store_true", help=argparse.SUPPRESS)


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed < inf:
        raise argparse.ArgumentTypeError(f"{text} is no speed: give a number above 0")
    return speed


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"{text} is no port: give a number from 1 to 65535")
    return port


def run_demo(options: argparse.Namespace) -> int:
    """``odette demo``: the show that comes with Odette, its recording, its venue."""
    options.show = shipped("shows") / "swan-lake"
    options.audio = str(options.show / "sounds" / "no10-scene.ogg")
    options.midi = None
    options.rehearsal = options.unheard = False
    return run_show(options)


def write_show(options: argparse.Namespace) -> int:
    """``odette write``: a rehearsal that listens to nothing, with the writing desk open."""
    options.audio, options.midi = "default", None
    options.rehearsal = options.unheard = True
    return run_show(options)


def run_show(options: argparse.Namespace) -> int:
    """``odette run``: this process watches over the one that runs the show, which is started again if it dies."""
    from odette.supervise import supervised

    options.venue = find_venue(options.venue) if options.venue else own_venue(options.show)
    if options.take is None:
        return supervised(options)
    from odette.run import run

    return run(options)


def check_show(options: argparse.Namespace) -> int:
    """``odette check``: every mistake; a show without any is prepared for the evening."""
    from odette.book.open import check, open_show, remarks
    from odette.io.disk import cache_dir
    from odette.performance.preparation import by_ear, prepare_all
    from odette.score.cache import load_score
    from odette.takes.order import in_words

    remembered = partial(load_score, cache_dir=cache_dir() / "scores")
    own = options.show / "venue.toml"
    venue = find_venue(options.venue) if options.venue else own if own.is_file() else None
    faults = check(options.show, venue, remembered)
    for fault in faults:
        say(str(fault))
    if not faults:
        show = open_show(options.show, remembered)
        for remark in remarks(show, venue):
            say(f"{remark} (this is no mistake)")
        for line in in_words(show.book):
            say(line)
        prepare_all(show.heard, by_ear(show, cache_dir() / "models", say), say)
    say(f"{len(faults)} mistakes" if faults else f"{options.show}: nothing to mend")
    return 1 if faults else 0


def replay_log(options: argparse.Namespace) -> int:
    """``odette replay``."""
    from odette.io.disk import read_lines
    from odette.takes.log import decode
    from odette.takes.replay import replay
    from odette.takes.report import as_text

    if not options.log.is_file():
        raise Faulty(Fault(str(options.log), 0, "no such file", "expected the log.jsonl of a run"))
    lines, torn = read_lines(options.log)
    header, entries = decode(str(options.log), lines)
    run = replay(header, entries)
    say(as_text(header, run))
    if torn:
        say("The last line was cut off and left out.")
    for difference in run.differences[:20]:
        say(difference)
    if run.differences:
        say(f"{len(run.differences)} of {run.events} events came out differently.")
        return 1
    say(f"{run.events} events, and every one came out the same.")
    return 0


def end_stage(options: argparse.Namespace) -> int:
    """``odette end``."""
    from odette.run import end

    return end(find_venue(options.venue))


def shipped(folder: str) -> Path:
    """A folder that comes with Odette: inside the installed package, or at the root of its checkout."""
    package = Path(__file__).parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent.parent / folder


def own_venue(show: Path) -> Path:
    """The venue that a show has in its folder, for want of another."""
    venue = show / "venue.toml"
    if show.is_dir() and not venue.is_file():
        raise Faulty(Fault(str(show), 0, "it has no venue.toml of its own", "say where it plays: --venue FILE"))
    return venue


def find_venue(name: str) -> Path:
    """A venue file from its path, from its folder, or from the name of one that comes with Odette."""
    path = Path(name)
    if path.is_dir():
        return path / "venue.toml"
    if path.suffix == ".toml" or path.exists():
        return path
    known = shipped("venues") / f"{name}.toml"
    if known.is_file():
        return known
    names = ", ".join(sorted(venue.stem for venue in shipped("venues").glob("*.toml")))
    raise Faulty(Fault(name, 0, "no such venue", f"give a venue file, or one of {names}"))
