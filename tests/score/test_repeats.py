"""The order in which printed bars are played, told as bars between signs.

``|:`` and ``:|`` (``:|3`` three times in all), ``[1`` ``[1,2`` ``[2`` voltas ending at ``]`` or where the rules say,
``S`` segno, ``C`` coda, ``->C`` to coda after the bar before, ``fine``, ``DC``, ``DS``, ``DC+`` with repeats.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odette.score.repeats import MOST_TIMES, Signs, unfold


def played(text: str) -> str:
    names: list[str] = []
    bars: list[Signs] = []
    coming = Signs()
    for word in text.split():
        last = bars[-1] if bars else Signs()
        if word == "|:":
            coming.start = True
        elif word.startswith(":|"):
            last.times = int(word[2:] or 2)
        elif word.startswith("["):
            coming.volta = tuple(int(n) for n in word[1:].split(","))
        elif word == "]":
            last.volta_ends = True
        elif word == "S":
            coming.segno = ""
        elif word == "C":
            coming.coda = ""
        elif word == "->C":
            last.to_coda = ""
        elif word == "fine":
            last.fine = True
        elif word in ("DC", "DC+"):
            last.da_capo, last.with_repeats = True, word == "DC+"
        elif word == "DS":
            last.dal_segno = ""
        else:
            names.append(word)
            bars.append(coming)
            coming = Signs()
    return " ".join(names[i] for i in unfold(bars))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a b c", "a b c"),
        ("a b :| c", "a b a b c"),
        ("a |: b :| c", "a b b c"),
        ("a :| b :| c", "a a b b c"),
        ("a |: b :|3 c", "a b b b c"),
        ("|: a b [1 c :| [2 d |:  e :|", "a b c a b d e e"),
        ("|: a [1,2 b :| [3 c", "a b a b a c"),
        ("|: a [1 b :| [2 c :| [3 d", "a b a c a d"),
        ("|: a [1 b x :| [2 c y ] d", "a b x a c y d"),
        # the second ending's own :| is only a closing sign
        ("|: a [1 b :| [2 c :| d", "a b a c d"),
        # a volta without an end, and one without :|
        ("|: a [1 b :| [2 c d", "a b a c d"),
        ("|: a [1 b ] [2 c ] d", "a b a c d"),
        ("|: a [1 b x [2 c d", "a b x a c d"),
        ("|: a [1 b :| [2 c d |: e [1 f :| [2 g", "a b a c d e f e g"),
        ("a [1 b :| [2 c d e [1 f :| [2 g", "a b a c d e f d e g"),
        # a lone first ending
        ("|: a [1 b :| c d :|", "a b a c d c d"),
        # a later ending with no first one hides no music
        ("|: a b :| c [2 d ] e", "a b a b c d e"),
        # a sign that nothing closes
        ("a |: b c", "a b c"),
    ],
)
def test_repeats_and_voltas(text: str, wanted: str) -> None:
    assert played(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a b fine c DC", "a b c a b"),
        ("a b c DC", "a b c a b c"),
        ("a S b fine c DS", "a b c b"),
        ("a S b ->C c DS C d e", "a b c b d e"),
        ("a ->C b DC C c", "a b a c"),
        # minuet and trio: no repeats after the da capo, and then only the last ending
        ("|: a :| |: b :| fine |: c :| |: d :| DC", "a a b b c c d d a b"),
        ("|: a [1 b :| [2 c ] fine d DC", "a b a c d a c"),
        ("|: a :| b fine c DC+", "a a b c a a b"),
        # the repeat of the jump's own bar comes first
        ("a |: b :| DC", "a b b a b"),
        # a repeat in the coda stays in it
        ("a ->C DC+ C b :|3", "a a b b b"),
        # nowhere to go: played on
        ("a b DS c", "a b c"),
        ("a ->C b DC", "a b a b"),
        # Fine without a jump is passed over
        ("a fine b", "a b"),
    ],
)
def test_jumps(text: str, wanted: str) -> None:
    assert played(text) == wanted


signs = st.builds(
    Signs,
    start=st.booleans(),
    times=st.sampled_from([0, 0, 0, 2, 3, 10**9]),
    volta=st.sampled_from([(), (), (), (1,), (2,), (1, 2), (3,), (10**9,)]),
    volta_ends=st.booleans(),
    segno=st.sampled_from([None, "", "x"]),
    coda=st.sampled_from([None, "", "x"]),
    to_coda=st.sampled_from([None, "", "x"]),
    fine=st.booleans(),
    da_capo=st.booleans(),
    dal_segno=st.sampled_from([None, "", "x"]),
    with_repeats=st.booleans(),
)


@settings(deadline=None)
@given(st.lists(signs, min_size=1, max_size=12))
def test_any_signs_end(bars: list[Signs]) -> None:
    """However absurd the signs, playing begins with a printed bar and comes to an end."""
    order = unfold(bars)
    jumps = 1 + sum(bar.da_capo or bar.dal_segno is not None for bar in bars)
    assert order
    assert len(order) <= jumps * MOST_TIMES * len(bars)
    assert all(0 <= i < len(bars) for i in order)


@settings(deadline=None)
@given(st.integers(1, 30))
def test_without_signs_all_bars_once(count: int) -> None:
    assert unfold([Signs() for _ in range(count)]) == list(range(count))
