"""Edits of a show's texts: what they say is what is read back, and nothing else is touched."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from book.house import waltz
from odette.book.open import Show, Texts, open_show
from odette.book.toml import parse_toml
from odette.faults import Faulty
from odette.score.musicxml import read_musicxml
from odette.writing.edits import BOOK, Add, Alter, AnyEdit, apply, fields_of
from odette.writing.edits import LOOKS as LOOKS_FILE
from writing import written
from writing.written import write_folder

AT = ["1.1", "2.1", "2.3", "3.1 + 1/2", "4.2", "6.1 - 200ms", "8.1", "end"]
NUMBERS = ["1", "2", "2.5", "3", "5", "6", "8", "9", "2.25"]


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    return open_show(write_folder(tmp_path_factory.mktemp("edits")))


def texts() -> dict[str, str]:
    return {"show.toml": "", BOOK: written.BOOK, LOOKS_FILE: written.LOOKS}


def edit(show: Show, before: Texts, **said: Any) -> dict[str, str]:
    return apply(before, msgspec.convert(said, AnyEdit), show.scores)[0]


def book_edit(show: Show, text: str, **said: Any) -> str:
    return edit(show, {BOOK: text, LOOKS_FILE: written.LOOKS}, **said)[BOOK]


def cue(text: str, number: str) -> dict[str, Any]:
    return next(table for table in parse_toml(BOOK, text).data["cue"] if table["number"] == number)


def numbers(text: str) -> list[str]:
    return [table["number"] for table in parse_toml(BOOK, text).data["cue"]]


def remarks(text: str) -> list[str]:
    return re.findall(r"#(?![0-9a-f]{6}).*", text)


def test_a_changed_field_is_the_only_thing_that_changes(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="change", cue="1", fields={"actions": {"fade": 4}})
    assert after == written.BOOK.replace("fade = 2.50    # not a hair less", "fade = 4    # not a hair less")


def test_a_field_that_says_the_same_is_left_as_it_is_written(show: Show) -> None:
    same = {"actions": {"fade": 2.5, "look": "preset"}, "trigger": {"on": "show opens"}, "authority": "called"}
    assert book_edit(show, written.BOOK, do="change", cue="1", fields=same) == written.BOOK


def test_a_new_key_goes_where_people_would_write_it(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="change", cue="2", fields={"name": "Lake", "note": "With the harp."})
    assert '[[cue]]\nnumber = "2"\nname = "Lake"\nat = "2.1"' in after
    assert 'down = 6.5\nnote = "With the harp."\n[cue.roles."front wash"]\nup = 8.0  # slow\n# a last' in after


def test_an_emptied_field_goes_and_leaves_the_rest(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="change", cue="6", fields={"note": ""})
    assert after == written.BOOK.replace('note = "As many as they want"\n', "")


def test_times_of_roles_are_tables_of_their_own(show: Show) -> None:
    roles = {"front wash": {"up": 8}, "cyc": {"fade": 2}}
    after = book_edit(show, written.BOOK, do="change", cue="2", fields={"actions": {"roles": roles}})
    assert after == written.BOOK.replace("# a last word on 2\n", "# a last word on 2\n[cue.roles.cyc]\nfade = 2\n")
    gone = book_edit(show, after, do="change", cue="2", fields={"actions": {"roles": None}})
    assert "roles" not in cue(gone, "2")
    assert numbers(gone) == numbers(written.BOOK)


def test_a_deleted_cue_takes_its_own_remarks_along_and_no_others(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="delete", cue="2")
    assert "# a last word on 2" not in after
    assert '# ---- the lake ----\n\n[[cue]]\nnumber = "2.5"' in after
    assert "fade = 2.50    # not a hair less\n\n# ---- the lake" in after


def test_a_cue_that_moves_goes_where_its_place_is_and_its_followers_go_with_it(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="move", cue="2", at="6.1")
    assert numbers(after) == ["1", "3", "2", "2.5", "5", "6", "8"]
    assert sorted(remarks(after)) == sorted(remarks(written.BOOK))


def test_a_cue_that_stands_right_is_not_moved(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="move", cue="3", at="8.1")
    assert after == written.BOOK.replace('at = "4.2 + 200ms"', 'at = "8.1"')


def test_a_cue_moved_first_and_back_is_the_text_it_was(show: Show) -> None:
    moved = book_edit(show, written.BOOK, do="move", cue="8", after="5")
    assert numbers(moved) == ["1", "2", "2.5", "3", "5", "8", "6"]
    assert book_edit(show, moved, do="move", cue="8", after="6") == written.BOOK


def test_a_new_cue_stands_in_the_order_of_the_music_and_has_a_number_between_its_neighbours(show: Show) -> None:
    said = {"trigger": {"at": "3.1"}, "actions": {"look": "dark"}}
    after, number = apply(texts(), msgspec.convert({"do": "add", "cue": said}, AnyEdit), show.scores)
    assert number == "4" or float(number) > 2
    order = numbers(after[BOOK])
    assert order.index("2") < order.index(number) < order.index("3")
    assert remarks(after[BOOK]) == remarks(written.BOOK)


def test_a_copy_is_the_same_cue_with_its_numbers_as_they_are_written(show: Show) -> None:
    after = book_edit(show, written.BOOK, do="copy", cue="1", to="1.5")
    assert 'number = "1.5"   # for life\non = "show opens"\nlook = "preset"\nfade = 2.50    # not a' in after
    assert numbers(after)[:3] == ["1", "1.5", "2"]


def test_a_cue_of_another_department_loses_the_keys_of_the_old_one(show: Show) -> None:
    fields = {"department": "calls", "actions": {"text": "Lights"}}
    after = book_edit(show, written.BOOK, do="change", cue="1", fields=fields)
    assert cue(after, "1") == {"number": "1", "department": "calls", "on": "show opens", "text": "Lights"}


def test_a_look_changes_role_by_role(show: Show) -> None:
    look = {"front wash": 60, "cyc": {"level": 70, "colour": "#2040a0"}, "moon": {"level": 5}}
    after = edit(show, texts(), do="look", name="lake", look=look)[LOOKS_FILE]
    wanted = written.LOOKS.replace("level = 80", "level = 70")
    assert after == wanted.replace("# blue\n", "# blue\nmoon = { level = 5 }\n")


def test_a_look_comes_and_goes(show: Show) -> None:
    with_it = edit(show, texts(), do="look", name="red dawn", look={"cyc": 10})
    assert with_it[LOOKS_FILE] == written.LOOKS + '\n[look."red dawn"]\ncyc = 10\n'
    assert edit(show, with_it, do="look", name="red dawn", look=None)[LOOKS_FILE] == written.LOOKS
    gone = edit(show, texts(), do="look", name="lake", look=None)[LOOKS_FILE]
    assert "# the lake itself" not in gone
    assert "# Pictures." in gone


def test_a_role_is_renamed_everywhere_in_the_show(show: Show) -> None:
    after = edit(show, texts(), **{"do": "rename role", "from": "front wash", "to": "face, warm"})
    assert after[LOOKS_FILE] == written.LOOKS.replace('"front wash"', '"face, warm"')
    assert after[BOOK] == written.BOOK.replace('"front wash"', '"face, warm"')


def test_a_look_is_renamed_in_the_cues_that_bring_it(show: Show) -> None:
    after = edit(show, texts(), **{"do": "rename look", "from": "lake", "to": "the lake"})
    assert after[LOOKS_FILE] == written.LOOKS.replace("[look.lake]", '[look."the lake"]')
    assert after[BOOK] == written.BOOK.replace('look = "lake"', 'look = "the lake"')


def test_line_ends_stay_what_they_are(show: Show) -> None:
    windows = written.BOOK.replace("\n", "\r\n")
    for said in (
        {"do": "change", "cue": "2", "fields": {"name": "Lake"}},
        {"do": "add", "cue": {"number": "4", "department": "calls", "actions": {"text": "x"}}},
        {"do": "move", "cue": "2", "at": "6.1"},
        {"do": "delete", "cue": "2"},
    ):
        plain = book_edit(show, written.BOOK, **said)
        assert book_edit(show, windows, **said) == plain.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"do": "delete", "cue": "77"}, 'there is no cue "77"'),
        ({"do": "change", "cue": "1", "fields": {"number": "7"}}, "cue 1 keeps its number"),
        ({"do": "change", "cue": "1", "fields": {"colour": 1}}, 'a cue has no field "colour"'),
        ({"do": "rename role", "from": "moon", "to": "sun"}, 'there is no role "moon"'),
        ({"do": "look", "name": "lakes", "look": None}, 'there is no look "lakes"'),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(show: Show, said: dict[str, Any], found: str) -> None:
    with pytest.raises(Faulty) as refused:
        edit(show, texts(), **said)
    assert refused.value.faults[0].found == found


def test_a_book_that_is_not_written_in_tables_is_left_to_the_hand(show: Show) -> None:
    with pytest.raises(Faulty, match="by hand"):
        book_edit(show, 'cue = [{ number = "1", look = "dark" }]\n', do="delete", cue="1")


names = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
triggers = st.one_of(
    st.sampled_from(AT).map(lambda at: {"at": at}),
    st.just({}),
    st.sampled_from(NUMBERS).map(lambda number: {"follow": number, "after": 2}),
    st.sampled_from(["show opens", "music begins", "music ends", "applause over"]).map(
        lambda what: {"on": what} if what == "show opens" else {"on": what, "in": "waltz"}
    ),
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "name": names,
        "note": names,
        "trigger": triggers,
        "actions": st.fixed_dictionaries(
            {},
            optional={
                "text": names.map(lambda text: f"x{text}"),
                "fade": st.none() | st.floats(0, 60).map(lambda seconds: round(seconds, 2)),
                "roles": st.sampled_from([None, {"cyc": {"up": 3}}, {"front wash": {"up": 1}, "cyc": {"fade": 2}}]),
                "look": st.sampled_from(["preset", "lake", "dark"]),
            },
        ),
    },
)
any_number = st.sampled_from(NUMBERS)
edits = st.one_of(
    st.builds(lambda cue, said: {"do": "change", "cue": cue, "fields": said}, any_number, fields),
    st.builds(lambda cue, at: {"do": "move", "cue": cue, "at": at}, any_number, st.sampled_from(AT)),
    st.builds(lambda cue, after: {"do": "move", "cue": cue, "after": after}, any_number, any_number),
    st.builds(lambda cue: {"do": "delete", "cue": cue}, any_number),
    st.builds(lambda cue: {"do": "copy", "cue": cue}, any_number),
    st.builds(
        lambda number, said, trigger: {"do": "add", "cue": said | {"number": number, "trigger": trigger}},
        st.sampled_from(["", "4", "7.5"]),
        fields,
        triggers,
    ),
    st.builds(
        lambda name, level: {"do": "look", "name": name, "look": {"cyc": level, "front wash": 5}},
        st.sampled_from(["lake", "dark", "new one"]),
        st.integers(0, 100),
    ),
)
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(st.lists(edits, max_size=6))
def test_an_edit_touches_no_other_cue_and_loses_no_remark_of_one(show: Show, said: list[dict[str, Any]]) -> None:
    """Whatever is done to a cue, all others are read as before, in the order they had, with every remark."""
    before = texts()
    for one in said:
        try:
            after, number = apply(before, msgspec.convert(one, AnyEdit), show.scores)
            number = number or "none"
        except Faulty:
            continue
        old, new = (
            {table["number"]: table for table in parse_toml(BOOK, version[BOOK]).data.get("cue", [])}
            for version in (before, after)
        )
        for other, table in old.items():
            if other != number:
                assert new[other] == table
        kept = remarks("".join(before.values()))
        actions = one.get("fields", {}).get("actions", {})
        if (
            one["do"] == "delete" or "roles" in actions or None in actions.values()
        ):  # keys went, with remarks at their end
            own = remarks_of(before[BOOK], number)
            kept = [remark for remark in kept if remark not in own or (one["do"] != "delete" and "last word" in remark)]
        assert set(kept) <= set(remarks("".join(after.values())))
        before = after


def remarks_of(text: str, number: str) -> list[str]:
    from odette.writing.blocks import blocks

    document = parse_toml(BOOK, text)
    found = blocks(text, document, "cue")
    index = [table["number"] for table in document.data["cue"]].index(number)
    return remarks(text[found[index].start : found[index].end])


@slow
@given(any_number, fields)
def test_what_an_edit_says_is_what_is_read_back(show: Show, number: str, said: dict[str, Any]) -> None:
    try:
        after = edit(show, texts(), do="change", cue=number, fields=said)
    except Faulty:
        return
    told, was = fields_of(cue(after[BOOK], number)), fields_of(cue(written.BOOK, number))
    for name in ("name", "note"):
        assert told[name] == said.get(name, was[name])
    assert told["trigger"] == said.get("trigger", was["trigger"])
    wanted = was["actions"] | said.get("actions", {})
    assert told["actions"] == {name: value for name, value in wanted.items() if value is not None}


@slow
@given(st.lists(st.sampled_from(AT), min_size=1, max_size=6))
def test_cues_added_anywhere_come_out_in_the_order_of_the_music(show: Show, places: list[str]) -> None:
    """No order in which cues are written makes a book that does not open."""
    after: Texts = texts()
    for at in places:
        said = {"trigger": {"at": at}, "department": "calls", "actions": {"text": "x"}}
        after, _ = apply(after, msgspec.convert({"do": "add", "cue": said}, AnyEdit), show.scores)
    read = open_show(show.folder, lambda _: score(), {BOOK: after[BOOK], LOOKS_FILE: after[LOOKS_FILE]})
    assert len(read.book.cues) == len(numbers(written.BOOK)) + len(places)


def score() -> Any:
    global _score
    if _score is None:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "waltz.musicxml"
            path.write_text(waltz(), encoding="utf-8")
            _score = read_musicxml(path)
    return _score


_score: Any = None


def test_what_is_said_of_parts_and_rounds_survives_an_edit() -> None:
    """A cue that waits for a part keeps its trigger and its round, whatever else of it is written."""
    text = (
        '[[cue]]\nnumber = "1"\non = "applause"\nauthority = "auto"\nlook = "day"\n\n'
        '[[cue]]\nnumber = "2"\nfollow = "1"\nafter = 4\nagain = "1"  # bows\nlook = "night"\n\n'
        '[[cue]]\nnumber = "3"\non = "part"\nin = "interval"\nafter = 2\nlook = "day"\n'
    )
    texts = {BOOK: text}
    for number in ("2", "3"):
        texts, _ = apply(texts, Alter(number, {"name": "Named"}), {})
    assert texts[BOOK] == text.replace('number = "2"\n', 'number = "2"\nname = "Named"\n').replace(
        'number = "3"\n', 'number = "3"\nname = "Named"\n'
    )
    texts, _ = apply(texts, Alter("2", {"again": None}), {})
    assert "again" not in texts[BOOK]
    texts, _ = apply(texts, Alter("3", {"again": "1"}), {})
    assert 'after = 2\nagain = "1"\nlook' in texts[BOOK]


def test_a_cue_of_a_part_and_one_on_the_upbeat_find_their_place_in_the_running_order() -> None:
    texts = {BOOK: '[[cue]]\nnumber = "1"\nlook = "day"\n'}
    looks = {"actions": {"look": "day"}}
    for number, trigger in (("2", {"on": "part", "in": "interval"}), ("3", {"on": "upbeat", "in": "one"})):
        texts, _ = apply(texts, Add({"number": number, "trigger": trigger, **looks}), {"one": None})
    assert [line for line in texts[BOOK].splitlines() if "number" in line] == [
        'number = "1"',
        'number = "2"',
        'number = "3"',
    ]
