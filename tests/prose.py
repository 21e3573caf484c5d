"""Evenings told in prose: how a scenario file is read, sentence by sentence, and what the sentences are.

A file begins with its title. Paragraphs that are indented are the author's remarks. In all others each sentence is
one event of the evening (``happenings.py``) or one thing that must then be true (``truths.py``). What is no such
sentence is a fault that names its line and the sentences most like it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from odette.faults import Fault, Faulty

Act = Callable[..., None]
"""What a sentence does to the evening; it is given what stands in the sentence's gaps."""

GAPS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "seconds": (r"\d+(?:\.\d+)? (?:s|min)", lambda text: float(text.split()[0]) * (60 if text.endswith("min") else 1)),
    "milliseconds": (r"\d+ ms", lambda text: float(text.split()[0]) / 1000),
    "tempo": (r"\d+", float),
    "place": (r"(?:bar|mark) [\w.+]*\w|the end|the beginning", str),
    "number": (r"[Tt]he [a-z]+", lambda text: text[4:]),
    "part": (r"the [a-z]+(?: [a-z]+)*", lambda text: text[4:]),
    "cue": (r"\d+(?:\.\d+)?", str),
    "cues": (r"[Cc]ues? \d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*", lambda text: text.split(" ", 1)[1]),
    "who": (r"[A-Z][a-z]+", str),
    "command": (r"[A-Z]{2,}", str),
    "words": (r'"[^"]+"', lambda text: text.strip('"')),
}
"""What may stand in a sentence's gaps: its pattern, and what is made of it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence that may be written."""

    form: str
    """With ``{gaps}``, and without its full stop."""
    pattern: re.Pattern[str]
    gaps: tuple[str, ...]
    act: Act
    event: bool
    """Something happens; else it is something that must be true."""

    def read(self, text: str) -> list[Any] | None:
        """What stands in the gaps, if ``text`` is this sentence."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        return [GAPS[gap][1](found) for gap, found in zip(self.gaps, match.groups(), strict=True)]


class Language:
    """The sentences there are."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []

    def event(self, *forms: str) -> Callable[[Act], Act]:
        """Decorator: what happens when one of these sentences is told."""
        return self._with(forms, event=True)

    def truth(self, *forms: str) -> Callable[[Act], Act]:
        """Decorator: what must be true where one of these sentences stands."""
        return self._with(forms, event=False)

    def _with(self, forms: tuple[str, ...], event: bool) -> Callable[[Act], Act]:
        def add(act: Act) -> Act:
            for form in forms:
                gaps = tuple(re.findall(r"{(\w+)}", form))
                parts = re.split(r"{\w+}", form)
                pattern = re.escape(parts[0])
                for gap, part in zip(gaps, parts[1:], strict=True):
                    pattern += f"({GAPS[gap][0]})" + re.escape(part)
                self.sentences.append(Sentence(form, re.compile(pattern), gaps, act, event))
            return act

        return add

    def understand(self, text: str) -> tuple[Sentence, list[Any]] | None:
        """The sentence that ``text`` is, and what stands in its gaps."""
        for sentence in self.sentences:
            gaps = sentence.read(text)
            if gaps is not None:
                return sentence, gaps
        return None

    def like(self, text: str) -> str:
        """The forms nearest to what was written, or all of them where nothing is near."""
        forms = [sentence.form for sentence in self.sentences]
        return "; ".join(f"{form}." for form in get_close_matches(text, forms, 4, 0.4) or sorted(forms))


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a scenario, understood."""

    line: int
    text: str
    sentence: Sentence
    gaps: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One evening as it is told."""

    title: str
    told: tuple[Told, ...]


def read(path: Path, language: Language) -> Scenario:
    """Read a scenario file. Raises Faulty with every sentence that is none."""
    faults: list[Fault] = []
    told: list[Told] = []
    title, *lines = path.read_text(encoding="utf-8").splitlines()
    for line, text in split(lines):
        understood = language.understand(text.removesuffix("."))
        if understood is None or not text.endswith("."):
            faults.append(Fault(str(path), line, f'"{text}" is no sentence of a scenario', language.like(text)))
        else:
            told.append(Told(line, text, understood[0], tuple(understood[1])))
    if faults:
        raise Faulty(*faults)
    return Scenario(title, tuple(told))


def split(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The sentences of a file after its title, each with the line on which it begins; remarks are left out."""
    words: list[str] = []
    began = 0
    for line, text in enumerate(["", *lines, ""], start=1):
        if text.startswith(" ") or not text.strip():
            if words:
                yield began, " ".join(words)
                words = []
            continue
        for word in text.split():
            if not words:
                began = line
            elif words[-1].endswith("."):
                yield began, " ".join(words)
                words, began = [], line
            words.append(word)
