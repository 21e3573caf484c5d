"""Wires one run together: music, ears, evening, desk, stage. The only place that knows all of them."""

import argparse
import os
import signal
import threading
import time
import webbrowser
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import structs

from odette import __version__
from odette.book.open import Show, open_evening, open_venue
from odette.book.table import quote
from odette.core.clocks import ShowTime, later, seconds_between
from odette.core.cue import On, PromptBook, Room, destinations
from odette.core.effects import Alert, AnyEffect
from odette.core.events import AnyEvent, Closed, LinkChanged, Opened, Resumed, Revised, Sounding, Ticked
from odette.core.remote import Remotes
from odette.core.state import State, opening
from odette.core.venue import Venue
from odette.core.waking import next_due
from odette.desk.pins import Pins
from odette.desk.reach import read as read_reach
from odette.desk.server import PORT, Desk
from odette.faults import Fault, Faulty
from odette.io.capture import CaptureSound
from odette.io.clock import last_midnight, now, wall
from odette.io.disk import LogWriter, cache_dir, runtime_dir
from odette.io.notes import RATE, FileNotes, PortNotes
from odette.io.playback import Playback
from odette.io.private import PrivateFile, settings_file
from odette.io.sound import FileSound
from odette.io.terminal import say, warn
from odette.performance.checkpoint import Checkpoints
from odette.performance.checkup import watch
from odette.performance.contain import Troubles, in_words
from odette.performance.ears import Ears, Hearable, listen, zero_of
from odette.performance.engraving import Engravings
from odette.performance.evening import Carrier, Evening, Inbox, perform
from odette.performance.eyes import Eye, Film
from odette.performance.keeping import keep
from odette.performance.music import Music, chosen, truths, watched
from odette.performance.preparation import by_ear, from_notes
from odette.performance.publisher import Publisher
from odette.performance.recall import recall
from odette.performance.remotes import Gear
from odette.performance.view import View
from odette.pin import FILE as PINS
from odette.score.cache import load_score
from odette.score.model import Score
from odette.stage.endpoint import end_stage, endpoint_file, stage_id
from odette.stage.link import StageLink
from odette.takes.log import FORMAT, Header, encode
from odette.takes.replay import Run
from odette.takes.report import as_text
from odette.writing.deskbook import DeskBook

RING_OUT = 30.0
"""Seconds after the end of a recording for which cues that follow are still waited for."""
WATCH = 1.0
"""Seconds between two looks at the show's folder."""
AGAIN = 1.0
"""Seconds after which a source of music that failed is opened again."""
DIED = 70
"""Exit status of a show that met a fault of its own and wants to be started again where it was."""


def run(options: argparse.Namespace) -> int:
    """``odette run``, in the process that runs the show; returns the exit status."""
    show, venue = open_evening(options.show, options.venue, remembered)
    music = chosen(options.audio, options.midi)
    if options.speed != 1.0 and not music.file:
        raise Faulty(Fault("--speed", 0, f"{music} plays in its own time", "give a recording with --audio or --midi"))
    performance = Performance(options, show, venue, music)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, performance.close)
    try:
        performance.play()
    except Exception as error:
        warn(f"The show process stops: {in_words(error)}")
        return DIED
    performance.finish()
    return 0


def end(venue_path: Path) -> int:
    """``odette end``: end the output of a venue whose show is gone."""
    venue = open_venue(venue_path)
    ended = end_stage(endpoint_file(runtime_dir("stage"), stage_id(venue)))
    say(f"{venue.title}: {'the output has ended' if ended else 'no output is running'}")
    return 0 if ended else 1


def remembered(path: Path) -> Score:
    """The score in a file, read once for all runs."""
    return load_score(path, cache_dir() / "scores")


def to_stage(stage: StageLink, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
    """Carry effects out that are the stage's."""
    stage.send(effects)


def to_terminal(event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
    """Say alerts to whoever sits at the terminal."""
    for effect in effects:
        if isinstance(effect, Alert):
            warn(effect.text)


class Performance:
    """One run of one show in one venue."""

    def __init__(self, options: argparse.Namespace, show: Show, venue: Venue, music: Music) -> None:
        self.options, self.show, self.venue, self.music = options, show, venue, music
        self.inbox = Inbox()
        self.started = now()
        self.finished = threading.Event()
        self.over: ShowTime | None = None
        """When the recording ended."""
        self.told: dict[str, tuple[bool, str]] = {}
        self.parent = os.getppid()
        self.take: Path = options.take
        before = recall(self.take / "log.jsonl") if options.resume else None
        self.header, self.run, self.lines = before or (
            self.new_header(),
            Run(opening(show.book, venue.lead, venue.names)),
            1,
        )
        for link in ("audio", "log"):
            self.link(link, True, "")
        if unlit := [role for role in show.book.roles if role not in venue.roles]:
            self.link("part of the light", False, f"{venue.title} has no role {', '.join(map(quote, unlit))}")
        if options.resume and before is None:
            self.link("log", False, "it could not be read back: the run begins anew; say where the players are")
        self.source = self.first_source()
        heard = {number: score for number, score in show.heard.items() if score.notes or not music.by_notes}
        prepare = from_notes if music.by_notes else by_ear(show, cache_dir() / "models", warn)
        self.ears = Ears(self.source.rate if self.source else RATE, heard, prepare)
        self.film = Film(Eye(self.inbox.put), watched(music))
        self.stage = StageLink(venue, runtime_dir("stage"), self.inbox.put) if self.real else None
        self.desk, self.publisher, self.book = self.open_desk()
        self.log = LogWriter(self.take / "log.jsonl", partial(self.link, "log"))
        if before is None:
            self.log.append(encode(self.header))
        carriers: list[Carrier] = [self.ears.carry, to_terminal]
        if self.stage:
            carriers.append(partial(to_stage, self.stage))
        if self.publisher:
            carriers.append(self.publisher.carry)
        self.gear = Gear(venue.remotes if self.real else Remotes(), self.inbox.put, self.link, now)
        carriers.append(self.gear.carry)
        self.evening = Evening(self.run.state, self.log, *carriers, gone=self.run.goings, trouble=self.trouble)
        if self.book and self.desk:
            self.book.connect(self.present, self.desk.tell_book, self.revise)
        self.troubles = Troubles(self.trouble)
        self.checkpoints = Checkpoints(self.take / "checkpoint.json", self.header.book)

    @property
    def real(self) -> bool:
        """Whether this runs in real time, into the real world."""
        return bool(self.options.speed == 1.0)

    @property
    def listens(self) -> bool:
        """Whether anything in this run wants to be heard: music, applause, or what a person named to listen to."""
        book = self.show.book
        triggers = [*(cue.trigger for cue in book.cues), *(part.trigger for part in book.evening)]
        unheard = (Room.SHOW_OPENS, Room.PART, Room.PART_OVER)
        awaited = any(isinstance(trigger, On) and trigger.what not in unheard for trigger in triggers)
        return not self.options.unheard and (bool(self.show.heard) or awaited or self.music != Music())

    def close(self, *_: object) -> None:
        """A person ends the run; called from any thread, and as a handler of signals."""
        self.inbox.put(Closed(now()))

    def link(self, name: str, up: bool, detail: str) -> None:
        """A link to the world changed; called from any thread. What is known already is not told again."""
        if name == "audio" and not self.listens:
            return
        if self.told.get(name) != (up, detail):
            self.told[name] = (up, detail)
            self.inbox.put(LinkChanged(now(), name, up, detail))

    def trouble(self, words: str) -> None:
        """Something in the show itself failed, and the show goes on; called from any thread."""
        self.link("part of the show", False, words)

    def new_header(self) -> Header:
        """What this run is."""
        return Header(
            FORMAT,
            __version__,
            wall().isoformat(timespec="seconds"),
            self.show.book,
            self.venue.title,
            self.venue.lead,
            str(self.music) if self.listens else "",
            truths(self.show, self.music),
            self.venue.names,
        )

    def first_source(self) -> Hearable | None:
        """The music to listen to; None: nothing is to be heard, or an input is missing after a crash, or in a show
        without music, and no reason to end the show."""
        if self.options.unheard:
            return None
        try:
            return self.open_source()
        except Faulty as faulty:
            if self.music.file or (self.show.heard and not self.options.resume):
                raise
            self.link("audio", False, str(faulty))
            return None

    def open_source(self) -> Hearable:
        """The music to listen to; a recording that has begun goes on where it would be by now. Raises Faulty."""
        report = partial(self.link, "audio")
        zero = self.run.state.sounding
        offset = seconds_between(zero, now()) if zero is not None else 0.0
        music = self.music
        if music.midi_file:
            return FileNotes(music.midi_file, self.started, offset, paced=self.real)
        if music.midi_port is not None:
            return PortNotes(music.midi_port)
        if music.recording is None:
            return CaptureSound(music.device, on_link=report)
        if not self.real:
            return FileSound(music.recording, start=self.started, on_link=report)
        playback = Playback(music.recording, offset=offset, on_link=report)
        if playback.speaker is None:
            say("No sound output here: the recording is fed straight to the listener.")
        return playback

    def open_desk(self) -> tuple[Desk | None, Publisher | None, DeskBook | None]:
        """The desk in the browser, unless it is not wanted."""
        if self.options.headless:
            return None, None, None
        engravings = Engravings(self.show.score_files, cache_dir() / "engraved", warn)
        pins, reach = Pins(settings_file(PINS)), read_reach(self.options.desk)
        if not self.options.resume:
            pins.check()
            if reach and not pins.guarded:
                wanted = "set the editor's PIN first: odette pin set editor"
                raise Faulty(Fault("--desk", 0, "no PIN is set, and anybody there could run the show", wanted))
        folder = runtime_dir("desk")
        book = DeskBook(self.show, self.venue, self.options.venue, remembered)
        desk = Desk(
            self.options.port or PORT,
            self.inbox.put,
            engravings.folder,
            partial(Eye, self.inbox.put),
            reach=reach,
            pins=pins,
            sessions=lambda port: PrivateFile(folder / f"sessions-{port}.json"),
            book=book,
        )
        desk.start()
        self.report_unreached(desk)
        engravings.start()
        say(f"The desk is at {desk.url}")
        for url in desk.reached():
            say(f"and at {url}")
        if not self.options.no_browser:
            page = f"{desk.url}write" if self.options.unheard else desk.url
            threading.Thread(target=show_page, args=(page,), name="browser", daemon=True).start()
        return desk, Publisher(desk, View(self.venue, self.show.scores)), book

    def report_unreached(self, desk: Desk) -> None:
        """Refuse to begin where the desk cannot listen; a show that comes back runs without that address."""
        unreached = desk.unreached.items()
        if unreached and not self.options.resume:
            desk.stop()
            raise Faulty(
                *(Fault("--desk", 0, f"{host}: {why}", "an address of this machine") for host, why in unreached)
            )
        for host, why in unreached:
            self.link(f"desk at {host}", False, why)

    def play(self) -> None:
        """Run the evening to its end."""
        threading.excepthook = self.thread_failed
        if self.stage:
            self.stage.open(self.run.state.light)
        opened = Opened(now() if self.real else self.started, last_midnight(), self.options.rehearsal)
        self.evening.take(opened if self.run.state.opened_at is None else Resumed(now()))
        for name in sorted(destinations(self.show.book) - self.venue.messages.keys()):
            self.link(f"osc {name}", False, f"{self.venue.title} has no such destination: nothing is sent there")
        if self.book:
            threading.Thread(target=self.watch_book, args=(self.book,), name="book", daemon=True).start()
        self.gear.start()
        if self.real:
            if not self.options.unheard:
                threading.Thread(target=self.hear, name="ears", daemon=True).start()
            looking = (self.take, self.drift, self.inbox.put, now, self.finished)
            threading.Thread(target=watch, args=looking, name="checkup", daemon=True).start()
            perform(self.evening, self.inbox, now, self.each)
        else:
            self.hurry()

    def present(self) -> State:
        """The show as it stands now; called from any thread."""
        state = self.evening.state
        return structs.replace(state, now=max(state.now, now())) if self.real else state

    def revise(self, book: PromptBook) -> None:
        """The prompt book was edited; called from any thread."""
        self.inbox.put(Revised(now(), book))

    def watch_book(self, book: DeskBook) -> None:
        """Thread: see what changes in the show's folder."""
        while not self.evening.state.closed:
            time.sleep(WATCH)
            with self.troubles.contained("the show's folder cannot be watched"):
                book.look()

    def hear(self) -> None:
        """Thread: listen to the source until it ends; one that fails is opened again."""
        while not self.evening.state.closed:
            try:
                if self.source is None:
                    self.source = self.open_source()
                    self.link("audio", True, "")
                listen(self.ears, self.source, self.inbox.put, now, self.music.file, self.film.see)
                break
            except Exception as error:
                self.link("audio", False, str(error) if isinstance(error, Faulty) else in_words(error))
                self.source = None
                time.sleep(AGAIN)
        self.over = now()
        if self.music.file and not (self.options.headless or self.evening.state.closed):
            say("The recording is over. Ctrl-C ends the run and prints its report.")

    def drift(self) -> float | None:
        """How far off the sound input's clock is, where there is one."""
        return self.source.drift if isinstance(self.source, CaptureSound) else None

    def thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        """A thread has died of a fault of ours: the show goes on without it."""
        if failed.exc_value is not None:
            name = failed.thread.name if failed.thread else "a thread"
            self.trouble(f"{name} has ended: {in_words(failed.exc_value)}")

    def each(self) -> None:
        """After every event: show the desk, and close a headless run whose recording is over and done with."""
        evening = self.evening
        if self.publisher:
            with self.troubles.contained("the desk does not show everything"):
                self.publisher.publish(evening.state, now())
        with self.troubles.contained("no checkpoint is kept"):
            self.checkpoints.offer(evening.run, self.lines + evening.logged, evening.last, now())
        if self.parent != os.getppid():
            why = "nobody would start the show again if it died; the command `kill {}` ends it"
            self.link("supervisor", False, why.format(os.getpid()))
        if self.over is not None and self.options.headless:
            due = next_due(evening.state)
            if due is None or seconds_between(self.over, due) > RING_OUT:
                self.close()

    def hurry(self) -> None:
        """Run a recording faster than real time: the music is the clock, and nothing leaves the machine."""
        assert self.source is not None
        say(f"At {self.options.speed:g} times its speed: nothing is sent out.")
        evening, hop = self.evening, self.source.hop / self.source.rate
        end = self.started
        for block in self.source.blocks():
            if end == self.started:
                evening.take(Sounding(block.at, self.music.file, zero_of(block, self.source.rate)))
            end = later(block.at, hop)
            evening.catch_up(end)
            for event in self.ears.hear(block, partial(ShowTime, end)):
                evening.take(event)
            self.film.see(block.first / self.source.rate, end)
            self.keep_pace(end)
            while not self.inbox.empty():
                evening.take(structs.replace(self.inbox.get(), at=end))
            if evening.state.closed:
                return
        while (due := next_due(evening.state)) is not None and seconds_between(end, due) < RING_OUT:
            if not evening.take(Ticked(max(due, evening.state.now))):
                break
        evening.take(Closed(max(end, evening.state.now)))

    def keep_pace(self, reached: ShowTime) -> None:
        """Show the desk where the music is, and wait until the wall clock has come as far at the speed asked for."""
        if self.publisher:
            with self.troubles.contained("the desk does not show everything"):
                self.publisher.publish(self.evening.state, reached)
        real = seconds_between(self.started, reached) / self.options.speed
        ahead = real - seconds_between(self.started, now())
        if ahead > 0.005:
            time.sleep(ahead)

    def finish(self) -> None:
        """The run is closed: end the stream on purpose, write and print the report."""
        self.gear.stop()
        self.finished.set()
        if self.source:
            self.source.stop()
        if self.stage:
            self.stage.end()
        unwritten = self.log.close()
        if self.desk:
            self.desk.stop()
        report = as_text(self.header, self.evening.run)
        say("\n" + report)
        keep(self.take, report, unwritten)


def show_page(url: str) -> None:
    """Thread: open the desk in a browser. Some browsers keep whoever opens them waiting until they are closed."""
    with suppress(Exception):
        webbrowser.open(url)
