"""A small show to make mistakes in: one waltz of eight bars, three looks, a handful of cues."""

from pathlib import Path

SHOW = """\
title = "Small evening"
[[number]]
id = "waltz"
title = "No. 2 Waltz"
score = "waltz.musicxml"
"""

LOOKS = """\
[look.preset]
"front wash" = 30
[look.lake]
"front wash" = 60
cyc = { level = 80, colour = "#2040a0" }
[look.dark]
"front wash" = 0
"""

BOOK = """\
[[cue]]
number = "1"
on = "show opens"
look = "preset"
fade = 2
[[cue]]
number = "2"
at = "2.1"
authority = "auto"
look = "lake"
up = 4
down = 6.5
delay = 0.5
[[cue]]
number = "2.5"
department = "titles"
follow = "2"
after = 1.5
text = ""
[[cue]]
number = "3"
department = "messages"
at = "4.2 + 200ms"
authority = "assist"
to = "qlab"
address = "/cue/5/start"
arguments = [1, 0.5, "now"]
[[cue]]
number = "4"
department = "machinery"
at = "end"
text = "Curtain in"
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
after = 5
text = "Bows, please"
name = "Bows"
note = "As many as they want"
[[cue]]
number = "7"
department = "calls"
clock = "22:30"
text = "House lights"
[[cue]]
number = "8"
department = "calls"
text = "Good night"
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


def waltz(bars: int = 8) -> str:
    """MusicXML: so many bars of 3/4, one dotted half note each, at 120."""
    note = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>3</duration><type>half</type><dot/></note>"
    first = (
        "<attributes><divisions>1</divisions><time><beats>3</beats><beat-type>4</beat-type></time></attributes>"
        '<direction><sound tempo="120"/></direction>'
    )
    measures = "".join(f'<measure number="{i}">{first if i == 1 else ""}{note}</measure>' for i in range(1, bars + 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list>'
        '<score-part id="P1"><part-name>Piano</part-name></score-part></part-list>'
        f'<part id="P1">{measures}</part></score-partwise>'
    )


def write_show(folder: Path, **files: str) -> Path:
    """The show in ``folder``, with any of its files (``show``, ``looks``, ``promptbook``) written otherwise."""
    texts = {"show": SHOW, "looks": LOOKS, "promptbook": BOOK} | files
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "waltz.musicxml").write_text(waltz(), encoding="utf-8")
    return folder
