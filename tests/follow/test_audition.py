"""Laws of listening elsewhere."""

import numpy as np

from follow.playing import model
from odette.follow.audition import CHORD, Audition
from odette.follow.evidence import Evidence
from odette.follow.features import BANDS, FRAME, Frame
from odette.follow.filter import Filter
from odette.follow.model import CELLS, STRIDE

CHORDS = model([(4.0 * k, 4.0, 48 + pitch) for k, pitch in enumerate((0, 5, 2, 9, 4, 11))], tempo=120)
"""Each sounds for two nominal seconds."""
WORSE = -1.0
"""Log-likelihood a frame at the reported place."""


def auditioned(seconds: float) -> Audition:
    """The score's own sound from the second chord on, while nothing fits at the reported place."""
    place = 2.1 * CELLS
    rival, evidence = Filter(CHORDS), Evidence(CHORDS)
    rival.put(place, 0.1 * CELLS, holding=0.0)
    audition = Audition(CHORDS, rival, place, likely=0.9)
    for k in range(round(seconds / FRAME)):
        row = int((place + k * FRAME * CELLS) / STRIDE)
        pitch = CHORDS.sustain.rows(row, row + 1)[0]
        evidence.hear(Frame(pitch, np.zeros(BANDS, np.float32), 1.0, silent=False))
        audition.hear(evidence, WORSE, forget=1.0)
    return audition


def test_one_chord_however_long_makes_no_more_than_a_chords_lead() -> None:
    assert auditioned(1.0).lead == CHORD
    assert auditioned(1.5).lead == CHORD


def test_every_chord_that_fits_adds_to_the_lead() -> None:
    leads = [auditioned(seconds).lead for seconds in (1.5, 3.5, 5.5)]
    assert CHORD == leads[0] < leads[1] < leads[2] <= 3 * CHORD
