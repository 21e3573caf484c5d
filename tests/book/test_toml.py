"""TOML with line numbers: the index names every table and key that tomllib reads, and no other."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odette.book.toml import Place, parse_toml, read_toml
from odette.faults import Fault, Faulty

BOOK = '''\
title = "Swan Lake"   # with a remark [not a table]

[[cue]]
number = "1"
note = """
[not.a.table]
nor = "a key" """
[[cue]]
number = "2"
arguments = [
    1,   # ]
    { deep = "}" },
]
[look."lake by night"]
'''


def places(value: Any, at: Place = ()) -> set[Place]:
    """The way to every table, key and list entry in parsed TOML."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {at} | {place for key, inner in below for place in places(inner, (*at, key))}


def test_every_key_knows_its_line() -> None:
    document = parse_toml("book", BOOK)
    assert document.line("title") == 1
    assert document.line("cue", 0) == 3
    assert document.line("cue", 0, "note") == 5
    assert document.line("cue", 1) == 8
    assert document.line("cue", 1, "arguments", 1, "deep") == 12
    assert document.line("look", "lake by night") == 14


def test_what_is_not_there_has_the_line_of_what_encloses_it() -> None:
    document = parse_toml("book", BOOK)
    assert document.line("cue", 1, "department") == 8
    assert document.line("nothing", "like it") == 0


def test_lines_are_counted_alike_for_both_line_ends() -> None:
    assert parse_toml("book", BOOK.replace("\n", "\r\n")).lines == parse_toml("book", BOOK).lines


keys = st.sampled_from(["a", "b", '"c d"', "'e.f'", '"g\\"h"', '"#"'])
texts = st.sampled_from(['"x"', "'\\'", '"""y\n[z]\nw = "1"""""', "'''\n'q'\n''''", '"\\\\"', '"a # b"'])
numbers = st.sampled_from(["1", "-2.5e3", "true", "1979-05-27 07:32:00", "19:30:00", "nan"])
values = st.recursive(
    texts | numbers,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda entries: "[ " + " ,\n # ] \n".join(entries) + "\n]")
        | st.dictionaries(keys, inner, max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + " }"
        )
    ),
    max_leaves=6,
)
dotted = st.lists(keys, min_size=1, max_size=3).map(" . ".join)
statements = st.one_of(
    st.builds("{} = {} # remark".format, dotted, values),
    dotted.map("[ {} ]".format),
    dotted.map("[[{}]]  # [x]".format),
    st.just(""),
)


@given(st.lists(statements, max_size=8).map("\n".join))
def test_the_index_names_what_tomllib_reads(text: str) -> None:
    """Whatever TOML is written, each place has a line on which the text shows something."""
    try:
        document = parse_toml("any", text)
    except Faulty:
        return
    assert set(document.lines) == places(document.data) - {()}
    lines = text.split("\n")
    for place, line in document.lines.items():
        name = place[-1]
        assert isinstance(name, int) or name.replace('"', '\\"') in lines[line - 1]


@given(st.text() | st.text(alphabet="[]{}=\"'\\#.,\nab1 "))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = parse_toml("any", text)
    except Faulty:
        return
    assert set(document.lines) == places(document.data) - {()}


def refused(text: str) -> Fault:
    with pytest.raises(Faulty) as caught:
        parse_toml("show.toml", text)
    (fault,) = caught.value.faults
    return fault


def test_a_syntax_error_has_its_line() -> None:
    assert refused('a = 1\nb = "open\n').line == 2
    assert refused("a = 1\n[[cue]\n").line == 2
    assert refused("a = 1\nb = [1,\n2\n").line == 3


def test_absurd_input_is_refused() -> None:
    assert str(refused("a = " + "[" * 5000)) == (
        "show.toml: lists or tables nested too deeply; expected TOML of sane size"
    )
    assert str(refused("a = " + "1" * 5000)) == (
        "show.toml: a number with thousands of digits; expected TOML of sane size"
    )


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    def found(path: Path) -> tuple[int, str]:
        with pytest.raises(Faulty) as caught:
            read_toml(path)
        return caught.value.faults[0].line, caught.value.faults[0].found

    (tmp_path / "latin").write_bytes(b'a = 1\ntitle = "Sc\xe8ne"\n')
    assert found(tmp_path / "latin") == (2, "byte 0xe8 is not UTF-8 text")
    assert found(tmp_path / "missing") == (0, "no such file")
    assert found(tmp_path) == (0, "this is a folder")
    assert found(tmp_path / ("x" * 5000))[0] == 0
    assert found(tmp_path / "null\0")[0] == 0


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bom").write_bytes(b'\xef\xbb\xbftitle = "T"\n')
    assert read_toml(tmp_path / "bom").data == {"title": "T"}
