"""Linux Show Player sessions (.lsp): its cues as words to whoever runs the sound, in order and with their follows.

Odette plays no sound: a media cue becomes a call. What follows a cue after its wait or its end there follows it here.
"""

import json
import re
from typing import Any

from odette.book.times import HOUR
from odette.core.cue import Authority, Call, Called, Cue, Department, Follow, Trigger
from odette.exchange.draft import Draft
from odette.faults import Fault, Faulty

_WANTED = "expected a Linux Show Player session (.lsp)"
_AFTER_WAIT = ("TriggerAfterWait", "AutoNext")
_AFTER_END = ("TriggerAfterEnd", "AutoFollow")
_SETTINGS = {
    "fadein_duration": "a fade in",
    "fadeout_duration": "a fade out",
    "start_time": "a start inside the sound",
    "stop_time": "an end inside the sound",
    "loop": "a loop",
}
"""What a media cue may say of its sound; zero and False say nothing."""


def read_lsp(file: str, data: bytes, title: str) -> Draft:
    """The session's cues. Raises Faulty."""
    try:
        session = json.loads(data)
    except json.JSONDecodeError as error:
        raise Faulty(Fault(file, error.lineno, f"not JSON: {error.msg.lower()}", _WANTED)) from None
    except (UnicodeDecodeError, RecursionError):
        raise Faulty(Fault(file, 0, "this is not JSON", _WANTED)) from None
    cues = session.get("cues") if isinstance(session, dict) else None
    if not isinstance(cues, list) or not all(isinstance(cue, dict) for cue in cues):
        raise Faulty(Fault(file, 1, "the file has no list of cues", _WANTED))
    if not cues:
        raise Faulty(Fault(file, 0, "the session has no cue", "expected at least one"))
    draft = Draft(title)
    lines = _lines(data.decode(), len(cues))
    numbered = sorted(zip(cues, lines, strict=True), key=lambda pair: _number(pair[0], "index"))
    before: dict[str, Any] | None = None
    for i, (cue, line) in enumerate(numbered, start=1):
        draft.cues.append(_cue(draft, cue, line, i, before))
        before = cue
    return draft


def _lines(text: str, count: int) -> list[int]:
    """The line on which each cue names its type; 0 where that cannot be told."""
    found = [text.count("\n", 0, match.start()) + 1 for match in re.finditer('"_type_"', text)]
    return found if len(found) == count else [0] * count


def _cue(draft: Draft, cue: dict[str, Any], line: int, number: int, before: dict[str, Any] | None) -> Cue:
    kind = str(cue.get("_type_", "Cue"))
    name = str(cue.get("name", "")) or kind
    word = "Sound" if kind == "MediaCue" else kind
    if kind == "MediaCue":
        draft.losses.add(line, "a sound: the cue is a call to whoever plays it")
        media = cue.get("_media_") or cue.get("media") or {}
        elements = media.get("elements", {}) if isinstance(media, dict) else {}
        _settings(draft, line, [cue, media, *(elements.values() if isinstance(elements, dict) else ())])
    else:
        draft.losses.add(line, f"a {kind}: it is a call that names it")
    trigger = _trigger(draft, before, number, line)
    wait = _number(cue, "pre_wait")
    if wait and isinstance(trigger, Follow):
        trigger = Follow(trigger.cue, min(trigger.after + wait, HOUR))
    elif wait:
        draft.losses.add(line, "a wait after GO")
    return Cue(
        str(number),
        Department.CALLS,
        trigger,
        Authority.CALLED if isinstance(trigger, Called) else Authority.AUTO,
        (Call(f"{word}: {name}"),),
        name,
        str(cue.get("description", "")),
    )


def _settings(draft: Draft, line: int, tables: list[Any]) -> None:
    for table in tables:
        for key, words in _SETTINGS.items():
            if isinstance(table, dict) and table.get(key):
                draft.losses.add(line, words)


def _trigger(draft: Draft, before: dict[str, Any] | None, number: int, line: int) -> Trigger:
    """What the cue before says of this one."""
    action = str(before.get("next_action", "")) if before else ""
    if before is None or action in ("", "DoNothing"):
        return Called()
    if action in _AFTER_WAIT:
        return Follow(str(number - 1), min(_number(before, "post_wait"), HOUR))
    if action in _AFTER_END:
        return Follow(str(number - 1), min(_number(before, "duration") / 1000, HOUR))
    if not action.startswith("Select"):
        draft.losses.add(line, f"{action} after a cue")
    return Called()


def _number(cue: dict[str, Any], key: str) -> float:
    """A number from 0; anything else counts as 0."""
    value = cue.get(key, 0)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12 else 0.0
