"""The pictures of the running desk in the guide, taken from the demo.

    python bench/pictures.py [--bar 8]

Runs ``odette demo``, opens the running page on a large screen and the page of the lights on a phone, waits until the
music has reached the bar, and writes docs/desk.png and docs/desk-department.png. Look at them before they are kept.
"""

import argparse
import asyncio
import re
import shutil
import signal
import sys
from pathlib import Path

from playwright.async_api import async_playwright

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"desk.png": ("", 1920, 1080), "desk-department.png": ("department/lights", 390, 844)}
"""File → page, width and height."""

REACHED = """async (bar) => {
    const { show } = await import("/static/show.js");
    const there = () => Number(show.now.position?.bar) >= bar && show.state.standby in show.now.due;
    await new Promise((done) => show.watch("now", () => there() && setTimeout(done, 500)));
}"""


async def take(bar: int) -> None:
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-m", "odette", "demo", "--no-browser", stdout=asyncio.subprocess.PIPE
    )
    assert demo.stdout is not None
    said = ""
    while (found := re.search(r"http://\S+/", said)) is None:
        said += (await demo.stdout.readline()).decode()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        async with async_playwright() as player:
            browser = await player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            pages = {}
            for name, (path, width, height) in PAGES.items():
                size = {"width": width, "height": height}
                page = await browser.new_page(viewport=size, locale="en-GB")  # type: ignore[arg-type]
                await page.goto(found.group() + path)
                pages[name] = page
            for name, page in pages.items():
                await page.evaluate(REACHED, bar)
                await page.screenshot(path=DOCS / name)
            await browser.close()
    finally:
        demo.send_signal(signal.SIGINT)
        await demo.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bar", type=int, default=8)
    asyncio.run(take(parser.parse_args().bar))


if __name__ == "__main__":
    main()
