"""Cue sheets as tables (.csv): with a line for each cue, or with a column for each (a tracking sheet)."""

from odette.book.rows import read_rows
from odette.exchange.draft import Draft
from odette.exchange.listing import Listing
from odette.exchange.sheet_lines import Lines
from odette.exchange.tracking_sheet import TrackingSheet


def read_sheet(file: str, data: bytes, title: str) -> Draft:
    """The cues of a sheet. Raises Faulty with every fault in it."""
    lines = Lines(file, read_rows(file, data), title)
    return TrackingSheet(lines).read() if lines.tracks else Listing(lines).read()
