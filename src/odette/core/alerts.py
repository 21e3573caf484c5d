"""What people are told when something is not as it should be: what happened, and what to do."""

from typing import NamedTuple

from odette.core.effects import Alert, Severity

ALARM, WARNING, NEWS = Severity.ALARM, Severity.WARNING, Severity.NEWS


class Wording(NamedTuple):
    """How one alert is said. ``about``: what it is about; a later alert about the same ends it."""

    severity: Severity
    words: str
    about: str = ""


WORDINGS = {
    "lost": Wording(
        ALARM,
        "lost: you have the show, nothing bound to the music goes by itself. "
        "Send the cues with GO; tap the bar that is played to put Odette right",
        "place",
    ),
    "found": Wording(NEWS, "found the players again", "place"),
    "upbeat withdrawn": Wording(
        WARNING, "the conductor withdrew the upbeat: what went on it stays gone. BACK takes it back"
    ),
    "upbeat unanswered": Wording(
        WARNING, "no music followed the upbeat: what went on it stays gone. BACK takes it back, the next upbeat counts"
    ),
    "unsure end": Wording(
        ALARM,
        "the music seems to be over, but this is not sure: you have the show. "
        "Send the next cue with GO, or tap the bar that is played",
    ),
    "recognised": Wording(
        ALARM,
        "this sounds like {number}, not like {other}. Nothing bound to the music goes by itself until somebody says "
        "whether it is: CONFIRM and {number} is followed, DENY and {other} is; GO works",
        "recognised",
    ),
    "recognised confirmed": Wording(NEWS, "{number} is followed now", "recognised"),
    "recognised denied": Wording(NEWS, "it is not {number}: all goes on as before", "recognised"),
    "recognised over": Wording(NEWS, "it no longer sounds like {number}: all goes on as before", "recognised"),
    "back in the score": Wording(WARNING, "back in the score: cue {cue} and those after it wait again"),
    "taken up": Wording(
        WARNING,
        "{who} has told where it begins again: cue {cue} and those after it wait again, and go when the players are "
        "heard from there",
    ),
    "passed over": Wording(
        WARNING,
        "passed over {cues}: looks are as they should be, the rest was not sent. What is still wanted goes with GO TO",
    ),
    "revised behind": Wording(
        WARNING,
        "the book was edited: {cues} lie behind and will not go by themselves. What is still wanted goes with GO TO",
    ),
    "other music": Wording(
        WARNING, "the show's music was edited, and this run keeps the old book: start the show anew to take the new one"
    ),
    "part soon": Wording(NEWS, "{part} soon: stand by. PART begins it"),
    "part waits": Wording(WARNING, "{part} waits for you: PART begins it"),
    "calls missed": Wording(WARNING, "not given, their time has passed: {calls}. Give them if they are wanted"),
    "bows wait": Wording(WARNING, "the applause carries: cue {cue} waits for GO"),
    "other evening": Wording(
        WARNING, "the order of the evening was edited, and this run keeps the old book: it is in a part that is no more"
    ),
    "given back": Wording(WARNING, "given back; {cues} passed while you had the show and will not be sent"),
    "panic": Wording(
        WARNING, "panic: titles are off, light holds, you have the show. FOLLOW gives it back when all is well"
    ),
    "restarted": Wording(
        ALARM,
        "the show process came back after a failure; what had gone stays gone. "
        "See that standby and bar are right; if not, tap the bar that is played",
    ),
    "link.audio": Wording(
        ALARM, "audio is down: {why}. Check cable and power; it is tried again all the time. GO works meanwhile"
    ),
    "link.stage": Wording(
        ALARM,
        "stage is down: {why}. The lamps hold their look and it is started again; else work them by hand",
    ),
    "link.listener": Wording(
        WARNING, "listener is down: {why}. Nothing bound to the music goes by itself until it is back; GO works"
    ),
    "link.camera": Wording(
        WARNING,
        "the camera on the podium is down: {why}. Key U gives the upbeat; else the first note begins the number",
    ),
    "link.log": Wording(WARNING, "log is down: {why}. The show goes on; see that the disk is there and has room"),
    "link.supervisor": Wording(WARNING, "supervisor is down: {why}. The show goes on; start it anew at the interval"),
    "link.part of the light": Wording(
        WARNING, "part of the light is down: {why}. Those lamps stay as they are; mend the venue file before the show"
    ),
    "link.part of the show": Wording(
        WARNING, "part of the show is down: {why}. All else goes on; keep this run's folder for whoever looks into it"
    ),
    "link.other": Wording(WARNING, "{link} is down: {why}. Check cable and power; it is tried again all the time"),
    "link back": Wording(NEWS, "{link} is back"),
    "gear refused": Wording(WARNING, "{who}: {command} refused, {why}"),
    "gear misunderstood": Wording(WARNING, "{who}: {why}. See [remote] in the venue file"),
    "locked": Wording(NEWS, "{who} has locked the show against edits"),
    "unlocked": Wording(WARNING, "{who} has unlocked the show: what is edited counts at once"),
    "microphone silent": Wording(
        ALARM,
        "the microphone brings no signal at all, though music should sound. "
        "See that it is plugged in, switched on and not muted; send the cues with GO",
        "microphone silent",
    ),
    "microphone heard": Wording(NEWS, "the microphone brings a signal again", "microphone silent"),
    "microphone clipped": Wording(
        WARNING,
        "the microphone is clipped: turn its gain down until the loudest place stays below full",
        "microphone clipped",
    ),
    "microphone clear": Wording(NEWS, "the microphone is no longer clipped", "microphone clipped"),
    "disk low": Wording(
        WARNING, "the disk is nearly full, {free} MB are left: move old takes elsewhere before the next part", "disk"
    ),
    "disk full": Wording(
        ALARM, "the disk is full but for {free} MB: free some now, or this run cannot be written down", "disk"
    ),
    "disk well": Wording(NEWS, "the disk has room again: {free} MB", "disk"),
    "clock drift": Wording(
        WARNING,
        "the sound input's clock is off by {ppm} parts in a million: set the device to the rate Odette asks for, "
        "and let no other device clock it",
        "clock",
    ),
    "clock well": Wording(NEWS, "the sound input's clock is right again", "clock"),
}
"""Key → what is said. Pages that speak another language find their own words by the key."""


def alert(key: str, **values: str) -> Alert:
    """The alert of this key, its words filled from ``values``."""
    severity, words, about = WORDINGS[key]
    return Alert(words.format(**values), severity, key, values, about)


def link_down(link: str, why: str) -> Alert:
    """A link to the world is down. ``why``: as whoever looks after the link says it."""
    key = f"link.{link}" if f"link.{link}" in WORDINGS else "link.other"
    severity, words, _ = WORDINGS[key]
    values = {"link": link, "why": why.rstrip(".")}
    return Alert(words.format(**values), severity, key, values, f"link {link}")


def link_back(link: str) -> Alert:
    severity, words, _ = WORDINGS["link back"]
    return Alert(words.format(link=link), severity, "link back", {"link": link}, f"link {link}")
