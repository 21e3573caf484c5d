"""Tables of comma or semicolon separated values, as people save them from spreadsheets."""

import csv
import io

from odette.faults import Fault, Faulty

Row = tuple[int, list[str]]
"""The line a row ends on, and its cells without blanks around them."""
_WANTED = "expected a table with commas (.csv)"


def read_rows(file: str, data: bytes) -> list[Row]:
    """The rows of a table. Text is UTF-8, or else Latin-1; the first line says what separates. Raises Faulty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise Faulty(Fault(file, 0, "this is not text", _WANTED))
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise Faulty(Fault(file, reader.line_num, f"no table: {error}", _WANTED)) from None
