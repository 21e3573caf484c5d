"""Papers for the desk: made by a process of their own, so that a running show does not wait for them."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from odette.faults import Fault, Faulty

PAPERS = {
    "cue-sheet": ("cue-sheet.pdf", []),
    "script": ("called-script.pdf", ["--script"]),
    "score": ("score.pdf", ["--score"]),
}
"""What can be asked for: the file that ``odette export`` makes, and the option that asks it to."""
_PATIENCE = 120
"""Seconds; a long score that was never engraved takes most of one minute."""


def print_paper(show: Path, paper: str) -> bytes:
    """The PDF of one of ``PAPERS`` for the show's folder as it stands on the disk. Blocks; raises Faulty."""
    name, options = PAPERS[paper]
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "odette", "export", str(show), *options, "--into", folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Faulty(
                Fault(name, 0, "not made within two minutes", "try again when the score is engraved")
            ) from None
        if done.returncode:
            raise Faulty(Fault(name, 0, done.stderr.strip() or "could not be made", "mend the show and print again"))
        return (Path(folder) / name).read_bytes()
