"""Wires one run together: music, ears, evening, desk, stage. The only place that knows all of them."""

import argparse
import signal
import sys
import threading
import time
import webbrowser
from functools import partial
from pathlib import Path

from msgspec import structs

from odette import __version__
from odette.book.open import Show, open_evening, open_venue
from odette.core.clocks import ShowTime, later, seconds_between
from odette.core.effects import AnyEffect
from odette.core.events import AnyEvent, Closed, LinkChanged, Opened, Resumed, Sounding, Ticked
from odette.core.plan import next_due
from odette.core.state import State, opening
from odette.core.venue import Venue
from odette.desk.server import PORT, Desk
from odette.io.capture import CaptureSound
from odette.io.clock import last_midnight, now, wall
from odette.io.disk import LogWriter, cache_dir, read_lines, runtime_dir, write_atomically
from odette.io.notes import FileNotes, PortNotes
from odette.io.playback import Playback
from odette.io.sound import FileSound
from odette.performance.ears import Ears, Hearable, listen, zero_of
from odette.performance.engraving import Engravings
from odette.performance.evening import Carrier, Evening, Inbox, perform
from odette.performance.music import Music, chosen, truths
from odette.performance.publisher import Publisher
from odette.performance.view import View
from odette.score.cache import load_score
from odette.stage.endpoint import end_stage, endpoint_file, stage_id
from odette.stage.link import StageLink
from odette.takes.log import FORMAT, Header, decode, encode
from odette.takes.replay import replay
from odette.takes.report import as_text

RING_OUT = 30.0
"""Seconds after the end of a recording for which cues that follow are still waited for."""


def run(options: argparse.Namespace) -> int:
    """``odette run``, in the process that runs the show; returns the exit status."""
    remembered = partial(load_score, cache_dir=cache_dir() / "scores")
    show, venue = open_evening(options.show, options.venue, remembered)
    performance = Performance(options, show, venue, chosen(options.audio, options.midi))
    performance.play()
    performance.finish()
    return 0


def end(venue_path: Path) -> int:
    """``odette end``: end the output of a venue whose show is gone."""
    venue = open_venue(venue_path)
    ended = end_stage(endpoint_file(runtime_dir("stage"), stage_id(venue)))
    print(f"{venue.title}: {'the output has ended' if ended else 'no output is running'}")
    return 0 if ended else 1


def to_stage(stage: StageLink, event: AnyEvent, effects: tuple[AnyEffect, ...]) -> None:
    """Carry effects out that are the stage's."""
    stage.send(effects)


class Performance:
    """One run of one show in one venue."""

    def __init__(self, options: argparse.Namespace, show: Show, venue: Venue, music: Music) -> None:
        self.options, self.show, self.venue, self.music = options, show, venue, music
        self.inbox = Inbox()
        self.started = now()
        self.over: ShowTime | None = None
        """When the recording ended."""
        state, lines = self.recall()
        self.log = LogWriter(options.take / "log.jsonl", partial(self.link, "log"))
        self.log.append(*lines)
        self.source = self.open_source(state)
        self.ears = Ears(self.source.rate, show.scores)
        self.desk, self.publisher = self.open_desk()
        self.stage = self.open_stage(state) if self.real else None
        carriers: list[Carrier] = [self.ears.carry]
        if self.stage:
            carriers.append(partial(to_stage, self.stage))
        if self.publisher:
            carriers.append(self.publisher.carry)
        self.evening = Evening(state, self.log, *carriers)

    @property
    def real(self) -> bool:
        """Whether this runs in real time, into the real world."""
        return bool(self.options.speed == 1.0)

    def link(self, name: str, up: bool, detail: str) -> None:
        """A link to the world changed; called from any thread."""
        self.inbox.put(LinkChanged(now(), name, up, detail))

    def recall(self) -> tuple[State, list[bytes]]:
        """The state to begin with, and what is to be logged before: a header, or nothing after a crash."""
        if self.options.resume:
            path = self.options.take / "log.jsonl"
            lines, _ = read_lines(path)
            return replay(*decode(str(path), lines)).state, []
        lead = self.venue.lead
        header = Header(
            FORMAT,
            __version__,
            wall().isoformat(timespec="seconds"),
            self.show.book,
            self.venue.title,
            lead,
            str(self.music),
            truths(self.show, self.music),
        )
        return opening(self.show.book, lead), [encode(header)]

    def open_source(self, state: State) -> Hearable:
        """The music to listen to; a recording goes on after a crash where it would be by now."""
        report = partial(self.link, "audio")
        offset = seconds_between(state.sounding, now()) if state.sounding is not None else 0.0
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
            print("No sound output here: the recording is fed straight to the listener.")
        return playback

    def open_desk(self) -> tuple[Desk | None, Publisher | None]:
        """The desk in the browser, unless it is not wanted."""
        if self.options.headless:
            return None, None
        engravings = Engravings(self.show.score_files, cache_dir() / "engraved", print)
        desk = Desk(self.options.port or PORT, self.inbox.put, engravings.folder)
        desk.start()
        engravings.start()
        print(f"The desk is at {desk.url}", flush=True)
        if not self.options.no_browser:
            webbrowser.open(desk.url)
        return desk, Publisher(desk, View(self.venue, self.show.scores))

    def open_stage(self, state: State) -> StageLink:
        """The process that holds the light, found burning or started."""
        stage = StageLink(self.venue, runtime_dir("stage"), self.inbox.put)
        stage.open(state.light)
        return stage

    def play(self) -> None:
        """Run the evening to its end."""
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, lambda *_: self.inbox.put(Closed(now())))
        opened = Opened(now() if self.real else self.started, last_midnight(), self.options.rehearsal)
        first = Resumed(now()) if self.options.resume else opened
        self.evening.take(first)
        for link in ("audio", "log"):
            self.link(link, True, "")
        if self.real:
            threading.Thread(target=self.hear, name="ears", daemon=True).start()
            perform(self.evening, self.inbox, now, self.each)
        else:
            self.hurry()

    def hear(self) -> None:
        """Thread: listen to the source until it ends."""
        listen(self.ears, self.source, self.inbox.put, now, self.music.file)
        self.over = now()

    def each(self) -> None:
        """After every event: show the desk, and close a headless run whose recording is over and done with."""
        if self.publisher:
            self.publisher.publish(self.evening.state, now())
        if self.over is not None and self.options.headless:
            due = next_due(self.evening.state)
            if due is None or seconds_between(self.over, due) > RING_OUT:
                self.inbox.put(Closed(now()))

    def hurry(self) -> None:
        """Run a recording faster than real time: the music is the clock, and nothing leaves the machine."""
        print(f"At {self.options.speed:g} times its speed: nothing is sent out.")
        evening, hop = self.evening, self.source.hop / self.source.rate
        end = self.started
        for block in self.source.blocks():
            if end == self.started:
                evening.take(Sounding(block.at, self.music.file, zero_of(block, self.source.rate)))
            end = later(block.at, hop)
            evening.catch_up(end)
            for event in self.ears.hear(block, partial(ShowTime, end)):
                evening.take(event)
            self.keep_pace(end)
            while not self.inbox.empty():
                evening.take(structs.replace(self.inbox.get(), at=end))
            if evening.state.closed:
                return
        while (due := next_due(evening.state)) is not None and seconds_between(end, due) < RING_OUT:
            evening.take(Ticked(max(due, evening.state.now)))
        evening.take(Closed(max(end, evening.state.now)))

    def keep_pace(self, reached: ShowTime) -> None:
        """Show the desk where the music is, and wait until the wall clock has come as far at the speed asked for."""
        if self.publisher:
            self.publisher.publish(self.evening.state, reached)
        real = seconds_between(self.started, reached) / self.options.speed
        ahead = real - seconds_between(self.started, now())
        if ahead > 0.005:
            time.sleep(ahead)

    def finish(self) -> None:
        """The run is closed: end the stream on purpose, and write and print the report."""
        self.source.stop()
        if self.stage:
            self.stage.end()
        self.log.close()
        path = self.options.take / "log.jsonl"
        header, entries = decode(str(path), read_lines(path)[0])
        report = as_text(header, replay(header, entries))
        print("\n" + report)
        try:
            write_atomically(self.options.take / "report.txt", report.encode())
            print(f"Kept in {self.options.take}")
        except OSError as error:
            print(f"The report could not be kept: {error}", file=sys.stderr)
        if self.desk:
            self.desk.stop()
