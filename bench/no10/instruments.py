"""The orchestra of No. 10 in score order: who plays, how the part is written, what plays it in a synthesiser."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """One part. Written pitch = sounding pitch + ``transpose`` diatonic steps and semitones."""

    key: str
    """Its name in music.txt."""
    name: str
    short: str
    group: str
    """Bracketed together in the score."""
    clef: str
    program: int
    """General MIDI program, from 0."""
    transpose: tuple[int, int] = (0, 0)
    """(diatonic steps, semitones) from sounding to written; whole octaves are written as octave-change."""
    fifths: int | None = 2
    """Key signature of the written part; None: none, as brass and timpani had it."""
    staves: int = 1


ORCHESTRA = (
    Instrument("picc", "Piccolo", "Picc.", "winds", "G", 72, (-7, -12)),
    Instrument("fl", "Flutes I, II", "Fl.", "winds", "G", 73),
    Instrument("ob", "Oboes I, II", "Ob.", "winds", "G", 68),
    Instrument("cl", "Clarinets in A I, II", "Cl.", "winds", "G", 71, (2, 3), -1),
    Instrument("fg", "Bassoons I, II", "Bsn.", "winds", "F", 70),
    Instrument("hn12", "Horns in F I, II", "Hn. I, II", "brass", "G", 60, (4, 7), None),
    Instrument("hn34", "Horns in F III, IV", "Hn. III, IV", "brass", "G", 60, (4, 7), None),
    Instrument("tpt", "Trumpets in F I, II", "Tpt.", "brass", "G", 56, (-3, -5), None),
    Instrument("trb", "Trombones I, II", "Tbn.", "brass", "C4", 57),
    Instrument("tuba", "Trombone III, Tuba", "Tbn. III, Tuba", "brass", "F", 58),
    Instrument("timp", "Timpani in F♯, B, E", "Timp.", "", "F", 47, fifths=None),
    Instrument("harp", "Harp", "Hp.", "", "G", 46, staves=2),
    Instrument("vn1", "Violins I", "Vln. I", "strings", "G", 48),
    Instrument("vn2", "Violins II", "Vln. II", "strings", "G", 48),
    Instrument("va", "Violas", "Vla.", "strings", "C3", 48),
    Instrument("vc", "Cellos", "Vc.", "strings", "F", 48),
    Instrument("cb", "Double basses", "Db.", "strings", "F", 48, (7, 12)),
)

BARS = 62
