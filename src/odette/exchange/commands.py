"""``odette import`` and ``odette export``."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from odette.faults import Fault, Faulty
from odette.io.disk import write_atomically
from odette.io.terminal import say

if TYPE_CHECKING:
    from odette.book.open import Show
    from odette.core.venue import Venue
    from odette.exchange.draft import Draft, Losses


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", find_venue: Callable[[str], Path]
) -> None:
    """Add both to the command line. ``find_venue``: a venue's file from its path or name."""
    into = commands.add_parser("import", help="make a show folder from another program's show")
    kinds = "USITT ASCII (.asc), Linux Show Player (.lsp), QLC+ (.qxw), or a cue sheet (.csv)"
    into.add_argument("file", type=Path, metavar="FILE", help=kinds)
    into.add_argument("--into", type=Path, metavar="DIR", help="the folder to make (the file's name, without its end)")
    into.set_defaults(command=import_show)

    out = commands.add_parser("export", help="cue sheet, script, score with cues, patch list, USITT ASCII")
    out.add_argument("show", type=Path, metavar="SHOW", help="the show's folder")
    out.add_argument("--venue", help="a venue file or name: its patch list, and the show for a console in it")
    out.add_argument("--script", action="store_true", help="the called script too: warn, standby, GO")
    out.add_argument("--score", action="store_true", help="the engraved score with its cues too")
    out.add_argument("--into", type=Path, metavar="DIR", help="the folder to write to (SHOW-papers)")
    out.set_defaults(command=partial(export_show, find_venue))


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


def export_show(find_venue: Callable[[str], Path], options: argparse.Namespace) -> int:
    """``odette export``: papers of a show, and of its venue if one is given. What was there before is replaced."""
    from odette.book.open import open_evening, open_show

    folder: Path = options.into or Path(f"{options.show.resolve().name}-papers")
    if options.venue is None:
        files, losses = papers(open_show(options.show), None)
    else:
        files, losses = papers(*open_evening(options.show, find_venue(options.venue)))
    if options.script or options.score:
        files |= scripts(open_show(options.show), options.script, options.score)
    try:
        for name, data in files.items():
            write_atomically(folder / name, data)
            (folder / name).chmod(0o644)
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise Faulty(Fault(str(folder), 0, found, "expected a folder that can be written to")) from None
    for left in losses.told():
        say(left.told("promptbook.toml"))
    say(f"{folder}: {', '.join(files)}")
    return 0


def papers(show: "Show", venue: "Venue | None") -> tuple[dict[str, bytes], "Losses"]:
    """The files of an export by name, and what the console's file cannot carry."""
    from odette.exchange.ascii import as_ascii
    from odette.exchange.draft import Losses
    from odette.exchange.paper import cue_sheet, patch_list
    from odette.exchange.sheet import CueLine, PatchLine, as_csv, cue_lines, patch_lines

    losses = Losses()
    printed = _today()
    cues = cue_lines(show)
    files = {
        "cue-sheet.pdf": cue_sheet(show.book.title, cues, printed),
        "cue-sheet.csv": as_csv(cues, CueLine),
    }
    if venue is not None:
        lamps = patch_lines(venue)
        files["patch.pdf"] = patch_list(venue.title, lamps, printed)
        files["patch.csv"] = as_csv(lamps, PatchLine)
        files["show.asc"] = as_ascii(show, venue, losses).encode()
    return files, losses


def scripts(show: "Show", script: bool, score: bool) -> dict[str, bytes]:
    """The called script and the score with cues, whichever is wanted. Scores not engraved yet are engraved first."""
    from odette.exchange.calling import script as lines_of
    from odette.exchange.marked import Pages, marked_score
    from odette.exchange.paper import called_script
    from odette.io.disk import cache_dir
    from odette.score.engrave import engrave

    pages = {number: Pages(engrave(file, cache_dir() / "engraved")) for number, file in show.score_files.items()}

    def page_of(number: str, beat: float) -> int:
        place = pages[number].place(beat) if number in pages else None
        return place.page if place else 0

    files = {}
    if script:
        files["called-script.pdf"] = called_script(show.book.title, lines_of(show, page_of), _today())
    if score:
        files["score.pdf"] = marked_score(show, pages, _today())
    return files


def _today() -> str:
    from odette.io.clock import wall

    return f"{wall():%d %B %Y}".lstrip("0")


def read_file(path: Path) -> "Draft":
    """The show in a file, by the ending of its name. Raises Faulty."""
    read = readers().get(path.suffix.lower())
    if read is None:
        raise Faulty(Fault(str(path), 0, "not a kind of file known here", f"expected one of {', '.join(readers())}"))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(path), 0, (error.strerror or str(error)).lower(), "expected a file to read")) from None
    return read(str(path), data, path.stem)


def readers() -> dict[str, Callable[[str, bytes, str], "Draft"]]:
    """Ending of a file's name → what reads it: (name for faults, bytes, title) → draft."""
    from odette.exchange.asc import read_asc
    from odette.exchange.lsp import read_lsp
    from odette.exchange.qxw import read_qxw
    from odette.exchange.sheets import read_sheet

    return {".asc": read_asc, ".lsp": read_lsp, ".qxw": read_qxw, ".csv": read_sheet}


def told(file: str, draft: "Draft") -> str:
    """What was not carried, as people read it."""
    left = draft.losses.told()
    head = (
        f"{draft.title}, from {file}: {len(draft.cues)} cues, {len(draft.fixtures)} fixtures, {len(draft.roles)} roles"
    )
    if not left:
        return f"{head}.\nEverything in the file was carried.\n"
    return "\n".join([f"{head}.\nNot carried:", *(f"  {entry.told(file)}" for entry in left)]) + "\n"
