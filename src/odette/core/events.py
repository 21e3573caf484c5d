"""Everything that can happen to a show. Each event carries the show time at which it happened.

Events are the only input of ``step``; the log is a list of them.
"""

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from odette.core.clocks import Beat, ShowTime
from odette.core.cue import PromptBook, Value

Kind = Literal["silence", "murmur", "speech", "laughter", "music", "applause"]
"""What the room sounds like."""
Phase = Literal["none", "rising", "sustained", "dying"]
"""How applause goes; "none" without it, and where a log is older than phases."""


class Following(StrEnum):
    """What the follower thinks it is doing."""

    WAITING = "waiting"
    """For the first note."""
    PLAYING = "playing"
    HOLDING = "holding"
    """A fermata, a pause, applause: the players stand still in the score."""
    LOST = "lost"
    ENDED = "ended"
    """The last note has sounded and died away."""


class Event(Struct, frozen=True, tag_field="event"):
    """Base of all events. ``at``: show time when it reached the show."""

    at: ShowTime


class Opened(Event, frozen=True, tag="opened"):
    """The run begins. ``clock_midnight``: show time of the last midnight, wall clock (for clock cues)."""

    clock_midnight: ShowTime = ShowTime(0)
    rehearsal: bool = False


class Heard(Event, frozen=True, tag="heard"):
    """The follower's estimate: at ``heard_at`` the players were at ``beat``.

    ``tempo`` in quarter notes a minute; ``confidence`` 0 to 1; ``awaited``: where an onset is about to sound that will
    be heard plainly.
    """

    number: str
    heard_at: ShowTime
    beat: Beat
    tempo: float
    confidence: float
    following: Following
    awaited: Beat | None = None


class RoomHeard(Event, frozen=True, tag="room"):
    """What the room sounds like, sent when kind or phase change (and at most twice a second otherwise).

    ``level`` in dB relative to full scale; ``clipped``: samples at full scale since it was last told.
    """

    kind: Kind
    level: float
    heard_at: ShowTime
    clipped: int = 0
    phase: Phase = "none"


class Recognised(Event, frozen=True, tag="recognised"):
    """What is played is surely ``number``, and not the one that the show listens for; ``number`` empty: that is over.

    At ``heard_at`` the players were at ``beat`` of it. ``tempo`` in quarter notes a minute; ``confidence`` 0 to 1.
    """

    number: str
    heard_at: ShowTime
    beat: Beat = Beat(0.0)
    tempo: float = 0.0
    confidence: float = 0.0


class Checked(Event, frozen=True, tag="checked"):
    """The machine has looked at itself. ``free``: bytes left on the disk that the run is kept on; ``drift``: how much
    faster the sound input's clock runs than the computer's, in parts per million. None: not known."""

    free: int | None = None
    drift: float | None = None


class Conducted(Event, frozen=True, tag="conducted"):
    """What the conductor's hands, or a person's key in their stead, say of the beat.

    ``upbeat``: out of rest they have risen and fall now, music is due at ``due``; ``ictus``: a beat, at ``due``;
    ``withdrawn``: the upbeat was none. ``beat``: its length in seconds as shown, 0 where it cannot be told yet.
    """

    sign: Literal["ready", "upbeat", "ictus", "withdrawn"]
    due: ShowTime
    beat: float = 0.0


class Command(StrEnum):
    """What a person may press."""

    GO = "go"
    GO_TO = "go to"
    """Send the light cue that is named, out of its turn."""
    HOLD = "hold"
    """Take the show over: nothing goes by itself until it is given back."""
    FOLLOW = "follow"
    """Give the show back."""
    HOLD_CUE = "hold cue"
    """Keep the cue that is named from going by itself; everything else goes on."""
    FOLLOW_CUE = "follow cue"
    """Let the cue that is named go by itself again."""
    BACK = "back"
    STOP = "stop"
    """Freeze running fades and the follow-ons they would start; GO resumes them."""
    UPBEAT = "upbeat"
    """The conductor gives the upbeat: for a house without a camera on the podium."""
    RELEASE = "release"
    """Let go the cue list of the cue that is named: its roles go back to what the other lists say."""
    CONFIRM = "confirm"
    """It is the number that was recognised (``cue``: which one): go on with it."""
    DENY = "deny"
    """It is not."""
    PART = "part"
    """Go on to the part of the evening that is named, or to the next."""
    PANIC = "panic"
    """Stop sound and titles, hold light."""
    BLACKOUT = "blackout"
    """Toggle. Never touches machinery."""


class Pressed(Event, frozen=True, tag="pressed"):
    """A person's command. ``id`` makes it idempotent: the same id twice is one press.

    ``cue``: the cue the person saw standing by when pressing GO, empty where the source cannot know; for GO TO the
    one to go to, for HOLD CUE and FOLLOW CUE the one that is meant; for CONFIRM and DENY the number that the person saw
    recognised, or empty; for PART the part of the evening to go to. For GO, BACK and RELEASE a cue of another list than
    the main one means that list.
    """

    id: str
    who: str
    command: Command
    cue: str = ""
    gear: bool = False
    """It came from gear that has no screen: where it is refused, the desk says so."""


class Misunderstood(Event, frozen=True, tag="misunderstood"):
    """Gear said something that is no command."""

    who: str
    why: str


class Told(Event, frozen=True, tag="told"):
    """A person says where the players are (a bar tapped, the playhead dragged)."""

    id: str
    who: str
    number: str
    beat: Beat


class Acknowledged(Event, frozen=True, tag="acknowledged"):
    """A person stands by for this cue, and wants the caller to know. ``department``: the only one whose cues are
    theirs; empty where all are."""

    id: str
    who: str
    cue: str
    department: str = ""


class Mastered(Event, frozen=True, tag="mastered"):
    """The grand master was moved, or the submaster that is named; ``level`` 0 to 1."""

    id: str
    who: str
    level: float
    name: str = ""


class Parked(Event, frozen=True, tag="parked"):
    """A person parks a role or a fixture at a value; None: lets it go."""

    id: str
    who: str
    target: str
    value: Value | None


class Flashed(Event, frozen=True, tag="flashed"):
    """A flash button of a role or a fixture went down (``on``) or up."""

    id: str
    who: str
    target: str
    on: bool


class Highlighted(Event, frozen=True, tag="highlighted"):
    """A person wants this fixture alone at full and white, to focus it; empty: none any more."""

    id: str
    who: str
    fixture: str


class LockSet(Event, frozen=True, tag="lock"):
    """A person opens the running show to edits, or locks it again."""

    id: str
    who: str
    on: bool


class Previewed(Event, frozen=True, tag="previewed"):
    """A person wants to see these roles so on stage, over what the cues say; None: no longer."""

    id: str
    who: str
    values: dict[str, Value] | None


class Revised(Event, frozen=True, tag="revised"):
    """The prompt book was edited: from here on it is this."""

    book: PromptBook


class LinkChanged(Event, frozen=True, tag="link"):
    """A link to the world went down or came up: ``audio``, ``stage``, ``sacn 10.0.0.2``, ``log`` ..."""

    link: str
    up: bool
    detail: str = ""


class Sent(Event, frozen=True, tag="sent"):
    """A department reports that a cue's actions went out, and when."""

    cue: str
    went_at: ShowTime


class Sounding(Event, frozen=True, tag="sounding"):
    """A recording plays: its first sample sounded, or would have, at ``zero``."""

    source: str
    zero: ShowTime


class Ticked(Event, frozen=True, tag="ticked"):
    """Time has passed to where the show asked to be woken (``next_due``)."""


class Resumed(Event, frozen=True, tag="resumed"):
    """The show process came back after a crash and has replayed its log up to here."""


class Closed(Event, frozen=True, tag="closed"):
    """A person ends the run."""


Asked = Pressed | Told | Acknowledged | Mastered | Parked | Flashed | Highlighted | Previewed | LockSet
"""What people cause. Each is answered in the step it makes."""

AnyEvent = (
    Asked
    | Revised
    | Misunderstood
    | Opened
    | Heard
    | RoomHeard
    | Recognised
    | Conducted
    | Checked
    | LinkChanged
    | Sent
    | Sounding
    | Ticked
    | Resumed
    | Closed
)
