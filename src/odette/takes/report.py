"""The morning after: each cue, where it was bound, when it went, who sent it, and how far from its note."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from odette.core.clocks import MILLISECOND, ShowTime, later, seconds_between
from odette.core.cue import At
from odette.takes.log import Header
from odette.takes.order import as_it_went
from odette.takes.replay import Going, Run
from odette.takes.words import where


class Row(Struct, frozen=True):
    """One going of one cue. Times in seconds from the opening of the run, errors in milliseconds (late: positive)."""

    cue: str
    name: str
    department: str
    bound: str
    went: float | None
    """None: passed over."""
    by: str
    plan_error: float | None
    truth_error: float | None
    """Against when its note really sounded, where that is known."""


def rows(header: Header, run: Run) -> list[Row]:
    """The report's table, in the order the cues went."""
    return [row(header, run, going) for going in run.goings]


def row(header: Header, run: Run, going: Going) -> Row:
    """One line of the report."""
    cue, outcome = going.cue, going.outcome
    opened = run.state.opened_at or ShowTime(0)
    bound = where(cue.trigger)
    if outcome.passed:
        return Row(cue.number, cue.name, cue.department, bound, None, outcome.by, None, None)
    went = max(outcome.at, run.state.sent.get(cue.number, outcome.at))
    truth = None
    if outcome.by == "auto" and (true := true_time(header, going)) is not None:
        truth = (went - true) / MILLISECOND
    return Row(
        cue.number,
        cue.name,
        cue.department,
        bound,
        seconds_between(opened, went),
        outcome.by,
        (went - outcome.planned) / MILLISECOND,
        truth,
    )


def true_time(header: Header, going: Going) -> ShowTime | None:
    """When a cue bound to a place should have been sent, from the recording's truth; None: not known."""
    cue = going.cue
    if not isinstance(cue.trigger, At) or going.sounding is None:
        return None
    table = header.truth.get(cue.trigger.number)
    if not table:
        return None
    lead = header.lead.get(cue.department, 0.0)
    return later(going.sounding, interpolate(table, cue.trigger.beat) + cue.trigger.offset - lead)


def interpolate(table: Sequence[tuple[float, float]], x: float) -> float:
    """The straight line between the two points around ``x``; the ends are held."""
    i = bisect_right(table, x, key=lambda point: point[0])
    if i == 0 or i == len(table):
        return table[min(i, len(table) - 1)][1]
    (x0, y0), (x1, y1) = table[i - 1], table[i]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def as_text(header: Header, run: Run) -> str:
    """The report as a table for the terminal and for a file."""
    table = [("cue", "", "bound to", "went", "by", "plan", "truth")]
    for line in rows(header, run):
        table.append(
            (
                line.cue,
                line.name,
                line.bound,
                "not sent" if line.went is None else _minutes(line.went),
                line.by,
                _error(line.plan_error),
                _error(line.truth_error),
            )
        )
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in table]
    lines.insert(1, "-" * max(map(len, lines)))
    heard = f"music from {header.sound}" if header.sound else "nothing was listened to"
    title = f"{header.book.title} at {header.venue}, {header.wall}, {heard}"
    order = as_it_went(run)
    return "\n".join([title, "", *order, *([""] if order else []), *lines, "", summary(header, run)]) + "\n"


def summary(header: Header, run: Run) -> str:
    """The run in a few sentences."""
    lines = rows(header, run)
    sent = [line for line in lines if line.went is not None]
    alone = sum(line.by == "auto" for line in sent)
    text = f"{len(sent)} cues went, {alone} by themselves and {len(sent) - alone} by hand; "
    text += f"{len(lines) - len(sent)} passed over."
    left = [cue.number for cue in run.state.book.cues if cue.number not in run.state.outcomes]
    if left:
        text += f" Not reached: {', '.join(left)}."
    errors = sorted(abs(line.truth_error) for line in lines if line.truth_error is not None)
    if errors:
        middle = errors[len(errors) // 2]
        text += (
            f"\nAgainst the truth: half within {middle:.0f} ms, all within {errors[-1]:.0f} ms ({len(errors)} cues)."
        )
    return text


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60.0)
    return f"{int(minutes)}:{rest:06.3f}"


def _error(milliseconds: float | None) -> str:
    return "" if milliseconds is None else f"{milliseconds:+.0f} ms"
