"""USITT ASCII out: what is written comes in again with the same levels on every dimmer, in the same times."""

import os
from pathlib import Path

import pytest
from consoles import shows
from running_cues import at

from odette.book.open import Show, open_evening
from odette.cli import shipped
from odette.core.cue import Cue, Light, PromptBook
from odette.core.effects import Fade
from odette.core.light import LightState, apply
from odette.core.patch import frames, in_venue, picture
from odette.core.tracking import light_of, picture_at
from odette.core.venue import Venue
from odette.exchange.asc import read_asc
from odette.exchange.ascii import as_ascii
from odette.exchange.commands import read_file
from odette.exchange.draft import Losses
from odette.exchange.folder import write_show

DATA = Path(os.environ.get("ODETTE_DATA", Path(__file__).parents[3] / "shared" / "data"))


def wire(book: PromptBook, venue: Venue, cue: Cue) -> dict[int, bytes]:
    """What goes out once ``cue`` has gone, universe by universe, of the fixtures that the show's roles light."""
    light = apply(LightState(), Fade(cue.number, at(0), picture_at(book, cue), 0.0, 0.0), at(0))
    return frames(venue, picture(venue, in_venue(light, venue), at(1)))


def again(show: Show, venue: Venue, folder: Path) -> tuple[Show, Venue, list[str]]:
    """The show as a console's file, and that as a show."""
    losses = Losses()
    text = as_ascii(show, venue, losses)
    assert max(map(len, text.splitlines())) <= 80
    write_show(folder, read_asc("show.asc", text.encode(), ""), "")
    return *open_evening(folder, folder / "venue.toml"), [left.words for left in losses.told()]


def lights(show: Show) -> list[tuple[Cue, Light]]:
    return [(cue, light) for cue in show.book.cues if (light := light_of(cue)) is not None]


@pytest.mark.parametrize("house", ["town-hall", "opera-house"])
@pytest.mark.parametrize("name", ["swan-lake", "bach-andante"])
def test_a_show_with_colours_comes_back_on_every_slot(name: str, house: str, tmp_path: Path) -> None:
    """Byte for byte, whatever the lamps are: dimmers, dimmers in several roles, lamps that mix colours."""
    show, venue = open_evening(shipped("shows") / name, shipped("venues") / f"{house}.toml")
    back, rig, left = again(show, venue, tmp_path / "back")
    assert back.book.title == show.book.title
    assert len(lights(back)) == len(lights(show))
    lamps = {lamp for role in show.book.roles for lamp in venue.roles[role]}
    profiles = {fixture.id: len(wire_of(fixture.id, venue)) for fixture in venue.fixtures}
    for (cue, light), (copy, copied) in zip(lights(show), lights(back), strict=True):
        sent, got = wire(show.book, venue, cue), wire(back.book, rig, copy)
        for fixture in (fixture for fixture in venue.fixtures if fixture.id in lamps):
            place = slice(fixture.address - 1, fixture.address - 1 + profiles[fixture.id])
            assert got[fixture.universe][place] == sent[fixture.universe][place], f"cue {cue.number}, {fixture.id}"
        assert (copied.up, copied.down, copied.delay) == (light.up, light.down, light.delay)
        assert (copy.number, copy.name) == (cue.number, cue.name)
    assert any("waits for GO" in words for words in left), "what only the music knows is told"


def wire_of(fixture: str, venue: Venue) -> range:
    """The slots of one fixture, from 0."""
    from odette.core.profile import GENERIC

    profiles = {**GENERIC, **venue.profiles}
    return range(profiles[next(f.profile for f in venue.fixtures if f.id == fixture)].size)


CONSOLE_SHOWS = shows(DATA)


@pytest.mark.skipif(not CONSOLE_SHOWS, reason="the shared console shows are not here (ODETTE_DATA)")
@pytest.mark.parametrize("path", CONSOLE_SHOWS, ids=lambda path: path.stem)
def test_a_consoles_show_goes_out_as_it_came_in(path: Path, tmp_path: Path) -> None:
    """Channels, patch, cues, times, follows: the second import is the first."""
    write_show(tmp_path / "show", read_file(path), "")
    show, venue = open_evening(tmp_path / "show", tmp_path / "show" / "venue.toml")
    back, rig, left = again(show, venue, tmp_path / "back")
    assert left == []
    assert back.book.looks == show.book.looks
    assert [(c.number, c.trigger, c.actions, c.name) for c in back.book.cues] == [
        (c.number, c.trigger, c.actions, c.name) for c in show.book.cues
    ]
    for role in show.book.roles:
        assert rig.roles[role] == venue.roles[role]


def test_times_of_roles_lists_and_links_come_back(tmp_path: Path) -> None:
    text = (
        "Patch 1 1<1@Hff 2<2@Hff 3<3@H80\n"
        "Cue 1\n Text One\n Part 1\n Up 1\n Down 5 2\n Chan 2@Hff\n $$CueNotes Slow\n Followon 3\n Link 3\n"
        " Part 2\n Up 9 1\n Chan 3@Hff\n"
        "Cue 2\n Up 1\n Chan 1@H80\n $$Block\n Followon 0\n"
        "Cue 3\n Up 1\n Chan 1@H80\n $$Assert\n $$Hang -1\n"
        "Cue 4\n Up 1\n"
        "Cue 7 5\n Up 2\n Chan 3@H33\n"
        "Enddata\n"
    )
    write_show(tmp_path / "show", read_asc("show.asc", text.encode(), "Parts"), "")
    show, venue = open_evening(tmp_path / "show", tmp_path / "show" / "venue.toml")
    back, rig, _ = again(show, venue, tmp_path / "back")
    assert [(c.number, c.trigger, c.actions, c.name, c.note) for c in back.book.cues] == [
        (c.number, c.trigger, c.actions, c.name, c.note) for c in show.book.cues
    ]
    assert (back.book.looks, rig.roles) == (show.book.looks, venue.roles)
    assert list(back.book.lists) == ["list 2"], "lists are counted anew"
