"""The order of an evening as the show tells it to its pages."""

import time
from typing import Any

SECOND = 1_000_000_000
PARTS = [
    ("house-open", "house open", "House open", "", "itself"),
    ("house-to-half", "house to half", "House to half", "", "person"),
    ("scene", "number", "No. 10 Scène", "scene", "music"),
    ("interval", "interval", "Interval", "", "itself"),
    ("pas", "number", "No. 12 Pas de deux", "pas", "music"),
    ("curtain-calls", "curtain calls", "Curtain calls", "", "itself"),
    ("house-out", "house out", "House out", "", "person"),
]
CALLS = [("half", 35), ("quarter", 20), ("five", 10), ("beginners", 5)]


def evening(part: str, begins: float = 1440.0, began: float = 60.0, over: float | None = None) -> dict[str, Any]:
    """In ``part`` since ``began`` seconds; curtain up in ``begins`` seconds; its part over in ``over`` seconds."""
    now = time.monotonic_ns()

    def at(seconds: float) -> int:
        return now + int(seconds * SECOND)

    here = [each[0] for each in PARTS].index(part) if part else -1
    status = ["past"] * max(here, 0) + (["now"] if part else []) + ["next"] + ["ahead"] * len(PARTS)
    calls = [(name, begins - 60 * minutes) for name, minutes in CALLS]
    if over is not None:
        calls += [(name, over - 60 * minutes) for name, minutes in CALLS[2:]]
    return {
        "advertised": at(begins),
        "part": part,
        "parts": [
            {
                "id": name,
                "kind": kind,
                "title": title,
                "number": number,
                "status": status[index],
                "began": at(-began) if index == here else at(-4000 + index) if index < here else None,
                "due": at(begins) if kind == "house to half" else None,
                "over": at(over) if over is not None and index == here else None,
                "authority": "called" if brings == "person" else "auto",
                "brings": brings,
                "where": "",
            }
            for index, (name, kind, title, number, brings) in enumerate(PARTS)
        ],
        "calls": [{"name": name, "due": at(due), "given": at(due) if due < 0 else None} for name, due in calls],
    }
