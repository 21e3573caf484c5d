"""What sets a cue off, or begins a part of the evening, in words."""

from odette.core.cue import At, Called, Clock, Follow, Hang, On, Room, Trigger


def where(trigger: Trigger) -> str:
    """A cue's trigger in the prompt book's words."""
    match trigger:
        case At(text=text):
            return text
        case On(what=Room.PART, number=part, after=after):
            return f"{part} begins{_after(after)}"
        case On(what=Room.PART_OVER, number=part, after=after):
            return f"{part} is over{_after(after)}"
        case On(what=what, after=after):
            return f"{what}{_after(after)}"
        case Follow(cue=cue, after=after):
            return f"follows {cue}{_after(after)}"
        case Hang(cue=cue, after=after):
            return f"hangs on {cue}{_after(after)}"
        case Clock(time=time):
            return time
        case Called():
            return "GO"


def _after(seconds: float) -> str:
    return f" {seconds:+g} s" if seconds else ""
