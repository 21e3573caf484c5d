"""Rounds of bows: cues that go again while the applause carries, up to the cue that says ``again``."""

from odette.book.table import Table, quote, suggest
from odette.core.cue import Called, Cue, Follow, Hang, On, Room


def check_rounds(tables: list[Table], cues: tuple[Cue, ...]) -> None:
    """A round begins at a cue of the same list, written before; what is in it can go again."""
    numbers = [cue.number for cue in cues]
    taken = -1
    for last, (table, cue) in enumerate(zip(tables, cues, strict=True)):
        if not cue.again:
            continue
        first = numbers.index(cue.again) if cue.again in numbers else None
        if first is None:
            table.fault(f"there is no cue {quote(cue.again)}", suggest(cue.again, numbers), "again")
        elif first > last or cues[first].list != cue.list:
            wanted = "a round begins at a cue of the same list, written before"
            table.fault(f"cue {cue.number} goes back to cue {cue.again}", wanted, "again")
        elif first <= taken:
            wanted = "let one round end before the next begins"
            table.fault(f"cue {cue.again} is in an earlier round already", wanted, "again")
        else:
            taken = last
            _check_round(tables[first : last + 1], cues[first : last + 1])


def _check_round(tables: list[Table], cues: tuple[Cue, ...]) -> None:
    """What sets the cues off after the first comes again in every round."""
    numbers = [cue.number for cue in cues]
    for table, cue in zip(tables[1:], cues[1:], strict=True):
        match cue.trigger:
            case Follow(cue=leader) | Hang(cue=leader):
                again = leader in numbers
            case On(what=what):
                again = what is Room.APPLAUSE
            case trigger:
                again = isinstance(trigger, Called)
        if not again:
            wanted = f'let it follow another cue of the round that begins at {numbers[0]}, or write on = "applause"'
            table.fault(f"what sets cue {cue.number} off comes once, and it goes again after {cues[-1].number}", wanted)
