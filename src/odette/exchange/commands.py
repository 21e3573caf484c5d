"""``odette import`` and ``odette export``."""

import argparse
from collections.abc import Callable
from pathlib import Path

from odette.exchange.draft import Draft
from odette.faults import Fault, Faulty
from odette.io.terminal import say


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both to the command line."""
    into = commands.add_parser("import", help="make a show folder from another program's show")
    into.add_argument("file", type=Path, metavar="FILE", help="USITT ASCII (.asc)")
    into.add_argument("--into", type=Path, metavar="DIR", help="the folder to make (the file's name, without its end)")
    into.set_defaults(command=import_show)


def import_show(options: argparse.Namespace) -> int:
    """``odette import``: a new folder with a show, a venue, and a list of what was left behind."""
    from odette.exchange.folder import REPORT, VENUE, write_show

    path: Path = options.file
    folder: Path = options.into or Path(path.stem)
    draft = read_file(path)
    report = told(path.name, draft)
    write_show(folder, draft, report)
    say(report)
    say(f"{folder}: {len(draft.cues)} cues. Its rig is {folder / VENUE}; this list is {folder / REPORT}.")
    return 0


def read_file(path: Path) -> Draft:
    """The show in a file, by the ending of its name. Raises Faulty."""
    read = readers().get(path.suffix.lower())
    if read is None:
        raise Faulty(Fault(str(path), 0, "not a kind of file known here", f"expected {', '.join(readers())}"))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(path), 0, (error.strerror or str(error)).lower(), "expected a file to read")) from None
    return read(str(path), data, path.stem)


def readers() -> dict[str, Callable[[str, bytes, str], Draft]]:
    """Ending of a file's name → what reads it: (name for faults, bytes, title) → draft."""
    from odette.exchange.asc import read_asc

    return {".asc": read_asc}


def told(file: str, draft: Draft) -> str:
    """What was not carried, as people read it."""
    left = draft.losses.told()
    head = (
        f"{draft.title}, from {file}: {len(draft.cues)} cues, {len(draft.fixtures)} fixtures, {len(draft.roles)} roles"
    )
    if not left:
        return f"{head}.\nEverything in the file was carried.\n"
    return "\n".join([f"{head}.\nNot carried:", *(f"  {entry.told(file)}" for entry in left)]) + "\n"
