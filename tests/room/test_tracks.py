"""Conductors of every kind, before good cameras and bad ones: their upbeats are found, and nothing else is one."""

from itertools import pairwise

import pytest
from tracks import BEAT_NEAR, Track, found, tracks

from odette.room.upbeat import Podium, Sign

FEW_FRAMES = 12
"""Frames a beat below which beats may escape a camera."""
CAMERAS = [(24.0, 0.002, 0.0), (30.0, 0.003, 0.0), (30.0, 0.002, 0.1), (60.0, 0.003, 0.0)]
"""Frames a second, noise of the height, share of frames lost."""


@pytest.mark.parametrize("track", tracks(), ids=lambda track: track.name)
@pytest.mark.parametrize("camera", CAMERAS, ids=lambda camera: f"{camera[0]:.0f} fps, {camera[2]:.0%} lost")
def test_every_upbeat_is_found_before_its_beat_and_nothing_else_is_one(
    track: Track, camera: tuple[float, float, float]
) -> None:
    result = found(track, track.film(*camera))
    assert (result.missed, result.false) == ([], [])
    assert all(seconds > 0 for seconds in result.early)


@pytest.mark.parametrize("track", tracks(), ids=lambda track: track.name)
def test_beats_are_seen_where_they_fall(track: Track) -> None:
    film = track.film(30.0, 0.002)
    beat = min((b - a for a, b in pairwise(track.beats)), default=1.0)
    rate = len(film) / (film[-1].at - film[0].at)
    result = found(track, film)
    if beat * rate > FEW_FRAMES:
        assert result.beats_missed == []
    assert all(abs(error) < BEAT_NEAR for error in result.errors)


def test_an_upbeat_that_is_waved_off_is_withdrawn() -> None:
    (track,) = [track for track in tracks() if track.withdrawn]
    podium = Podium()
    signs = [gesture.sign for frame in track.film() for gesture in podium.see(frame)]
    assert signs.index(Sign.UPBEAT) < signs.index(Sign.WITHDRAWN)
