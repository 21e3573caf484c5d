"""How near each automatic cue of the example shows goes to its note.

Plays each show's own recording to Odette, as ``odette run --audio`` does but without waiting, and prints for every
cue bound to a place when it went against when its note really sounded (the recording's ``.truth.csv``).

    python bench/cues.py [SHOW ...]
"""

import sys
from functools import partial
from pathlib import Path

from odette.book.open import open_show
from odette.core.clocks import ShowTime, later
from odette.core.events import Closed, Opened, Sounding
from odette.core.state import opening
from odette.io.sound import FileSound
from odette.performance.ears import Ears
from odette.performance.evening import Evening
from odette.performance.music import Music, truths
from odette.takes.log import FORMAT, Header, decode, encode
from odette.takes.replay import Run, replay
from odette.takes.report import Row, rows

SHOWS = Path(__file__).parent.parent / "shows"


class Lines:
    """A log in memory."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def append(self, *lines: bytes) -> None:
        self.lines += lines


def heard(folder: Path) -> list[Row]:
    """One show, played through its recording: the report's rows."""
    show = open_show(folder)
    music = Music(recording=next(iter(show.audio.values())))
    header = Header(FORMAT, "bench", "", show.book, "", {}, str(music), truths(show, music))
    log = Lines()
    log.append(encode(header))
    assert music.recording is not None
    source = FileSound(music.recording)
    ears = Ears(source.rate, show.scores)
    evening = Evening(opening(show.book, {}), log, ears.carry)
    evening.take(Opened(ShowTime(0)))
    evening.take(Sounding(ShowTime(0), music.recording.name, ShowTime(0)))
    end = ShowTime(0)
    for block in source.blocks():
        end = later(block.at, source.hop / source.rate)
        evening.catch_up(end)
        for event in ears.hear(block, partial(ShowTime, end)):
            evening.take(event)
    evening.catch_up(later(end, 30.0))
    evening.take(Closed(later(end, 30.0)))
    return rows(*_replayed(log))


def _replayed(log: Lines) -> tuple[Header, Run]:
    header, entries = decode("memory", log.lines)
    return header, replay(header, entries)


def main() -> None:
    for folder in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(SHOWS.iterdir()):
        table = heard(folder)
        known = [row for row in table if row.truth_error is not None]
        print(f"\n{folder.name}: {len(known)} automatic cues whose truth is known")
        for row in known:
            print(f"  {row.cue:>6}  {row.bound:<14} {row.name:<32.32} {row.truth_error:+7.0f} ms")
        errors = sorted(abs(row.truth_error) for row in known if row.truth_error is not None)
        late = [row.cue for row in table if row.by == "passed"]
        print(
            f"  half within {errors[len(errors) // 2]:.0f} ms, all within {errors[-1]:.0f} ms; passed over: {len(late)}"
        )


if __name__ == "__main__":
    main()
