"""A small show to be written in: sixteen bars of quarter notes, drawn on two pages, and a book with remarks."""

from pathlib import Path
from typing import Any

from desk.fake_show import FakeShow
from desk.pages import BAR, HEIGHT, LEFT, LINE, STAFF, TOP, WIDTH, draw
from odette.book.open import open_evening
from odette.core.state import opening
from odette.score.read import read_score
from odette.writing.deskbook import DeskBook

SHOW = 'title = "Small evening"\n\n[[number]]\nid = "scene"\ntitle = "No. 10 Scène"\nscore = "scene.musicxml"\n'
BOOK = """\
# The whole evening.

[[cue]]
number = "1"
name = "Preset"
on = "show opens"
look = "preset"

# ---- the lake ----

# When the oboe comes in.
[[cue]]
number = "12"
name = "Moonrise"
authority = "auto"
at = "2.1"
look = "lake"
fade = 4  # slow
note = "The oboe"

[[cue]]
number = "13"
department = "titles"
at = "4.1"
text = "Odette appears"

[[cue]]
number = "14"
department = "calls"
text = "Beginners, please"
"""
LOOKS = """\
# Pictures.

[look.preset]
"front wash" = 30  # warm

[look.lake]
"front wash" = 60
cyc = { level = 80, colour = "L201" }

[look.dark]
"front wash" = 0
"""
VENUE = """\
title = "Hall"
[[fixture]]
id = "d1"
profile = "dimmer"
universe = 1
address = 1
[roles]
"front wash" = ["d1"]
cyc = ["d1"]
[messages.qlab]
host = "127.0.0.1"
port = 53000
"""


def score(bars: int = 16) -> str:
    """MusicXML: so many bars of four quarter notes."""
    note = "<note><pitch><step>C</step><octave>5</octave></pitch><duration>1</duration><type>quarter</type></note>"
    first = "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
    measures = "".join(
        f'<measure number="{n}">{first if n == 1 else ""}{4 * note}</measure>' for n in range(1, bars + 1)
    )
    part = "<part-list><score-part id='P1'><part-name>Oboe</part-name></score-part></part-list>"
    return f"<score-partwise version='4.0'>{part}<part id='P1'>{measures}</part></score-partwise>"


class SmallBook:
    """The show's folder, its desk, and what stands in its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "show"
        self.folder.mkdir()
        pages = folder / "pages"
        pages.mkdir()
        for name, text in {"show.toml": SHOW, "promptbook.toml": BOOK, "looks.toml": LOOKS}.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / "scene.musicxml").write_text(score())
        venue = folder / "hall.toml"
        venue.write_text(VENUE)
        draw(pages, pages=2)
        self.desk = DeskBook(*open_evening(self.folder, venue), venue, read_score)
        self.show = FakeShow(0, lambda number: pages if number == "scene" else None, book=self.desk)
        self.state = opening(self.desk.show.book, {})
        self.desk.connect(lambda: self.state, self.show.desk.tell_book, lambda _: None)

    def text(self, name: str = "promptbook.toml") -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, text: str, name: str = "promptbook.toml") -> None:
        """Somebody writes a file by hand, and the desk looks."""
        (self.folder / name).write_text(text, encoding="utf-8")
        self.desk.look()


def note(page: Any, bar: int, beat: int) -> tuple[float, float]:
    """Where a note stands on the screen: bar from 1, beat from 1, on the page that is open."""
    index = (bar - 1) % 8
    x = LEFT + (index % 4) * BAR + 70 + (beat - 1) * 120 + 2
    y = TOP + (index // 4) * LINE + STAFF / 2
    sheet = page.locator(".paper .sheet").bounding_box()
    return sheet["x"] + x / WIDTH * sheet["width"], sheet["y"] + y / HEIGHT * sheet["height"]
