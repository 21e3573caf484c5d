"""A score as music unfolded in time: repeats written out, ties joined, pitches as they sound."""

from bisect import bisect_right
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Note:
    """One sounding note, ties joined."""

    id: str
    """Id of its (first) notehead in the engraving; the same printed note keeps it in every pass."""
    part: int
    """Index into ``Score.parts``."""
    onset: Fraction
    """Quarter notes from the start of the unfolded score."""
    duration: Fraction
    """Quarter notes; 0 for a grace note."""
    pitch: int | None
    """Sounding MIDI pitch; None: unpitched percussion."""
    grace: bool = False
    velocity: int = 64
    """From the dynamics in force: 1 to 127."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as played: a printed bar in one pass."""

    index: int
    """Which printed bar, counted from 0."""
    number: str
    """As printed: "33", "0" or "X1" for a pickup."""
    passing: int
    """Which time it is played, from 1."""
    start: Fraction
    """Quarter notes from the start of the unfolded score."""
    length: Fraction
    """Quarter notes, as it really is (a pickup is short)."""
    beats: int
    beat_type: int
    """Time signature: ``beats`` / ``beat_type``."""
    offset: Fraction = Fraction(0)
    """Quarter notes missing at its front (a pickup's first note is on beat 4, not 1)."""

    @property
    def strokes(self) -> int:
        """How often a conductor beats in it: three eighths and less of a compound time are one beat."""
        compound = self.beat_type >= 8 and self.beats % 3 == 0
        return self.beats // 3 if compound else self.beats

    @property
    def unit(self) -> float:
        """What a conductor beats in it, in quarter notes."""
        return 4 / self.beat_type * self.beats / self.strokes


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo in force from ``start`` on."""

    start: Fraction
    quarters: float
    """Quarter notes a minute."""
    text: str = ""
    """As printed ("Moderato"), if it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One staff group as the score names it."""

    id: str
    name: str
    program: int = 0
    """General MIDI program, from 0; best guess from its name where the score has none."""
    percussion: bool = False


@dataclass(frozen=True)
class Score:
    """The whole unfolded score, in quarter notes from its start."""

    title: str
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    """Sorted by onset, part, pitch."""
    bars: tuple[Bar, ...]
    """In the order played; contiguous."""
    tempi: tuple[Tempo, ...]
    """Sorted by start; the first starts at 0."""
    fermatas: tuple[Fraction, ...] = ()
    """Where a fermata stands (onset of the note or rest that bears it)."""
    marks: dict[str, int] = field(default_factory=dict)
    """Rehearsal mark → printed bar index."""

    @property
    def end(self) -> Fraction:
        last = self.bars[-1]
        return last.start + last.length

    @property
    def unscored(self) -> bool:
        """Whether it is no score but a stretch of time (``unscored.py``): its places are minutes and seconds."""
        return not self.parts

    def bar_at(self, beat: Fraction | float) -> Bar:
        """The bar that sounds at ``beat``; the first or last one outside the score."""
        i = bisect_right(self.bars, beat, key=lambda bar: bar.start) - 1
        return self.bars[max(0, i)]

    def tempo_at(self, beat: Fraction | float) -> float:
        """Nominal tempo at ``beat``, quarter notes a minute."""
        i = bisect_right(self.tempi, beat, key=lambda tempo: tempo.start) - 1
        return self.tempi[max(0, i)].quarters
