"""What the words and marks over the staff mean for time and loudness."""

import re
from collections.abc import Iterable

from odette.score.repeats import Signs

VELOCITIES = {
    "pppppp": 4,
    "ppppp": 7,
    "pppp": 10,
    "ppp": 16,
    "pp": 33,
    "p": 49,
    "mp": 64,
    "mf": 80,
    "f": 96,
    "ff": 112,
    "fff": 120,
    "ffff": 124,
    "fffff": 126,
    "ffffff": 127,
}
"""MIDI velocity of each level of loudness."""

ACCENTS = {
    "sf": 104,
    "sfz": 104,
    "fz": 104,
    "rf": 96,
    "rfz": 96,
    "sff": 116,
    "sffz": 116,
    "sfp": 104,
    "sfpp": 104,
    "sfzp": 104,
    "fp": 96,
    "pf": 96,
}
"""Velocity of the one note or chord that bears such a mark."""

AFTER_ACCENT = {"sfp": 49, "sfzp": 49, "fp": 49, "sfpp": 33, "pf": 96}
"""The level these marks leave behind; after the others the old one holds."""

SPEEDS = {
    "larghissimo": 24,
    "grave": 40,
    "larghetto": 63,
    "largo": 50,
    "lento": 52,
    "lent": 52,
    "adagietto": 70,
    "adagio": 60,
    "langsam": 56,
    "andantino": 84,
    "andante": 76,
    "gehend": 76,
    "moderato": 96,
    "mässig": 96,
    "modéré": 96,
    "maestoso": 88,
    "tempo di valse": 160,
    "tempo di valzer": 160,
    "tempo di menuetto": 116,
    "tempo di minuetto": 116,
    "menuetto": 116,
    "allegretto": 108,
    "allegro moderato": 112,
    "allegro": 126,
    "allegro vivace": 144,
    "allegro molto": 144,
    "bewegt": 116,
    "lebhaft": 132,
    "vif": 140,
    "vivace": 148,
    "vivo": 148,
    "schnell": 152,
    "presto": 176,
    "prestissimo": 200,
}
"""Beats a minute a conductor might begin with where the score gives only a word."""

_SPEED = re.compile(r"\b(" + "|".join(sorted(SPEEDS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_DA_CAPO = re.compile(r"\bD\.\s?C\b|\bDC\b|\bda capo\b", re.IGNORECASE)
_DAL_SEGNO = re.compile(r"\bD\.\s?S\b|\bDS\b|\bdal segno\b", re.IGNORECASE)
_TO_CODA = re.compile(r"^\W*(to|al|alla)\W*(coda)?\W*$", re.IGNORECASE)
_REPEATS = re.compile(r"\bcon rep|\bwith repeat|\bmit wiederhol", re.IGNORECASE)


def speed(text: str) -> float | None:
    """Beats a minute for a tempo word, such as "Andante con moto"; None for anything else.

    Only text that begins with a capital counts: tempo headings do, expression marks do not.
    """
    text = text.strip()
    found = _SPEED.search(text)
    return SPEEDS[found[1].lower()] if found and text[0].isupper() else None


def beat_unit(beats: int, beat_type: int, speed: float) -> float:
    """Quarter notes in the beat that a tempo word counts in that time signature; a slow 3/8 goes in eighths."""
    quarters = 4 / beat_type
    compound = beat_type >= 8 and beats % 3 == 0 and (beats > 3 or speed > 100)
    return quarters * 3 if compound else quarters


def plain_text(pieces: Iterable[str]) -> str:
    """The words of a direction without music symbols and the brackets that were around them."""
    text = re.sub(r"[\ue000-\uf8ff]", "", " ".join(pieces))
    return " ".join(re.sub(r"[(\[]\s*[)\]]", "", text).split())


def read_signs(words: str, symbols: set[str], signs: Signs) -> None:
    """Note in ``signs`` what the words and symbols (``segno``, ``coda``) of one direction say.

    For scores that do not say it in a ``<sound>`` element.
    """
    text = words.strip()
    if _DA_CAPO.search(text):
        signs.da_capo = True
        signs.with_repeats |= bool(_REPEATS.search(text))
    elif _DAL_SEGNO.search(text):
        signs.dal_segno = signs.dal_segno or ""
        signs.with_repeats |= bool(_REPEATS.search(text))
    elif "coda" in (symbols | {text.lower().strip(" .:")}):
        signs.coda = signs.coda or ""
    if _TO_CODA.match(text) and ("coda" in symbols or "coda" in text.lower()):
        signs.to_coda, signs.coda = signs.to_coda or "", None
    if text.lower().strip(" .") == "fine":
        signs.fine = True
    if "segno" in symbols and signs.dal_segno is None:
        signs.segno = signs.segno or ""


def settle_codas(bars: list[Signs]) -> None:
    """Two coda signs and no "to coda": the first one leaves, the last one arrives."""
    codas = [signs for signs in bars if signs.coda is not None]
    if len(codas) > 1 and all(signs.to_coda is None for signs in bars):
        for signs in codas[:-1]:
            signs.to_coda, signs.coda = signs.coda, None
