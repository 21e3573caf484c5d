"""Everything a show can do to the world. Effects are data; io/ and stage/ carry them out."""

from enum import StrEnum

from msgspec import Struct

from odette.core.clocks import Beat, ShowTime
from odette.core.cue import Message, PartKind, Value
from odette.core.motion import Curve, S


class Effect(Struct, frozen=True, tag_field="effect"):
    """Base of all effects."""


class Fade(Effect, frozen=True, tag="fade"):
    """Light: from ``due`` on, bring these roles to these values. Times in seconds, as in ``cue.Light``."""

    cue: str
    due: ShowTime
    values: dict[str, Value]
    up: float
    down: float
    delay: float = 0.0
    curve: Curve = S
    down_delay: float | None = None
    """For levels that fall; None: as ``delay``."""
    mark: str = ""
    """For lamps that are dark then, and no others: set after this cue for the next. Empty: for all."""


class Freeze(Effect, frozen=True, tag="freeze"):
    """Light: stop running fades where they are (STOP)."""

    due: ShowTime


class Thaw(Effect, frozen=True, tag="thaw"):
    """Light: let frozen fades go on in the time they had left."""

    due: ShowTime


class Master(Effect, frozen=True, tag="master"):
    """Light: grand master, 0 to 1, on intensities only."""

    due: ShowTime
    level: float


class Blackout(Effect, frozen=True, tag="blackout"):
    """Light: every intensity to zero (``on``), or back."""

    due: ShowTime
    on: bool


class Pulse(Effect, frozen=True, tag="pulse"):
    """Light: the music is at this beat at ``due``, at ``tempo`` beats a minute; waves keep to it."""

    due: ShowTime
    beat: float
    tempo: float


class Inhibit(Effect, frozen=True, tag="inhibit"):
    """Light: a submaster, 0 to 1, on the intensities of its roles only."""

    due: ShowTime
    name: str
    roles: tuple[str, ...]
    level: float


class Park(Effect, frozen=True, tag="park"):
    """Light: a role or a fixture stays at this value whatever the cues do; None: no longer."""

    due: ShowTime
    target: str
    value: Value | None


class Flash(Effect, frozen=True, tag="flash"):
    """Light: a role or a fixture at full while ``on``."""

    due: ShowTime
    target: str
    on: bool


class Highlight(Effect, frozen=True, tag="highlight"):
    """Light: this one fixture at full and white, to focus it; empty: none."""

    due: ShowTime
    fixture: str


class Preview(Effect, frozen=True, tag="preview"):
    """Light: these roles are seen so, whatever the cues say; empty: none."""

    due: ShowTime
    values: dict[str, Value]


class ShowTitle(Effect, frozen=True, tag="show-title"):
    """Titles: show this text from ``due`` on; empty clears."""

    cue: str
    due: ShowTime
    text: str


class SendMessage(Effect, frozen=True, tag="send-message"):
    """Messages: send at ``due``."""

    cue: str
    due: ShowTime
    message: Message


class SayCall(Effect, frozen=True, tag="say-call"):
    """Calls and machinery: show this word to people at ``due``."""

    cue: str
    due: ShowTime
    text: str


class Listen(Effect, frozen=True, tag="listen"):
    """Follow this number from here on. ``beat``: where the players are or, if they are waited for (``waiting``), will
    begin; None: wait for the first note."""

    number: str
    beat: Beat | None = None
    waiting: bool = False


class PartBegins(Effect, frozen=True, tag="part-begins"):
    """A part of the evening begins, in a show that says their order."""

    part: str
    kind: PartKind


class Answered(Effect, frozen=True, tag="answered"):
    """The answer to a person's command: done, or refused and why."""

    id: str
    done: bool
    why: str = ""


class Severity(StrEnum):
    """How much an alert matters."""

    ALARM = "alarm"
    """Act now: the show needs a person."""
    WARNING = "warning"
    """See to it soon, or know what was not done."""
    NEWS = "news"
    """Good to know; nothing to do."""


class Alert(Effect, frozen=True, tag="alert"):
    """Something the operator should know, in words, with what to do."""

    text: str
    severity: Severity = Severity.NEWS
    key: str = ""
    """Which alert it is, and with which ``values``: for saying it in another language."""
    values: dict[str, str] = {}
    about: str = ""
    """What it is about: it stands until a later alert about the same. Empty: it is about a moment."""


OnLight = Fade | Freeze | Thaw | Master | Blackout | Pulse | Inhibit | Park | Flash | Highlight | Preview

AnyEffect = OnLight | ShowTitle | SendMessage | SayCall | Listen | PartBegins | Answered | Alert
