"""XML whose elements know on which line they begin."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from odette.faults import Fault, Faulty


class Lines:
    """The lines on which elements begin."""

    def __init__(self) -> None:
        self._lines: dict[int, int] = {}
        self._kept: list[Element] = []  # so that no id is ever used again

    def note(self, element: Element, line: int) -> None:
        self._lines[id(element)] = line
        self._kept.append(element)

    def of(self, element: Element) -> int:
        """From 1; 0: not known."""
        return self._lines.get(id(element), 0)


def read_xml(file: str, data: bytes, root: str, wanted: str) -> tuple[Element, Lines]:
    """The document, names without their namespace. Faulty if it is no XML, or begins with another element."""
    lines, builder = Lines(), TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, attributes: dict[str, str]) -> None:
        lines.note(builder.start(tag.rpartition(" ")[2], attributes), parser.CurrentLineNumber)

    def entity(name: str, *_: object) -> None:
        raise Faulty(Fault(file, parser.CurrentLineNumber, f"an entity of its own, {name}", f"expected {wanted}"))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        found = f"XML that breaks off or is malformed ({expat.ErrorString(error.code)})"
        raise Faulty(Fault(file, error.lineno, found, f"expected {wanted}")) from None
    except (LookupError, ValueError) as error:
        raise Faulty(Fault(file, 1, f"an encoding that cannot be read ({error})", f"expected {wanted}")) from None
    top = builder.close()
    if top.tag != root:
        raise Faulty(Fault(file, lines.of(top), f"XML that begins with {top.tag}", f"expected {wanted}"))
    return top, lines
