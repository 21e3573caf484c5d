"""The state of a show: everything ``step`` knows, and nothing it could not rebuild from the log."""

from enum import StrEnum

from msgspec import Struct, structs

from odette.core.clocks import Beat, ShowTime, later
from odette.core.cue import At, Authority, Called, Cue, Department, Number, PromptBook
from odette.core.effects import Alert, Answered, AnyEffect, Listen
from odette.core.events import Conducted, Heard, Recognised, RoomHeard
from odette.core.light import LightEffect, LightState, apply
from odette.core.venue import Names

NEVER = ShowTime(-1)

ALERTS = 20
"""How many alerts are kept."""


class Status(StrEnum):
    """Where a cue stands."""

    WAITING = "waiting"
    STANDBY = "standby"
    """Next in running order; GO would send it."""
    ARMED = "armed"
    """Has a time at which it will go by itself."""
    RUNNING = "running"
    """Went; its fade is not over."""
    DONE = "done"
    PASSED = "passed"
    """The show went past it without sending it."""


class Outcome(Struct, frozen=True):
    """How a cue left the waiting list."""

    at: ShowTime
    """When it went or was passed over."""
    by: str
    """Who sent it: ``auto``, or a person's name; ``passed`` if nobody did."""
    planned: ShowTime
    """When it should have gone by its trigger; equal to ``at`` for a GO."""
    until: ShowTime
    """When its fades end."""

    @property
    def passed(self) -> bool:
        return self.by == "passed"


class Raised(Struct, frozen=True):
    """An alert, and when it was raised."""

    at: ShowTime
    alert: Alert


class State(Struct, frozen=True):
    """One moment of a show."""

    book: PromptBook
    lead: dict[Department, float]
    """Seconds each department's gear needs, taken off due times."""
    house: Names | None = None
    """What can be named in the venue; None: not known."""
    now: ShowTime = ShowTime(0)
    """Show time of the last event."""
    rehearsal: bool = False
    number: str = ""
    """The number being listened to."""
    part: str = ""
    """The part of the evening that the show is in; empty: before the first."""
    parts: dict[str, ShowTime] = {}
    """When each part of the evening began."""
    house_calls: dict[str, ShowTime] = {}
    """When each call of the house was given; NEVER: its time had passed. A call of a part goes by ``part/name``."""
    overdue: frozenset[str] = frozenset()
    """Parts whose time has passed: only a person begins them."""
    told: frozenset[str] = frozenset()
    """What the caller has been told of the next part."""
    taken_at: ShowTime = NEVER
    """When a person last took the evening into their hands: HOLD, STOP, PART."""
    bowing: frozenset[str] = frozenset()
    """Last cues of rounds of bows that are not decided yet."""
    rounds: dict[str, int] = {}
    """Last cue of a round → how many rounds there were, once there was more than one."""
    opened_at: ShowTime | None = None
    zero: ShowTime = NEVER
    """When this number began, had it been played since at a beat a second: it was listened for from a beat then."""
    conducted: Conducted | None = None
    """The last sign of the conductor's hands."""
    upbeats: dict[str, ShowTime] = {}
    """When the upbeat to each number was seen."""
    begun: dict[str, ShowTime] = {}
    """When each number's first note sounded."""
    ended: dict[str, ShowTime] = {}
    """When each number's last note had died away."""
    heard: Heard | None = None
    """The last estimate of this number."""
    trail: tuple[tuple[ShowTime, Beat], ...] = ()
    """Where the players were heard lately, and when: (heard at, beat), without a jump in it."""
    place: Beat = Beat(0.0)
    """The last position the show relied on."""
    settled_at: ShowTime = ShowTime(0)
    """After a jump, positions are relied on again only from here."""
    recognised: Recognised | None = None
    """What is played instead of this number, until a person confirms or denies it."""
    asked_at: ShowTime = NEVER
    """When that was first asked."""
    denied: frozenset[tuple[str, str]] = frozenset()
    """(listened for, recognised): what a person said is not so."""
    room: RoomHeard | None = None
    applause_began: ShowTime = NEVER
    applause_ended: ShowTime = NEVER
    sounding: ShowTime | None = None
    """When the first sample of the recording sounded, if the music is one."""
    outcomes: dict[str, Outcome] = {}
    sent: dict[str, ShowTime] = {}
    """When each cue's actions left the machine, as its department reported."""
    dues: dict[str, ShowTime] = {}
    """When each armed cue will go by itself."""
    expected: dict[str, ShowTime] = {}
    """When the place of each cue that waits for a person, or for its note to be heard, will be reached."""
    recalled: frozenset[str] = frozenset()
    """Cues taken back by BACK: only a person sends them again."""
    held: bool = False
    """A person has the show."""
    unlocked: bool = False
    """An editor has opened the running show to edits."""
    held_cues: frozenset[str] = frozenset()
    """Cues that a person keeps from going by themselves."""
    acknowledged: dict[str, tuple[str, ...]] = {}
    """Waiting cue → who has said that they stand by for it."""
    frozen_at: ShowTime = NEVER
    """When STOP was pressed; NEVER: not stopped."""
    stopped: bool = False
    """STOP was pressed, and the players have not surely been heard since the show went on."""
    blackout: bool = False
    master: float = 1.0
    light: LightState = LightState()
    stands: dict[str, str] = {}
    """Cue list → the light cue at which it stands."""
    owners: dict[str, str] = {}
    """Role → the cue list that moved it last."""
    title: str = ""
    call: str = ""
    answers: dict[str, Answered] = {}
    """The last answers, by press id."""
    last_go: ShowTime = NEVER
    last_auto: tuple[str, ShowTime] = ("", NEVER)
    links: dict[str, str] = {}
    """Links heard of, and why they are down; empty: up."""
    silent_since: ShowTime = NEVER
    """Since when the microphone brings no signal at all while a number runs."""
    clipped_at: ShowTime = NEVER
    """When it last was clipped."""
    wrong: frozenset[str] = frozenset()
    """Watched conditions that are not as they should be."""
    alerts: tuple[Raised, ...] = ()
    """The last alerts, oldest first."""
    midnight: ShowTime = ShowTime(0)
    closed: bool = False

    @property
    def frozen(self) -> bool:
        return self.frozen_at != NEVER

    @property
    def locked(self) -> bool:
        """The show lock: in a performance nothing is edited by accident."""
        running = self.opened_at is not None and not self.closed
        return running and not self.rehearsal and not self.unlocked


def opening(book: PromptBook, lead: dict[Department, float], house: Names | None = None) -> State:
    """The state before anything has happened."""
    return State(book=book, lead=lead, house=house)


def waiting(state: State) -> list[Cue]:
    """Cues that have neither gone nor been passed over, in running order."""
    return [cue for cue in state.book.cues if cue.number not in state.outcomes]


def standby(state: State, name: str = "") -> Cue | None:
    """The cue that GO would send, of the list that is named; if it names none, of the main one."""
    return next((cue for cue in waiting(state) if cue.list == name), None)


def status(state: State, cue: Cue) -> Status:
    """Where ``cue`` stands now."""
    outcome = state.outcomes.get(cue.number)
    if outcome is None:
        if cue == standby(state, cue.list):
            return Status.STANDBY
        return Status.ARMED if cue.number in state.dues else Status.WAITING
    if outcome.passed:
        return Status.PASSED
    return Status.RUNNING if state.now < outcome.until else Status.DONE


def may_go_alone(state: State, cue: Cue) -> bool:
    """Whether this cue may go without a person."""
    return goes_alone(state, cue) and cue.number not in state.held_cues


def goes_alone(state: State, cue: Cue) -> bool:
    """Whether this cue goes without a person, unless one holds it. Machinery never does, whatever its cue says."""
    return (
        cue.department is not Department.MACHINERY
        and cue.authority is not Authority.CALLED
        and not isinstance(cue.trigger, Called)
        and cue.number not in state.recalled
    )


def number_named(state: State, name: str) -> Number:
    """The number with this id."""
    return next(number for number in state.book.numbers if number.id == name)


def placed(state: State, number: str) -> list[tuple[Cue, At]]:
    """Waiting cues bound to a place in this number, in running order."""
    return [
        (cue, cue.trigger) for cue in waiting(state) if isinstance(cue.trigger, At) and cue.trigger.number == number
    ]


class Turn:
    """One step in the making: the state so far and the effects it has caused. Lives only inside ``step``."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.effects: list[AnyEffect] = []

    def change(self, **fields: object) -> None:
        """Replace fields of the state."""
        self.state = structs.replace(self.state, **fields)

    def cause(self, effect: AnyEffect) -> None:
        """Record an effect; light effects move the state's own light as they will the stage's, alerts are kept."""
        self.effects.append(effect)
        if isinstance(effect, Alert):
            self.change(alerts=(*self.state.alerts, Raised(self.state.now, effect))[-ALERTS:])
        if isinstance(effect, Listen):
            self.change(zero=later(self.state.now, -(effect.beat or 0.0)))
        if isinstance(effect, LightEffect):
            self.change(light=apply(self.state.light, effect, self.state.now))
