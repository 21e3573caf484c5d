"""A new show: a folder from a score, with first cues and looks that say what to change; whole and checked, or not at
all."""

import re
import shlex
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from odette.book.open import check, open_venue
from odette.book.written import inline, key
from odette.faults import Fault, Faulty
from odette.io.disk import new_folder
from odette.score.read import read_score

VENUE = "venue.toml"
LONGEST_NAME = 60

_LOOKS = ("house open", "house to half", "house out", "the music", "the end", "bows", "house lights up")
_LEVELS: dict[str, tuple[int, ...]] = {
    "house": (80, 40, 0, 0, 0, 0, 80),
    "front": (15, 8, 0, 60, 0, 80, 20),
    "cyc": (30, 20, 10, 50, 10, 40, 20),
    "": (0, 0, 0, 50, 0, 50, 0),
}
"""What a role with this word in its name may show in each of the looks, in per cent; "": any other."""
_WORDS = {"face": "front", "foh": "front", "back cloth": "cyc", "backdrop": "cyc", "sky": "cyc"}

_GENERIC = """\
# A small hall to begin with: replace it by what hangs in yours. docs/venue.md describes every key.
title = "A small hall"

[output]
protocol = "sacn"
interface = "127.0.0.1"    # the address of your lighting network; as it stands, light stays on this machine
unicast = ["127.0.0.1"]    # take this line out to send by multicast, as most nodes expect

"""
_FIXTURES = (
    ("house", "House lights", "dimmer", 0.0, -9.0, "house"),
    ("front1", "Front, left", "dimmer", -2.5, -5.0, "front wash"),
    ("front2", "Front, right", "dimmer", 2.5, -5.0, "front wash"),
    ("back1", "Back, left", "rgb", -2.0, 4.0, "back light"),
    ("back2", "Back, right", "rgb", 2.0, 4.0, "back light"),
    ("cyc1", "Cyc, left", "rgb", -2.0, 5.5, "cyc"),
    ("cyc2", "Cyc, right", "rgb", 2.0, 5.5, "cyc"),
)


def new_show(folder: Path, title: str, score: Path | None = None, venue: Path | None = None) -> int:
    """Make the folder of a show; returns how many cues it has.

    ``score``: its first number, copied into the folder; None: a show without music. ``venue``: the building whose roles
    the looks name; None: a small one is written into the folder. Raises Faulty, and leaves nothing behind, where the
    folder is there already or cannot be written, or the score or the venue cannot be read.
    """
    music = _Music(score) if score else None
    roles = list(open_venue(venue).roles) if venue else list(_roles())
    cues = _cues(music.id if music else "")
    with new_folder(folder) as beside:
        if music:
            (beside / "scores").mkdir()
            (beside / "scores" / music.file).write_bytes(music.data)
        if venue is None:
            (beside / VENUE).write_text(_venue(), encoding="utf-8")
        (beside / "show.toml").write_text(_show(title, music), encoding="utf-8")
        (beside / "looks.toml").write_text(_looks(roles), encoding="utf-8")
        (beside / "promptbook.toml").write_text(_book(cues), encoding="utf-8")
        faults = check(beside, venue or beside / VENUE)
        if faults:
            raise Faulty(*(replace(fault, file=Path(fault.file).name) for fault in faults))
    return len(cues)


def show_of(data: bytes, name: str, title: str, beside: Path, venue: Path) -> dict[str, str | int]:
    """Make a show of a score that somebody handed over, in a folder beside another show's; returns what a page says of
    it. ``name``: the score's file, as its owner called it. Raises Faulty."""
    folder = beside.resolve().parent / folder_name(title)
    with TemporaryDirectory() as scratch:
        score = Path(scratch) / file_name(name)
        score.write_bytes(data)
        try:
            cues = new_show(folder, title, score, venue)
        except Faulty as faulty:
            raise Faulty(*(replace(fault, file=Path(fault.file).name) for fault in faulty.faults)) from None
    run = f"odette run {shlex.quote(str(folder))} --venue {shlex.quote(str(venue.resolve()))}"
    return {"folder": str(folder), "title": title, "cues": cues, "run": run}


def file_name(name: str) -> str:
    """A name that is safe for a file in any system: letters, digits, dots, hyphens; never empty, hidden or a path."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, suffix = plain.rpartition(".")
    kept = re.sub(r"[^\w]+", "-", stem if dot else plain)[:LONGEST_NAME].strip("-")
    ending = re.sub(r"[^\w]", "", suffix)[:10] if dot else ""
    return (kept or "score") + (f".{ending}" if ending else "")


def folder_name(title: str) -> str:
    """The folder for a show of this title: its words in small letters, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", title.casefold())[:LONGEST_NAME].strip("-") or "show"


class _Music:
    """A score that can be read, and what the show calls it."""

    def __init__(self, path: Path) -> None:
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise Faulty(Fault(str(path), 0, (error.strerror or str(error)).lower(), "expected a score")) from None
        read = read_score(path)
        self.file = file_name(path.name)
        self.id = folder_name(self.file.rpartition(".")[0])
        self.title = read.title.strip() or self.file.rpartition(".")[0]
        self.tempo = read.tempi[0].quarters


def _show(title: str, music: _Music | None) -> str:
    text = (
        "# What this show is. docs/prompt-book.md describes every key of these files, `odette check` finds mistakes.\n"
    )
    text += f"title = {inline(title)}\n"
    if music is None:
        return text + "\n# A show without music. For music write a [[number]] with id, title and score.\n"
    return text + (
        "\n[[number]]\n"
        f"id = {inline(music.id)}      # what cues call it\n"
        f"title = {inline(music.title)}\n"
        f"score = {inline(f'scores/{music.file}')}\n"
        f"# tempo = {music.tempo:g}     # quarter notes a minute at the start, if yours is not the score's\n"
        '# audio = "sounds/rehearsal.ogg"     # a recording of it, to rehearse with\n'
    )


def _cues(number: str) -> list[tuple[str, dict[str, str | float]]]:
    """The first cues of an evening, each with a remark."""
    within: dict[str, str | float] = {"in": number}
    before: list[tuple[str, dict[str, str | float]]] = [
        (
            "Goes by itself when the run opens.",
            {"name": "House open", "authority": "auto", "on": "show opens", "look": "house open", "fade": 1},
        ),
        (
            "No trigger: a person presses GO when the front of house gives clearance.",
            {"name": "House to half", "look": "house to half", "fade": 5},
        ),
        ("When the conductor is at the desk.", {"name": "House out", "look": "house out", "fade": 4}),
    ]
    music: list[tuple[str, dict[str, str | float]]] = [
        (
            'With the first note. "assist" goes unless a person holds; "auto" goes, "called" waits for GO.',
            {
                "name": "Music begins",
                "authority": "assist",
                "on": "music begins",
                **within,
                "look": "the music",
                "fade": 4,
            },
        ),
        (
            'The last note has died away. Put your own cues before this one, each on its note: at = "33.2".',
            {"name": "Music ends", "authority": "assist", "on": "music ends", **within, "look": "the end", "fade": 2},
        ),
        (
            "As the audience begins to clap.",
            {"name": "Bows", "authority": "assist", "on": "applause", **within, "look": "bows", "fade": 1},
        ),
    ]
    last: dict[str, str | float] = {"name": "House lights"}
    if number:
        last |= {"authority": "assist", "on": "applause over", **within, "after": 2}
    after = [("When it is over.", last | {"look": "house lights up", "fade": 5})]
    if not number:
        music = [
            ("", {"name": "Begins", "look": "the music", "fade": 4}),
            ("", {"name": "Ends", "look": "the end", "fade": 2}),
            ("", {"name": "Bows", "look": "bows", "fade": 1}),
        ]
    return [*before, *music, *after]


def _book(cues: list[tuple[str, dict[str, str | float]]]) -> str:
    text = "# The cues, in running order. A cue keeps its number for life: between 3 and 4 comes 3.5.\n"
    for number, (remark, cue) in enumerate(cues, start=1):
        text += "\n" + (f"# {remark}\n" if remark else "") + f'[[cue]]\nnumber = "{number}"\n'
        text += "".join(f"{name} = {inline(value)}\n" for name, value in cue.items())
    return text


def _looks(roles: list[str]) -> str:
    text = "# Stage pictures by role, in per cent. A role that a look does not name keeps what it shows.\n"
    text += '# A colour beside the level: "cyc" = { level = 50, colour = "#2040a0" }\n'
    for index, look in enumerate(_LOOKS):
        text += f"\n[look.{key(look)}]\n"
        text += "".join(f"{inline(role)} = {_levels(role)[index]}\n" for role in roles)
    return text


def _levels(role: str) -> tuple[int, ...]:
    words = role.casefold()
    for word, meant in _WORDS.items():
        words = words.replace(word, meant)
    return next(levels for name, levels in _LEVELS.items() if name in words)


def _roles() -> Mapping[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for name, *_, role in _FIXTURES:
        roles.setdefault(role, []).append(name)
    return roles


def _venue() -> str:
    text, address = _GENERIC, 1
    for name, title, profile, x, y, _ in _FIXTURES:
        text += f'[[fixture]]\nid = "{name}"\nname = "{title}"\nprofile = "{profile}"\nuniverse = 1\n'
        text += f"address = {address}\nx = {x}\ny = {y}\n\n"
        address += 3 if profile == "rgb" else 1
    return text + "[roles]\n" + "".join(f"{inline(role)} = {inline(list(names))}\n" for role, names in _roles().items())
