"""Laws of attacks: heard at once, whatever the level, and of no account until they have stood out in this run."""

import numpy as np
import pytest

from follow.playing import model, tune
from odette.follow.evidence import Evidence
from odette.follow.features import BANDS, Features, Frame

RATE = 48_000


@pytest.mark.parametrize("level", [0.01, 0.5])
def test_an_attack_stands_out_in_the_frame_in_which_it_sounds(level: float) -> None:
    features = Features(RATE)
    hop = features.hop
    t = np.arange(20 * hop) / RATE
    tone = 0.1 * np.sin(2 * np.pi * 440 * t)
    tone[10 * hop + hop // 4 :] += np.sin(2 * np.pi * 660 * t[10 * hop + hop // 4 :])
    blocks = (level * tone).astype(np.float32).reshape(20, hop)
    attacks = [features(b).attack for b in blocks]
    assert int(np.argmax(attacks[5:])) == 5
    assert attacks[10] > 2


def _frame(attack: float) -> Frame:
    return Frame(np.ones(BANDS, np.float32), np.zeros(BANDS, np.float32), 1.0, False, attack)


def test_attacks_say_nothing_until_they_have_stood_out() -> None:
    evidence = Evidence(model(tune()))
    evidence.hear(_frame(5.0))
    assert evidence.struck() == 0
    for _ in range(30):
        evidence.clear_onset(4.0, 4.0)
    assert evidence.struck() > 1
    evidence.hear(_frame(-1.0))
    assert evidence.struck() < -0.5
