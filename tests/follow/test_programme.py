"""A show of three numbers, heard as a whole: the next one is not missed, another one is recognised."""

import numpy as np
import pytest

from follow.playing import RATE, Floats, Note, at, follow, model, sound, steady, tune
from odette.core.clocks import Beat
from odette.core.events import Following
from odette.core.plan import CONFIDENT
from odette.follow.programme import Programme
from odette.follow.recognition import Recognition

WALTZ, MARCH, FINALE = (
    [(onset, length, pitch + shift) for onset, length, pitch in tune(32, seed)]
    for seed, shift in ((3, 0), (4, 2), (5, -3))
)
MODELS = {name: model(notes) for name, notes in (("waltz", WALTZ), ("march", MARCH), ("finale", FINALE))}
SECONDS = 32 * 0.6
"""That each lasts at the tempo of its score."""


def played(notes: list[Note]) -> Floats:
    """From its first note to the end of its last."""
    return sound(notes, steady(100, 0.0), SECONDS)


def programme(number: str, listening: bool = True) -> Programme:
    out = Programme(list(MODELS), lambda: MODELS, RATE)
    if listening:
        out.listen(number, MODELS[number])
    return out


def run(show: Programme, samples: Floats) -> list[tuple[str, Beat, Following, float]]:
    """Frame after frame, going on to the next number as the show does when one is over."""
    hop, order = show.features.hop, list(MODELS)
    heard = []
    for i in range(0, len(samples) - hop + 1, hop):
        estimate = show.hear(samples[i : i + hop])
        heard.append((show.number, estimate.beat, estimate.following, estimate.confidence))
        if estimate.following is Following.ENDED and show.number != order[-1]:
            following = order[order.index(show.number) + 1]
            show.listen(following, MODELS[following])
    return heard


@pytest.fixture(scope="module")
def attacca() -> list[tuple[str, Beat, Following, float]]:
    hall = np.zeros(RATE // 2, np.float32)
    return run(programme("waltz"), np.concatenate([hall, played(WALTZ), played(MARCH)[: 5 * RATE]]))


def test_attacca_the_next_number_is_followed_within_its_first_two_beats(attacca: list) -> None:
    begins = round((0.5 + SECONDS + 1.2) / 0.02)
    assert {number for number, *_ in attacca[: begins - 60]} == {"waltz"}
    assert {number for number, *_ in attacca[begins:]} == {"march"}
    truth = [(k * 0.02 - 0.5 - SECONDS) / 0.6 for k in range(len(attacca))]
    errors = [beat - truth[k] for k, (_, beat, _, _) in enumerate(attacca) if k > begins]
    assert np.max(np.abs(errors)) < 0.5
    assert min(confidence for *_, confidence in attacca[begins:]) >= CONFIDENT


def test_in_the_middle_of_a_number_nothing_else_is_followed() -> None:
    show = programme("waltz")
    run(show, np.concatenate([np.zeros(RATE // 2, np.float32), played(WALTZ)[: 7 * RATE]]))
    assert show.busy == {"waltz"}


@pytest.fixture(scope="module")
def left_out() -> Programme:
    """The march is listened for, the finale is played."""
    show = programme("march")
    run(show, played(FINALE)[: 14 * RATE])
    return show


def test_a_number_played_in_place_of_another_is_seen_where_it_is(left_out: Programme) -> None:
    assert left_out.sighting is not None
    assert left_out.sighting.number == "finale"
    assert left_out.sighting.estimate.beat == pytest.approx(14 / 0.6, abs=0.5)


def test_no_place_is_sure_while_another_number_is_on_trial(left_out: Programme) -> None:
    hop = left_out.features.hop
    assert left_out.hear(played(FINALE)[14 * RATE :][:hop]).confidence < CONFIDENT


def test_it_is_never_followed_by_itself(left_out: Programme) -> None:
    assert left_out.number == "march"


def test_confirmed_it_is_followed_at_once_by_what_followed_it_on_trial(left_out: Programme) -> None:
    left_out.listen("finale", MODELS["finale"], Beat(20.0))
    music = played(FINALE)[14 * RATE :]
    estimates = follow(left_out, music)  # type: ignore[arg-type]
    assert estimates[0].beat == pytest.approx(14 / 0.6, abs=0.5)
    assert at(estimates, 3.0).beat == pytest.approx(17 / 0.6, abs=0.5)
    assert left_out.sighting is None


def test_the_number_listened_for_is_never_sighted() -> None:
    show = programme("march")
    music = played(MARCH)
    for start in range(0, 10 * RATE, RATE):
        run(show, music[start : start + RATE])
        assert show.sighting is None


def test_a_number_just_played_is_seen_when_it_begins_again() -> None:
    show = programme("march")
    run(show, played(WALTZ)[: 10 * RATE])
    assert show.sighting is not None
    assert show.sighting.number == "waltz"


def test_the_last_number_is_seen_when_it_is_given_again() -> None:
    show = programme("finale")
    show.listen("finale", MODELS["finale"], Beat(26.0))
    pause = np.zeros(3 * RATE, np.float32)
    run(show, np.concatenate([played(FINALE)[round(26 * 0.6 * RATE) :], pause, played(FINALE)[: 9 * RATE]]))
    assert show.sighting is not None
    assert show.sighting.number == "finale"


def test_noise_is_like_no_number_more_than_another() -> None:
    show = programme("march")
    noise = np.random.default_rng(2).standard_normal(10 * RATE).astype(np.float32) * np.float32(0.1)
    run(show, noise)
    assert show.sighting is None


def test_no_frame_compares_much_more_than_its_share() -> None:
    """The work of comparing all numbers is spread over the frames of a step."""
    many = {f"number {i}": MODELS["waltz"] for i in range(16)}
    recognition = Recognition(many)
    frame = Programme(["waltz"], lambda: MODELS, RATE).features(played(WALTZ)[: RATE // 50])
    compared = []
    for _ in range(63):
        recognition.hear(frame)
        compared.append(recognition.compared)
    assert sum(compared) == len(many) * 7, "every number at each of the steps that are complete"
    assert max(compared) == len(many) // 8


def test_a_beginning_that_was_missed_is_made_up_for() -> None:
    """Something rang on over the first notes: the number listened for is joined where it is by then, unasked."""
    show = programme("march")
    missed = played(MARCH)[round(1.5 * RATE) : 13 * RATE]
    heard = run(show, missed)
    assert show.sighting is None
    assert show.number == "march"
    assert heard[-1][1] == pytest.approx(13 / 0.6, abs=0.5)


def test_a_show_of_one_number_compares_nothing() -> None:
    show = Programme(["waltz"], lambda: {"waltz": MODELS["waltz"]}, RATE)
    show.listen("waltz", MODELS["waltz"])
    estimates = follow(show, played(FINALE)[: 5 * RATE])  # type: ignore[arg-type]
    assert {estimate.following for estimate in estimates} == {Following.WAITING}
    assert show.sighting is None
    assert show.busy == {"waltz"}
