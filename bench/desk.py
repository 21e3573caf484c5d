"""What pages cost the show, and how soon they show what happens.

    python bench/desk.py [--real 2] [--pages 20] [--rate 50] [--seconds 15]

One process is the show: it follows the Swan Lake's No. 10 on noise (a frame's work is the same whatever sounds), steps
the core on every estimate and publishes to its desk so many times a second, as ``odette run`` does fourteen times. The
pages are real ones in headless Chromium, as many as ``--real`` says, and beyond them plain WebSocket clients which read
everything and draw nothing: twenty drawing browsers on one small machine measure the browsers, not the show.

Prints four tables: the show's process with no page and with all; from event to pixels, that is from the show's stamp
on an update to the moment after the frame that draws it; from the moment in which the show's process stands still to
the page saying that what it shows is old; and loading the page with nothing in the browser's cache.
"""

import argparse
import asyncio
import multiprocessing
import os
import shutil
import signal
import statistics
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Page, async_playwright
from websockets.asyncio.client import connect

from odette.book.open import open_evening
from odette.core.clocks import Beat, ShowTime
from odette.core.events import Following, Heard, Opened
from odette.core.state import opening
from odette.core.step import step
from odette.desk.server import Desk
from odette.follow.follower import Follower
from odette.performance.eyes import Eye
from odette.performance.preparation import from_page
from odette.performance.view import View

ROOT = Path(__file__).parent.parent
RATE, HOP = 48_000, 960
TEMPO = 72.0
LOADS = 5

WATCH = """
(() => {
    window.late = [];
    const Plain = WebSocket;
    window.WebSocket = class extends Plain {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                const found = /^{"type":"now","now":(\\d+)/.exec(data);
                if (found) requestAnimationFrame(() => {
                    const after = new MessageChannel();
                    after.port1.onmessage = () => late.push([Number(found[1]) / 1e6, performance.now()]);
                    after.port2.postMessage(0);
                });
            });
        }
    };
})();
"""
"""In the page, before its own code: for each update its stamp, and when the frame that drew it was done (ms)."""


def show(pipe: Connection, rate: float) -> None:
    """Process: the show, until told to end. Told "measure" and for how long, answers with CPU and frame times."""
    book, venue = open_evening(ROOT / "shows" / "swan-lake", ROOT / "venues" / "town-hall.toml")
    number, score = next(iter(book.scores.items()))
    follower, noise = Follower(from_page(number, score), RATE), np.random.default_rng(1)
    blocks = noise.normal(0.0, 0.05, (50, HOP)).astype(np.float32)
    view = View(venue, book.scores)
    desk = Desk(0, lambda _: None, lambda _: None, lambda: Eye(lambda _: None))
    state, _ = step(opening(book.book, venue.lead, venue.names), Opened(ShowTime(time.monotonic_ns())))
    desk.start()
    pipe.send(desk.url)
    began = time.monotonic()
    frames: list[float] = []
    published, told, due, frame = 0.0, 0.0, began, 0
    until, cpu = 0.0, 0.0
    while True:
        now = time.monotonic()
        start = time.perf_counter()
        follower.hear(blocks[frame % len(blocks)])
        frames.append(time.perf_counter() - start)
        at = ShowTime(time.monotonic_ns())
        beat = Beat((now - began) * TEMPO / 60 % float(score.end))
        state, _ = step(state, Heard(at, number, at, beat, TEMPO, 0.9, Following.PLAYING))
        if now - published >= 1 / rate - 0.002:
            published = now
            desk.publish_now(view.now(state, ShowTime(time.monotonic_ns())))
        if now - told >= 1.0:
            told = now
            desk.publish(view.state(state, ShowTime(time.monotonic_ns())))
        if until and now >= until:
            pipe.send((time.process_time() - cpu, list(frames)))
            until = 0.0
        if pipe.poll():
            order = pipe.recv()
            if order == "end":
                desk.stop()
                return
            until, cpu = now + order, time.process_time()
            frames.clear()
        frame += 1
        due += HOP / RATE
        time.sleep(max(0.0, due - time.monotonic()))


async def client(url: str) -> None:
    """A page that reads and draws nothing."""
    origin = url.rstrip("/")
    async with connect(origin.replace("http", "ws") + "/ws", origin=origin, max_size=None, compression=None) as socket:  # type: ignore[arg-type]
        async for _ in socket:
            pass


async def measured(pipe: Connection, seconds: float) -> tuple[float, list[float]]:
    """The show's own figures over so many seconds: share of one core, frame times in milliseconds."""
    pipe.send(seconds)
    while not pipe.poll():
        await asyncio.sleep(0.05)
    cpu, frames = pipe.recv()
    return cpu / seconds, [1000 * frame for frame in frames]


async def offset(page: Page) -> float:
    """Milliseconds that the page's clock is behind the show's: the least of many looks, as good as their round trip."""
    looks: list[tuple[float, float]] = []
    for _ in range(40):
        before = time.monotonic() * 1000
        there = await page.evaluate("performance.now()")
        after = time.monotonic() * 1000
        looks.append((after - before, (before + after) / 2 - there))
    return min(looks)[1]


SAYS_SO = """() => new Promise((seen) => {
    const look = () => (document.querySelector(".banner") ? seen() : requestAnimationFrame(look));
    look();
})"""
"""Ends with the frame in which the page says that it hears nothing."""


async def loads(browser: Any, url: str) -> list[tuple[float, float]]:
    """Opens the page in a browser that knows nothing yet: milliseconds until it is live, kilobytes it took."""
    found = []
    for _ in range(LOADS):
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        page = await context.new_page()
        start = time.perf_counter()
        await page.goto(url, wait_until="commit")
        await page.wait_for_selector(":root[data-live=true]", state="attached")
        took = 1000 * (time.perf_counter() - start)
        size = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)"
        found.append((took, await page.evaluate(size) / 1000))
        await context.close()
    return found


async def silences(page: Page, show_process: int) -> list[float]:
    """Stops the show's process again and again: milliseconds until the page says that it hears nothing."""
    found = []
    for _ in range(LOADS):
        os.kill(show_process, signal.SIGSTOP)
        start = time.perf_counter()
        await page.evaluate(SAYS_SO)  # looks at every frame; waiting for a selector looks at half-second steps
        found.append(1000 * (time.perf_counter() - start))
        os.kill(show_process, signal.SIGCONT)
        await page.wait_for_selector(".banner", state="detached")
    return found


async def bench(options: argparse.Namespace) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=show, args=(theirs, options.rate), daemon=True)
    process.start()
    while not ours.poll():
        await asyncio.sleep(0.1)
    url = ours.recv()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    async with async_playwright() as player:
        await asyncio.sleep(2.0)
        alone = await measured(ours, options.seconds)
        browser = await player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        cold = await loads(browser, url)
        clients = [asyncio.create_task(client(url)) for _ in range(options.pages - options.real)]
        pages = []
        for _ in range(options.real):
            context = await browser.new_context(viewport={"width": 1280, "height": 800})
            page = await context.new_page()
            await page.add_init_script(WATCH)
            await page.goto(url)
            await page.wait_for_selector(":root[data-live=true]", state="attached")
            pages.append(page)
        await asyncio.sleep(2.0)
        for page in pages:
            await page.evaluate("late.length = 0")
        watched = await measured(ours, options.seconds)
        late = []
        for page in pages:
            behind = await offset(page)
            late += [drawn + behind - stamp for stamp, drawn in await page.evaluate("late")]
        for task in clients:
            task.cancel()
        silent = await silences(pages[0], process.pid or 0) if pages else []
        await browser.close()
    ours.send("end")
    process.join(5)
    report(options, alone, watched, late, silent, cold)


def report(
    options: argparse.Namespace,
    alone: tuple[float, list[float]],
    watched: tuple[float, list[float]],
    late: list[float],
    silent: list[float],
    cold: list[tuple[float, float]],
) -> None:
    print(f"\n{options.pages} pages ({options.real} of them in Chromium), {options.rate:g} updates/s\n")
    print("| the show's process | CPU, one core | frame p50 | frame p99 | frame max |")
    print("|---|---|---|---|---|")
    for name, (cpu, frames) in (("no page", alone), (f"{options.pages} pages", watched)):
        p50, p99 = np.percentile(frames, [50, 99])
        print(f"| {name} | {100 * cpu:.1f} % | {p50:.2f} ms | {p99:.2f} ms | {max(frames):.2f} ms |")
    if late:
        p50, p99 = np.percentile(late, [50, 99])
        print("\n| from event to pixels | p50 | p99 | updates drawn |")
        print("|---|---|---|---|")
        print(f"| | {p50:.1f} ms | {p99:.1f} ms | {len(late)} |")
    if silent:
        print("\n| from a show that stands still to the page saying so | median | slowest of 5 |")
        print("|---|---|---|")
        print(f"| | {statistics.median(silent):.0f} ms | {max(silent):.0f} ms |")
    print("\n| page on a cold cache | median | slowest of 5 | size |")
    print("|---|---|---|---|")
    took = [milliseconds for milliseconds, _ in cold]
    print(f"| until it is live | {statistics.median(took):.0f} ms | {max(took):.0f} ms | {cold[0][1]:.0f} kB |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--real", type=int, default=2, help="so many of them in Chromium")
    parser.add_argument("--rate", type=float, default=50.0, help="updates a second")
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each measurement lasts")
    asyncio.run(bench(parser.parse_args()))


if __name__ == "__main__":
    main()
