"""The order of the evening as the desk shows it."""

from typing import Any

from odette.core.cue import On, Part, Room
from odette.core.evening import (
    advertised_at,
    begins_alone,
    calls_due,
    expected_at,
    next_part,
    over_at,
    waits_for_music,
)
from odette.core.state import NEVER, State
from odette.takes.words import where


def evening(state: State) -> dict[str, Any]:
    """Its parts, each ``past``, ``now``, ``next`` or ``ahead``; the advertised time; the calls of the house.

    Of the part that is now, when it is ``over``, where that is known; of the next, when it is ``due``.
    """
    parts, coming = state.book.parts, next_part(state)
    here = next((i for i, part in enumerate(parts) if part.id == state.part), -1)
    return {
        "advertised": advertised_at(state),
        "part": state.part,
        "parts": [
            {
                "id": part.id,
                "kind": part.kind,
                "title": part.title,
                "number": part.number,
                "status": "past" if i < here else "now" if i == here else "next" if part == coming else "ahead",
                "began": state.parts.get(part.id),
                "due": expected_at(state, part) if part == coming else None,
                "over": over_at(state, part.id) if i == here else None,
                "brings": brings(state, part),
                "authority": part.authority,
                "where": where(part.trigger),
            }
            for i, part in enumerate(parts)
        ],
        "calls": [
            {"name": call.name, "due": due, "given": given if given != NEVER else None}
            for key, (due, call) in calls_due(state).items()
            for given in [state.house_calls.get(key)]
        ],
    }


def brings(state: State, part: Part) -> str:
    """Who or what begins a part as things stand: a ``person``, its own ``music``, ``attacca``, or ``itself``."""
    if waits_for_music(part):
        return "music"
    if not begins_alone(state, part):
        return "person"
    attacca = part.number and isinstance(part.trigger, On) and part.trigger.what is Room.PART_OVER
    return "attacca" if attacca else "itself"
