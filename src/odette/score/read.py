"""Reading any score file, by its suffix."""

from pathlib import Path

from odette.faults import Fault, Faulty
from odette.score.importer import IMPORTED, import_score
from odette.score.midi import read_midi
from odette.score.model import Score
from odette.score.musicxml import read_musicxml

MUSICXML = (".musicxml", ".xml", ".mxl")
MIDI = (".mid", ".midi", ".kar")


def read_score(path: Path) -> Score:
    """The score in the file at ``path``, as played. Raises Faulty, whatever is wrong with the file."""
    suffix = path.suffix.lower()
    if suffix in MUSICXML:
        return read_musicxml(path)
    if suffix in MIDI:
        return read_midi(path)
    if suffix in IMPORTED:
        return import_score(path)
    wanted = "one of " + ", ".join((*MUSICXML, *MIDI, *IMPORTED))
    raise Faulty(Fault(str(path), 0, f"a score file called *{path.suffix}", wanted))
