"""``odette new``: a show's folder from a score, asked for at the terminal or said by options."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from shlex import quote

from odette.io.terminal import say


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", find: Callable[[str], Path]) -> None:
    """Add it to the command line. ``find``: a venue's file from its path, folder or name."""
    new = commands.add_parser("new", help="make a show's folder from a score, with first cues")
    new.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="the folder to make")
    new.add_argument("--score", type=Path, help="MusicXML, MIDI or another score: the first number")
    new.add_argument("--title", default="", help="the show's title")
    new.add_argument("--venue", default="", help="the venue whose roles the looks name; else a small one is made")
    new.set_defaults(command=lambda options: make(options, find, sys.stdin.isatty()))


def make(options: argparse.Namespace, find: Callable[[str], Path], asking: bool) -> int:
    """Make the show; what was not said is asked for, if somebody is there to answer."""
    from odette.writing.new import folder_name, new_show

    score: Path | None = options.score
    if score is None and asking:
        answer = ask("Score (MusicXML, MIDI ...; nothing for a show without music)", "")
        score = Path(answer).expanduser() if answer else None
    usual = options.title or (options.folder.name if options.folder else score.stem if score else "New show")
    title = ask("Title", usual) if asking and not options.title else usual
    folder: Path = options.folder or Path(folder_name(title))
    if options.folder is None and asking:
        folder = Path(ask("Folder", str(folder))).expanduser()
    named = options.venue
    if not named and asking:
        named = ask("Venue: its file, town-hall, opera-house (nothing for a small one of its own)", "")
    cues = new_show(folder, title, score, find(named) if named else None)
    there = f" --venue {quote(named)}" if named else ""
    say(f"{folder}: {title}, with {cues} cues to begin with. The remarks in its files say what to change.")
    for what, command in (("Write it in the browser", "write"), ("Run it", "run")):
        say(f"{what + ':':<26}odette {command} {quote(str(folder))}{there}")
    return 0


def ask(what: str, usual: str) -> str:
    """A line from whoever sits at the terminal; what is usual where they give none."""
    try:
        answer = input(f"{what}{f' [{usual}]' if usual else ''}: ").strip()
    except EOFError:
        answer = ""
    return answer or usual
