"""Opening a MusicXML file: plain or compressed, any encoding XML knows, part by part or bar by bar."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from odette.faults import Fault, Faulty

MOST_BYTES = 400_000_000
"""A packed score that unfolds to more than this is refused."""

WANTED = "a MusicXML score (.musicxml, .xml or .mxl)"


@dataclass(frozen=True)
class Document:
    """A MusicXML file as XML: ``root`` holds ``part`` elements that hold ``measure`` elements."""

    path: Path
    data: bytes
    """The XML itself, unpacked."""
    root: Element
    order: tuple[Element, ...]
    """Every element in the order of the file."""

    def fault(self, element: Element, found: str, wanted: str) -> Fault:
        """A fault at the line where ``element`` begins."""
        ordinal = next(i for i, other in enumerate(self.order) if other is element)
        return Fault(str(self.path), _line(self.data, ordinal), found, wanted)


def open_document(path: Path) -> Document:
    """Read the file at ``path``. Raises Faulty if it is missing, broken, or no MusicXML score."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Faulty(Fault(str(path), 0, error.strerror or "unreadable", WANTED)) from None
    if not data.strip():
        raise Faulty(Fault(str(path), 0, "an empty file", WANTED))
    if data.startswith(b"PK"):
        data = _unpack(path, data)
    root = _parse(path, data)
    order = tuple(root.iter())
    if root.tag.startswith("{"):
        for element in order:
            element.tag = element.tag.rpartition("}")[2]
    if root.tag == "score-timewise":
        root = _part_by_part(root)
    if root.tag != "score-partwise":
        wanted = "a score in MusicXML, beginning with <score-partwise>"
        raise Faulty(Fault(str(path), _line(data, 0), f"XML that begins with <{root.tag}>", wanted))
    for number, note in enumerate(root.iter("note"), 1):
        note.set("id", f"n{number}")
    return Document(path, data, root, order)


def _unpack(path: Path, data: bytes) -> bytes:
    """The score inside a compressed MusicXML file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = _score_name(archive)
            if name is None:
                raise Faulty(Fault(str(path), 0, "an archive without a score in it", WANTED))
            if archive.getinfo(name).file_size > MOST_BYTES:
                raise Faulty(Fault(str(path), 0, f"{name} is too large", "a score of less than 400 MB"))
            return archive.read(name)
    except Faulty:
        raise
    except Exception as error:  # a damaged archive makes zipfile raise a dozen different kinds
        raise Faulty(Fault(str(path), 0, f"a damaged archive ({error})", WANTED)) from None


def _score_name(archive: zipfile.ZipFile) -> str | None:
    names = archive.namelist()
    if "META-INF/container.xml" in names:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        for file in container.iter():
            if file.tag.endswith("rootfile") and file.get("full-path") in names:
                return file.get("full-path")
    scores = (name for name in names if PurePosixPath(name).suffix in (".xml", ".musicxml"))
    return next((name for name in scores if not name.startswith(("META-INF", "__MACOSX"))), None)


def _parse(path: Path, data: bytes) -> Element:
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        line, _ = error.position
        found = f"XML that breaks off or is malformed ({str(error).split(':')[0]})"
        raise Faulty(Fault(str(path), line, found, WANTED)) from None
    except (LookupError, ValueError) as error:
        raise Faulty(Fault(str(path), 1, f"an encoding that cannot be read ({error})", "UTF-8")) from None


def _part_by_part(root: Element) -> Element:
    """A score that is written bar by bar, turned into one written part by part."""
    turned = Element("score-partwise", root.attrib)
    parts: dict[str | None, Element] = {}
    for child in root:
        if child.tag != "measure":
            turned.append(child)
            continue
        for piece in child.iterfind("part"):
            key = piece.get("id")
            if key not in parts:
                parts[key] = Element("part", piece.attrib)
            measure = Element("measure", child.attrib)
            measure.extend(piece)
            parts[key].append(measure)
    turned.extend(parts.values())
    return turned


def _line(data: bytes, ordinal: int) -> int:
    """The line on which the element with that ordinal in the file begins."""
    parser = expat.ParserCreate()
    lines: Iterator[int] = iter(range(ordinal, -1, -1))
    found = 0

    def start(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal found
        if next(lines, -1) == 0:
            found = parser.CurrentLineNumber

    parser.StartElementHandler = start
    parser.Parse(data, True)
    return found
