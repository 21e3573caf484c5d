"""The order of the evening as the desk shows it."""

from typing import Any

from odette.core.clocks import ShowTime
from odette.core.cue import Part
from odette.core.evening import advertised_at, calls_due, expected_at, next_part
from odette.core.state import NEVER, State
from odette.takes.words import where


def _due(state: State, part: Part) -> ShowTime | None:
    """When the next part is expected; None: it is not known, or another is next."""
    return expected_at(state, part) if part == next_part(state) else None


def evening(state: State) -> dict[str, Any]:
    """Its parts, each ``past``, ``now``, ``next`` or ``ahead``; the advertised time; the calls of the house."""
    parts = state.book.parts
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
                "status": "past" if i < here else "now" if i == here else "next" if i == here + 1 else "ahead",
                "began": state.parts.get(part.id),
                "due": _due(state, part),
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
