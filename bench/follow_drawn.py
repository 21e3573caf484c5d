"""Synthetic performances: drawn tempo curves, held notes and pauses that nobody printed, wrong notes.

Their truth is exact; their players are made up. Those of the scores parameters were chosen on count as chosen on.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from follow_clock import Clock, Stop
from follow_data import Piece, Reals, Sound, model_of, score_of
from follow_orchestra import CHOSEN_ON, rendered, struck
from follow_scenes import erring
from odette.score.model import Score

STEP = 0.25
"""Quarter notes between points of the tempo curve."""
WRONG_TEMPO = 0.2
"""By how much the printed tempo is wrong at most, as a share."""
SWAYS = ((8.0, 0.06), (60.0, 0.12))
"""Quarter notes over which log tempo wanders, and how far: within a phrase; from section to section."""
RUBATO = 3
"""Stretches drawn out to half or pressed to double the tempo and back."""
HOLDS, PAUSES = 4, 3
"""Notes held, and general pauses."""
SCATTER = 0.02
"""Standard deviation of the players about the beat, seconds, besides that of every performance here."""


def drawn(folder: Path, font: Path, each: int = 2) -> Iterator[Piece]:
    """``each`` performances of every score, in a hall."""
    for path in sorted(folder.glob("*.mxl")):
        for seed in range(each):
            yield _drawn(path, font, seed)


def _drawn(path: Path, font: Path, seed: int) -> Piece:
    score, clock = score_of(path), _conduct(path, seed)
    beats = np.unique([float(n.onset) for n in score.notes if not n.grace])
    return Piece(
        "drawn, hall (synthetic)",
        f"{path.stem} drawn {seed + 1}",
        partial(model_of, path),
        beats,
        np.array([clock.begins(b) for b in beats]),
        partial(_sound, path, font, seed),
        chosen_on=path.stem.startswith(tuple(name.split()[0] for name in CHOSEN_ON)),
        score=path,
        quiet=clock.quiet(),
    )


def _sound(path: Path, font: Path, seed: int) -> Sound:
    rng = np.random.default_rng(seed)
    notes = erring(struck(score_of(path), _conduct(path, seed)))
    late = rng.normal(0, SCATTER, len(notes))
    scattered = [(max(0.0, a + d), max(0.02, z + d), *rest) for (a, z, *rest), d in zip(notes, late, strict=True)]
    return rendered(scattered, f"{path.stem} drawn {seed + 1}", font, wet=True)


@cache
def _conduct(path: Path, seed: int) -> Clock:
    score = score_of(path)
    rng = np.random.default_rng((seed, len(score.notes)))
    beats = np.arange(0, float(score.end) + STEP, STEP)
    printed = np.array([score.tempo_at(b) for b in beats])
    log = rng.uniform(-1, 1) * np.log1p(WRONG_TEMPO) + sum(_sway(rng, len(beats), *s) for s in SWAYS)
    for k in range(RUBATO):
        log = log + _rubato(rng, beats, float(np.log(2)) * (-1 if k % 2 else 1))
    seconds = 60 / (printed * np.exp(log)) * STEP
    times = 1.5 + np.concatenate([[0.0], np.cumsum(seconds[:-1])])
    return replace(Clock(beats, times), stops=_stops(rng, score))


def _sway(rng: np.random.Generator, n: int, over: float, far: float) -> Reals:
    """Smoothed noise with standard deviation ``far``."""
    width = int(over / STEP)
    window = np.hanning(2 * width + 1)
    noise = np.convolve(rng.standard_normal(n + 2 * width), window, "valid")
    return np.asarray(far * noise / np.sqrt((window**2).sum()))


def _rubato(rng: np.random.Generator, beats: Reals, extreme: float) -> Reals:
    """To ``extreme`` in log tempo and back, over four to twelve bars' worth of quarters."""
    length = rng.uniform(16, 48)
    start = rng.uniform(0.1, 0.9) * (beats[-1] - length)
    phase = np.clip((beats - start) / length, 0, 1)
    return np.asarray(extreme * np.sin(np.pi * phase) ** 2)


def _stops(rng: np.random.Generator, score: Score) -> tuple[Stop, ...]:
    """At bar lines, never near one another or the ends."""
    bars = [float(b.start) for b in score.bars[4:-4]]
    onsets = {float(n.onset) for n in score.notes}
    chosen = rng.choice(bars, HOLDS + PAUSES, replace=False)
    held = [Stop(float(b), float(rng.uniform(1, 3)), True) for b in chosen[:HOLDS] if float(b) in onsets]
    paused = [Stop(float(b), float(rng.uniform(1, 3)), False) for b in chosen[HOLDS:]]
    return (*held, *paused)
