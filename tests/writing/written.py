"""A prompt book with remarks in every corner, and edits of it."""

from pathlib import Path

from book.house import VENUE, write_show
from odette.book.open import open_evening
from odette.writing.deskbook import DeskBook

BOOK = """\
# The whole evening.

# ---- before ----

# The house is cold.
[[cue]]
number = "1"   # for life
on = "show opens"
look = "preset"
fade = 2.50    # not a hair less

[[cue]]
number = "2"
at = "2.1"
authority = "auto"
look = "lake"
up = 4
down = 6.5
[cue.roles."front wash"]
up = 8.0  # slow
# a last word on 2

# ---- the lake ----

[[cue]]
number = "2.5"
department = "titles"
follow = "2"
after = 1.5
text = ""

# Told to QLab.
[[cue]]
number = "3"
department = "messages"
at = "4.2 + 200ms"
to = "qlab"
address = "/cue/5/start"
arguments = [
  1,    # a remark in a list
  0.5,
]

[[cue]]
number = "5"
hang = "2"
after = -1
look = "dark"

[[cue]]
number = "6"
department = "calls"
on = "applause over"
in = "waltz"
text = "Bows, please"
note = "As many as they want"

[[cue]]
number = "8"
department = "calls"
text = "Good night"
# the end
"""

LOOKS = """\
# Pictures.

[look.preset]
"front wash" = 30.0  # warm

# the lake itself
[look.lake]
"front wash" = 60
cyc = { level = 80, colour = "#2040a0" }  # blue

[look.dark]
"front wash" = 0

[submaster.front]
roles = ["front wash"]
"""


def write_folder(folder: Path, **files: str) -> Path:
    """A show in ``folder/show`` and its venue beside it; the show's folder."""
    show = folder / "show"
    show.mkdir()
    write_show(show, **{"promptbook": BOOK, "looks": LOOKS} | files)
    (folder / "hall.toml").write_text(VENUE, encoding="utf-8")
    return show


def opened(show: Path) -> DeskBook:
    """The desk's book of the show that ``write_folder`` wrote."""
    venue = show.parent / "hall.toml"
    return DeskBook(*open_evening(show, venue), venue, read)


def read(path: Path):  # type: ignore[no-untyped-def]
    from odette.score.read import read_score

    return read_score(path)
