"""The shows and venues that come with Odette are whole: they can be read, followed, lit and checked."""

import csv
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import soundfile

from odette.book.open import Show, check, open_show, open_venue
from odette.core.cue import At, Authority, Department, Follow, Hang, Room

ROOT = Path(__file__).parent.parent.parent
SHOWS = sorted(path.parent for path in (ROOT / "shows").glob("*/show.toml"))
VENUES = sorted((ROOT / "venues").glob("*.toml"))


@pytest.fixture(params=SHOWS, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def show(folder: Path) -> Show:
    return open_show(folder)


def truth(sound: Path) -> list[tuple[float, float]]:
    """(beat, seconds) from the table beside a recording."""
    with sound.with_suffix(".truth.csv").open(newline="") as file:
        return [(float(row["beat"]), float(row["seconds"])) for row in csv.DictReader(file)]


def test_both_shows_and_both_venues_are_there() -> None:
    """The tests below run on what they find; this holds that they find something."""
    assert [path.name for path in SHOWS] == ["bach-andante", "swan-lake"]
    assert [path.name for path in VENUES] == ["opera-house.toml", "town-hall.toml"]


@pytest.mark.parametrize("venue", VENUES, ids=lambda path: path.stem)
def test_no_fault_in_any_show_in_any_venue(folder: Path, venue: Path) -> None:
    """Every role, destination, position and look that a show names exists, and every look is used."""
    assert check(folder, venue) == []


@pytest.mark.parametrize("path", VENUES, ids=lambda path: path.stem)
def test_no_two_fixtures_share_a_slot(path: Path) -> None:
    slots = [
        (fixture.universe, fixture.address + slot)
        for venue in [open_venue(path)]
        for fixture in venue.fixtures
        for slot in range(venue.profile(fixture).size)
    ]
    assert len(slots) == len(set(slots))
    assert all(1 <= slot <= 512 for _, slot in slots)


@pytest.mark.parametrize("path", VENUES, ids=lambda path: path.stem)
def test_light_stays_on_this_machine_until_someone_says_otherwise(path: Path) -> None:
    (output,) = open_venue(path).outputs
    assert output.interface == "127.0.0.1"
    assert output.unicast == ("127.0.0.1",)


@pytest.mark.parametrize("path", VENUES, ids=lambda path: path.stem)
def test_every_fixture_has_a_role(path: Path) -> None:
    venue = open_venue(path)
    assert {fixture.id for fixture in venue.fixtures} == {name for weights in venue.roles.values() for name in weights}


def test_truth_rises_strictly_in_beats_and_seconds(show: Show) -> None:
    for sound in show.audio.values():
        for (beat, second), (next_beat, next_second) in pairwise(truth(sound)):
            assert beat < next_beat
            assert second < next_second


def test_truth_covers_every_cue(show: Show) -> None:
    """No cue lies outside the time for which the truth is known, and each stands on a place that the table has."""
    for number, sound in show.audio.items():
        beats = {beat for beat, _ in truth(sound)}
        for cue in show.book.cues:
            if isinstance(cue.trigger, At) and cue.trigger.number == number:
                assert any(abs(cue.trigger.beat - beat) < 1e-3 for beat in beats), cue.trigger.text


def test_recordings_are_as_long_as_their_truth(show: Show) -> None:
    """The truth ends within the file, with the last note's ring, and an applause if there is one, still to come."""
    for sound in show.audio.values():
        info = soundfile.info(str(sound))
        seconds = info.frames / info.samplerate
        assert truth(sound)[0][1] > 0
        assert truth(sound)[-1][1] + 1 < seconds < truth(sound)[-1][1] + 60
        assert sound.stat().st_size < 3_000_000


def test_cues_follow_the_music_in_running_order(show: Show) -> None:
    places = [cue.trigger.beat for cue in show.book.cues if isinstance(cue.trigger, At)]
    assert places == sorted(places)


def test_the_evening_of_swan_lake_needs_nobody() -> None:
    """Every cue goes by itself, but the curtain, which is a person's and which nothing waits for."""
    cues = open_show(ROOT / "shows" / "swan-lake").book.cues
    called = [cue for cue in cues if cue.authority is Authority.CALLED]
    assert [cue.department for cue in called] == [Department.MACHINERY]
    leaders = {cue.trigger.cue for cue in cues if isinstance(cue.trigger, Follow | Hang)}
    assert called[0].number not in leaders


def test_every_department_and_every_event_of_the_room_is_shown() -> None:
    cues = open_show(ROOT / "shows" / "swan-lake").book.cues
    assert {cue.department for cue in cues} == set(Department)
    assert {what for cue in cues if (what := getattr(cue.trigger, "what", None))} == set(Room)


def test_what_is_heard_in_the_recording_comes_in_order() -> None:
    """Music, its end, applause, its end: all within the file, the music where the truth says."""
    sound = open_show(ROOT / "shows" / "swan-lake").audio["scene"]
    with sound.with_suffix(".events.csv").open(newline="") as file:
        events = [(row["event"], float(row["seconds"])) for row in csv.DictReader(file)]
    assert [name for name, _ in events] == ["music begins", "music ends", "applause", "applause over"]
    times = [seconds for _, seconds in events]
    assert times == sorted(times)
    assert times[0] == pytest.approx(truth(sound)[0][1], abs=0.01)
    assert times[1] == pytest.approx(truth(sound)[-1][1], abs=0.01)
    assert times[-1] < soundfile.info(str(sound)).duration


def test_the_shipped_score_is_what_the_engraver_writes(tmp_path: Path) -> None:
    """Whoever changes the music text engraves it again."""
    out = tmp_path / "score.musicxml"
    subprocess.run(
        [sys.executable, str(ROOT / "bench" / "engrave_no10.py"), "--out", str(out)], check=True, capture_output=True
    )
    assert out.read_bytes() == (ROOT / "shows/swan-lake/scores/no10-scene.musicxml").read_bytes()
