"""Small prompt books and evenings, told as text, for the tests of the core."""

from collections.abc import Iterable, Iterator

from odette.core.clocks import SECOND, Beat, ShowTime, later
from odette.core.cue import (
    Action,
    At,
    Authority,
    Call,
    Called,
    Clock,
    Cue,
    Department,
    Follow,
    Hang,
    Light,
    Look,
    Message,
    Number,
    On,
    PromptBook,
    Room,
    Title,
    Trigger,
    Value,
)
from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent, Command, Following, Heard, Opened, Pressed, RoomHeard
from odette.core.simulator import simulate
from odette.core.state import State, opening

TEMPO = 120.0
"""Quarter notes a minute of the simulated players: two beats a second."""


def book(text: str, end: float = 64.0, numbers: str = "scene") -> PromptBook:
    """A prompt book from lines like ``12 lights auto at 8`` or ``13 titles auto follow 12 2.5``."""
    cues = tuple(_cue(line.split(), numbers.partition(" ")[0]) for line in text.strip().splitlines())
    looks = {
        action.look: Look(action.look, {"front": Value(0.5), cue.number: Value(1.0)})
        for cue in cues
        for action in cue.actions
        if isinstance(action, Light)
    }
    return PromptBook("A test", tuple(Number(n, n, Beat(end), TEMPO) for n in numbers.split()), cues, looks)


def _cue(words: list[str], number: str) -> Cue:
    name, department, authority, kind, *rest = [*words, ""]
    rest = [word for word in rest if word]
    return Cue(
        name, Department(department), _trigger(kind, rest, number), Authority(authority), _actions(name, department)
    )


def _trigger(kind: str, rest: list[str], number: str) -> Trigger:
    match kind:
        case "at":
            return At(rest[1] if rest[1:] else number, Beat(float(rest[0])), text=rest[0])
        case "on":
            *what, after = rest if rest[-1].replace(".", "").isdigit() else [*rest, "0"]
            return On(Room(" ".join(what)), after=float(after))
        case "follow":
            return Follow(rest[0], float(rest[1]))
        case "hang":
            return Hang(rest[0], float(rest[1]))
        case "clock":
            return Clock(rest[0])
    return Called()


def _actions(name: str, department: str) -> tuple[Action, ...]:
    match department:
        case "lights":
            return (Light(f"look {name}", up=2.0, down=2.0),)
        case "titles":
            return (Title(f"title {name}"),)
        case "messages":
            return (Message("desk", f"/{name}"),)
    return (Call(f"call {name}"),)


def at(seconds: float) -> ShowTime:
    """Show time from seconds."""
    return later(ShowTime(0), seconds)


def opened(rehearsal: bool = False) -> Opened:
    return Opened(at(0), rehearsal=rehearsal)


def playing(
    beats: float,
    until: float,
    start: float = 1.0,
    confidence: float = 0.95,
    following: Following = Following.PLAYING,
    number: str = "scene",
    latency: float = 0.05,
) -> Iterator[Heard]:
    """Estimates every 20 ms of players at ``TEMPO``, from ``beats`` at ``start`` seconds up to the beat ``until``."""
    frames = round((until - beats) / TEMPO * 60.0 / 0.02)
    for frame in range(frames + 1):
        heard = start + frame * 0.02
        beat = Beat(beats + frame * 0.02 * TEMPO / 60.0)
        yield Heard(at(heard + latency), number, at(heard), beat, TEMPO, confidence, following)


def standing(
    beat: float,
    start: float,
    seconds: float,
    following: Following,
    confidence: float = 0.95,
    number: str = "scene",
) -> Iterator[Heard]:
    """Estimates of players who stand still."""
    for frame in range(round(seconds / 0.02)):
        heard = start + frame * 0.02
        yield Heard(at(heard + 0.05), number, at(heard), Beat(beat), TEMPO, confidence, following)


def pressed(seconds: float, command: Command = Command.GO, cue: str = "", press: str = "") -> Pressed:
    return Pressed(at(seconds), press or f"press at {seconds}", "Anna", command, cue)


def room(seconds: float, kind: str) -> RoomHeard:
    return RoomHeard(at(seconds), kind, -20.0, at(seconds))  # type: ignore[arg-type]


class Night:
    """A simulated run: what went, in order, with times in seconds."""

    def __init__(self, prompt_book: PromptBook, *events: AnyEvent | Iterable[AnyEvent]) -> None:
        self.state: State = opening(prompt_book, {})
        self.effects: list[tuple[float, AnyEffect]] = []
        flat = [e for event in events for e in ([event] if isinstance(event, AnyEvent) else event)]
        for event, effects, state in simulate(self.state, sorted(flat, key=lambda e: e.at)):
            self.state = state
            self.effects += [(event.at / SECOND, effect) for effect in effects]

    @property
    def went(self) -> dict[str, float]:
        """Cue → when it went, in seconds; passed cues are left out."""
        return {n: round(o.at / SECOND, 3) for n, o in self.state.outcomes.items() if not o.passed}

    @property
    def passed(self) -> set[str]:
        return {number for number, outcome in self.state.outcomes.items() if outcome.passed}

    def all(self, kind: type[AnyEffect]) -> list[AnyEffect]:
        return [effect for _, effect in self.effects if isinstance(effect, kind)]

    def said(self) -> str:
        """Every alert, one a line."""
        from odette.core.effects import Alert

        return "\n".join(effect.text for _, effect in self.effects if isinstance(effect, Alert))
