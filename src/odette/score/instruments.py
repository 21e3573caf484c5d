"""Which General MIDI sound an instrument's name asks for."""

import re
import unicodedata

_PROGRAMS = {
    "piccolo|ottavino|kleine flote": 72,
    "flute|flauto|flauti|flote|floten|traverso": 73,
    "recorder|flauto dolce|blockflote": 74,
    "oboe|oboi|oboen|hautbois": 68,
    "english horn|cor anglais|corno inglese|englischhorn": 69,
    "clarinet|clarinets|clarinetto|clarinetti|clarinette|klarinette|klarinetten": 71,
    "bassoon|bassoons|fagott|fagotto|fagotti|fagotte|contrabassoon|contrafagotto|kontrafagott|basson": 70,
    "saxophone|saxophon|sax": 65,
    "horn|horns|corno|corni|horner|cor|cors": 60,
    "trumpet|trumpets|tromba|trombe|trompete|trompeten|trompette|cornet|clarino": 56,
    "trombone|trombones|tromboni|posaune|posaunen": 57,
    "tuba|ophicleide|bass tuba": 58,
    "timpani|timp|pauken|timbales": 47,
    "harp|arpa|harfe|harpe": 46,
    "glockenspiel|campanelli": 9,
    "celesta|celeste": 8,
    "xylophone|xylophon|silofono": 13,
    "tubular bells|bells|campane|glocken": 14,
    "organ|organo|orgel|orgue": 19,
    "harpsichord|cembalo|clavecin|continuo": 6,
    "piano|pianoforte|klavier": 0,
    "guitar|chitarra|gitarre|guitare": 24,
    "violin|violins|violino|violini|violine|violinen|violon|violons|fiddle": 40,
    "viola|violas|viole|bratsche|bratschen|alto": 41,
    "violoncello|violoncelli|cello|celli|cellos|violoncelle": 42,
    "contrabass|contrabasso|contrabassi|double bass|kontrabass|kontrabasse|basso|bassi|bass|violone": 43,
    "strings|archi|streicher": 48,
    "soprano|tenor|voice|voices|choir|chorus|coro|chor|canto|mezzo": 52,
}
_PERCUSSION = (
    "drum|drums|drumset|percussion|cymbal|cymbals|piatti|becken|triangle|triangolo|triangel|tam-tam|tamtam|gong"
    "|cassa|gran cassa|tamburo|tambourine|tamburino|castanets|castagnette|snare|grosse caisse|woodblock"
)

_PATTERN = re.compile(r"\b(" + "|".join(_PROGRAMS) + r")\b")
_PERCUSSION_PATTERN = re.compile(r"\b(" + _PERCUSSION + r")\b")
_BY_NAME = {name: program for names, program in _PROGRAMS.items() for name in names.split("|")}


def guess_program(name: str) -> int:
    """General MIDI program, from 0, for a part called ``name`` in any of the usual languages; piano if unknown."""
    found = _PATTERN.findall(_plain(name))
    return _BY_NAME[max(found, key=len)] if found else 0


def is_percussion(name: str) -> bool:
    """Whether a part called ``name`` is of unpitched percussion."""
    return bool(_PERCUSSION_PATTERN.search(_plain(name)))


def _plain(name: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
