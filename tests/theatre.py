"""A theatre without walls: players, audience and people at the desk, heard and obeyed by the core in simulated time.

What Odette hears of the players is made here as the ears would make it, with their weaknesses: late,
slow to see that the players stand, lost for a while after a cut. All of it is deterministic.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odette.book.open import Show
from odette.core.clocks import SECOND, Beat, ShowTime, later, seconds_between
from odette.core.cue import At, Cue
from odette.core.effects import Alert, Answered, AnyEffect, Listen, SayCall, Severity
from odette.core.events import (
    AnyEvent,
    Conducted,
    Following,
    Heard,
    Opened,
    Pressed,
    Resumed,
    RoomHeard,
    Ticked,
    Told,
)
from odette.core.simulator import simulate
from odette.core.state import State, number_named, opening
from odette.score.position import parse, resolve
from odette.takes.replay import Going, Run, note

FRAME = 0.04
"""Seconds between two estimates while the players play: half as many as the ears give, for a short evening."""
IDLE = 0.5
"""Seconds between two while there is nothing to follow, and between two words on the room."""
SLOW_TO_STAND = 0.3
"""Seconds for which players who have stopped are still taken to be playing."""
RING = 1.2
"""Seconds from the end of the last bar until the last note has died away."""
DOUBT, BEWILDERED = 1.0, 0.6
"""Seconds after a cut for which the old place is doubted, and then for which there is none."""
GIVEN_UP = 6.0
"""Seconds after which players who have stopped in mid-number count as lost."""

EVENING = ShowTime(19 * 3600 * SECOND)
"""Show time at which a scenario begins: seven in the evening, where midnight is 0."""


@dataclass
class Players:
    """What the players really do."""

    number: str = ""
    beat: float = 0.0
    tempo: float = 120.0
    playing: bool = False
    since: float = 0.0
    """When they began to play, or to stand."""
    waits: bool = False
    """They stand because the conductor has them wait, and not because all is over."""


@dataclass
class Hearing:
    """How Odette hears them. ``offset``: quarter notes by which it still believes another place after a cut."""

    latency: float = 0.05
    confidence: float = 0.95
    lost: bool = False
    deaf: bool = False
    waits: bool = True
    """For the first note, at the beat ``begins``."""
    begins: float = 0.0
    ended: bool = False
    offset: float = 0.0
    cut_at: float = -1e9


class Theatre:
    """One evening as it goes on. Times in seconds since the scenario began."""

    def __init__(self, show: Show) -> None:
        self.show = show
        self.run = Run(opening(show.book, {}))
        self.now = 0.0
        self.players, self.hearing = Players(), Hearing()
        self.kind, self.level, self.phase = "silence", -60.0, "none"
        self.steps: list[tuple[AnyEvent, tuple[AnyEffect, ...], State]] = []
        self.goings: list[Going] = []
        """What went or was passed over, and is not told of yet."""
        self.calls: list[SayCall] = []
        """The calls of the house that are not told of yet."""
        self.said: list[Alert] = []
        """What the desk said that asks for a person, and is not told of yet."""
        self.refused: list[Answered] = []
        self.tempi: tuple[float, float] | None = None
        """While the tempo changes: by how much a beat, and to which tempo."""
        self._trail: list[tuple[str, float, float]] = []  # (number, beat, when), as they really played
        self._told_at, self._room_at = -1e9, -1e9
        self._presses = 0

    @property
    def state(self) -> State:
        return self.run.state

    def time(self, seconds: float | None = None) -> ShowTime:
        """Show time of a moment; None: now."""
        return later(EVENING, self.now if seconds is None else seconds)

    def seconds(self, time: ShowTime) -> float:
        return seconds_between(EVENING, time)

    def happen(self, event: AnyEvent) -> None:
        """Something happens: the core takes it, after all that was due by itself before it."""
        for each, effects, state in simulate(self.state, [event]):
            before, self.run.state = self.run.state, state
            known = len(self.run.goings)
            note(self.run, before)
            self.goings += self.run.goings[known:]
            self.steps.append((each, effects, state))
            for effect in effects:
                self._obey(effect)

    def _obey(self, effect: AnyEffect) -> None:
        match effect:
            case Listen():
                self._listen(effect)
            case Alert(severity=severity) if severity is not Severity.NEWS:
                self.said.append(effect)
            case SayCall(cue=""):
                self.calls.append(effect)
            case Answered(done=False):
                self.refused.append(effect)

    def _listen(self, wanted: Listen) -> None:
        """Turn to another number, or to another place in this one."""
        hearing = self.hearing
        hearing.lost = hearing.ended = False
        hearing.offset, hearing.cut_at = 0.0, -1e9
        hearing.waits, hearing.begins = wanted.beat is None or wanted.waiting, wanted.beat or 0.0
        if not hearing.waits and self.players.number == wanted.number and wanted.beat is not None:
            hearing.offset = 0.0 if self.players.playing else wanted.beat - self.players.beat

    def open(self, rehearsal: bool = False) -> None:
        self.happen(Opened(self.time(), ShowTime(0), rehearsal))

    def live(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass, at most ``seconds``, or until something is so."""
        end = self.now + seconds
        while self.now < end - FRAME / 2 and not until():
            self.now = round(self.now + FRAME, 6)
            self._play()
            self._hear_players()
            self._hear_room()
        self.happen(Ticked(self.time()))

    def dead(self, seconds: float) -> None:
        """The show process is gone for so long; the players go on."""
        for _ in range(round(seconds / FRAME)):
            self.now = round(self.now + FRAME, 6)
            self._play()
        self.happen(Resumed(self.time()))

    def _play(self) -> None:
        players = self.players
        if not players.playing:
            return
        if self.tempi:
            slope, tempo = self.tempi
            changed = players.tempo + slope * players.tempo / 60 * FRAME
            players.tempo = max(tempo, changed) if slope < 0 else min(tempo, changed)
        players.beat += players.tempo / 60 * FRAME
        self._trail.append((players.number, players.beat, self.now))

    def _hear_players(self) -> None:
        """What the ears say of the players now."""
        state, players, hearing = self.state, self.players, self.hearing
        if not state.number or hearing.deaf or not number_named(state, state.number).kind.heard:
            return
        here = players.number == state.number
        still = self.now - players.since
        if here and players.playing and hearing.waits:
            hearing.waits = False
        if not here or hearing.waits or hearing.ended:
            waits = Following.ENDED if hearing.ended and here else Following.WAITING
            self._tell(Beat(hearing.begins), 0.9, waits, idle=True)
        elif hearing.lost:
            self._tell(Beat(self._believed), 0.3, Following.LOST)
        elif self.now - hearing.cut_at < DOUBT + BEWILDERED:
            lost = self.now - hearing.cut_at > DOUBT
            self._tell(Beat(self._believed), 0.4 if lost else 0.7, Following.LOST if lost else Following.PLAYING)
        elif players.playing:
            hearing.offset = 0.0
            self._tell(Beat(players.beat), hearing.confidence, Following.PLAYING)
        elif players.beat >= self._end - 0.01:
            hearing.ended = still > RING
            self._tell(Beat(self._end), 0.95, Following.ENDED if hearing.ended else Following.HOLDING)
        elif still < SLOW_TO_STAND:
            self._tell(Beat(self._believed), hearing.confidence, Following.PLAYING)
        elif still < GIVEN_UP or players.waits:
            self._tell(Beat(self._believed), hearing.confidence, Following.HOLDING)
        else:
            self._tell(Beat(self._believed), 0.3, Following.LOST)

    @property
    def _end(self) -> float:
        return next(number.end for number in self.show.book.numbers if number.id == self.players.number)

    @property
    def _believed(self) -> float:
        return min(max(0.0, self.players.beat + self.hearing.offset), self._end)

    def _tell(self, beat: Beat, confidence: float, following: Following, idle: bool = False) -> None:
        if idle and self.now - self._told_at < IDLE:
            return
        self._told_at = self.now
        heard_at = self.time(self.now - self.hearing.latency)
        tempo = self.players.tempo
        back = 0.0 if following is not Following.PLAYING or not self.players.playing else self.hearing.latency
        beat = Beat(max(self.hearing.begins, beat - back * tempo / 60))
        self.happen(Heard(self.time(), self.state.number, heard_at, beat, tempo, confidence, following))

    def _hear_room(self) -> None:
        if self.hearing.deaf or self.now - self._room_at < IDLE:
            return
        self.tell_room()

    def tell_room(self) -> None:
        """Say what the room sounds like."""
        self._room_at = self.now
        music = self.players.playing and self.kind == "silence"
        kind, level = ("music", -20.0) if music else (self.kind, self.level)
        self.happen(RoomHeard(self.time(), kind, level, self.time(), phase=self.phase))  # type: ignore[arg-type]

    def sound(self, kind: str, level: float, phase: str = "none") -> None:
        """From here on the audience is heard so."""
        self.kind, self.level, self.phase = kind, level, phase
        if not self.hearing.deaf:
            self.tell_room()

    def conduct(self, sign: str, due: float = 0.0) -> None:
        """The conductor's hands say something, of a beat that falls ``due`` seconds from now."""
        self.happen(Conducted(self.time(), sign, self.time(self.now + due), due))  # type: ignore[arg-type]

    def press(self, who: str, command: str, cue: str = "") -> None:
        self._presses += 1
        self.happen(Pressed(self.time(), f"press {self._presses}", who, command, cue))  # type: ignore[arg-type]

    def tap(self, who: str, number: str, beat: Beat) -> None:
        self._presses += 1
        self.happen(Told(self.time(), f"press {self._presses}", who, number, beat))

    def place(self, text: str, number: str = "") -> Beat:
        """The beat of a place as sentences name it, in the number that is played or listened to."""
        number = number or self.players.number or self.state.number
        written = {"the end": "end", "the beginning": "1"}.get(text) or text.split()[1]
        return Beat(float(resolve(self.show.scores[number], parse(written))[0]))

    def number(self, name: str) -> str:
        """The id of a number that sentences name."""
        return next(number.id for number in self.show.book.numbers if name in (number.id, number.title.lower()))

    def part(self, name: str) -> str:
        """The id of a part of the evening that sentences name."""
        return next(part.id for part in self.show.book.parts if name in (part.id, part.title.lower()))

    def cues(self, text: str) -> list[str]:
        """Cues as sentences name them: ``3``, ``3, 4 and 6``, ``3 to 6`` in running order."""
        order = [cue.number for cue in self.show.book.cues]
        listed = []
        for each in text.replace(" and ", ", ").split(", "):
            first, _, last = each.partition(" to ")
            listed += order[order.index(first) : order.index(last or first) + 1]
        return listed

    def cue(self, number: str) -> Cue:
        return next(cue for cue in self.show.book.cues if cue.number == number)

    def played(self, cue: Cue, went: float) -> float:
        """When the players really were at a cue's place, the time nearest to ``went``."""
        trigger: Any = cue.trigger
        assert isinstance(trigger, At), f"cue {cue.number} is bound to no place"
        beats = [(when, beat) for number, beat, when in self._trail if number == trigger.number]
        i = bisect_left(beats, (went - 2.0,))
        for when, beat in beats[i:]:
            if beat >= trigger.beat - 1e-6:
                return when - (beat - trigger.beat) * 60 / self.players.tempo + trigger.offset
        raise AssertionError(f"the players have not been at cue {cue.number}")
