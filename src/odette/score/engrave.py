"""The score as pages to look at, and where every beat stands on them.

Verovio draws; it takes seconds and holds the interpreter lock, so it works in a child process,
``python -m odette.score.engrave SCORE FOLDER``, which fills FOLDER with ``page-1.svg`` ... and ``map.json``
(see ``page.make_map``). The result is kept by the content of the score file.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from odette.faults import Fault, Faulty
from odette.score.cache import content_key
from odette.score.document import open_document
from odette.score.page import Places, make_map
from odette.score.read import MIDI, MUSICXML, read_score

_FORMAT = b"engraving 1"
_BEFORE_STAVES = {"footnote", "level", "divisions", "key", "time"}
_SHAPE = 1.6
"""Width of a page divided by its height."""
_LOWEST = 1250
"""Page height of a score with few staves, in Verovio's units; a staff is 72 high."""
_MARGIN = 60
_MANY = 8
"""From so many parts on, staves that rest for a whole system are left out of it."""


def engraved(path: Path, cache_dir: Path) -> Path | None:
    """The folder with the pages and ``map.json`` of the score at ``path``; None: not engraved yet."""
    folder = cache_dir / f"{content_key(path, _FORMAT)}.pages"
    return folder if (folder / "map.json").is_file() else None


def engrave(path: Path, cache_dir: Path, progress: Callable[[int, int], None] = lambda done, pages: None) -> Path:
    """Engrave the score at ``path`` and return the folder; ``progress`` is told pages done and pages in all.

    Blocks while a child process works. A MIDI file has a map, but no pages. Raises Faulty.
    """
    ready = engraved(path, cache_dir)
    if ready:
        return ready
    folder = cache_dir / f"{content_key(path, _FORMAT)}.pages"
    cache_dir.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(dir=cache_dir))
    try:
        command = [sys.executable, "-m", "odette.score.engrave", str(path), str(work)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                done, pages = line.split()
                progress(int(done), int(pages))
        if child.returncode:
            read_score(path)  # says what is wrong with the file, if that is the reason
            raise Faulty(Fault(str(path), 0, "a score that Verovio cannot engrave", "another export of it"))
        if not engraved(path, cache_dir):
            work.replace(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def draw(path: Path, folder: Path) -> None:
    """Fill ``folder`` with the pages and the map. Runs in the child; tells its progress on standard output."""
    score = read_score(path)
    places = Places()
    pages, size = 0, (0, 0)
    if path.suffix.lower() not in MIDI:
        toolkit = _load(path, len(score.parts))
        pages = toolkit.getPageCount()
        size = (toolkit.getOptions()["pageWidth"], toolkit.getOptions()["pageHeight"])
        for page in range(1, pages + 1):
            svg = toolkit.renderToSVG(page)
            (folder / f"page-{page}.svg").write_text(svg, encoding="utf-8")
            places.add_page(svg, page)
            print(page, pages, flush=True)
    text = json.dumps(make_map(score, places, pages, size), separators=(",", ":"))
    (folder / "map.json").write_text(text, encoding="utf-8")


def _load(path: Path, parts: int) -> Any:
    """A Verovio toolkit with the score laid out on pages that the tallest system fits on."""
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    toolkit.setOptions(
        {
            "breaks": "smart" if path.suffix.lower() in MUSICXML else "auto",
            "condense": "encoded",
            "expandNever": True,
            "footer": "none",
            "header": "none",
            "pageMarginBottom": _MARGIN,
            "pageMarginLeft": _MARGIN,
            "pageMarginRight": _MARGIN,
            "pageMarginTop": _MARGIN,
            "spacingStaff": 12 if parts < _MANY else 7,
            "svgViewBox": True,
            "xmlIdChecksum": True,
            **_size(max(_LOWEST, 130 * parts)),
        }
    )
    loaded = toolkit.loadData(_named(path)) if path.suffix.lower() in MUSICXML else toolkit.loadFile(str(path))
    if loaded and parts >= _MANY:
        mei = toolkit.getMEI().replace("<scoreDef ", '<scoreDef optimize="true" ', 1)  # hides resting staves
        loaded = toolkit.loadData(mei)
    if not loaded:
        raise SystemExit(1)
    tallest = _tallest(toolkit)
    if tallest > toolkit.getOptions()["pageHeight"]:
        toolkit.setOptions(_size(tallest))
        toolkit.redoLayout()
    return toolkit


def _size(height: float) -> dict[str, int]:
    return {"pageHeight": round(height), "pageWidth": round(height * _SHAPE)}


def _tallest(toolkit: Any) -> float:
    """Page height that the lowest staff of any page asks for."""
    lowest = 0.0
    for page in range(1, toolkit.getPageCount() + 1):
        places = Places()
        places.add_page(toolkit.renderToSVG(page), page)
        lowest = max([lowest, *(box.bottom for box in places.bars.values())])
    return lowest + 2 * _MARGIN


def _named(path: Path) -> str:
    """The MusicXML with our ids on its notes and bars, every bar of a long rest printed, and no breaks."""
    root = open_document(path).root
    for part in root.iterfind("part"):
        _count_staves(part)
        for index, measure in enumerate(part.iterfind("measure")):
            measure.set("id", f"m{index}")
            for layout in measure.findall("print"):
                measure.remove(layout)
            for style in measure.iterfind("attributes/measure-style"):
                for rest in style.findall("multiple-rest"):
                    style.remove(rest)
    return ElementTree.tostring(root, encoding="unicode")


def _count_staves(part: Element) -> None:
    """Say how many staves the part has, where the file only uses them."""
    staves = [int(staff.text or 1) for staff in part.iterfind("measure/note/staff") if (staff.text or "").isdigit()]
    first = part.find("measure/attributes")
    if first is not None and max(staves, default=1) > 1 and part.find("measure/attributes/staves") is None:
        told = Element("staves")
        told.text = str(max(staves))
        before = [child.tag in _BEFORE_STAVES for child in first]
        first.insert(before.index(False) if False in before else len(before), told)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
