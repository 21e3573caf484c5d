"""Told that the players will begin again at a place, the ears wait there as they wait for a first note."""

import numpy as np

from odette.core.clocks import SECOND, Beat, Sample, ShowTime
from odette.core.effects import Listen
from odette.core.events import Following, Heard, Ticked
from odette.follow.programme import Programme
from odette.io.sound import Block
from odette.performance.ears import Ears
from odette.score.read import read_score
from running import QUARTER, RATE, music, small_show

HOP = RATE // 50


def heard(ears: Ears, sound: np.ndarray, first: int) -> list[Heard]:
    """What the ears make of so much sound, the first sample of it being this one of the evening."""
    events: list[Heard] = []
    for start in range(0, len(sound) - HOP, HOP):
        at = ShowTime((first + start) * SECOND // RATE)
        block = Block(sound[start : start + HOP], Sample(first + start), at)
        events += [event for event in ears.hear(block, lambda at=at: at) if isinstance(event, Heard)]
    return events


def test_they_wait_for_the_first_note_at_the_place_and_follow_from_there(tmp_path) -> None:
    ears = Ears(RATE, {"one": read_score(small_show(tmp_path) / "one.musicxml")})
    ears.carry(Ticked(ShowTime(0)), (Listen("one"),))
    played = music(RATE)
    stopped = round((0.5 + QUARTER * 12) * RATE)
    assert heard(ears, played[:stopped], 0)[-1].following is Following.PLAYING
    ears.carry(Ticked(ShowTime(0)), (Listen("one", Beat(4.0), waiting=True),))
    quiet = 0.0003 * np.random.default_rng(2).standard_normal(4 * RATE).astype(np.float32)
    waiting = heard(ears, quiet, stopped)
    assert {each.following for each in waiting} == {Following.WAITING}
    assert {each.beat for each in waiting} == {4.0}
    again = heard(ears, played[round((0.5 + QUARTER * 4) * RATE) : stopped], stopped + len(quiet))
    assert again[-1].following is Following.PLAYING
    assert abs(again[-1].beat - 12) < 0.5


def test_a_fault_while_they_wait_there_forgets_neither_the_place_nor_that_nobody_plays(tmp_path, monkeypatch) -> None:
    ears = Ears(RATE, {"one": read_score(small_show(tmp_path) / "one.musicxml")})
    ears.carry(Ticked(ShowTime(0)), (Listen("one", Beat(4.0), waiting=True),))
    quiet = 0.0003 * np.random.default_rng(2).standard_normal(4 * RATE).astype(np.float32)
    heard(ears, quiet, 0)
    with monkeypatch.context() as broken:
        broken.setattr(Programme, "hear", lambda *_: 1 / 0)
        heard(ears, quiet[: 2 * HOP], len(quiet))
    after = heard(ears, quiet, len(quiet) + 2 * HOP)
    assert {(each.following, each.beat) for each in after} == {(Following.WAITING, 4.0)}
