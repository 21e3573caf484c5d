"""Real shows from a real console: every level comes in as it was, and running the cues brings the same pictures."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from consoles import Console, shows
from running_cues import Rehearsal

from odette.book.open import check, open_show
from odette.core.tracking import picture
from odette.exchange.commands import read_file, told
from odette.exchange.folder import write_show

DATA = Path(os.environ.get("ODETTE_DATA", Path(__file__).parents[3] / "shared" / "data"))
SHOWS = shows(DATA)

pytestmark = pytest.mark.skipif(not SHOWS, reason="the shared console shows are not here (ODETTE_DATA)")


@pytest.fixture(params=SHOWS, ids=lambda path: path.stem)
def source(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def folder(source: Path, tmp_path: Path) -> Path:
    draft = read_file(source)
    write_show(tmp_path / "show", draft, told(source.name, draft))
    return tmp_path / "show"


@pytest.fixture
def console(source: Path) -> Console:
    return Console(source.read_text())


def test_it_passes_the_check(folder: Path) -> None:
    assert check(folder, folder / "venue.toml") == []


def test_every_cue_has_the_levels_of_the_file(folder: Path, console: Console) -> None:
    """By tracking through the book, each cue's picture is the file's, channel for channel and byte for byte."""
    book = open_show(folder).book
    assert [Decimal(cue.number) for cue in book.cues] == sorted(console.cues)
    for i, cue in enumerate(book.cues):
        shown = {role: round(255 * value.level) for role, value in picture(book, i + 1).items() if value.level}
        assert shown == {f"channel {c}": level for c, level in console.cues[Decimal(cue.number)].levels.items()}


def test_every_cue_has_the_times_of_the_file(folder: Path, console: Console) -> None:
    for cue in open_show(folder).book.cues:
        written = console.cues[Decimal(cue.number)]
        light = cue.actions[0]
        assert (light.up, light.down, light.delay) == (written.up, written.down, written.wait)


def test_running_the_cues_shows_what_the_console_shows(folder: Path, console: Console) -> None:
    """Each cue starts when the console starts it, and what is on every dimmer when it is complete is the same."""
    ran = console.run(pause=1.0)
    patch = console.patch or {channel: channel for channel in console.channels()}
    rehearsal = Rehearsal(folder, [start for _, start, pressed in ran if pressed])
    assert rehearsal.started == {str(number): pytest.approx(start) for number, start, _ in ran}
    for (number, _, _), end in zip(ran, [start for _, start, _ in ran[1:]] + [ran[-1][1] + 3600], strict=True):
        cue = console.cues[number]
        if cue.follow is None:
            shown = {d: cue.levels[c] for d, c in patch.items() if cue.levels.get(c)}
            assert rehearsal.dimmers(end - 0.1) == shown, f"cue {number}"
