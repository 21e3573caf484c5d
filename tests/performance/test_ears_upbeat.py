"""What the conductor shows reaches the follower on its own time line, whenever it began to listen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from odette.core.clocks import SECOND, Beat, Sample, ShowTime
from odette.core.effects import Listen
from odette.core.events import AnyEvent, Command, Conducted, Following, Heard, Opened, Pressed
from odette.follow.follower import Follower
from odette.io.sound import Block
from odette.performance.ears import Ears
from odette.score.read import read_score
from running import music, score

RATE = 22_050
BEGINS = 2.0
"""Seconds of silence before the small show's music."""
ZERO = ShowTime(7 * SECOND)
"""When the first sample sounds."""


def moment(seconds: float) -> ShowTime:
    return ShowTime(ZERO + round(seconds * SECOND))


class Seen:
    """A follower's upbeats, as it was told them: seconds into its sound, and seconds of sound it had heard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.due: list[float] = []
        self.withdrawn = 0
        monkeypatch.setattr(Follower, "upbeat", lambda _, due, beat, strokes: self.due.append(due / RATE))
        monkeypatch.setattr(Follower, "withdrawn", lambda _: setattr(self, "withdrawn", self.withdrawn + 1))


@pytest.fixture
def ears(tmp_path: Path) -> Ears:
    path = tmp_path / "score.musicxml"
    path.write_text(score())
    return Ears(RATE, {"scene": read_score(path)})


def heard(ears: Ears, first: float, last: float, told: dict[float, AnyEvent]) -> Iterator[Heard]:
    """The follower's words on the sound from ``first`` to ``last`` seconds; ``told``: what the show is told, when."""
    samples, hop = music(RATE, before=BEGINS), RATE // 50
    for i in range(round(first * 50), round(last * 50)):
        for at in [at for at in told if round(at * 50) == i]:
            ears.carry(told[at], ())
        block = Block(samples[i * hop : (i + 1) * hop], Sample(i * hop), moment(i / 50))
        yield from (e for e in ears.hear(block, lambda at=block.at: at) if isinstance(e, Heard))


def listening(ears: Ears) -> None:
    ears.carry(Opened(ZERO), (Listen("scene"),))


def test_an_upbeat_is_due_in_the_followers_own_sound(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Seen(monkeypatch)
    list(heard(ears, 0.0, 0.5, {0.1: Conducted(moment(0.1), "upbeat", moment(0.5), 0.5)}))
    assert seen.due == [], "nobody listened"
    listening(ears)
    sign = Conducted(moment(1.0), "upbeat", moment(1.4), 0.5)
    list(heard(ears, 0.5, 1.2, {0.6: Conducted(moment(0.6), "ready", moment(0.6)), 1.0: sign}))
    assert seen.due == [pytest.approx(0.9, abs=0.001)], "it has listened since 0.5 s"
    list(heard(ears, 1.2, 1.5, {1.2: Conducted(moment(1.2), "withdrawn", moment(1.2))}))
    assert (len(seen.due), seen.withdrawn) == (1, 1)


def test_a_key_for_the_upbeat_tells_the_follower_too(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Seen(monkeypatch)
    listening(ears)
    list(heard(ears, 0.0, 1.0, {0.5: Pressed(moment(0.5), "1", "Anna", Command.UPBEAT)}))
    assert seen.due == [pytest.approx(1.0, abs=0.001)]


def test_with_an_upbeat_the_music_is_known_to_begin_no_later_and_never_before_it_does(ears: Ears) -> None:
    listening(ears)
    sign = Conducted(moment(BEGINS - 0.3), "upbeat", moment(BEGINS), 0.5)
    first = next(e for e in heard(ears, 0.0, 4.0, {BEGINS - 0.3: sign}) if e.following is not Following.WAITING)
    assert BEGINS < (first.heard_at - ZERO) / SECOND < BEGINS + 0.2
    assert first.beat < Beat(0.5)
