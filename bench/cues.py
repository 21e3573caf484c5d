"""How near a cue goes to its note on the example shows' own recordings.

Plays each recording to Odette as ``odette run --audio`` does, but without waiting, and prints for every automatic cue
bound to a place when it went against when its note really sounded (the recording's ``.truth.csv``). Then the same for a
made-up book with a cue on every downbeat, which nobody has chosen the places of.

The parameters of the follower and of the plan were chosen with both recordings at hand (Bach's: docs/adr/0007).
Bach's truth is itself an estimate, good to some 0.1 s.

    python bench/cues.py [SHOW ...]
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import structs

from odette.book.open import Show, open_show
from odette.core.clocks import Beat, ShowTime, later
from odette.core.cue import At, Authority, Cue, Department, Light, Look, PromptBook
from odette.core.effects import Listen
from odette.core.events import AnyEvent, Closed, Opened, Sounding
from odette.core.simulator import simulate
from odette.core.state import opening
from odette.io.sound import FileSound
from odette.performance.ears import Ears
from odette.performance.music import Music, truths
from odette.takes.log import FORMAT, Entry, Header
from odette.takes.replay import replay
from odette.takes.report import Row, rows

SHOWS = Path(__file__).parent.parent / "shows"


def heard(show: Show, recording: Path) -> list[AnyEvent]:
    """Everything the ears tell of a show's first number, from the recording's start to half a minute after its end."""
    source = FileSound(recording)
    ears = Ears(source.rate, show.scores)
    opened = Opened(ShowTime(0))
    ears.carry(opened, (Listen(show.book.numbers[0].id),))
    events: list[AnyEvent] = [opened, Sounding(ShowTime(0), recording.name, ShowTime(0))]
    end = ShowTime(0)
    for block in source.blocks():
        end = later(block.at, source.hop / source.rate)
        events += ears.hear(block, partial(ShowTime, end))
    return [*events, Closed(later(end, 30.0))]


def on_downbeats(show: Show) -> PromptBook:
    """A prompt book with a light cue on the first beat of every bar of the first number."""
    number = show.book.numbers[0].id
    cues = tuple(
        Cue(
            str(index),
            Department.LIGHTS,
            At(number, Beat(float(bar.start)), text=bar.number),
            Authority.AUTO,
            (Light("look"),),
        )
        for index, bar in enumerate(show.scores[number].bars, start=1)
    )
    return structs.replace(show.book, cues=cues, looks={"look": Look("look", {})})


def run(book: PromptBook, events: Sequence[AnyEvent], music: Music, show: Show) -> list[Row]:
    """The report's rows for a book whose ears heard these events."""
    header = Header(FORMAT, "bench", "", book, "", {}, str(music), truths(show, music))
    entries: list[Entry] = []
    for event, effects, _ in simulate(opening(book, {}), events):
        entries += [event, *effects]
    return rows(header, replay(header, entries))


def summary(table: Sequence[Row]) -> str:
    """How many cues went, and how near."""
    errors = sorted(abs(row.truth_error) for row in table if row.truth_error is not None)
    within = ", ".join(f"{sum(e <= t for e in errors) / len(errors):.2f} within {t} ms" for t in (50, 150, 400))
    passed = sum(row.by == "passed" for row in table)
    half, worst = errors[len(errors) // 2], errors[-1]
    return f"{len(errors)} went, {passed} passed over: half within {half:.0f} ms, all within {worst:.0f} ms; {within}"


def main() -> None:
    for folder in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(SHOWS.iterdir()):
        show = open_show(folder)
        recording = next(iter(show.audio.values()))
        events, music = heard(show, recording), Music(recording=recording)
        table = run(show.book, events, music, show)
        print(f"\n{folder.name}")
        for row in table:
            if row.truth_error is not None:
                print(f"  {row.cue:>6}  {row.bound:<14} {row.name:<32.32} {row.truth_error:+7.0f} ms")
        print(f"  its cues: {summary(table)}")
        print(f"  every downbeat: {summary(run(on_downbeats(show), events, music, show))}")


if __name__ == "__main__":
    main()
