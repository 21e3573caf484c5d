"""A camera on the podium, from a picture that moves to a cue that goes, in a real browser with a made-up camera."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from desk.browsing import DESKTOP, expect, until
from desk.fake_show import PATIENCE, FakeShow
from evenings import Night, book, opened
from odette.core.clocks import ShowTime
from odette.core.events import Conducted
from odette.performance.eyes import Eye

sys.path.append(str(Path(__file__).parent.parent / "room"))
from conducting import Points, beating, hands

pytestmark = pytest.mark.browser
WIDTH, HEIGHT, RATE = 320, 240, 30
GESTURE: Points = [(0.0, 0.3), *((at + 1.0, height) for at, height in beating(0.3, 0.35, 0.9, 2)), (6.0, 0.3)]


def film(path: Path, points: Points) -> Path:
    """A bright baton before a dark house, as an uncompressed film (YUV4MPEG2)."""
    frames = [f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg\n".encode()]
    grey = np.full((2, HEIGHT // 2, WIDTH // 2), 128, np.uint8).tobytes()
    for frame in hands(points, RATE, noise=0.0)[: RATE * int(points[-1][0])]:
        picture = np.full((HEIGHT, WIDTH), 20, np.uint8)
        row = round((1 - frame.height) * (HEIGHT - 1))
        picture[max(0, row - 12) : row + 12, 120:200] = 220
        frames += [b"FRAME\n", picture.tobytes(), grey]
    path.write_bytes(b"".join(frames))
    return path


@pytest.fixture
def podium_browser(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser whose camera sees the same gesture again and again."""
    camera = film(tmp_path_factory.mktemp("camera") / "podium.y4m", GESTURE)
    seen = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium(*seen, f"--use-file-for-fake-video-capture={camera}")
    yield browser
    browser.close()


def test_an_upbeat_before_the_camera_sends_the_cue_that_waits_for_it(podium_browser: Any, show: FakeShow) -> None:
    page = podium_browser.new_page(viewport=DESKTOP, locale="en-GB")
    page.goto(show.desk.url + "podium")
    page.get_by_role("button", name="Start the camera").click()
    until(page, lambda: any(e.sign == "upbeat" for e in show.conducted), "the upbeat was seen", 4 * PATIENCE)
    until(page, lambda: any(e.sign == "ictus" for e in show.conducted), "its beat was seen")
    upbeat = next(e for e in show.conducted if e.sign == "upbeat")
    night = Night(book("1 lights auto on upbeat"), opened(), [e for e in show.conducted if e.sign == "upbeat"][:1])
    assert night.went == {"1": round(upbeat.at / 1e9, 3)}
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    page.close()


def line(show: FakeShow) -> Any:
    url = show.desk.url.replace("http", "ws") + "podium/line"
    return connect(url, origin=show.desk.url.rstrip("/"))  # type: ignore[arg-type]


def test_the_show_knows_whether_a_camera_watches(show: FakeShow) -> None:
    with line(show) as camera:
        camera.send("[[0, 0.5, 0]]")
        camera.send("[[1000, 0.5, 0]]")
        assert "ready" in str(camera.recv(timeout=PATIENCE))
        assert [(each.link, each.up) for each in show.links] == [("camera", True)]
    deadline = time.monotonic() + PATIENCE
    while len(show.links) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [(each.up, each.detail) for each in show.links[1:]] == [(False, "its page is closed")]


@pytest.mark.parametrize("wrong", ["", "{}", "[[1, 2]]", "[[0, 2.0, 0.1]]", '[["x", 0, 0]]', "[[1e999, 0, 0]]"])
def test_what_no_camera_says_closes_the_line_and_is_no_event(show: FakeShow, wrong: str) -> None:
    with line(show) as camera:
        camera.send(wrong)
        with pytest.raises(ConnectionClosed):
            camera.recv(timeout=PATIENCE)
    assert show.conducted == []


def test_of_two_cameras_the_last_one_opened_is_believed(show: FakeShow) -> None:
    with line(show) as first, line(show) as second:
        second.send("[[0, 0.5, 0]]")
        second.send("[[1000, 0.5, 0]]")
        assert "ready" in str(second.recv(timeout=PATIENCE))
        first.send("[[0, 0.5, 0]]")
        with pytest.raises(ConnectionClosed, match="another camera"):
            first.recv(timeout=PATIENCE)


def test_the_page_s_clock_is_put_on_show_time_by_the_frame_that_came_quickest() -> None:
    posted: list[Any] = []
    eye = Eye(posted.append)
    delays = [0.2, 0.02, 0.3]
    for n, frame in enumerate(hands(beating(0.3, 0.3, 1.0, 0))):
        arrived = ShowTime(round((100 + frame.at + delays[n % 3]) * 1e9))
        eye.see([(1000 * frame.at, min(1.0, max(0.0, frame.height)), frame.moving)], arrived)
    ictus = next(e for e in posted if isinstance(e, Conducted) and e.sign == "ictus")
    assert abs(ictus.due / 1e9 - (100 + 2.0 + 0.02)) < 0.15
