"""What a prompt book says, bound to beats: cues, their triggers, their actions, and the looks they bring."""

from enum import StrEnum

from msgspec import Struct

from odette.core.clocks import Beat
from odette.core.motion import Curve, S
from odette.core.parameter import Family
from odette.core.wave import Wave


class Department(StrEnum):
    """Who carries a cue out."""

    LIGHTS = "lights"
    TITLES = "titles"
    MESSAGES = "messages"
    CALLS = "calls"
    MACHINERY = "machinery"


class Authority(StrEnum):
    """Who lets a cue go."""

    CALLED = "called"
    """A person presses GO; Odette warns and stands by."""
    ASSIST = "assist"
    """Odette goes, unless a person holds."""
    AUTO = "auto"
    """Odette goes."""


class Room(StrEnum):
    """What may happen in the room, or to the evening, that a cue can wait for."""

    SHOW_OPENS = "show opens"
    UPBEAT = "upbeat"
    """The conductor's, before a number."""
    MUSIC_BEGINS = "music begins"
    MUSIC_ENDS = "music ends"
    APPLAUSE = "applause"
    APPLAUSE_OVER = "applause over"
    PART = "part"
    """A part of the evening begins."""
    PART_OVER = "part over"
    """A part of the evening is over: a number with its last note, an interval with its minutes; all but a number when
    the next begins."""


class At(Struct, frozen=True, tag="at"):
    """A place in a number's score."""

    number: str
    beat: Beat
    """Quarter notes from the start of the unfolded score."""
    offset: float = 0.0
    """Seconds after that place; negative: before."""
    text: str = ""
    """The place as the prompt book writes it, for people: ``33.2 pass 2``."""


class On(Struct, frozen=True, tag="on"):
    """Something that happens in the room."""

    what: Room
    number: str = ""
    """During or after which number, or which part begins or is over; empty: any time after the cue before this one has
    gone."""
    after: float = 0.0
    """Seconds after it happened."""


class Follow(Struct, frozen=True, tag="follow"):
    """Another cue's start."""

    cue: str
    after: float = 0.0
    """Seconds after that cue started."""
    beats: float = 0.0
    """Beats after that, at the tempo of the music then."""


class Hang(Struct, frozen=True, tag="hang"):
    """Another cue's completion."""

    cue: str
    after: float = 0.0
    """Seconds after that cue's last fade ended; may be negative (overlap)."""
    beats: float = 0.0
    """Beats after that, at the tempo of the music then; may be negative too."""


class Clock(Struct, frozen=True, tag="clock"):
    """A time of day."""

    time: str
    """``HH:MM`` or ``HH:MM:SS``, wall clock of the venue."""


class Called(Struct, frozen=True, tag="called"):
    """Nothing but a person's GO."""


Trigger = At | On | Follow | Hang | Clock | Called


class Value(Struct, frozen=True):
    """What one role shows in a look."""

    level: float | None = None
    """Intensity, 0 to 1; None: leave it as it is."""
    colour: tuple[float, float, float] | None = None
    """Red, green, blue, 0 to 1; None: leave the colour as it is."""
    settings: dict[str, float | str] = {}
    """Further parameters by their names in ``core.parameter``, in its units; those not named stay as they are."""
    wave: Wave | None = None
    """Laid over the level or, if it has a colour, over the colour; it ends with the next level, or colour, or wave."""


NOTHING = Value()
"""Leaves everything as it is."""


def ended(wave: Wave | None, by: Value) -> bool:
    """Whether a value puts an end to a wave."""
    said = by.level if wave is None or wave.colour is None else by.colour
    return by.wave is not None or said is not None


class Look(Struct, frozen=True):
    """A named stage picture by role. Roles it does not name keep what they show (tracking)."""

    name: str
    values: dict[str, Value]


class Pace(Struct, frozen=True):
    """How long a fade takes. Seconds: ``up`` for levels that rise and all that is no level, ``down`` for those that
    fall; ``delay`` before either begins, or ``down_delay`` before those that fall do."""

    up: float = 3.0
    down: float = 3.0
    delay: float = 0.0
    down_delay: float | None = None
    """None: as ``delay``."""

    @property
    def rest(self) -> float:
        """Seconds until levels that fall have fallen."""
        return self.down + (self.delay if self.down_delay is None else self.down_delay)

    @property
    def length(self) -> float:
        """Seconds until all of it has ended."""
        return max(self.delay + self.up, self.rest)


class Light(Struct, frozen=True, tag="light"):
    """Bring a look up. ``up``, ``down`` and the delays as in ``Pace``, for all that has no pace of its own."""

    look: str
    up: float = 3.0
    down: float = 3.0
    delay: float = 0.0
    paces: dict[Family, Pace] = {}
    roles: dict[str, dict[Family, Pace]] = {}
    """Roles with paces of their own."""
    down_delay: float | None = None
    curve: Curve = S
    only: bool = False
    """Cue-only: the next cue gives back what was before."""
    asserts: bool = False
    """Say again all that its list has tracked, not only what the look names."""
    block: bool = False
    """For whoever edits: no change before this cue is to reach past it. Means nothing in playback."""
    live: bool = False
    """Lamps may be seen to move."""

    def pace(self, role: str, family: Family) -> Pace:
        """The pace of one family of one role."""
        paces = self.roles.get(role, self.paces)
        return paces.get(family, Pace(self.up, self.down, self.delay, self.down_delay))


class Title(Struct, frozen=True, tag="title"):
    """Show a title; empty text clears it."""

    text: str


class Message(Struct, frozen=True, tag="message"):
    """Send an OSC message to a destination that the venue names."""

    to: str
    address: str
    arguments: tuple[str | int | float, ...] = ()


class Call(Struct, frozen=True, tag="call"):
    """A word to people, shown at the desk large enough to read aloud."""

    text: str


Action = Light | Title | Message | Call


class Cue(Struct, frozen=True):
    """One entry of the prompt book. ``number`` is its name for life ("12", "12.5"), never renumbered."""

    number: str
    department: Department
    trigger: Trigger
    authority: Authority
    actions: tuple[Action, ...] = ()
    name: str = ""
    note: str = ""
    line: int = 0
    """Line in promptbook.toml, for messages."""
    list: str = ""
    """The cue list it stands in; empty: the main one."""
    again: str = ""
    """Once it has gone, and while the applause carries, the cues from this one to it go again; empty: never."""


class NumberKind(StrEnum):
    """How it is known where in a number the players are."""

    SCORE = "score"
    """By ear, from its score."""
    RECORDING = "recording"
    """By ear, from the recording that is played."""
    TIMED = "timed"
    """By the clock: it lasts so long."""
    FREE = "free"
    """It is not: people give its cues, and go on."""

    @property
    def heard(self) -> bool:
        """Whether it is followed by ear."""
        return self in (NumberKind.SCORE, NumberKind.RECORDING)


class Number(Struct, frozen=True):
    """One stretch of the show: a piece of music, a scene. Where it has no score a beat is a second, at tempo 60."""

    id: str
    title: str
    end: Beat
    """Length of its unfolded score in quarter notes."""
    tempo: float = 90.0
    """Nominal tempo at its start, quarter notes a minute."""
    tempi: tuple[tuple[Beat, float], ...] = ()
    """The score's tempo changes: (from this beat on, quarter notes a minute), sorted; the first at 0."""
    beats: tuple[tuple[Beat, float], ...] = ()
    """What the time signatures count as a beat: (from this beat on, its length in quarter notes), sorted."""
    kind: NumberKind = NumberKind.SCORE


class PartKind(StrEnum):
    """What a part of the evening is."""

    HOUSE_OPEN = "house open"
    HOUSE_TO_HALF = "house to half"
    NUMBER = "number"
    INTERVAL = "interval"
    CURTAIN_CALLS = "curtain calls"
    HOUSE_OUT = "house out"


class HouseCall(Struct, frozen=True):
    """A word to everybody backstage, so many minutes before the evening, or before it goes on."""

    name: str
    minutes: float


class Part(Struct, frozen=True):
    """One part of the evening. ``id`` is its name for cues; that of a number is the number's."""

    id: str
    kind: PartKind
    trigger: Trigger
    """What begins it: ``Called``, ``Clock`` or ``On``. A number that waits begins with its music, one attacca when the
    part before it is over."""
    authority: Authority
    title: str
    number: str = ""
    """The number that it is."""
    minutes: float | None = None
    """How long it lasts, where that is set."""
    calls: tuple[HouseCall, ...] = ()
    """Before it is over."""


class Calling(Struct, frozen=True):
    """How long before a cue its caller warns, and asks to stand by."""

    warn: float = 30.0
    """Seconds."""
    bars: int = 0
    """Bars before a cue that is bound to a place, instead of the seconds; 0: the seconds."""
    standby: float = 10.0
    """Seconds."""


BACK = 2.0
"""Seconds that BACK takes where a show says nothing else."""


class PromptBook(Struct, frozen=True):
    """Everything the core needs to know of a show: cues in running order, looks, numbers in order.

    ``roles`` is every role that any look names.
    """

    title: str
    numbers: tuple[Number, ...]
    cues: tuple[Cue, ...]
    looks: dict[str, Look]
    lists: dict[str, int] = {}
    """Cue lists beside the main one, and their priorities; that of the main one is 0."""
    submasters: dict[str, tuple[str, ...]] = {}
    """Submaster → the roles it holds down."""
    calling: Calling = Calling()
    back: float = BACK
    """Seconds in which BACK brings the cue before."""
    evening: tuple[Part, ...] = ()
    """The order of the evening; empty: the show says none."""
    advertised: str = ""
    """When the evening is to begin: ``HH:MM``, wall clock of the venue; empty: not known."""
    calls: tuple[HouseCall, ...] = ()
    """Before the advertised time."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The order of the evening; of a show that says none, its numbers, each waiting for its music."""
        return self.evening or tuple(number_part(number) for number in self.numbers)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({role for look in self.looks.values() for role in look.values}))


def number_part(number: Number) -> Part:
    """The part that is a number: it waits for its music, or where none is heard for a person."""
    if not number.kind.heard:
        return Part(number.id, PartKind.NUMBER, Called(), Authority.CALLED, number.title, number.id)
    begins = On(Room.MUSIC_BEGINS, number.id)
    return Part(number.id, PartKind.NUMBER, begins, Authority.AUTO, number.title, number.id)


def destinations(book: PromptBook) -> set[str]:
    """Where the messages of a show go, by name."""
    return {action.to for cue in book.cues for action in cue.actions if isinstance(action, Message)}
