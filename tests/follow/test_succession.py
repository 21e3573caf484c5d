"""One number ends and the next begins: the hand-over is decided from numbers alone."""

import pytest

from odette.follow.succession import EARLY_LEAD, LEAD, PROBATION, Succession, Verdict

FRAMES_A_SECOND = 50


def heard(left: float, here: float, there: float, seconds: float = 3.0, **said: bool) -> tuple[Verdict, float]:
    """The first verdict that is not to go on listening, and after how many seconds."""
    succession = Succession()
    told = {"lost": False, "begun": True, "sure": True} | said
    for frame in range(round(seconds * FRAMES_A_SECOND)):
        verdict = succession.hear(left, told["lost"], here, there, told["begun"], told["sure"])
        if verdict is not Verdict.LISTEN:
            return verdict, frame / FRAMES_A_SECOND
    return Verdict.LISTEN, seconds


def test_after_the_last_note_the_next_number_is_believed_within_half_a_second() -> None:
    verdict, after = heard(left=-1.0, here=0.0, there=0.7)
    assert verdict is Verdict.BEGUN
    assert after < 0.5


def test_what_this_number_explains_as_well_is_no_beginning() -> None:
    """The same key, the same chord: the last chord of one is the first of the next."""
    assert heard(left=-1.0, here=0.6, there=0.65) == (Verdict.LISTEN, 3.0)


def test_what_this_number_explains_better_is_listened_for_anew() -> None:
    assert heard(left=-1.0, here=0.6, there=0.1)[0] is Verdict.AGAIN


def test_before_the_last_note_it_takes_much_more() -> None:
    assert heard(left=5.0, here=0.0, there=0.3)[0] is Verdict.LISTEN
    early, late = heard(left=5.0, here=-0.15, there=0.9)[1], heard(left=0.0, here=-0.15, there=0.9)[1]
    assert early > late * EARLY_LEAD / LEAD / 2


def test_lost_near_the_end_it_takes_no_more_than_after_it() -> None:
    assert heard(left=5.0, here=0.0, there=0.7, lost=True)[0] is Verdict.BEGUN


@pytest.mark.parametrize("missing", ["begun", "sure"])
def test_nothing_is_handed_over_to_a_follower_that_waits_or_is_unsure(missing: str) -> None:
    assert heard(left=-1.0, here=0.0, there=0.7, **{missing: False})[0] is Verdict.LISTEN


def test_a_beginning_that_proves_nothing_in_time_is_listened_for_anew() -> None:
    assert heard(left=-1.0, here=0.5, there=0.5, seconds=PROBATION + 1)[0] is Verdict.AGAIN
