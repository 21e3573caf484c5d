"""How far an edit reaches: to the next cue that says otherwise, or to the next block."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_tracking import cue, show

from odette.core.cue import Light, Value
from odette.core.editing import reach
from odette.core.tracking import pictures

LOOKS = {
    "1": {"front": Value(0.3), "cyc": Value(0.2)},
    "2": {"side": Value(0.5)},
    "3": {"front": Value(0.6)},
    "4": {"side": Value(0.0)},
}
CUES = (cue("1"), cue("2"), cue("3"), cue("4"))


def seen(book, values):
    return [(each.number, sorted(each.roles)) for each in reach(book, "1", values).cues]


def test_an_edit_tracks_until_a_cue_says_otherwise() -> None:
    book = show(LOOKS, *CUES)
    assert seen(book, {"front": Value(0.9), "cyc": Value(0.2)}) == [("1", ["front"]), ("2", ["front"])]
    assert seen(book, {"front": Value(0.3), "cyc": Value(0.8)}) == [(number, ["cyc"]) for number in "1234"]
    assert reach(book, "1", LOOKS["1"]).cues == ()


def test_a_role_that_is_taken_out_of_a_look_is_dark_where_it_was_never_given() -> None:
    (first, second) = reach(show(LOOKS, *CUES), "1", {"cyc": Value(0.2)}).cues
    assert first.roles == second.roles == {"front": (Value(0.3), Value(0.0))}


def test_an_edit_ends_at_a_block_which_then_says_itself_what_it_shows() -> None:
    book = show(LOOKS, CUES[0], CUES[1], cue("3", Light("3", block=True)), CUES[3])
    reached = reach(book, "1", {"front": Value(0.9), "cyc": Value(0.8)})
    assert [each.number for each in reached.cues] == ["1", "2"]
    assert (reached.block, reached.keeps) == ("3", {"cyc": Value(0.2)})


VALUES = st.dictionaries(st.sampled_from(["front", "side", "cyc"]), st.builds(Value, st.sampled_from([0.0, 0.4, 1.0])))


@given(st.lists(st.tuples(VALUES, st.booleans(), st.booleans()), min_size=2, max_size=6), VALUES)
def test_a_book_edited_as_it_says_differs_where_it_says_and_nowhere_else(told, values) -> None:
    """A model: write the edit, and into the blocked cue what it keeps; then run both books through."""
    looks = {str(n): look for n, (look, _, _) in enumerate(told)}
    cues = [cue(str(n), Light(str(n), only=only, block=block)) for n, (_, only, block) in enumerate(told)]
    book = show(looks, *cues)
    reached = reach(book, "0", values)
    new = {**looks, "0": values}
    if reached.block:
        new[reached.block] = reached.keeps | new[reached.block]
    edited = show(new, *cues)

    def dark(picture):
        return {role: value for role, value in picture.items() if value.level}

    differ = [
        one.number
        for (one, _, was), (_, _, becomes) in zip(pictures(book), pictures(edited), strict=True)
        if dark(was) != dark(becomes)
    ]
    assert differ == [each.number for each in reached.cues]
    assert replace(book, looks={}) == replace(edited, looks={})
