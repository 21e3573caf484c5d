"""pymatchmaker beside Odette: the same sound or MIDI, in an environment and a process of its own."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from follow_data import Piece, shortened
from follow_run import Run
from odette.core.events import Following
from render import CACHE

VERSION = "0.3.0"
HOME = CACHE / f"matchmaker-{VERSION}"
METHODS = {"sound": ("skf", "arzt"), "MIDI": ("pthmm",)}
"""Its best two on sound and its best on MIDI, of all it offers."""
PATIENCE = 900.0
"""Seconds for one performance."""
BEGINNING = 120.0
"""Seconds of each performance in a sample."""


@cache
def missing() -> str:
    """Makes the environment, if there is none yet. Empty, or why it cannot be used."""
    python = HOME / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, capture_output=True, timeout=120)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        installed = [str(python), "-c", "import importlib.metadata as m; m.version('pymatchmaker')"]
        if subprocess.run(installed, capture_output=True, timeout=60).returncode:
            subprocess.run([*pip, f"pymatchmaker=={VERSION}"], check=True, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError) as why:
        return f"pymatchmaker {VERSION} could not be installed: {why}"
    return ""


def sample(kind: str, pieces: Iterable[Piece], everything: bool) -> Iterator[Piece]:
    """What both are to hear of a set: all of it, or the beginnings of a few that no parameter was chosen on (there are
    no such violins)."""
    fit = (p for p in pieces if p.score and not p.set.endswith("dry"))
    if everything:
        yield from (replace(p, set=f"beside matchmaker: {p.set}") for p in fit)
        return
    held_out = (p for p in fit if kind == "violin" or not p.chosen_on)
    every, most = (10, 4) if kind in ("piano", "midi") else (4, 2)
    for piece in islice(held_out, 1, 1 + every * most, every):
        short = piece if piece.midi else shortened(piece, BEGINNING)
        yield replace(short, set=f"beside matchmaker: {piece.set}")


def run(piece: Piece, font: Path, method: str) -> tuple[Run, float] | str:
    """All its reports and its memory in MB over the interpreter; or why there are none."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.npz")
        performance = piece.midi or Path(folder, "sound.wav")
        if not piece.midi:
            soundfile.write(performance, *piece.sound())
        child = Path(__file__).with_name("matchmaker_child.py")
        command = [HOME / "bin" / "python", child, font, piece.score, performance, method, out]
        try:
            subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return f"not done after {PATIENCE:.0f} s"
        except subprocess.CalledProcessError as why:
            return str(why.stderr.decode(errors="replace").strip().splitlines()[-1])
        with np.load(out) as found:
            memory = float(found["memory"])
            return _run(found, float(piece.beats[0])), memory


def _run(found: Mapping[str, NDArray[np.float64]], first: float) -> Run:
    """It reports no tempo and no doubt: its position stands until the next report, and is taken at its word."""
    now = found["now"]
    nothing, sure = np.zeros(len(now)), np.ones(len(now))
    standing = np.full(len(now), Following.HOLDING.value)
    never = np.full(len(now), np.inf)
    return Run(now, now, found["beat"] + first, nothing, sure, standing, found["took"], never, float(found["ready"]))
