"""What has no score, as a score of empty minutes: a beat is a second, a bar a minute."""

from fractions import Fraction

from odette.score.model import Bar, Score, Tempo

MINUTE = 60
TEMPO = 60.0
"""Quarter notes a minute."""


def lasting(seconds: float) -> Score:
    """A stretch of so many seconds; 0: it is not known how long."""
    end = Fraction(round(seconds * 1000), 1000)
    starts = [Fraction(start) for start in range(0, max(1, -(-end // 1)), MINUTE)]
    bars = tuple(
        Bar(minute, str(minute), 1, start, min(Fraction(MINUTE), end - start), MINUTE, 4)
        for minute, start in enumerate(starts)
    )
    return Score("", (), (), bars, (Tempo(Fraction(0), TEMPO),))


def moment(beat: Fraction | float) -> str:
    """A beat of such a score as people write it: "1:05", "1:05.5"."""
    milliseconds = round(beat * 1000)
    minutes, rest = divmod(milliseconds, MINUTE * 1000)
    part = f"{rest % 1000:03d}".rstrip("0")
    return f"{minutes}:{rest // 1000:02d}" + (f".{part}" if part else "")
